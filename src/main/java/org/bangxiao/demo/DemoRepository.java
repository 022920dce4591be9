package org.bangxiao.demo;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.bangxiao.platform.Tx;

/** Remembers how far the demo world of this installation is, and asks whether anybody lives here already. */
@ApplicationScoped
class DemoRepository {
    private static final String FACT = "demo-world";
    private static final String REMEMBER = """
            INSERT INTO platform_fact (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = now()""";

    private static final String ALERTS = """
            INSERT INTO monitoring_alert (household_id, village_code, rule, month, standing, persons, year_fen, before_fen,
                                          expected_fen, opened_at, demo)
            SELECT h.id, h.village_code, 'DROPPED', $4::int, s.status, h.persons, 61200, 240000, 120000, $2::timestamptz, true
              FROM household h JOIN household_status s ON s.household_id = h.id AND daterange(s.valid_from, s.valid_to) @> $3::date
               AND s.status IN ('LIFTED','MONITORED')
             WHERE h.county_code = $1 AND h.demo ORDER BY h.number LIMIT 2 RETURNING id""";

    private final Tx tx;

    DemoRepository(Tx tx) {
        this.tx = tx;
    }

    Uni<Optional<String>> state() {
        return tx.pool()
                .preparedQuery("SELECT value FROM platform_fact WHERE name = $1")
                .execute(Tuple.of(FACT))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("value")));
    }

    Uni<Void> remember(String state) {
        return tx.pool().preparedQuery(REMEMBER).execute(Tuple.of(FACT, state)).replaceWithVoid();
    }

    /** The first household of a village. */
    Uni<Optional<UUID>> householdOf(String village, List<UUID> among) {
        return tx.pool()
                .preparedQuery(
                        "SELECT id FROM household WHERE village_code = $1 AND id = ANY ($2) ORDER BY number LIMIT 1")
                .execute(Tuple.of(village, among.toArray(UUID[]::new)))
                .map(rows -> Rows.first(rows, row -> row.getUUID(0)));
    }

    /** Two households of a county that may fall back: a year of credits that nobody has lived through here is made up. */
    Uni<List<UUID>> alerts(String county, Instant at, LocalDate today) {
        return tx.pool()
                .preparedQuery(ALERTS)
                .execute(Tuple.of(county, OffsetDateTime.ofInstant(at, ZoneOffset.UTC), today, monthBefore(today)))
                .map(rows -> Rows.list(rows, row -> row.getUUID(0)));
    }

    private static int monthBefore(LocalDate day) {
        LocalDate month = day.minusMonths(1);
        return month.getYear() * 100 + month.getMonthValue();
    }

    /** True where no account was ever opened: a world may only be made where nobody lives. */
    Uni<Boolean> uninhabited() {
        return tx.pool()
                .query("SELECT NOT EXISTS (SELECT FROM identity_account) AS empty")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("empty"));
    }
}
