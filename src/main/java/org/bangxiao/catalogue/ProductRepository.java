package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.region.Label;
import org.jspecify.annotations.Nullable;

/** Reads what is on sale. */
@ApplicationScoped
class ProductRepository {
    /** A card and its place in the order. */
    record Placed(ProductCard card, int part) {
        Cursor cursor(ProductQuery.Sort sort) {
            boolean byPrice = sort == ProductQuery.Sort.PRICE_ASC || sort == ProductQuery.Sort.PRICE_DESC;
            long key = byPrice ? card.priceFen() : ChronoUnit.MICROS.between(Instant.EPOCH, card.listedAt());
            return new Cursor(sort, part, key, card.id());
        }
    }

    /** What a product's own page shows beyond the card. */
    record Found(
            ProductCard card,
            String descriptionZh,
            String descriptionEn,
            @Nullable Long netWeightGrams,
            boolean weighed,
            LocalDate certificateValidTo,
            ShelfData shelf,
            Prices prices,
            Delivery delivery,
            Answered answered,
            List<GoodsPicture> pictures,
            List<GiftBoxLink> boxes,
            @Nullable OpenDays days) {}

    /** The shop in three numbers. */
    record Figures(long products, long suppliers, long counties) {}

    private final Origins origins;

    ProductRepository(Origins origins) {
        this.origins = origins;
    }

    Uni<List<Placed>> page(
            SqlConnection connection,
            ProductQuery query,
            SearchWords.@Nullable Query words,
            @Nullable Cursor after,
            LocalDate day,
            Instant now) {
        ProductSql.Statement statement = ProductSql.page(query, words, after, day, now);
        return connection
                .preparedQuery(statement.text())
                .execute(Tuple.from(statement.parameters()))
                .map(rows -> {
                    List<Placed> placed = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        placed.add(new Placed(card(row, day), row.getInteger("part")));
                    }
                    return placed;
                });
    }

    Uni<Long> count(
            SqlConnection connection, ProductQuery query, SearchWords.@Nullable Query words, LocalDate day, int most) {
        ProductSql.Statement statement = ProductSql.count(query, words, day, most);
        return connection
                .preparedQuery(statement.text())
                .execute(Tuple.from(statement.parameters()))
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    Uni<Facets> facets(
            SqlConnection connection, ProductQuery query, SearchWords.@Nullable Query words, LocalDate day, int most) {
        ProductSql.Statement statement = ProductSql.facets(query, words, day, most);
        return connection
                .preparedQuery(statement.text())
                .execute(Tuple.from(statement.parameters()))
                .map(rows -> {
                    Map<String, Map<String, Long>> counted = new HashMap<>();
                    rows.forEach(row -> counted.computeIfAbsent(row.getString("facet"), facet -> new HashMap<>())
                            .put(row.getString("value"), row.getLong("goods")));
                    return facets(counted);
                });
    }

    /** For words that find nothing that day, by their place from 1, the nearest that finds something. */
    Uni<Map<Integer, String>> nearest(SqlConnection connection, Spelling spelling, LocalDate day) {
        return connection
                .preparedQuery("SELECT place, instead FROM catalogue_nearest($1, $2, $3, $4)")
                .execute(Tuple.of(spelling.words(), spelling.asked(), spelling.sounds(), day))
                .map(rows -> {
                    Map<Integer, String> instead = new HashMap<>();
                    rows.forEach(row -> instead.put(row.getInteger("place"), row.getString("instead")));
                    return instead;
                });
    }

    /** The goods certified last, the newest first. */
    Uni<List<ProductCard>> certifiedLast(SqlConnection connection, int most, LocalDate day, Instant now) {
        return connection
                .preparedQuery("SELECT " + ProductSql.CARD + ", " + ProductSql.stock("l.id", "$3") + " AS stock " + """
                         FROM (SELECT l.*, l.certified_on AS since FROM catalogue_listing l
                                WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= $1
                                ORDER BY l.certified_on DESC, l.listed_at DESC, l.id DESC LIMIT $2) l
                          JOIN catalogue_stock s ON s.listing_id = l.id
                         ORDER BY l.since DESC, l.listed_at DESC, l.id DESC""")
                .execute(Tuple.of(day, most, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> cards(rows, day));
    }

    /** Those of a zone that are on sale, in its order. */
    Uni<List<ProductCard>> inZone(SqlConnection connection, UUID zone, LocalDate day, Instant now) {
        return connection
                .preparedQuery("SELECT " + ProductSql.CARD + ", " + ProductSql.stock("l.id", "$3") + " AS stock " + """
                         FROM catalogue_zone_good g JOIN catalogue_listing l ON l.id = g.listing_id
                          JOIN catalogue_stock s ON s.listing_id = l.id
                        WHERE g.zone_id = $1 AND l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= $2
                        ORDER BY g.place""")
                .execute(Tuple.of(zone, day, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> cards(rows, day));
    }

    /** @param any whether it is found while it is not on sale, too */
    Uni<@Nullable Found> find(SqlConnection connection, UUID id, boolean any, LocalDate day, Instant now) {
        return connection
                .preparedQuery(
                        "SELECT " + ProductSql.CARD + ", " + PictureRepository.OF_LISTING
                                + " AS pictures, catalogue_boxes(l.id, $2) AS boxes,"
                                + " l.description_zh, l.description_en, l.certificate_to, l.weighed,"
                                + " l.sale_months, l.shelf_life_days, l.storage, l.answered_count, l.answered_last,"
                                + " l.cancel_hours, CASE WHEN l.cancel_hours IS NOT NULL THEN catalogue_open_days(l.id, $3) END"
                                + " AS days, catalogue_tiers(l.id) AS tiers, l.packed_weight_grams,"
                                + " catalogue_freight(l.freight_template_id, l.organisation_id) AS freight, "
                                + ProductSql.stock("l.id", "$3")
                                + " AS stock FROM catalogue_listing l JOIN catalogue_stock s ON s.listing_id = l.id"
                                + " WHERE l.id = $1 AND ($4 OR l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= $2)")
                .execute(Tuple.of(id, day, now.atOffset(ZoneOffset.UTC), any))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Found(
                                card(row, day),
                                row.getString("description_zh"),
                                row.getString("description_en"),
                                row.getLong("net_weight_grams"),
                                row.getBoolean("weighed"),
                                row.getLocalDate("certificate_to"),
                                new ShelfData(
                                        List.of(row.getArrayOfIntegers("sale_months")),
                                        row.getInteger("shelf_life_days"),
                                        row.getString("storage")),
                                new Prices(row.getLong("price_fen"), Prices.read(row.getString("tiers"))),
                                Delivery.of(
                                        row.getString("freight"),
                                        row.getLong("packed_weight_grams"),
                                        row.getLong("net_weight_grams")),
                                Answered.of(row.getInteger("answered_count"), row.getJsonArray("answered_last")),
                                GoodsPicture.read(id, row.getJsonArray("pictures")),
                                GiftBoxLink.read(row.getJsonArray("boxes")),
                                OpenDays.read(row.getInteger("cancel_hours"), row.getString("days")));
                    }
                    return null;
                });
    }

    Uni<Figures> figures(SqlConnection connection, LocalDate day) {
        return connection.preparedQuery("""
                        SELECT coalesce(sum(n), 0)::bigint AS products, count(DISTINCT organisation_id) AS suppliers,
                               count(DISTINCT county_code) AS counties
                          FROM (SELECT organisation_id, county_code, count(*) AS n FROM catalogue_listing
                                 WHERE state = 'ON_SALE' AND certificate_valid AND valid_to >= $1
                                 GROUP BY organisation_id, county_code) l""").execute(Tuple.of(day)).map((RowSet<Row> rows) -> {
            Row row = rows.iterator().next();
            return new Figures(row.getLong("products"), row.getLong("suppliers"), row.getLong("counties"));
        });
    }

    private Facets facets(Map<String, Map<String, Long>> counted) {
        Map<String, Long> prices = counted.getOrDefault("price", Map.of());
        List<Facets.Band> bands = new ArrayList<>();
        for (int band = 0; band <= PriceBands.LIMITS.length; band++) {
            Long goods = prices.get(String.valueOf(band));
            if (goods != null) {
                bands.add(new Facets.Band(PriceBands.from(band), PriceBands.to(band), goods));
            }
        }
        return new Facets(
                named(counted.getOrDefault("county", Map.of()), origins::county),
                named(counted.getOrDefault("category", Map.of()), origins::category),
                named(counted.getOrDefault("certificate", Map.of()), origins::certificate),
                bands,
                counted.getOrDefault("season", Map.of()).getOrDefault("true", 0L),
                counted.getOrDefault("unsold", Map.of()).getOrDefault("true", 0L));
    }

    /** Most goods first. */
    private static List<Facets.Count> named(Map<String, Long> counted, Function<String, Label> name) {
        return counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> {
                    Label label = name.apply(entry.getKey());
                    return new Facets.Count(entry.getKey(), label.zh(), label.en(), entry.getValue());
                })
                .toList();
    }

    private List<ProductCard> cards(RowSet<Row> rows, LocalDate day) {
        List<ProductCard> cards = new ArrayList<>();
        rows.forEach(row -> cards.add(card(row, day)));
        return cards;
    }

    private ProductCard card(Row row, LocalDate day) {
        String nameZh = row.getString("name_zh");
        String category = row.getString("category");
        String countyCode = row.getString("county_code");
        Label county = origins.county(countyCode);
        long priceFen = row.getLong("price_fen");
        List<Integer> harvest = Arrays.asList(row.getArrayOfIntegers("harvest_months"));
        Presale presale = ListingRepository.presale(row);
        return new ProductCard(
                row.getUUID("id"),
                row.getUUID("product_id"),
                row.getUUID("organisation_id"),
                nameZh,
                row.getString("name_en"),
                countyCode,
                county.zh(),
                county.en(),
                category,
                row.getString("unit"),
                priceFen,
                ProductCard.perJin(priceFen, row.getLong("net_weight_grams")),
                row.getString("certificate_number"),
                ProductCard.published(row.getInteger("households")),
                presale != null && presale.over(day) ? 0 : row.getLong("stock"),
                presale,
                harvest.contains(day.getMonthValue()),
                row.getBoolean("perishable"),
                row.getBoolean("geographical_indication"),
                harvest,
                Pictures.of(row.getUUID("id"), row.getString("front_picture"), category, nameZh),
                row.getOffsetDateTime("listed_at").toInstant(),
                row.getInteger("review_count"),
                row.getInteger("review_stars"));
    }
}
