package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Who bought something. */
@ApplicationScoped
class BuyerRepository {
    /** A buyer who is signed in. */
    record Buyer(UUID account, UUID purchase) {}

    /** Who bought it, signed in; nobody where it was a guest. */
    Uni<Optional<Buyer>> buyer(SqlConnection connection, UUID purchaseOrPart) {
        return connection
                .preparedQuery("""
                        SELECT id, account_id FROM order_purchase
                         WHERE account_id IS NOT NULL
                           AND id = coalesce((SELECT purchase_id FROM order_part WHERE id = $1), $1)""")
                .execute(Tuple.of(purchaseOrPart))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(buyer(rows.iterator().next())));
    }

    private static Buyer buyer(Row row) {
        return new Buyer(row.getUUID("account_id"), row.getUUID("id"));
    }
}
