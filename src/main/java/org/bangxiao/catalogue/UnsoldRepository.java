package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/** Which goods lie unsold, as officers found. */
@ApplicationScoped
class UnsoldRepository {
    /** Null where there is no such listing. */
    Uni<@Nullable String> county(SqlConnection connection, UUID listing) {
        return connection
                .preparedQuery("SELECT county_code FROM catalogue_listing WHERE id = $1")
                .execute(Tuple.of(listing))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getString("county_code");
                    }
                    return null;
                });
    }

    Uni<Void> found(SqlConnection tx, UUID listing, String reason, Actor officer, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO catalogue_unsold (listing_id, reason, found_by, found_person, found_at)
                        VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT (listing_id) DO UPDATE SET reason = EXCLUDED.reason, found_by = EXCLUDED.found_by,
                               found_person = EXCLUDED.found_person, found_at = EXCLUDED.found_at""")
                .execute(Tuple.of(listing, reason, officer.accountId(), officer.personId(), StockRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> sold(SqlConnection tx, UUID listing) {
        return tx.preparedQuery("DELETE FROM catalogue_unsold WHERE listing_id = $1")
                .execute(Tuple.of(listing))
                .replaceWithVoid();
    }
}
