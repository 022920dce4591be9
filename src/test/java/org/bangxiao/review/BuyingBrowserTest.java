package org.bangxiao.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A member buys by real pages: a cart that says what changed, an address kept, the order, and a review that is answered. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BuyingBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aMemberOnAPhoneWithoutScriptsSettlesTheCartKeepsAnAddressAndReviews() {
        fromCartToReview(390, false, "zh");
    }

    @Test
    void theSameAtADeskWithScriptsInEnglish() {
        fromCartToReview(1280, true, "en");
    }

    private void fromCartToReview(int width, boolean scripts, String language) {
        OnSale goods = OnSale.product(3_990, 5);
        OnSale other = OnSale.product(8_800, 20);
        Actor supplier = goods.product().supplier();
        Actor member = People.everywhere(Role.CONSUMER);
        fill(member, Map.of(goods.listingId(), 4, other.listingId(), 1));
        api(supplier, Map.of("version", 0, "priceFen", 3_590)).patch("/api/listings/" + goods.listingId());
        api(supplier, Map.of("quantity", -3))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/listings/" + goods.listingId() + "/stock");
        try (Browser browser = Browser.open()) {
            Page buyer = browser.signedIn(home, member, width, scripts);
            open(buyer, "/cart?lang=" + language);
            assertThat(buyer.locator(".changed li").count())
                    .as("the price and the stock")
                    .isEqualTo(2);
            browser.look(buyer, "buying-cart-changed");
            press(buyer, "form[action='/cart/settle'] button");
            assertThat(buyer.locator(".changed").count()).isZero();
            open(buyer, "/account/addresses");
            browser.look(buyer, "buying-addresses-none");
            press(buyer, "form[action='/account/addresses'] button");
            assertThat(buyer.locator(".error").count()).isPositive();
            browser.look(buyer, "buying-addresses-faulty");
            buyer.locator("input[name=receiver]").fill("演示顾客");
            buyer.locator("input[name=phone]").fill("13800000000");
            buyer.locator("textarea[name=address]").fill("广西壮族自治区柳州市三江侗族自治县八江镇马胖村演示屯演示路 18 号");
            press(buyer, "form[action='/account/addresses'] button");
            browser.look(buyer, "buying-addresses");
            open(buyer, "/checkout");
            browser.look(buyer, "buying-checkout");
            press(buyer, "form[action='/checkout'] button.button-buy");
            press(buyer, "button[value=pay]");
            String purchase = URI.create(buyer.url()).getPath();
            ship(member, supplier, purchase, goods);
            open(buyer, purchase);
            browser.look(buyer, "buying-purchase");
            press(buyer, "a[href$='/review']");
            press(buyer, "form[action$='/review'] button");
            browser.look(buyer, "buying-review-faulty");
            buyer.locator("input[value='4']").check();
            buyer.locator("textarea[name=content]").fill("个头匀，皮薄汁多，有一个磕了角。");
            press(buyer, "form[action$='/review'] button");
            Page seller = browser.signedIn(home, supplier, width, scripts);
            open(seller, "/desk/reviews?lang=" + language);
            browser.look(seller, "buying-review-desk");
            seller.locator("textarea[name=reply]").fill("谢谢，以后多垫一层纸。");
            press(seller, "form[action$='/reply'] button");
            Page county = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, "451224"), width, scripts);
            open(county, "/desk/reviews?lang=" + language);
            browser.look(county, "buying-review-office");
            open(buyer, "/products/" + goods.listingId() + "/reviews");
            assertThat(buyer.locator("main").innerText()).contains("磕了角", "多垫一层纸", "4.0");
            browser.look(buyer, "buying-reviews");
            open(buyer, "/products/" + goods.listingId());
            browser.look(buyer, "buying-product");
            assertThat(browser.complaints())
                    .as("nothing but the forms that were sent faulty")
                    .allMatch(complaint -> complaint.endsWith("status of 400 (Bad Request)"));
        }
    }

    private static void fill(Actor member, Map<UUID, Integer> quantities) {
        List<Map<String, Object>> lines = quantities.entrySet().stream()
                .map(line -> Map.<String, Object>of("listingId", line.getKey(), "quantity", line.getValue()))
                .toList();
        api(member, Map.of("lines", lines)).post("/api/carts").then().statusCode(201);
    }

    private static void ship(Actor member, Actor supplier, String purchase, OnSale goods) {
        JsonPath parts = People.as(member).get("/api" + purchase).jsonPath();
        int part = parts.getString("parts[0].lines[0].listingId")
                        .equals(goods.listingId().toString())
                ? 0
                : 1;
        api(supplier, Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + parts.getString("parts[" + part + "].id") + "/shipment")
                .then()
                .statusCode(204);
    }

    private static RequestSpecification api(Actor actor, Map<String, ?> body) {
        return People.as(actor).contentType("application/json").body(body);
    }

    private void open(Page page, String path) {
        page.navigate(home.resolve(path).toString());
    }
}
