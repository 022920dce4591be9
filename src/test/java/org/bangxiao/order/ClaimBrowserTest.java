package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** From the purchase to the money back by real pages: on a phone without scripts, and at a desk with them. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ClaimBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aGuestOnAPhoneWithoutScriptsGetsTheMoneyBackForSpoiledFruit() {
        fromPurchaseToMoneyBack(390, false);
    }

    @Test
    void theSameAtADeskWithScripts() {
        fromPurchaseToMoneyBack(1280, true);
    }

    private void fromPurchaseToMoneyBack(int width, boolean scripts) {
        OnSale goods = OnSale.product(3_990, 20);
        try (Browser browser = Browser.open()) {
            Page buyer = scripts ? browser.page(width) : browser.pageWithoutScripts(width);
            Page seller = browser.signedIn(home, goods.product().supplier(), width, scripts);
            buy(buyer, goods);
            String purchase = buyer.url();
            seller.navigate(at("/desk/orders"));
            browser.look(seller, "orders");
            press(seller, ".shop footer a", ".*/desk/orders/[0-9a-f-]{36}$");
            browser.look(seller, "order-to-send");
            seller.locator("input[name=carrier]").first().fill("演示快递");
            seller.locator("input[name=trackingNumber]").first().fill("DEMO123456");
            press(seller, "form[action$='/ship'] button", ".*/desk/orders/.*");
            browser.look(seller, "order-sent");
            buyer.navigate(purchase);
            browser.look(buyer, "claim-purchase");
            press(buyer, "form[action$='/receipt'] button", ".*/purchases/.*");
            press(buyer, "a[href$='/claim']", ".*/claim$");
            browser.look(buyer, "claim-form");
            press(buyer, "form[enctype] button", ".*/claim$");
            assertThat(buyer.locator(".error").count())
                    .as("what is missing is said at its field")
                    .isPositive();
            browser.look(buyer, "claim-form-faulty");
            buyer.locator("input[name=quantity]").fill("1");
            buyer.locator("input[value=SPOILED]").check();
            buyer.locator("textarea[name=content]").fill("打开箱子，有三个已经烂了，流水。");
            buyer.locator("input[type=file]").setInputFiles(new FilePayload[] {
                new FilePayload("a.jpg", "image/jpeg", Papers.jpeg()),
                new FilePayload("b.png", "image/png", Papers.png(320, 240))
            });
            press(buyer, "form[enctype] button", ".*/claims/[0-9a-f-]{36}$");
            String claim = buyer.url();
            browser.look(buyer, "claim-asked");
            seller.navigate(at("/desk/claims"));
            browser.look(seller, "claim-desk");
            press(seller, "footer a[href^='/desk/claims/']", ".*/desk/claims/[0-9a-f-]{36}$");
            browser.look(seller, "claim-case");
            press(seller, "button[value=APPROVE]", ".*/desk/claims/[0-9a-f-]{36}$");
            browser.look(seller, "claim-case-approved");
            buyer.navigate(claim);
            assertThat(buyer.locator("body").innerText()).contains("已同意退款").contains("39.90");
            browser.look(buyer, "claim-approved");
            buyer.navigate(purchase);
            browser.look(buyer, "claim-purchase-after");
            assertThat(browser.complaints())
                    .as("nothing but the form that was sent faulty")
                    .allMatch(complaint -> complaint.endsWith("status of 400 (Bad Request)"));
        }
    }

    @Test
    void aGuestAsksForTheSameGoodsAgainAndTheSupplierSendsThem() {
        try (Browser browser = Browser.open()) {
            askForTheSameAgain(browser, 390, false);
            askForTheSameAgain(browser, 1280, true);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void askForTheSameAgain(Browser browser, int width, boolean scripts) {
        OnSale goods = OnSale.product(3_990, 20);
        Actor supplier = goods.product().supplier();
        Page buyer = scripts ? browser.page(width) : browser.pageWithoutScripts(width);
        buy(buyer, goods);
        String purchase = buyer.url();
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + People.as(supplier).get("/api/orders").path("items[0].id") + "/shipment");
        buyer.navigate(purchase);
        press(buyer, "a[href$='/claim']", ".*/claim$");
        buyer.locator("input[value=EXCHANGE]").check();
        buyer.locator("input[value=MISSING]").check();
        buyer.locator("textarea[name=content]").fill("箱子是空的");
        browser.look(buyer, "exchange-form");
        press(buyer, "form[enctype] button", ".*/claims/[0-9a-f-]{36}$");
        String claim = buyer.url();
        Page seller = browser.signedIn(home, supplier, width, scripts);
        seller.navigate(at("/desk/claims"));
        browser.look(seller, "exchange-desk");
        press(seller, "footer a[href^='/desk/claims/']", ".*/desk/claims/[0-9a-f-]{36}$");
        browser.look(seller, "exchange-case");
        press(seller, "button[value=EXCHANGE]", ".*/desk/claims/[0-9a-f-]{36}$");
        seller.locator("input[name=carrier]").fill("演示快递");
        seller.locator("input[name=trackingNumber]").fill("DEMO2");
        browser.look(seller, "exchange-to-send");
        press(seller, "form[action$='/exchange'] button", ".*/desk/claims/[0-9a-f-]{36}$");
        buyer.navigate(claim);
        assertThat(buyer.locator("main").innerText()).contains("换的货已发出", "DEMO2");
        browser.look(buyer, "exchange-claim");
        buyer.navigate(purchase);
        browser.look(buyer, "exchange-purchase");
    }

    @Test
    void aGuestHasItSentElsewhereAndGivesSomeOfItUpBeforeAnybodyPacksIt() {
        try (Browser browser = Browser.open()) {
            changeWhatIsPaid(browser, 390, false);
            changeWhatIsPaid(browser, 1280, true);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void changeWhatIsPaid(Browser browser, int width, boolean scripts) {
        OnSale goods = OnSale.product(3_990, 20);
        Page buyer = scripts ? browser.page(width) : browser.pageWithoutScripts(width);
        buyer.navigate(at("/products/" + goods.listingId()));
        buyer.locator("form[action='/cart/lines'] input[name=quantity]").first().fill("3");
        buy(buyer);
        String purchase = buyer.url();
        browser.look(buyer, "purchase-unaccepted");
        press(buyer, "a[href$='/receiver']", ".*/receiver$");
        browser.look(buyer, "receiver");
        buyer.locator("input[name=phone]").fill("13900000000");
        press(buyer, "form[action$='/receiver'] button", ".*/purchases/[0-9a-f-]{36}$");
        assertThat(buyer.locator("main").innerText()).contains("139****0000");
        press(buyer, "a[href$='/claim']", ".*/claim$");
        buyer.locator("input[name=quantity]").fill("1");
        browser.look(buyer, "give-up-form");
        press(buyer, "form[enctype] button", ".*/claims/[0-9a-f-]{36}$");
        browser.look(buyer, "given-up");
        buyer.navigate(purchase);
        assertThat(buyer.locator("main").innerText()).contains("已取消 1 件");
        browser.look(buyer, "purchase-given-up");
        Page seller = browser.signedIn(home, goods.product().supplier(), width, scripts);
        seller.navigate(at("/desk/orders"));
        press(seller, ".shop footer a", ".*/desk/orders/[0-9a-f-]{36}$");
        browser.look(seller, "order-given-up");
    }

    @Test
    void theListTakesTheSameStatementsHoweverManyClaimsThereAre() {
        OnSale goods = OnSale.product(3_990, 20);
        Actor supplier = goods.product().supplier();
        Map<String, String> signed = Map.of("Authorization", "Bearer " + People.token(supplier));
        ask(Bought.of(goods, 1).shippedBy(supplier));
        int few = statements("/desk/claims", signed);
        for (int i = 0; i < 4; i++) {
            ask(Bought.of(goods, 1).shippedBy(supplier));
        }
        assertThat(statements("/desk/claims", signed)).isEqualTo(few).isBetween(1, 4);
        String one = RestAssured.given()
                .headers(signed)
                .get("/api/desk/claims")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        assertThat(statements("/desk/claims/" + one, signed)).isBetween(1, 9);
    }

    @Test
    void theDeskOfTheAreaSeesWhatWasDisputedAndAnEmptyDeskSaysSo() {
        OnSale goods = OnSale.product(3_990, 20);
        Actor supplier = goods.product().supplier();
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page empty = browser.signedIn(
                        home, OnSale.product(3_990, 1).product().supplier(), width, true);
                empty.navigate(at("/desk/claims"));
                browser.look(empty, "claim-desk-empty");
                Bought bought = Bought.of(goods, 1).shippedBy(supplier);
                String claim = ask(bought);
                People.as(supplier)
                        .contentType("application/json")
                        .body(Map.of("outcome", "REFUSE", "state", "ASKED", "note", "发货时都是好的，请看装箱照片"))
                        .post("/api/desk/claims/" + claim + "/answer")
                        .then()
                        .statusCode(204);
                RestAssured.given()
                        .contentType("application/json")
                        .header("Cart-Token", bought.token())
                        .body(Map.of("reason", "收到当天就烂了一半"))
                        .post("/api/claims/" + claim + "/dispute")
                        .then()
                        .statusCode(204);
                Page office = browser.signedIn(home, People.inArea(Role.TASK_FORCE, "450000"), width, true);
                office.navigate(at("/desk/claims"));
                browser.look(office, "claim-office");
                office.navigate(at("/desk/claims/" + claim + "?lang=en"));
                browser.look(office, "claim-office-case");
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static String ask(Bought bought) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Cart-Token", bought.token())
                .body(Map.of(
                        "cause", "MISSING", "content", "箱子是空的", "lines", List.of(Map.of("lineNo", 1, "quantity", 1))))
                .post("/api/orders/" + bought.partId() + "/claims")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void buy(Page buyer, OnSale goods) {
        buyer.navigate(at("/products/" + goods.listingId()));
        buy(buyer);
    }

    /** What the page of a product is open for. */
    private static void buy(Page buyer) {
        press(buyer, "form[action='/cart/lines'] button[value=checkout]", ".*/checkout$");
        buyer.locator("input[name=receiver]").fill("演示顾客");
        buyer.locator("input[name=phone]").fill("13800000000");
        buyer.locator("textarea[name=address]").fill("广东省深圳市福田区演示路 1 号");
        press(buyer, "form[action='/checkout'] button.button-buy", ".*/cashier/.*");
        press(buyer, "button[value=pay]", ".*/purchases/.*");
    }

    /** By the keyboard: a click waits for the page to stand still, which nothing can tell without scripts. */
    private static void press(Page page, String button, String leadsTo) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() != 303,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
        assertThat(page.url()).matches(Pattern.compile(leadsTo, Pattern.DOTALL));
    }

    private static int statements(String path, Map<String, String> headers) {
        return Statements.of(
                () -> RestAssured.given().headers(headers).get(path).then().statusCode(200));
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
