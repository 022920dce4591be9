package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An inspector on a phone, an officer at a desk, a supplier and a stranger, in a real browser. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupervisionBrowserTest {
    private static final int[] WIDTHS = {390, 1280};

    @TestHTTPResource("/")
    URI home;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Inject
    Watch watch;

    @Inject
    PolicyPacks packs;

    @Inject
    BusinessClock clock;

    @AfterEach
    void back() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void anInspectorOnAPhoneFindsAndASupplierProves() {
        Goods goods = Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        Actor colleague = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        try (Browser browser = Browser.open()) {
            Page phone = browser.signedIn(home, county, 390, true);
            phone.navigate(at("/desk/inspections"));
            browser.look(phone, "supervision-inspections");
            phone.locator("input[name=certificate]").fill(goods.certificateNumber());
            phone.locator("textarea[name=reason]").fill("群众反映标签与产地不符");
            phone.locator("form[action='/desk/inspections'] button").click();
            phone.waitForURL(Pattern.compile(".*/desk/inspections/[0-9a-f-]{36}$"));
            String visit = phone.url();
            phone.locator("form[enctype] button").click();
            assertThat(phone.locator(".error").count())
                    .as("what is missing is said at its field")
                    .isPositive();
            phone.locator("input[value=MAJOR]").check();
            phone.locator("textarea[name=content]").fill("抽查 20 箱，其中 6 箱标签与产地不符");
            phone.locator("input[type=file]").setInputFiles(new FilePayload[] {
                new FilePayload("a.jpg", "image/jpeg", Papers.jpeg()),
                new FilePayload("b.png", "image/png", Papers.png(320, 240))
            });
            browser.look(phone, "supervision-inspection-note");
            phone.locator("form[enctype] button").click();
            phone.waitForURL(visit);
            phone.locator("textarea[name=summary]").fill("已现场查看仓库与包装线，发现一项问题。");
            browser.look(phone, "supervision-inspection");
            phone.locator("form[action$='/conclusion'] button").click();
            phone.locator("a[href^='/desk/findings/']").first().click();
            String finding = phone.url();
            phone.locator("textarea[name=measure]").fill("七日内更换全部标签，并提交照片");
            phone.locator("form[action$='/measure'] button").click();
            browser.look(phone, "supervision-finding-officer");

            Page own = browser.signedIn(home, supplier, 390, false);
            own.navigate(at("/desk/findings"));
            browser.look(own, "supervision-findings-supplier");
            own.navigate(finding);
            own.locator("textarea[name=proof]").fill("已更换全部标签");
            own.locator("input[type=file]").setInputFiles(new FilePayload("c.jpg", "image/jpeg", Papers.jpeg()));
            browser.look(own, "supervision-finding-supplier");
            // By the keyboard: a click waits for the page to stand still, which nothing can tell without scripts.
            own.locator("form[action$='/proof'] button").press("Enter");
            own.waitForURL(finding);

            Page desk = browser.signedIn(home, colleague, 1280, true);
            desk.navigate(finding);
            desk.locator("textarea[name=reason]").fill("复核属实，同意销号");
            browser.look(desk, "supervision-finding-close");
            desk.locator("button[value=CLOSED]").click();
            desk.waitForURL(finding);
            assertThat(desk.locator("main").innerText()).contains("已销号");
            desk.navigate(visit);
            browser.look(desk, "supervision-inspection-done");
            assertThat(desk.locator("main").innerText()).contains("已公布");
            assertThat(browser.complaints())
                    .as("but for the form that was sent half empty")
                    .allMatch(one -> one.contains("400 (Bad Request)"));
        }
    }

    @Test
    void anOfficerWorksThroughTheQueueAndAStrangerReadsTheLists() {
        OnSale goods = OnSale.product(3_990, 10_000);
        sell(goods, 9_000);
        await(() -> watch.look(packs.current("450000"), Cause.CAPACITY_NEAR));
        Actor city = People.inArea(Role.CITY_OFFICER, "451200");
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        try (Browser browser = Browser.open()) {
            for (int width : WIDTHS) {
                Page desk = browser.signedIn(home, city, width, true);
                desk.navigate(at("/desk/watch?kind=CAPACITY_NEAR&area=451224"));
                browser.look(desk, "supervision-watch");
                desk.locator("tbody a").last().click();
                browser.look(desk, "supervision-watch-case");
                Page shop = browser.page(width);
                shop.navigate(at("/products/" + goods.listingId() + "/complain"));
                browser.look(shop, "supervision-complain");
                desk.navigate(at("/desk/complaints"));
                browser.look(desk, "supervision-complaints");
                desk.navigate(at("/desk/findings"));
                browser.look(desk, "supervision-findings");
            }
            Page keeper = browser.signedIn(home, region, 1280, true);
            keeper.navigate(at("/lists"));
            keeper.locator("input[value=BLACK]").check();
            keeper.locator("input[name=certificate]").fill(goods.product().certificateNumber());
            keeper.locator("textarea[name=reason]").fill("多次责令整改仍不落实");
            keeper.locator("textarea[name=evidence]").fill("检查记录与复核照片");
            keeper.locator("input[name=dueOn]").fill(clock.today().plusDays(30).toString());
            browser.look(keeper, "supervision-lists-keeper");
            keeper.locator("form[action='/lists'] button").click();
            keeper.waitForURL(Pattern.compile(".*/lists/.+"));
            String entry = keeper.url();
            for (int width : WIDTHS) {
                Page stranger = browser.page(width);
                stranger.navigate(at("/lists"));
                browser.look(stranger, "supervision-lists");
                assertThat(stranger.locator("form[action='/lists']").count()).isZero();
                stranger.navigate(entry);
                browser.look(stranger, "supervision-list-entry");
                stranger.navigate(entry + "?lang=en");
                assertThat(stranger.locator("main").innerText()).contains("Black list");
            }
            Page officer = browser.signedIn(home, region, 1280, true);
            officer.navigate(at("/desk/inspections"));
            officer.locator("form[action$='/draws'] input[name=area]").fill("451224");
            officer.locator("form[action$='/draws'] input[name=wanted]").fill("1");
            officer.locator("form[action$='/draws'] button").first().click();
            officer.waitForURL(Pattern.compile(".*/draws/.+"));
            browser.look(officer, "supervision-draw");
            officer.navigate(at("/desk/inspections"));
            browser.look(officer, "supervision-inspections");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void everyStepOfAFindingAndOfTheListsIsTakenWithoutScripts() {
        Goods goods = Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        try (Browser browser = Browser.open()) {
            Page office = browser.signedIn(home, county, 390, false);
            office.navigate(at("/desk/inspections"));
            office.locator("input[name=certificate]").fill(goods.certificateNumber());
            office.locator("textarea[name=reason]").fill("群众反映标签与产地不符");
            press(office, "form[action='/desk/inspections'] button", ".*/desk/inspections/[0-9a-f-]{36}$");
            String visit = office.url();
            office.locator("input[value=MAJOR]").check();
            office.locator("textarea[name=content]").fill("抽查 20 箱，其中 6 箱标签与产地不符");
            office.locator("input[type=file]").setInputFiles(new FilePayload("a.jpg", "image/jpeg", Papers.jpeg()));
            press(office, "form[enctype] button", Pattern.quote(visit));
            office.locator("textarea[name=summary]").fill("已现场查看");
            press(office, "form[action$='/conclusion'] button", Pattern.quote(visit));
            String finding =
                    at(office.locator("a[href^='/desk/findings/']").first().getAttribute("href"));
            office.navigate(finding);
            office.locator("textarea[name=measure]").fill("更换全部标签");
            press(office, "form[action$='/measure'] button", Pattern.quote(finding));

            Page supplier = browser.signedIn(home, People.of(Role.SUPPLIER, goods.organisationId()), 390, false);
            supplier.navigate(at("/desk/inbox"));
            assertThat(supplier.locator("main").innerText()).contains("1 项问题", "需要整改");
            browser.look(supplier, "supervision-inbox-supplier");
            prove(supplier, finding);
            Page other = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY), 390, false);
            other.navigate(finding);
            other.locator("textarea[name=reason]").fill("照片不清");
            other.locator("input[name=dueOn]").fill(clock.today().plusDays(5).toString());
            press(other, "button[value=SENT_BACK]", Pattern.quote(finding));
            prove(supplier, finding);
            other.navigate(finding);
            other.locator("textarea[name=reason]").fill("复核属实");
            press(other, "button[value=CLOSED]", Pattern.quote(finding));
            assertThat(other.locator("main").innerText()).contains("已销号");

            Page keeper = browser.signedIn(home, People.inArea(Role.REGION_OFFICER, "450000"), 390, false);
            keeper.navigate(at("/lists"));
            press(keeper, "form[action='/lists'] button", ".*/lists");
            assertThat(keeper.locator(".error").count()).isPositive();
            keeper.locator("input[value=BLACK]").check();
            keeper.locator("input[name=certificate]").fill(goods.certificateNumber());
            keeper.locator("textarea[name=reason]").fill("多次责令整改仍不落实");
            keeper.locator("textarea[name=evidence]").fill("检查记录与复核照片");
            keeper.locator("input[name=dueOn]").fill(clock.today().plusDays(30).toString());
            press(keeper, "form[action='/lists'] button", ".*/lists/[0-9a-f-]{36}$");
            String entry = keeper.url();
            Page stranger = browser.pageWithoutScripts(390);
            stranger.navigate(at("/lists"));
            assertThat(stranger.locator("main").innerText()).contains("多次责令整改仍不落实");
            keeper.locator("input[value=MENDED]").press("Space");
            keeper.locator("textarea[name=note]").fill("已整改到位");
            press(keeper, "form[action$='/outcome'] button", Pattern.quote(entry));
            keeper.locator("textarea[name=reason]").fill("整改到位，予以撤下");
            press(keeper, "form[action$='/removal'] button", Pattern.quote(entry));
            stranger.navigate(entry);
            assertThat(stranger.locator("main").innerText()).contains("已整改到位", "予以撤下");
        }
    }

    private static void prove(Page supplier, String finding) {
        supplier.navigate(finding);
        supplier.locator("textarea[name=proof]").fill("已更换全部标签");
        supplier.locator("input[type=file]").setInputFiles(new FilePayload("c.jpg", "image/jpeg", Papers.jpeg()));
        press(supplier, "form[action$='/proof'] button", Pattern.quote(finding));
    }

    /** By the keyboard: a click waits for the page to stand still, which nothing can tell without scripts. */
    private static void press(Page page, String button, String leadsTo) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() != 303,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
        assertThat(page.url()).matches(leadsTo);
    }

    @Test
    void aQueueTakesTheSameStatementsHoweverManyCasesThereAre() {
        Actor city = People.inArea(Role.CITY_OFFICER, "451200");
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        sellOut(1);
        Map<String, String> signed = Map.of("Authorization", "Bearer " + People.token(city));
        for (String path :
                List.of("/desk/watch", "/desk/inspections", "/desk/findings", "/desk/complaints", "/lists")) {
            get(path, signed);
        }
        int few = statements("/desk/watch", signed);
        sellOut(12);
        assertThat(statements("/desk/watch", signed)).isEqualTo(few).isBetween(1, 4);
        for (String path : List.of("/desk/inspections", "/desk/findings", "/desk/complaints", "/lists")) {
            assertThat(statements(path, signed)).as(path).isBetween(1, 4);
        }
    }

    private void sellOut(int times) {
        for (int i = 0; i < times; i++) {
            Goods goods = Goods.certified(10);
            await(() -> tx.write(connection -> sales.record(
                    connection, List.of(goods.sale(UUID.randomUUID().toString(), 10, 50_000)))));
        }
        await(() -> watch.look(packs.current("450000"), Cause.CAPACITY_NEAR));
    }

    private void sell(OnSale goods, long units) {
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(new org.bangxiao.sale.SaleDraft(
                        "watch",
                        UUID.randomUUID().toString(),
                        goods.listingId(),
                        goods.product().productId(),
                        goods.product().organisationId(),
                        units,
                        units * goods.priceFen(),
                        Goods.CHANNEL,
                        List.of(),
                        clock.instant().minusSeconds(1),
                        false)))));
    }

    private static void get(String path, Map<String, String> headers) {
        io.restassured.RestAssured.given().headers(headers).get(path).then().statusCode(200);
    }

    private int statements(String path, Map<String, String> headers) {
        return Statements.of(() -> get(path, headers));
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
