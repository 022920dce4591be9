package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Await;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CertificateBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Inject
    Certificates certificates;

    @Inject
    CertificateKeys keys;

    @Inject
    Suspensions suspensions;

    @Test
    void aScannedCodeIsCheckedByTheReadersOwnBrowserAndAForgedOneIsNoticed() {
        OnSale goods = OnSale.product(3_990, 5);
        String code = code(goods);
        SignedCode read = SignedCode.read(code).orElseThrow();
        String forged = SignedCode.write(read.text().replace("脐橙", "金橙"), read.signature());
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                page.navigate(home.resolve("/verify?c=" + code).toString());
                page.locator("[data-said=good]").waitFor();
                assertThat(page.locator("[data-fact=number]").innerText()).isEqualTo(read.number());
                browser.look(page, "verify-genuine");
                page.navigate(home.resolve("/verify?c=" + forged).toString());
                page.locator("[data-said=bad]").waitFor();
                browser.look(page, "verify-forged");
                page.navigate(home.resolve("/verify").toString());
                page.locator("input[name=number]").fill(forged);
                page.locator("[data-said=bad]").waitFor();
                page.locator("input[name=number]").fill(code);
                page.locator("[data-said=good]").waitFor();
                page.navigate(home.resolve("/certificates/" + read.number()).toString());
                browser.look(page, "certificate-page");
            }
            Page plain = browser.pageWithoutScripts(390);
            plain.navigate(home.resolve("/verify?c=" + code).toString());
            assertThat(plain.locator("main").innerText()).contains("证书有效").contains(read.number());
            browser.screenshot(plain, "verify-without-scripts");
            assertThat(browser.complaints().stream().filter(line -> !line.contains("404")))
                    .isEmpty();
        }
    }

    @Test
    void officesAndSuppliersWorkOnCertificatesAtADeskAndOnAPhone() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Await.await(() -> suspensions.suspend(region, number, "抽检不合格，等待复检"));
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page officer = browser.signedIn(home, region, width, true);
                for (String path : new String[] {
                    "/desk/certificates?text=" + number,
                    "/desk/certificates/" + number,
                    "/desk/national-catalogue",
                    "/desk/stopped-orders",
                    "/certificates"
                }) {
                    officer.navigate(home.resolve(path).toString());
                    browser.look(
                            officer,
                            "desk" + path.split("\\?")[0].replace(number, "one").replace('/', '-'));
                }
                Page supplier = browser.signedIn(home, goods.product().supplier(), width, true);
                supplier.navigate(home.resolve("/desk/certificates/" + number).toString());
                browser.look(supplier, "supplier-certificate");
                supplier.navigate(
                        home.resolve("/desk/certificates/" + number + "/others").toString());
                browser.look(supplier, "supplier-others");
            }
            Page supplier = browser.signedIn(home, goods.product().supplier(), 390, true);
            supplier.navigate(home.resolve("/desk/certificates/" + number).toString());
            supplier.locator("button[value=CHANGE]").click();
            supplier.waitForURL(Pattern.compile(".*/desk/applications/.*"));
            browser.look(supplier, "supplier-change");
        }
    }

    private String code(OnSale goods) {
        return Await.await(() -> certificates
                .byNumber(goods.product().certificateNumber())
                .chain(found -> keys.code(found.orElseThrow())));
    }
}
