package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class TermsRepository {
    private static final String COLUMNS = """
            SELECT t.id, t.link_id, t.kind, t.version, t.state, t.work_unit, t.rate_fen, t.basis_points, t.period_months,
                   t.yield_basis_points, t.project, t.rule, t.leaves_to, t.valid_from, t.valid_to, t.sha256, t.prepared_at,
                   t.decided_at, t.remark, p.display_name AS prepared_name, d.display_name AS decided_name
              FROM household_terms t
              LEFT JOIN identity_account p ON p.id = t.prepared_by LEFT JOIN identity_account d ON d.id = t.decided_by
            """;

    /** Every version, the newest first. */
    Uni<List<Terms>> ofLink(SqlConnection connection, UUID link) {
        return connection
                .preparedQuery(COLUMNS + " WHERE t.link_id = $1 ORDER BY t.version DESC")
                .execute(Tuple.of(link))
                .map(rows -> {
                    List<Terms> all = new ArrayList<>();
                    rows.forEach(row -> all.add(terms(row)));
                    return all;
                });
    }

    Uni<Void> insert(
            SqlConnection connection, UUID id, LinkHead link, int version, TermsDraft draft, Actor by, Instant at) {
        return connection
                .preparedQuery("""
                        INSERT INTO household_terms (id, link_id, organisation_id, kind, version, state, work_unit, rate_fen,
                            basis_points, period_months, yield_basis_points, project, rule, leaves_to, valid_from, sha256,
                            prepared_by, prepared_person, prepared_at)
                        VALUES ($1, $14, $15, $16, $17, 'PREPARED', $2, $3, $4, $5, $6, $7, $8, $9, $10, $18, $11, $12, $13)""")
                .execute(figures(id, draft, by, at)
                        .addUUID(link.id())
                        .addUUID(link.organisationId())
                        .addString(link.kind().name())
                        .addInteger(version)
                        .addValue(digest(Terms.digest(link.id(), link.kind(), version, draft))))
                .replaceWithVoid();
    }

    /** Other figures in an open draft, which is then prepared anew: whoever was to approve the text before looks again. */
    Uni<Void> rewrite(SqlConnection connection, UUID id, String sha256, TermsDraft draft, Actor by, Instant at) {
        return connection
                .preparedQuery("""
                        UPDATE household_terms SET state = 'PREPARED', work_unit = $2, rate_fen = $3, basis_points = $4,
                               period_months = $5, yield_basis_points = $6, project = $7, rule = $8, leaves_to = $9,
                               valid_from = $10, prepared_by = $11, prepared_person = $12, prepared_at = $13, sha256 = $14,
                               decided_by = NULL, decided_person = NULL, decided_at = NULL, remark = NULL
                         WHERE id = $1""")
                .execute(figures(id, draft, by, at).addValue(digest(sha256)))
                .replaceWithVoid();
    }

    Uni<Void> decide(
            SqlConnection connection, UUID id, Terms.State state, @Nullable String remark, Actor by, Instant at) {
        return connection
                .preparedQuery("""
                        UPDATE household_terms
                           SET state = $2, remark = $3, decided_by = $4, decided_person = $5, decided_at = $6
                         WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(state.name())
                        .addString(remark)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Ends the version that is in force without a last day. */
    Uni<Void> endBefore(SqlConnection connection, UUID link, LocalDate day) {
        return connection.preparedQuery("""
                        UPDATE household_terms SET valid_to = $2
                         WHERE link_id = $1 AND state = 'ACTIVE' AND valid_to IS NULL AND valid_from < $2
                        """).execute(Tuple.of(link, day)).replaceWithVoid();
    }

    private static Tuple figures(UUID id, TermsDraft draft, Actor by, Instant at) {
        return Tuple.tuple()
                .addUUID(id)
                .addString(name(draft.workUnit()))
                .addLong(draft.rateFen())
                .addInteger(draft.basisPoints())
                .addInteger(draft.periodMonths())
                .addInteger(draft.yieldBasisPoints())
                .addString(draft.project())
                .addString(draft.rule())
                .addString(name(draft.leavesTo()))
                .addLocalDate(draft.validFrom())
                .addUUID(by.accountId())
                .addUUID(by.personId())
                .addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    private static Terms terms(Row row) {
        String unit = row.getString("work_unit");
        OffsetDateTime decided = row.getOffsetDateTime("decided_at");
        TermsDraft figures = new TermsDraft(
                unit == null ? null : WorkUnit.valueOf(unit),
                row.getLong("rate_fen"),
                row.getInteger("basis_points"),
                row.getInteger("period_months"),
                row.getInteger("yield_basis_points"),
                row.getString("project"),
                row.getString("rule"),
                PassesTo.valueOf(row.getString("leaves_to")),
                row.getLocalDate("valid_from"));
        return new Terms(
                row.getUUID("id"),
                row.getUUID("link_id"),
                LinkKind.valueOf(row.getString("kind")),
                row.getInteger("version"),
                Terms.State.valueOf(row.getString("state")),
                figures,
                row.getLocalDate("valid_to"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                Objects.requireNonNullElse(row.getString("prepared_name"), ""),
                row.getOffsetDateTime("prepared_at").toInstant(),
                row.getString("decided_name"),
                decided == null ? null : decided.toInstant(),
                row.getString("remark"));
    }

    private static Buffer digest(String sha256) {
        return Buffer.buffer(HexFormat.of().parseHex(sha256));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
