package org.bangxiao.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** Sheets of goods, and the goods that they speak of. */
@ApplicationScoped
class GoodsSheetRepository {
    private static final TypeReference<List<List<String>>> CELLS = new TypeReference<>() {};
    private static final TypeReference<List<GoodsSheet.Line>> LINES = new TypeReference<>() {};
    private static final int MOST_SHOWN = 50;

    private static final String GOODS = """
            SELECT c.product_id, c.organisation_id, c.number, c.name_zh,
                   c.state = 'VALID' AND $2 BETWEEN c.issued_on AND c.valid_to AS valid, l.id AS listing_id,
                   coalesce(l.price_fen, a.price_fen) AS price_fen, l.state, l.sale_months, l.shelf_life_days, l.storage,
                   coalesce(l.weighed, false) AS weighed, l.presale_until, l.presale_from, l.presale_to,
                   coalesce(l.net_weight_grams, a.net_weight_grams) AS net_weight_grams,
                   coalesce(l.harvest_months, a.harvest_months) AS harvest_months,
                   coalesce(s.onhand - s.sold, 0) AS stock, coalesce(s.reserved, 0) AS held,
                   l.cancel_hours IS NOT NULL AS by_day
              FROM certification_certificate c
              JOIN certification_application a ON a.id = c.application_id
              LEFT JOIN catalogue_listing l ON l.product_id = c.product_id
              LEFT JOIN catalogue_stock s ON s.listing_id = l.id
             WHERE c.organisation_id = ANY (organisation_acted_for($1, $2))
               AND organisation_acts_for($1, c.organisation_id, c.product_id, $2)""";

    private final ObjectMapper json;

    GoodsSheetRepository(ObjectMapper json) {
        this.json = json;
    }

    /** @param lines what came of its rows; null while it is not written */
    record Kept(
            UUID id,
            UUID organisationId,
            String fileName,
            List<List<String>> cells,
            Instant uploadedAt,
            @Nullable Instant confirmedAt,
            @Nullable List<GoodsSheet.Line> lines) {}

    /** Keeps a sheet, or finds the one that is the same file. */
    Uni<UUID> keep(
            SqlConnection tx,
            UUID id,
            UUID organisation,
            byte[] file,
            String fileName,
            List<List<String>> cells,
            UUID account,
            Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO catalogue_sheet (id, organisation_id, sha256, file_name, cells, uploaded_at, account_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT ON CONSTRAINT catalogue_sheet_once DO UPDATE SET file_name = catalogue_sheet.file_name
                        RETURNING id""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(organisation)
                        .addBuffer(Buffer.buffer(Digests.sha256(file)))
                        .addString(fileName)
                        .addString(write(cells))
                        .addOffsetDateTime(StockRepository.utc(now))
                        .addUUID(account))
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    /** One of the organisation's; locked where it is about to be written. */
    Uni<Optional<Kept>> find(SqlConnection connection, UUID organisation, UUID id, boolean locked) {
        return connection
                .preparedQuery("SELECT * FROM catalogue_sheet WHERE id = $1 AND organisation_id = $2"
                        + (locked ? " FOR UPDATE" : ""))
                .execute(Tuple.of(id, organisation))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(kept(rows.iterator().next())));
    }

    /** The latest, newest first, without their cells. */
    Uni<List<Kept>> latest(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery("""
                        SELECT id, organisation_id, file_name, '[]' AS cells, uploaded_at, confirmed_at, NULL AS outcomes
                          FROM catalogue_sheet WHERE organisation_id = $1 ORDER BY uploaded_at DESC, id LIMIT $2""")
                .execute(Tuple.of(organisation, MOST_SHOWN))
                .map(rows -> {
                    List<Kept> sheets = new ArrayList<>();
                    rows.forEach(row -> sheets.add(kept(row)));
                    return sheets;
                });
    }

    Uni<Void> confirm(SqlConnection tx, GoodsSheet sheet, Instant now) {
        return tx.preparedQuery("""
                        UPDATE catalogue_sheet SET confirmed_at = $2, outcomes = $3, lines = $4, created = $5, updated = $6,
                               unchanged = $7, rejected = $8 WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(sheet.id())
                        .addOffsetDateTime(StockRepository.utc(now))
                        .addString(write(sheet.rows()))
                        .addInteger(sheet.read())
                        .addInteger(sheet.created())
                        .addInteger(sheet.updated())
                        .addInteger(sheet.unchanged())
                        .addInteger(sheet.rejected()))
                .replaceWithVoid();
    }

    /** Of these certificate numbers those that the organisation may sell under. */
    Uni<List<GoodsSheetRows.Goods>> goods(
            SqlConnection connection, UUID organisation, LocalDate today, List<String> numbers) {
        return connection
                .preparedQuery(GOODS + " AND c.number = ANY ($3)")
                .execute(Tuple.of(organisation, today, numbers.toArray(new String[0])))
                .map(GoodsSheetRepository::goods);
    }

    /** All that the organisation has listed, or could list today, at most so many. */
    Uni<List<GoodsSheetRows.Goods>> all(SqlConnection connection, UUID organisation, LocalDate today, int most) {
        return connection
                .preparedQuery("SELECT * FROM (" + GOODS
                        + ") g WHERE valid OR listing_id IS NOT NULL ORDER BY number LIMIT $3")
                .execute(Tuple.of(organisation, today, most))
                .map(GoodsSheetRepository::goods);
    }

    /** So that nobody holds or buys of them between the reading and the writing. */
    Uni<Void> lock(SqlConnection tx, List<UUID> listings) {
        return tx.preparedQuery("""
                        SELECT 1 FROM catalogue_stock WHERE listing_id = ANY ($1) ORDER BY listing_id FOR NO KEY UPDATE""")
                .execute(Tuple.of(StockRepository.ids(listings)))
                .replaceWithVoid();
    }

    /** What the row says of price and sale; what is published for the first time is new that moment. */
    Uni<Void> update(SqlConnection tx, UUID listing, long priceFen, boolean onSale, Instant now) {
        return tx.preparedQuery("""
                        UPDATE catalogue_listing SET price_fen = $2, version = version + 1,
                               listed_at = CASE WHEN $3 AND state = 'DRAFT' THEN $4 ELSE listed_at END,
                               state = CASE WHEN $3 THEN 'ON_SALE' WHEN state = 'DRAFT' THEN state ELSE 'WITHDRAWN' END
                         WHERE id = $1""")
                .execute(Tuple.of(listing, priceFen, onSale, StockRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> weighed(SqlConnection tx, UUID listing, boolean weighed) {
        return tx.preparedQuery("UPDATE catalogue_listing SET weighed = $2 WHERE id = $1")
                .execute(Tuple.of(listing, weighed))
                .replaceWithVoid();
    }

    private static List<GoodsSheetRows.Goods> goods(Iterable<Row> rows) {
        List<GoodsSheetRows.Goods> goods = new ArrayList<>();
        for (Row row : rows) {
            boolean listed = row.getUUID("listing_id") != null;
            goods.add(new GoodsSheetRows.Goods(
                    row.getUUID("product_id"),
                    row.getUUID("organisation_id"),
                    row.getString("number"),
                    row.getString("name_zh"),
                    row.getBoolean("valid"),
                    row.getUUID("listing_id"),
                    row.getLong("price_fen"),
                    row.getLong("stock"),
                    row.getLong("held"),
                    row.getBoolean("by_day"),
                    listed && row.getString("state").equals("ON_SALE"),
                    listed
                            ? new ShelfData(
                                    List.of(row.getArrayOfIntegers("sale_months")),
                                    row.getInteger("shelf_life_days"),
                                    row.getString("storage"))
                            : new ShelfData(List.of(), null, ""),
                    new GoodsSheetTerms(
                            row.getBoolean("weighed"),
                            Presale.of(
                                    row.getLocalDate("presale_until"),
                                    row.getLocalDate("presale_from"),
                                    row.getLocalDate("presale_to"))),
                    row.getLong("net_weight_grams"),
                    List.of(row.getArrayOfIntegers("harvest_months"))));
        }
        return goods;
    }

    private Kept kept(Row row) {
        OffsetDateTime confirmed = row.getOffsetDateTime("confirmed_at");
        String outcomes = row.getString("outcomes");
        return new Kept(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getString("file_name"),
                read(row.getString("cells"), CELLS),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                confirmed == null ? null : confirmed.toInstant(),
                outcomes == null ? null : read(outcomes, LINES));
    }

    private String write(Object content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
