package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/** The addresses that notes go to by mail. */
@ApplicationScoped
class MailAddressRepository {
    /** An address that was just given, with the digest of its link. */
    record Given(UUID id, UUID accountId, Buffer sealed, Buffer secretHash, Instant secretUntil) {}

    /**
     * How it stands with an address.
     *
     * @param told  whether mails go there
     * @param guest whether they are of one order alone
     */
    record Running(boolean told, boolean guest) {}

    record Kept(UUID id, Buffer sealed) {}

    private static final Duration A_DAY = Duration.ofDays(1);

    Uni<Optional<MailAddress>> of(SqlClient client, UUID account) {
        return client.preparedQuery(
                        "SELECT masked, language, given_at, confirmed_at FROM notice_address WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> first(rows)
                        .map(row -> new MailAddress(
                                row.getString("masked"),
                                row.getString("language"),
                                row.getOffsetDateTime("given_at").toInstant(),
                                row.getOffsetDateTime("confirmed_at") != null)));
    }

    Uni<Kept> sealed(SqlConnection connection, UUID account) {
        return connection
                .preparedQuery("SELECT id, sealed FROM notice_address WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next())
                .map(row -> new Kept(row.getUUID("id"), row.getBuffer("sealed")));
    }

    /** In the place of the one before. Two at once come one after the other, so that their links are counted right. */
    Uni<Void> give(SqlConnection connection, Given given, MailAddress shown) {
        return connection
                .preparedQuery("DELETE FROM notice_address WHERE account_id = $1")
                .execute(Tuple.of(given.accountId()))
                .chain(() -> connection
                        .preparedQuery("""
                                INSERT INTO notice_address (id, account_id, sealed, masked, language, given_at, secret_hash, secret_until)
                                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                                ON CONFLICT (account_id) DO UPDATE
                                   SET (id, sealed, masked, language, given_at, confirmed_at, secret_hash, secret_until)
                                     = (excluded.id, excluded.sealed, excluded.masked, excluded.language, excluded.given_at,
                                        NULL, excluded.secret_hash, excluded.secret_until)""")
                        .execute(Tuple.tuple()
                                .addUUID(given.id())
                                .addUUID(given.accountId())
                                .addBuffer(given.sealed())
                                .addString(shown.masked())
                                .addString(shown.language())
                                .addOffsetDateTime(utc(shown.givenAt()))
                                .addBuffer(given.secretHash())
                                .addOffsetDateTime(utc(given.secretUntil()))))
                .replaceWithVoid();
    }

    /** Notes that a link is asked for; answers how many within a day, this one included, of the account or to the address. */
    Uni<Integer> asked(SqlConnection connection, UUID account, byte[] digest, Instant now) {
        Tuple who = Tuple.tuple()
                .addUUID(account)
                .addBuffer(Buffer.buffer(digest))
                .addOffsetDateTime(utc(now))
                .addOffsetDateTime(utc(now.minus(A_DAY)));
        return connection
                .preparedQuery("""
                        WITH past AS (DELETE FROM notice_address_asked WHERE at <= $4),
                             told AS (INSERT INTO notice_address_asked (account_id, digest, at) VALUES ($1, $2, $3))
                        SELECT 1 + greatest(count(*) FILTER (WHERE account_id = $1), count(*) FILTER (WHERE digest = $2))::int
                          FROM notice_address_asked WHERE (account_id = $1 OR digest = $2) AND at > $4""")
                .execute(who)
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Uni<Optional<String>> masked(SqlClient client, byte[] secretHash, Instant now) {
        return client.preparedQuery("SELECT masked FROM notice_address WHERE secret_hash = $1 AND secret_until > $2")
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(secretHash)).addOffsetDateTime(utc(now)))
                .map(rows -> first(rows).map(row -> row.getString(0)));
    }

    /** The account it belongs to; empty where no such link lives. */
    Uni<Optional<UUID>> confirm(SqlConnection connection, byte[] secretHash, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE notice_address SET confirmed_at = $2, secret_hash = NULL, secret_until = NULL
                         WHERE secret_hash = $1 AND secret_until > $2 RETURNING account_id""")
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(secretHash)).addOffsetDateTime(utc(now)))
                .map(rows -> first(rows).map(row -> row.getUUID(0)));
    }

    /** Nothing runs where the address is gone: whose it was nobody knows any more. */
    Uni<Running> running(SqlClient client, UUID id) {
        return client.preparedQuery(
                        "SELECT sealed IS NOT NULL AS told, subject IS NOT NULL AS guest FROM notice_address WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> first(rows)
                        .map(row -> new Running(row.getBoolean("told"), row.getBoolean("guest")))
                        .orElse(new Running(false, false)));
    }

    /** The account it belonged to; empty where it was gone, or a guest's. */
    Uni<Optional<UUID>> forget(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(
                        "DELETE FROM notice_address WHERE id = $1 AND account_id IS NOT NULL RETURNING account_id")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(row -> row.getUUID(0)));
    }

    Uni<Boolean> forgetOf(SqlConnection connection, UUID account) {
        return connection
                .preparedQuery("DELETE FROM notice_address WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() > 0);
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        Iterator<Row> found = rows.iterator();
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }
}
