package org.bangxiao.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** Two counties of the demo world walk the whole way. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DemoWorldDbTest {
    private static final WorldScale TWO_COUNTIES = new WorldScale(240, 6, 17, 200, 25, 85, 1);
    private static final List<County> COUNTIES = List.of(
            new County("451226", "环江毛南族自治县", "Huanjiang Maonan Autonomous County"),
            new County("451227", "巴马瑶族自治县", "Bama Yao Autonomous County"));

    @Inject
    DemoWorld demoWorld;

    @Test
    void walksTheWholeChain() throws SQLException {
        demoWorld.load(TWO_COUNTIES, COUNTIES);
        assertThat(count("household")).isEqualTo(240);
        assertThat(count("organisation WHERE demo")).isEqualTo(9);
        assertThat(count("certification_certificate")).isEqualTo(17);
        assertThat(count("catalogue_listing")).isEqualTo(17);
        assertThat(count("household_agreement")).isEqualTo(17);
        assertThat(count("sale")).isGreaterThan(20);
        assertThat(count("settlement_run WHERE state = 'DONE'")).isEqualTo(1);
        assertThat(count("ledger_line l JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'HOUSEHOLD'"))
                .isPositive();
        assertThat(count("certification_application WHERE state IN ('IN_REVIEW', 'ON_NOTICE')"))
                .isEqualTo(4);
        Invariants.hold();
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
