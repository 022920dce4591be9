package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.WatchRules;

/** Looks for causes: one statement for each that opens what is not open yet and writes the trail of it. */
@ApplicationScoped
class WatchRepository {
    /** $1 region, $2 version of the pack, $3 now, $4 today, $5 last day of the first level, $6 that level; then the cause's own. */
    private static final String OPEN = """
        WITH found AS (%s),
        opened AS (
            INSERT INTO supervision_case (region, pack_version, cause, subject_id, period, organisation_id, product_id,
                                          county_code, name_zh, name_en, facts, opened_at, due_on, level, demo)
            SELECT $1, $2, '%s', f.subject_id, f.period, f.organisation_id, f.product_id, f.county_code, f.name_zh,
                   f.name_en, f.facts, $3, $5, $6, o.demo
              FROM found f JOIN organisation o ON o.id = f.organisation_id
             ORDER BY f.subject_id, f.period
            ON CONFLICT ON CONSTRAINT supervision_case_opened_once DO NOTHING
            RETURNING id, cause, subject_id, period, county_code, name_zh, level, due_on),
        trail AS (
            INSERT INTO platform_audit (at, action, subject_kind, subject_id, area_code, detail)
            SELECT $3, 'watch-case-open', 'watch-case', id::text, county_code,
                   jsonb_build_object('cause', cause, 'subject', subject_id, 'period', period, 'on', $4::date)
              FROM opened)
        SELECT id, county_code, name_zh, level, due_on FROM opened""";

    private static final String CERTIFICATE = """
        c.organisation_id, c.product_id, c.county_code, c.name_zh, c.name_en""";

    private static final String CAPACITY = """
        SELECT c.product_id AS subject_id, k.year::text AS period, %s,
               jsonb_build_object('usedUnits', k.used_units, 'capacityUnits', k.cap_units,
                                  'warnBasisPoints', $7::int, 'usedBasisPoints', k.used_units * 10000 / k.cap_units) AS facts
          FROM sale_capacity k JOIN certification_certificate c ON c.product_id = k.product_id AND c.region = $1
         WHERE k.year >= extract(year FROM $4::date)::int - 1
           AND\s""".formatted(CERTIFICATE);

    /** The four quarters whose days of grace are over; pools of the quarter's months that a finished run has shared. */
    private static final String NO_CREDIT = """
        SELECT c.product_id AS subject_id, to_char(q.first, 'YYYY"-Q"Q') AS period, %s,
               jsonb_build_object('soldUnits', s.units - b.units, 'salesFen', s.gross - b.gross,
                                  'sharedWithHouseholdsFen', s.owed - b.owed,
                                  'creditedFen', 0, 'graceDays', $7::int) AS facts
          FROM (SELECT (date_trunc('quarter', $4::date) - make_interval(months => 3 * n))::date AS first
                  FROM generate_series(1, 4) n) q
          JOIN certification_certificate c ON c.region = $1
          JOIN LATERAL (SELECT sum(quantity)::bigint AS units, sum(gross_fen)::bigint AS gross,
                               sum(floor_fen + dividend_fen)::bigint AS owed
                          FROM sale WHERE product_id = c.product_id AND status <> 'UNCERTIFIED'
                           AND sold_at >= q.first::timestamp AT TIME ZONE 'Asia/Shanghai'
                           AND sold_at < (q.first + interval '3 months') AT TIME ZONE 'Asia/Shanghai') s ON s.units > 0
          JOIN LATERAL (SELECT coalesce(sum(r.units), 0)::bigint AS units, coalesce(sum(r.amount_fen), 0)::bigint AS gross,
                               coalesce(sum(r.floor_fen + r.dividend_fen), 0)::bigint AS owed
                          FROM sale x JOIN sale_refund r ON r.sale_id = x.id WHERE x.product_id = c.product_id
                           AND x.sold_at >= q.first::timestamp AT TIME ZONE 'Asia/Shanghai'
                           AND x.sold_at < (q.first + interval '3 months') AT TIME ZONE 'Asia/Shanghai') b ON b.gross < s.gross
         WHERE (q.first + interval '3 months')::date + $7::int <= $4::date
           AND NOT EXISTS (
               SELECT 1 FROM household_agreement a
                 JOIN sale_pool p ON p.agreement_id = a.id
                  AND p.month BETWEEN to_char(q.first, 'YYYYMM')::int
                                  AND to_char(q.first + interval '2 months', 'YYYYMM')::int
                 JOIN settlement_pool w ON w.pool_id = p.id AND w.state = 'SHARED'
                 JOIN settlement_run r ON r.id = w.run_id AND r.state = 'DONE'
                WHERE a.product_id = c.product_id)""".formatted(CERTIFICATE);

    /** Against what other suppliers ask within the variety, as a price is measured before it is asked. */
    private static final String PRICE = """
        SELECT g.product_id AS subject_id, to_char($4::date, 'YYYY"-Q"Q') AS period, g.organisation_id, g.product_id,
               g.county_code, g.name_zh, g.name_en,
               jsonb_build_object('priceFen', g.price_fen, 'comparedFen', round(g.rate * g.scale),
                                  'medianFen', round(m.median * g.scale), 'likeGoods', m.like_goods,
                                  'factorBasisPoints', $7::int, 'comparedBy', g.unit, 'variety', g.variety) AS facts
          FROM catalogue_like_goods($1, $9, NULL) g
          JOIN catalogue_price_limits($1, $9, $7, $8, NULL) m USING (product_id)
         WHERE g.price_fen > m.most_fen""";

    private static final String COMPLAINTS = """
        SELECT c.product_id AS subject_id, to_char($4::date, 'YYYY"-Q"Q') AS period, %s,
               jsonb_build_object('complaints', k.n, 'soldUnits', coalesce(s.units, 0), 'days', $9::int,
                                  'perThousandUnits', $7::int) AS facts
          FROM (SELECT product_id, count(*) AS n FROM supervision_complaint
                 WHERE region = $1 AND lodged_at >= ($4::date - $9::int)::timestamp AT TIME ZONE 'Asia/Shanghai'
                 GROUP BY product_id HAVING count(*) >= $8::int) k
          JOIN certification_certificate c ON c.product_id = k.product_id
          LEFT JOIN LATERAL (SELECT sum(quantity)::bigint AS units FROM sale WHERE product_id = k.product_id
                                AND sold_at >= ($4::date - $9::int)::timestamp AT TIME ZONE 'Asia/Shanghai') s ON true
         WHERE k.n * 1000 >= $7::int * coalesce(s.units, 0)""".formatted(CERTIFICATE);

    private static final String COUNTY = """
        SELECT c.product_id AS subject_id, to_char($4::date, 'YYYY') AS period, %s,
               jsonb_build_object('countyCode', c.county_code, 'certificate', c.number, 'validTo', c.valid_to) AS facts
          FROM certification_certificate c
         WHERE c.region = $1 AND c.county_code = ANY ($7::text[])
           AND c.state = 'VALID' AND c.valid_to >= $4::date""".formatted(CERTIFICATE);

    /** What a supplier must hold and held until lately: the last one that was confirmed, where nothing has followed it. */
    private static final String DOCUMENT = """
        SELECT d.id AS subject_id, d.expires_on::text AS period, d.organisation_id, NULL::uuid AS product_id,
               o.area_code AS county_code, o.name_zh, o.name_en,
               jsonb_build_object('document', d.kind, 'expiredOn', d.expires_on,
                                  'products', (SELECT count(*) FROM certification_certificate c
                                                WHERE c.organisation_id = d.organisation_id AND c.state = 'VALID'
                                                  AND c.valid_to >= $4::date)) AS facts
          FROM organisation_document d
          JOIN organisation_supplier s ON s.organisation_id = d.organisation_id AND d.kind = ANY (s.required)
          JOIN organisation o ON o.id = d.organisation_id
         WHERE d.state = 'CONFIRMED' AND d.expires_on < $4::date
           AND left(o.area_code, 2) = left($7::text, 2)
           AND NOT EXISTS (SELECT 1 FROM organisation_document later
                            WHERE later.organisation_id = d.organisation_id AND later.kind = d.kind
                              AND later.state = 'CONFIRMED' AND (later.expires_on IS NULL OR later.expires_on > d.expires_on))""";

    /** What a closed quarter left short; the case is about the frozen row. */
    private static final String BELOW_CLAIM = """
        SELECT r.id AS subject_id, to_char(r.quarter, 'YYYY"-Q"Q') AS period, r.organisation_id, NULL::uuid AS product_id,
               r.county_code, o.name_zh, o.name_en,
               jsonb_build_object('linkKind', r.kind, 'claimedPersons', r.claimed_persons, 'linkedPersons', r.linked_persons,
                                  'creditedPersons', r.credited_persons, 'creditedHouseholds', r.credited_households,
                                  'creditedFen', r.credited_fen, 'toleranceBasisPoints', r.tolerance_percent * 100) AS facts
          FROM supervision_reconciliation r JOIN organisation o ON o.id = r.organisation_id
         WHERE r.region = $1 AND r.falls_short AND r.quarter >= $7::date""";

    private static final Map<Cause, String> LOOKS = new EnumMap<>(Map.of(
            Cause.DOCUMENT_EXPIRED,
            DOCUMENT,
            Cause.CAPACITY_NEAR,
            CAPACITY + "k.used_units * 10000 >= k.cap_units * $7::int AND k.used_units <= k.cap_units",
            Cause.CAPACITY_EXCEEDED,
            CAPACITY + "k.used_units > k.cap_units",
            Cause.NO_CREDIT,
            NO_CREDIT,
            Cause.PRICE_ABOVE_BAND,
            PRICE,
            Cause.COMPLAINT_RATE,
            COMPLAINTS,
            Cause.COUNTY_NOT_ENTITLED,
            COUNTY,
            Cause.CREDIT_BELOW_CLAIM,
            BELOW_CLAIM));

    /** Opens what is not open yet; answers the cases that were opened. */
    Uni<List<Telling.Waiting>> open(
            SqlConnection connection,
            PolicyPack pack,
            WatchRules rules,
            Cause cause,
            Instant now,
            LocalDate today,
            List<String> lostCounties) {
        Tuple row = Tuple.tuple()
                .addString(pack.key())
                .addString(pack.version())
                .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .addLocalDate(today)
                .addLocalDate(today.plusDays(rules.problemDays()))
                .addString(pack.levels().get(0).id());
        switch (cause) {
            case CAPACITY_NEAR, CAPACITY_EXCEEDED ->
                row.addInteger(rules.capacity().warnBasisPoints());
            case NO_CREDIT -> row.addInteger(rules.credit().graceDays());
            case PRICE_ABOVE_BAND ->
                row.addInteger(rules.price().factorBasisPoints())
                        .addInteger(pack.leastLikeGoods())
                        .addValue(pack.varieties());
            case COMPLAINT_RATE ->
                row.addInteger(rules.complaints().perThousandUnits())
                        .addInteger(rules.complaints().least())
                        .addInteger(rules.complaints().days());
            case COUNTY_NOT_ENTITLED -> row.addArrayOfString(lostCounties.toArray(String[]::new));
            // Older ones were looked at when they were closed.
            case CREDIT_BELOW_CLAIM -> row.addLocalDate(today.minusYears(2));
            case DOCUMENT_EXPIRED -> row.addString(pack.provinceCode());
        }
        return connection
                .preparedQuery(OPEN.formatted(LOOKS.get(cause), cause))
                .execute(row)
                .map(WatchRepository::waiting);
    }

    /** What waits where, as the deeds of the clock answer it. */
    static List<Telling.Waiting> waiting(RowSet<Row> rows) {
        List<Telling.Waiting> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Telling.Waiting(
                row.getUUID("id"),
                row.getString("county_code"),
                row.getString("name_zh"),
                row.getString("level"),
                row.getLocalDate("due_on"))));
        return found;
    }

    /** True for whoever comes first on that day. */
    Uni<Boolean> claim(SqlConnection connection, String region, Cause cause, LocalDate day, Instant now) {
        return connection
                .preparedQuery("INSERT INTO supervision_look (region, cause, day, looked_at) VALUES ($1, $2, $3, $4)"
                        + " ON CONFLICT DO NOTHING")
                .execute(Tuple.of(region, cause.name(), day, OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .map(done -> done.rowCount() == 1);
    }

    Uni<Void> looked(SqlConnection connection, String region, Cause cause, LocalDate day, int opened) {
        return connection
                .preparedQuery("UPDATE supervision_look SET opened = $4 WHERE region = $1 AND cause = $2 AND day = $3")
                .execute(Tuple.of(region, cause.name(), day, opened))
                .replaceWithVoid();
    }

    /** The counties whose certificates hold today. */
    Uni<List<String>> counties(SqlConnection connection, String region, LocalDate today) {
        return connection
                .preparedQuery("SELECT DISTINCT county_code FROM certification_certificate"
                        + " WHERE region = $1 AND state = 'VALID' AND valid_to >= $2 ORDER BY 1")
                .execute(Tuple.of(region, today))
                .map(WatchRepository::texts);
    }

    private static List<String> texts(RowSet<Row> rows) {
        List<String> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.getString(0)));
        return found;
    }
}
