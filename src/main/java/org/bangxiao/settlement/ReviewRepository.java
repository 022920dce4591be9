package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.Rows;
import org.bangxiao.region.ReviewRules;
import org.jspecify.annotations.Nullable;

/** Finds what is odd in a run and what changed in it, each in one statement over all its shares. */
@ApplicationScoped
class ReviewRepository {
    /** So many changes of a kind are kept: whoever wants more looks at the shares. */
    private static final int MOST_CHANGES = 1_000;
    /** So many finished runs of the province say what is usual for a household. */
    private static final int EARLIER_RUNS = 12;

    private static final List<String> OFFICERS = List.of(
            Role.VILLAGE_OFFICER,
            Role.COUNTY_OFFICER,
            Role.CITY_OFFICER,
            Role.REGION_OFFICER,
            Role.TASK_FORCE,
            Role.FINANCE);

    Uni<Boolean> exists(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("SELECT EXISTS (SELECT 1 FROM settlement_review WHERE run_id = $1) AS kept")
                .execute(Tuple.of(run))
                .map(rows -> rows.iterator().next().getBoolean("kept"));
    }

    /** As many rows as a province has households: joined by hashing, which the planner does not expect of fresh rows. */
    Uni<Void> manyRows(SqlConnection connection) {
        return connection
                .query("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'")
                .execute()
                .replaceWithVoid();
    }

    Uni<Void> plansAsUsual(SqlConnection connection) {
        return connection
                .query("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT")
                .execute()
                .replaceWithVoid();
    }

    /** The last run of the province that was finished before this one. */
    Uni<Optional<UUID>> before(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        SELECT id FROM settlement_run WHERE region = $1 AND state = 'DONE' AND number < $2
                         ORDER BY number DESC LIMIT 1""")
                .execute(Tuple.of(run.region(), run.number()))
                .map(rows -> Rows.first(rows, row -> row.getUUID("id")));
    }

    /** Households, villages and counties whose sums moved most; a village's own account counts for its village. */
    Uni<Void> addChanges(SqlConnection connection, UUID run, @Nullable UUID before) {
        return connection
                .preparedQuery("""
                        WITH held AS MATERIALIZED (
                            SELECT coalesce(h.village_code::bigint, -b.household_no) AS village, b.*
                              FROM (SELECT household_no, coalesce(n.fen, 0) AS fen, coalesce(o.fen, 0) AS before_fen
                                      FROM (SELECT household_no, sum(amount)::bigint AS fen FROM settlement_share
                                             WHERE run_id = $1 GROUP BY 1) n
                                      FULL JOIN (SELECT household_no, sum(amount)::bigint AS fen FROM settlement_share
                                             WHERE run_id = $2 GROUP BY 1) o USING (household_no)) b
                              LEFT JOIN household h ON h.number = b.household_no),
                        village AS MATERIALIZED (
                            SELECT village AS subject, sum(fen)::bigint AS fen, sum(before_fen)::bigint AS before_fen FROM held GROUP BY 1)
                        INSERT INTO settlement_change (run_id, kind, no, subject, fen, before_fen)
                        SELECT $1, kind, row_number() OVER (PARTITION BY kind ORDER BY abs(fen - before_fen) DESC, subject), subject,
                               fen, before_fen
                          FROM ((SELECT 'HOUSEHOLD' AS kind, household_no AS subject, fen, before_fen FROM held WHERE household_no > 0
                                    AND fen <> before_fen ORDER BY abs(fen - before_fen) DESC, household_no LIMIT $3)
                             UNION ALL (SELECT 'VILLAGE', subject, fen, before_fen FROM village
                                 WHERE fen <> before_fen ORDER BY abs(fen - before_fen) DESC, subject LIMIT $3)
                             UNION ALL (SELECT 'COUNTY', subject / 1000000, sum(fen)::bigint, sum(before_fen)::bigint FROM village
                                 GROUP BY 2 HAVING sum(fen) <> sum(before_fen))) c""")
                .execute(Tuple.of(run, before, MOST_CHANGES))
                .replaceWithVoid();
    }

    /** What the link and leg of each pool get, beside what they got in the last finished run that paid them. */
    Uni<Void> addPoolChanges(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        WITH mine AS (
                            SELECT s.rank, a.link_id, p.leg, sum(s.amount) OVER (PARTITION BY a.link_id, p.leg) AS fen
                              FROM settlement_pool s JOIN sale_pool p ON p.id = s.pool_id
                              JOIN household_agreement a ON a.id = p.agreement_id WHERE s.run_id = $1 AND s.state = 'SHARED'),
                        before AS (
                            SELECT DISTINCT ON (a.link_id, p.leg) a.link_id, p.leg, sum(s.amount) AS fen
                              FROM settlement_pool s JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE'
                                   AND r.region = $2 AND r.number < $3
                              JOIN sale_pool p ON p.id = s.pool_id JOIN household_agreement a ON a.id = p.agreement_id
                             WHERE s.state = 'SHARED' AND a.link_id IN (SELECT link_id FROM mine)
                             GROUP BY a.link_id, p.leg, r.number ORDER BY a.link_id, p.leg, r.number DESC)
                        INSERT INTO settlement_change (run_id, kind, no, subject, fen, before_fen)
                        SELECT $1, 'POOL', m.rank, m.rank, m.fen, b.fen FROM mine m JOIN before b USING (link_id, leg)""")
                .execute(Tuple.of(run.id(), run.region(), run.number()))
                .replaceWithVoid();
    }

    /**
     * Households credited by a link whose supplier stands in another county. A supplier of a prefecture or of the province
     * has links in all of its counties.
     *
     * @param presentCodes the code a county has now, by the one it had
     */
    Uni<Void> addTwoAreas(SqlConnection connection, UUID run, Map<String, String> presentCodes) {
        List<String> former = List.copyOf(presentCodes.keySet());
        return connection
                .preparedQuery("""
                        WITH code AS (SELECT * FROM unnest($2::text[], $3::text[]) AS c(former, present)),
                        pool AS MATERIALIZED (
                            SELECT f.rank, settlement_area_prefix(coalesce(c.present, left(o.area_code, 6))) AS area, o.area_code
                              FROM settlement_pool f JOIN sale_pool p ON p.id = f.pool_id
                              JOIN household_agreement a ON a.id = p.agreement_id
                              JOIN household_benefit_link b ON b.id = a.link_id JOIN organisation o ON o.id = b.organisation_id
                              LEFT JOIN code c ON c.former = left(o.area_code, 6) WHERE f.run_id = $1)
                        INSERT INTO settlement_finding (run_id, no, code, pool_rank, household_no, fen, about)
                        SELECT $1, n.last + row_number() OVER (ORDER BY s.pool_rank, s.household_no), 'HOUSEHOLD_IN_TWO_AREAS',
                               s.pool_rank, s.household_no, s.amount, left(p.area_code, 6)
                          FROM settlement_share s JOIN pool p ON p.rank = s.pool_rank JOIN household h ON h.number = s.household_no
                          LEFT JOIN code c ON c.former = h.county_code
                         CROSS JOIN (SELECT coalesce(max(no), 0) AS last FROM settlement_finding WHERE run_id = $1) n
                         WHERE s.run_id = $1 AND s.amount > 0 AND NOT starts_with(coalesce(c.present, h.county_code), p.area)""")
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addArrayOfString(former.toArray(String[]::new))
                        .addArrayOfString(former.stream().map(presentCodes::get).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Households of officers in whose area they live: the officer is the head by the number of the id, or declared a relative. */
    Uni<Void> addRelatives(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        WITH officer AS (
                            SELECT DISTINCT p.id AS person_id, p.id_number_hash, g.role,
                                   coalesce(settlement_area_prefix(g.area_code), '') AS area
                              FROM identity_grant g JOIN identity_account a ON a.id = g.account_id AND a.disabled_at IS NULL
                              JOIN identity_person p ON p.id = a.person_id
                             WHERE g.role = ANY ($2) AND g.organisation_id IS NULL),
                        kin AS (
                            SELECT h.number, o.role AS about FROM officer o
                              JOIN household h ON h.id_number_hash = o.id_number_hash AND starts_with(h.village_code, o.area)
                             UNION ALL
                            SELECT h.number, o.role || ' ' || r.relation FROM officer o
                              JOIN household_relative r ON r.person_id = o.person_id
                              JOIN household h ON h.id = r.household_id AND starts_with(h.village_code, o.area)),
                        once AS (SELECT number, min(about) AS about FROM kin GROUP BY 1)
                        INSERT INTO settlement_finding (run_id, no, code, pool_rank, household_no, fen, about)
                        SELECT $1, n.last + row_number() OVER (ORDER BY s.pool_rank, s.household_no), 'CADRE_RELATIVE', s.pool_rank,
                               s.household_no, s.amount, k.about
                          FROM once k JOIN settlement_share s ON s.run_id = $1 AND s.household_no = k.number AND s.amount > 0
                         CROSS JOIN (SELECT coalesce(max(no), 0) AS last FROM settlement_finding WHERE run_id = $1) n""")
                .execute(Tuple.tuple().addUUID(run).addArrayOfString(OFFICERS.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /**
     * Households that get many times what is usual. Members of a pool share it by their weights, so that for a household's
     * first run its amount is held against the others' amounts, not against theirs for one unit of weight: those are equal.
     */
    Uni<Void> addSpikes(SqlConnection connection, Run run, ReviewRules rules) {
        return connection
                .preparedQuery("""
                        WITH much AS MATERIALIZED (
                            SELECT household_no, sum(amount)::bigint AS fen FROM settlement_share
                             WHERE run_id = $1 AND household_no > 0 GROUP BY 1 HAVING sum(amount) >= $4),
                        earlier AS MATERIALIZED (
                            SELECT household_no, percentile_disc(0.5) WITHIN GROUP (ORDER BY fen) AS usual
                              FROM (SELECT s.household_no, s.run_id, sum(s.amount)::bigint AS fen
                                      FROM much m JOIN settlement_share s USING (household_no)
                                      JOIN (SELECT id FROM settlement_run WHERE region = $2 AND state = 'DONE' AND number < $3
                                             ORDER BY number DESC LIMIT $7) r ON r.id = s.run_id
                                     WHERE s.amount > 0 GROUP BY 1, 2) e GROUP BY 1),
                        fresh AS MATERIALIZED (
                            SELECT s.pool_rank, s.household_no, s.amount, m.fen FROM much m JOIN settlement_share s USING (household_no)
                             WHERE s.run_id = $1 AND s.amount >= $4 AND NOT EXISTS (SELECT 1 FROM earlier e
                                   WHERE e.household_no = m.household_no)),
                        pool AS (
                            SELECT pool_rank, percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) AS usual FROM settlement_share
                             WHERE run_id = $1 AND household_no > 0 AND amount > 0 AND pool_rank IN (SELECT pool_rank FROM fresh)
                             GROUP BY 1 HAVING count(*) >= $6),
                        spike AS (
                            SELECT (SELECT s.pool_rank FROM settlement_share s WHERE s.run_id = $1 AND s.household_no = m.household_no
                                     ORDER BY s.amount DESC, s.pool_rank LIMIT 1) AS pool_rank,
                                   m.household_no, m.fen, e.usual, 'EARLIER' AS about
                              FROM much m JOIN earlier e USING (household_no) WHERE m.fen * 10000 >= e.usual * $5
                             UNION ALL
                            SELECT f.pool_rank, f.household_no, f.fen, p.usual, 'POOL' FROM fresh f JOIN pool p USING (pool_rank)
                             WHERE f.amount * 10000 >= p.usual * $5)
                        INSERT INTO settlement_finding (run_id, no, code, pool_rank, household_no, fen, against_fen, about)
                        SELECT $1, n.last + row_number() OVER (ORDER BY s.pool_rank, s.household_no), 'SPIKE', s.pool_rank,
                               s.household_no, s.fen, s.usual, s.about
                          FROM spike s CROSS JOIN (SELECT coalesce(max(no), 0) AS last FROM settlement_finding WHERE run_id = $1) n""")
                .execute(Tuple.tuple()
                        .addUUID(run.id())
                        .addString(run.region())
                        .addInteger(run.number())
                        .addLong(rules.spikeLeastFen())
                        .addLong((long) rules.spikeBasisPoints())
                        .addInteger(rules.spikeLeastMembers())
                        .addInteger(EARLIER_RUNS))
                .replaceWithVoid();
    }

    /** Nothing can be found after it. */
    Uni<Void> keep(SqlConnection connection, UUID run, ReviewRules rules, @Nullable UUID before, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_review (run_id, spike_basis_points, spike_least_fen, spike_least_members, before_run,
                               findings, findings_digest, reviewed_at)
                        SELECT $1, $2, $3, $4, $5, count(*), settlement_findings_digest($1), $6
                          FROM settlement_finding WHERE run_id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addInteger(rules.spikeBasisPoints())
                        .addLong(rules.spikeLeastFen())
                        .addInteger(rules.spikeLeastMembers())
                        .addUUID(before)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Answers all findings of a code in a pool, or those of one household; false where there are none. */
    Uni<Boolean> answer(
            SqlConnection connection, UUID id, UUID run, Reviews.Given given, byte[] reason, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_answer (id, run_id, code, pool_rank, household_no, reason_cipher, answered_by,
                               answered_person, answered_at)
                        SELECT $1, $2, $3, p.rank, $5, $6, $7, $8, $9 FROM settlement_pool p
                         WHERE p.run_id = $2 AND p.pool_id = $4 AND EXISTS (SELECT 1 FROM settlement_finding f WHERE f.run_id = $2
                               AND f.code = $3 AND f.pool_rank = p.rank AND ($5::bigint IS NULL OR f.household_no = $5))""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(run)
                        .addString(given.code())
                        .addLong(given.poolId())
                        .addLong(given.householdNo())
                        .addValue(Buffer.buffer(reason))
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() > 0);
    }
}
