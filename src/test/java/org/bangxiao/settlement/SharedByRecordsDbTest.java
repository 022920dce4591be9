package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.bangxiao.household.LinkKind;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A settlement shares by what the terms of each link say: the records of the month, or what is held, villages included. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SharedByRecordsDbTest {
    private static final LocalDate TODAY = Contracts.today();
    private static final int MONTH = TODAY.getYear() * 100 + TODAY.getMonthValue();

    @Inject
    Settlements settlements;

    private final SettledProvince province = SettledProvince.fresh();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void thoseWhoWorkedShareByTheirMinutesAndAVillageByWhatWasLeftToIt() throws SQLException {
        Contracts work = Contracts.of(province.county(), LinkKind.WAGES, 3, 100).agreed(Map.of());
        work.post(work.supplier(), "/records", Map.of("records", List.of(minutes(work, 0, 100), minutes(work, 1, 300))))
                .then()
                .statusCode(200);
        Contracts land = Contracts.of(province.county(), LinkKind.LAND, 2, 700).agreed(Map.of("leavesTo", "VILLAGE"));
        Map<String, String> leaving = Map.of("on", Contracts.firstOfMonth().toString(), "reason", "土地交村集体经营");
        land.post(land.office(), "/members/" + land.households().get(0) + "/leaving", leaving)
                .then()
                .statusCode(204);
        Contracts idle = Contracts.of(province.county(), LinkKind.WAGES, 1, 100).agreed(Map.of());
        province.pool(work.id(), MONTH, "DIVIDEND", 1_000);
        province.pool(land.id(), MONTH, "DIVIDEND", 2_000);
        province.pool(idle.id(), MONTH, "DIVIDEND", 500);

        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, MONTH));
        assertThat(run.totalFen()).as("nobody worked: carried on").isEqualTo(3_000);
        assertThat(run.carriedPools()).isEqualTo(1);
        assertThat(run.households()).as("a village is no household").isEqualTo(3);
        assertThat(Contracts.rows(
                        "SELECT household_no || ':' || amount FROM settlement_share WHERE run_id = '" + run.id() + "'"))
                .containsExactlyInAnyOrder(
                        work.number(0) + ":250",
                        work.number(1) + ":750",
                        land.number(1) + ":1000",
                        "-" + province.county() + "100200:1000");
        assertThat(SettledProvince.number(SettledProvince.DISAGREEING_SHARES.replace(
                        ":run", run.id().toString())))
                .isZero();
        province.approve(run);
        assertThat(await(() -> settlements.run(province.preparer(), run.id())).state())
                .isEqualTo("DONE");
        assertThat(Contracts.rows(
                        "SELECT sum(b.posted) FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"
                                + " JOIN household_village v ON v.id::text = a.owner WHERE v.village_code = '"
                                + province.county()
                                + "100200'"))
                .containsExactly("1000");
    }

    private static Map<String, Object> minutes(Contracts link, int household, long minutes) {
        return Map.of(
                "slip",
                "W" + household,
                "householdNo",
                link.number(household),
                "day",
                TODAY.toString(),
                "units",
                minutes);
    }
}
