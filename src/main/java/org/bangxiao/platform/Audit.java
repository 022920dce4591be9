package org.bangxiao.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The append-only trail of deeds, written in the transaction of the deed. Details never hold personal data in the clear. */
public final class Audit {
    private static final String INSERT = """
            INSERT INTO platform_audit (at, account_id, person_id, role, action, subject_kind, subject_id, detail)
            VALUES (%s)""";

    /**
     * One deed.
     *
     * @param action      verb in kebab-case, e.g. {@code certificate-issue}
     * @param subjectKind noun of the table family, e.g. {@code application}
     */
    public record Deed(
            Instant at,
            @Nullable UUID accountId,
            @Nullable UUID personId,
            @Nullable String role,
            String action,
            String subjectKind,
            String subjectId,
            Map<String, Object> detail) {}

    private Audit() {}

    public static Uni<Void> write(SqlConnection connection, Deed deed) {
        Tuple row = Tuple.tuple()
                .addOffsetDateTime(OffsetDateTime.ofInstant(deed.at(), ZoneOffset.UTC))
                .addUUID(deed.accountId())
                .addUUID(deed.personId())
                .addString(deed.role())
                .addString(deed.action())
                .addString(deed.subjectKind())
                .addString(deed.subjectId())
                .addValue(new JsonObject(deed.detail()));
        return connection
                .preparedQuery(INSERT.formatted("$1, $2, $3, $4, $5, $6, $7, $8"))
                .execute(row)
                .replaceWithVoid();
    }

    /** The same inside a Hibernate transaction. */
    public static Uni<Void> write(Mutiny.Session session, Deed deed) {
        return session.createNativeQuery(INSERT.formatted(":at, cast(:account as uuid), cast(:person as uuid), "
                        + ":role, :action, :kind, :subject, cast(cast(:detail as text) as jsonb)"))
                .setParameter("at", deed.at())
                .setParameter("account", text(deed.accountId()))
                .setParameter("person", text(deed.personId()))
                .setParameter("role", deed.role())
                .setParameter("action", deed.action())
                .setParameter("kind", deed.subjectKind())
                .setParameter("subject", deed.subjectId())
                .setParameter("detail", new JsonObject(deed.detail()).encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
