package org.bangxiao.identity;

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
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.Rows;

/** The tables of identity. */
@ApplicationScoped
class IdentityRepository {
    /** An account with what is needed to check a password. */
    record Credentials(Actor actor, String passwordHash, boolean disabled) {}

    /** An account of the demo world that the sign-in page may name. */
    record DemoAccount(String username, String nameZh, String nameEn) {}

    private static final String WITH_GRANTS = """
            SELECT a.id, a.person_id, a.username, a.display_name, a.password_hash, a.disabled_at,
                   g.role, g.organisation_id, g.area_code
              FROM identity_account a LEFT JOIN identity_grant g ON g.account_id = a.id""";

    Uni<Optional<Credentials>> byUsername(SqlClient client, String username) {
        return client.preparedQuery(WITH_GRANTS + " WHERE a.username = $1 ORDER BY g.role")
                .execute(Tuple.of(username))
                .map(IdentityRepository::credentials);
    }

    Uni<Optional<Credentials>> bySession(SqlClient client, byte[] tokenHash, Instant now) {
        return client.preparedQuery(WITH_GRANTS + """

                          JOIN identity_session s ON s.account_id = a.id
                         WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 ORDER BY g.role""")
                .execute(Tuple.of(Buffer.buffer(tokenHash).getDelegate(), utc(now)))
                .map(IdentityRepository::credentials);
    }

    Uni<List<DemoAccount>> demoAccounts(SqlClient client) {
        return client.query(
                        "SELECT username, display_name FROM identity_account WHERE demo AND username ~ '^demo-[a-z-]+$' ORDER BY id")
                .execute()
                .map(rows -> {
                    List<DemoAccount> known = new ArrayList<>();
                    rows.forEach(row -> known.add(new DemoAccount(
                            row.getString(0), row.getString(1), row.getString(0).substring(5))));
                    return known;
                });
    }

    Uni<Long> count(SqlClient client) {
        return client.query("SELECT count(*) FROM identity_account")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** An account and the person behind it. */
    record Held(UUID id, UUID personId) {}

    /** An account and its person, held until the transaction ends. */
    Uni<Optional<Held>> lockedAccount(SqlConnection tx, String username) {
        return tx.preparedQuery("""
                        SELECT a.id, a.person_id FROM identity_account a JOIN identity_person p ON p.id = a.person_id
                         WHERE a.username = $1 FOR UPDATE""")
                .execute(Tuple.of(username))
                .map(rows -> Rows.first(rows, row -> new Held(row.getUUID("id"), row.getUUID("person_id"))));
    }

    Uni<Optional<byte[]>> hashOf(SqlConnection tx, UUID person) {
        return tx.preparedQuery("SELECT id_number_hash FROM identity_person WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(person))
                .map(rows ->
                        Optional.ofNullable(rows.iterator().next().getBuffer(0)).map(Buffer::getBytes));
    }

    Uni<Optional<UUID>> holder(SqlConnection tx, byte[] hash) {
        return tx.preparedQuery("SELECT id FROM identity_person WHERE id_number_hash = $1")
                .execute(Tuple.of(bytes(hash)))
                .map(rows -> Rows.first(rows, row -> row.getUUID(0)));
    }

    Uni<Void> setHash(SqlConnection tx, UUID person, byte[] hash) {
        return tx.preparedQuery("UPDATE identity_person SET id_number_hash = $2 WHERE id = $1")
                .execute(Tuple.of(person, bytes(hash)))
                .replaceWithVoid();
    }

    /** The person with this hash, made where there was none. */
    Uni<UUID> personOf(SqlConnection tx, byte[] hash) {
        return tx.preparedQuery("""
                        INSERT INTO identity_person (id_number_hash) VALUES ($1)
                        ON CONFLICT (id_number_hash) DO UPDATE SET id_number_hash = excluded.id_number_hash RETURNING id""")
                .execute(Tuple.of(bytes(hash)))
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    /** All accounts of one person are another's from now on. */
    Uni<Void> join(SqlConnection tx, UUID person, UUID to) {
        return tx.preparedQuery("UPDATE identity_account SET person_id = $2 WHERE person_id = $1")
                .execute(Tuple.of(person, to))
                .chain(() -> tx.preparedQuery("UPDATE identity_person SET joined_to = $2 WHERE id = $1")
                        .execute(Tuple.of(person, to)))
                .replaceWithVoid();
    }

    private static Object bytes(byte[] hash) {
        return Buffer.buffer(hash).getDelegate();
    }

    Uni<UUID> insertPerson(SqlConnection tx) {
        return tx.query("INSERT INTO identity_person DEFAULT VALUES RETURNING id")
                .execute()
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    Uni<Void> insertAccount(SqlConnection tx, UUID id, UUID personId, AccountDraft draft, String passwordHash) {
        return tx.preparedQuery("""
                        INSERT INTO identity_account (id, person_id, username, display_name, password_hash, demo)
                        VALUES ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(id, personId, draft.username(), draft.displayName(), passwordHash, draft.demo()))
                .replaceWithVoid();
    }

    Uni<Void> insertGrants(SqlConnection tx, UUID accountId, List<Actor.Grant> grants) {
        if (grants.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = grants.stream()
                .map(grant -> Tuple.of(
                        accountId,
                        grant.role(),
                        grant.organisationId(),
                        Optional.ofNullable(grant.area()).map(AreaCode::value).orElse(null)))
                .toList();
        return tx.preparedQuery(
                        "INSERT INTO identity_grant (account_id, role, organisation_id, area_code) VALUES ($1, $2, $3, $4)")
                .executeBatch(rows)
                .replaceWithVoid();
    }

    Uni<Void> insertSession(SqlClient client, byte[] tokenHash, UUID accountId, Instant from, Instant to) {
        return client.preparedQuery(
                        "INSERT INTO identity_session (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(Buffer.buffer(tokenHash).getDelegate(), accountId, utc(from), utc(to)))
                .replaceWithVoid();
    }

    Uni<Void> endSession(SqlClient client, byte[] tokenHash, Instant now) {
        return client.preparedQuery(
                        "UPDATE identity_session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL")
                .execute(Tuple.of(Buffer.buffer(tokenHash).getDelegate(), utc(now)))
                .replaceWithVoid();
    }

    /** The latest moment before which none of the subjects may try again. */
    Uni<Void> close(SqlConnection tx, UUID account, Instant now) {
        return tx.preparedQuery("""
                        UPDATE identity_account SET disabled_at = $2, closed_at = $2, username = 'closed-' || id,
                               display_name = '-', password_hash = '-'
                         WHERE id = $1""")
                .execute(Tuple.of(account, utc(now)))
                .chain(() -> tx.preparedQuery(
                                "UPDATE identity_session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL")
                        .execute(Tuple.of(account, utc(now))))
                .replaceWithVoid();
    }

    Uni<Optional<Instant>> retryAfter(SqlClient client, List<String> subjects) {
        return client.preparedQuery("SELECT max(retry_after) FROM identity_login_failure WHERE subject = ANY ($1)")
                .execute(Tuple.of(subjects.toArray(String[]::new)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
                        .map(OffsetDateTime::toInstant));
    }

    /** Each failure past the free ones doubles the wait, up to a quarter of an hour. */
    Uni<Void> countFailure(SqlClient client, List<String> subjects, int free, Instant now) {
        return client.preparedQuery("""
                        INSERT INTO identity_login_failure AS f (subject, failures, retry_after)
                        SELECT s, 1, $3 FROM unnest($1::text[]) s ORDER BY s
                        ON CONFLICT (subject) DO UPDATE SET failures = f.failures + 1,
                            retry_after = $3 + make_interval(secs => CASE WHEN f.failures < $2 THEN 0
                                ELSE least(900, power(2, least(20, f.failures - $2 + 1))) END)""")
                .execute(Tuple.of(subjects.toArray(String[]::new), free, utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> forgetFailures(SqlClient client, List<String> subjects) {
        return client.preparedQuery("DELETE FROM identity_login_failure WHERE subject = ANY ($1)")
                .execute(Tuple.of(subjects.toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static Optional<Credentials> credentials(RowSet<Row> rows) {
        List<Actor.Grant> grants = new ArrayList<>();
        Row first = null;
        for (Row row : rows) {
            first = row;
            if (row.getString("role") != null) {
                String area = row.getString("area_code");
                grants.add(new Actor.Grant(
                        row.getString("role"),
                        row.getUUID("organisation_id"),
                        area == null ? null : new AreaCode(area)));
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        Actor actor = new Actor(
                first.getUUID("id"),
                first.getUUID("person_id"),
                first.getString("username"),
                first.getString("display_name"),
                List.copyOf(grants));
        return Optional.of(new Credentials(
                actor, first.getString("password_hash"), first.getOffsetDateTime("disabled_at") != null));
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
