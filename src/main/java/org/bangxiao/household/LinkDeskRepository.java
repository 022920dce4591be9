package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Benefit links as the desks of suppliers and offices see them. */
@ApplicationScoped
class LinkDeskRepository {
    private static final String HEAD = """
            SELECT l.id, l.organisation_id, o.name_zh, o.name_en, o.area_code, l.kind, l.title, l.whole, l.valid_from, l.valid_to,
                   l.demo
              FROM household_benefit_link l JOIN organisation o ON o.id = l.organisation_id
            """;

    Uni<Optional<LinkHead>> find(SqlConnection connection, UUID id) {
        return one(connection, HEAD + " WHERE l.id = $1", id);
    }

    /** A supplier and where it stands. */
    record Supplier(UUID id, String areaCode, boolean demo) {}

    /** The supplier with a credit code. */
    Uni<Optional<Supplier>> supplier(SqlConnection connection, String creditCode) {
        return connection
                .preparedQuery("SELECT id, area_code, demo FROM organisation WHERE credit_code = $1"
                        + " AND kind IN ('COOPERATIVE', 'COMPANY', 'FAMILY_FARM', 'AGENT')")
                .execute(Tuple.of(creditCode))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Supplier(row.getUUID("id"), row.getString("area_code"), row.getBoolean("demo"))));
    }

    /** The same, and nobody else changes its terms or members until the transaction ends. */
    Uni<Optional<LinkHead>> lock(SqlConnection connection, UUID id) {
        return one(connection, HEAD + " WHERE l.id = $1 FOR NO KEY UPDATE OF l", id);
    }

    /**
     * The links of an organisation, or of the suppliers of an area where that is null, the newest first.
     *
     * @param before from the page before, or null
     */
    Uni<List<LinkRow>> page(
            SqlConnection connection,
            @Nullable UUID organisation,
            String areaPrefix,
            @Nullable UUID before,
            int limit,
            LocalDate today) {
        return connection
                .preparedQuery("""
                        SELECT l.id, o.name_zh, o.name_en, l.kind, l.title, l.demo,
                               (SELECT count(*)::int FROM household_link_member m WHERE m.link_id = l.id
                                   AND daterange(m.valid_from, m.valid_to) @> $5::date) AS members,
                               (SELECT max(t.version) FROM household_terms t WHERE t.link_id = l.id AND t.state = 'ACTIVE'
                                   AND daterange(t.valid_from, t.valid_to) @> $5::date) AS in_force,
                               (SELECT t.state FROM household_terms t WHERE t.link_id = l.id
                                   AND t.state IN ('PREPARED','RETURNED')) AS draft
                          FROM household_benefit_link l JOIN organisation o ON o.id = l.organisation_id
                         WHERE ($1::uuid IS NULL OR l.organisation_id = $1) AND o.area_code LIKE $2 || '%'
                           AND ($3::uuid IS NULL OR l.id < $3)
                         ORDER BY l.id DESC LIMIT $4""")
                .execute(Tuple.tuple()
                        .addUUID(organisation)
                        .addString(areaPrefix)
                        .addUUID(before)
                        .addInteger(limit)
                        .addLocalDate(today))
                .map(rows -> {
                    List<LinkRow> page = new ArrayList<>();
                    rows.forEach(row -> {
                        String draft = row.getString("draft");
                        page.add(new LinkRow(
                                row.getUUID("id"),
                                row.getString("name_zh"),
                                row.getString("name_en"),
                                LinkKind.valueOf(row.getString("kind")),
                                row.getString("title"),
                                row.getInteger("members"),
                                row.getInteger("in_force"),
                                draft == null ? null : Terms.State.valueOf(draft),
                                row.getBoolean("demo")));
                    });
                    return page;
                });
    }

    private static Uni<Optional<LinkHead>> one(SqlConnection connection, String sql, UUID id) {
        return connection.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(head(row));
            }
            return Optional.empty();
        });
    }

    private static LinkHead head(Row row) {
        return new LinkHead(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("area_code"),
                LinkKind.valueOf(row.getString("kind")),
                row.getString("title"),
                row.getLong("whole"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                row.getBoolean("demo"));
    }
}
