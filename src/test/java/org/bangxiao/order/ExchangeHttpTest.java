package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.bangxiao.support.Claiming.answered;
import static org.bangxiao.support.Claiming.asked;
import static org.bangxiao.support.Claiming.claim;
import static org.bangxiao.support.Claiming.step;
import static org.bangxiao.support.SettledProvince.number;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.Agency;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Member;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same goods again in place of money: kept from the moment it is agreed, sent once, paid back where they are not. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ExchangeHttpTest {
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
    void freshGoodsGoOutAgainWithoutComingBackAndNoMoneyMoves() throws SQLException {
        Bought bought = Bought.of(oranges, 2).shippedBy(supplier).received();
        String claim = wanted(bought, "SPOILED", 1);
        desk(supplier, claim).body("answers", contains("EXCHANGE", "APPROVE", "REFUSE"));
        answered(supplier, claim, "EXCHANGE", "ASKED", Map.of()).statusCode(400);
        agreed(supplier, claim, "WRITE_OFF").statusCode(204);
        desk(supplier, claim).body("toSend", equalTo(true)).body("answers.size()", equalTo(0));
        assertThat(stock("reserved")).as("kept for the buyer").isEqualTo(1);
        step(bought, claim, "withdrawal", Map.of()).statusCode(409);
        asked(bought, "SPOILED", 1).statusCode(409).body("code", equalTo("claim-open"));
        assertThat(sent(supplier, claim, "").statusCode()).isEqualTo(400);
        assertThat(code(sent(supplier, claim, "DEMO1"))).isEqualTo("409 parcel-entered-already");
        assertThat(sent(supplier, claim, "AGAIN1").statusCode()).isEqualTo(204);
        assertThat(List.of(stock("sold"), stock("reserved"))).isEqualTo(List.of(3L, 0L));
        claim(bought, claim)
                .body("state", equalTo("EXCHANGED"))
                .body("events.state", contains("ASKED", "EXCHANGING", "EXCHANGED"));
        JsonPath seen = given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
        assertThat(seen.getList("parts[0].parcels.again")).isEqualTo(List.of(false, true));
        assertThat(seen.getInt("parts[0].parcels[1].items[0].quantity")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM sale_refund WHERE sale_id = '"
                        + bought.saleIds().get(0) + "'"))
                .as("the sale stays as it was recorded")
                .isZero();
        travel(Duration.ofDays(4));
        asked(bought, "SPOILED", 1).statusCode(201);
    }

    @Test
    void whatKeepsComesBackFirstAndStandsOnTheShelfAgainOnce() throws SQLException {
        OnSale tea = OnSale.keeping(8_800, 10);
        Actor seller = tea.product().supplier();
        Bought bought = Bought.of(tea, 1).shippedBy(seller).received();
        String claim = wanted(bought, "WRONG", 1);
        answered(seller, claim, "RETURN", "ASKED", Map.of()).statusCode(204);
        answered(seller, claim, "EXCHANGE", "RETURNING", Map.of("goods", "RESTOCK"))
                .statusCode(409)
                .body("code", equalTo("claim-not-now"));
        step(bought, claim, "return", Map.of("carrier", "演示快递", "trackingNumber", "BACK1"))
                .statusCode(204);
        answered(seller, claim, "EXCHANGE", "RETURNING", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(sent(seller, claim, "AGAIN2").statusCode()).isEqualTo(204);
        assertThat(code(sent(seller, claim, "AGAIN3"))).isEqualTo("409 claim-not-now");
        assertThat(number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + tea.listingId() + "'"))
                .as("one came back, one went out")
                .isEqualTo(1);
    }

    @Test
    void whereNothingIsLeftMoneyRemainsAndWhatArrivedRightIsNotExchanged() {
        OnSale last = OnSale.product(3_990, 1);
        Actor seller = last.product().supplier();
        Bought bought = Bought.of(last, 1).shippedBy(seller).received();
        assertThat(fault(ask(bought, "CHANGED_MIND", 1, null))).isEqualTo("/cause claim-cause");
        assertThat(fault(ask(bought, "DAMAGED", 1, 1_000))).isEqualTo("/wish claim-exchange");
        assertThat(fault(ask(Bought.of(oranges, 1), "NOT_SENT", 1, null))).isEqualTo("/wish claim-exchange");
        String claim = wanted(bought, "DAMAGED", 1);
        agreed(seller, claim, "WRITE_OFF").statusCode(409).body("code", equalTo("stock-short"));
        answered(seller, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        Bought money = Bought.of(oranges, 1).shippedBy(supplier).received();
        String asked = asked(money, "DAMAGED", 1).statusCode(201).extract().path("id");
        agreed(supplier, asked, "WRITE_OFF").statusCode(409).body("code", equalTo("claim-not-now"));
    }

    @Test
    void whatIsNotSentInTimeIsPaidBackByItselfAndBothAreToldOnce() throws SQLException {
        Member buyer = Member.fresh();
        String part = buyer.paid(Map.of(oranges, 1), "").getString("parts[0].id");
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "L1"))
                .post("/api/orders/" + part + "/shipment");
        Map<String, Object> body = body("SPOILED", 1, null);
        String claim =
                buyer.as().body(body).post("/api/orders/" + part + "/claims").path("id");
        agreed(supplier, claim, "WRITE_OFF").statusCode(204);
        travel(Duration.ofHours(48).minusMinutes(1));
        overdue();
        assertThat(number("SELECT count(*) FROM order_claim WHERE state = 'EXCHANGING' AND id = '" + claim + "'"))
                .isEqualTo(1);
        travel(Duration.ofMinutes(2));
        overdue();
        overdue();
        assertThat(number("SELECT approved_fen FROM order_claim WHERE id = '" + claim + "'"))
                .isEqualTo(3_990);
        assertThat(number("SELECT refunded_fen FROM payment_intent WHERE subject IN (SELECT purchase_id FROM order_part"
                        + " WHERE id = '" + part + "')"))
                .isEqualTo(3_990);
        assertThat(List.of(stock("sold"), stock("reserved")))
                .as("what was kept is free again")
                .isEqualTo(List.of(1L, 0L));
        assertThat(code(sent(supplier, claim, "LATE"))).isEqualTo("409 claim-not-now");
        assertThat(buyer.as().get("/api/inbox").asString().split("已同意退款", -1)).hasSize(2);
        assertThat(People.as(supplier).get("/api/inbox").asString().split("换的货到期没有发出", -1))
                .hasSize(2);
    }

    @Test
    void ofManyClerksOneAgreesAndOneSendsAndTheDatabaseKeepsItSo() throws Exception {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = wanted(bought, "SPOILED", 1);
        assertThat(atOnce(() -> agreed(supplier, claim, "WRITE_OFF").extract().statusCode()))
                .containsOnlyOnce(204)
                .contains(409);
        assertThat(stock("reserved")).isEqualTo(1);
        assertThat(atOnce(
                        () -> sent(supplier, claim, "R" + Thread.currentThread().getId())
                                .statusCode()))
                .containsOnlyOnce(204)
                .contains(409);
        assertThat(stock("sold")).as("one more went out").isEqualTo(2);
        String again = "UPDATE order_claim SET state = 'EXCHANGING' WHERE id = '" + claim + "'";
        assertThatThrownBy(() -> SettledProvince.run(again)).hasMessageContaining("a claim does not move so");
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            assertThat(statement.executeUpdate(again)).as("the control").isEqualTo(1);
            assertThat(Invariants.broken(connection, "I17d "))
                    .as("and the books say so")
                    .hasSize(1);
            connection.rollback();
        }
    }

    @Test
    void anAgentAnswersClaimsOfOrdersThatItsMandateHoldsAllOfAndSeesNoOther() {
        Agency agency = Agency.open();
        Actor agent = agency.agent();
        Bought own = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = wanted(own, "SPOILED", 1);
        Bought both = Bought.of(Map.of(oranges.listingId(), 1, oranges.further(), 1))
                .shippedBy(supplier)
                .received();
        String mixed = asked(both, "DAMAGED", 1).statusCode(201).extract().path("id");
        desk(agent, claim).statusCode(404);
        agency.mandate(supplier, List.of(oranges.product().productId()), false);
        assertThat(People.as(agent).get("/api/desk/claims").jsonPath().getList("items.id", String.class))
                .containsExactly(claim);
        desk(agent, mixed).statusCode(404);
        agreed(agent, mixed, "WRITE_OFF").statusCode(404);
        assertThat(Web.signedIn(agent).get("/desk/claims/" + claim).asString()).contains("同意，再发一份");
        agreed(agent, claim, "WRITE_OFF").statusCode(204);
        assertThat(sent(agent, claim, "BYAGENT").statusCode()).isEqualTo(204);
        claim(own, claim).body("events.side", contains("BUYER", "SUPPLIER", "SUPPLIER"));
    }

    private static List<Integer> atOnce(Callable<Integer> clerk) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(5);
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> each : pool.invokeAll(Collections.nCopies(5, clerk))) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsSoldByWeightIsWeighedAgainAndNeverLighterThanWhatWasPaidFor() throws SQLException {
        oranges.weighed();
        Bought bought = Bought.of(oranges, 2);
        assertThat(People.as(supplier)
                        .contentType("application/json")
                        .body(Map.of(
                                "carrier",
                                "演示快递",
                                "trackingNumber",
                                "W1",
                                "lines",
                                List.of(Map.of("lineNo", 1, "quantity", 2, "grams", 4_600))))
                        .post("/api/orders/" + bought.partId() + "/shipment")
                        .statusCode())
                .isEqualTo(204);
        bought.received();
        String claim = wanted(bought, "SPOILED", 1);
        agreed(supplier, claim, "WRITE_OFF").statusCode(204);
        desk(supplier, claim).body("weigh.'1'", equalTo(2_300));
        assertThat(fault(sent(supplier, claim, "W2"))).isEqualTo("/lines/1/grams weight-missing");
        assertThat(fault(weighed(claim, 1, 2_299))).isEqualTo("/lines/1/grams exchange-weight-short");
        assertThat(fault(weighed(claim, 2, 2_300))).isEqualTo("/lines/2/grams weight-not-asked");
        Web page = Web.signedIn(supplier);
        assertThat(page.get("/desk/claims/" + claim).asString()).contains("name=\"grams-1\"", "2300");
        assertThat(page.post(
                                "/desk/claims/" + claim + "/exchange",
                                Map.of("carrier", "演示快递", "trackingNumber", "W2", "grams-1", "9"))
                        .asString())
                .contains("比买家付过钱的轻", "value=\"9\"");
        // Without the service's look at the scales the table still refuses.
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE order_claim SET state = 'EXCHANGED', due_at = NULL WHERE id = '" + claim + "'"))
                .hasMessageContaining("weighs less than was paid for");
        assertThat(weighed(claim, 1, 2_500).statusCode()).isEqualTo(204);
        claim(bought, claim).body("state", equalTo("EXCHANGED")).body("events[2].note", equalTo("演示快递 W3 · 2500 g"));
    }

    private Response weighed(String claim, int line, int grams) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of(
                        "carrier",
                        "演示快递",
                        "trackingNumber",
                        "W3",
                        "lines",
                        List.of(Map.of("lineNo", line, "grams", grams))))
                .post("/api/desk/claims/" + claim + "/exchange");
    }

    /** The id of a claim for the same goods again. */
    private static String wanted(Bought bought, String cause, int pieces) {
        Response answer = ask(bought, cause, pieces, null);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.path("id");
    }

    private static Response ask(Bought bought, String cause, int pieces, Integer fen) {
        return given().contentType("application/json")
                .header("Cart-Token", bought.token())
                .body(body(cause, pieces, fen))
                .post("/api/orders/" + bought.partId() + "/claims");
    }

    private static Map<String, Object> body(String cause, int pieces, Integer fen) {
        Map<String, Object> line = new HashMap<>(Map.of("lineNo", 1, "quantity", pieces));
        if (fen != null) {
            line.put("amountFen", fen);
        }
        List<String> photos = cause.equals("NOT_SENT") ? List.of() : List.of(Claiming.PHOTO);
        return Map.of("cause", cause, "wish", "EXCHANGE", "content", "收到就这样", "lines", List.of(line), "photos", photos);
    }

    private static ValidatableResponse desk(Actor actor, String claim) {
        return People.as(actor).get("/api/desk/claims/" + claim).then();
    }

    private static ValidatableResponse agreed(Actor actor, String claim, String goods) {
        return answered(actor, claim, "EXCHANGE", "ASKED", Map.of("goods", goods));
    }

    private static Response sent(Actor actor, String claim, String number) {
        return People.as(actor)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", number))
                .post("/api/desk/claims/" + claim + "/exchange");
    }

    private long stock(String column) throws SQLException {
        return number("SELECT " + column + " FROM catalogue_stock WHERE listing_id = '" + oranges.listingId() + "'");
    }

    private static void overdue() {
        await(() -> Arc.container().instance(Exchanges.class).get().payOverdue());
    }

    private static void travel(Duration later) {
        BusinessClock clock = Arc.container().instance(BusinessClock.class).get();
        clock.travelTo(clock.instant().plus(later));
    }

    private static String code(Response answer) {
        return answer.statusCode() + " " + answer.path("code");
    }

    private static String fault(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        return answer.path("errors[0].pointer") + " " + answer.path("errors[0].code");
    }
}
