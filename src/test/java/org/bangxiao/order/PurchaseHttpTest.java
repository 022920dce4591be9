package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PurchaseHttpTest {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    @AfterEach
    void backToToday() {
        Arc.container().instance(BusinessClock.class).get().reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aGuestBuysFromTwoSuppliersAndGetsTwoOrdersThatAddUpToWhatWasPaid() {
        OnSale oranges = OnSale.product(3_990, 20);
        OnSale tea = OnSale.product(8_800, 20);
        Web guest = new Web();
        guest.get("/sign-in");
        assertThat(guest.post("/cart/lines", Map.of("listingId", oranges.listingId(), "quantity", 2))
                        .statusCode())
                .isEqualTo(303);
        guest.post("/cart/lines", Map.of("listingId", tea.listingId(), "quantity", 1));
        assertThat(text(guest.get("/cart"))).contains("79.80").contains("88.00").contains("167.80");
        String checkout = guest.get("/checkout").asString();
        Response placed = guest.post("/checkout", fields(checkout));
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(303);
        String cashier = placed.getHeader("Location");
        assertThat(text(guest.get(cashier))).contains("167.80");
        Response paid = guest.post(cashier, Map.of("outcome", "pay"));
        assertThat(paid.statusCode()).as(paid.asString()).isEqualTo(303);
        String page = guest.get(paid.getHeader("Location")).asString();
        assertThat(page).contains("/sales/").contains("-1</span>").contains("-2</span>");
        assertThat(text(guest.get("/cart"))).doesNotContain("167.80");
    }

    @Test
    void oneCartSentTwentyTimesGivesOnePurchase() throws Exception {
        OnSale goods = OnSale.product(3_990, 50);
        String token = cart(goods, 3);
        List<Callable<Response>> storm = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            storm.add(() -> buy(token, UUID.randomUUID().toString(), 0));
        }
        List<Integer> answers =
                allAtOnce(storm).stream().map(Response::statusCode).toList();
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(19);
    }

    @Test
    void theSameKeyAgainGetsTheSameAnswerAndAnotherBodyUnderItIsRefused() {
        OnSale goods = OnSale.product(3_990, 50);
        String token = cart(goods, 1);
        Response first = buy(token, "key-1-" + token, 0);
        Response again = buy(token, "key-1-" + token, 0);
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(buy(token, "key-1-" + token, 7).statusCode()).isEqualTo(422);
    }

    @Test
    void theLastUnitGoesToOneOfTwoShoppersAndTheOtherIsToldBeforePaying() throws Exception {
        OnSale last = OnSale.product(3_990, 1);
        List<String> tokens = List.of(cart(last, 1), cart(last, 1));
        List<Callable<Response>> both = new ArrayList<>();
        tokens.forEach(token -> both.add(() -> buy(token, UUID.randomUUID().toString(), 0)));
        List<Response> answers = allAtOnce(both);
        assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(201, 409);
        Response refused = answers.stream()
                .filter(answer -> answer.statusCode() == 409)
                .findFirst()
                .orElseThrow();
        assertThat(refused.jsonPath().getString("code")).isEqualTo("stock-short");
    }

    @Test
    void anUnsignedOrForgedCallbackChangesNothing() {
        OnSale goods = OnSale.product(3_990, 5);
        String token = cart(goods, 1);
        JsonPath placed = buy(token, UUID.randomUUID().toString(), 0).jsonPath();
        Response forged = given().contentType("application/json")
                .header("Sandbox-Timestamp", String.valueOf(System.currentTimeMillis() / 1000))
                .header("Sandbox-Signature", "00".repeat(32))
                .body(Map.of(
                        "eventId",
                        "forged",
                        "intentId",
                        placed.getString("paymentId"),
                        "kind",
                        "CAPTURED",
                        "amountFen",
                        3_990,
                        "currency",
                        "CNY"))
                .post("/api/payments/callbacks/sandbox");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(purchase(token, placed.getString("purchaseId")).getString("state"))
                .isEqualTo("PLACED");
    }

    @Test
    void moneyThatComesAfterTheHoldTakesTheGoodsAgainWhereTheyAreStillThere() {
        OnSale goods = OnSale.product(3_990, 1);
        String token = cart(goods, 1);
        JsonPath placed = buy(token, UUID.randomUUID().toString(), 0).jsonPath();
        travel(Duration.ofMinutes(11));
        pay(placed.getString("payPath"));
        assertThat(purchase(token, placed.getString("purchaseId")).getString("state"))
                .isEqualTo("PAID");
    }

    @Test
    void moneyThatComesAfterTheGoodsWereSoldToSomebodyElseGoesBackByItself() {
        OnSale last = OnSale.product(3_990, 1);
        String late = cart(last, 1);
        JsonPath placed = buy(late, UUID.randomUUID().toString(), 0).jsonPath();
        travel(Duration.ofMinutes(11));
        String quick = cart(last, 1);
        JsonPath second = buy(quick, UUID.randomUUID().toString(), 0).jsonPath();
        pay(second.getString("payPath"));
        pay(placed.getString("payPath"));
        assertThat(purchase(quick, second.getString("purchaseId")).getString("state"))
                .isEqualTo("PAID");
        assertThat(purchase(late, placed.getString("purchaseId")).getString("state"))
                .isEqualTo("CANCELLED");
    }

    @Test
    void aStrangersPurchaseLooksLikeNone() {
        OnSale goods = OnSale.product(3_990, 5);
        JsonPath placed = buy(cart(goods, 1), UUID.randomUUID().toString(), 0).jsonPath();
        given().header("Cart-Token", "somebody-else")
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .then()
                .statusCode(404);
    }

    @Test
    void aFaultyAddressComesBackWithTheMessageAtItsFieldAndTheFormFilledIn() {
        OnSale goods = OnSale.product(3_990, 5);
        Web guest = new Web();
        guest.get("/sign-in");
        guest.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        guest.get("/checkout");
        Response again = guest.post("/checkout", Map.of("receiver", "演示顾客", "phone", "abc", "address", ""));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("演示顾客").contains("请填写正确的电话号码").contains("请填写这一项");
    }

    /** What a reader sees of a page, without markup. */
    private static String text(Response page) {
        return page.asString().replaceAll("<[^>]+>", "").replaceAll("\\s+", "");
    }

    private static Map<String, Object> fields(String checkoutPage) {
        Map<String, Object> fields = new java.util.HashMap<>(RECEIVER);
        for (String name : List.of("idempotencyKey", "cartVersion", "totalFen")) {
            var matcher = java.util.regex.Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"")
                    .matcher(checkoutPage);
            assertThat(matcher.find()).as(name).isTrue();
            fields.put(name, matcher.group(1));
        }
        return fields;
    }

    private static String cart(OnSale goods, int quantity) {
        return json().body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", quantity))))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static Response buy(String token, String key, int cartVersion) {
        return json().header("Cart-Token", token)
                .header("Idempotency-Key", key)
                .body(Map.of("receiver", RECEIVER, "cartVersion", cartVersion))
                .post("/api/purchases");
    }

    private static JsonPath purchase(String token, String id) {
        return given().header("Cart-Token", token).get("/api/purchases/" + id).jsonPath();
    }

    private static void pay(String payPath) {
        Web payer = new Web();
        payer.get(payPath);
        payer.post(payPath, Map.of("outcome", "pay"));
    }

    private static RequestSpecification json() {
        return given().contentType("application/json");
    }

    private static void travel(Duration duration) {
        BusinessClock clock = Arc.container().instance(BusinessClock.class).get();
        clock.travelTo(clock.instant().plus(duration));
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
