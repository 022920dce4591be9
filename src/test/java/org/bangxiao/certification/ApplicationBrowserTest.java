package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.TakingOn;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Agency;
import org.bangxiao.support.Await;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Families;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** A supplier applies on a phone, in pieces, with photographs; then the same pages at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApplicationBrowserTest {
    private static final String BAMA = "451227";

    @TestHTTPResource("/")
    URI home;

    @Inject
    TakingOn takingOn;

    @Inject
    Documents documents;

    @Inject
    BusinessClock clock;

    @Test
    void everyPageOfTheWayReadsInEnglishToo() {
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                page.navigate(home.resolve("/register/supplier?lang=en").toString());
                browser.look(page, "en-register");
                UUID cooperative = Suppliers.cooperative(BAMA).id();
                Agency agency = Agency.open();
                Actor supplier = People.of(Role.SUPPLIER, cooperative);
                agency.mandate(supplier, List.of(), true);
                hold(cooperative);
                Map<String, Object> product = new HashMap<>(Applying.whole(cooperative, "巴马茶油礼盒"));
                product.put("nameEn", "Bama camellia oil in a gift box with a rather long name");
                product.put("category", "processed-farm-product");
                String home = "/desk/applications/" + Applying.opened(People.token(supplier), product);
                signIn(page, supplier);
                for (String at : List.of("/desk/organisation", "/desk/mandates", "/desk/applications", home)) {
                    page.navigate(this.home.resolve(at + "?lang=en").toString());
                    browser.look(
                            page, "en" + at.replaceAll("[0-9a-f-]{36}", "case").replace('/', '-'));
                }
                for (Piece piece : Piece.values()) {
                    page.navigate(this.home
                            .resolve(home + "/pieces/" + piece.slug() + "?lang=en")
                            .toString());
                    browser.look(page, "en-piece-" + piece.slug());
                }
                sheet(page, name -> browser.look(page, "en-" + name));
                Page ofAgent = browser.page(width);
                signIn(ofAgent, agency.agent());
                for (String at :
                        List.of("/desk/applications/new", "/desk/applications", "/desk/orders", "/desk/mandates")) {
                    ofAgent.navigate(this.home.resolve(at).toString());
                    browser.look(ofAgent, "agent" + at.replace('/', '-'));
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void hold(UUID supplier) {
        LocalDate since = clock.today().minusYears(1);
        StoredDocument file = Await.await(() -> documents.store(Papers.pdf()));
        Await.await(() -> takingOn.with(
                supplier,
                since,
                List.of(
                        new TakingOn.Held(
                                "business-licence", since, clock.today().plusYears(4), file.sha256()),
                        new TakingOn.Held("bank-account", since, null, file.sha256()))));
    }

    @Test
    void aSupplierAppliesOnAPhoneWithoutScripts() {
        try (Browser browser = Browser.open()) {
            Page page = browser.pageWithoutScripts(390);
            apply(page, "巴马茶油", name -> {});
            browser.screenshot(page, "application-without-scripts");
        }
    }

    @Test
    void aSupplierAppliesWithScriptsOnAPhoneAndAtADesk() {
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                apply(page, "巴马火麻油" + width, name -> browser.look(page, name));
                sheet(page, name -> browser.look(page, name));
            }
            // A refused form is a complaint of the browser's own.
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("400 (Bad Request)"));
        }
    }

    /** What is done with each page on the way. */
    private interface Look {
        void at(String name);
    }

    private void apply(Page page, String name, Look look) {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        List<UUID> households = Families.register(12, BAMA, HouseholdStatus.REGISTERED_POOR);
        Families.link(cooperative, LinkKind.SHARES, 40, households, 100);
        hold(cooperative);
        signIn(page, People.of(Role.SUPPLIER, cooperative));
        page.navigate(home.resolve("/desk/applications/new").toString());
        page.locator("input[name=nameZh]").fill(name);
        page.locator("select[name=category]").selectOption("processed-farm-product");
        page.locator("input[name=packageUnit]").fill("500毫升/瓶");
        page.locator("input[name=priceFen]").fill("八十");
        go(page, "next");
        assertThat(page.locator("#priceFen-error").innerText()).contains("八十");
        look.at("apply-product-error");
        page.locator("input[name=priceFen]").fill("80");
        page.locator("input[name=bulkPriceFen]").fill("72");
        go(page, "next");
        page.waitForURL(Pattern.compile(".*/pieces/origin"));
        page.locator("select[name=countyCode]").selectOption(BAMA);
        page.locator("input[name=netWeightGrams]").fill("460");
        page.locator("input[name=harvestMonths][value='10']").press("Space");
        page.locator("input[name=harvestMonths][value='11']").press("Space");
        page.locator("input[name=yearlyCapacity]").fill("8000");
        page.locator("input[name=areaSquareMetres]").fill("120");
        page.locator("input[name='rawLots-0-what']").fill("茶籽");
        page.locator("select[name='rawLots-0-countyCode']").selectOption(BAMA);
        page.locator("input[name='rawLots-0-grams']").fill("16000");
        page.locator("input[name='rawLots-0-households']").fill("12");
        look.at("apply-origin");
        go(page, "later");
        page.waitForURL(Pattern.compile(".*/desk/applications"));
        look.at("applications");
        page.locator("main a.strong").first().press("Enter");
        page.waitForURL(Pattern.compile(".*/pieces/link"));
        page.locator("input[name=linkId]").first().press("Space");
        look.at("apply-link");
        go(page, "next");
        page.waitForURL(Pattern.compile(".*/pieces/evidence"));
        papers(page, look);
        page.locator("main a[href$='/pieces/check']").last().press("Enter");
        page.waitForURL(Pattern.compile(".*/pieces/check"));
        look.at("apply-check");
        page.locator("input[name=promise]").press("Space");
        page.locator("form[action$='/submission'] button").press("Enter");
        page.waitForURL(Pattern.compile(".*/desk/applications/[0-9a-f-]{36}"));
        assertThat(page.locator("main").innerText()).contains("审核中");
        look.at("application-case-applicant");
    }

    private void sheet(Page page, Look look) {
        page.navigate(home.resolve("/desk/applications/sheets").toString());
        String sheet = "产品名称（中文）,品类,规格,零售价（元）,产地,一年可接待（人次或间夜）,原料1：原料,原料1：原料产地,原料1：一年数量（千克）,原料1：交售农户数\n"
                + "巴马蜂蜜,农产品加工,500克/瓶,88,巴马瑶族自治县,,鲜蜜,巴马瑶族自治县,900,12\n巴马两日游,乡村旅游,两日/人,300,451227,1200\n"
                + "巴马黑米,粮食,5斤/袋,四十,451227\n巴马茶油,农产品加工,1升/瓶,90,451227,30,茶籽,巴马瑶族自治县,许多,12\n";
        page.locator("main input[type=file]")
                .setInputFiles(new FilePayload("产品.csv", "text/csv", sheet.getBytes(StandardCharsets.UTF_8)));
        look.at("sheets");
        page.locator("main form[enctype] button").press("Enter");
        page.waitForURL(Pattern.compile(".*/sheets/[0-9a-f-]{36}"));
        look.at("sheet");
        page.locator("form[action$='/confirmation'] button").press("Enter");
        page.waitForURL(Pattern.compile(".*/sheets/[0-9a-f-]{36}"));
        page.locator("main .alert-success").first().waitFor();
    }

    private static void papers(Page page, Look look) {
        page.locator("#kind-label-sample summary").press("Enter");
        page.locator("#kind-label-sample input[type=file]")
                .setInputFiles(new FilePayload("script.png", "image/png", "<script>".getBytes(StandardCharsets.UTF_8)));
        send(page, "label-sample");
        page.locator("#file-label-sample-error").waitFor();
        page.locator("#kind-label-sample input[type=file]")
                .setInputFiles(new FilePayload("标签.png", "image/png", Applying.png(21)));
        send(page, "label-sample");
        page.locator("#kind-label-sample .badge-good").waitFor();
        page.locator("#kind-food-licence summary").press("Enter");
        page.locator("#kind-food-licence input[type=date]").fill("2030-12-31");
        page.locator("#kind-food-licence input[type=file]")
                .setInputFiles(new FilePayload("许可证.png", "image/png", Applying.png(22)));
        send(page, "food-licence");
        page.locator("#kind-food-licence .badge-good").waitFor();
        look.at("apply-evidence");
    }

    private static void send(Page page, String kind) {
        page.locator("#kind-" + kind + " form[enctype] button").press("Enter");
    }

    private static void go(Page page, String where) {
        // By the keyboard: a click waits for the page to stand still, which nothing can tell without scripts.
        page.locator("button[name=go][value=" + where + "]").press("Enter");
    }

    private void signIn(Page page, Actor actor) {
        page.navigate(home.resolve("/sign-in").toString());
        page.locator("input[name=username]").fill(actor.username());
        page.locator("input[name=password]").fill(People.PASSWORD);
        page.locator("form[action='/sign-in'] button").click();
        page.waitForURL(Pattern.compile(".*/desk.*"));
    }
}
