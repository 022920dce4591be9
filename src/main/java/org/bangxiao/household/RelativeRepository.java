package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bangxiao.identity.Actor;

/** Households that officers declared to be relatives'. */
@ApplicationScoped
class RelativeRepository {
    /** False where this person declared it before. */
    Uni<Boolean> add(SqlConnection connection, UUID household, Actor officer, String relation, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_relative (household_id, person_id, relation, account_id, declared_at)
                        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(
                        household, officer.personId(), relation, officer.accountId(), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() > 0);
    }
}
