package org.bangxiao.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** A supplier comes in on a phone, with scripts and without; an officer lets it in at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupplierBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Inject
    BusinessClock clock;

    @Test
    void aCooperativeComesInOnAPhoneAndItsCountyLetsItIn() {
        try (Browser browser = Browser.open()) {
            String name = comeIn(browser, browser.page(390), true);
            Page officer = browser.page(1280);
            signIn(officer, People.inArea(Role.COUNTY_OFFICER, "451224"));
            officer.navigate(home.resolve("/desk/suppliers").toString());
            browser.look(officer, "suppliers");
            officer.locator("main a", new Page.LocatorOptions().setHasText(name))
                    .click();
            browser.look(officer, "supplier");
            officer.locator("button[value=confirm]").click();
            officer.waitForLoadState();
            assertThat(officer.locator("main").innerText()).contains("已确认");
            officer.navigate(home.resolve("/desk/inbox").toString());
            browser.look(officer, "inbox");
            officer.navigate(home.resolve("/desk").toString());
            browser.look(officer, "desk-officer");
            // A form that comes back is a 400, which the console repeats.
            assertThat(browser.complaints()).allMatch(line -> line.contains("status of 400"));
        }
    }

    @Test
    void theSameGoesWithoutScripts() {
        try (Browser browser = Browser.open()) {
            comeIn(browser, browser.pageWithoutScripts(390), false);
        }
    }

    @Test
    void aHostileFileIsRefusedAtItsFieldOnAPhone() {
        try (Browser browser = Browser.open()) {
            Page page = browser.page(390);
            register(browser, page, false);
            page.locator("#file-bank-account")
                    .setInputFiles(new FilePayload(
                            "photo.jpg", "image/jpeg", "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            page.locator("#issued-bank-account").fill(clock.today().toString());
            page.locator("#paper-bank-account button").click();
            assertThat(page.locator("#file-bank-account-error").innerText()).contains("JPEG");
            browser.look(page, "supplier-hostile");
        }
    }

    private String comeIn(Browser browser, Page page, boolean looking) {
        String name = register(browser, page, looking);
        send(page, "business-licence", clock.today().plusYears(2).toString());
        send(page, "bank-account", "");
        if (looking) {
            browser.look(page, "supplier-papers");
        }
        page.locator("form[action='/desk/organisation/submission'] button").press("Enter");
        page.waitForURL(Pattern.compile(".*/desk/organisation"));
        page.waitForLoadState();
        assertThat(page.locator("main").innerText()).contains("等县里确认");
        if (looking) {
            browser.look(page, "supplier-handed-in");
            page.navigate(home.resolve("/desk/mandates").toString());
            browser.look(page, "mandates");
        }
        return name;
    }

    private String register(Browser browser, Page page, boolean looking) {
        String name = "演示东兰墨米合作社" + UUID.randomUUID().toString().substring(0, 6);
        String username = "s" + UUID.randomUUID().toString().substring(0, 8);
        page.navigate(home.resolve("/register/supplier").toString());
        if (looking) {
            browser.look(page, "supplier-register");
        }
        page.locator("#kind").selectOption("COOPERATIVE");
        page.locator("#nameZh").fill(name);
        page.locator("#creditCode").fill("123");
        page.locator("#areaCode").selectOption("451224");
        page.locator("#legalPerson").fill("韦演示");
        page.locator("#idNumber").fill("110101199003070011");
        page.locator("#bankName").fill("农业银行东兰支行");
        page.locator("#bankAccount").fill("6228480012345678901");
        page.locator("#username").fill(username);
        page.locator("#password").fill(People.PASSWORD);
        page.locator("main form[action='/register/supplier'] button").press("Enter");
        assertThat(page.locator("#creditCode-error").innerText()).isNotEmpty();
        if (looking) {
            browser.look(page, "supplier-register-faults");
        }
        assertThat(page.locator("#nameZh").inputValue()).isEqualTo(name);
        page.locator("#creditCode").fill(Suppliers.creditCode());
        page.locator("#password").fill(People.PASSWORD);
        page.locator("main form[action='/register/supplier'] button").press("Enter");
        page.waitForURL(Pattern.compile(".*/sign-in.*"));
        page.locator("input[name=username]").fill(username);
        page.locator("input[name=password]").fill(People.PASSWORD);
        page.locator("form[action='/sign-in'] button").first().press("Enter");
        page.waitForURL(Pattern.compile(".*/desk/organisation"));
        if (looking) {
            browser.look(page, "supplier-own");
        }
        return name;
    }

    private void send(Page page, String kind, String until) {
        page.locator("#file-" + kind).setInputFiles(new FilePayload("photo.jpg", "image/jpeg", Papers.jpeg()));
        page.locator("#issued-" + kind).fill(clock.today().minusYears(1).toString());
        if (!until.isEmpty()) {
            page.locator("#expires-" + kind).fill(until);
        }
        page.locator("#paper-" + kind + " button").press("Enter");
        page.waitForLoadState();
        assertThat(page.locator("#paper-" + kind).innerText()).contains("等确认");
    }

    private void signIn(Page page, Actor actor) {
        page.navigate(home.resolve("/sign-in").toString());
        page.locator("input[name=username]").fill(actor.username());
        page.locator("input[name=password]").fill(People.PASSWORD);
        page.locator("form[action='/sign-in'] button").first().click();
        page.waitForURL(Pattern.compile(".*/desk"));
    }
}
