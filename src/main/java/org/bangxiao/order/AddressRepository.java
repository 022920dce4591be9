package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The address books. */
@ApplicationScoped
class AddressRepository {
    /** @param sealed where the province is not said beside it; else null */
    record Kept(SavedAddress address, @Nullable Buffer sealed) {}

    /** The preferred one first, then the latest. */
    Uni<List<Kept>> list(SqlClient client, UUID account) {
        return client.preparedQuery("SELECT id, masked, preferred, province,"
                        + " CASE WHEN province IS NULL THEN sealed END AS sealed FROM order_address WHERE account_id = $1"
                        + " ORDER BY preferred DESC, written_at DESC, slot")
                .execute(Tuple.of(account))
                .map(rows -> {
                    List<Kept> found = new ArrayList<>();
                    for (Row row : rows) {
                        var sealed = row.getBuffer("sealed");
                        found.add(new Kept(
                                new SavedAddress(
                                        row.getUUID("id"),
                                        row.getString("masked"),
                                        row.getBoolean("preferred"),
                                        row.getString("province")),
                                sealed));
                    }
                    return found;
                });
    }

    Uni<Optional<byte[]>> sealed(SqlConnection connection, UUID account, UUID id) {
        return connection
                .preparedQuery("SELECT sealed FROM order_address WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> {
                    var all = rows.iterator();
                    return all.hasNext() ? Optional.of(all.next().getBuffer(0).getBytes()) : Optional.empty();
                });
    }

    /** Takes the lowest free place; false where the book is full. Whoever writes holds the book. */
    Uni<Boolean> insert(
            SqlConnection tx,
            UUID account,
            UUID id,
            byte[] sealed,
            String masked,
            @Nullable String province,
            Instant now) {
        return held(tx, account)
                .chain(() -> tx.preparedQuery("""
                                INSERT INTO order_address (id, account_id, slot, sealed, masked, preferred, written_at, province)
                                SELECT $2, $1, min(free), $3, $4,
                                       NOT EXISTS (SELECT FROM order_address WHERE account_id = $1), $5, $6
                                  FROM generate_series(1, 20) free
                                 WHERE free NOT IN (SELECT slot FROM order_address WHERE account_id = $1)
                                HAVING min(free) IS NOT NULL""")
                        .execute(Tuple.of(
                                account,
                                id,
                                Buffer.buffer(sealed).getDelegate(),
                                masked,
                                now.atOffset(ZoneOffset.UTC),
                                province)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Boolean> change(
            SqlConnection tx,
            UUID account,
            UUID id,
            byte[] sealed,
            String masked,
            @Nullable String province,
            Instant now) {
        return tx.preparedQuery("UPDATE order_address SET sealed = $3, masked = $4, written_at = $5, province = $6"
                        + " WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(
                        account,
                        id,
                        Buffer.buffer(sealed).getDelegate(),
                        masked,
                        now.atOffset(ZoneOffset.UTC),
                        province))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> removeAll(SqlConnection tx, UUID account) {
        return tx.preparedQuery("DELETE FROM order_address WHERE account_id = $1")
                .execute(Tuple.of(account))
                .replaceWithVoid();
    }

    Uni<Boolean> remove(SqlConnection tx, UUID account, UUID id) {
        return tx.preparedQuery("DELETE FROM order_address WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> rows.rowCount() == 1);
    }

    /** First nobody is preferred, then this one: the index allows no two, not even for a moment. */
    Uni<Boolean> prefer(SqlConnection tx, UUID account, UUID id) {
        return held(tx, account)
                .chain(() -> tx.preparedQuery("UPDATE order_address SET preferred = false"
                                + " WHERE account_id = $1 AND preferred AND id <> $2")
                        .execute(Tuple.of(account, id)))
                .chain(() -> tx.preparedQuery(
                                "UPDATE order_address SET preferred = true WHERE account_id = $1 AND id = $2")
                        .execute(Tuple.of(account, id)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Uni<Void> held(SqlConnection tx, UUID account) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 17))")
                .execute(Tuple.of(account.toString()))
                .replaceWithVoid();
    }
}
