package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
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
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Notes and who has read them. Public for those who write in a Hibernate transaction; everybody else uses {@link Inbox}. */
@ApplicationScoped
public class InboxRepository {
    /** A note as it stands, its words still a key. */
    record Stored(UUID id, Instant at, String key, List<String> arguments, String link, boolean read) {}

    /** The note, and its place in the outbox where its reader is one person who agreed to mails. */
    private static final String INSERT = """
            WITH told AS (
                INSERT INTO notice_note (id, account_id, organisation_id, role, area_code, message_key, arguments, link, once, at)
                VALUES (%s) ON CONFLICT (once) DO NOTHING RETURNING id, account_id, at)
            INSERT INTO notice_mail (note_id, address_id, due_at)
            SELECT t.id, a.id, t.at FROM told t JOIN notice_address a USING (account_id) WHERE a.confirmed_at IS NOT NULL""";

    /** Who reads a note: $1 the account, $2 its organisations, $3 and $4 its roles and the areas they cover. */
    private static final String MINE = """
            (n.account_id = $1 OR n.organisation_id = ANY ($2)
              OR EXISTS (SELECT 1 FROM unnest($3::text[], $4::text[]) AS g (role, area)
                          WHERE g.role = n.role AND starts_with(n.area_code, g.area)))""";

    InboxRepository() {}

    Uni<Void> insert(SqlConnection connection, Note note, Instant at) {
        Reader to = note.to();
        return connection
                .preparedQuery(INSERT.formatted("$1, $2, $3, $4, $5, $6, $7, $8, $9, $10"))
                .execute(Tuple.tuple()
                        .addUUID(Ids.next())
                        .addUUID(to.accountId())
                        .addUUID(to.organisationId())
                        .addString(to.role())
                        .addString(to.areaCode())
                        .addString(note.key())
                        .addValue(new JsonArray(note.arguments()))
                        .addString(note.link())
                        .addString(once(note))
                        .addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The same inside a Hibernate transaction. */
    public static Uni<Void> tell(Mutiny.Session session, Note note, Instant at) {
        Reader to = note.to();
        return session.createNativeQuery(INSERT.formatted("cast(:id as uuid), cast(:account as uuid), "
                        + "cast(:organisation as uuid), :role, :area, :key, cast(cast(:arguments as text) as jsonb), "
                        + ":link, :once, :at"))
                .setParameter("id", Ids.next().toString())
                .setParameter("account", text(to.accountId()))
                .setParameter("organisation", text(to.organisationId()))
                .setParameter("role", to.role())
                .setParameter("area", to.areaCode())
                .setParameter("key", note.key())
                .setParameter("arguments", new JsonArray(note.arguments()).encode())
                .setParameter("link", note.link())
                .setParameter("once", once(note))
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The newest first, older than that id. */
    Uni<List<Stored>> page(SqlConnection connection, Actor reader, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery("""
                        SELECT n.id, n.at, n.message_key, n.arguments, n.link, r.note_id IS NOT NULL AS read
                          FROM notice_note n LEFT JOIN notice_read r ON r.note_id = n.id AND r.account_id = $1
                         WHERE (n.at, n.id) < (coalesce((SELECT at FROM notice_note WHERE id = $5), 'infinity'), $5)
                           AND %s
                         ORDER BY n.at DESC, n.id DESC LIMIT $6""".formatted(MINE))
                .execute(mine(reader)
                        .addUUID(before == null ? new UUID(-1, -1) : before)
                        .addInteger(limit))
                .map(rows -> {
                    List<Stored> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new Stored(
                            row.getUUID("id"),
                            row.getOffsetDateTime("at").toInstant(),
                            row.getString("message_key"),
                            arguments(row),
                            row.getString("link"),
                            row.getBoolean("read"))));
                    return found;
                });
    }

    Uni<Long> unread(SqlConnection connection, Actor reader) {
        return connection
                .preparedQuery("""
                        SELECT count(*) FROM notice_note n
                         WHERE %s AND NOT EXISTS (SELECT 1 FROM notice_read r WHERE r.note_id = n.id AND r.account_id = $1)
                        """.formatted(MINE))
                .execute(mine(reader))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Marks one note, or all where none is named; answers how many of the reader's notes were meant. */
    Uni<Integer> markRead(SqlConnection connection, Actor reader, @Nullable UUID note, Instant at) {
        return connection
                .preparedQuery("""
                        WITH meant AS (SELECT n.id FROM notice_note n WHERE ($5::uuid IS NULL OR n.id = $5) AND %s),
                             marked AS (INSERT INTO notice_read (note_id, account_id, at) SELECT id, $1, $6 FROM meant
                                            ON CONFLICT DO NOTHING)
                        SELECT count(*)::int FROM meant""".formatted(MINE))
                .execute(mine(reader).addUUID(note).addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Where one of the reader's notes leads; empty where it is none of theirs. */
    Uni<Optional<String>> link(SqlConnection connection, Actor reader, UUID note) {
        return connection
                .preparedQuery("SELECT n.link FROM notice_note n WHERE n.id = $5 AND %s".formatted(MINE))
                .execute(mine(reader).addUUID(note))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    static List<String> arguments(Row row) {
        return row.getJsonArray("arguments").stream().map(String::valueOf).toList();
    }

    private static Tuple mine(Actor reader) {
        List<Actor.Grant> grants = reader.grants();
        return Tuple.tuple()
                .addUUID(reader.accountId())
                .addValue(grants.stream()
                        .map(Actor.Grant::organisationId)
                        .filter(id -> id != null)
                        .toArray(UUID[]::new))
                .addValue(ofArea(grants, Actor.Grant::role))
                .addValue(ofArea(
                        grants,
                        grant -> grant.area() == null ? "" : grant.area().prefix()));
    }

    private static String[] ofArea(List<Actor.Grant> grants, Function<Actor.Grant, String> part) {
        return grants.stream()
                .filter(grant -> grant.organisationId() == null)
                .map(part)
                .toArray(String[]::new);
    }

    static String once(Note note) {
        return note.once() + "|" + note.to().name();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
