package org.bangxiao.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The running service's sealer over a journal that waits for it. A transaction that is held open keeps the horizon back
 * while the journal grows; then all of it may be sealed at once. Against one statement that reads and hashes the same
 * lines and writes as many leaves into a fresh table of the same shape and indexes.
 */
final class SealBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long MICROS_A_SECOND = 1_000_000;

    private final Database database;
    private final Books books;

    SealBenchmark(Database database, Books books) {
        this.database = database;
        this.books = books;
    }

    /** Lets the journal grow to that size, and measures from the first block of what came to the last. */
    Figure measure(long size, String scale) throws SQLException, InterruptedException {
        awaitSealed();
        long lastTx = database.number("SELECT max(id) FROM ledger_tx");
        long lastBlock = database.number("SELECT max(no) FROM ledger_seal_block");
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            statement.execute("SELECT pg_current_xact_id()");
            books.grow(size);
            database.tidy("VACUUM ANALYZE", "CHECKPOINT");
            holder.commit();
        }
        Bench.say("seal: sealing …");
        awaitSealed();
        // The clock of a block stands before it is written: from the first to the last it is all but the last one's
        // work.
        String blocks = "FROM ledger_seal_block WHERE no > " + lastBlock;
        long micros = database.number(
                "SELECT (extract(epoch FROM max(sealed_at) - min(sealed_at)) * 1000000)::bigint " + blocks);
        long lines = database.number("SELECT count(*) FROM ledger_line l JOIN ledger_seal_leaf f ON f.tx_id = l.tx_id "
                + "WHERE f.block_no > " + lastBlock + " AND f.block_no < (SELECT max(no) FROM ledger_seal_block)");
        long transactions = database.number("SELECT sum(n) " + blocks);
        // A proof needs the signature over the newest block.
        await(
                "SELECT max(no) FROM ledger_seal_block WHERE no > (SELECT coalesce(max(last_block), 0) FROM ledger_checkpoint)");
        return Figure.rate(
                "seal",
                perSecond(lines, micros),
                bound(lastTx),
                "lines/s",
                scale + ", " + lines + " lines of " + transactions + " transactions in one go");
    }

    private void awaitSealed() throws SQLException, InterruptedException {
        await("SELECT max(id) FROM ledger_tx WHERE id > (SELECT coalesce(max(to_id), 0) FROM ledger_seal_block)");
    }

    /** Until there is no such number. */
    private void await(String waiting) throws SQLException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (database.number(waiting) > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the journal is not sealed and signed");
            }
            Thread.sleep(100);
        }
    }

    private BigDecimal bound(long lastTx) throws SQLException {
        database.tidy(
                "DROP TABLE IF EXISTS bench_leaf",
                "CREATE TABLE bench_leaf (LIKE ledger_seal_leaf INCLUDING DEFAULTS INCLUDING INDEXES)",
                "ALTER TABLE bench_leaf OWNER TO bangxiao",
                "CHECKPOINT");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            long from = System.nanoTime();
            statement.execute("""
                    INSERT INTO bench_leaf (block_no, position, tx_id, body_hash, digest)
                    SELECT 1, row_number() OVER (ORDER BY tx_id), tx_id, hash, sha256(hash)
                      FROM (SELECT tx_id, sha256(convert_to(string_agg(concat(line_no, ' ', account_id, ' ', pool_id, ' ', amount),
                                                                       E'\\n'), 'UTF8')) AS hash
                              FROM ledger_line WHERE tx_id > %d GROUP BY tx_id) t""".formatted(lastTx));
            long micros = (System.nanoTime() - from) / 1_000;
            return perSecond(
                    database.number("SELECT count(*) FROM ledger_line WHERE tx_id > " + lastTx), Math.max(1, micros));
        }
    }

    private static BigDecimal perSecond(long lines, long micros) {
        return BigDecimal.valueOf(Math.multiplyExact(lines, MICROS_A_SECOND) / Math.max(1, micros));
    }
}
