package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads notices, announcements and objections. */
@ApplicationScoped
class NoticeRepository {
    private static final String NOTICE = """
            SELECT n.id, n.kind, n.step, n.posted_at, n.ends_on, n.stopped_at, a.organisation_id, a.region, a.pack_version,
                   a.name_zh, a.name_en, a.category, a.county_code, a.package_unit, a.price_fen, a.yearly_capacity,
                   a.criterion, a.demo, c.number,
                   (a.state IN ('ON_NOTICE','OBJECTED') AND a.step = n.step
                     AND NOT EXISTS (SELECT 1 FROM certification_notice later
                                      WHERE later.application_id = n.application_id AND later.posted_at > n.posted_at)) AS running
              FROM certification_notice n
              JOIN certification_application a ON a.id = n.application_id
              LEFT JOIN certification_certificate_version cv ON cv.application_id = a.id
              LEFT JOIN certification_certificate c ON c.id = coalesce(cv.certificate_id, a.certificate_id)
             WHERE\s""";

    Uni<Optional<NoticeView>> find(SqlConnection connection, UUID id, LocalDate today) {
        return connection
                .preparedQuery(NOTICE + "n.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> views(rows, today).stream().findFirst());
    }

    /** Newest first. */
    Uni<List<NoticeView>> list(
            SqlConnection connection, NoticeSearch search, @Nullable Cursor after, int limit, LocalDate today) {
        Tuple values = Tuple.of(search.announcements() ? Notice.ANNOUNCEMENT : Notice.NOTICE);
        StringBuilder sql = new StringBuilder("n.kind = $1");
        if (!search.words().isEmpty()) {
            values.addString(search.words());
            sql.append(" AND position(lower($")
                    .append(values.size())
                    .append(") in lower(a.name_zh || ' ' || a.name_en)) > 0");
        }
        if (!search.county().isEmpty()) {
            values.addString(search.county());
            sql.append(" AND starts_with(a.county_code, $")
                    .append(values.size())
                    .append(')');
        }
        if (!search.category().isEmpty()) {
            values.addString(search.category());
            sql.append(" AND a.category = $").append(values.size());
        }
        if (search.year() > 0) {
            values.addInteger(search.year());
            sql.append(" AND extract(year FROM n.posted_at AT TIME ZONE 'Asia/Shanghai')::int = $")
                    .append(values.size());
        }
        if (after != null) {
            values.addOffsetDateTime(OffsetDateTime.ofInstant(after.at(), ZoneOffset.UTC))
                    .addUUID(after.id());
            sql.append(" AND (n.posted_at, n.id) < ($" + (values.size() - 1) + ", $" + values.size() + ")");
        }
        return connection
                .preparedQuery(NOTICE + sql + " ORDER BY n.posted_at DESC, n.id DESC LIMIT " + limit)
                .execute(values)
                .map(rows -> views(rows, today));
    }

    /** The notices of one application, oldest first. */
    Uni<List<NoticeView>> ofApplication(SqlConnection connection, UUID applicationId, LocalDate today) {
        return connection
                .preparedQuery(NOTICE + "n.application_id = $1 ORDER BY n.posted_at, n.id")
                .execute(Tuple.of(applicationId))
                .map(rows -> views(rows, today));
    }

    Uni<Optional<UUID>> applicationOfNotice(SqlConnection connection, UUID noticeId) {
        return id(connection, "SELECT application_id AS id FROM certification_notice WHERE id = $1", noticeId);
    }

    Uni<Optional<UUID>> applicationOfObjection(SqlConnection connection, UUID objectionId) {
        return id(
                connection,
                "SELECT n.application_id AS id FROM certification_objection o"
                        + " JOIN certification_notice n ON n.id = o.notice_id WHERE o.id = $1",
                objectionId);
    }

    Uni<List<ObjectionView>> objections(SqlConnection connection, UUID applicationId) {
        return connection.preparedQuery("""
                        SELECT o.*, n.application_id FROM certification_objection o JOIN certification_notice n ON n.id = o.notice_id
                         WHERE n.application_id = $1 ORDER BY o.lodged_at, o.id
                        """).execute(Tuple.of(applicationId)).map(NoticeRepository::objections);
    }

    Uni<Optional<ObjectionView>> byReceipt(SqlConnection connection, String receipt) {
        return connection
                .preparedQuery("SELECT o.*, n.application_id FROM certification_objection o"
                        + " JOIN certification_notice n ON n.id = o.notice_id WHERE o.receipt = $1")
                .execute(Tuple.of(receipt))
                .map(rows -> objections(rows).stream().findFirst());
    }

    private static Uni<Optional<UUID>> id(SqlConnection connection, String sql, UUID of) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(of))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    static List<ObjectionView> objections(RowSet<Row> rows) {
        List<ObjectionView> views = new ArrayList<>();
        rows.forEach(row -> {
            views.add(new ObjectionView(
                    row.getUUID("id"),
                    row.getUUID("notice_id"),
                    row.getUUID("application_id"),
                    row.getString("receipt"),
                    row.getString("content"),
                    row.getBuffer("name_cipher") != null || row.getBuffer("contact_cipher") != null,
                    row.getString("evidence_name"),
                    row.getString("level"),
                    row.getLocalDate("due_on"),
                    Rows.instant(row, "escalated_at"),
                    Rows.instant(row, "taken_at"),
                    row.getOffsetDateTime("lodged_at").toInstant(),
                    row.getString("outcome"),
                    row.getString("outcome_reason"),
                    Rows.instant(row, "decided_at")));
        });
        return views;
    }

    private static List<NoticeView> views(RowSet<Row> rows, LocalDate today) {
        List<NoticeView> views = new ArrayList<>();
        rows.forEach(row -> views.add(new NoticeView(
                row.getUUID("id"),
                row.getString("kind").equals(Notice.ANNOUNCEMENT),
                state(row, today),
                row.getString("step"),
                row.getOffsetDateTime("posted_at").toInstant(),
                row.getLocalDate("ends_on"),
                row.getUUID("organisation_id"),
                "",
                "",
                row.getString("region"),
                row.getString("pack_version"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("package_unit"),
                row.getLong("price_fen"),
                row.getLong("yearly_capacity"),
                row.getString("criterion"),
                row.getString("number"),
                row.getBoolean("demo"))));
        return views;
    }

    private static NoticeView.State state(Row row, LocalDate today) {
        LocalDate last = row.getLocalDate("ends_on");
        if (last == null || !row.getBoolean("running")) {
            return NoticeView.State.ENDED;
        }
        if (row.getOffsetDateTime("stopped_at") != null) {
            return NoticeView.State.STOPPED;
        }
        return today.isAfter(last) ? NoticeView.State.ENDED : NoticeView.State.OPEN;
    }
}
