package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.notice.Reader;
import org.jspecify.annotations.Nullable;

/** Who bought something. */
@ApplicationScoped
class BuyerRepository {
    /** @param account null where it was a guest */
    record Buyer(@Nullable UUID account, UUID purchase) {
        Reader reader() {
            return account == null ? Reader.guest(purchase) : Reader.account(account);
        }

        /** Where the buyer finds it; a guest's mail completes it. */
        String link() {
            return account == null ? OrderMail.LINK : "/purchases/" + purchase;
        }
    }

    /**
     * A guest's own purchase, locked.
     *
     * @param lastDay until when something of it is planned to be sent, or for which it is booked; empty where nothing is
     */
    record Own(String state, Instant placedAt, Optional<LocalDate> lastDay) {}

    /** Empty where it is somebody else's, or an account's. */
    Uni<Optional<Own>> guests(SqlConnection connection, UUID purchase, Shopper guest) {
        byte @Nullable [] hash = guest.guestHash();
        return connection
                .preparedQuery("""
                        SELECT u.state, u.placed_at, (SELECT max(greatest(p.send_to, p.visit_on)) FROM order_part p
                                                       WHERE p.purchase_id = u.id) AS last_day
                          FROM order_purchase u WHERE u.id = $1 AND u.account_id IS NULL AND u.guest_token_hash = $2
                           FOR UPDATE OF u""")
                .execute(Tuple.tuple()
                        .addUUID(purchase)
                        .addValue(hash == null ? null : Buffer.buffer(hash).getDelegate()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Own(
                                row.getString("state"),
                                row.getOffsetDateTime("placed_at").toInstant(),
                                Optional.ofNullable(row.getLocalDate("last_day"))));
                    }
                    return Optional.empty();
                });
    }

    /** Who bought it; nobody where no purchase stands behind it. */
    Uni<Optional<Buyer>> buyer(SqlConnection connection, UUID purchaseOrPart) {
        return connection
                .preparedQuery("""
                        SELECT id, account_id FROM order_purchase
                         WHERE id = coalesce((SELECT purchase_id FROM order_part WHERE id = $1), $1)""")
                .execute(Tuple.of(purchaseOrPart))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(buyer(rows.iterator().next())));
    }

    private static Buyer buyer(Row row) {
        return new Buyer(row.getUUID("account_id"), row.getUUID("id"));
    }
}
