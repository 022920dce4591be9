package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.household.Split;
import org.bangxiao.ledger.Merkle;
import org.bangxiao.platform.Digests;

/** Reads sales back, one by one, and the digests that stand beside them in the journal. */
@ApplicationScoped
class RecordedSaleRepository {
    Uni<Optional<StoredSale>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT s.*, coalesce(r.units, 0) AS refunded_units, coalesce(r.fen, 0) AS refunded_fen,
                               (SELECT new_sale_id FROM sale_correction WHERE sale_id = s.id AND state = 'APPROVED') AS corrected_by,
                               (SELECT sale_id FROM sale_correction WHERE new_sale_id = s.id) AS corrects
                          FROM sale s
                          LEFT JOIN LATERAL (SELECT sum(units)::bigint AS units, sum(amount_fen)::bigint AS fen
                                FROM sale_refund WHERE sale_id = s.id) r ON true
                         WHERE s.id = $1""")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(sale(rows.iterator().next())));
    }

    /** What the proof of one sale climbs along: the digests under its node, and all nodes of its transaction. */
    record Climb(List<byte[]> neighbours, List<byte[]> nodes) {}

    Uni<Climb> climb(SqlConnection connection, long txId, int position) {
        int first = position - position % Sales.RECORDS_A_NODE;
        return connection
                .preparedQuery("""
                        SELECT (SELECT string_agg(record_sha256, ''::bytea ORDER BY position) FROM sale
                                 WHERE tx_id = $1 AND position BETWEEN $2 AND $3) AS digests,
                               (SELECT nodes FROM sale_record_node WHERE tx_id = $1) AS nodes""")
                .execute(Tuple.of(txId, first, first + Sales.RECORDS_A_NODE - 1))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    List<byte[]> neighbours =
                            Digests.apart(row.getBuffer("digests").getBytes());
                    Buffer nodes = row.getBuffer("nodes");
                    return new Climb(
                            neighbours,
                            nodes == null ? List.of(Merkle.root(neighbours)) : Digests.apart(nodes.getBytes()));
                });
    }

    Uni<List<RecordedSales.Named>> named(SqlConnection connection, long txId, int fromPosition, int limit) {
        return connection
                .preparedQuery("""
                        SELECT external_id, id FROM sale WHERE tx_id = $1 AND position >= $2 ORDER BY position LIMIT $3""")
                .execute(Tuple.of(txId, fromPosition, limit))
                .map(rows -> {
                    List<RecordedSales.Named> named = new ArrayList<>(rows.size());
                    rows.forEach(
                            row -> named.add(new RecordedSales.Named(row.getString("external_id"), row.getUUID("id"))));
                    return named;
                });
    }

    Uni<List<RecordedSales.Waiting>> waiting(SqlConnection connection, UUID organisation, LocalDate day) {
        return connection
                .preparedQuery("""
                        SELECT organisation_id, tx_id, sum(sales)::bigint AS sales, sum(gross)::bigint AS gross,
                               bool_and(organisation_acts_for($1, organisation_id, product_id, $2)) AS whole
                          FROM (SELECT organisation_id, tx_id, product_id, count(*) AS sales, sum(gross_fen) AS gross FROM sale
                                 WHERE organisation_id = ANY (organisation_acted_for($1, $2)) AND status = 'REPORTED'
                                 GROUP BY organisation_id, tx_id, product_id) p
                         GROUP BY organisation_id, tx_id ORDER BY tx_id DESC, organisation_id LIMIT 5000
                        """)
                .execute(Tuple.of(organisation, day))
                .map(rows -> {
                    List<RecordedSales.Waiting> waiting = new ArrayList<>();
                    rows.forEach(row -> waiting.add(new RecordedSales.Waiting(
                            row.getUUID("organisation_id"),
                            row.getLong("tx_id"),
                            row.getLong("sales"),
                            row.getLong("gross"),
                            row.getBoolean("whole"))));
                    return waiting;
                });
    }

    Uni<Boolean> mandated(SqlConnection connection, Collection<Long> txIds, UUID supplier, UUID agent, LocalDate day) {
        return connection
                .preparedQuery("""
                        SELECT coalesce(bool_and(organisation_acts_for($3, $2, product_id, $4)), false)
                          FROM (SELECT DISTINCT product_id FROM sale WHERE organisation_id = $2 AND tx_id = ANY ($1)) p""")
                .execute(Tuple.of(txIds.toArray(Long[]::new), supplier, agent, day))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static StoredSale sale(Row row) {
        SaleDraft draft = new SaleDraft(
                row.getString("source"),
                row.getString("external_id"),
                row.getUUID("listing_id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getLong("quantity"),
                row.getLong("gross_fen"),
                row.getString("channel"),
                List.of(row.getArrayOfStrings("tags")),
                row.getOffsetDateTime("sold_at").toInstant(),
                row.getBoolean("reported"));
        return new StoredSale(
                row.getUUID("id"),
                draft,
                row.getUUID("certificate_id"),
                row.getUUID("agreement_id"),
                new Split(
                        row.getLong("fee_fen"),
                        row.getLong("floor_fen"),
                        row.getLong("dividend_fen"),
                        row.getLong("supplier_fen"),
                        row.getLong("shortfall_fen")),
                row.getString("status"),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getBoolean("late"),
                row.getLong("tx_id"),
                row.getInteger("position"),
                row.getLong("refunded_units"),
                row.getLong("refunded_fen"),
                row.getUUID("corrected_by"),
                row.getUUID("corrects"));
    }
}
