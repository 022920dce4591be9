package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.support.Goods;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** What the daily tick does by itself when everything has gone wrong at once. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SixTriggersDbTest extends WatchedGoods {
    /** A day that no other test lets the tick look at, two weeks after the days of grace of its third quarter. */
    private static final Instant DAY = Instant.parse("2027-11-15T02:00:00Z");

    @Test
    void eachTriggerOpensOneCaseAndNoLaterTickAnother() throws SQLException {
        Goods undocumented = Goods.certified(100);
        SettledProvince.tamper("UPDATE organisation_supplier SET required = '{business-licence}'"
                + " WHERE organisation_id = '" + undocumented.organisationId() + "'");
        paper(undocumented, "2026-11-15", "2027-11-14");
        Goods soldOut = Goods.certified(10);
        Goods uncredited = Goods.certified(1_000);
        Goods lost = Goods.certified(100);
        SettledProvince.tamper("UPDATE certification_certificate SET county_code = '450199' WHERE product_id = '"
                + lost.productId() + "'");
        OnSale blamed = OnSale.product(3_990, 500);
        for (int i = 0; i < 3; i++) {
            shelf("演示荔枝", 3_600);
        }
        UUID dear = shelf("演示荔枝", 7_200).productId();
        clock.travelTo(DAY);
        sellOn(uncredited, 5, Instant.parse("2027-08-10T02:00:00Z"));
        sellBeyond(soldOut);
        sell(blamed, 10);
        complain(blamed, 3);

        await(watch::advance);
        Map<UUID, Cause> expected = Map.of(
                undocumented.organisationId(),
                Cause.DOCUMENT_EXPIRED,
                soldOut.productId(),
                Cause.CAPACITY_EXCEEDED,
                uncredited.productId(),
                Cause.NO_CREDIT,
                lost.productId(),
                Cause.COUNTY_NOT_ENTITLED,
                blamed.product().productId(),
                Cause.COMPLAINT_RATE,
                dear,
                Cause.PRICE_ABOVE_BAND);
        assertThat(causes(expected)).isEqualTo(expected);

        assertThat(await(watch::advance)).as("the day has been looked at").isZero();
        clock.travelTo(DAY.plus(Duration.ofDays(1)));
        await(watch::advance);
        assertThat(causes(expected)).as("a day later, nothing new").isEqualTo(expected);
        for (Cause cause : Cause.values()) {
            look(cause);
        }
        assertThat(causes(expected)).as("nor by looking again").isEqualTo(expected);
        SettledProvince.tamper("UPDATE certification_certificate SET county_code = '451223' WHERE product_id = '"
                + lost.productId() + "'");
    }

    /** The cause of the one case of each; a second case of any of them would fail the test. */
    private Map<UUID, Cause> causes(Map<UUID, Cause> of) {
        List<WatchCase> cases = all();
        return of.keySet().stream().collect(java.util.stream.Collectors.toMap(id -> id, id -> {
            List<WatchCase> own = cases.stream()
                    .filter(one ->
                            id.equals(one.productId()) || (one.productId() == null && id.equals(one.organisationId())))
                    .toList();
            assertThat(own).as(String.valueOf(of.get(id))).hasSize(1);
            return own.get(0).cause();
        }));
    }

    /** Ten of ten, and one more under the override. */
    private void sellBeyond(Goods goods) throws SQLException {
        sell(goods, 10);
        SettledProvince.run(
                "UPDATE sale_capacity SET override_by = uuidv7(), override_reason = '演示' WHERE product_id = '"
                        + goods.productId() + "'");
        sell(goods, 1);
    }
}
