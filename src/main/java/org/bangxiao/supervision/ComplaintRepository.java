package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
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
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads and writes complaints. */
@ApplicationScoped
class ComplaintRepository {
    private static final String COMPLAINT = """
        SELECT k.*, o.name_zh AS supplier_zh, o.name_en AS supplier_en
          FROM supervision_complaint k JOIN organisation o ON o.id = k.organisation_id WHERE\s""";

    /** What a complaint is about. */
    record Goods(UUID listingId, String nameZh, String nameEn, String countyCode, boolean demo) {}

    /** What is written down. */
    record Note(
            UUID id,
            String receipt,
            UUID listingId,
            Complaint.About about,
            String content,
            @Nullable Buffer contactCipher,
            Buffer senderDigest,
            Instant at) {}

    Uni<Optional<Goods>> goods(SqlClient client, UUID listingId) {
        return client.preparedQuery("SELECT l.id, l.name_zh, l.name_en, l.county_code, o.demo FROM catalogue_listing l"
                        + " JOIN organisation o ON o.id = l.organisation_id WHERE l.id = $1")
                .execute(Tuple.of(listingId))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Goods(
                                row.getUUID("id"),
                                row.getString("name_zh"),
                                row.getString("name_en"),
                                row.getString("county_code"),
                                row.getBoolean("demo")));
                    }
                    return Optional.empty();
                });
    }

    /** How many came from there since then; whoever counts holds the place, so that two at once do not both fit. */
    Uni<Long> countFrom(SqlConnection connection, Buffer digest, Instant since) {
        return connection
                .preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 7))")
                .execute(Tuple.tuple().addBuffer(digest))
                .chain(() -> connection
                        .preparedQuery("SELECT count(*) AS n FROM supervision_complaint"
                                + " WHERE sender_digest = $1 AND lodged_at > $2")
                        .execute(Tuple.tuple().addBuffer(digest).addOffsetDateTime(at(since))))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    Uni<Void> lodge(SqlConnection connection, Note note) {
        return connection
                .preparedQuery("""
                    INSERT INTO supervision_complaint (id, receipt, listing_id, product_id, organisation_id, region, county_code,
                           name_zh, name_en, about, content, contact_cipher, sender_digest, lodged_at, demo)
                    SELECT $1, $2, l.id, l.product_id, l.organisation_id, l.region, l.county_code, l.name_zh, l.name_en,
                           $4, $5, $6, $7, $8, o.demo
                      FROM catalogue_listing l JOIN organisation o ON o.id = l.organisation_id WHERE l.id = $3""")
                .execute(Tuple.tuple()
                        .addUUID(note.id())
                        .addString(note.receipt())
                        .addUUID(note.listingId())
                        .addString(note.about().name())
                        .addString(note.content())
                        .addValue(
                                note.contactCipher() == null
                                        ? null
                                        : note.contactCipher().getDelegate())
                        .addBuffer(note.senderDigest())
                        .addOffsetDateTime(at(note.at())))
                .replaceWithVoid();
    }

    Uni<List<Complaint>> list(SqlClient client, String sight, Filter filter) {
        String place = filter.open()
                ? "k.answer IS NULL AND k.number > $4 ORDER BY k.number"
                : "k.answer IS NOT NULL AND k.number < $4 ORDER BY k.number DESC";
        return client.preparedQuery(COMPLAINT
                        + "k.county_code LIKE $1 || '%' AND k.county_code LIKE $2 || '%' AND ($3 = '' OR k.about = $3)"
                        + " AND "
                        + place + " LIMIT $5")
                .execute(Tuple.of(sight, filter.area(), filter.kind(), filter.after(), filter.size() + 1))
                .map(ComplaintRepository::complaints);
    }

    Uni<Optional<Complaint>> find(SqlClient client, UUID id) {
        return client.preparedQuery(COMPLAINT + "k.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> complaints(rows).stream().findFirst());
    }

    Uni<Optional<Complaint>> byReceipt(SqlClient client, String receipt) {
        return client.preparedQuery(COMPLAINT + "k.receipt = $1")
                .execute(Tuple.of(receipt))
                .map(rows -> complaints(rows).stream().findFirst());
    }

    Uni<List<Complaint>> ofProduct(SqlClient client, UUID productId, int limit) {
        return client.preparedQuery(COMPLAINT + "k.product_id = $1 ORDER BY k.lodged_at DESC LIMIT $2")
                .execute(Tuple.of(productId, limit))
                .map(ComplaintRepository::complaints);
    }

    /** The sealed way to reach whoever complained; nothing where none was left. */
    Uni<Optional<byte[]>> contact(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT contact_cipher FROM supervision_complaint WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        Buffer cipher = row.getBuffer("contact_cipher");
                        return cipher == null ? Optional.empty() : Optional.of(cipher.getBytes());
                    }
                    return Optional.empty();
                });
    }

    /** False where it was answered before. */
    Uni<Boolean> answer(SqlConnection connection, UUID id, String answer, Actor actor, Instant now) {
        return connection
                .preparedQuery("UPDATE supervision_complaint SET answer = $2, answered_by = $3, answered_person = $4,"
                        + " answered_at = $5 WHERE id = $1 AND answer IS NULL")
                .execute(Tuple.of(id, answer, actor.accountId(), actor.personId(), at(now)))
                .map(done -> done.rowCount() == 1);
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static List<Complaint> complaints(RowSet<Row> rows) {
        List<Complaint> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Complaint(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("receipt"),
                row.getUUID("listing_id"),
                row.getUUID("organisation_id"),
                row.getString("county_code"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("supplier_zh"),
                row.getString("supplier_en"),
                Complaint.About.valueOf(row.getString("about")),
                row.getString("content"),
                row.getBuffer("contact_cipher") != null,
                row.getOffsetDateTime("lodged_at").toInstant(),
                row.getString("answer"),
                Rows.instant(row, "answered_at"),
                row.getBoolean("demo"))));
        return found;
    }
}
