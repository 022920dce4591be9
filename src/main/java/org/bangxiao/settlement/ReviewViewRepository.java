package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** What people read of a review. */
@ApplicationScoped
class ReviewViewRepository {
    private static final String POOL = """
            JOIN settlement_pool s ON s.run_id = f.run_id AND s.rank = f.pool_rank
            JOIN sale_pool p ON p.id = s.pool_id
            JOIN household_agreement a ON a.id = p.agreement_id
            JOIN household_benefit_link b ON b.id = a.link_id
            JOIN organisation o ON o.id = b.organisation_id
            LEFT JOIN LATERAL (SELECT name_zh, name_en FROM certification_certificate
                  WHERE product_id = a.product_id ORDER BY issued_on DESC LIMIT 1) c ON true
            """;

    private static final String NAMES = """
            s.pool_id, p.leg, o.name_zh AS organisation_zh, o.name_en AS organisation_en,
            coalesce(c.name_zh, '') AS product_zh, coalesce(c.name_en, '') AS product_en
            """;

    private static final String ANSWER = """
            LEFT JOIN LATERAL (SELECT r.id AS answer_id, r.reason_cipher, r.answered_at, coalesce(i.display_name, '') AS answered_name
                  FROM settlement_answer r LEFT JOIN identity_account i ON i.id = r.answered_by
                 WHERE r.run_id = f.run_id AND r.code = f.code AND r.pool_rank = f.pool_rank
                   AND (r.household_no IS NULL OR r.household_no = %s)
                 ORDER BY r.household_no NULLS LAST LIMIT 1) w ON true
            """;

    /** An answer as it is kept. */
    record Sealed(UUID id, Buffer reason, String byName, Instant at) {}

    /** A group or a finding whose answer is still sealed. */
    record With<T>(T found, @Nullable Sealed answer) {}

    /** The review without its groups. */
    Uni<Optional<Review>> find(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        SELECT v.*, b.number AS before_number, settlement_review_digest(v.run_id) AS digest,
                               (SELECT count(*)::int FROM settlement_open_finding WHERE run_id = v.run_id) AS open
                          FROM settlement_review v LEFT JOIN settlement_run b ON b.id = v.before_run WHERE v.run_id = $1""")
                .execute(Tuple.of(run))
                .map(rows -> Rows.first(rows, ReviewViewRepository::review));
    }

    Uni<List<With<Review.Group>>> groups(SqlConnection connection, UUID run) {
        return connection
                .preparedQuery("""
                        SELECT f.*, w.*, %s FROM (
                            SELECT g.run_id, g.code, g.pool_rank, count(*)::int AS findings, sum(g.fen)::bigint AS fen,
                                   count(q.no)::int AS open
                              FROM settlement_finding g LEFT JOIN settlement_open_finding q ON q.run_id = g.run_id AND q.no = g.no
                             WHERE g.run_id = $1 GROUP BY 1, 2, 3) f
                        """.formatted(NAMES) + POOL + ANSWER.formatted("NULL") + "ORDER BY f.code, f.pool_rank")
                .execute(Tuple.of(run))
                .map(rows -> Rows.list(
                        rows,
                        row -> new With<>(
                                new Review.Group(
                                        row.getString("code"),
                                        pool(row),
                                        row.getInteger("findings"),
                                        row.getInteger("open"),
                                        row.getLong("fen"),
                                        null),
                                answer(row))));
    }

    /** Findings in their order; of one code, or of one code in one pool, where asked. */
    Uni<List<With<Review.Finding>>> findings(
            SqlConnection connection, UUID run, Reviews.Wanted wanted, int after, int limit) {
        return connection
                .preparedQuery("SELECT f.*, h.head_masked, h.village_name, h.county_code, w.*, " + NAMES
                        + "FROM settlement_finding f JOIN household h ON h.number = f.household_no " + POOL
                        + ANSWER.formatted("f.household_no") + """
                        WHERE f.run_id = $1 AND f.no > $2 AND ($3::text IS NULL OR f.code = $3) AND ($4::bigint IS NULL OR s.pool_id = $4)
                        ORDER BY f.no LIMIT $5""")
                .execute(Tuple.of(run, after, wanted.code(), wanted.poolId(), limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new With<>(
                                new Review.Finding(
                                        row.getInteger("no"),
                                        row.getString("code"),
                                        pool(row),
                                        row.getLong("household_no"),
                                        row.getString("head_masked"),
                                        row.getString("village_name"),
                                        row.getString("county_code"),
                                        row.getLong("fen"),
                                        row.getLong("against_fen"),
                                        row.getString("about"),
                                        null),
                                answer(row))));
    }

    Uni<List<Review.Change>> changes(SqlConnection connection, UUID run, String kind, int after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT x.no, x.kind, x.subject, x.fen, x.before_fen,
                               coalesce(h.head_masked, v.village_name, '') AS name, coalesce(h.village_name, '') AS village
                          FROM settlement_change x
                          LEFT JOIN household h ON x.kind = 'HOUSEHOLD' AND h.number = x.subject
                          LEFT JOIN LATERAL (SELECT village_name FROM household WHERE x.kind = 'VILLAGE'
                                AND village_code = lpad(x.subject::text, 12, '0') LIMIT 1) v ON true
                         WHERE x.run_id = $1 AND x.kind = $2 AND x.no > $3 ORDER BY x.no LIMIT $4""")
                .execute(Tuple.of(run, kind, after, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Review.Change(
                                row.getInteger("no"),
                                row.getString("kind"),
                                row.getLong("subject"),
                                row.getString("name"),
                                row.getString("village"),
                                row.getLong("fen"),
                                row.getLong("before_fen"))));
    }

    private static Review review(Row row) {
        return new Review(
                row.getUUID("run_id"),
                row.getOffsetDateTime("reviewed_at").toInstant(),
                row.getInteger("spike_basis_points"),
                row.getLong("spike_least_fen"),
                row.getInteger("spike_least_members"),
                row.getInteger("before_number"),
                row.getInteger("findings"),
                row.getInteger("open"),
                SettlementRepository.hex(row, "digest"),
                List.of());
    }

    private static Review.Pool pool(Row row) {
        return new Review.Pool(
                row.getLong("pool_id"),
                row.getString("leg"),
                row.getString("product_zh"),
                row.getString("product_en"),
                row.getString("organisation_zh"),
                row.getString("organisation_en"));
    }

    private static @Nullable Sealed answer(Row row) {
        UUID id = row.getUUID("answer_id");
        return id == null
                ? null
                : new Sealed(
                        id,
                        row.getBuffer("reason_cipher").getDelegate(),
                        Objects.requireNonNullElse(row.getString("answered_name"), ""),
                        row.getOffsetDateTime("answered_at").toInstant());
    }
}
