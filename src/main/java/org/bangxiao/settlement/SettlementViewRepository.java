package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
                                .map(pools -> Optional.of(view(rows.iterator().next(), pools))));
    }

    Uni<List<SettlementView>> list(SqlConnection connection, String provinceDigits, int before, int limit) {
        return connection
                .preparedQuery(RUN + "WHERE r.region LIKE $1 || '%' AND r.number < $2 ORDER BY r.number DESC LIMIT $3")
                .execute(Tuple.of(provinceDigits, before, limit))
                .map(rows -> {
                    List<SettlementView> all = new ArrayList<>();
                    rows.forEach(row -> all.add(view(row, List.of())));
                    return all;
                });
    }

    private Uni<List<SettlementView.Pool>> pools(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT s.*, p.leg, p.month, a.product_id, b.organisation_id,
                               o.name_zh AS organisation_zh, o.name_en AS organisation_en,
                               coalesce(c.name_zh, '') AS product_zh, coalesce(c.name_en, '') AS product_en
                          FROM settlement_pool s
                          JOIN sale_pool p ON p.id = s.pool_id
                          JOIN household_agreement a ON a.id = p.agreement_id
                          JOIN household_benefit_link b ON b.id = a.link_id
                          JOIN organisation o ON o.id = b.organisation_id
                          LEFT JOIN LATERAL (SELECT name_zh, name_en FROM certification_certificate
                                WHERE product_id = a.product_id ORDER BY issued_on DESC LIMIT 1) c ON true
                         WHERE s.run_id = $1 ORDER BY s.rank""").execute(Tuple.of(id)).map(rows -> {
            List<SettlementView.Pool> all = new ArrayList<>();
            rows.forEach(row -> all.add(pool(row)));
            return all;
        });
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
                row.getString("state"));
    }

    private static SettlementView view(Row row, List<SettlementView.Pool> pools) {
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
                Objects.requireNonNull(instant(row, "prepared_at")),
                row.getUUID("approved_by"),
                row.getString("approved_name"),
                instant(row, "approved_at"),
                instant(row, "finished_at"),
                pools);
    }

    static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
