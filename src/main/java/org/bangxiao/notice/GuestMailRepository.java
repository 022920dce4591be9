package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
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
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Ids;

/** The addresses that guests left for one order each. */
@ApplicationScoped
class GuestMailRepository {
    /** @param linkUntil when the links that go there end, unless there is news */
    record Given(UUID id, Buffer sealed, Buffer digest, MailAddress shown, Instant linkUntil) {}

    record Open(UUID subject, boolean told) {}

    /** In the place of the one before, of which nothing goes out any more. */
    Uni<Void> give(SqlConnection connection, UUID subject, Given given) {
        return dropped(connection, "a.subject = $1", subject)
                .chain(() -> connection
                        .preparedQuery("""
                                INSERT INTO notice_address (id, subject, sealed, digest, masked, language, given_at, link_until)
                                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                                ON CONFLICT (subject) DO UPDATE
                                   SET (id, sealed, digest, masked, language, given_at, link_until, times_given)
                                     = (excluded.id, excluded.sealed, excluded.digest, excluded.masked, excluded.language,
                                        excluded.given_at, greatest(notice_address.link_until, excluded.link_until),
                                        notice_address.times_given + 1)""")
                        .execute(Tuple.tuple()
                                .addUUID(given.id())
                                .addUUID(subject)
                                .addBuffer(given.sealed())
                                .addBuffer(given.digest())
                                .addString(given.shown().masked())
                                .addString(given.shown().language())
                                .addOffsetDateTime(utc(given.shown().givenAt()))
                                .addOffsetDateTime(utc(given.linkUntil()))))
                .replaceWithVoid();
    }

    Uni<Optional<MailAddress>> of(SqlClient client, UUID subject) {
        return client.preparedQuery(
                        "SELECT masked, language, given_at FROM notice_address WHERE subject = $1 AND sealed IS NOT NULL")
                .execute(Tuple.of(subject))
                .map(rows -> first(rows)
                        .map(row -> new MailAddress(
                                row.getString("masked"),
                                row.getString("language"),
                                row.getOffsetDateTime("given_at").toInstant(),
                                false)));
    }

    /** What the address's links open, while they live. */
    Uni<Optional<Open>> open(SqlClient client, UUID address, Instant now) {
        return client.preparedQuery("""
                        SELECT subject, sealed IS NOT NULL AS told FROM notice_address
                         WHERE id = $1 AND subject IS NOT NULL AND link_until > $2""")
                .execute(Tuple.of(address, utc(now)))
                .map(rows -> first(rows).map(row -> new Open(row.getUUID("subject"), row.getBoolean("told"))));
    }

    /** The note and its mail, where an address waits for it; its links live on either way. */
    Uni<Void> tell(SqlConnection connection, Note note, Instant at, Instant linkUntil) {
        return connection
                .preparedQuery("""
                        WITH a AS (UPDATE notice_address SET link_until = greatest(link_until, $8)
                                    WHERE subject = $2 RETURNING id, sealed IS NOT NULL AS told),
                             told AS (INSERT INTO notice_note (id, subject, message_key, arguments, link, once, at)
                                      SELECT $1, $2, $3, $4, $5, $6, $7 FROM a WHERE a.told
                                          ON CONFLICT (once) DO NOTHING RETURNING id, at)
                        INSERT INTO notice_mail (note_id, address_id, due_at) SELECT t.id, a.id, t.at FROM told t, a""")
                .execute(Tuple.tuple()
                        .addUUID(Ids.next())
                        .addUUID(note.to().subject())
                        .addString(note.key())
                        .addValue(new JsonArray(note.arguments()))
                        .addString(note.link())
                        .addString(InboxRepository.once(note))
                        .addOffsetDateTime(utc(at))
                        .addOffsetDateTime(utc(linkUntil)))
                .replaceWithVoid();
    }

    /** Forgets the address and what waited for it; the links that went there open nothing any more. */
    Uni<Boolean> end(SqlConnection connection, UUID subject, UUID another) {
        return dropped(connection, "a.subject = $1", subject)
                .chain(() -> connection.preparedQuery("""
                                UPDATE notice_address SET (id, sealed, digest, masked) = ($2, NULL, NULL, NULL)
                                 WHERE subject = $1 AND sealed IS NOT NULL""").execute(Tuple.of(subject, another)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The same by the address's id, its links staying; answers what it was for, empty where there was nothing to end. */
    Uni<Optional<UUID>> endAt(SqlConnection connection, UUID address) {
        return dropped(connection, "a.id = $1 AND a.subject IS NOT NULL", address)
                .chain(() -> connection.preparedQuery("""
                                UPDATE notice_address SET (sealed, digest, masked) = (NULL, NULL, NULL)
                                 WHERE id = $1 AND subject IS NOT NULL AND sealed IS NOT NULL
                                RETURNING subject""").execute(Tuple.of(address)))
                .map(rows -> first(rows).map(row -> row.getUUID(0)));
    }

    Uni<Void> forget(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery("DELETE FROM notice_address WHERE subject IS NOT NULL AND link_until <= $1")
                .execute(Tuple.of(utc(now)))
                .chain(() -> connection
                        .preparedQuery("DELETE FROM notice_unasked WHERE at <= $1::timestamptz - interval '1 day'")
                        .execute(Tuple.of(utc(now))))
                .replaceWithVoid();
    }

    /** The address is locked first: whoever tells of it at the same moment has done so, or finds it ended. */
    private static Uni<Void> dropped(SqlConnection connection, String whose, UUID id) {
        return connection
                .preparedQuery("SELECT 1 FROM notice_address a WHERE " + whose + " FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> connection
                        .preparedQuery("DELETE FROM notice_mail m USING notice_address a WHERE a.id = m.address_id AND "
                                + whose)
                        .execute(Tuple.of(id)))
                .replaceWithVoid();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        Iterator<Row> found = rows.iterator();
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }
}
