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
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DueRepository {
    /** A record that counts. */
    record Counted(long householdNo, LocalDate day, long units, long priceFen) {}

    /** Who holds something on a day: a household, or a village with a number below zero. */
    record Holder(long householdNo, long weight, boolean cannotWork) {}

    /** What somebody holds from one day up to (not including) another, with a standing that counts. */
    record Holding(long householdNo, long weight, LocalDate from, LocalDate to) {}

    Uni<List<Counted>> records(SqlConnection connection, UUID link, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("""
                        SELECT household_no, day, units, coalesce(price_fen, 0) AS price
                          FROM household_counted_records(ARRAY[$1::uuid], $2, $3) ORDER BY household_no, day, id""")
                .execute(Tuple.of(link, from, to.minusDays(1)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Counted(
                                row.getLong("household_no"),
                                row.getLocalDate("day"),
                                row.getLong("units"),
                                row.getLong("price"))));
    }

    Uni<List<Holder>> holders(SqlConnection connection, UUID link, LocalDate day) {
        return connection
                .preparedQuery("""
                        SELECT s.household_no, s.weight, coalesce(m.cannot_work, false) AS cannot_work
                          FROM household_sharers(ARRAY[$1::uuid], $2) s
                          LEFT JOIN household_link_member m ON m.link_id = s.link_id AND m.household_id = s.household_id
                               AND daterange(m.valid_from, m.valid_to) @> $2::date
                         ORDER BY s.household_no""")
                .execute(Tuple.of(link, day))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Holder(
                                row.getLong("household_no"), row.getLong("weight"), row.getBoolean("cannot_work"))));
    }

    Uni<List<Holding>> holdings(SqlConnection connection, UUID link, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("""
                        SELECT x.number, x.weight, lower(x.days) AS first, upper(x.days) AS last FROM (
                            SELECT h.number, m.weight, daterange(m.valid_from, m.valid_to) * daterange(s.valid_from, s.valid_to)
                                   * daterange(l.valid_from, l.valid_to) * daterange($2, $3) AS days
                              FROM household_link_member m JOIN household_benefit_link l ON l.id = m.link_id
                              JOIN household h ON h.id = m.household_id
                              JOIN household_status s ON s.household_id = m.household_id
                                   AND household_counts(s.status)
                             WHERE m.link_id = $1
                             UNION ALL
                            SELECT -v.village_code::bigint, v.weight,
                                   daterange(v.valid_from, NULL) * daterange(l.valid_from, l.valid_to) * daterange($2, $3)
                              FROM household_village_share v JOIN household_benefit_link l ON l.id = v.link_id
                             WHERE v.link_id = $1) x
                         WHERE NOT isempty(x.days) ORDER BY 1, 3""")
                .execute(Tuple.of(link, from, to))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Holding(
                                row.getLong("number"),
                                row.getLong("weight"),
                                row.getLocalDate("first"),
                                row.getLocalDate("last"))));
    }

    Uni<@Nullable Long> income(SqlConnection connection, UUID link, int month) {
        return connection
                .preparedQuery("SELECT income_fen FROM household_income WHERE link_id = $1 AND month = $2")
                .execute(Tuple.of(link, month))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong(0));
    }

    Uni<Void> earned(
            SqlConnection connection, LinkHead link, int month, long incomeFen, String paper, Actor by, Instant at) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_income (link_id, organisation_id, kind, month, income_fen, paper, recorded_by,
                            recorded_person, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""")
                .execute(Tuple.tuple()
                        .addUUID(link.id())
                        .addUUID(link.organisationId())
                        .addString(link.kind().name())
                        .addInteger(month)
                        .addLong(incomeFen)
                        .addString(paper)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
