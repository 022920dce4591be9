package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.support.Goods;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.Test;

/** Each cause just under, at and over its threshold, with real sales and the clock moved. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WatchDbTest extends WatchedGoods {
    @Test
    void salesNearTheCapacityOpenACaseFromTheWarningShareOn() {
        clock.travelTo(NOVEMBER);
        Goods goods = Goods.certified(1_000);
        sell(goods, 899);
        look(Cause.CAPACITY_NEAR);
        assertThat(of(goods.productId())).isEmpty();
        sell(goods, 1);
        look(Cause.CAPACITY_NEAR);
        WatchCase opened = one(goods.productId());
        assertThat(opened.cause()).isEqualTo(Cause.CAPACITY_NEAR);
        assertThat(opened.period()).isEqualTo("2026");
        assertThat(opened.level()).isEqualTo("COUNTY");
        assertThat(opened.dueOn()).isEqualTo(LocalDate.of(2026, 11, 27));
        assertThat(figures(opened)).containsEntry("usedUnits", 900L).containsEntry("capacityUnits", 1_000L);
        sell(goods, 100);
        look(Cause.CAPACITY_NEAR);
        look(Cause.CAPACITY_EXCEEDED);
        assertThat(figures(one(goods.productId())))
                .as("frozen, and the whole is not past the whole")
                .containsEntry("usedUnits", 900L);
    }

    @Test
    void salesAboveTheCapacityOpenACaseOfTheirOwn() throws SQLException {
        clock.travelTo(NOVEMBER);
        Goods goods = Goods.certified(100);
        sell(goods, 100);
        look(Cause.CAPACITY_EXCEEDED);
        assertThat(of(goods.productId())).isEmpty();
        SettledProvince.run(
                "UPDATE sale_capacity SET override_by = uuidv7(), override_reason = '演示' WHERE product_id = '"
                        + goods.productId() + "'");
        sell(goods, 1);
        look(Cause.CAPACITY_EXCEEDED);
        assertThat(one(goods.productId()).cause()).isEqualTo(Cause.CAPACITY_EXCEEDED);
    }

    @Test
    void aQuarterWithSalesAndNoCreditOpensACaseWhenItsDaysOfGraceAreOver() {
        clock.travelTo(Instant.parse("2026-10-30T02:00:00Z"));
        Goods goods = Goods.certified(1_000);
        Goods idle = Goods.certified(1_000);
        sellOn(goods, 5, Instant.parse("2026-09-30T15:59:59Z"));
        sellOn(idle, 5, Instant.parse("2026-09-30T16:00:00Z"));
        look(Cause.NO_CREDIT);
        assertThat(of(goods.productId())).as("29 days after the quarter").isEmpty();
        clock.travelTo(Instant.parse("2026-10-31T02:00:00Z"));
        look(Cause.NO_CREDIT);
        WatchCase opened = one(goods.productId());
        assertThat(opened.period()).isEqualTo("2026-Q3");
        assertThat(figures(opened)).containsEntry("soldUnits", 5L).containsEntry("creditedFen", 0L);
        assertThat(of(idle.productId()))
                .as("sold in the quarter that still runs")
                .isEmpty();
        clock.travelTo(Instant.parse("2027-03-01T02:00:00Z"));
        look(Cause.NO_CREDIT);
        assertThat(of(goods.productId()))
                .as("the same quarter is not opened again")
                .hasSize(1);
        assertThat(one(idle.productId()).period())
                .as("what was missed meanwhile is caught up")
                .isEqualTo("2026-Q4");
    }

    @Test
    void aQuarterWhoseHouseholdsWereCreditedOpensNothing() throws SQLException {
        clock.travelTo(Instant.parse("2026-10-31T02:00:00Z"));
        Goods paid = Goods.certified(1_000);
        sellOn(paid, 5, Instant.parse("2026-08-10T02:00:00Z"));
        credit();
        look(Cause.NO_CREDIT);
        assertThat(of(paid.productId())).isEmpty();
    }

    @Test
    void aPriceAboveTheBandOfTheSameVarietyOpensACase() {
        clock.travelTo(NOVEMBER);
        shelf("演示刺梨", 3_600);
        shelf("演示乐业刺梨", 3_600);
        Shelf.Goods dear = shelf("演示 刺梨 礼盒", 5_401);
        look(Cause.PRICE_ABOVE_BAND);
        assertThat(of(dear.productId())).as("only two like goods").isEmpty();
        shelf("演示雪梨", 3_600);
        Shelf.put(dear.organisationId(), Shelf.Item.of("演示刺梨", "Demo goods").price(3_600));
        look(Cause.PRICE_ABOVE_BAND);
        assertThat(of(dear.productId()))
                .as("another variety, and goods of its own, say nothing")
                .isEmpty();
        shelf("演示刺梨", 3_600);
        UUID atTheBand = shelf("演示刺梨", 5_400).productId();
        look(Cause.PRICE_ABOVE_BAND);
        WatchCase opened = one(dear.productId());
        assertThat(opened.period()).isEqualTo("2026-Q4");
        assertThat(figures(opened))
                .containsEntry("priceFen", 5_401L)
                .containsEntry("comparedFen", 1_800L)
                .containsEntry("medianFen", 1_200L)
                .containsEntry("likeGoods", 4L);
        assertThat(opened.facts()).anyMatch(fact -> fact.text().equals("刺梨"));
        assertThat(of(atTheBand)).isEmpty();
    }

    @Test
    void oneWildPriceDoesNotMoveTheMedian() {
        clock.travelTo(NOVEMBER);
        shelf("演示猕猴桃", 3_600);
        shelf("演示猕猴桃", 3_600);
        UUID fair = shelf("演示猕猴桃", 3_900).productId();
        UUID wild = shelf("演示猕猴桃", 360_000).productId();
        look(Cause.PRICE_ABOVE_BAND);
        assertThat(of(wild)).hasSize(1);
        assertThat(of(fair)).isEmpty();
    }

    @Test
    void goodsOfNoVarietyAreComparedWithNothing() {
        clock.travelTo(NOVEMBER);
        for (int i = 0; i < 4; i++) {
            shelf("演示山货", 3_600);
        }
        UUID dear = shelf("演示山货", 360_000).productId();
        look(Cause.PRICE_ABOVE_BAND);
        assertThat(of(dear)).isEmpty();
    }

    @Test
    void complaintsAgainstWhatWasSoldOpenACase() {
        OnSale goods = OnSale.product(3_990, 500);
        OnSale few = OnSale.product(3_990, 500);
        UUID product = goods.product().productId();
        sell(goods, 301);
        sell(few, 10);
        complain(goods, 3);
        complain(few, 2);
        look(Cause.COMPLAINT_RATE);
        assertThat(of(product)).as("3 of 301 are less than 10 of 1,000").isEmpty();
        assertThat(of(few.product().productId())).as("two are too few").isEmpty();
        complain(goods, 1);
        complain(few, 1);
        look(Cause.COMPLAINT_RATE);
        assertThat(figures(one(product))).containsEntry("complaints", 4L).containsEntry("soldUnits", 301L);
        assertThat(of(few.product().productId())).hasSize(1);
    }

    @Test
    void threeComplaintsOfThreeHundredAreTheRate() {
        OnSale goods = OnSale.product(3_990, 500);
        sell(goods, 300);
        complain(goods, 3);
        look(Cause.COMPLAINT_RATE);
        assertThat(of(goods.product().productId())).hasSize(1);
    }

    @Test
    void aCountyThatMayNoLongerHoldCertificatesOpensACaseForEach() throws SQLException {
        clock.travelTo(NOVEMBER);
        Goods lost = Goods.certified(100);
        Goods kept = Goods.certified(100);
        SettledProvince.tamper("UPDATE certification_certificate SET county_code = '450199' WHERE product_id = '"
                + lost.productId() + "'");
        look(Cause.COUNTY_NOT_ENTITLED);
        assertThat(one(lost.productId()).cause()).isEqualTo(Cause.COUNTY_NOT_ENTITLED);
        assertThat(of(kept.productId())).isEmpty();
        look(Cause.COUNTY_NOT_ENTITLED);
        assertThat(of(lost.productId())).hasSize(1);
        SettledProvince.tamper("UPDATE certification_certificate SET county_code = '451223' WHERE product_id = '"
                + lost.productId() + "'");
    }

    @Test
    void aRequiredDocumentThatRanOutOpensACaseTheDayAfter() throws SQLException {
        Goods goods = Goods.certified(100);
        SettledProvince.tamper(
                "UPDATE organisation_supplier SET required = '{business-licence}' WHERE organisation_id = '"
                        + goods.organisationId() + "'");
        paper(goods, "2025-11-20", "2026-11-19");
        paper(goods, "2020-11-20", "2025-11-19");
        clock.travelTo(Instant.parse("2026-11-19T15:59:59Z"));
        look(Cause.DOCUMENT_EXPIRED);
        assertThat(about(goods)).as("its last day").isEmpty();
        clock.travelTo(Instant.parse("2026-11-19T16:00:00Z"));
        look(Cause.DOCUMENT_EXPIRED);
        assertThat(about(goods)).hasSize(1).allMatch(one -> one.period().equals("2026-11-19"));
        paper(goods, "2026-11-20", "2026-12-19");
        clock.travelTo(Instant.parse("2026-12-19T02:00:00Z"));
        look(Cause.DOCUMENT_EXPIRED);
        assertThat(about(goods)).as("renewed").hasSize(1);
        clock.travelTo(Instant.parse("2026-12-20T02:00:00Z"));
        look(Cause.DOCUMENT_EXPIRED);
        assertThat(about(goods)).as("the next one ran out").hasSize(2);
    }

    private void credit() throws SQLException {
        Actor preparer = People.inArea(Role.FINANCE, "450000");
        Actor approver = People.inArea(Role.FINANCE, "450000");
        for (SettlementView open :
                await(() -> settlements.list(preparer, Integer.MAX_VALUE, 50)).items()) {
            if (open.state().equals("PREPARED")) {
                await(() -> settlements.reject(approver, open.id()));
            }
        }
        SettlementView run = await(() -> settlements.prepare(preparer, "450000", 202609));
        SettledProvince.approve(approver, run);
        await(() -> settlements.run(preparer, run.id()));
    }
}
