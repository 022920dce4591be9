package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Await;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StoppedCertificateHttpTest {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    @Inject
    Suspensions suspensions;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aRevokedCertificateIsGoneFromListSearchPageAndCartAtOnce() {
        OnSale goods = OnSale.product(3_990, 20);
        String number = goods.product().certificateNumber();
        given().get("/api/products/" + goods.listingId()).then().statusCode(200);
        String token = cart(goods);
        change(officer(Role.REGION_OFFICER, "450000"), number, "REVOKED").statusCode(200);
        given().get("/api/products/" + goods.listingId()).then().statusCode(404);
        given().get("/products/" + goods.listingId()).then().statusCode(404);
        given().get("/api/products?size=200&sort=newest")
                .then()
                .body(
                        "items.id",
                        not(org.hamcrest.Matchers.hasItem(goods.listingId().toString())));
        given().get("/api/products?size=200&q=演示脐橙")
                .then()
                .body(
                        "items.id",
                        not(org.hamcrest.Matchers.hasItem(goods.listingId().toString())));
        json().body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("listing-unavailable"));
        Response refused = buy(token);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("errors[0].code")).isEqualTo("listing-unavailable");
    }

    @Test
    void aHoldWhoseCertificateWasStoppedCannotBePaidAndSellsAgainOnceLifted() {
        OnSale goods = OnSale.product(3_990, 1);
        String number = goods.product().certificateNumber();
        String token = cart(goods);
        JsonPath placed = buy(token).jsonPath();
        change(officer(Role.COUNTY_OFFICER, "451224"), number, "SUSPENDED").statusCode(200);
        Web payer = new Web();
        payer.get(placed.getString("payPath")).then().body(containsString("不能付款"));
        payer.post(placed.getString("payPath"), Map.of("outcome", "pay")).then().statusCode(409);
        assertThat(state(token, placed)).isEqualTo("PLACED");
        change(officer(Role.COUNTY_OFFICER, "451224"), number, "VALID")
                .statusCode(403)
                .body("code", equalTo("level-not-competent"));
        change(officer(Role.CITY_OFFICER, "451200"), number, "VALID").statusCode(200);
        payer.get(placed.getString("payPath")).then().body(not(containsString("不能付款")));
        payer.post(placed.getString("payPath"), Map.of("outcome", "pay")).then().statusCode(303);
        assertThat(state(token, placed)).isEqualTo("PAID");
    }

    @Test
    void moneyThatIsUnderWayWhenTheCertificateIsRevokedGoesBackByItself() {
        OnSale goods = OnSale.product(3_990, 5);
        String token = cart(goods);
        JsonPath placed = buy(token).jsonPath();
        change(officer(Role.REGION_OFFICER, "450000"), goods.product().certificateNumber(), "REVOKED")
                .statusCode(200);
        capture(placed).statusCode(200);
        assertThat(state(token, placed)).isEqualTo("CANCELLED");
        given().get("/cashier/" + placed.getString("paymentId")).then().statusCode(200);
        assertThat(payment(placed)).isEqualTo("REFUNDED");
    }

    @Test
    void aPaidOrderStaysAndWaitsForADecisionBeforeItMayBeSent() {
        OnSale goods = OnSale.product(3_990, 5).delivered(800);
        String token = cart(goods);
        JsonPath placed = buy(token).jsonPath();
        capture(placed).statusCode(200);
        JsonPath purchase = given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath();
        String part = purchase.getString("parts[0].id");
        String orderNumber = purchase.getString("parts[0].number");
        assertThat(purchase.getLong("parts[0].freightFen")).isEqualTo(1_400);
        Actor city = officer(Role.CITY_OFFICER, "451200");
        Actor elsewhere = officer(Role.COUNTY_OFFICER, "451223");
        String waiting = "items.find { it.orderNumber == '" + orderNumber + "' }.certificateState";
        People.as(city).get("/api/stopped-orders?size=200").then().body(waiting, equalTo(null));

        change(city, goods.product().certificateNumber(), "SUSPENDED").statusCode(200);
        assertThat(state(token, placed)).as("kept").isEqualTo("PAID");
        People.as(city).get("/api/stopped-orders?size=200").then().body(waiting, equalTo("SUSPENDED"));
        People.as(elsewhere).get("/api/stopped-orders?size=200").then().body(waiting, equalTo(null));
        Actor supplier = goods.product().supplier();
        ship(supplier, part).statusCode(409).body("code", equalTo("order-stopped"));
        decide(elsewhere, part, "KEEP").statusCode(404);
        decide(city, part, "PERHAPS").statusCode(400).body("errors.pointer", contains("/outcome"));
        decide(city, part, "KEEP").statusCode(204);
        decide(city, part, "REFUND").statusCode(409).body("code", equalTo("order-stop-decided"));

        // A revocation is another stop: what was decided for the suspension is no answer to it.
        change(officer(Role.REGION_OFFICER, "450000"), goods.product().certificateNumber(), "REVOKED")
                .statusCode(200);
        ship(supplier, part).statusCode(409).body("code", equalTo("order-stopped"));
        decide(city, part, "REFUND").statusCode(204);
        ship(supplier, part).statusCode(409).body("code", equalTo("order-wrong-state"));
        assertThat(payment(placed))
                .as("the money went back by itself, that for delivery too")
                .isEqualTo("REFUNDED");
        Web desk = Web.signedIn(city);
        desk.get("/desk/stopped-orders?decided=true")
                .then()
                .body(allOf(containsString(orderNumber), containsString("退款")));
        desk.get("/desk/stopped-orders/orders.csv?decided=true").then().body(containsString(orderNumber));
    }

    @Test
    void aPartnersFileIsJudgedRowByRowByTheMomentOfEachSale() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        Instant before = clock.instant().minus(Duration.ofMinutes(30));
        clock.travelTo(clock.instant().minus(Duration.ofMinutes(20)));
        change(officer(Role.CITY_OFFICER, "451200"), number, "SUSPENDED").statusCode(200);
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(10)));
        Instant during = clock.instant().minus(Duration.ofMinutes(5));
        change(officer(Role.CITY_OFFICER, "451200"), number, "VALID").statusCode(200);
        clock.reset();
        Instant after = clock.instant().minus(Duration.ofMinutes(5));
        UUID partner = Suppliers.partner().id();
        String rows = row("before", number, before) + row("during", number, during) + row("after", number, after);
        People.as(People.of(Role.PARTNER, partner))
                .contentType("application/x-ndjson")
                .header("Idempotency-Key", "stopped")
                .body(rows.getBytes(StandardCharsets.UTF_8))
                .post("/api/partners/" + partner + "/sales")
                .then()
                .statusCode(200)
                .body("answers.status", contains("ACCEPTED", "REJECTED", "ACCEPTED"))
                .body("answers[1].code", equalTo("certificate-not-valid"));
    }

    @Test
    void aWatchStopsOnceLiftsOnlyWhatItStoppedAndLeavesItsNameInTheHistory() {
        OnSale goods = OnSale.product(3_990, 5);
        UUID product = goods.product().productId();
        assertThat(bySystem(product, "CAPACITY_EXCEEDED", true)).isTrue();
        assertThat(bySystem(product, "CAPACITY_EXCEEDED", true)).isFalse();
        assertThat(bySystem(product, "PRICE_ABOVE_BAND", false)).isFalse();
        given().get("/api/products/" + goods.listingId()).then().statusCode(404);
        assertThat(bySystem(product, "CAPACITY_EXCEEDED", false)).isTrue();
        given().get("/api/products/" + goods.listingId()).then().statusCode(200);
        Web auditor = Web.signedIn(People.everywhere(Role.AUDITOR));
        auditor.get("/desk/certificates/" + goods.product().certificateNumber())
                .then()
                .statusCode(200)
                .body(containsString("系统监测"));
        auditor.get("/desk/certificates?text=" + goods.product().certificateNumber())
                .then()
                .body(containsString(goods.product().certificateNumber()));
        auditor.get("/desk/certificates/certificates.csv?text="
                        + goods.product().certificateNumber())
                .then()
                .body(containsString("VALID"));
    }

    @Test
    void anOfficerStopsACertificateOnItsPageAndAnotherAreaDoesNotSeeIt() {
        OnSale goods = OnSale.product(3_990, 5);
        String page = "/desk/certificates/" + goods.product().certificateNumber();
        Web.signedIn(officer(Role.COUNTY_OFFICER, "451223")).get(page).then().statusCode(404);
        Web county = Web.signedIn(officer(Role.COUNTY_OFFICER, "451224"));
        county.get(page).then().body(allOf(containsString("暂停"), not(containsString("value=\"REVOKED\""))));
        county.post(page + "/changes", Map.of("state", "SUSPENDED", "reason", " "))
                .then()
                .statusCode(400)
                .body(containsString("reason-error"));
        county.post(page + "/changes", Map.of("state", "REVOKED", "reason", "弄虚作假"))
                .then()
                .statusCode(403);
        county.post(page + "/changes", Map.of("state", "SUSPENDED", "reason", "抽检不合格"))
                .then()
                .statusCode(303);
        county.get(page).then().body(containsString("抽检不合格"));
    }

    private boolean bySystem(UUID product, String cause, boolean stop) {
        return Await.await(() -> tx.write(connection -> stop
                ? suspensions.suspend(connection, product, cause, "销量超过年可售量")
                : suspensions.lift(connection, product, cause, "核实完毕")));
    }

    private static io.restassured.response.ValidatableResponse change(Actor officer, String number, String state) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("state", state, "reason", "抽检不合格"))
                .post("/api/certificates/" + number + "/changes")
                .then();
    }

    private static io.restassured.response.ValidatableResponse decide(Actor officer, String part, String outcome) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("outcome", outcome, "reason", "与买家核实"))
                .post("/api/stopped-orders/" + part + "/decision")
                .then();
    }

    private static io.restassured.response.ValidatableResponse ship(Actor supplier, String part) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "SF0001"))
                .post("/api/orders/" + part + "/shipment")
                .then();
    }

    private static Actor officer(String role, String area) {
        return People.inArea(role, area);
    }

    private static String cart(OnSale goods) {
        return json().body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static Response buy(String token) {
        return json().header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", RECEIVER, "cartVersion", 0))
                .post("/api/purchases");
    }

    private static String state(String token, JsonPath placed) {
        return given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath()
                .getString("state");
    }

    /** The provider's own word, as it comes when the buyer had paid there before the stop was known. */
    private static io.restassured.response.ValidatableResponse capture(JsonPath placed) {
        return Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
    }

    private static String payment(JsonPath placed) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT state FROM payment_intent WHERE id = ?::uuid")) {
            query.setString(1, placed.getString("paymentId"));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "none";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String row(String id, String number, Instant soldAt) {
        return "{\"externalId\":\"" + id + "\",\"certificateNumber\":\"" + number
                + "\",\"quantity\":1,\"grossFen\":3990,\"soldAt\":\"" + soldAt + "\",\"channel\":\"PARTNER_RESALE\"}\n";
    }

    private static io.restassured.specification.RequestSpecification json() {
        return given().contentType("application/json");
    }
}
