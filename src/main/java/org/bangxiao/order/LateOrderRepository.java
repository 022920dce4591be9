package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/** Orders whose window is over. */
@ApplicationScoped
class LateOrderRepository {
    /** One that was not sent in time. */
    record Late(UUID id, String number, LocalDate sendTo) {}

    /** An order and what its buyer was promised. */
    record Promised(
            String state,
            @Nullable SendWindow window,
            @Nullable Visit visit) {}

    /** Notes those not sent when their window was over, each once; answers them. */
    Uni<List<Late>> late(SqlConnection tx, LocalDate today, Instant now, int most) {
        return tx.preparedQuery("""
                        WITH due AS (SELECT id FROM order_part
                                      WHERE state = 'PAID' AND late_since IS NULL AND send_to < $1
                                      ORDER BY send_to LIMIT $3 FOR UPDATE SKIP LOCKED)
                        UPDATE order_part p SET late_since = $2 FROM due WHERE p.id = due.id
                        RETURNING p.id, p.number, p.send_to""")
                .execute(Tuple.of(today, PurchaseRepository.utc(now), most))
                .map(rows -> {
                    List<Late> late = new ArrayList<>();
                    rows.forEach(row -> late.add(
                            new Late(row.getUUID("id"), row.getString("number"), row.getLocalDate("send_to"))));
                    return late;
                });
    }

    /** A shopper's order, locked: nobody sends it meanwhile. Empty where it is somebody else's. */
    Uni<Optional<Promised>> lock(SqlConnection tx, UUID part, Shopper shopper) {
        byte @Nullable [] guest = shopper.guestHash();
        return tx.preparedQuery("""
                        SELECT p.state, p.send_from, p.send_to, p.visit_on, p.cancel_until
                          FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.id = $1 AND (u.account_id = $2 OR u.guest_token_hash = $3) FOR UPDATE OF p""")
                .execute(Tuple.tuple()
                        .addUUID(part)
                        .addUUID(shopper.accountId())
                        .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Promised(
                                        row.getString("state"),
                                        SendWindow.of(row.getLocalDate("send_from"), row.getLocalDate("send_to")),
                                        Visit.of(
                                                row.getLocalDate("visit_on"), row.getOffsetDateTime("cancel_until")))));
    }
}
