package org.bangxiao.freight;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Templates in the database. */
@ApplicationScoped
class FreightRepository {
    /** A supplier's, the standard one first. */
    Uni<List<FreightTemplate>> all(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery("SELECT freight_told(id) AS told FROM freight_template WHERE organisation_id = $1"
                        + " ORDER BY standard DESC, name")
                .execute(Tuple.of(organisation))
                .map(rows -> {
                    List<FreightTemplate> found = new ArrayList<>();
                    rows.forEach(row -> found.add(FreightTemplate.told(row.getString("told"))));
                    return found;
                });
    }

    Uni<Optional<FreightTemplate>> find(SqlConnection connection, UUID organisation, UUID id) {
        return connection
                .preparedQuery(
                        "SELECT freight_told(id) AS told FROM freight_template WHERE organisation_id = $1 AND id = $2")
                .execute(Tuple.of(organisation, id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                FreightTemplate.told(rows.iterator().next().getString("told"))));
    }

    /** Whoever writes a supplier's templates waits for the one before: one of them is the standard one, and they are counted. */
    Uni<Long> lock(SqlConnection tx, UUID organisation) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 19))")
                .execute(Tuple.of(organisation.toString()))
                .chain(() -> tx.preparedQuery("SELECT count(*) AS n FROM freight_template WHERE organisation_id = $1")
                        .execute(Tuple.of(organisation)))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** Writes it whole. */
    Uni<Void> write(SqlConnection tx, UUID organisation, UUID id, FreightTemplate template, Instant now) {
        Uni<Void> head = !template.standard()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(
                                "UPDATE freight_template SET standard = false WHERE organisation_id = $1 AND id <> $2"
                                        + " AND standard")
                        .execute(Tuple.of(organisation, id))
                        .replaceWithVoid();
        return head.chain(() -> tx.preparedQuery("""
                                INSERT INTO freight_template (id, organisation_id, name, standard, written_at)
                                VALUES ($1, $2, $3, $4, $5)
                                ON CONFLICT (id) DO UPDATE SET name = $3, standard = $4, written_at = $5""")
                        .execute(Tuple.of(
                                id, organisation, template.name(), template.standard(), now.atOffset(ZoneOffset.UTC))))
                .chain(() -> tx.preparedQuery("DELETE FROM freight_zone WHERE template_id = $1")
                        .execute(Tuple.of(id)))
                .chain(() -> zones(tx, id, template.zones()));
    }

    private static Uni<Void> zones(SqlConnection tx, UUID id, List<FreightZone> zones) {
        List<Tuple> rows = new ArrayList<>();
        List<String> provinces = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int n = 0; n < zones.size(); n++) {
            FreightZone zone = zones.get(n);
            rows.add(Tuple.tuple()
                    .addUUID(id)
                    .addInteger(n)
                    .addBoolean(zone.delivered())
                    .addLong(zone.firstGrams())
                    .addLong(zone.firstFen())
                    .addLong(zone.stepGrams())
                    .addLong(zone.stepFen())
                    .addLong(zone.freeFromFen())
                    .addLong(zone.leastFen())
                    .addInteger(zone.daysFrom())
                    .addInteger(zone.daysTo()));
            for (String province : zone.provinces()) {
                provinces.add(province);
                places.add(n);
            }
        }
        return tx.preparedQuery("""
                        INSERT INTO freight_zone (template_id, n, delivered, first_grams, first_fen, step_grams, step_fen,
                                                  free_from_fen, least_fen, days_from, days_to)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""")
                .executeBatch(rows)
                .chain(() -> tx.preparedQuery("""
                                INSERT INTO freight_zone_province (template_id, province, n)
                                SELECT $1, w.province, w.n FROM unnest($2::text[], $3::int[]) AS w (province, n)""")
                        .execute(Tuple.of(id, provinces.toArray(String[]::new), places.toArray(Integer[]::new))))
                .replaceWithVoid();
    }

    /** Its goods use the standard one from then on; false where it is not the supplier's. */
    Uni<Boolean> remove(SqlConnection tx, UUID organisation, UUID id) {
        return tx.preparedQuery("DELETE FROM freight_template WHERE organisation_id = $1 AND id = $2")
                .execute(Tuple.of(organisation, id))
                .map(rows -> rows.rowCount() == 1);
    }
}
