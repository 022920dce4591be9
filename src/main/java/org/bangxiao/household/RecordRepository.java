package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class RecordRepository {
    /**
     * What the register and the books say to one draft.
     *
     * @param household  null where there is none of that number
     * @param persons    how many people it has
     * @param member     whether it takes part on the day
     * @param workUnit   what the terms of the day pay for, or null
     * @param termed     whether there are terms on the day
     * @param slipTaken  whether another record of the supplier has this number
     * @param same       whether that one says the same of this link
     * @param workedThat whether the person has a record of that day
     */
    record Found(
            @Nullable UUID household,
            int persons,
            boolean member,
            boolean termed,
            @Nullable WorkUnit workUnit,
            boolean slipTaken,
            boolean same,
            boolean workedThat) {}

    Uni<List<Found>> look(SqlConnection connection, LinkHead link, List<RecordDraft> drafts) {
        return connection
                .preparedQuery("""
                        SELECT h.id, coalesce(h.persons, 0) AS persons, t.work_unit, t.id IS NOT NULL AS termed,
                               s.id IS NOT NULL AS slip_taken,
                               coalesce(s.link_id = $1 AND s.household_id = h.id AND s.day = d.day AND s.units = d.units
                                        AND (s.person_no, s.price_fen, s.lot) IS NOT DISTINCT FROM (d.person, d.price, d.lot),
                                        false) AS same,
                               EXISTS (SELECT FROM household_link_member m WHERE m.link_id = $1 AND m.household_id = h.id
                                          AND daterange(m.valid_from, m.valid_to) @> d.day) AS member,
                               EXISTS (SELECT FROM household_record w WHERE w.link_id = $1 AND w.household_id = h.id
                                          AND w.person_no = d.person AND w.day = d.day AND w.kind = 'WAGES'
                                          AND w.struck_at IS NULL) AS worked
                          FROM unnest($3::text[], $4::bigint[], $5::int[], $6::date[], $7::bigint[], $8::bigint[], $9::text[])
                               WITH ORDINALITY AS d(slip, number, person, day, units, price, lot, n)
                          LEFT JOIN household h ON h.number = d.number
                          LEFT JOIN household_terms t ON t.link_id = $1 AND t.state = 'ACTIVE'
                               AND daterange(t.valid_from, t.valid_to) @> d.day
                          LEFT JOIN household_record s ON s.organisation_id = $2 AND s.slip = d.slip AND s.struck_at IS NULL
                         ORDER BY d.n""")
                .execute(columns(Tuple.of(link.id(), link.organisationId()), drafts))
                .map(rows -> Rows.list(rows, row -> {
                    String unit = row.getString("work_unit");
                    return new Found(
                            row.getUUID("id"),
                            row.getInteger("persons"),
                            row.getBoolean("member"),
                            row.getBoolean("termed"),
                            unit == null ? null : WorkUnit.valueOf(unit),
                            row.getBoolean("slip_taken"),
                            row.getBoolean("same"),
                            row.getBoolean("worked"));
                }));
    }

    Uni<Void> insert(SqlConnection connection, LinkHead link, List<RecordDraft> drafts, Actor by, Instant at) {
        Tuple columns = columns(Tuple.of(link.id(), link.organisationId()), drafts)
                .addArrayOfUUID(drafts.stream().map(draft -> Ids.next()).toArray(UUID[]::new))
                .addString(link.kind().name())
                .addUUID(by.accountId())
                .addUUID(by.personId())
                .addOffsetDateTime(at.atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery("""
                        INSERT INTO household_record (id, link_id, organisation_id, kind, household_id, person_no, day, slip, unit,
                            units, price_fen, lot, recorded_by, recorded_person, recorded_at)
                        SELECT d.id, $1, $2, $11, h.id, d.person, d.day, d.slip,
                               CASE WHEN $11 = 'PRODUCE' THEN 'GRAM' WHEN t.work_unit = 'HOUR' THEN 'MINUTE' ELSE 'PIECE' END,
                               d.units, d.price, d.lot, $12, $13, $14
                          FROM unnest($3::text[], $4::bigint[], $5::int[], $6::date[], $7::bigint[], $8::bigint[], $9::text[],
                                      $10::uuid[]) AS d(slip, number, person, day, units, price, lot, id)
                          JOIN household h ON h.number = d.number
                          JOIN household_terms t ON t.link_id = $1 AND t.state = 'ACTIVE'
                               AND daterange(t.valid_from, t.valid_to) @> d.day
                         ORDER BY d.id""")
                .execute(columns)
                .invoke(done -> {
                    if (done.rowCount() != drafts.size()) {
                        throw new IllegalStateException(done.rowCount() + " records kept of " + drafts.size());
                    }
                })
                .replaceWithVoid();
    }

    /** Records of a link from one day to another, the newest day first. */
    Uni<List<RecordRow>> page(
            SqlConnection connection, UUID link, LocalDate from, LocalDate to, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery("""
                        SELECT r.id, r.slip, h.number, r.person_no, r.day, r.unit, r.units, r.price_fen, r.lot,
                               EXISTS (SELECT FROM household_counted_records(ARRAY[$1::uuid], r.day, r.day) c
                                        WHERE c.id = r.id) AS counts,
                               coalesce(a.display_name, '') AS by_name, r.recorded_at, r.struck_because
                          FROM household_record r JOIN household h ON h.id = r.household_id
                          LEFT JOIN identity_account a ON a.id = r.recorded_by
                         WHERE r.link_id = $1::uuid AND r.day BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR r.id < $4)
                         ORDER BY r.id DESC LIMIT $5""")
                .execute(Tuple.of(link, from, to, before, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new RecordRow(
                                row.getUUID("id"),
                                row.getString("slip"),
                                row.getLong("number"),
                                row.getInteger("person_no"),
                                row.getLocalDate("day"),
                                row.getString("unit"),
                                row.getLong("units"),
                                row.getLong("price_fen"),
                                row.getString("lot"),
                                row.getBoolean("counts"),
                                row.getString("by_name"),
                                row.getOffsetDateTime("recorded_at").toInstant(),
                                row.getString("struck_because"))));
    }

    /** True where it was there and not struck out yet; null where there is none. */
    Uni<@Nullable Boolean> strike(
            SqlConnection connection, UUID link, UUID id, String because, Actor by, Instant at, LocalDate notBefore) {
        return connection
                .preparedQuery("""
                        WITH done AS (UPDATE household_record SET struck_because = $3, struck_by = $4, struck_person = $5,
                                             struck_at = $6
                                       WHERE id = $1 AND link_id = $2 AND struck_at IS NULL AND day >= $7 RETURNING id)
                        SELECT EXISTS (SELECT FROM done) AS done FROM household_record WHERE id = $1 AND link_id = $2""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(link)
                        .addString(because)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                        .addLocalDate(notBefore))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBoolean("done"));
    }

    private static Tuple columns(Tuple first, List<RecordDraft> drafts) {
        return first.addValue(column(drafts, RecordDraft::slip, String[]::new))
                .addValue(column(drafts, RecordDraft::householdNo, Long[]::new))
                .addValue(column(drafts, RecordDraft::person, Integer[]::new))
                .addValue(column(drafts, RecordDraft::day, LocalDate[]::new))
                .addValue(column(drafts, RecordDraft::units, Long[]::new))
                .addValue(column(drafts, RecordDraft::priceFen, Long[]::new))
                .addValue(column(drafts, RecordDraft::lot, String[]::new));
    }

    private static <V extends @Nullable Object> V[] column(
            List<RecordDraft> rows, Function<RecordDraft, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
