package org.bangxiao.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** No more is sold than can have come of what households delivered: more than that is said to the supplier and the office. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class YieldHttpTest {
    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Test
    void moreThanCanHaveComeOfTheDeliveriesIsSaid() throws SQLException {
        Contracts link = Contracts.of(Goods.COUNTY, LinkKind.PRODUCE, 1, 500_000)
                .agreed(Map.of("rateFen", 300, "yieldBasisPoints", 5_000));
        Goods goods = Goods.certified(1_000);
        Contracts.rows("UPDATE household_agreement SET link_id = '" + link.id() + "' WHERE product_id = '"
                + goods.productId() + "'");
        Contracts.rows("UPDATE certification_application SET net_weight_grams = 500 WHERE product_id = '"
                + goods.productId() + "'");
        deliver(link, 10_000);
        assertThat(state(link)).isEqualTo("WITHIN 0");
        sell(goods, 8);
        assertThat(state(link)).isEqualTo("WITHIN 4000");
        sell(goods, 1);
        assertThat(state(link)).isEqualTo("NEAR 4500");
        sell(goods, 2);
        assertThat(state(link)).isEqualTo("OVER 5500");
        try (Connection connection = PostgresForTests.connect()) {
            assertThat(Invariants.broken(connection, "H3 ")).hasSize(1);
        }
        for (Web web : List.of(Web.signedIn(link.supplier()), Web.signedIn(link.office()))) {
            assertThat(web.get("/desk/yields").asString()).contains("超过交货量", "5.5 千克");
        }
        assertThat(People.as(People.inArea(Role.COUNTY_OFFICER, "450125"))
                        .get("/api/yields")
                        .asString())
                .doesNotContain(link.id().toString());
        deliver(link, 1_000);
        assertThat(state(link)).isEqualTo("NEAR 5500");
        Invariants.hold();
    }

    private void sell(Goods goods, long quantity) {
        await(() -> tx.write(connection -> sales.record(
                connection, List.of(goods.sale(UUID.randomUUID().toString(), quantity, 5_000 * quantity)))));
    }

    private static void deliver(Contracts link, long grams) {
        Map<String, Object> slip = Map.of(
                "slip",
                UUID.randomUUID().toString(),
                "householdNo",
                link.number(0),
                "day",
                Contracts.today().toString(),
                "units",
                grams,
                "priceFen",
                400);
        link.post(link.supplier(), "/records", Map.of("records", List.of(slip)))
                .then()
                .statusCode(200);
    }

    private static String state(Contracts link) {
        var row = People.as(link.supplier()).get("/api/yields").jsonPath();
        return row.getString("items[0].state") + " " + row.getLong("items[0].soldGrams");
    }
}
