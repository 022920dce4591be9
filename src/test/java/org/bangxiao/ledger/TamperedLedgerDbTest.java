package org.bangxiao.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever somebody with every right over the server does to the sealed journal, the check names the block (RELIABILITY, T17). */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TamperedLedgerDbTest {
    private static final int TRANSACTIONS_A_BLOCK = 3;

    /** What is done, by what it is, and how the check is to name it. */
    private record Deed(String sql, long block, String reason) {}

    @Inject
    Ledger ledger;

    @Inject
    Seals seals;

    @Inject
    SealCheck check;

    @Inject
    SealAlarm alarm;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    @Inject
    Vertx vertx;

    private final List<Long> transactions = new ArrayList<>();
    private long first;
    private long second;

    @BeforeEach
    void twoSealedBlocksOfADayThatEndedAndOneOfTheNext() throws SQLException {
        // Other tests may have sealed days to come, and no block goes back to an earlier day.
        long days = SettledProvince.number(
                "SELECT coalesce(max(day), '2000-01-01') - date '1970-01-01' FROM ledger_seal_block");
        LocalDate newest = LocalDate.ofEpochDay(Math.max(days, clock.today().toEpochDay()));
        clock.travelTo(newest.plusDays(1).atTime(4, 0).toInstant(ZoneOffset.UTC));
        seal();
        first = sealed();
        second = sealed();
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        sealed();
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @Test
    void everyTamperingIsFoundAndItsBlockNamed() throws SQLException {
        Pool server = administrator();
        Map<String, Deed> deeds = deeds();
        assertThat(deeds).hasSizeGreaterThanOrEqualTo(25);
        deeds.forEach((name, deed) -> {
            SealCheck.Verdict found =
                    await(() -> server.withConnection(connection -> tampered(connection, deed.sql())));
            assertThat(found.reason()).as(name).isEqualTo(deed.reason());
            assertThat(found.badBlock()).as(name).isEqualTo(deed.block());
        });
        assertThat(await(() -> server.withConnection(connection -> tampered(connection, "SELECT 1")))
                        .holds())
                .as("the negative control: untouched, it holds")
                .isTrue();
        await(server::close);
        assertThat(await(check::verify).holds())
                .as("nothing of it was left behind")
                .isTrue();
    }

    @Test
    void aTransactionThatSomebodyLeavesOpenKeepsTheJournalWaitingAndTheAlarmSaysForHowLong() {
        Pool server = administrator();
        SqlConnection open = await(server::getConnection);
        await(() -> open.query("BEGIN").execute());
        await(() -> open.query("SELECT pg_current_xact_id()").execute());
        post();
        seal();
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(2)));
        assertThat(await(alarm::lag)).isGreaterThan(Duration.ofSeconds(100));
        await(() -> open.query("ROLLBACK").execute());
        await(open::close);
        seal();
        assertThat(await(alarm::lag)).isEqualTo(Duration.ZERO);
        await(server::close);
    }

    private Map<String, Deed> deeds() throws SQLException {
        long a = transactions.get(0);
        long b = transactions.get(1);
        String lines = " ledger_line SET %s WHERE tx_id = " + a + " AND line_no = 1";
        String header = "UPDATE ledger_tx SET %s WHERE id = " + a;
        Map<String, Deed> deeds = new LinkedHashMap<>();
        journal(deeds, "a line's amount", "UPDATE" + lines.formatted("amount = amount * 2"));
        journal(deeds, "a line's account", "UPDATE" + lines.formatted("account_id = account_id + 1"));
        journal(deeds, "a line's pool", "UPDATE" + lines.formatted("pool_id = 1"));
        journal(deeds, "a line deleted", "DELETE FROM ledger_line WHERE tx_id = " + a + " AND line_no = 2");
        journal(
                deeds,
                "a line inserted",
                "INSERT INTO ledger_line SELECT period, tx_id, 99, account_id, pool_id, 1 FROM ledger_line WHERE tx_id = "
                        + a + " AND line_no = 1");
        journal(deeds, "two lines in another order", "UPDATE ledger_line SET line_no = 9 - line_no WHERE tx_id = " + a);
        journal(deeds, "a transaction deleted", "DELETE FROM ledger_tx WHERE id = " + a);
        journal(deeds, "its lines deleted", "DELETE FROM ledger_line WHERE tx_id = " + a);
        journal(
                deeds,
                "a transaction slipped in",
                "INSERT INTO ledger_tx (id, kind, period, value_date, recorded_at, xid, idem_key, actor) OVERRIDING SYSTEM VALUE"
                        + " SELECT (SELECT max(id) + 1 FROM ledger_tx), 'X', period, value_date, recorded_at, xid, 'slipped-in', 'x'"
                        + " FROM ledger_tx WHERE id = " + a);
        for (String change : List.of(
                "kind = 'X'",
                "value_date = value_date - 1",
                "recorded_at = recorded_at - interval '1 second'",
                "idem_key = idem_key || 'x'",
                "actor = 'somebody'",
                "source_ref = 'elsewhere'",
                "content_root = sha256('x')",
                "reverses_tx = " + b,
                "run_id = gen_random_uuid()")) {
            journal(deeds, "a transaction's " + change, header.formatted(change));
        }
        journal(
                deeds,
                "two transactions changed places",
                "UPDATE ledger_line SET line_no = line_no + 100, tx_id = CASE tx_id WHEN " + a + " THEN " + b + " ELSE "
                        + a
                        + " END WHERE tx_id IN (" + a
                        + ", " + b + ")");
        journal(
                deeds,
                "a transaction moved behind the seal",
                "UPDATE ledger_tx SET xid = (SELECT max(to_xid::text::bigint) + 1000 FROM ledger_seal_block)::text::xid8 WHERE id = "
                        + a);
        int month = BusinessClock.monthOf(clock.instant().minus(Duration.ofDays(1)));
        // Truncating takes every block of the month: the first of them is named.
        deeds.put("a month truncated", new Deed("TRUNCATE ledger_line_" + month, firstBlockOf(month), "journal"));
        deeds.put(
                "a month detached",
                new Deed(
                        "ALTER TABLE ledger_line DETACH PARTITION ledger_line_" + month,
                        firstBlockOf(month),
                        "journal"));
        seals(deeds, a);
        return deeds;
    }

    private void seals(Map<String, Deed> deeds, long a) throws SQLException {
        long later = transactions.get(TRANSACTIONS_A_BLOCK);
        leaves(deeds, "a leaf's digest", "UPDATE ledger_seal_leaf SET digest = sha256('x') WHERE tx_id = " + a);
        leaves(deeds, "a leaf's body", "UPDATE ledger_seal_leaf SET body_hash = sha256('x') WHERE tx_id = " + a);
        leaves(deeds, "a leaf deleted", "DELETE FROM ledger_seal_leaf WHERE tx_id = " + a);
        leaves(
                deeds,
                "two leaves changed places",
                "UPDATE ledger_seal_leaf SET position = 1000 - position WHERE block_no = " + first);
        deeds.put("a block deleted", new Deed("DELETE FROM ledger_seal_block WHERE no = " + first, first, "chain"));
        deeds.put(
                "a block's hash",
                new Deed("UPDATE ledger_seal_block SET hash = sha256('x') WHERE no = " + first, first, "chain"));
        deeds.put("a changed line sealed anew in its block", new Deed(resealed(a, first), second, "chain"));
        deeds.put(
                "a changed line sealed anew to the end of the chain",
                new Deed(
                        resealed(later, second) + "; UPDATE ledger_seal_block n SET prev = b.hash,"
                                + " hash = sha256('\\x03'::bytea || b.hash || n.root) FROM ledger_seal_block b"
                                + " WHERE b.no = " + second + " AND n.no = " + (second + 1),
                        firstOfDay(second),
                        "day-root"));
        String checkpoint =
                "UPDATE ledger_checkpoint SET %s WHERE no = (SELECT no FROM ledger_checkpoint WHERE final AND last_block = "
                        + second + ")";
        deeds.put(
                "a signature",
                new Deed(checkpoint.formatted("signature = sha512('x')"), firstOfDay(second), "signature"));
        deeds.put(
                "what was signed",
                new Deed(
                        checkpoint.formatted("signed_text = replace(signed_text, 'final: ', 'final:  ')"),
                        firstOfDay(second),
                        "text"));
        deeds.put(
                "an ended day's signature deleted",
                new Deed(
                        "DELETE FROM ledger_checkpoint WHERE final AND last_block = " + second,
                        second + 1,
                        "previous"));
    }

    private void journal(Map<String, Deed> deeds, String name, String sql) {
        deeds.put(name, new Deed(sql, first, "journal"));
    }

    private void leaves(Map<String, Deed> deeds, String name, String sql) {
        deeds.put(name, new Deed(sql, first, "leaves"));
    }

    /** What a forger who knows how blocks are made would do to one block. */
    private static String resealed(long transaction, long block) {
        return "UPDATE ledger_tx SET kind = 'X' WHERE id = " + transaction
                + "; UPDATE ledger_seal_leaf SET body_hash = ledger_body_hash(tx_id) WHERE tx_id = " + transaction
                + "; UPDATE ledger_seal_leaf l SET digest = ledger_tx_digest(t.content_root, l.body_hash) FROM ledger_tx t"
                + " WHERE t.id = l.tx_id AND l.tx_id = " + transaction
                + "; UPDATE ledger_seal_block b SET root = r.root, hash = sha256('\\x03'::bytea || b.prev || r.root) FROM (SELECT"
                + " ledger_merkle_root(array_agg(digest ORDER BY position)) AS root FROM ledger_seal_leaf WHERE block_no = "
                + block
                + ") r WHERE b.no = " + block;
    }

    private Uni<SealCheck.Verdict> tampered(SqlConnection connection, String sql) {
        return connection
                .query("BEGIN; SET LOCAL session_replication_role = replica")
                .execute()
                .chain(() -> connection.query(sql).execute())
                .chain(() -> check.verify(connection))
                .call(() -> connection.query("ROLLBACK").execute());
    }

    private Pool administrator() {
        DatabaseAddress all = PostgresForTests.administrator();
        PgConnectOptions to = PgConnectOptions.fromUri(all.reactiveUrl());
        to.setUser(all.user());
        to.setPassword(all.password());
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(to)
                .using(vertx)
                .build();
    }

    /** Some transactions and the block that seals them. */
    private long sealed() throws SQLException {
        for (int i = 0; i < TRANSACTIONS_A_BLOCK; i++) {
            transactions.add(post());
        }
        seal();
        return SettledProvince.number("SELECT max(no) FROM ledger_seal_block");
    }

    private void seal() {
        await(seals::sealNow);
    }

    private static long firstOfDay(long block) throws SQLException {
        return SettledProvince.number("SELECT min(no) FROM ledger_seal_block WHERE day ="
                + " (SELECT day FROM ledger_seal_block WHERE no = " + block + ")");
    }

    private static long firstBlockOf(int month) throws SQLException {
        return SettledProvince.number(
                "SELECT min(l.block_no) FROM ledger_seal_leaf l JOIN ledger_tx t ON t.id = l.tx_id"
                        + " WHERE t.period = " + month);
    }

    private long post() {
        AccountKey from = new AccountKey(AccountKind.CLEARING, "tamper-test");
        AccountKey to = new AccountKey(AccountKind.FEE, "tamper-test");
        return await(() -> tx.write(connection -> ledger.accounts(connection, List.of(from, to))
                .chain(ids -> ledger.post(
                        connection,
                        Posting.of(
                                "TEST",
                                clock.instant(),
                                BusinessClock.dayOf(clock.instant()),
                                "tamper-" + UUID.randomUUID(),
                                "test",
                                List.of(
                                        Posting.Line.of(ids.getOrDefault(from, 0L), -30),
                                        Posting.Line.of(ids.getOrDefault(to, 0L), 30)))))));
    }
}
