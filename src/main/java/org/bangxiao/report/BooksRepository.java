package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.bangxiao.kernel.Page;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.platform.Rows;

/**
 * The journal as of a day. What stood then is what stands now less what came later: a day of last month reads the lines of
 * two months and not those of all years. No transaction concerns a later day than that of its recording, so that what
 * concerns later days stands in the months from that day's on too.
 */
@ApplicationScoped
class BooksRepository {
    /** Beyond this many lines nobody reckons what an account stood at after each. */
    static final int MOST_RECKONED = 20_000;

    private static final String LATER = """
            (SELECT l.account_id, sum(l.amount) AS fen
               FROM ledger_tx t JOIN ledger_line l ON l.period = t.period AND l.tx_id = t.id
              WHERE t.period >= $1 AND l.period >= $1 AND %s GROUP BY l.account_id)""";

    private static final String OF_READER = """
             (report_account_area(a.kind, a.owner) IS NULL OR report_account_area(a.kind, a.owner) LIKE %s || '%%')""";

    /** A place among the lines of an account. */
    record Cursor(long tx, int lineNo) {
        static final Cursor END = new Cursor(Long.MAX_VALUE, 0);
    }

    Uni<List<Books.KindBalance>> trial(SqlConnection connection, LocalDate day, Books.By by) {
        String later = by == Books.By.VALUE
                ? LATER.formatted("t.value_date > $2")
                : LATER.formatted("t.recorded_at >= ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'");
        return connection
                .preparedQuery("WITH later AS " + later + """
                        , stood AS (
                            SELECT b.account_id, b.posted - coalesce(l.fen, 0) AS fen
                              FROM (SELECT account_id, sum(posted) AS posted FROM ledger_balance GROUP BY account_id) b
                              LEFT JOIN later l ON l.account_id = b.account_id)
                        SELECT a.kind, count(*) AS accounts,
                               coalesce(-sum(s.fen) FILTER (WHERE s.fen < 0), 0)::bigint AS debit,
                               coalesce(sum(s.fen) FILTER (WHERE s.fen > 0), 0)::bigint AS credit
                          FROM stood s JOIN ledger_account a ON a.id = s.account_id
                         WHERE s.fen <> 0 GROUP BY a.kind ORDER BY a.kind""")
                .execute(Tuple.of(month(day), day))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Books.KindBalance(
                                AccountKind.valueOf(row.getString("kind")),
                                row.getLong("accounts"),
                                row.getLong("debit"),
                                row.getLong("credit"))));
    }

    /**
     * Without its lines.
     *
     * @param digits the area of whoever reads
     */
    Uni<Optional<Books.AccountBalance>> account(
            SqlConnection connection, String kind, String owner, LocalDate day, String digits) {
        return connection
                .preparedQuery("""
                        SELECT a.id, a.kind, a.owner, coalesce(b.posted, 0)::bigint AS posted, coalesce(b.lines, 0)::bigint AS lines,
                               coalesce(l.recorded, 0)::bigint AS recorded_later, coalesce(l.value, 0)::bigint AS value_later
                          FROM ledger_account a
                          LEFT JOIN LATERAL (SELECT sum(posted) AS posted, sum(lines) AS lines
                                               FROM ledger_balance WHERE account_id = a.id) b ON true
                          LEFT JOIN LATERAL (
                              SELECT sum(l.amount) FILTER (WHERE t.recorded_at >= ($4::date + 1)::timestamp
                                                                 AT TIME ZONE 'Asia/Shanghai') AS recorded,
                                     sum(l.amount) FILTER (WHERE t.value_date > $4) AS value
                                FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id
                               WHERE l.account_id = a.id AND l.period >= $3) l ON true
                         WHERE a.kind = $1 AND a.owner = $2 AND""" + OF_READER.formatted("$5"))
                .execute(Tuple.of(kind, owner, month(day), day, digits))
                .map(rows -> Rows.first(rows, row -> {
                    long posted = row.getLong("posted");
                    return new Books.AccountBalance(
                            row.getLong("id"),
                            AccountKind.valueOf(row.getString("kind")),
                            row.getString("owner"),
                            day,
                            posted,
                            posted - row.getLong("recorded_later"),
                            posted - row.getLong("value_later"),
                            row.getLong("lines"),
                            new Page<>(List.of(), null, -1));
                }));
    }

    /** The latest first. */
    Uni<List<Books.AccountLine>> lines(
            SqlConnection connection, Books.AccountBalance account, Cursor before, int limit) {
        String after = account.lines() > MOST_RECKONED
                ? "NULL::bigint"
                : "(sum(l.amount) OVER (ORDER BY l.tx_id, l.line_no))::bigint";
        return connection
                .preparedQuery("""
                        SELECT l.tx_id, l.line_no, l.amount, l.after_fen, t.kind, t.value_date, t.recorded_at
                          FROM (SELECT l.tx_id, l.line_no, l.amount, %s AS after_fen
                                  FROM ledger_line l WHERE l.account_id = $1) l
                          JOIN ledger_tx t ON t.id = l.tx_id
                         WHERE (l.tx_id, l.line_no) < ($2, $3) ORDER BY l.tx_id DESC, l.line_no DESC LIMIT $4""".formatted(after))
                .execute(Tuple.of(account.id(), before.tx(), before.lineNo(), limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Books.AccountLine(
                                row.getLong("tx_id"),
                                row.getInteger("line_no"),
                                row.getString("kind"),
                                row.getLocalDate("value_date"),
                                row.getOffsetDateTime("recorded_at").toInstant(),
                                row.getLong("amount"),
                                row.getLong("after_fen"))));
    }

    /** Without its lines. */
    Uni<Optional<Books.JournalEntry>> entry(SqlConnection connection, long id) {
        return connection
                .preparedQuery("""
                        SELECT t.id, t.kind, t.period, t.value_date, t.recorded_at, t.idem_key, t.source_ref, t.reverses_tx,
                               encode(t.content_root, 'hex') AS content_root, encode(ledger_body_hash(t.id), 'hex') AS body_hash,
                               ARRAY(SELECT r.id FROM ledger_tx r WHERE r.reverses_tx = t.id ORDER BY r.id LIMIT 10) AS reversed_by
                          FROM ledger_tx t WHERE t.id = $1""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Books.JournalEntry(
                                row.getLong("id"),
                                row.getString("kind"),
                                row.getInteger("period"),
                                row.getLocalDate("value_date"),
                                row.getOffsetDateTime("recorded_at").toInstant(),
                                row.getString("idem_key"),
                                row.getString("source_ref"),
                                row.getLong("reverses_tx"),
                                List.of(row.getArrayOfLongs("reversed_by")),
                                row.getString("content_root"),
                                row.getString("body_hash"),
                                new Page<>(List.of(), null, -1))));
    }

    Uni<List<Books.EntryLine>> entryLines(
            SqlConnection connection, Books.JournalEntry entry, int after, int limit, String digits) {
        return connection
                .preparedQuery("""
                        SELECT l.line_no, l.amount, a.kind, CASE WHEN""" + OF_READER.formatted("$5") + """
                                THEN a.owner END AS owner
                          FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
                         WHERE l.period = $1 AND l.tx_id = $2 AND l.line_no > $3 ORDER BY l.line_no LIMIT $4""")
                .execute(Tuple.of(entry.period(), entry.id(), after, limit, digits))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Books.EntryLine(
                                row.getInteger("line_no"),
                                AccountKind.valueOf(row.getString("kind")),
                                row.getString("owner"),
                                row.getLong("amount"))));
    }

    Uni<Optional<String>> text(SqlConnection connection, long id) {
        return connection
                .preparedQuery("SELECT ledger_body_text(id) AS body FROM ledger_tx WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, row -> row.getString("body")));
    }

    private static int month(LocalDate day) {
        return day.getYear() * 100 + day.getMonthValue();
    }
}
