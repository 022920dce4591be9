package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders that arrive. */
@ApplicationScoped
class ReceiptRepository {
    /** The state of a shopper's order; empty where it is somebody else's. */
    Uni<Optional<String>> stateOf(SqlConnection tx, UUID part, Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return tx.preparedQuery("""
                        SELECT p.state FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3)""")
                .execute(Tuple.tuple()
                        .addUUID(part)
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** False where it is not on its way. */
    Uni<Boolean> received(SqlConnection tx, UUID part, @Nullable UUID account, Instant now) {
        return tx.preparedQuery("""
                        WITH moved AS (UPDATE order_part SET state = 'RECEIVED' WHERE id = $1 AND state = 'SHIPPED' RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, actor, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'RECEIVED', $2, $3 FROM moved m""")
                .execute(Tuple.of(part, account, PurchaseRepository.utc(now)))
                .map(done -> done.rowCount() == 1);
    }

    /**
     * Visits of days before then that nobody noted; not while their buyer asks for the money back, nor while they wait for
     * an office because a certificate was stopped.
     */
    Uni<Integer> visitedBefore(SqlConnection tx, LocalDate day, Instant now) {
        return tx.preparedQuery("""
                        WITH due AS (SELECT p.id FROM order_part p
                                      WHERE p.state = 'PAID' AND p.visit_on < $1
                                        AND NOT EXISTS (SELECT 1 FROM order_claim c WHERE c.part_id = p.id
                                              AND c.state IN ('ASKED', 'RETURNING', 'DISPUTED'))
                                        AND NOT EXISTS (
                                            SELECT 1 FROM order_line l JOIN catalogue_listing g ON g.id = l.listing_id
                                              JOIN certification_certificate c ON c.product_id = g.product_id
                                             WHERE l.part_id = p.id AND c.state <> 'VALID' AND NOT EXISTS (
                                                   SELECT 1 FROM order_stop_decision d WHERE d.part_id = p.id
                                                      AND d.certificate_id = c.id AND d.stopped_since = c.state_since))
                                      LIMIT 500 FOR UPDATE OF p SKIP LOCKED),
                             moved AS (UPDATE order_part SET state = 'RECEIVED' WHERE id IN (SELECT id FROM due) RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'RECEIVED', $2 FROM moved m""")
                .execute(Tuple.of(day, PurchaseRepository.utc(now)))
                .map(RowSet::rowCount);
    }

    /** Those that were sent before then. */
    Uni<Integer> receivedSince(SqlConnection tx, Instant sentBefore, Instant now) {
        return tx.preparedQuery("""
                        WITH due AS (SELECT p.id FROM order_part p
                                       JOIN order_event e ON e.part_id = p.id AND e.state = 'SHIPPED' AND e.at < $1
                                      WHERE p.state = 'SHIPPED' LIMIT 500 FOR UPDATE OF p SKIP LOCKED),
                             moved AS (UPDATE order_part SET state = 'RECEIVED' WHERE id IN (SELECT id FROM due) RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'RECEIVED', $2 FROM moved m""")
                .execute(Tuple.of(PurchaseRepository.utc(sentBefore), PurchaseRepository.utc(now)))
                .map(RowSet::rowCount);
    }
}
