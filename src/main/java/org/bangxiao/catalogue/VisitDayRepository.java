package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Places.Wanted;

/** The SQL of days and their places: guarded statements of V235, where rows are locked in one order. */
@ApplicationScoped
class VisitDayRepository {
    /** From now on sold by day and places, or on other terms. */
    Uni<Void> rule(SqlConnection tx, UUID listing, int cancelHours, Instant now) {
        return tx.preparedQuery("SELECT catalogue_sell_by_day($1, $2, $3)")
                .execute(Tuple.of(listing, cancelHours, StockRepository.utc(now)))
                .replaceWithVoid();
    }

    /** Sold as goods are again. */
    Uni<Void> end(SqlConnection tx, UUID listing) {
        return tx.preparedQuery("SELECT catalogue_sell_without_days($1)")
                .execute(Tuple.of(listing))
                .replaceWithVoid();
    }

    /** So many places on each of these days. Answers the first of which more are booked; then nothing should stay. */
    Uni<Optional<VisitDay>> open(SqlConnection tx, UUID listing, List<LocalDate> days, long places) {
        return tx.preparedQuery("""
                        WITH put AS (
                            INSERT INTO catalogue_day AS d (listing_id, day, places)
                            SELECT $1, w.day, $3 FROM unnest($2::date[]) AS w (day) ORDER BY w.day
                            ON CONFLICT (listing_id, day) DO UPDATE SET places = EXCLUDED.places WHERE d.booked <= EXCLUDED.places
                            RETURNING day)
                        SELECT d.day, d.places, d.booked, d.closed FROM catalogue_day d
                         WHERE d.listing_id = $1 AND d.day = ANY ($2) AND d.day NOT IN (SELECT day FROM put)
                         ORDER BY d.day LIMIT 1""")
                .execute(Tuple.of(listing, days.toArray(new LocalDate[0]), places))
                .map(rows -> days(rows).stream().findFirst());
    }

    /** False where that day is not offered. */
    Uni<Boolean> close(SqlConnection tx, UUID listing, LocalDate day, boolean closed) {
        return tx.preparedQuery("UPDATE catalogue_day SET closed = $3 WHERE listing_id = $1 AND day = $2")
                .execute(Tuple.of(listing, day, closed))
                .map(rows -> rows.rowCount() == 1);
    }

    /** False where that day is not offered; fails where it is booked. */
    Uni<Boolean> takeOff(SqlConnection tx, UUID listing, LocalDate day, Instant now) {
        return tx.preparedQuery("SELECT catalogue_release_lapsed_places($1, $2, $3)")
                .execute(Tuple.of(listing, day, StockRepository.utc(now)))
                .chain(() -> tx.preparedQuery("DELETE FROM catalogue_day WHERE listing_id = $1 AND day = $2")
                        .execute(Tuple.of(listing, day)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** All days from that one on; fails where one is booked. */
    Uni<Void> takeOffFrom(SqlConnection tx, UUID listing, LocalDate today) {
        return tx.preparedQuery("DELETE FROM catalogue_day WHERE listing_id = $1 AND day >= $2")
                .execute(Tuple.of(listing, today))
                .replaceWithVoid();
    }

    /** The days after that one, the nearest first. */
    Uni<List<VisitDay>> days(SqlConnection connection, UUID listing, LocalDate after, int limit, Instant now) {
        return connection
                .preparedQuery("""
                        SELECT d.day, d.places, d.closed, (d.booked - coalesce((
                                   SELECT sum(b.quantity) FROM catalogue_booking b
                                    WHERE b.listing_id = d.listing_id AND b.day = d.day AND b.state = 'ACTIVE'
                                      AND b.expires_at <= $4), 0))::bigint AS booked
                          FROM catalogue_day d WHERE d.listing_id = $1 AND d.day > $2 ORDER BY d.day LIMIT $3""")
                .execute(Tuple.of(listing, after, limit, StockRepository.utc(now)))
                .map(rows -> days(rows));
    }

    Uni<List<StockRepository.Shortage>> hold(
            SqlConnection tx, UUID owner, List<Wanted> wanted, Instant now, Instant until) {
        return tx.preparedQuery("""
                        SELECT h.short_of, h.can_have, l.name_zh, l.name_en
                          FROM catalogue_hold_places($1, $2, $3, $4, $5, $6) h JOIN catalogue_listing l ON l.id = h.short_of""")
                .execute(Tuple.tuple()
                        .addUUID(owner)
                        .addArrayOfUUID(listings(wanted))
                        .addArrayOfLocalDate(days(wanted))
                        .addArrayOfLong(wanted.stream().map(Wanted::places).toArray(Long[]::new))
                        .addOffsetDateTime(StockRepository.utc(now))
                        .addOffsetDateTime(StockRepository.utc(until)))
                .map(StockRepository::shortages);
    }

    Uni<List<StockRepository.Taken>> take(SqlConnection tx, UUID owner, Instant now) {
        return tx.preparedQuery("""
                        SELECT t.sold_of, t.sold_quantity, t.taken, l.name_zh, l.name_en
                          FROM catalogue_take_places($1, $2) t JOIN catalogue_listing l ON l.id = t.sold_of""")
                .execute(Tuple.of(owner, StockRepository.utc(now)))
                .map(StockRepository::taken);
    }

    Uni<Void> release(SqlConnection tx, UUID owner, Instant now) {
        return tx.preparedQuery("SELECT catalogue_free_places($1, NULL, ARRAY['ACTIVE','LAPSED'], 'RELEASED', $2)")
                .execute(Tuple.of(owner, StockRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> giveBack(SqlConnection tx, UUID owner, Collection<UUID> listings, Instant now) {
        return tx.preparedQuery("SELECT catalogue_free_places($1, $2, ARRAY['TAKEN'], 'GIVEN_BACK', $3)")
                .execute(Tuple.of(owner, StockRepository.ids(listings), StockRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Integer> sweep(SqlConnection tx, Instant now, int batch) {
        return tx.preparedQuery("SELECT catalogue_sweep_days($1, $2) AS n")
                .execute(Tuple.of(StockRepository.utc(now), batch))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    Uni<Map<UUID, Long>> free(SqlConnection connection, List<Wanted> wanted, Instant now) {
        return connection
                .preparedQuery("""
                        SELECT w.listing_id, catalogue_free_on(w.listing_id, w.day, $3) AS free
                          FROM unnest($1::uuid[], $2::date[]) AS w (listing_id, day)""")
                .execute(Tuple.of(listings(wanted), days(wanted), StockRepository.utc(now)))
                .map(rows -> {
                    Map<UUID, Long> free = new HashMap<>();
                    rows.forEach(row -> {
                        Long places = row.getLong("free");
                        if (places != null) {
                            free.put(row.getUUID("listing_id"), places);
                        }
                    });
                    return free;
                });
    }

    private static List<VisitDay> days(Iterable<Row> rows) {
        List<VisitDay> days = new ArrayList<>();
        rows.forEach(row -> days.add(new VisitDay(
                row.getLocalDate("day"), row.getLong("places"), row.getLong("booked"), row.getBoolean("closed"))));
        return days;
    }

    private static UUID[] listings(List<Wanted> wanted) {
        return wanted.stream().map(Wanted::listingId).toArray(UUID[]::new);
    }

    private static LocalDate[] days(List<Wanted> wanted) {
        return wanted.stream().map(Wanted::day).toArray(LocalDate[]::new);
    }
}
