package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An office's cases by filter, order and cursor, and how many there are of each state. */
@ApplicationScoped
class QueueRepository {
    /** A row of the list: the case without its decisions, and how it stands. */
    record Found(ApplicationView application, Standing standing) {}

    /** Whose turn counts as the reader's: region and level side by side. */
    record Turns(List<String> regions, List<String> levels) {
        String[] regionsInOrder() {
            return regions.toArray(String[]::new);
        }

        String[] levelsInOrder() {
            return levels.toArray(String[]::new);
        }
    }

    private final CaseRepository cases;

    QueueRepository(CaseRepository cases) {
        this.cases = cases;
    }

    Uni<List<Found>> list(SqlConnection connection, Where where, @Nullable QueueCursor after, int limit) {
        Tuple values = Tuple.tuple();
        String sql = where.sql(values);
        if (after != null) {
            sql += " AND " + where.order().after(values, after);
        }
        return connection
                .preparedQuery("SELECT a.*, NULL::text AS certificate_number FROM certification_application a WHERE "
                        + sql + " ORDER BY " + where.order().sql() + " LIMIT " + limit)
                .execute(values)
                .map(rows -> {
                    List<Found> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new Found(cases.view(row, List.of()), standing(row))));
                    return found;
                });
    }

    /** The case after, or before, that one in the order of the list; empty at its end. */
    Uni<Optional<UUID>> neighbour(SqlConnection connection, Where where, QueueCursor of, boolean backwards) {
        Tuple values = Tuple.tuple();
        Order order = backwards ? where.order().reversed() : where.order();
        String sql = where.sql(values) + " AND " + order.after(values, of);
        return connection
                .preparedQuery("SELECT a.id FROM certification_application a WHERE " + sql + " ORDER BY " + order.sql()
                        + " LIMIT 1")
                .execute(values)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    /** How many cases of the area are in each state; drafts are nobody's business. */
    Uni<Map<ApplicationState, Long>> counts(SqlConnection connection, String areaPrefix) {
        return connection.preparedQuery("""
                        SELECT state, count(*) AS n FROM certification_application
                         WHERE state <> 'DRAFT' AND county_code LIKE $1 || '%' GROUP BY state
                        """).execute(Tuple.of(areaPrefix)).map(rows -> {
            Map<ApplicationState, Long> counts = new EnumMap<>(ApplicationState.class);
            rows.forEach(row -> counts.put(ApplicationState.valueOf(row.getString("state")), row.getLong("n")));
            return counts;
        });
    }

    Uni<Long> turnsOf(SqlConnection connection, String areaPrefix, Turns turns) {
        return connection
                .preparedQuery("""
                        SELECT count(*) AS n FROM certification_application a
                         WHERE state = 'IN_REVIEW' AND county_code LIKE $1 || '%'
                           AND (a.region, a.level) IN (SELECT * FROM unnest($2::text[], $3::text[]))""")
                .execute(Tuple.of(areaPrefix, turns.regionsInOrder(), turns.levelsInOrder()))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** A file of evidence, and whether it holds on the day that was asked for. */
    record Attached(CaseFile file, boolean holds) {}

    /** The evidence of many cases, by document and hash. */
    Uni<Map<UUID, List<Attached>>> files(SqlConnection connection, Collection<UUID> applicationIds, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT application_id, kind, encode(sha256, 'hex') AS hash, coalesce(expires_on >= $2, true) AS holds
                          FROM certification_evidence WHERE application_id = ANY ($1) ORDER BY application_id, kind, hash
                        """)
                .execute(Tuple.of(applicationIds.toArray(UUID[]::new), on))
                .map(rows -> {
                    Map<UUID, List<Attached>> files = new HashMap<>();
                    rows.forEach(row -> files.computeIfAbsent(row.getUUID("application_id"), id -> new ArrayList<>())
                            .add(new Attached(
                                    new CaseFile(row.getString("kind"), row.getString("hash")),
                                    row.getBoolean("holds"))));
                    return files;
                });
    }

    Uni<Standing> standing(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT * FROM certification_application WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> standing(rows.iterator().next()));
    }

    /** Puts a case into the priority lane or takes it out; false where it is so already or the case is closed. */
    Uni<Boolean> markUnsold(SqlConnection tx, UUID id, boolean unsold) {
        return tx.preparedQuery("""
                        UPDATE certification_application SET unsold_stock = $2
                         WHERE id = $1 AND unsold_stock <> $2 AND state NOT IN ('REJECTED','WITHDRAWN','CERTIFIED')
                        """).execute(Tuple.of(id, unsold)).map(rows -> rows.rowCount() == 1);
    }

    private static Standing standing(Row row) {
        OffsetDateTime escalated = row.getOffsetDateTime("escalated_at");
        return new Standing(
                row.getString("level"),
                row.getLocalDate("due_on"),
                escalated == null ? null : escalated.toInstant(),
                row.getBoolean("supervised"),
                row.getBoolean("unsold_stock"),
                row.getString("findings"));
    }

    /** One of the orders, forwards or backwards. */
    record Order(QueueFilter.Sort sort, boolean backwards) {
        Order reversed() {
            return new Order(sort, !backwards);
        }

        private List<String> keys() {
            return switch (sort) {
                case LANE ->
                    List.of("(NOT a.priority)", "coalesce(a.due_on, 'infinity'::date)", "a.step_entered_at", "a.id");
                case DUE -> List.of("coalesce(a.due_on, 'infinity'::date)", "a.step_entered_at", "a.id");
                case AGE, NEWEST -> List.of("a.step_entered_at", "a.id");
            };
        }

        private boolean descending() {
            return (sort == QueueFilter.Sort.NEWEST) != backwards;
        }

        String sql() {
            return String.join(descending() ? " DESC, " : ", ", keys()) + (descending() ? " DESC" : "");
        }

        String after(Tuple values, QueueCursor after) {
            List<String> places = new ArrayList<>();
            int keys = keys().size();
            if (keys == 4) {
                values.addBoolean(!after.priority());
                places.add("$" + values.size());
            }
            if (keys >= 3) {
                values.addString(after.due());
                places.add("$" + values.size() + "::text::date");
            }
            values.addOffsetDateTime(utc(after.at()));
            places.add("$" + values.size());
            values.addUUID(after.id());
            places.add("$" + values.size());
            return "(" + String.join(", ", keys()) + ") " + (descending() ? "<" : ">") + " ("
                    + String.join(", ", places) + ")";
        }
    }

    /** What is asked for, put into a condition. */
    record Where(QueueFilter filter, String areaPrefix, Turns turns, LocalDate today, Instant now) {
        Order order() {
            return new Order(filter.sort(), false);
        }

        String sql(Tuple values) {
            StringBuilder sql = new StringBuilder("a.state <> 'DRAFT' AND a.county_code LIKE $1 || '%'");
            values.addString(areaPrefix);
            if (filter.mine()) {
                sql.append(
                        " AND a.state = 'IN_REVIEW' AND (a.region, a.level) IN (SELECT * FROM unnest($2::text[], $3::text[]))");
                values.addArrayOfString(turns.regionsInOrder()).addArrayOfString(turns.levelsInOrder());
            } else if (filter.state() != null) {
                and(sql, values, "a.state = %s", filter.state().name());
            }
            and(sql, values, "a.step = %s", filter.step());
            and(sql, values, "a.county_code LIKE %s || '%%'", filter.county());
            and(sql, values, "a.category = %s", filter.category());
            and(sql, values, "a.findings = %s", filter.findings());
            and(sql, values, "position(lower(%s) in lower(a.name_zh || ' ' || a.name_en)) > 0", filter.words());
            if (filter.priority()) {
                sql.append(" AND a.priority");
            }
            if (filter.overdue()) {
                values.addLocalDate(today);
                sql.append(" AND a.due_on < $").append(values.size());
            }
            if (filter.waitingDays() > 0) {
                values.addOffsetDateTime(utc(now).minusDays(filter.waitingDays()));
                sql.append(" AND a.step_entered_at <= $").append(values.size());
            }
            return sql.toString();
        }

        private static void and(StringBuilder sql, Tuple values, String condition, String value) {
            if (!value.isEmpty()) {
                values.addString(value);
                sql.append(" AND ").append(condition.formatted("$" + values.size()));
            }
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
