package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.promotion.Programme.Funding;
import org.jspecify.annotations.Nullable;

/** Programmes and the funds that pay for them. */
@ApplicationScoped
class ProgrammeRepository {
    static final String COLUMNS = """
            p.id, p.name_zh, p.name_en, p.code, p.off_fen, p.from_fen, p.funding, p.fund_id, f.name AS fund_name, p.budget_fen,
            p.most_uses, p.most_per_person, p.from_day, p.to_day, p.area_code, p.category, p.organisation_id,
            o.name_zh AS supplier_zh, o.name_en AS supplier_en, p.campaign,
            p.used_fen, p.used_count, p.taken_count, p.issued_at, p.stopped_at""";

    private static final String SELECT = "SELECT " + COLUMNS + """
             FROM promotion_programme p LEFT JOIN promotion_fund f ON f.id = p.fund_id
              LEFT JOIN organisation o ON o.id = p.organisation_id
            """;

    /** Whose desk a programme lies on: a supplier's, or an office's of an area; the empty area is everywhere. */
    record Reader(@Nullable UUID supplier, String area) {}

    private static final String READABLE = """
            WHERE CASE WHEN $1::uuid IS NOT NULL THEN p.funding = 'SUPPLIER' AND p.organisation_id = $1
                       ELSE $2 = '' OR p.office_area LIKE $2 || '%' END
            """;

    /** The newest first. */
    Uni<List<Programme>> page(SqlConnection connection, Reader reader, @Nullable UUID before, int most) {
        return connection
                .preparedQuery(SELECT + READABLE + " AND ($3::uuid IS NULL OR p.id < $3) ORDER BY p.id DESC LIMIT $4")
                .execute(Tuple.of(reader.supplier(), reader.area(), before, most))
                .map(ProgrammeRepository::programmes);
    }

    Uni<Optional<Programme>> find(SqlConnection connection, Reader reader, UUID id) {
        return connection
                .preparedQuery(SELECT + READABLE + " AND p.id = $3")
                .execute(Tuple.of(reader.supplier(), reader.area(), id))
                .map(rows -> programmes(rows).stream().findFirst());
    }

    /** The id of the fund of that name; opened where there is none. */
    Uni<UUID> fund(SqlConnection tx, UUID fresh, String name, Instant now) {
        return tx.preparedQuery(
                        "INSERT INTO promotion_fund (id, name, opened_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(fresh, name, CouponRepository.utc(now)))
                .chain(() -> tx.preparedQuery("SELECT id FROM promotion_fund WHERE name = $1")
                        .execute(Tuple.of(name)))
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    /** A supplier by its id, its whole name or its credit code. */
    Uni<Optional<UUID>> supplier(SqlConnection connection, String named) {
        return connection
                .preparedQuery("""
                        SELECT o.id FROM organisation o JOIN organisation_supplier s ON s.organisation_id = o.id
                         WHERE o.id::text = $1 OR o.name_zh = $1 OR o.name_en = $1 OR o.credit_code = $1 LIMIT 1""")
                .execute(Tuple.of(named))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    /** Names of funds, for choosing one again. */
    Uni<List<String>> funds(SqlConnection connection, int most) {
        return connection
                .preparedQuery("SELECT name FROM promotion_fund ORDER BY opened_at DESC LIMIT $1")
                .execute(Tuple.of(most))
                .map(rows -> {
                    List<String> names = new ArrayList<>();
                    rows.forEach(row -> names.add(row.getString("name")));
                    return names;
                });
    }

    Uni<Void> insert(SqlConnection tx, Programme programme, @Nullable String officeArea, UUID issuer) {
        Programme.Scope scope = programme.scope();
        return tx.preparedQuery("""
                        INSERT INTO promotion_programme (id, name_zh, name_en, code, off_fen, from_fen, funding, fund_id, budget_fen,
                            most_uses, most_per_person, from_day, to_day, area_code, category, organisation_id, campaign,
                            office_area, issued_by, issued_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)""")
                .execute(Tuple.tuple()
                        .addUUID(programme.id())
                        .addString(programme.nameZh())
                        .addString(programme.nameEn())
                        .addString(programme.code())
                        .addLong(programme.offFen())
                        .addLong(programme.fromFen())
                        .addString(programme.funding().name())
                        .addUUID(programme.fundId())
                        .addLong(programme.budgetFen())
                        .addLong(programme.mostUses())
                        .addInteger(programme.mostPerPerson())
                        .addLocalDate(programme.from())
                        .addLocalDate(programme.to())
                        .addString(scope.areaCode())
                        .addString(scope.category())
                        .addUUID(scope.organisationId())
                        .addString(scope.campaign())
                        .addString(officeArea)
                        .addUUID(issuer)
                        .addOffsetDateTime(CouponRepository.utc(programme.issuedAt())))
                .replaceWithVoid();
    }

    /** False where it was stopped before. */
    Uni<Boolean> stop(SqlConnection tx, UUID id, UUID by, Instant now) {
        return tx.preparedQuery("""
                        UPDATE promotion_programme SET stopped_at = $2, stopped_by = $3 WHERE id = $1 AND stopped_at IS NULL""")
                .execute(Tuple.of(id, CouponRepository.utc(now), by))
                .map(rows -> rows.rowCount() == 1);
    }

    private static List<Programme> programmes(RowSet<Row> rows) {
        List<Programme> found = new ArrayList<>();
        rows.forEach(row -> found.add(programme(row)));
        return found;
    }

    static Programme programme(Row row) {
        OffsetDateTime stopped = row.getOffsetDateTime("stopped_at");
        return new Programme(
                row.getUUID("id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("code"),
                row.getLong("off_fen"),
                row.getLong("from_fen"),
                Funding.valueOf(row.getString("funding")),
                row.getUUID("fund_id"),
                row.getString("fund_name"),
                row.getLong("budget_fen"),
                row.getLong("most_uses"),
                row.getInteger("most_per_person"),
                row.getLocalDate("from_day"),
                row.getLocalDate("to_day"),
                new Programme.Scope(
                        row.getString("area_code"),
                        row.getString("category"),
                        row.getUUID("organisation_id"),
                        row.getString("supplier_zh"),
                        row.getString("supplier_en"),
                        row.getString("campaign")),
                new Programme.Use(row.getLong("used_fen"), row.getLong("used_count"), row.getLong("taken_count")),
                row.getOffsetDateTime("issued_at").toInstant(),
                stopped == null ? null : stopped.toInstant());
    }
}
