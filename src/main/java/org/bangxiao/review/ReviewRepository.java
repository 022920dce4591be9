package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.order.Bought;
import org.jspecify.annotations.Nullable;

/** Reviews, their answers and their hiding. */
@ApplicationScoped
class ReviewRepository {
    private static final String SHOWN = """
            SELECT r.id, r.listing_id, l.name_zh, l.name_en, r.stars, r.content, r.written_at, r.reply, r.replied_at,
                   r.hidden_reason, r.county_code, r.organisation_id
              FROM review r JOIN catalogue_listing l ON l.id = r.listing_id
             WHERE\s""";

    /** Whose it is to answer, where it is to be judged, and whether that was done. */
    record Held(UUID organisationId, String countyCode, boolean replied, boolean hidden) {}

    Uni<Void> insert(
            SqlConnection tx,
            UUID id,
            Bought.Line line,
            @Nullable UUID account,
            int stars,
            String content,
            Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO review (id, part_id, line_no, listing_id, organisation_id, county_code, account_id, stars,
                                            content, written_at)
                        SELECT $1, $2, $3, l.id, $5, l.county_code, $6, $7, $8, $9 FROM catalogue_listing l WHERE l.id = $4""")
                .execute(Tuple.of(id, line.partId(), line.lineNo(), line.listingId(), line.organisationId())
                        .addUUID(account)
                        .addInteger(stars)
                        .addString(content)
                        .addOffsetDateTime(at(now)))
                .replaceWithVoid();
    }

    /** What is shown of a listing, the newest first. */
    Uni<List<Review>> ofListing(SqlClient client, UUID listing, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + """
                        r.listing_id = $1 AND r.hidden_at IS NULL AND ($2::uuid IS NULL OR r.id < $2)
                         ORDER BY r.id DESC LIMIT $3""")
                .execute(Tuple.of(listing, before, limit))
                .map(ReviewRepository::reviews);
    }

    /** All of a supplier, the hidden ones too. */
    Uni<List<Review>> ofSupplier(SqlClient client, UUID organisation, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + """
                        r.organisation_id = $1 AND ($2::uuid IS NULL OR r.id < $2)
                         ORDER BY r.id DESC LIMIT $3""")
                .execute(Tuple.of(organisation, before, limit))
                .map(ReviewRepository::reviews);
    }

    /** All of an area, whatever its level. */
    Uni<List<Review>> ofArea(SqlClient client, String prefix, @Nullable UUID before, int limit) {
        return client.preparedQuery(SHOWN + """
                        r.county_code LIKE $1 || '%' AND ($2::uuid IS NULL OR r.id < $2)
                         ORDER BY r.id DESC LIMIT $3""")
                .execute(Tuple.of(prefix, before, limit))
                .map(ReviewRepository::reviews);
    }

    Uni<Rating> rating(SqlClient client, UUID listing) {
        return client.preparedQuery("SELECT review_count AS n,"
                        + " coalesce(review_stars * 10 / nullif(review_count, 0), 0) AS tenths"
                        + " FROM catalogue_listing WHERE id = $1")
                .execute(Tuple.of(listing))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Rating(row.getInteger("n"), row.getInteger("tenths"));
                    }
                    return new Rating(0, 0);
                });
    }

    Uni<Optional<Held>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT organisation_id, county_code, reply IS NOT NULL AS replied,"
                        + " hidden_at IS NOT NULL AS hidden FROM review WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Held(
                                row.getUUID("organisation_id"),
                                row.getString("county_code"),
                                row.getBoolean("replied"),
                                row.getBoolean("hidden")));
                    }
                    return Optional.empty();
                });
    }

    Uni<Void> reply(SqlConnection tx, UUID id, String text, Actor by, Instant now) {
        return tx.preparedQuery("UPDATE review SET reply = $2, reply_by = $3, replied_at = $4 WHERE id = $1")
                .execute(Tuple.of(id, text, by.accountId(), at(now)))
                .replaceWithVoid();
    }

    Uni<Void> hide(SqlConnection tx, UUID id, String reason, Actor by, Instant now) {
        return tx.preparedQuery("UPDATE review SET hidden_reason = $2, hidden_by = $3, hidden_at = $4 WHERE id = $1")
                .execute(Tuple.of(id, reason, by.accountId(), at(now)))
                .replaceWithVoid();
    }

    private static List<Review> reviews(RowSet<Row> rows) {
        List<Review> found = new ArrayList<>();
        rows.forEach(row -> {
            OffsetDateTime replied = row.getOffsetDateTime("replied_at");
            found.add(new Review(
                    row.getUUID("id"),
                    row.getUUID("listing_id"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getInteger("stars"),
                    row.getString("content"),
                    row.getOffsetDateTime("written_at").toInstant(),
                    row.getString("reply"),
                    replied == null ? null : replied.toInstant(),
                    row.getString("hidden_reason")));
        });
        return found;
    }

    private static OffsetDateTime at(Instant now) {
        return now.atOffset(ZoneOffset.UTC);
    }
}
