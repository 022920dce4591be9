package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Claiming.PHOTO;
import static org.bangxiao.support.Claiming.answered;
import static org.bangxiao.support.Claiming.ask;
import static org.bangxiao.support.Claiming.asked;
import static org.bangxiao.support.Claiming.claim;
import static org.bangxiao.support.Claiming.step;
import static org.bangxiao.support.SettledProvince.number;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody gets money back twice, for somebody else, or on an unsigned word. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ClaimGuardsHttpTest {
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
    void nobodyDecidesForASupplierOfTheirOwn() throws SQLException {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        answered(supplier, claim, "REFUSE", "ASKED", Map.of("note", "不同意")).statusCode(204);
        step(bought, claim, "dispute", Map.of("reason", "坏了")).statusCode(204);
        Actor finance = People.inArea(Role.FINANCE, "450000");
        SettledProvince.tamper("UPDATE identity_account SET person_id = '" + supplier.personId() + "' WHERE id = '"
                + finance.accountId() + "'");
        answered(finance, claim, "APPROVE", "DISPUTED", Map.of("goods", "WRITE_OFF"))
                .statusCode(409)
                .body("code", equalTo("claim-own-organisation"));
    }

    @Test
    void twoClerksAtOnceOneAnswersAndTheOtherIsToldAndTheMoneyGoesBackOnce() throws Exception {
        Bought bought = Bought.of(oranges, 2).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 2).statusCode(201).extract().path("id");
        List<Callable<Integer>> clerks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clerks.add(() -> answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                    .extract()
                    .statusCode());
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> each : pool.invokeAll(clerks)) {
            answers.add(each.get());
        }
        pool.shutdown();
        assertThat(answers.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(7);
        assertThat(number("SELECT count(*) FROM sale_refund WHERE sale_id = '"
                        + bought.saleIds().get(0) + "'"))
                .isEqualTo(1);
        assertThat(paid(bought)).isEqualTo(7_980);
        assertThat(sold()).as("restocked once").isZero();
    }

    /** The control: who trusts what was read before, past the guards, overwrites what a colleague has decided. */
    @Test
    void aClerkWhoTrustsWhatWasReadBeforeIsStoppedByTheDatabase() throws SQLException {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        String stale = "UPDATE order_claim SET state = 'REFUSED', approved_fen = NULL, goods = NULL WHERE id = '"
                + claim + "'";
        assertThatThrownBy(() -> SettledProvince.run(stale)).hasMessageContaining("a claim does not move so");
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            assertThat(statement.executeUpdate(stale)).as("the control").isEqualTo(1);
            assertThat(Invariants.broken(connection, "I17c "))
                    .as("and the books say so")
                    .hasSize(1);
            connection.rollback();
        }
    }

    @Test
    void aStrangersClaimLooksLikeNoneAndTheLinkOpensIt() {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        Bought other = Bought.of(oranges, 1);
        claim(other, claim).statusCode(404);
        step(other, claim, "withdrawal", Map.of()).statusCode(404);
        ask(other, bought.partId(), "SPOILED", List.of(Map.of("lineNo", 1, "quantity", 1)), List.of(PHOTO))
                .statusCode(404);
        People.as(OnSale.product(3_990, 1).product().supplier())
                .get("/api/desk/claims/" + claim)
                .then()
                .statusCode(404);
        given().get("/claims/" + claim).then().statusCode(404);
        String key = Arc.container().instance(Claims.class).get().key(UUID.fromString(claim));
        given().get("/claims/" + claim + "?key=" + key).then().statusCode(200).body(containsString("腐坏变质"));
        given().get("/claims/" + claim + "?key=" + "0".repeat(32)).then().statusCode(404);
    }

    @Test
    void theProvidersWordIsBelievedOnlySignedForTheAmountAndOnce() throws SQLException {
        Bought bought = Bought.of(oranges, 1).shippedBy(supplier).received();
        String claim = asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        String refund = text("SELECT id FROM payment_refund WHERE reference = 'claim:" + claim + "'");
        String intent = text("SELECT intent_id FROM payment_refund WHERE reference = 'claim:" + claim + "'");
        Sandbox.refunded(intent, refund, "REFUNDED", 3_989).statusCode(409);
        Sandbox.refunded(intent, refund, "REFUNDED", 3_990).statusCode(200);
        Sandbox.refunded(intent, refund, "REFUND_FAILED", 3_990).statusCode(200);
        assertThat(paid(bought)).isEqualTo(3_990);
        assertThat(text("SELECT state FROM payment_refund WHERE id = '" + refund + "'"))
                .isEqualTo("DONE");
        given().contentType("application/json")
                .body(Map.of("eventId", "x", "intentId", intent, "refundId", refund, "kind", "REFUNDED"))
                .post("/api/payments/callbacks/sandbox")
                .then()
                .statusCode(401);
    }

    private long sold() throws SQLException {
        return number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + oranges.listingId() + "'");
    }

    private static long paid(Bought bought) throws SQLException {
        return number("SELECT refunded_fen FROM payment_intent WHERE subject = '" + bought.purchaseId() + "'");
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
