package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of stock and holds: guarded statements of V006, where rows are locked in one order. */
@ApplicationScoped
class StockRepository {
    /** A listing of which less can be had than was asked for. */
    record Shortage(UUID listingId, String nameZh, String nameEn, long canHave) {}

    record Taken(UUID listingId, String nameZh, String nameEn, long quantity, boolean taken) {}

    Uni<List<Shortage>> hold(
            SqlConnection tx, UUID owner, SortedMap<UUID, Long> quantities, Instant now, Instant until) {
        return tx.preparedQuery("""
                        SELECT h.short_of, h.can_have, l.name_zh, l.name_en
                          FROM catalogue_hold_goods($1, $2, $3, $4, $5) h JOIN catalogue_listing l ON l.id = h.short_of""")
                .execute(Tuple.of(owner, ids(quantities.keySet()), amounts(quantities), utc(now), utc(until)))
                .map(StockRepository::shortages);
    }

    static List<Shortage> shortages(Iterable<Row> rows) {
        List<Shortage> short_ = new ArrayList<>();
        for (Row row : rows) {
            short_.add(new Shortage(
                    row.getUUID("short_of"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    Math.max(0, row.getLong("can_have"))));
        }
        return short_;
    }

    Uni<List<Taken>> take(SqlConnection tx, UUID owner, String reference, Instant now) {
        return tx.preparedQuery("""
                        SELECT t.sold_of, t.sold_quantity, t.taken, l.name_zh, l.name_en
                          FROM catalogue_take_goods($1, $2, $3) t JOIN catalogue_listing l ON l.id = t.sold_of""")
                .execute(Tuple.of(owner, reference, utc(now)))
                .map(StockRepository::taken);
    }

    static List<Taken> taken(Iterable<Row> rows) {
        List<Taken> taken = new ArrayList<>();
        for (Row row : rows) {
            taken.add(new Taken(
                    row.getUUID("sold_of"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getLong("sold_quantity"),
                    row.getBoolean("taken")));
        }
        return taken;
    }

    Uni<Void> release(SqlConnection tx, UUID owner) {
        return tx.preparedQuery("SELECT catalogue_release_goods($1)")
                .execute(Tuple.of(owner))
                .replaceWithVoid();
    }

    Uni<Integer> sweep(SqlConnection tx, Instant now, int batch) {
        return tx.preparedQuery("SELECT catalogue_sweep_holds($1, $2) AS n")
                .execute(Tuple.of(utc(now), batch))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    Uni<Map<UUID, Long>> available(
            SqlConnection connection, Collection<UUID> listings, @Nullable UUID owner, Instant now) {
        return connection
                .preparedQuery("""
                        SELECT s.listing_id, s.onhand - s.sold - s.reserved + coalesce((
                                   SELECT sum(h.quantity) FROM catalogue_hold h
                                    WHERE h.listing_id = s.listing_id AND h.state = 'ACTIVE'
                                      AND (h.expires_at <= $2 OR h.owner = $3)), 0)::bigint AS available
                          FROM catalogue_stock s WHERE s.listing_id = ANY ($1)""")
                .execute(Tuple.of(ids(listings), utc(now), owner))
                .map(rows -> {
                    Map<UUID, Long> available = new HashMap<>();
                    for (Row row : rows) {
                        available.put(row.getUUID("listing_id"), row.getLong("available"));
                    }
                    return available;
                });
    }

    /** The row of a new listing and its first movement. */
    Uni<Void> open(SqlConnection tx, UUID listing, long quantity, Instant now) {
        return tx.preparedQuery("""
                        WITH opened AS (INSERT INTO catalogue_stock (listing_id, onhand) VALUES ($1, $2))
                        INSERT INTO catalogue_stock_movement (listing_id, kind, quantity, reference, at)
                        SELECT $1, 'OPENED', $2, 'listing:' || $1::text, $3 WHERE $2 > 0""")
                .execute(Tuple.of(listing, quantity, utc(now)))
                .replaceWithVoid();
    }

    /** Answers false where less is left than is sold or held. Of a count the difference is what moved. */
    Uni<Boolean> change(
            SqlConnection tx, UUID listing, StockChange change, String reference, UUID account, Instant now) {
        return tx.preparedQuery("""
                        WITH changed AS (
                            UPDATE catalogue_stock SET onhand = CASE $2 WHEN 'COUNTED' THEN sold + $3
                                       WHEN 'WRITTEN_OFF' THEN onhand - $3 ELSE onhand + $3 END
                             WHERE listing_id = $1 AND CASE $2 WHEN 'COUNTED' THEN sold + $3
                                       WHEN 'WRITTEN_OFF' THEN onhand - $3 ELSE onhand + $3 END >= sold + reserved
                            RETURNING listing_id, new.onhand - old.onhand AS moved)
                        INSERT INTO catalogue_stock_movement (listing_id, kind, quantity, reference, note, account_id, at)
                        SELECT listing_id, $2, CASE $2 WHEN 'WRITTEN_OFF' THEN -moved ELSE moved END, $4, $5, $6, $7 FROM changed""")
                .execute(Tuple.tuple()
                        .addUUID(listing)
                        .addString(String.valueOf(change.reason()))
                        .addLong(change.quantity())
                        .addString(reference)
                        .addString(change.note())
                        .addUUID(account)
                        .addOffsetDateTime(utc(now)))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** The newest first, older than a movement. */
    Uni<List<StockMovement>> movements(SqlConnection connection, UUID listing, long before, int limit) {
        return connection
                .preparedQuery("""
                        SELECT m.id, m.kind, catalogue_moved(m.kind, m.quantity) AS moved, m.note, a.display_name, m.at
                          FROM catalogue_stock_movement m LEFT JOIN identity_account a ON a.id = m.account_id
                         WHERE m.listing_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3""")
                .execute(Tuple.of(listing, before, limit))
                .map(rows -> {
                    List<StockMovement> movements = new ArrayList<>();
                    for (Row row : rows) {
                        String by = row.getString("display_name");
                        movements.add(new StockMovement(
                                row.getLong("id"),
                                row.getString("kind"),
                                row.getLong("moved"),
                                row.getString("note"),
                                by == null ? "" : by,
                                row.getOffsetDateTime("at").toInstant()));
                    }
                    return movements;
                });
    }

    /** Sold goods that came back, in the order of listings. Answers for how many listings it was done. */
    Uni<Integer> restock(SqlConnection tx, SortedMap<UUID, Long> quantities, String reference, Instant now) {
        return tx.preparedQuery("""
                        WITH back AS (
                            INSERT INTO catalogue_stock_movement (listing_id, kind, quantity, reference, at)
                            SELECT w.listing_id, 'RESTOCKED', w.quantity, $3, $4
                              FROM unnest($1::uuid[], $2::bigint[]) AS w (listing_id, quantity)
                            RETURNING listing_id, quantity),
                        locked AS (
                            SELECT s.listing_id FROM catalogue_stock s JOIN back USING (listing_id)
                             ORDER BY s.listing_id FOR NO KEY UPDATE OF s)
                        UPDATE catalogue_stock s SET sold = sold - back.quantity FROM back JOIN locked USING (listing_id)
                         WHERE s.listing_id = back.listing_id""")
                .execute(Tuple.of(ids(quantities.keySet()), amounts(quantities), reference, utc(now)))
                .map(updated -> updated.rowCount());
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static UUID[] ids(Collection<UUID> ids) {
        return ids.toArray(new UUID[0]);
    }

    private static Long[] amounts(SortedMap<UUID, Long> quantities) {
        return quantities.values().toArray(new Long[0]);
    }
}
