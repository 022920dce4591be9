package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;

/** A household's credits with the sales behind them. */
@ApplicationScoped
class StatementRepository {
    /** A credit where it stands in its chunk. */
    record Credit(UUID run, long poolId, long householdNo, long weight, long fen) {}

    Uni<List<Integer>> months(SqlConnection connection, long householdNo) {
        return connection.preparedQuery("""
                        SELECT DISTINCT to_char(r.finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')::int AS month
                          FROM settlement_share s JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE'
                         WHERE s.household_no = $1 AND s.amount > 0 ORDER BY 1 DESC""").execute(Tuple.of(householdNo)).map(rows -> {
            List<Integer> months = new ArrayList<>();
            rows.forEach(row -> months.add(row.getInteger("month")));
            return months;
        });
    }

    Uni<List<Statement.Line>> lines(SqlConnection connection, UUID household, long householdNo, int month) {
        return connection
                .preparedQuery("""
                        SELECT r.id AS run_id, r.number, r.finished_at, f.pool_id, p.leg, p.month, b.kind, a.product_id, b.organisation_id,
                               o.name_zh AS organisation_zh, o.name_en AS organisation_en, f.amount AS pool_fen, f.members,
                               f.weight AS pool_weight, s.weight, s.amount, k.tx_id,
                               coalesce(c.name_zh, '') AS product_zh, coalesce(c.name_en, '') AS product_en,
                               coalesce(c.package_unit, '') AS unit,
                               n.sales, n.quantity, n.gross, back.units AS returned, back.fen AS returned_fen, off.fen AS offset_fen
                          FROM settlement_share s
                          JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE'
                          JOIN settlement_pool f ON f.run_id = s.run_id AND f.rank = s.pool_rank
                          JOIN settlement_chunk k ON k.run_id = s.run_id AND (s.pool_rank, s.household_no) >= (k.first_rank, k.first_no)
                               AND (s.pool_rank, s.household_no) <= (k.last_rank, k.last_no)
                          JOIN sale_pool p ON p.id = f.pool_id
                          JOIN household_agreement a ON a.id = p.agreement_id
                          JOIN household_benefit_link b ON b.id = a.link_id
                          JOIN organisation o ON o.id = b.organisation_id
                          LEFT JOIN LATERAL (SELECT q.name_zh, q.name_en, q.package_unit FROM certification_application q
                                WHERE q.product_id = a.product_id) c ON true
                          LEFT JOIN LATERAL (SELECT r2.to_xid, r2.prepared_at FROM settlement_pool f2
                                JOIN settlement_run r2 ON r2.id = f2.run_id AND r2.state = 'DONE'
                                WHERE f2.pool_id = f.pool_id AND f2.state = 'SHARED' AND r2.to_xid < r.to_xid
                                ORDER BY r2.to_xid DESC LIMIT 1) before ON true
                          LEFT JOIN LATERAL (SELECT count(*) AS sales, coalesce(sum(x.quantity), 0)::bigint AS quantity,
                                    coalesce(sum(x.gross_fen), 0)::bigint AS gross
                                FROM sale x JOIN ledger_tx t ON t.id = x.tx_id
                               WHERE x.product_id = a.product_id AND x.agreement_id = p.agreement_id AND x.status = 'COUNTED'
                                 AND x.sold_at >= to_date(p.month::text, 'YYYYMM')::timestamp AT TIME ZONE 'Asia/Shanghai'
                                 AND x.sold_at < (to_date(p.month::text, 'YYYYMM') + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
                                 AND t.xid < r.to_xid AND (before.to_xid IS NULL OR t.xid >= before.to_xid)) n ON true
                          LEFT JOIN LATERAL (SELECT coalesce(sum(g.units), 0)::bigint AS units,
                                    coalesce(sum(g.amount_fen), 0)::bigint AS fen
                                FROM sale x JOIN sale_refund g ON g.sale_id = x.id AND g.refunded_at <= r.prepared_at
                                JOIN ledger_tx t ON t.id = x.tx_id
                               WHERE x.product_id = a.product_id AND x.agreement_id = p.agreement_id AND x.month = p.month
                                 AND t.xid < r.to_xid AND (before.to_xid IS NULL OR t.xid >= before.to_xid)) back ON true
                          LEFT JOIN LATERAL (SELECT coalesce(-sum(w.amount), 0)::bigint AS fen FROM (
                                SELECT t.id, t.period FROM ledger_tx t WHERE t.idem_key = 'offset:' || r.id
                                 UNION ALL
                                SELECT t.id, t.period FROM sale x JOIN ledger_tx o ON o.id = x.tx_id AND o.xid < before.to_xid
                                  JOIN sale_refund g ON g.sale_id = x.id AND g.refunded_at > before.prepared_at
                                   AND g.refunded_at <= r.prepared_at
                                  JOIN ledger_tx t ON t.id = g.tx_id
                                 WHERE x.product_id = a.product_id AND x.agreement_id = p.agreement_id AND x.month = p.month) u
                                JOIN ledger_line w ON w.period = u.period AND w.tx_id = u.id AND w.account_id = f.account_id) off ON true
                         WHERE s.household_no = $1 AND s.amount > 0
                           AND to_char(r.finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')::int = $2
                         ORDER BY r.number DESC, f.rank""")
                .execute(Tuple.of(householdNo, month))
                .map(rows -> {
                    List<Statement.Line> lines = new ArrayList<>();
                    rows.forEach(row -> lines.add(line(row, household)));
                    return lines;
                });
    }

    /** What was credited to a household of sales that their suppliers confirmed. */
    Uni<Long> confirmed(SqlConnection connection, long householdNo) {
        return connection
                .preparedQuery("""
                        SELECT coalesce(sum(s.amount), 0)::bigint FROM settlement_share s
                          JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE'
                          JOIN settlement_pool f ON f.run_id = s.run_id AND f.rank = s.pool_rank
                          JOIN sale_pool p ON p.id = f.pool_id AND p.basis = 'CONFIRMED'
                         WHERE s.household_no = $1""")
                .execute(Tuple.of(householdNo))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The chunk that holds a household's credit out of a pool, with its transaction; empty where there is none yet. */
    Uni<Optional<ChunkOfCredit>> chunkOf(SqlConnection connection, UUID run, long poolId, long householdNo) {
        return connection
                .preparedQuery("""
                        SELECT k.first_rank, k.first_no, k.last_rank, k.last_no, k.tx_id, s.pool_rank
                          FROM settlement_pool f
                          JOIN settlement_share s ON s.run_id = f.run_id AND s.pool_rank = f.rank AND s.household_no = $3 AND s.amount > 0
                          JOIN settlement_chunk k ON k.run_id = f.run_id AND k.tx_id IS NOT NULL
                               AND (s.pool_rank, s.household_no) >= (k.first_rank, k.first_no)
                               AND (s.pool_rank, s.household_no) <= (k.last_rank, k.last_no)
                         WHERE f.run_id = $1 AND f.pool_id = $2""")
                .execute(Tuple.of(run, poolId, householdNo))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(new ChunkOfCredit(
                            row.getInteger("first_rank"),
                            row.getLong("first_no"),
                            row.getInteger("last_rank"),
                            row.getLong("last_no"),
                            row.getLong("tx_id")));
                });
    }

    /** Bounds and transaction of a posted chunk. */
    record ChunkOfCredit(int firstRank, long firstNo, int lastRank, long lastNo, long txId) {}

    /** The credits of a chunk in their order. */
    Uni<List<Credit>> credits(SqlConnection connection, UUID run, ChunkOfCredit chunk) {
        return connection
                .preparedQuery("""
                        SELECT f.pool_id, s.household_no, s.weight, s.amount FROM settlement_share s
                          JOIN settlement_pool f ON f.run_id = s.run_id AND f.rank = s.pool_rank
                         WHERE s.run_id = $1 AND (s.pool_rank, s.household_no) >= ($2, $3) AND (s.pool_rank, s.household_no) <= ($4, $5)
                           AND s.amount > 0 ORDER BY s.pool_rank, s.household_no""")
                .execute(Tuple.of(run, chunk.firstRank(), chunk.firstNo(), chunk.lastRank(), chunk.lastNo()))
                .map(rows -> {
                    List<Credit> credits = new ArrayList<>(rows.size());
                    rows.forEach(row -> credits.add(new Credit(
                            run,
                            row.getLong("pool_id"),
                            row.getLong("household_no"),
                            row.getLong("weight"),
                            row.getLong("amount"))));
                    return credits;
                });
    }

    private static Statement.Line line(Row row, UUID household) {
        UUID run = row.getUUID("run_id");
        long pool = row.getLong("pool_id");
        return new Statement.Line(
                run,
                row.getInteger("number"),
                Objects.requireNonNull(Rows.instant(row, "finished_at")),
                pool,
                row.getString("leg"),
                row.getInteger("month"),
                row.getString("kind"),
                row.getUUID("product_id"),
                row.getString("product_zh"),
                row.getString("product_en"),
                row.getUUID("organisation_id"),
                row.getString("organisation_zh"),
                row.getString("organisation_en"),
                row.getLong("sales"),
                row.getLong("quantity"),
                row.getString("unit"),
                row.getLong("gross"),
                row.getLong("returned"),
                row.getLong("returned_fen"),
                row.getLong("offset_fen"),
                row.getLong("pool_fen"),
                row.getInteger("members"),
                row.getLong("weight"),
                row.getLong("pool_weight"),
                row.getLong("amount"),
                row.getLong("tx_id"),
                "/api/households/" + household + "/statement/credits/" + run + "/" + pool + "/proof");
    }
}
