package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outbox. A note gets its row there in the statement that writes it, see {@link InboxRepository}. */
@ApplicationScoped
class MailRepository {
    /**
     * A mail that this sender alone may send.
     *
     * @param guest whether it is of one order, for somebody without an account
     * @param link  of the note; a guest's is followed by the address's token
     * @param tries this one included
     */
    record Claimed(
            UUID noteId,
            UUID addressId,
            Buffer sealed,
            String language,
            String key,
            List<String> arguments,
            boolean guest,
            String link,
            int tries) {}

    record Stuck(
            UUID noteId,
            String key,
            List<String> arguments,
            String masked,
            boolean claimed,
            int tries,
            @Nullable Integer refusal,
            Instant at) {}

    /**
     * Takes the one that waits longest, past whatever others are taking at this moment, and past the first tries of those
     * for an address to which so many went within a day.
     */
    Uni<Optional<Claimed>> claim(SqlConnection connection, Instant now, int unaskedADay) {
        return connection
                .preparedQuery("""
                        WITH due AS MATERIALIZED (
                            SELECT w.note_id FROM notice_mail w JOIN notice_address t ON t.id = w.address_id
                             WHERE w.state = 'WAITING' AND w.due_at <= $1
                               AND (t.digest IS NULL OR w.tries > 0
                                    OR (SELECT count(*) FROM notice_unasked u
                                         WHERE u.digest = t.digest AND u.at > $1 - interval '1 day') < $2)
                             ORDER BY w.due_at, w.note_id LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
                        UPDATE notice_mail m SET state = 'CLAIMED', tries = m.tries + 1, claimed_at = $1
                          FROM due JOIN notice_note n ON n.id = due.note_id, notice_address a
                         WHERE m.note_id = due.note_id AND a.id = m.address_id
                        RETURNING m.note_id, m.tries, a.id AS address_id, a.sealed, a.language,
                                  a.subject IS NOT NULL AS guest, n.link,
                                  n.message_key, n.arguments""")
                .execute(Tuple.of(utc(now), unaskedADay))
                .map(rows -> {
                    Iterator<Row> found = rows.iterator();
                    return found.hasNext() ? Optional.of(claimed(found.next())) : Optional.empty();
                });
    }

    Uni<Void> sent(SqlConnection connection, UUID note) {
        return connection
                .preparedQuery("UPDATE notice_mail SET state = 'SENT' WHERE note_id = $1")
                .execute(Tuple.of(note))
                .replaceWithVoid();
    }

    Uni<Void> later(SqlConnection connection, UUID note, Instant due, int refusal) {
        return connection
                .preparedQuery("UPDATE notice_mail SET state = 'WAITING', due_at = $2, refusal = $3 WHERE note_id = $1")
                .execute(Tuple.of(note, utc(due), refusal))
                .replaceWithVoid();
    }

    Uni<Void> givenUp(SqlConnection connection, UUID note, int refusal) {
        return connection
                .preparedQuery("UPDATE notice_mail SET state = 'REFUSED', refusal = $2 WHERE note_id = $1")
                .execute(Tuple.of(note, refusal))
                .replaceWithVoid();
    }

    /** Refused for good, or claimed before that moment; older than that note, the newest first. */
    Uni<List<Stuck>> stuck(SqlConnection connection, Instant claimedBefore, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery("""
                        SELECT m.note_id, n.message_key, n.arguments, a.masked, m.state, m.tries, m.refusal, m.claimed_at
                          FROM notice_mail m JOIN notice_note n ON n.id = m.note_id JOIN notice_address a ON a.id = m.address_id
                         WHERE (m.state = 'REFUSED' OR m.state = 'CLAIMED' AND m.claimed_at < $1) AND m.note_id < $2
                         ORDER BY m.note_id DESC LIMIT $3""")
                .execute(Tuple.of(utc(claimedBefore), before == null ? new UUID(-1, -1) : before, limit))
                .map(rows -> {
                    List<Stuck> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new Stuck(
                            row.getUUID("note_id"),
                            row.getString("message_key"),
                            InboxRepository.arguments(row),
                            row.getString("masked"),
                            row.getString("state").equals("CLAIMED"),
                            row.getInteger("tries"),
                            row.getInteger("refusal"),
                            row.getOffsetDateTime("claimed_at").toInstant())));
                    return found;
                });
    }

    Uni<Long> waiting(SqlClient client) {
        return client.preparedQuery("SELECT count(*) FROM notice_mail WHERE state = 'WAITING'")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                row.getUUID("note_id"),
                row.getUUID("address_id"),
                row.getBuffer("sealed"),
                row.getString("language"),
                row.getString("message_key"),
                InboxRepository.arguments(row),
                row.getBoolean("guest"),
                row.getString("link"),
                row.getInteger("tries"));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
