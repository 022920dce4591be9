package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A supplier's accounts in the ledger; never writes. */
@ApplicationScoped
class IncomeRepository {
    private static final String OWN = "a.owner = $1 AND a.kind = ANY ('{SUPPLIER,SUPPLIER_DEBT,RECOVERABLE}'::text[])";

    /** What stands on each kind of its accounts. */
    record Balance(long owed, long debt, long recoverable) {
        public long sum() {
            return owed + debt + recoverable;
        }
    }

    Uni<Balance> balance(SqlConnection connection, UUID organisation) {
        String sums = """
                SELECT coalesce(sum(b.posted) FILTER (WHERE a.kind = 'SUPPLIER'), 0)::bigint AS owed,
                       coalesce(sum(b.posted) FILTER (WHERE a.kind = 'SUPPLIER_DEBT'), 0)::bigint AS debt,
                       coalesce(sum(b.posted) FILTER (WHERE a.kind = 'RECOVERABLE'), 0)::bigint AS recoverable
                  FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id WHERE\s""";
        return connection
                .preparedQuery(sums + OWN)
                .execute(Tuple.of(organisation.toString()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Balance(row.getLong("owed"), row.getLong("debt"), row.getLong("recoverable")));
    }

    /** The latest first. */
    Uni<List<IncomeMonth>> months(SqlConnection connection, UUID organisation) {
        String lines = """
                SELECT t.period, coalesce(sum(l.amount) FILTER (WHERE t.kind = 'SALE'), 0)::bigint AS sales,
                       coalesce(sum(l.amount) FILTER (WHERE t.kind = 'REFUND'), 0)::bigint AS refunds,
                       coalesce(sum(l.amount) FILTER (WHERE t.kind IN ('FREIGHT', 'FREIGHT_BACK')), 0)::bigint AS freight,
                       sum(l.amount)::bigint AS booked
                  FROM ledger_account a JOIN ledger_line l ON l.account_id = a.id
                  JOIN ledger_tx t ON t.period = l.period AND t.id = l.tx_id
                 WHERE\s""";
        return connection
                .preparedQuery(lines + OWN + " GROUP BY t.period ORDER BY t.period")
                .execute(Tuple.of(organisation.toString()))
                .map(rows -> {
                    List<IncomeMonth> months = new ArrayList<>();
                    long closing = 0;
                    for (Row row : rows) {
                        long sales = row.getLong("sales");
                        long refunds = row.getLong("refunds");
                        long freight = row.getLong("freight");
                        long booked = row.getLong("booked");
                        closing = Math.addExact(closing, booked);
                        months.add(new IncomeMonth(
                                row.getInteger("period"),
                                sales,
                                refunds,
                                freight,
                                booked - sales - refunds - freight,
                                closing));
                    }
                    Collections.reverse(months);
                    return months;
                });
    }

    /** Sale by sale, the latest first. */
    Uni<List<IncomeEntry>> sales(
            SqlConnection connection, UUID organisation, int month, @Nullable Cursor before, int most) {
        return connection
                .preparedQuery("""
                        SELECT s.tx_id, s.position, t.value_date, s.id, c.name_zh, c.name_en, s.quantity, s.gross_fen, s.fee_fen,
                               s.floor_fen + s.dividend_fen AS households_fen, s.supplier_fen - s.shortfall_fen AS own_fen
                          FROM sale s JOIN ledger_tx t ON t.id = s.tx_id
                          LEFT JOIN certification_certificate c ON c.id = s.certificate_id
                         WHERE s.organisation_id = $1 AND t.period = $2
                           AND ($3::bigint IS NULL OR (s.tx_id, s.position) < ($3, $4))
                         ORDER BY s.tx_id DESC, s.position DESC LIMIT $5""")
                .execute(Tuple.of(
                        organisation,
                        month,
                        before == null ? null : before.tx(),
                        before == null ? null : before.position(),
                        most))
                .map(rows -> {
                    List<IncomeEntry> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(new IncomeEntry(
                            new Cursor(row.getLong("tx_id"), row.getInteger("position")).text(),
                            "SALE",
                            row.getLocalDate("value_date"),
                            row.getUUID("id"),
                            row.getString("name_zh"),
                            row.getString("name_en"),
                            row.getLong("quantity"),
                            row.getLong("gross_fen"),
                            row.getLong("fee_fen"),
                            row.getLong("households_fen"),
                            row.getLong("own_fen"))));
                    return entries;
                });
    }

    /** What is not a sale, the latest first. */
    Uni<List<IncomeEntry>> others(
            SqlConnection connection, UUID organisation, int month, @Nullable Cursor before, int most) {
        String lines = """
                SELECT t.id, t.kind, t.value_date, sum(l.amount)::bigint AS own_fen
                  FROM ledger_account a JOIN ledger_line l ON l.account_id = a.id AND l.period = $2
                  JOIN ledger_tx t ON t.period = l.period AND t.id = l.tx_id
                 WHERE t.kind <> 'SALE' AND ($3::bigint IS NULL OR t.id < $3) AND\s""";
        return connection
                .preparedQuery(lines + OWN + " GROUP BY t.id, t.kind, t.value_date ORDER BY t.id DESC LIMIT $4")
                .execute(Tuple.of(organisation.toString(), month, before == null ? null : before.tx(), most))
                .map(rows -> {
                    List<IncomeEntry> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(new IncomeEntry(
                            new Cursor(row.getLong("id"), 0).text(),
                            row.getString("kind"),
                            row.getLocalDate("value_date"),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            row.getLong("own_fen"))));
                    return entries;
                });
    }

    /** A place among the bookings. */
    record Cursor(long tx, int position) {
        String text() {
            return tx + "-" + position;
        }
    }
}
