package org.bangxiao.supervision;

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

/** Draws, and keeps every draw with what is needed to repeat it. */
@ApplicationScoped
class DrawRepository {
    /** Whom the draw falls on: the database draws, so that what it checks is what was done. */
    Uni<Draw> draw(
            SqlConnection connection,
            String region,
            String areaCode,
            String seed,
            List<UUID> population,
            int wanted,
            UUID id,
            Actor actor,
            Instant now) {
        UUID[] all = population.toArray(UUID[]::new);
        return connection
                .preparedQuery("""
                    INSERT INTO supervision_draw (id, region, area_code, seed, population, wanted, drawn, drawn_by, drawn_person,
                                                  drawn_at)
                    VALUES ($1, $2, $3, $4, $5, $6, supervision_drawn($4, $5, $6), $7, $8, $9) RETURNING *""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(region)
                        .addString(areaCode)
                        .addString(seed)
                        .addArrayOfUUID(all)
                        .addInteger(wanted)
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .map(rows -> draws(rows).get(0));
    }

    Uni<Optional<Draw>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM supervision_draw WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> draws(rows).stream().findFirst());
    }

    private static List<Draw> draws(RowSet<Row> rows) {
        List<Draw> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Draw(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("region"),
                row.getString("area_code"),
                row.getString("seed"),
                List.of(row.getArrayOfUUIDs("population")),
                row.getInteger("wanted"),
                List.of(row.getArrayOfUUIDs("drawn")),
                row.getOffsetDateTime("drawn_at").toInstant())));
        return found;
    }
}
