package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;

/** Corrections and the sales they are of. */
@ApplicationScoped
class CorrectionRepository {
    private static final String COLUMNS = """
            SELECT c.*, s.sold_at, s.quantity AS was_quantity, s.gross_fen AS was_fen, coalesce(f.name_zh, '') AS product_zh,
                   coalesce(f.name_en, '') AS product_en, o.name_zh AS supplier_zh, o.name_en AS supplier_en
              FROM sale_correction c JOIN sale s ON s.id = c.sale_id JOIN organisation o ON o.id = s.organisation_id
              LEFT JOIN certification_certificate f ON f.id = s.certificate_id
             WHERE starts_with(o.area_code, $1)\s""";

    /** One that is to be decided. */
    record Open(UUID saleId, Correction.Figures right, String area, boolean waits) {}

    /** Where the supplier of a sale is at home. */
    Uni<Optional<String>> areaOf(SqlConnection connection, UUID sale) {
        return connection
                .preparedQuery(
                        "SELECT o.area_code FROM sale s JOIN organisation o ON o.id = s.organisation_id WHERE s.id = $1")
                .execute(Tuple.of(sale))
                .map(rows -> Rows.first(rows, row -> row.getString("area_code")));
    }

    Uni<Void> ask(
            SqlConnection connection,
            UUID id,
            UUID sale,
            Correction.Figures right,
            String reason,
            Actor by,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO sale_correction (id, sale_id, quantity, gross_fen, reason, asked_by, asked_person, asked_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(sale)
                        .addLong(right.quantity())
                        .addLong(right.grossFen())
                        .addString(reason)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Held until the transaction ends. */
    Uni<Optional<Open>> open(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT c.sale_id, c.quantity, c.gross_fen, c.state, o.area_code FROM sale_correction c
                          JOIN sale s ON s.id = c.sale_id JOIN organisation o ON o.id = s.organisation_id
                         WHERE c.id = $1 FOR UPDATE OF c""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Open(
                                row.getUUID("sale_id"),
                                new Correction.Figures(row.getLong("quantity"), row.getLong("gross_fen")),
                                row.getString("area_code"),
                                row.getString("state").equals("ASKED"))));
    }

    Uni<Void> approve(SqlConnection connection, UUID id, UUID newSale, UUID refund, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE sale_correction SET state = 'APPROVED', new_sale_id = $2, refund_id = $3, decided_by = $4,
                               decided_person = $5, decided_at = $6 WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(newSale)
                        .addUUID(refund)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> refuse(SqlConnection connection, UUID id, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE sale_correction SET state = 'REFUSED', decided_by = $2, decided_person = $3, decided_at = $4
                         WHERE id = $1""")
                .execute(Tuple.of(id, by.accountId(), by.personId(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<List<Correction>> list(SqlConnection connection, String digits, long before, int limit, UUID reader) {
        return connection
                .preparedQuery(COLUMNS + "AND c.number < $2 ORDER BY c.number DESC LIMIT $3")
                .execute(Tuple.of(digits, before, limit))
                .map(rows -> Rows.list(rows, row -> correction(row, reader)));
    }

    Uni<Optional<Correction>> find(SqlConnection connection, UUID id, String digits, UUID reader) {
        return connection
                .preparedQuery(COLUMNS + "AND c.id = $2")
                .execute(Tuple.of(digits, id))
                .map(rows -> Rows.first(rows, row -> correction(row, reader)));
    }

    private static Correction correction(Row row, UUID reader) {
        return new Correction(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("sale_id"),
                row.getUUID("new_sale_id"),
                row.getString("state"),
                row.getString("reason"),
                row.getOffsetDateTime("sold_at").toInstant(),
                row.getString("product_zh"),
                row.getString("product_en"),
                row.getString("supplier_zh"),
                row.getString("supplier_en"),
                new Correction.Figures(row.getLong("was_quantity"), row.getLong("was_fen")),
                new Correction.Figures(row.getLong("quantity"), row.getLong("gross_fen")),
                row.getOffsetDateTime("asked_at").toInstant(),
                Rows.instant(row, "decided_at"),
                row.getUUID("asked_person").equals(reader));
    }
}
