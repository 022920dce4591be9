package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Claiming.PHOTO;
import static org.bangxiao.support.Claiming.answered;
import static org.bangxiao.support.Claiming.ask;
import static org.bangxiao.support.Claiming.asked;
import static org.bangxiao.support.Claiming.claim;
import static org.bangxiao.support.Claiming.step;
import static org.bangxiao.support.SettledProvince.number;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A buyer asks for money back; supplier, platform and clock answer; the books and the provider follow. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ClaimHttpTest {
    private final OnSale oranges = OnSale.product(3_990, 20);
    private final Actor supplier = oranges.product().supplier();

    @AfterEach
    void backToToday() {
        Arc.container().instance(BusinessClock.class).get().reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void spoiledFreshGoodsArePaidBackWithoutBeingSentBackAndEveryLegFollows() throws SQLException {
        Bought bought = Bought.of(oranges, 3).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 2).statusCode(201).extract().path("id");
        People.as(supplier)
                .get("/api/desk/claims/" + claim)
                .then()
                .statusCode(200)
                .body("effect.households", equalTo(12))
                .body("effect.split.floorFen", equalTo(400))
                .body("answers", contains("APPROVE", "REFUSE"));
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        assertThat(number("SELECT sum(amount_fen) FROM sale_refund WHERE sale_id = '"
                        + bought.saleIds().get(0) + "'"))
                .isEqualTo(7_980);
        assertThat(paid(bought)).as("the provider has paid it back").isEqualTo(7_980);
        assertThat(sold()).as("spoiled goods do not come back on the shelf").isEqualTo(3);
        claim(bought, claim)
                .body("state", equalTo("APPROVED"))
                .body("approvedFen", equalTo(7_980))
                .body("events.state", contains("ASKED", "APPROVED"))
                .body("events.side", contains("BUYER", "SUPPLIER"));
    }

    @Test
    void freshGoodsAreAskedForWithinTheHoursOfThePackAndNotAMinuteLater() {
        Bought bought = Bought.of(oranges, 2).shippedBy(supplier).received();
        travel(Duration.ofHours(48).minusMinutes(1));
        String claim = asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        step(bought, claim, "withdrawal", Map.of()).statusCode(204);
        travel(Duration.ofMinutes(2));
        asked(bought, "SPOILED", 1).statusCode(409).body("code", equalTo("claim-window-over"));
    }

    @Test
    void whatKeepsIsAskedForWithinSevenDaysAndComesBackFirst() throws SQLException {
        OnSale tea = OnSale.keeping(8_800, 10);
        Actor seller = tea.product().supplier();
        Bought bought = Bought.of(tea, 2).shippedBy(seller).received();
        travel(Duration.ofDays(7).minusMinutes(1));
        String claim =
                asked(bought, "CHANGED_MIND", 2).statusCode(201).extract().path("id");
        answered(seller, claim, "RETURN", "ASKED", Map.of()).statusCode(204);
        answered(seller, claim, "APPROVE", "RETURNING", Map.of("goods", "RESTOCK"))
                .statusCode(409)
                .body("code", equalTo("claim-not-now"));
        step(bought, claim, "return", Map.of("carrier", "", "trackingNumber", "1"))
                .statusCode(400)
                .body("errors.pointer", contains("/carrier"));
        step(bought, claim, "return", Map.of("carrier", "演示快递", "trackingNumber", "BACK1"))
                .statusCode(204);
        step(bought, claim, "return", Map.of("carrier", "演示快递", "trackingNumber", "BACK2"))
                .statusCode(409);
        answered(seller, claim, "APPROVE", "RETURNING", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + tea.listingId() + "'"))
                .isZero();
        assertThat(paid(bought)).isEqualTo(17_600);
        travel(Duration.ofMinutes(2));
        asked(bought, "CHANGED_MIND", 1).statusCode(400);
    }

    @Test
    void aFourthPieceOfThreeIsRefusedNamingWhatIsLeft() {
        Bought bought = Bought.of(oranges, 3).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 2).statusCode(201).extract().path("id");
        asked(bought, "SPOILED", 1).statusCode(409).body("code", equalTo("claim-open"));
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        asked(bought, "SPOILED", 2)
                .statusCode(400)
                .body("errors.pointer", contains("/lines/1/quantity"))
                .body("errors[0].detail", containsString("1"));
        asked(bought, "SPOILED", 1).statusCode(201);
    }

    @Test
    void partOfThePriceGoesBackAndTheGoodsStaySold() throws SQLException {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        ask(bought, "DAMAGED", List.of(Map.of("lineNo", 1, "quantity", 1, "amountFen", 3_991)), List.of(PHOTO))
                .statusCode(400)
                .body("errors.pointer", contains("/lines/1/amountFen"));
        String claim = ask(
                        bought,
                        "DAMAGED",
                        List.of(Map.of("lineNo", 1, "quantity", 1, "amountFen", 1_000)),
                        List.of(PHOTO))
                .statusCode(201)
                .extract()
                .path("id");
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(number("SELECT units FROM sale_refund WHERE sale_id = '"
                        + bought.saleIds().get(0) + "'"))
                .isZero();
        assertThat(sold()).isEqualTo(1);
    }

    @Test
    void whatAPictureCanShowNeedsOneAndCausesFitTheGoods() {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        List<Map<String, Integer>> one = List.of(Map.of("lineNo", 1, "quantity", 1));
        ask(bought, "SPOILED", one, List.of()).statusCode(400).body("errors.pointer", contains("/photos"));
        ask(bought, "CHANGED_MIND", one, List.of(PHOTO)).statusCode(400).body("errors.pointer", contains("/cause"));
        ask(bought, "NOT_SENT", one, List.of()).statusCode(400).body("errors.pointer", contains("/cause"));
        ask(bought, "BORED", one, List.of()).statusCode(400).body("errors.pointer", contains("/cause"));
        ask(bought, "SPOILED", List.of(), List.of(PHOTO)).statusCode(400).body("errors.pointer", contains("/lines"));
        ask(
                        bought,
                        "SPOILED",
                        one,
                        List.of(Base64.getEncoder()
                                .encodeToString("no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .statusCode(400);
        ask(bought, "MISSING", one, List.of()).statusCode(201);
    }

    @Test
    void anOrderThatIsNotSentIsGivenUpAsAWholeAndNobodySendsItMeanwhile() throws SQLException {
        Bought bought = Bought.of(oranges, 2).acceptedBy(supplier);
        ask(bought, "NOT_SENT", List.of(Map.of("lineNo", 1, "quantity", 1, "amountFen", 5)), List.of())
                .statusCode(409)
                .body("code", equalTo("claim-whole-price"));
        String claim = asked(bought, "NOT_SENT", 2).statusCode(201).extract().path("id");
        ship(bought).statusCode(409).body("code", equalTo("claim-before-sending"));
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(bought.state()).isEqualTo("CANCELLED");
        assertThat(sold()).isZero();
        ship(bought).statusCode(409).body("code", equalTo("order-wrong-state"));
        assertThat(number("SELECT count(*) FROM payment_intent WHERE state = 'REFUNDED' AND subject = '"
                        + bought.purchaseId() + "'"))
                .isEqualTo(1);
    }

    @Test
    void aRefusalIsDisputedAndTheOfficeOfTheAreaDecidesAlsoForLess() throws SQLException {
        Bought bought = Bought.of(oranges, 2).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 2).statusCode(201).extract().path("id");
        answered(supplier, claim, "REFUSE", "ASKED", Map.of())
                .statusCode(400)
                .body("errors.pointer", contains("/note"));
        answered(supplier, claim, "REFUSE", "ASKED", Map.of("note", "到货时是好的")).statusCode(204);
        Actor finance = People.inArea(Role.FINANCE, "450000");
        Actor elsewhere = People.inArea(Role.FINANCE, "360000");
        answered(finance, claim, "APPROVE", "REFUSED", Map.of("goods", "WRITE_OFF"))
                .statusCode(409);
        step(bought, claim, "dispute", Map.of("reason", " "))
                .statusCode(400)
                .body("errors.pointer", contains("/reason"));
        step(bought, claim, "dispute", Map.of("reason", "照片里已经坏了")).statusCode(204);
        People.as(elsewhere).get("/api/desk/claims?size=200").then().body("items.id", not(hasItem(claim)));
        People.as(elsewhere).get("/api/desk/claims/" + claim).then().statusCode(404);
        People.as(finance).get("/api/desk/claims?size=200").then().body("items.id", hasItem(claim));
        answered(supplier, claim, "APPROVE", "DISPUTED", Map.of("goods", "WRITE_OFF"))
                .statusCode(409)
                .body("code", equalTo("claim-not-now"));
        answered(finance, claim, "APPROVE", "DISPUTED", Map.of("goods", "WRITE_OFF", "amountFen", 7_981))
                .statusCode(400);
        answered(finance, claim, "APPROVE", "DISPUTED", Map.of("goods", "WRITE_OFF", "amountFen", 3_001))
                .statusCode(204);
        assertThat(paid(bought)).isEqualTo(3_001);
        assertThat(number("SELECT units FROM sale_refund WHERE sale_id = '"
                        + bought.saleIds().get(0) + "'"))
                .as("for less the goods stay sold")
                .isZero();
    }

    @Test
    void aSilentSupplierLeavesItToThePlatformAndASilentBuyerHasGivenUp() {
        OnSale tea = OnSale.keeping(8_800, 10);
        Bought fresh = Bought.of(oranges, 1).shippedBy(supplier).received();
        Bought dry = Bought.of(tea, 1).shippedBy(tea.product().supplier()).received();
        String silent = asked(fresh, "SPOILED", 1).statusCode(201).extract().path("id");
        String unsent = asked(dry, "CHANGED_MIND", 1).statusCode(201).extract().path("id");
        answered(tea.product().supplier(), unsent, "RETURN", "ASKED", Map.of()).statusCode(204);
        travel(Duration.ofHours(48).plusMinutes(1));
        overdue();
        claim(fresh, silent).body("state", equalTo("DISPUTED")).body("events.side", contains("BUYER", "CLOCK"));
        claim(dry, unsent).body("state", equalTo("RETURNING"));
        answered(supplier, silent, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(409)
                .body("code", equalTo("claim-moved-on"));
        travel(Duration.ofDays(7));
        overdue();
        claim(dry, unsent).body("state", equalTo("WITHDRAWN"));
    }

    private ValidatableResponse ship(Bought bought) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "x", "trackingNumber", "x"))
                .post("/api/orders/" + bought.partId() + "/shipment")
                .then();
    }

    private long sold() throws SQLException {
        return number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + oranges.listingId() + "'");
    }

    private static long paid(Bought bought) throws SQLException {
        return number("SELECT refunded_fen FROM payment_intent WHERE subject = '" + bought.purchaseId() + "'");
    }

    private static void overdue() {
        ClaimClock claims = Arc.container().instance(ClaimClock.class).get();
        Await.await(claims::moveOverdue);
    }

    private static void travel(Duration duration) {
        BusinessClock clock = Arc.container().instance(BusinessClock.class).get();
        clock.travelTo(clock.instant().plus(duration));
    }
}
