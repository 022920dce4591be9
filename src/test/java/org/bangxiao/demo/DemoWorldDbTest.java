package org.bangxiao.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** Two counties of the demo world walk the whole way. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DemoWorldDbTest {
    private static final WorldScale TWO_COUNTIES = new WorldScale(240, 6, 17, 200, 25, 85, 1);
    private static final String CREDITS =
            "ledger_line l JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'HOUSEHOLD'";
    private static final String TO_CONFIRM = "sale WHERE status = 'REPORTED'";
    private static final List<County> COUNTIES = List.of(
            new County("451226", "环江毛南族自治县", "Huanjiang Maonan Autonomous County"),
            new County("451227", "巴马瑶族自治县", "Bama Yao Autonomous County"));

    @Inject
    DemoWorld demoWorld;

    @Test
    void walksTheWholeChain() throws SQLException {
        Map<String, Long> before = counts();
        demoWorld.load(TWO_COUNTIES, COUNTIES);
        Map<String, Long> grown = counts();
        before.forEach((what, n) -> grown.merge(what, -n, Long::sum));
        assertThat(grown)
                .containsEntry("household", 240L)
                .containsEntry("organisation WHERE demo", 9L)
                .containsEntry("certification_certificate", 18L)
                .containsEntry("catalogue_listing", 18L)
                .containsEntry("household_agreement", 18L)
                .containsEntry("settlement_run WHERE state = 'DONE'", 1L)
                .containsEntry("certification_application WHERE state IN ('IN_REVIEW', 'ON_NOTICE')", 4L);
        assertThat(grown)
                .containsEntry("supervision_inspection WHERE demo AND done_at IS NOT NULL", 1L)
                .containsEntry("supervision_inspection WHERE demo AND done_at IS NULL", 1L)
                .containsEntry("supervision_finding WHERE demo AND state = 'CLOSED'", 1L)
                .containsEntry("supervision_list_entry WHERE demo", 2L)
                .containsEntry("supervision_complaint WHERE demo", 3L)
                .containsEntry("catalogue_zone_good", 12L);
        assertThat(grown)
                .containsEntry("settlement_payout WHERE state = 'CLOSED'", 1L)
                .containsEntry("settlement_payout WHERE state = 'RESERVED'", 1L)
                .containsEntry("settlement_payout_item WHERE state = 'FAILED'", 1L)
                .containsEntry("settlement_payout_acknowledgement", 1L)
                .containsEntry("monitoring_alert WHERE demo AND state = 'OPEN'", 1L)
                .containsEntry("monitoring_alert WHERE demo AND state = 'RESOLVED'", 1L)
                .containsEntry("household_aid_received WHERE demo", 2L);
        assertThat(grown.get("supervision_case WHERE demo")).isPositive();
        assertThat(grown.get("catalogue_day")).as("weekends of the farm stay").isBetween(16L, 18L);
        assertThat(grown.get("sale")).isGreaterThan(20);
        assertThat(grown.get(CREDITS)).isPositive();
        assertThat(grown.get("partner_batch")).isGreaterThan(2);
        assertThat(grown.get(TO_CONFIRM)).isPositive();
        Invariants.hold();
    }

    /** Other tests leave rows behind in the same database: only what this one adds is looked at. */
    private static Map<String, Long> counts() throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        for (String what : List.of(
                "household",
                "organisation WHERE demo",
                "certification_certificate",
                "catalogue_listing",
                "catalogue_day",
                "household_agreement",
                "settlement_run WHERE state = 'DONE'",
                "certification_application WHERE state IN ('IN_REVIEW', 'ON_NOTICE')",
                "supervision_inspection WHERE demo AND done_at IS NOT NULL",
                "supervision_inspection WHERE demo AND done_at IS NULL",
                "supervision_finding WHERE demo AND state = 'CLOSED'",
                "supervision_list_entry WHERE demo",
                "supervision_complaint WHERE demo",
                "supervision_case WHERE demo",
                "catalogue_zone_good",
                "settlement_payout WHERE state = 'CLOSED'",
                "settlement_payout WHERE state = 'RESERVED'",
                "settlement_payout_item WHERE state = 'FAILED'",
                "settlement_payout_acknowledgement",
                "monitoring_alert WHERE demo AND state = 'OPEN'",
                "monitoring_alert WHERE demo AND state = 'RESOLVED'",
                "household_aid_received WHERE demo",
                "sale",
                "partner_batch",
                TO_CONFIRM,
                CREDITS)) {
            counts.put(what, count(what));
        }
        return counts;
    }

    private static long count(String from) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
