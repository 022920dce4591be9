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

/** Runs as people look at them. Names come from the newest certificate of a product: what was on the shelf. */
@ApplicationScoped
class SettlementViewRepository {
    private static final String RUN = """
            SELECT r.*, c.chunks, c.done, coalesce(p.display_name, '') AS prepared_name, q.display_name AS approved_name
              FROM settlement_run r LEFT JOIN identity_account p ON p.id = r.prepared_by
                   LEFT JOIN identity_account q ON q.id = r.approved_by,
                   LATERAL (SELECT count(*)::int AS chunks, count(*) FILTER (WHERE state = 'DONE')::int AS done
                              FROM settlement_chunk WHERE run_id = r.id) c
            """;

    Uni<Optional<SettlementView>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(RUN + "WHERE r.id = $1")
                .execute(Tuple.of(id))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : pools(connection, id)
                                .chain(pools -> months(connection, id)
                                        .map(months ->
                                                Optional.of(view(rows.iterator().next(), months, pools)))));
    }

    Uni<List<SettlementView>> list(SqlConnection connection, String provinceDigits, int before, int limit) {
        return connection
                .preparedQuery(RUN + "WHERE r.region LIKE $1 || '%' AND r.number < $2 ORDER BY r.number DESC LIMIT $3")
                .execute(Tuple.of(provinceDigits, before, limit))
                .map(rows -> {
                    List<SettlementView> all = new ArrayList<>();
                    rows.forEach(row -> all.add(view(row, List.of(), List.of())));
                    return all;
                });
    }

    private Uni<List<SettlementView.Pool>> pools(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT s.*, p.leg, p.month, a.product_id, b.organisation_id,
                               o.name_zh AS organisation_zh, o.name_en AS organisation_en,
                               coalesce(c.name_zh, '') AS product_zh, coalesce(c.name_en, '') AS product_en,
                               x.fen - x.before_fen AS change
                          FROM settlement_pool s
                          JOIN sale_pool p ON p.id = s.pool_id
                          JOIN household_agreement a ON a.id = p.agreement_id
                          JOIN household_benefit_link b ON b.id = a.link_id
                          JOIN organisation o ON o.id = b.organisation_id
                          LEFT JOIN LATERAL (SELECT name_zh, name_en FROM certification_certificate
                                WHERE product_id = a.product_id ORDER BY issued_on DESC LIMIT 1) c ON true
                          LEFT JOIN settlement_change x ON x.run_id = s.run_id AND x.kind = 'POOL' AND x.no = s.rank
                         WHERE s.run_id = $1 ORDER BY s.rank""").execute(Tuple.of(id)).map(rows -> {
            List<SettlementView.Pool> all = new ArrayList<>();
            rows.forEach(row -> all.add(pool(row)));
            return all;
        });
    }

    /** The months of sale with the late sales among those that came into the pools since they were last paid. */
    private Uni<List<SettlementView.Month>> months(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT y.month, sum(y.fen)::bigint AS fen, q.closed_at, q.closed_root,
                               sum(l.n)::int AS late, sum(l.fen)::bigint AS late_fen
                          FROM (SELECT p.month, p.agreement_id, r.to_xid, sum(s.amount) AS fen, array_agg(p.id) AS pools,
                                       bool_or(p.leg = 'FLOOR') AS floor, bool_or(p.leg = 'DIVIDEND') AS dividend
                                  FROM settlement_pool s JOIN settlement_run r ON r.id = s.run_id JOIN sale_pool p ON p.id = s.pool_id
                                 WHERE s.run_id = $1 AND s.state = 'SHARED' GROUP BY 1, 2, 3) y
                          LEFT JOIN ledger_period q ON q.id = y.month AND q.state = 'CLOSED'
                         CROSS JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(CASE WHEN y.floor THEN x.floor_fen ELSE 0 END
                                       + CASE WHEN y.dividend THEN x.dividend_fen ELSE 0 END), 0) AS fen
                                  FROM sale x JOIN ledger_tx t ON t.id = x.tx_id
                                 WHERE x.late AND x.agreement_id = y.agreement_id AND x.month = y.month AND x.status = 'COUNTED'
                                   AND t.xid < y.to_xid AND NOT EXISTS (SELECT 1 FROM settlement_pool s
                                       JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE' AND r.to_xid < y.to_xid
                                      WHERE s.pool_id = ANY (y.pools) AND s.state = 'SHARED' AND t.xid < r.to_xid)) l
                         GROUP BY y.month, q.closed_at, q.closed_root ORDER BY y.month""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.list(
                        rows,
                        row -> new SettlementView.Month(
                                row.getInteger("month"),
                                row.getLong("fen"),
                                Rows.instant(row, "closed_at"),
                                row.getBuffer("closed_root") == null
                                        ? null
                                        : SettlementRepository.hex(row, "closed_root"),
                                row.getInteger("late"),
                                row.getLong("late_fen"))));
    }

    private static SettlementView.Pool pool(Row row) {
        return new SettlementView.Pool(
                row.getLong("pool_id"),
                row.getUUID("product_id"),
                row.getString("product_zh"),
                row.getString("product_en"),
                row.getUUID("organisation_id"),
                row.getString("organisation_zh"),
                row.getString("organisation_en"),
                row.getString("leg"),
                row.getInteger("month"),
                row.getLocalDate("day"),
                row.getInteger("members"),
                row.getLong("amount"),
                row.getString("state"),
                row.getLong("change"));
    }

    private static SettlementView view(Row row, List<SettlementView.Month> months, List<SettlementView.Pool> pools) {
        return new SettlementView(
                row.getUUID("id"),
                row.getInteger("number"),
                row.getString("region"),
                row.getInteger("month"),
                row.getString("state"),
                row.getLong("total_fen"),
                row.getInteger("households"),
                row.getInteger("chunks"),
                row.getInteger("done"),
                SettlementRepository.hex(row, "input_digest"),
                SettlementRepository.hex(row, "result_digest"),
                row.getUUID("prepared_by"),
                row.getString("prepared_name"),
                Objects.requireNonNull(Rows.instant(row, "prepared_at")),
                row.getUUID("approved_by"),
                row.getString("approved_name"),
                Rows.instant(row, "approved_at"),
                Rows.instant(row, "finished_at"),
                row.getBuffer("root") == null ? null : SettlementRepository.hex(row, "root"),
                months,
                pools);
    }
}
