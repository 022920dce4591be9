package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The freight of orders that were paid. */
@ApplicationScoped
class PartFreightRepository {
    /** Freight that was paid and did not go back, and the posting by which it came. */
    record Left(UUID partId, UUID organisationId, long fen, long txId) {}

    /** Locks the order: nobody else gives its freight back. Empty where there is none, or no longer. */
    Uni<Optional<Left>> left(SqlConnection tx, UUID part) {
        return tx.preparedQuery("""
                        SELECT p.id, p.organisation_id, p.freight_fen, u.freight_tx
                          FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.id = $1 AND p.freight_fen > 0 AND u.freight_tx IS NOT NULL
                           AND NOT EXISTS (SELECT 1 FROM order_freight_refund f WHERE f.part_id = p.id)
                           FOR UPDATE OF p""")
                .execute(Tuple.of(part))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Left(
                                        row.getUUID("id"),
                                        row.getUUID("organisation_id"),
                                        row.getLong("freight_fen"),
                                        row.getLong("freight_tx"))));
    }

    Uni<Void> gaveBack(SqlConnection tx, Left freight, String reference, long txId, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO order_freight_refund (part_id, amount_fen, reference, tx_id, refunded_at)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(freight.partId(), freight.fen(), reference, txId, PurchaseRepository.utc(now)))
                .replaceWithVoid();
    }
}
