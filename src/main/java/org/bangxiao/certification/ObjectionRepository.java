package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/** Objections on the desks of those who answer them: lists, notes of the investigation, what is sealed. */
@ApplicationScoped
class ObjectionRepository {
    private static final String SELECT = """
            SELECT o.*, n.application_id, n.step, a.name_zh, a.name_en, a.county_code, a.region, a.pack_version
              FROM certification_objection o
              JOIN certification_notice n ON n.id = o.notice_id
              JOIN certification_application a ON a.id = n.application_id
             WHERE\s""";

    /** An objection with what it is about. */
    record Filed(
            ObjectionView objection,
            String step,
            String nameZh,
            String nameEn,
            String countyCode,
            String packVersion,
            @Nullable UUID takenBy) {}

    Uni<Optional<Filed>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(SELECT + "o.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<Filed> found = filed(rows);
                    return found.stream().findFirst();
                });
    }

    /** Oldest first of what is open, newest first of what is decided. */
    Uni<List<Filed>> list(
            SqlConnection connection,
            String areaPrefix,
            boolean open,
            @Nullable LocalDate overdueOn,
            @Nullable Cursor after,
            int limit) {
        Tuple values = Tuple.tuple().addString(areaPrefix);
        String sql = "a.county_code LIKE $1 || '%' AND o.outcome IS " + (open ? "NULL" : "NOT NULL");
        if (overdueOn != null) {
            values.addLocalDate(overdueOn);
            sql += " AND o.due_on < $" + values.size();
        }
        if (after != null) {
            values.addOffsetDateTime(utc(after.at())).addUUID(after.id());
            sql += " AND (o.lodged_at, o.id) " + (open ? ">" : "<") + " ($" + (values.size() - 1) + ", $"
                    + values.size() + ")";
        }
        String order = open ? " ORDER BY o.lodged_at, o.id LIMIT " : " ORDER BY o.lodged_at DESC, o.id DESC LIMIT ";
        return connection
                .preparedQuery(SELECT + sql + order + limit)
                .execute(values)
                .map(ObjectionRepository::filed);
    }

    /** False where it is decided already. */
    Uni<Boolean> take(SqlConnection tx, UUID id, UUID accountId, Instant at) {
        return tx.preparedQuery("""
                        UPDATE certification_objection SET taken_by = $2, taken_at = $3 WHERE id = $1 AND outcome IS NULL
                        """).execute(Tuple.of(id, accountId, utc(at))).map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> note(SqlConnection tx, UUID id, Actor by, String text, Instant at) {
        return tx.preparedQuery("""
                        INSERT INTO certification_objection_note (id, objection_id, account_id, person_id, text, at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .execute(Tuple.of(Ids.next(), id, by.accountId(), by.personId(), text, utc(at)))
                .replaceWithVoid();
    }

    Uni<List<InvestigationNote>> notes(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(
                        "SELECT text, at FROM certification_objection_note WHERE objection_id = $1 ORDER BY at, id")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<InvestigationNote> notes = new ArrayList<>();
                    rows.forEach(row -> notes.add(new InvestigationNote(
                            row.getString("text"), row.getOffsetDateTime("at").toInstant())));
                    return notes;
                });
    }

    /** What is sealed of an objection, by {@code name} and {@code contact}; what was not given is missing. */
    Uni<Map<String, byte[]>> sealed(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT name_cipher, contact_cipher FROM certification_objection WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Map<String, byte[]> sealed = new HashMap<>();
                    for (String what : List.of("name", "contact")) {
                        Buffer cipher = row.getBuffer(what + "_cipher");
                        if (cipher != null) {
                            sealed.put(what, cipher.getBytes());
                        }
                    }
                    return sealed;
                });
    }

    /** The hash of the file that came with it, in hexadecimal digits; empty without one. */
    Uni<Optional<String>> evidence(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT evidence_sha256 FROM certification_objection WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    Buffer hash =
                            rows.size() == 0 ? null : rows.iterator().next().getBuffer("evidence_sha256");
                    return Optional.ofNullable(hash).map(found -> HexFormat.of().formatHex(found.getBytes()));
                });
    }

    private static List<Filed> filed(io.vertx.mutiny.sqlclient.RowSet<Row> rows) {
        List<ObjectionView> views = NoticeRepository.objections(rows);
        List<Filed> filed = new ArrayList<>();
        int i = 0;
        for (Row row : rows) {
            filed.add(new Filed(
                    views.get(i++),
                    row.getString("step"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getString("county_code"),
                    row.getString("pack_version"),
                    row.getUUID("taken_by")));
        }
        return filed;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
