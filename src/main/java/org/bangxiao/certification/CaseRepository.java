package org.bangxiao.certification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads applications: one with its decisions, lists by cursor, what a price is compared with. */
@ApplicationScoped
class CaseRepository {
    private static final TypeReference<List<Check>> CHECKS = new TypeReference<>() {};
    private static final TypeReference<List<Point>> POINTS = new TypeReference<>() {};
    private static final TypeReference<List<CaseFile>> FILES = new TypeReference<>() {};

    /**
     * What a list asks for.
     *
     * @param organisationId who wrote them or may write them for others; null for an office's list
     * @param areaPrefix   digits that the county of origin begins with; empty for every area
     * @param enteredUntil only those that came to their step not later than this
     */
    record Query(
            @Nullable UUID organisationId,
            String areaPrefix,
            @Nullable ApplicationState state,
            @Nullable Instant enteredUntil,
            @Nullable Cursor after,
            LocalDate today,
            int limit) {}

    /** A certified application whose agreement is not yet in force. */
    record Handover(
            UUID applicationId,
            UUID productId,
            UUID linkId,
            int feeBasisPoints,
            long floorFenPerUnit,
            int dividendBasisPoints,
            long priceFen,
            LocalDate issuedOn,
            UUID preparedBy,
            UUID approvedBy,
            String kind,
            String packVersion,
            @Nullable UUID certificateId) {}

    private final ObjectMapper json;

    CaseRepository(ObjectMapper json) {
        this.json = json;
    }

    String write(List<Check> checks) {
        try {
            return json.writeValueAsString(checks);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Uni<Optional<ApplicationView>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT a.*, c.number AS certificate_number FROM certification_application a
                          LEFT JOIN certification_certificate_version cv ON cv.application_id = a.id
                          LEFT JOIN certification_certificate c ON c.id = coalesce(cv.certificate_id, a.certificate_id) WHERE a.id = $1""")
                .execute(Tuple.of(id))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : decisions(connection, id)
                                .map(decisions ->
                                        Optional.of(view(rows.iterator().next(), decisions))));
    }

    /** What was typed into an application and could not be read, by field. */
    Uni<Map<String, String>> typed(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT typed FROM certification_application WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Map.of()
                        : DraftText.typed(rows.iterator().next().getString("typed")));
    }

    /** Holds the application until the transaction is over; {@code not-found} where there is none. */
    Uni<Void> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT id FROM certification_application WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid();
    }

    /** Oldest at their step first for an area; newest first for an organisation. */
    Uni<List<ApplicationLine>> list(SqlConnection connection, Query query) {
        boolean mine = query.organisationId() != null;
        Tuple values = Tuple.tuple()
                .addString(query.state() == null ? null : query.state().name());
        String where = "($1::text IS NULL OR a.state = $1)";
        if (mine) {
            where += " AND a.organisation_id = ANY (organisation_acted_for($2, $4))"
                    + " AND organisation_applies_for($2, a.organisation_id, a.product_id, $4)";
            values.addUUID(query.organisationId());
        } else {
            where += " AND a.state <> 'DRAFT' AND a.county_code LIKE $2 || '%'";
            values.addString(query.areaPrefix());
        }
        where += " AND ($3::timestamptz IS NULL OR a.step_entered_at <= $3)";
        values.addOffsetDateTime(query.enteredUntil() == null ? null : utc(query.enteredUntil()));
        where += " AND $4::date IS NOT NULL";
        values.addLocalDate(query.today());
        Cursor after = query.after();
        if (after != null) {
            where += mine ? " AND (a.created_at, a.id) < ($5, $6)" : " AND (a.step_entered_at, a.id) > ($5, $6)";
            values.addOffsetDateTime(utc(after.at())).addUUID(after.id());
        }
        String order = mine ? "a.created_at DESC, a.id DESC" : "a.step_entered_at, a.id";
        return connection
                .preparedQuery("SELECT a.* FROM certification_application a WHERE " + where + " ORDER BY " + order
                        + " LIMIT " + query.limit())
                .execute(values)
                .map(rows -> {
                    List<ApplicationLine> lines = new ArrayList<>();
                    rows.forEach(row -> lines.add(line(row)));
                    return lines;
                });
    }

    /** Posted applications whose last day lies before that day. */
    Uni<List<UUID>> endedBefore(SqlConnection connection, LocalDate day, int limit) {
        return connection.preparedQuery("""
                        SELECT id FROM certification_application
                         WHERE state = 'ON_NOTICE' AND notice_ends_on < $1 ORDER BY notice_ends_on, id LIMIT $2
                        """).execute(Tuple.of(day, limit)).map(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    Uni<List<UUID>> certifiedWithoutAgreement(SqlConnection connection, int limit) {
        return connection.preparedQuery("""
                        SELECT id FROM certification_application WHERE state = 'CERTIFIED' AND agreement_id IS NULL
                         ORDER BY id LIMIT $1""").execute(Tuple.of(limit)).map(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    /** Locks the row, so that two hand-overs of one application come one after the other; empty where it is done. */
    Uni<Optional<Handover>> toHandOver(SqlConnection tx, UUID id) {
        return tx.preparedQuery("""
                        SELECT a.*, c.issued_on FROM certification_application a
                          JOIN certification_certificate c ON c.application_id = a.id OR c.id = a.certificate_id
                         WHERE a.id = $1 AND a.state = 'CERTIFIED' AND a.agreement_id IS NULL FOR NO KEY UPDATE OF a""")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(handover(rows.iterator().next())));
    }

    Uni<Void> handedOver(SqlConnection tx, UUID id, UUID agreementId) {
        return tx.preparedQuery("UPDATE certification_application SET agreement_id = $2 WHERE id = $1")
                .execute(Tuple.of(id, agreementId))
                .replaceWithVoid();
    }

    private Uni<List<DecisionView>> decisions(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT * FROM certification_decision WHERE application_id = $1 ORDER BY decided_at, id")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<DecisionView> decisions = new ArrayList<>();
                    rows.forEach(row -> decisions.add(new DecisionView(
                            row.getUUID("id"),
                            row.getString("step"),
                            row.getString("level"),
                            DecisionOutcome.valueOf(row.getString("outcome")),
                            row.getString("reason"),
                            list(row.getString("points"), POINTS),
                            row.getString("seen"),
                            list(row.getString("files"), FILES),
                            row.getString("snapshot"),
                            row.getOffsetDateTime("decided_at").toInstant())));
                    return decisions;
                });
    }

    ApplicationView view(Row row, List<DecisionView> decisions) {
        return new ApplicationView(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                row.getString("region"),
                row.getString("pack_version"),
                ApplicationState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getOffsetDateTime("step_entered_at").toInstant(),
                row.getLocalDate("notice_ends_on"),
                product(row),
                row.getInteger("fee_basis_points"),
                list(row.getString("checks"), CHECKS),
                row.getString("reason_zh"),
                row.getString("reason_en"),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "submitted_at"),
                row.getBoolean("demo"),
                row.getString("certificate_number"),
                decisions);
    }

    private static ApplicationDraft product(Row row) {
        return new ApplicationDraft(
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("package_unit"),
                row.getLong("net_weight_grams"),
                row.getLong("price_fen"),
                row.getLong("yearly_capacity"),
                Arrays.asList(row.getArrayOfIntegers("harvest_months")),
                row.getBoolean("perishable"),
                row.getBoolean("geographical_indication"),
                row.getUUID("link_id"),
                row.getLong("floor_fen_per_unit"),
                row.getInteger("dividend_basis_points"),
                row.getLong("bulk_price_fen"),
                row.getLong("yearly_value_fen"),
                row.getLong("area_square_metres"),
                RawLots.parse(row.getString("raw_lots")));
    }

    private static ApplicationLine line(Row row) {
        return new ApplicationLine(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getUUID("organisation_id"),
                "",
                "",
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("region"),
                ApplicationState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getOffsetDateTime("step_entered_at").toInstant(),
                row.getLocalDate("notice_ends_on"),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "submitted_at"));
    }

    private static Handover handover(Row row) {
        return new Handover(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("link_id"),
                row.getInteger("fee_basis_points"),
                row.getLong("floor_fen_per_unit"),
                row.getInteger("dividend_basis_points"),
                row.getLong("price_fen"),
                row.getLocalDate("issued_on"),
                row.getUUID("applicant_person_id"),
                row.getUUID("passed_by"),
                row.getString("kind"),
                row.getString("pack_version"),
                row.getUUID("certificate_id"));
    }

    private <T> List<T> list(String text, TypeReference<List<T>> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
