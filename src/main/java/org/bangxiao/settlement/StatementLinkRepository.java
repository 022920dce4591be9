package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class StatementLinkRepository {
    /**
     * A link that opened.
     *
     * @param times how often by now
     */
    record Opened(UUID household, int times) {}

    Uni<Void> add(
            SqlConnection connection, byte[] tokenHash, UUID household, UUID madeBy, Instant madeAt, Instant until) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_statement_link (token_hash, household_id, made_by, made_at, until)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(
                        Buffer.buffer(tokenHash),
                        household,
                        madeBy,
                        madeAt.atOffset(ZoneOffset.UTC),
                        until.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Whose statement the link opens now; the newest of a household only. */
    Uni<Optional<Opened>> open(SqlConnection connection, byte[] tokenHash, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_statement_link l SET opened = opened + 1 WHERE token_hash = $1 AND until > $2
                           AND NOT EXISTS (SELECT 1 FROM settlement_statement_link n
                                            WHERE n.household_id = l.household_id AND n.made_at > l.made_at)
                        RETURNING household_id, opened""")
                .execute(Tuple.of(Buffer.buffer(tokenHash), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(new Opened(row.getUUID("household_id"), row.getInteger("opened")));
                });
    }
}
