package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Goods;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** The watch looks once a day, what is left lying rises, what was found and decided stays. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WatchClockDbTest extends WatchedGoods {
    @Test
    void whoStandsOutIsInspectedFirstAndTheScoreIsKept() {
        clock.travelTo(NOVEMBER);
        Goods risky = Goods.certified(10);
        Goods quiet = Goods.certified(10);
        sellOn(risky, 10, Instant.parse("2026-08-10T02:00:00Z"));
        look(Cause.CAPACITY_NEAR);
        look(Cause.NO_CREDIT);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        assertThat(await(() -> inspections.chooseByRisk(county, Goods.COUNTY, 20)))
                .isPositive();
        List<Inspection> visits = await(() -> inspections.list(county, Filter.of(true, "RISK", "", null, 200)))
                .items();
        assertThat(visits)
                .filteredOn(visit -> visit.organisationId().equals(risky.organisationId()))
                .hasSize(1)
                .allSatisfy(visit -> assertThat(
                                visit.facts().stream().collect(Collectors.toMap(Fact::name, Fact::number)))
                        .containsEntry("openCases", 2L)
                        .containsEntry("score", 20L));
        assertThat(visits).noneMatch(visit -> visit.organisationId().equals(quiet.organisationId()));
    }

    @Test
    void twoProcessesLookOnceADay() throws Exception {
        clock.travelTo(Instant.parse("2026-11-20T02:00:00Z")
                .plusSeconds(86_400L * (1 + Math.floorMod(System.nanoTime(), 300))));
        Goods goods = Goods.certified(10);
        sell(goods, 10);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> ticks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ticks.add(() -> await(watch::advance));
        }
        for (Future<Integer> each : workers.invokeAll(ticks)) {
            each.get();
        }
        workers.shutdown();
        assertThat(of(goods.productId())).hasSize(1);
        String day = clock.today().toString();
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM supervision_look WHERE day = '" + day + "' AND region = 'guangxi'"))
                .isEqualTo(Cause.values().length);
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM platform_audit WHERE action = 'watch-case-open' AND subject_id = '"
                                + one(goods.productId()).id() + "'"))
                .isEqualTo(1);
        Goods later = Goods.certified(10);
        sell(later, 10);
        await(watch::advance);
        assertThat(of(later.productId())).as("the day has been looked at").isEmpty();
    }

    @Test
    void whatIsLeftLyingGoesToTheLevelAboveAfterSevenDays() {
        clock.travelTo(NOVEMBER);
        Goods goods = Goods.certified(10);
        sell(goods, 10);
        look(Cause.CAPACITY_NEAR);
        WatchCase opened = one(goods.productId());
        Actor county = Certified.officer(Role.COUNTY_OFFICER, "451223");
        clock.travelTo(NOVEMBER.plusSeconds(86_400 * 7));
        await(escalation::escalate);
        assertThat(one(goods.productId()).level()).as("its seventh day").isEqualTo("COUNTY");
        clock.travelTo(NOVEMBER.plusSeconds(86_400 * 30));
        await(escalation::escalate);
        await(escalation::escalate);
        WatchCase risen = one(goods.productId());
        assertThat(risen.level()).as("one level at a time").isEqualTo("CITY");
        assertThat(risen.dueOn()).isEqualTo(clock.today().plusDays(7));
        assertThatThrownBy(() -> await(() ->
                        cases.decide(county, opened.id(), new Cases.Verdict(CaseOutcome.DISMISSED, "查明无误", null))))
                .hasMessage("level-above-has-it");
        clock.travelTo(NOVEMBER.plusSeconds(86_400 * 60));
        await(escalation::escalate);
        assertThat(one(goods.productId()).level()).isEqualTo("REGION");
        clock.travelTo(NOVEMBER.plusSeconds(86_400 * 90));
        await(escalation::escalate);
        assertThat(one(goods.productId()).level()).as("nobody stands above").isEqualTo("REGION");
    }

    @Test
    void whatWasFoundAndDecidedStays() {
        clock.travelTo(NOVEMBER);
        Goods goods = Goods.certified(10);
        sell(goods, 10);
        look(Cause.CAPACITY_NEAR);
        UUID id = one(goods.productId()).id();
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE supervision_case SET facts = '{\"usedUnits\": 1}' WHERE id = '" + id + "'"))
                .hasMessageContaining("frozen");
        assertThatThrownBy(() -> SettledProvince.run("DELETE FROM supervision_case WHERE id = '" + id + "'"))
                .hasMessageContaining("frozen");
        Actor county = People.inArea(Role.COUNTY_OFFICER, "451223");
        Cases.Verdict verdict = new Cases.Verdict(CaseOutcome.DISMISSED, "补充产能证明，属实", null);
        WatchCase decided = await(() -> cases.decide(county, id, verdict));
        assertThat(decided.outcome()).isEqualTo(CaseOutcome.DISMISSED);
        assertThatThrownBy(() -> await(() -> cases.decide(county, id, verdict))).hasMessage("watch-case-decided");
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE supervision_case SET outcome = 'MEASURE_ORDERED' WHERE id = '" + id + "'"))
                .hasMessageContaining("frozen");
    }
}
