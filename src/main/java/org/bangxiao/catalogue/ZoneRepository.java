package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Zones and what was put into them. */
@ApplicationScoped
class ZoneRepository {
    /** What was put in, as its operator sees it. */
    record Good(UUID listingId, String nameZh, String nameEn, boolean onSale) {}

    private static final String COLUMNS = """
            SELECT z.id, z.organisation_id, z.slug, z.name_zh, z.name_en, z.lead_zh, z.lead_en, z.from_day, z.to_day,
                   encode(z.picture, 'hex') AS picture, z.hidden_reason,
                   (SELECT count(*) FROM catalogue_zone_good g WHERE g.zone_id = z.id)::int AS goods
              FROM catalogue_zone z""";

    private static final String OPEN = "$1 BETWEEN z.from_day AND z.to_day AND z.hidden_reason IS NULL";

    Uni<Optional<Zone>> open(SqlConnection connection, String slug, LocalDate day) {
        return connection
                .preparedQuery(COLUMNS + " WHERE " + OPEN + " AND z.slug = $2")
                .execute(Tuple.of(day, slug))
                .map(ZoneRepository::first);
    }

    /** Those open that day, opened before that one, the latest first. */
    Uni<List<Zone>> open(SqlConnection connection, LocalDate day, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery(COLUMNS + " WHERE " + OPEN + " AND z.id < $2 ORDER BY z.id DESC LIMIT $3")
                .execute(Tuple.of(day, latest(before), limit))
                .map(ZoneRepository::all);
    }

    /** One operator's, the latest first. */
    Uni<List<Zone>> of(SqlConnection connection, UUID organisation, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery(COLUMNS + " WHERE z.organisation_id = $1 AND z.id < $2 ORDER BY z.id DESC LIMIT $3")
                .execute(Tuple.of(organisation, latest(before), limit))
                .map(ZoneRepository::all);
    }

    /** Those of operators in an area, the latest first. */
    Uni<List<Zone>> inArea(SqlConnection connection, String prefix, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery(COLUMNS + """
                         JOIN organisation o ON o.id = z.organisation_id
                        WHERE starts_with(o.area_code, $1) AND z.id < $2 ORDER BY z.id DESC LIMIT $3""")
                .execute(Tuple.of(prefix, latest(before), limit))
                .map(ZoneRepository::all);
    }

    Uni<Optional<Zone>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(COLUMNS + " WHERE z.id = $1")
                .execute(Tuple.of(id))
                .map(ZoneRepository::first);
    }

    /** Nobody else writes it until the transaction ends. */
    Uni<Optional<Zone>> lock(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(COLUMNS + " WHERE z.id = $1 FOR UPDATE OF z")
                .execute(Tuple.of(id))
                .map(ZoneRepository::first);
    }

    /** How many an operator has; nobody opens another one for it until the transaction ends. */
    Uni<Integer> countOwn(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery("SELECT FROM organisation WHERE id = $1 FOR NO KEY UPDATE")
                .execute(Tuple.of(organisation))
                .chain(() -> connection
                        .preparedQuery("SELECT count(*)::int FROM catalogue_zone WHERE organisation_id = $1")
                        .execute(Tuple.of(organisation)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Uni<Void> insert(SqlConnection connection, UUID id, UUID organisation, ZoneDraft.Checked draft, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO catalogue_zone (id, slug, name_zh, name_en, lead_zh, lead_en, from_day, to_day,
                                                    organisation_id, opened_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .execute(written(id, draft).addUUID(organisation).addOffsetDateTime(StockRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> change(SqlConnection connection, UUID id, ZoneDraft.Checked draft) {
        return connection
                .preparedQuery(
                        "UPDATE catalogue_zone SET slug = $2, name_zh = $3, name_en = $4, lead_zh = $5, lead_en = $6,"
                                + " from_day = $7, to_day = $8 WHERE id = $1")
                .execute(written(id, draft))
                .replaceWithVoid();
    }

    Uni<Void> picture(SqlConnection connection, UUID id, @Nullable String sha256) {
        return connection
                .preparedQuery("UPDATE catalogue_zone SET picture = decode($2, 'hex') WHERE id = $1")
                .execute(Tuple.of(id, sha256))
                .replaceWithVoid();
    }

    Uni<Void> hide(SqlConnection connection, UUID id, @Nullable String reason) {
        return connection
                .preparedQuery("UPDATE catalogue_zone SET hidden_reason = $2 WHERE id = $1")
                .execute(Tuple.tuple().addUUID(id).addString(reason))
                .replaceWithVoid();
    }

    Uni<List<Good>> goods(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                        SELECT l.id, l.name_zh, l.name_en, catalogue_public(l) AS on_sale
                          FROM catalogue_zone_good g JOIN catalogue_listing l ON l.id = g.listing_id
                         WHERE g.zone_id = $1 ORDER BY g.place""").execute(Tuple.of(id)).map(rows -> {
            List<Good> goods = new ArrayList<>();
            rows.forEach(row -> goods.add(new Good(
                    row.getUUID("id"), row.getString("name_zh"), row.getString("name_en"), row.getBoolean("on_sale"))));
            return goods;
        });
    }

    /** Those of the listings that stand in the shop, or stood in the zone before; of these only may goods be put in. */
    Uni<List<UUID>> known(SqlConnection connection, UUID id, List<UUID> listings) {
        return connection
                .preparedQuery("""
                        SELECT l.id FROM catalogue_listing l
                         WHERE l.id = ANY ($2) AND (catalogue_public(l) OR EXISTS (
                               SELECT FROM catalogue_zone_good g WHERE g.zone_id = $1 AND g.listing_id = l.id))""")
                .execute(Tuple.of(id, listings.toArray(UUID[]::new)))
                .map(rows -> {
                    List<UUID> known = new ArrayList<>();
                    rows.forEach(row -> known.add(row.getUUID(0)));
                    return known;
                });
    }

    /** These in this order, and no others. */
    Uni<Void> arrange(SqlConnection connection, UUID id, List<UUID> listings) {
        UUID[] ids = listings.toArray(UUID[]::new);
        return connection
                .preparedQuery("DELETE FROM catalogue_zone_good WHERE zone_id = $1 AND listing_id <> ALL ($2)")
                .execute(Tuple.of(id, ids))
                .chain(() -> connection.preparedQuery("""
                                INSERT INTO catalogue_zone_good (zone_id, listing_id, place)
                                SELECT $1, w.id, w.place FROM unnest($2::uuid[]) WITH ORDINALITY AS w (id, place)
                                ON CONFLICT (zone_id, listing_id) DO UPDATE SET place = excluded.place""").execute(Tuple.of(id, ids)))
                .replaceWithVoid();
    }

    /** Where its operator has its seat. */
    Uni<String> areaOf(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery("SELECT area_code FROM organisation WHERE id = $1")
                .execute(Tuple.of(organisation))
                .map(rows -> rows.iterator().next().getString(0));
    }

    private static Tuple written(UUID id, ZoneDraft.Checked draft) {
        return Tuple.tuple()
                .addUUID(id)
                .addString(draft.slug())
                .addString(draft.nameZh())
                .addString(draft.nameEn())
                .addString(draft.leadZh())
                .addString(draft.leadEn())
                .addLocalDate(draft.from())
                .addLocalDate(draft.to());
    }

    private static UUID latest(@Nullable UUID before) {
        return before == null ? new UUID(-1, -1) : before;
    }

    private static Optional<Zone> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Zone> all(RowSet<Row> rows) {
        List<Zone> zones = new ArrayList<>();
        for (Row row : rows) {
            String slug = row.getString("slug");
            String picture = row.getString("picture");
            zones.add(new Zone(
                    row.getUUID("id"),
                    row.getUUID("organisation_id"),
                    slug,
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getString("lead_zh"),
                    row.getString("lead_en"),
                    row.getLocalDate("from_day"),
                    row.getLocalDate("to_day"),
                    picture == null ? null : "/zones/" + slug + "/" + picture + ".jpg",
                    row.getString("hidden_reason"),
                    row.getInteger("goods")));
        }
        return zones;
    }
}
