package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a purchase goes. */
@ApplicationScoped
class ReaddressRepository {
    /**
     * A purchase with its address, sealed.
     *
     * @param open whether something of it will be sent, and nobody has accepted any of it
     */
    record Sent(Buffer receiverCipher, boolean open) {}

    /** An order of it that its supplier has to hear about. */
    record Told(UUID part, UUID organisationId, String number) {}

    /** The shopper's, locked with its orders so that nobody accepts one meanwhile; empty where it is somebody else's. */
    Uni<Optional<Sent>> lock(SqlConnection tx, UUID purchase, Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return tx.preparedQuery("""
                        WITH part AS (SELECT p.state, p.accepted_at, p.visit_on
                                        FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                                       WHERE u.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)
                                       ORDER BY p.id FOR UPDATE)
                        SELECT u.receiver_cipher,
                               (SELECT bool_and(accepted_at IS NULL AND state NOT IN ('SHIPPED', 'RECEIVED'))
                                       AND bool_or(state IN ('PLACED', 'PAID') AND visit_on IS NULL) FROM part) AS open
                          FROM order_purchase u
                         WHERE u.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)""")
                .execute(Tuple.tuple()
                        .addUUID(purchase)
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Sent(
                                        Buffer.buffer(
                                                row.getBuffer("receiver_cipher").getBytes()),
                                        Boolean.TRUE.equals(row.getBoolean("open")))));
    }

    /** Answers the paid orders of the purchase: their suppliers may have read the address before. */
    Uni<List<Told>> change(SqlConnection tx, UUID purchase, Buffer sealed, String masked) {
        return tx.preparedQuery("""
                        WITH u AS (UPDATE order_purchase SET receiver_cipher = $2, receiver_masked = $3 WHERE id = $1 RETURNING id)
                        SELECT p.id, p.organisation_id, p.number FROM order_part p JOIN u ON u.id = p.purchase_id
                         WHERE p.state = 'PAID'""")
                .execute(Tuple.of(purchase, sealed.getDelegate(), masked))
                .map(rows -> rows.stream()
                        .map(row ->
                                new Told(row.getUUID("id"), row.getUUID("organisation_id"), row.getString("number")))
                        .toList());
    }
}
