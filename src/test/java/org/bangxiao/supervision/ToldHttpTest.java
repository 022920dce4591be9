package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Goods;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** Who must act is told so, once and in time; who is inspected learns nothing before the visit is over. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ToldHttpTest extends WatchedGoods {
    @Inject
    Findings findings;

    @Inject
    RedAndBlack lists;

    private final Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
    private final Actor colleague = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
    private final Actor neighbour = People.inArea(Role.COUNTY_OFFICER, "451224");
    private final Actor city = People.inArea(Role.CITY_OFFICER, "451200");
    private final Actor region = People.inArea(Role.REGION_OFFICER, "450000");

    @Test
    void aCaseIsToldToTheCountyOnceAndToTheCityWhenItRises() throws Exception {
        clock.travelTo(NOVEMBER);
        Goods goods = Goods.certified(10);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        sell(goods, 10);
        look(Cause.CAPACITY_NEAR);
        look(Cause.CAPACITY_NEAR);
        String link = "/desk/watch/" + one(goods.productId()).id();
        assertThat(told(county, link)).hasSize(1).allMatch(text -> text.contains("2026-11-27"));
        assertThat(told(neighbour, link)).isEmpty();
        assertThat(told(city, link)).as("not theirs yet").isEmpty();
        People.as(county).get(link).then().statusCode(200);
        clock.travelTo(NOVEMBER.plus(Duration.ofDays(8)));
        atOnce(4, () -> await(escalation::escalate));
        assertThat(told(city, link)).hasSize(1).allMatch(text -> text.contains("2026-12-05"));
        assertThat(told(county, link)).as("the county knows already").hasSize(1);
        clock.travelTo(NOVEMBER.plus(Duration.ofDays(16)));
        await(escalation::escalate);
        assertThat(told(region, link)).hasSize(1);
        clock.travelTo(NOVEMBER.plus(Duration.ofDays(30)));
        await(escalation::escalate);
        assertThat(told(region, link)).as("nobody stands above").hasSize(1);
        assertThat(all(supplier)).as("the office looks first").isEmpty();
    }

    @Test
    void theInspectedIsToldNothingUntilTheVisitIsOverAndThenOfEachStep() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        Actor stranger =
                People.of(Role.SUPPLIER, Suppliers.cooperative(Goods.COUNTY).id());
        UUID visit = await(() -> inspections.order(county, goods.certificateNumber(), "群众反映标签问题"))
                .id();
        UUID finding = await(() -> inspections.note(county, visit, Finding.Severity.MAJOR, "标签与产地不符", List.of()))
                .id();
        clock.travelTo(clock.instant().plus(Duration.ofDays(8)));
        await(escalation::escalate);
        assertThat(all(supplier)).as("hidden, also when it rises").isEmpty();
        String link = "/desk/findings/" + finding;
        assertThat(told(city, link)).as("the office knows").hasSize(1);

        await(() -> inspections.conclude(county, visit, "已现场查看"));
        assertThat(told(supplier, link)).hasSize(1).allMatch(text -> text.contains("1 项问题"));
        assertThat(told(city, "/desk/inspections/" + visit)).hasSize(1);
        await(() -> findings.order(city, finding, "更换全部标签", clock.today().plusDays(10)));
        assertThat(told(supplier, link)).hasSize(2);
        await(() -> findings.prove(supplier, finding, "已更换", List.of()));
        assertThat(told(city, link)).as("somebody has to go and see").hasSize(2);
        await(() -> findings.sendBack(city, finding, "照片不清", clock.today().plusDays(10)));
        assertThat(told(supplier, link))
                .as("sent back by the same day is told again")
                .hasSize(3);
        await(() -> findings.prove(supplier, finding, "再次更换", List.of()));
        await(() -> findings.close(city, finding, "复核属实"));
        assertThat(told(supplier, link)).hasSize(4);
        assertThat(all(stranger)).isEmpty();
        People.as(supplier).get(link).then().statusCode(200);
    }

    @Test
    void aVisitThatFoundNothingTellsNobody() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        UUID visit = await(() -> inspections.order(county, goods.certificateNumber(), "例行检查"))
                .id();
        await(() -> inspections.conclude(county, visit, "未发现问题"));
        assertThat(all(supplier)).isEmpty();
        assertThat(told(colleague, "/desk/inspections/" + visit)).isEmpty();
    }

    @Test
    void anOverdueMeasureIsToldToTheLevelAboveAndToTheSupplier() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        UUID visit = await(() -> inspections.order(county, goods.certificateNumber(), "群众反映标签问题"))
                .id();
        UUID finding = await(() -> inspections.note(county, visit, Finding.Severity.MINOR, "台账不全", List.of()))
                .id();
        await(() -> inspections.conclude(county, visit, "已现场查看"));
        await(() -> findings.order(county, finding, "补齐台账", clock.today().plusDays(3)));
        String link = "/desk/findings/" + finding;
        int before = told(supplier, link).size();
        Instant now = clock.instant();
        clock.travelTo(now.plus(Duration.ofDays(3)));
        await(escalation::escalate);
        assertThat(told(city, link)).as("its last day").isEmpty();
        clock.travelTo(now.plus(Duration.ofDays(4)));
        await(escalation::escalate);
        await(escalation::escalate);
        assertThat(told(city, link)).hasSize(1);
        assertThat(told(supplier, link)).hasSize(before + 1);
    }

    @Test
    void whoIsListedIsToldAndSoIsTheirCounty() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        RedAndBlack.Draft draft = new RedAndBlack.Draft(
                "BLACK",
                goods.certificateNumber(),
                null,
                "拒不整改",
                "检查记录第 1 号",
                clock.today().plusDays(30));
        UUID entry = await(() -> lists.enter(region, draft)).id();
        String link = "/lists/" + entry;
        assertThat(told(supplier, link)).hasSize(1).allMatch(text -> text.contains("黑榜"));
        assertThat(told(county, link)).hasSize(1);
        assertThat(told(neighbour, link)).isEmpty();
        await(() -> lists.followUp(region, entry, "MENDED", "已整改到位"));
        await(() -> lists.remove(region, entry, "整改到位，予以撤下"));
        assertThat(told(supplier, link)).hasSize(3);
    }

    @Test
    void whenTheDayOfABlackListEntryIsOverItsKeeperIsToldOnceUntilTheOutcomeIsWritten() {
        Goods mended = Goods.certified(100);
        Goods left = Goods.certified(100);
        UUID written = black(mended);
        UUID open = black(left);
        await(() -> lists.followUp(region, written, "MENDED", "已整改到位"));
        int before = told(region, "/lists/" + written).size();
        clock.travelTo(clock.instant().plus(Duration.ofDays(30)));
        await(lists::remind);
        assertThat(told(region, "/lists/" + open)).as("its last day").isEmpty();
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        await(watch::advance);
        await(watch::advance);
        assertThat(told(region, "/lists/" + open)).hasSize(1).allMatch(text -> text.contains("已过"));
        assertThat(told(People.of(Role.SUPPLIER, left.organisationId()), "/lists/" + open))
                .hasSize(2);
        assertThat(told(region, "/lists/" + written)).hasSize(before);
    }

    @Test
    void aComplaintIsToldToTheCountyThatAnswersItAndToNobodyElse() {
        OnSale goods = OnSale.product(3_990, 10);
        complain(goods, 1);
        assertThat(all(neighbour)).anyMatch(note -> note.text().contains("投诉"));
        String link = all(neighbour).stream()
                .filter(note -> note.text().contains("投诉"))
                .findFirst()
                .orElseThrow()
                .link();
        People.as(neighbour).get(link).then().statusCode(200);
        assertThat(told(goods.product().supplier(), link)).isEmpty();
        assertThat(told(county, link)).isEmpty();
    }

    private UUID black(Goods goods) {
        RedAndBlack.Draft draft = new RedAndBlack.Draft(
                "BLACK",
                goods.certificateNumber(),
                null,
                "拒不整改",
                "检查记录第 2 号",
                clock.today().plusDays(30));
        return await(() -> lists.enter(region, draft)).id();
    }

    private static void atOnce(int times, Callable<Object> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(times);
        for (Future<Object> each : workers.invokeAll(java.util.Collections.nCopies(times, work))) {
            each.get();
        }
        workers.shutdown();
    }

    private static List<String> told(Actor reader, String link) {
        return all(reader).stream()
                .filter(note -> note.link().equals(link))
                .map(Told::text)
                .toList();
    }

    private record Told(String link, String text) {}

    private static List<Told> all(Actor reader) {
        var page = People.as(reader)
                .header("Accept-Language", "zh")
                .get("/api/inbox?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<String> links = page.getList("items.link");
        List<String> texts = page.getList("items.text");
        return java.util.stream.IntStream.range(0, links.size())
                .mapToObj(i -> new Told(links.get(i), texts.get(i)))
                .toList();
    }
}
