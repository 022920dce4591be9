package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bangxiao.household.LinkKind;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.LargestRemainder;
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

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Inject
    Settlements settlements;

    private final SettledProvince province = SettledProvince.fresh();
    private final SplittableRandom random = new SplittableRandom(SEED);

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

    @Test
    void everyAccountIsWhatASecondCountOfTheRecordsSays() throws SQLException {
        Contracts work = Contracts.of(province.county(), LinkKind.WAGES, 9, 100).agreed(Map.of());
        Contracts produce =
                Contracts.of(province.county(), LinkKind.PRODUCE, 7, 500_000).agreed(Map.of());
        Contracts shares =
                Contracts.of(province.county(), LinkKind.SHARES, 5, 40).agreed(Map.of());
        Map<Contracts, SortedMap<Long, Long>> counted = new LinkedHashMap<>();
        counted.put(work, recorded(work, 400));
        counted.put(produce, recorded(produce, 90_000));
        SortedMap<Long, Long> held = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            held.put(shares.number(i), 40L);
        }
        counted.put(shares, held);
        Map<Contracts, Long> money = new LinkedHashMap<>();
        for (Contracts link : counted.keySet()) {
            money.put(link, 1 + random.nextLong(10_000_000));
            province.pool(link.id(), MONTH, "DIVIDEND", money.get(link));
        }
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, MONTH));
        SettledProvince.approve(province.approver(), run);
        await(() -> settlements.run(province.preparer(), run.id()));
        Map<Long, Long> expected = new TreeMap<>();
        counted.forEach((link, weights) -> {
            long[] numbers =
                    weights.keySet().stream().mapToLong(Long::longValue).toArray();
            long[] parts = LargestRemainder.shares(
                    money.get(link),
                    weights.values().stream().mapToLong(Long::longValue).toArray(),
                    numbers,
                    run.id().toString());
            for (int i = 0; i < parts.length; i++) {
                expected.put(numbers[i], parts[i]);
            }
        });
        assertThat(credited(counted.keySet())).as("seed %d", SEED).isEqualTo(expected);
        assertThat(SettledProvince.number(SettledProvince.DISAGREEING_SHARES.replace(
                        ":run", run.id().toString())))
                .isZero();
    }

    /** What stands to the names of the households of these links, those who have something. */
    private static Map<Long, Long> credited(Set<Contracts> links) {
        Map<Long, Long> credited = new TreeMap<>();
        for (Contracts link : links) {
            Contracts.rows(
                            "SELECT h.number || ':' || b.posted FROM household_link_member m JOIN household h ON h.id = m.household_id"
                                    + " JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = h.id::text"
                                    + " JOIN ledger_balance b ON b.account_id = a.id WHERE m.link_id = '" + link.id()
                                    + "'")
                    .forEach(row ->
                            credited.put(Long.valueOf(row.split(":", -1)[0]), Long.valueOf(row.split(":", -1)[1])));
        }
        return credited;
    }

    /** Puts down up to three slips for each household, strikes one of the first's again, and counts what is left. */
    private SortedMap<Long, Long> recorded(Contracts link, int most) {
        SortedMap<Long, Long> sums = new TreeMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int household = 0; household < link.households().size(); household++) {
            for (int person = household == 0 ? 0 : random.nextInt(4); person < 3; person++) {
                long units = 1 + random.nextInt(most);
                Map<String, Object> row = new HashMap<>(minutes(link, household, units));
                row.put("slip", "S" + household + "-" + person);
                row.put("person", person + 1);
                row.put("priceFen", 300);
                rows.add(row);
                sums.merge(link.number(household), units, Long::sum);
            }
        }
        link.post(link.supplier(), "/records", Map.of("records", rows)).then().statusCode(200);
        JsonPath listed = link.get(link.supplier(), "/records?size=100").jsonPath();
        List<Long> numbers = listed.getList("items.householdNo", Long.class);
        int struck = numbers.indexOf(link.number(0));
        link.post(
                        link.supplier(),
                        "/records/" + listed.getString("items[" + struck + "].id") + "/strike",
                        Map.of("because", "过磅有误"))
                .then()
                .statusCode(204);
        sums.merge(link.number(0), -listed.getLong("items[" + struck + "].units"), Long::sum);
        return sums;
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
