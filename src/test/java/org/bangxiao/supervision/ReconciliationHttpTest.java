package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.Register;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.support.Aided;
import org.bangxiao.support.Goods;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** What suppliers claimed against what households got, with real sales, runs and a household that left the register. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ReconciliationHttpTest extends WatchedGoods {
    private static final String API = "/api/supervision/reconciliation";
    private static final String QUARTER = "?quarter=2026-Q3";
    private static final Instant AUGUST = Instant.parse("2026-08-10T02:00:00Z");

    @Inject
    Register register;

    private final SettledProvince province = SettledProvince.fresh();

    @Test
    void aSupplierWhoseHouseholdLeftTheRegisterFallsShortAndIsWatchedOnce() throws SQLException {
        Goods whole = goods();
        Goods left = goods();
        Goods unsold = goods();
        leave(province.householdsOf(left.linkId()).get(0));
        // A grant is nobody's credit: whoever left falls short as before.
        Aided.grant(province.householdsOf(left.linkId()).get(0), LocalDate.of(2026, 8, 11), 9_000_000L);
        takePartOtherwise(province.householdsOf(whole.linkId()).get(0), whole);
        sellOn(whole, 5, AUGUST);
        sellOn(left, 5, AUGUST);
        settle();
        close();
        close();

        People.as(supplierOf(left))
                .get(API + QUARTER)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("SHARES"))
                .body("items[0].claimed.persons", equalTo(2))
                .body("items[0].linked.persons", equalTo(1))
                .body("items[0].credited.households", equalTo(1))
                .body("items[0].credited.persons", equalTo(1))
                .body("items[0].credited.fen", equalTo((int) creditedTo(left)))
                .body("items[0].fallsShort", equalTo(true));
        assertThat(creditedTo(left)).isPositive();
        WatchCase opened = watched(left).get(0);
        assertThat(watched(left)).hasSize(1);
        assertThat(opened.cause()).isEqualTo(Cause.CREDIT_BELOW_CLAIM);
        assertThat(opened.period()).isEqualTo("2026-Q3");
        assertThat(figures(opened)).containsEntry("claimedPersons", 2L).containsEntry("creditedPersons", 1L);

        People.as(supplierOf(whole))
                .get(API + QUARTER)
                .then()
                .body("items[0].credited.persons", equalTo(2))
                .body("items[0].credited.fen", equalTo((int) creditedTo(whole)))
                .body("items[0].fallsShort", equalTo(false));
        assertThat(watched(whole)).as("everybody was credited").isEmpty();
        People.as(supplierOf(unsold)).get(API + QUARTER).then().body("items[0].sold", equalTo(false));
        assertThat(watched(unsold)).as("nothing was sold").isEmpty();

        officersSeeTheirArea(left);
    }

    private void officersSeeTheirArea(Goods left) {
        Actor county = People.inArea(Role.COUNTY_OFFICER, province.county());
        People.as(county)
                .get(API + "/counties" + QUARTER)
                .then()
                .body("", hasSize(1))
                .body("[0].suppliers", equalTo(3))
                .body("[0].fallingShort", equalTo(1))
                .body("[0].claimedPersons", equalTo(6))
                .body("[0].creditedPersons", equalTo(3));
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        People.as(elsewhere)
                .get(API + QUARTER + "&area=" + province.county())
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        assertThat(People.as(county)
                        .get("/desk/reconciliation/reconciliation.csv" + QUARTER)
                        .asString()
                        .lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("2026-Q3") && line.contains("SHARES"));
        People.as(People.everywhere(Role.AUDITOR))
                .get("/desk/reconciliation" + QUARTER + "&area=" + province.county() + "&lang=en")
                .then()
                .statusCode(200)
                .body(containsString("Falls short"))
                .body(containsString("/desk/watch/" + watched(left).get(0).id()));
        People.as(supplierOf(left)).get("/desk/reconciliation?lang=en").then().body(containsString("Falls short"));
        People.as(People.everywhere(Role.CONSUMER)).get(API + QUARTER).then().statusCode(403);
        People.as(county).get(API + "?quarter=2026-Q5").then().statusCode(400);
        People.as(county)
                .contentType(ContentType.JSON)
                .post(API + "/closings")
                .then()
                .statusCode(403);
    }

    @Test
    void aQuarterIsClosedOnlyWhenItsDaysOfGraceAreOver() throws SQLException {
        Goods goods = goods();
        clock.travelTo(Instant.parse("2026-10-30T02:00:00Z"));
        look(Cause.CREDIT_BELOW_CLAIM);
        assertThat(rows(goods)).as("29 days after the quarter").isEqualTo(3);
        clock.travelTo(Instant.parse("2026-10-31T02:00:00Z"));
        look(Cause.CREDIT_BELOW_CLAIM);
        assertThat(rows(goods)).isEqualTo(4);
        sellOn(goods, 5, AUGUST);
        look(Cause.CREDIT_BELOW_CLAIM);
        assertThat(watched(goods)).as("what is closed stays as it was").isEmpty();
    }

    /** A figure is short exactly where more than the tolerance is missing, whatever the figures. */
    @Test
    void moreThanTheToleranceIsShortAndNotAPersonLess() throws SQLException {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            for (int i = 0; i < 200; i++) {
                long claimed = random.nextLong(0, 120);
                int tolerance = random.nextInt(0, 101);
                long edge = claimed - claimed * tolerance / 100;
                long credited = Math.max(0, edge + random.nextLong(-2, 3));
                boolean sold = random.nextInt(4) > 0;
                try (ResultSet row = statement.executeQuery("""
                        INSERT INTO supervision_reconciliation (region, organisation_id, county_code, quarter, kind,
                               claimed_households, claimed_persons, claimed_measure, claimed_whole, linked_households,
                               linked_persons, linked_measure, credited_households, credited_persons, credited_fen, sold,
                               tolerance_percent, closed_at)
                        VALUES ('x', gen_random_uuid(), '450000', '2026-07-01', 'WAGES', 0, %d, 0, 1, 0, 0, 0, 0, %d, 0, %s, %d,
                               now()) RETURNING falls_short""".formatted(claimed, credited, sold, tolerance))) {
                    row.next();
                    assertThat(row.getBoolean(1))
                            .as("seed %d: %d of %d, tolerance %d", seed, credited, claimed, tolerance)
                            .isEqualTo(sold && credited < claimed && (claimed - credited) * 100 > claimed * tolerance);
                }
            }
            connection.rollback();
        }
    }

    /** The open cases of the goods' supplier, in whichever province. */
    private List<WatchCase> watched(Goods goods) {
        Actor auditor = People.everywhere(Role.AUDITOR);
        Filter filter = Filter.of(true, "", province.county(), null, 200);
        return await(() -> cases.list(auditor, filter)).items().stream()
                .filter(one -> one.organisationId().equals(goods.organisationId()))
                .toList();
    }

    private Goods goods() {
        return Goods.certified(province.county(), 1_000, 500, 200, 1_000);
    }

    private void leave(UUID household) {
        Actor by = People.inArea(Role.COUNTY_OFFICER, province.county());
        await(() -> register.changeStatus(household, HouseholdStatus.REMOVED, LocalDate.of(2026, 2, 1), by));
    }

    /** It has two spells in the link from then on, and its money all the same once. */
    private static void takePartOtherwise(UUID household, Goods goods) throws SQLException {
        String spell = " WHERE household_id = '" + household + "' AND link_id = '" + goods.linkId() + "'";
        SettledProvince.run("UPDATE household_link_member SET valid_to = '2026-03-01'" + spell);
        SettledProvince.run("INSERT INTO household_link_member (link_id, household_id, persons, weight, valid_from)"
                + " SELECT link_id, household_id, persons, weight, '2026-03-01' FROM household_link_member" + spell);
    }

    private void settle() {
        String code = province.county().substring(0, 2) + "0000";
        SettlementView run = await(() -> settlements.prepare(province.preparer(), code, 202609));
        province.approve(run);
        await(() -> settlements.run(province.preparer(), run.id()));
    }

    private static void close() {
        People.as(People.everywhere(Role.ADMINISTRATOR))
                .contentType(ContentType.JSON)
                .post(API + "/closings")
                .then()
                .statusCode(200);
    }

    private static Actor supplierOf(Goods goods) {
        return People.of(Role.SUPPLIER, goods.organisationId());
    }

    private static long rows(Goods goods) throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM supervision_reconciliation WHERE organisation_id = '"
                + goods.organisationId() + "'");
    }

    private static long creditedTo(Goods goods) throws SQLException {
        return SettledProvince.number(
                "SELECT coalesce(sum(w.amount), 0) FROM settlement_pool w JOIN sale_pool p ON p.id = w.pool_id"
                        + " WHERE p.agreement_id = '" + goods.agreement().id() + "'");
    }
}
