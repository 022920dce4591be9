package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.order.SupplierOrder;

/** Counts over the tables of the rooms below; never writes. */
@ApplicationScoped
class ReportRepository {
    /** A record that waits. */
    record Waiting(UUID id, String name, String state, Instant since) {}

    /** Applications of an area by where they stand. */
    record Applications(long inReview, long onNotice, long objected, long certified) {}

    /** A supplier's own figures. */
    record Supply(long toSend, long claims, long questions, long onSale, long certificates, long applications) {}

    private static final int TASKS_SHOWN = 12;

    Uni<Applications> applications(SqlConnection connection, String areaPrefix) {
        return connection.preparedQuery("""
                        SELECT count(*) FILTER (WHERE state = 'IN_REVIEW') AS in_review,
                               count(*) FILTER (WHERE state = 'ON_NOTICE') AS on_notice,
                               count(*) FILTER (WHERE state = 'OBJECTED') AS objected,
                               count(*) FILTER (WHERE state = 'CERTIFIED') AS certified
                          FROM certification_application WHERE county_code LIKE $1 || '%'""").execute(Tuple.of(areaPrefix)).map(rows -> {
            Row row = rows.iterator().next();
            return new Applications(
                    row.getLong("in_review"),
                    row.getLong("on_notice"),
                    row.getLong("objected"),
                    row.getLong("certified"));
        });
    }

    Uni<List<Waiting>> waitingApplications(SqlConnection connection, String areaPrefix) {
        return connection
                .preparedQuery("""
                        SELECT id, name_zh AS name, state, step_entered_at AS since FROM certification_application
                         WHERE county_code LIKE $1 || '%' AND state IN ('IN_REVIEW', 'OBJECTED')
                         ORDER BY step_entered_at, id LIMIT $2""")
                .execute(Tuple.of(areaPrefix, TASKS_SHOWN))
                .map(ReportRepository::waiting);
    }

    /**
     * What counts of the goods of an area sold on a campaign's days, and from new year to its last day: by the days of
     * China, less all refunds until now.
     */
    Uni<CampaignFigures.Spans> sold(
            SqlConnection connection, String areaPrefix, LocalDate newYear, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("""
                        WITH sold AS (
                            SELECT s.id, s.organisation_id, s.gross_fen, s.floor_fen + s.dividend_fen AS households_fen,
                                   s.sold_at >= $3::date::timestamp AT TIME ZONE 'Asia/Shanghai' AS within
                              FROM sale s JOIN certification_certificate c ON c.id = s.certificate_id
                             WHERE s.sold_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
                               AND s.sold_at < ($4::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
                               AND s.status = 'COUNTED' AND c.county_code LIKE $1 || '%'),
                        back AS (
                            SELECT r.sale_id, sum(r.amount_fen) AS fen, sum(r.floor_fen + r.dividend_fen) AS households_fen
                              FROM sale_refund r JOIN sold ON sold.id = r.sale_id GROUP BY r.sale_id),
                        kept AS (
                            SELECT s.within, s.organisation_id, s.gross_fen - coalesce(b.fen, 0) AS fen,
                                   s.households_fen - coalesce(b.households_fen, 0) AS households_fen
                              FROM sold s LEFT JOIN back b ON b.sale_id = s.id
                             WHERE s.gross_fen > coalesce(b.fen, 0))
                        SELECT span.within, count(k.fen) AS sales, coalesce(sum(k.fen), 0)::bigint AS fen,
                               coalesce(sum(k.households_fen), 0)::bigint AS households_fen,
                               count(DISTINCT k.organisation_id) AS suppliers
                          FROM (VALUES (true), (false)) AS span (within)
                          LEFT JOIN kept k ON k.within OR NOT span.within
                         GROUP BY span.within ORDER BY span.within DESC""")
                .execute(Tuple.of(areaPrefix, newYear, from, to))
                .map(rows -> {
                    List<CampaignFigures.Sold> spans = new ArrayList<>();
                    rows.forEach(row -> spans.add(new CampaignFigures.Sold(
                            row.getLong("sales"),
                            row.getLong("fen"),
                            row.getLong("households_fen"),
                            row.getLong("suppliers"))));
                    return new CampaignFigures.Spans(spans.get(0), spans.get(1));
                });
    }

    /** What is sold in advance waits for its days. */
    Uni<Supply> supply(SqlConnection connection, UUID organisationId, LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT (SELECT count(*) FROM order_part WHERE organisation_id = $1 AND state = 'PAID'
                                   AND (send_from IS NULL OR send_from - $2::int <= $3::date)) AS to_send,
                               (SELECT count(*) FROM order_claim WHERE organisation_id = $1 AND (state IN ('ASKED', 'EXCHANGING')
                                   OR (state = 'RETURNING' AND carrier IS NOT NULL))) AS claims,
                               (SELECT count(*) FROM review_question q JOIN catalogue_listing l ON l.id = q.listing_id
                                 WHERE l.organisation_id = $1 AND q.answer IS NULL) AS questions,
                               (SELECT count(*) FROM catalogue_listing WHERE organisation_id = $1 AND state = 'ON_SALE') AS on_sale,
                               (SELECT count(*) FROM certification_certificate
                                 WHERE organisation_id = $1 AND state = 'VALID') AS certificates,
                               (SELECT count(*) FROM certification_application WHERE organisation_id = $1
                                   AND state IN ('DRAFT', 'IN_REVIEW', 'ON_NOTICE', 'OBJECTED', 'RETURNED')) AS applications
                        """)
                .execute(Tuple.of(organisationId, SupplierOrder.DAYS_ON_THE_WAY, today))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Supply(
                            row.getLong("to_send"),
                            row.getLong("claims"),
                            row.getLong("questions"),
                            row.getLong("on_sale"),
                            row.getLong("certificates"),
                            row.getLong("applications"));
                });
    }

    Uni<List<Waiting>> returnedApplications(SqlConnection connection, UUID organisationId) {
        return connection
                .preparedQuery("""
                        SELECT id, name_zh AS name, state, step_entered_at AS since FROM certification_application
                         WHERE organisation_id = $1 AND state IN ('DRAFT', 'RETURNED', 'REJECTED')
                         ORDER BY step_entered_at, id LIMIT $2""")
                .execute(Tuple.of(organisationId, TASKS_SHOWN))
                .map(ReportRepository::waiting);
    }

    Uni<Long> households(SqlConnection connection, String areaPrefix) {
        return connection
                .preparedQuery("SELECT count(*) AS n FROM household WHERE village_code LIKE $1 || '%'")
                .execute(Tuple.of(areaPrefix))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** Households of the area that may fall back and are not dealt with. */
    Uni<Long> alerts(SqlConnection connection, String areaPrefix) {
        return connection
                .preparedQuery("SELECT count(*) AS n FROM monitoring_alert"
                        + " WHERE state IN ('OPEN', 'MEASURE') AND village_code LIKE $1 || '%'")
                .execute(Tuple.of(areaPrefix))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    Uni<Long> openSettlements(SqlConnection connection) {
        return connection
                .preparedQuery(
                        "SELECT count(*) AS n FROM settlement_run WHERE state IN ('PREPARED', 'APPROVED', 'RUNNING')")
                .execute()
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    private static List<Waiting> waiting(RowSet<Row> rows) {
        List<Waiting> found = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime since = row.getOffsetDateTime("since");
            found.add(new Waiting(row.getUUID("id"), row.getString("name"), row.getString("state"), since.toInstant()));
        }
        return List.copyOf(found);
    }
}
