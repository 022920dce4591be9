package org.bangxiao.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** What whoever has taken over the service, but not the server, can do to the books. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LedgerRightsDbTest {
    private static final String REFUSED = "42501";
    private static final int FAR_MONTH = 299907;

    @Inject
    Seals seals;

    @Test
    void theServiceOwnsNothingAndIsNobodyElse() throws SQLException {
        assertThat(texts(PostgresForTests.address(), """
                SELECT rolname FROM pg_roles
                 WHERE rolname = 'bangxiao_service'
                   AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
                UNION ALL SELECT 'member' FROM pg_auth_members WHERE member = 'bangxiao_service'::regrole
                UNION ALL SELECT relname FROM pg_class WHERE relowner = 'bangxiao_service'::regrole
                UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'bangxiao_service'::regrole""")).isEmpty();
    }

    @Test
    void noTableOfTheLedgerNorAnyOfItsPartitionsCanBeWrittenChangedOrEmptiedByTheService() throws SQLException {
        post(FAR_MONTH);
        List<String> tables = texts(PostgresForTests.address(), """
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                   AND relname LIKE 'ledger\\_%' ORDER BY relname""");
        assertThat(tables)
                .contains(
                        "ledger_tx", "ledger_line", "ledger_line_" + FAR_MONTH, "ledger_balance", "ledger_seal_block");
        for (String table : tables) {
            for (String deed : List.of(
                    "INSERT INTO %s DEFAULT VALUES",
                    "UPDATE %s SET " + anyColumn(table) + " = " + anyColumn(table) + " WHERE false",
                    "DELETE FROM %s WHERE false",
                    "TRUNCATE %s",
                    "DROP TABLE %s",
                    "ALTER TABLE %s DISABLE TRIGGER ALL",
                    "ALTER TABLE %s ADD COLUMN more int")) {
                String sql = deed.formatted(table);
                assertThatThrownBy(() -> run(PostgresForTests.service(), sql))
                        .as(sql)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refusal -> assertThat(refusal.getSQLState()).isEqualTo(REFUSED));
            }
        }
    }

    @Test
    void theAuditTrailGrowsButIsNeverChangedByTheService() {
        String deed = "INSERT INTO platform_audit (at, action, subject_kind, subject_id) VALUES (now(), 'a', 'b', 'c')";
        assertThatCode(() -> run(PostgresForTests.service(), deed)).doesNotThrowAnyException();
        for (String sql : List.of(
                "UPDATE platform_audit SET action = action WHERE false",
                "DELETE FROM platform_audit WHERE false",
                "TRUNCATE platform_audit",
                "ALTER TABLE platform_audit DISABLE TRIGGER ALL")) {
            assertThatThrownBy(() -> run(PostgresForTests.service(), sql))
                    .as(sql)
                    .isInstanceOf(SQLException.class);
        }
    }

    /** The negative control: the same deeds of the owner are not refused, and the service itself can post. */
    @Test
    void theFunctionsLetTheServicePostAndOnlyItsRightsKeepItFromMore() throws SQLException {
        post(FAR_MONTH);
        assertThatCode(() -> run(
                        PostgresForTests.address(),
                        "UPDATE ledger_balance SET posted = posted WHERE false",
                        "DELETE FROM ledger_line_" + FAR_MONTH + " WHERE false",
                        "ALTER TABLE ledger_account ADD COLUMN more int",
                        "ALTER TABLE ledger_account DROP COLUMN more"))
                .doesNotThrowAnyException();
    }

    @Test
    void aBlockThatDoesNotFollowTheLastOneIsNotAdded() throws Throwable {
        post(FAR_MONTH);
        VertxContextSupport.subscribeAndAwait(seals::sealNow);
        String block = "SELECT ledger_add_block(max(no) + %d, '2026-11-01', '1', 1, sha256('r'), %s, %s, now(),"
                + " '{}', '{}', '{}') FROM ledger_seal_block";
        String last = "(SELECT hash FROM ledger_seal_block ORDER BY no DESC LIMIT 1)";
        String rightHash = "sha256('\\x03'::bytea || " + last + " || sha256('r'))";
        for (String wrong : List.of(
                block.formatted(2, last, rightHash),
                block.formatted(1, "sha256('other')", "sha256('\\x03'::bytea || sha256('other') || sha256('r'))"),
                block.formatted(1, last, "sha256('x')"))) {
            assertThatThrownBy(() -> run(PostgresForTests.service(), wrong))
                    .as(wrong)
                    .hasMessageContaining("seal block");
        }
    }

    private static void post(int month) throws SQLException {
        run(PostgresForTests.service(), """
                WITH a AS (SELECT array_agg(id) AS ids FROM ledger_accounts(ARRAY['CLEARING', 'FEE'], ARRAY['rights', 'rights'],
                                                                            ARRAY[true, true], ARRAY[1, 1]))
                SELECT ledger_post('TEST', %d, '2026-11-01', now(), gen_random_uuid()::text, NULL, NULL, NULL, 'test', NULL,
                                   a.ids, ARRAY[NULL, NULL]::bigint[], ARRAY[1, -1]) FROM a""".formatted(month));
    }

    private static String anyColumn(String table) throws SQLException {
        return texts(
                        PostgresForTests.address(),
                        "SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                                + "'::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' ORDER BY attnum LIMIT 1")
                .get(0);
    }

    private static List<String> texts(DatabaseAddress as, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(as.jdbcUrl(), as.user(), as.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static void run(DatabaseAddress as, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(as.jdbcUrl(), as.user(), as.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
