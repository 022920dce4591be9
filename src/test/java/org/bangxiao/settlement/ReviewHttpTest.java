package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Families;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ReviewHttpTest {
    private static final String WHY = "演示：看过合同，可以保留";

    @Inject
    Settlements settlements;

    @Inject
    Sales sales;

    @Inject
    RunCheck runs;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private final SettledProvince province = SettledProvince.fresh();
    private final Map<Actor, String> tokens = new HashMap<>();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void eachOddityIsFoundAnsweredByAnotherPersonAndApprovedAsItWasSeen() throws SQLException {
        UUID link = province.link(new long[] {10, 10, 10, 10, 10, 10, 100}, HouseholdStatus.LIFTED);
        List<UUID> households = province.householdsOf(link);
        province.pool(link, month(), "DIVIDEND", 1_600_000);
        UUID far = farAway(1);
        province.pool(far, month(), "DIVIDEND", 900);
        headedBy(households.get(1), People.inArea(Role.VILLAGE_OFFICER, province.county() + "100200"));
        headedBy(households.get(2), People.inArea(Role.VILLAGE_OFFICER, province.county() + "100999"));
        declare(households.get(3), "SPOUSE", 204);
        declare(households.get(4), "FRIEND", 400);
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        String here = "/api/settlements/" + run.id();
        as(province.approver())
                .get(here + "/review")
                .then()
                .statusCode(200)
                .body("findings", equalTo(4))
                .body("open", equalTo(4));
        assertThat(found(here))
                .containsExactlyInAnyOrder(
                        "HOUSEHOLD_IN_TWO_AREAS "
                                + number(province.householdsOf(far).get(0)) + " 900 null",
                        "CADRE_RELATIVE " + number(households.get(1)) + " 100000 null",
                        "CADRE_RELATIVE " + number(households.get(3)) + " 100000 null",
                        "SPIKE " + number(households.get(6)) + " 1000000 100000");
        String seen = digest(here);
        assertThat(approve(run, seen)).isEqualTo("409 settlement-findings-open");
        assertThatThrownBy(() -> SettledProvince.run("UPDATE settlement_run SET state = 'APPROVED',"
                        + " approved_by = uuidv7(), approved_person = uuidv7() WHERE id = '" + run.id() + "'"))
                .hasMessageContaining("without an answer");
        answer(run, here);
        assertThat(digest(here)).isNotEqualTo(seen);
        assertThat(approve(run, seen)).isEqualTo("409 settlement-review-mismatch");
        assertThat(approve(run, null)).isEqualTo("409 settlement-review-mismatch");
        assertThatThrownBy(() -> SettledProvince.run("UPDATE settlement_run SET state = 'APPROVED',"
                        + " approved_by = uuidv7(), approved_person = uuidv7() WHERE id = '" + run.id() + "'"))
                .as("nobody said what they saw")
                .hasMessageContaining("not what was reviewed");
        assertThat(approve(run, digest(here))).isEqualTo("200 null");
        assertThat(said(as(province.approver())
                        .body(given("SPIKE", run.pools().get(0).id(), null, WHY))
                        .post(here + "/review/answers")))
                .isEqualTo("409 settlement-state");
        closes(run);
    }

    @Test
    void whatChangedIsHeldAgainstTheRunBeforeAndAHouseholdAgainstItsOwn() throws SQLException {
        UUID one = province.link(new long[] {1}, HouseholdStatus.LIFTED);
        UUID two = province.link(new long[] {1}, HouseholdStatus.LIFTED);
        province.pool(one, month(), "DIVIDEND", 40_000);
        province.pool(two, month(), "DIVIDEND", 70_000);
        SettlementView first = await(() -> settlements.prepare(province.preparer(), null, month()));
        String before = "/api/settlements/" + first.id();
        as(province.approver()).get(before + "/review/changes").then().body("items[0].beforeFen", equalTo(0));
        await(() -> settlements.approve(province.approver(), first.id(), first.resultDigest(), null));
        await(() -> settlements.run(province.preparer(), first.id()));
        province.pool(one, month(), "DIVIDEND", 120_000);
        province.pool(two, month(), "DIVIDEND", 69_000);
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        String here = "/api/settlements/" + run.id();
        assertThat(found(here))
                .containsExactly("SPIKE " + number(province.householdsOf(one).get(0)) + " 120000 40000");
        assertThat(changes(here, "HOUSEHOLD"))
                .containsExactly(
                        number(province.householdsOf(one).get(0)) + " 120000 40000",
                        number(province.householdsOf(two).get(0)) + " 69000 70000");
        assertThat(changes(here, "VILLAGE")).containsExactly(province.county() + "100200 189000 110000");
        assertThat(changes(here, "COUNTY")).containsExactly(province.county() + " 189000 110000");
        assertThat(as(province.approver()).get(here).jsonPath().getList("pools.changeFen", Integer.class))
                .containsExactlyInAnyOrder(80_000, -1_000);
        String kind = "/review/changes?kind=";
        as(province.approver()).get(here + kind + "HOUSEHOLD&size=1").then().body("next", equalTo("1"));
        as(province.approver()).get(here + kind + "PERSON").then().statusCode(400);
        Actor stranger = People.inArea(Role.FINANCE, "980000");
        for (String path : List.of("/review", "/review/findings", kind + "COUNTY")) {
            as(stranger).get(here + path).then().statusCode(404);
        }
        String desk = "/desk/settlements/" + run.id() + "/review";
        for (String path : List.of("", "/changes", "/findings.csv", "/changes.csv")) {
            as(stranger).get(desk + path).then().statusCode(404);
        }
        assertThat(said(as(stranger)
                        .body(given("SPIKE", run.pools().get(0).id(), null, WHY))
                        .post(here + "/review/answers")))
                .isEqualTo("404 not-found");
        as(province.approver())
                .get(desk + "/changes.csv?kind=HOUSEHOLD")
                .then()
                .statusCode(200)
                .body(containsString("1200.00"))
                .body(containsString("*"));
        as(province.approver()).get(desk + "/findings.csv").then().body(containsString("400.00"));
    }

    @Test
    void thePagesTakeTheSameStatementsForMany() throws SQLException {
        province.pool(farAway(1), month(), "DIVIDEND", 900);
        SettlementView few = await(() -> settlements.prepare(province.preparer(), null, month()));
        int page = statements("/desk/settlements/" + few.id());
        int review = statements("/desk/settlements/" + few.id() + "/review");
        await(() -> settlements.reject(province.approver(), few.id()));
        for (int i = 0; i < 3; i++) {
            province.pool(farAway(5), month(), "DIVIDEND", 9_000);
        }
        SettlementView many = await(() -> settlements.prepare(province.preparer(), null, month()));
        assertThat(statements("/desk/settlements/" + many.id())).isEqualTo(page);
        assertThat(statements("/desk/settlements/" + many.id() + "/review")).isEqualTo(review);
    }

    @Test
    void aRunSaysWhichMonthsItPaidAndWhatCameInLate() throws SQLException {
        Goods goods = Goods.certified(province.county(), 100, 500, 200, 1_000);
        RecordedSale sale = await(() -> tx.write(connection -> sales.record(
                        connection, List.of(goods.sale(UUID.randomUUID().toString(), 1, 10_000)))))
                .get(0);
        province.pool(farAway(1), 201603, "DIVIDEND", 500);
        SettledProvince.run("INSERT INTO ledger_period (id, state, closed_at, closed_root)"
                + " VALUES (201603, 'CLOSED', '2016-04-01T01:00:00Z', ledger_month_root(201603))");
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        String late = "UPDATE sale SET late = %s WHERE id = '" + sale.id() + "'";
        SettledProvince.tamper(late.formatted(true));
        try {
            SettlementView seen = await(() -> settlements.find(province.preparer(), run.id()));
            assertThat(seen.months()).hasSize(2);
            SettlementView.Month closed = seen.months().get(0);
            assertThat(closed.month()).isEqualTo(201603);
            assertThat(closed.fen()).isEqualTo(500);
            assertThat(closed.lateSales()).isZero();
            assertThat(closed.root())
                    .isEqualTo(SettledProvince.text("SELECT encode(ledger_month_root(201603), 'hex')"));
            SettlementView.Month open = seen.months().get(1);
            assertThat(open.closedAt()).isNull();
            assertThat(open.lateSales()).isOne();
            assertThat(open.lateFen())
                    .isEqualTo(open.fen())
                    .isEqualTo(sale.split().floorFen() + sale.split().dividendFen());
        } finally {
            SettledProvince.tamper(late.formatted(false));
            SettledProvince.tamper("DELETE FROM ledger_period WHERE id = 201603");
        }
        await(() -> settlements.reject(province.preparer(), run.id()));
    }

    /** One household of a code by itself, the rest of it together; never by who prepared the run. */
    private void answer(SettlementView run, String here) throws SQLException {
        JsonPath review = as(province.approver()).get(here + "/review").jsonPath();
        long pool = review.getLong("groups.find { it.code == 'CADRE_RELATIVE' }.pool.id");
        String answers = here + "/review/answers";
        Map<String, Object> all = given("CADRE_RELATIVE", pool, null, WHY);
        assertThat(said(as(province.preparer()).body(all).post(answers))).isEqualTo("409 four-eyes");
        assertThatThrownBy(() ->
                        SettledProvince.run("INSERT INTO settlement_answer SELECT uuidv7(), run_id, code, pool_rank,"
                                + " NULL, 'x', prepared_by, prepared_person, now() FROM settlement_finding f"
                                + " JOIN settlement_run r ON r.id = f.run_id WHERE r.id = '" + run.id() + "' LIMIT 1"))
                .hasMessageContaining("same person");
        assertThatThrownBy(
                        () -> SettledProvince.run("DELETE FROM settlement_finding WHERE run_id = '" + run.id() + "'"))
                .hasMessageContaining("append-only");
        assertThat(said(as(province.approver())
                        .body(given("CADRE_RELATIVE", pool, null, "好"))
                        .post(answers)))
                .isEqualTo("400 invalid-input");
        assertThat(said(as(province.approver())
                        .body(given("SPIKE", -1, null, WHY))
                        .post(answers)))
                .isEqualTo("400 invalid-input");
        long household = as(province.approver())
                .get(here + "/review/findings?code=CADRE_RELATIVE")
                .jsonPath()
                .getLong("items[0].householdNo");
        as(province.approver())
                .body(given("CADRE_RELATIVE", pool, household, WHY))
                .post(answers)
                .then()
                .statusCode(200)
                .body("open", equalTo(3));
        as(province.approver()).body(all).post(answers).then().body("open", equalTo(2));
        assertThat(said(as(province.approver()).body(all).post(answers))).isEqualTo("409 settlement-answered");
        SettledProvince.answered(province.approver(), run.id());
        assertThat(as(province.approver())
                        .get(here + "/review/findings")
                        .jsonPath()
                        .getList("items.answer.reason"))
                .hasSize(4)
                .contains(WHY)
                .doesNotContainNull();
    }

    /** The run has a root that its credits have, until somebody changes one of them. */
    private void closes(SettlementView run) throws SQLException {
        assertThat(run.root()).isNull();
        SettlementView done = await(() -> settlements.run(province.preparer(), run.id()));
        assertThat(done.root()).hasSize(64);
        as(province.preparer())
                .get("/desk/settlements/" + run.id())
                .then()
                .body(containsString(String.valueOf(done.root())));
        assertThat(await(runs::verify).holds()).isTrue();
        String line = "UPDATE ledger_line SET amount = amount + %d WHERE (tx_id, line_no) = (SELECT l.tx_id, l.line_no"
                + " FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id WHERE t.run_id = '" + run.id()
                + "' AND l.amount > 0 ORDER BY 1, 2 LIMIT 1)";
        SettledProvince.tamper(line.formatted(1));
        try {
            assertThat(await(runs::verify).badRun()).isEqualTo(run.number());
        } finally {
            SettledProvince.tamper(line.formatted(-1));
        }
        assertThat(await(runs::verify).holds()).isTrue();
    }

    /** A link of households that are registered in the county beside its supplier's. */
    private UUID farAway(int households) {
        List<UUID> there =
                Families.register(households, province.county().substring(0, 2) + "0202", HouseholdStatus.LIFTED);
        return Families.link(Suppliers.cooperative(province.county()).id(), LinkKind.SHARES, 10, there, 1);
    }

    private static void headedBy(UUID household, Actor officer) throws SQLException {
        SettledProvince.run(
                "UPDATE identity_person SET id_number_hash = (SELECT id_number_hash FROM household WHERE id = '"
                        + household + "') WHERE id = '" + officer.personId() + "'");
    }

    private void declare(UUID household, String relation, int status) {
        Actor officer = People.inArea(Role.VILLAGE_OFFICER, province.county() + "100200");
        as(officer)
                .body(Map.of("relation", relation))
                .post("/api/households/" + household + "/relatives")
                .then()
                .statusCode(status);
    }

    private List<String> found(String here) {
        JsonPath page = as(province.approver()).get(here + "/review/findings").jsonPath();
        List<String> found = new ArrayList<>();
        for (Map<String, Object> each : page.<Map<String, Object>>getList("items")) {
            found.add(each.get("code") + " " + each.get("householdNo") + " " + each.get("fen") + " "
                    + each.get("againstFen"));
        }
        return found;
    }

    private List<String> changes(String here, String kind) {
        List<String> changes = new ArrayList<>();
        for (Map<String, Object> each : as(province.approver())
                .get(here + "/review/changes?kind=" + kind)
                .jsonPath()
                .<Map<String, Object>>getList("items")) {
            changes.add(each.get("subject") + " " + each.get("fen") + " " + each.get("beforeFen"));
        }
        return changes;
    }

    private String digest(String here) {
        return as(province.approver()).get(here + "/review").path("digest");
    }

    private String approve(SettlementView run, String reviewDigest) {
        Map<String, String> body = new HashMap<>(Map.of("resultDigest", run.resultDigest()));
        body.put("reviewDigest", reviewDigest);
        return said(as(province.approver()).body(body).post("/api/settlements/" + run.id() + "/approval"));
    }

    private int statements(String page) {
        return Statements.of(() -> as(province.approver()).get(page).then().statusCode(200));
    }

    private static Map<String, Object> given(String code, long pool, Long household, String reason) {
        Map<String, Object> body = new HashMap<>(Map.of("code", code, "poolId", pool, "reason", reason));
        body.put("householdNo", household);
        return body;
    }

    private static String said(Response response) {
        return response.statusCode() + " " + response.path("code");
    }

    private static long number(UUID household) throws SQLException {
        return SettledProvince.number("SELECT number FROM household WHERE id = '" + household + "'");
    }

    /** Signed in once: a password takes longer to check than most pages. */
    private RequestSpecification as(Actor actor) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(actor, People::token));
    }

    private int month() {
        return BusinessClock.monthOf(clock.instant());
    }
}
