package org.bangxiao.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Goods that people keep for later. */
@ApplicationScoped
class FavouriteRepository {
    record Kept(UUID listingId, boolean waits, Instant keptAt) {}

    record Waiting(UUID accountId, UUID listingId, Instant keptAt) {}

    /** False where the account keeps its most already, or there are no such goods. */
    Uni<Boolean> keep(SqlConnection tx, UUID account, UUID listing, boolean waits, int most, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO account_favourite (account_id, listing_id, kept_at, waits)
                        SELECT $1, $2, $4, $3 FROM catalogue_listing WHERE id = $2
                           AND ((SELECT count(*) FROM account_favourite WHERE account_id = $1) < $5
                                OR EXISTS (SELECT FROM account_favourite WHERE account_id = $1 AND listing_id = $2))
                        ON CONFLICT (account_id, listing_id) DO UPDATE SET waits = EXCLUDED.waits, kept_at = EXCLUDED.kept_at""")
                .execute(Tuple.of(account, listing, waits, at(now), most))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Boolean> drop(SqlConnection tx, UUID account, UUID listing) {
        return tx.preparedQuery("DELETE FROM account_favourite WHERE account_id = $1 AND listing_id = $2")
                .execute(Tuple.of(account, listing))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> dropAll(SqlConnection tx, UUID account) {
        return tx.preparedQuery("DELETE FROM account_favourite WHERE account_id = $1")
                .execute(Tuple.of(account))
                .replaceWithVoid();
    }

    /** The latest first; goods that were kept again meanwhile come once more rather than not at all. */
    Uni<List<Kept>> page(SqlConnection connection, UUID account, @Nullable UUID after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT listing_id, waits, kept_at FROM account_favourite
                         WHERE account_id = $1
                           AND ($2::uuid IS NULL OR (kept_at, listing_id) < (
                                SELECT kept_at, listing_id FROM account_favourite WHERE account_id = $1 AND listing_id = $2))
                         ORDER BY kept_at DESC, listing_id DESC LIMIT $3""")
                .execute(Tuple.of(account, after, limit))
                .map(rows -> {
                    List<Kept> kept = new ArrayList<>();
                    rows.forEach(row -> kept.add(new Kept(
                            row.getUUID(0),
                            row.getBoolean(1),
                            row.getOffsetDateTime(2).toInstant())));
                    return kept;
                });
    }

    /** Those whose goods seem to be on the shelf again, held until the transaction ends; another process takes others. */
    Uni<List<Waiting>> back(SqlConnection tx, LocalDate today, int limit) {
        return tx.preparedQuery("""
                        SELECT f.account_id, f.listing_id, f.kept_at
                          FROM account_favourite f JOIN catalogue_stock s ON s.listing_id = f.listing_id
                          JOIN catalogue_listing l ON l.id = f.listing_id
                         WHERE f.waits AND s.onhand - s.sold - s.reserved > 0 AND l.certificate_valid AND l.valid_to >= $2
                         ORDER BY f.kept_at LIMIT $1 FOR UPDATE OF f SKIP LOCKED""").execute(Tuple.of(limit, today)).map(rows -> {
            List<Waiting> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(new Waiting(
                    row.getUUID(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant())));
            return waiting;
        });
    }

    Uni<Void> told(SqlConnection tx, Collection<Waiting> those) {
        return tx.preparedQuery("UPDATE account_favourite SET waits = false WHERE account_id = $1 AND listing_id = $2")
                .executeBatch(those.stream()
                        .map(one -> Tuple.of(one.accountId(), one.listingId()))
                        .toList())
                .replaceWithVoid();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
