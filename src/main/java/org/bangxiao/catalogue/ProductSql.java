package org.bangxiao.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bangxiao.catalogue.ProductQuery.Sort;
import org.bangxiao.kernel.AreaCode;
import org.jspecify.annotations.Nullable;

/**
 * The text of one page's statement. Every part is fixed text; what people typed goes in as parameters. An order with
 * groups is a chain of index scans, of which PostgreSQL runs only as many as fill the page, so that a
 * page costs the same among two hundred products and a hundred thousand.
 */
final class ProductSql {
    /** The columns of a card, from a table or subquery {@code l}. */
    static final String CARD = """
            l.id, l.product_id, l.organisation_id, l.name_zh, l.name_en, l.county_code, l.category, l.unit, l.price_fen, \
            l.net_weight_grams, l.certificate_number, l.households, l.perishable, l.geographical_indication, \
            l.harvest_months, l.listed_at, l.review_count, l.review_stars, l.front_picture, \
            l.presale_until, l.presale_from, l.presale_to""";

    private static final String ON_SALE = "l.state = 'ON_SALE' AND l.certificate_valid";

    private static final String UNSOLD = "l.id IN (SELECT listing_id FROM catalogue_unsold)";

    private final ProductQuery query;
    private final SearchWords.@Nullable Query words;
    private final List<Object> parameters = new ArrayList<>();
    private final String filter;

    private ProductSql(ProductQuery query, SearchWords.@Nullable Query words, LocalDate day) {
        this.query = query;
        this.words = words;
        StringBuilder where = new StringBuilder(ON_SALE);
        where.append(" AND l.valid_to >= ").append(parameter(day));
        conditions(query.filter(), day)
                .values()
                .forEach(condition -> where.append(" AND ").append(condition));
        filter = where.toString();
    }

    /** The filter's parts, each by the name of its facet. */
    private Map<String, String> conditions(ProductFilter asked, LocalDate day) {
        Map<String, String> conditions = new LinkedHashMap<>();
        if (!asked.county().isEmpty()) {
            Area area = new Area(asked.county());
            conditions.put(
                    "county",
                    area.one()
                            ? "l.county_code = " + parameter(asked.county())
                            : "l.county_code BETWEEN " + parameter(area.first()) + " AND " + parameter(area.last()));
        }
        if (!asked.category().isEmpty()) {
            conditions.put("category", "l.category = " + parameter(asked.category()));
        }
        if (!asked.certificate().isEmpty()) {
            conditions.put(
                    "certificate",
                    "EXISTS (SELECT 1 FROM catalogue_second o WHERE o.listing_id = l.id AND o.kind = "
                            + parameter(asked.certificate()) + " AND " + parameter(day)
                            + " BETWEEN o.valid_from AND o.valid_to)");
        }
        if (asked.byPrice()) {
            List<String> limits = new ArrayList<>();
            if (asked.priceFromFen() != null) {
                limits.add("l.price_fen >= " + parameter(asked.priceFromFen()));
            }
            if (asked.priceToFen() != null) {
                limits.add("l.price_fen <= " + parameter(asked.priceToFen()));
            }
            conditions.put("price", String.join(" AND ", limits));
        }
        if (asked.inSeason()) {
            conditions.put("season", parameter(day.getMonthValue()) + " = ANY (l.harvest_months)");
        }
        if (asked.needsBuyers()) {
            conditions.put("unsold", UNSOLD);
        }
        if (asked.month() > 0) {
            // Who has said nothing of when it is sold sells it when it is harvested.
            conditions.put(
                    "month",
                    parameter(asked.month()) + " = ANY (CASE WHEN cardinality(l.sale_months) = 0"
                            + " THEN l.harvest_months ELSE l.sale_months END)");
        }
        if (!asked.shipsTo().isEmpty()) {
            String notThere = "freight_not_to(" + parameter(asked.shipsTo()) + ")";
            conditions.put(
                    "place",
                    "(l.freight_template_id <> ALL (ARRAY(SELECT template_id FROM " + notThere + "))) IS NOT FALSE"
                            + " AND (l.freight_template_id IS NOT NULL OR l.organisation_id <> ALL (ARRAY("
                            + "SELECT organisation_id FROM " + notThere + " WHERE standard)))");
        }
        return conditions;
    }

    /** The codes of the counties in an area. */
    private record Area(String code) {
        boolean one() {
            return prefix().length() == code.length();
        }

        String first() {
            return prefix() + "0".repeat(code.length() - prefix().length());
        }

        String last() {
            return prefix() + "9".repeat(code.length() - prefix().length());
        }

        private String prefix() {
            return new AreaCode(code).prefix();
        }
    }

    /** A statement and what fills it. */
    record Statement(String text, List<Object> parameters) {}

    /** The products of one page and one more, which tells whether there is a next page. */
    static Statement page(
            ProductQuery query, SearchWords.@Nullable Query words, @Nullable Cursor after, LocalDate day, Instant now) {
        ProductSql sql = new ProductSql(query, words, day);
        if (query.sort() == Sort.RELEVANCE && words != null && query.filter().month() == 0) {
            return relevant(query, words, after, day, now);
        }
        String found = sql.found(after, day.getMonthValue());
        String text = "SELECT " + CARD + ", l.part, " + stock("l.id", sql.parameter(now.atOffset(ZoneOffset.UTC)))
                + " AS stock FROM (" + found + " LIMIT " + (query.size() + 1)
                + ") l JOIN catalogue_stock s ON s.listing_id = l.id ORDER BY l.part, " + order(query.sort());
        return new Statement(text, sql.parameters);
    }

    private static Statement relevant(
            ProductQuery query, SearchWords.Query words, @Nullable Cursor after, LocalDate day, Instant now) {
        ProductFilter filter = query.filter();
        Area area = filter.county().isEmpty() ? null : new Area(filter.county());
        List<Object> parameters = Arrays.asList(
                words.wholeName(),
                words.inName(),
                words.anywhere(),
                area == null ? null : area.first(),
                area == null ? null : area.last(),
                filter.category().isEmpty() ? null : filter.category(),
                filter.certificate().isEmpty() ? null : filter.certificate(),
                filter.priceFromFen(),
                filter.priceToFen(),
                filter.inSeason(),
                filter.needsBuyers(),
                filter.shipsTo().isEmpty() ? null : filter.shipsTo(),
                day,
                after == null ? null : after.group(),
                after == null ? null : listed(after),
                after == null ? null : after.id(),
                query.size() + 1,
                now.atOffset(ZoneOffset.UTC));
        return new Statement("SELECT " + CARD + ", l.part, " + stock("l.id", "$18") + " AS stock " + """
                         FROM (SELECT c.*, f.part
                          FROM catalogue_found($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                               $17) f
                          JOIN catalogue_listing c ON c.id = f.listing_id) l
                          JOIN catalogue_stock s ON s.listing_id = l.id
                         ORDER BY l.part, l.listed_at DESC, l.id DESC""", parameters);
    }

    /**
     * How many goods each filter would leave, counted among the newest {@code most} that the words find. Of each facet all
     * its values are counted under the other facets' filters, so that one can be changed for another.
     */
    static Statement facets(ProductQuery query, SearchWords.@Nullable Query words, LocalDate day, int most) {
        ProductSql sql = new ProductSql(query.narrowed(ProductFilter.NOTHING), words, day);
        String match = words == null ? "" : " AND l.search @@ " + sql.parameter(words.anywhere()) + "::text::tsquery";
        String month = sql.parameter(day.getMonthValue());
        Map<String, String> conditions = sql.conditions(query.filter(), day);
        StringBuilder columns = new StringBuilder();
        conditions.forEach((facet, condition) ->
                columns.append(", (").append(condition).append(") AS by_").append(facet));
        String kept = String.join(
                "", conditions.keySet().stream().map(facet -> ", by_" + facet).toList());
        // Goods that are alike are counted together first: each facet then reads a few hundred cells, not every
        // product.
        String cells = "WITH found AS MATERIALIZED (SELECT l.id, l.county_code, l.category, l.price_fen, " + month
                + " = ANY (l.harvest_months) AS in_season, " + UNSOLD + " AS is_unsold" + columns
                + " FROM catalogue_listing l WHERE " + sql.filter + match + " ORDER BY l.listed_at DESC LIMIT " + most
                + "), cells AS MATERIALIZED (SELECT county_code, category, width_bucket(price_fen, "
                + sql.parameter(PriceBands.LIMITS)
                + "::bigint[]) AS band, in_season, is_unsold, count(*) AS goods" + kept
                + " FROM found GROUP BY county_code, category, band, in_season, is_unsold" + kept + ") ";
        String certified = "found f JOIN (SELECT DISTINCT listing_id, kind FROM catalogue_second WHERE "
                + sql.parameter(day) + " BETWEEN valid_from AND valid_to) o ON o.listing_id = f.id";
        Set<String> filters = conditions.keySet();
        String facets = String.join(
                " UNION ALL ",
                counted("county", "f.county_code", "sum(f.goods)", "cells f", filters),
                counted("category", "f.category", "sum(f.goods)", "cells f", filters),
                counted("price", "f.band::text", "sum(f.goods)", "cells f", filters),
                counted("season", "f.in_season::text", "sum(f.goods)", "cells f", filters),
                counted("unsold", "f.is_unsold::text", "sum(f.goods)", "cells f", filters),
                counted("certificate", "o.kind", "count(*)", certified, filters));
        return new Statement(cells + facets, sql.parameters);
    }

    private static String counted(String facet, String value, String goods, String from, Set<String> filters) {
        List<String> others = filters.stream()
                .filter(filter -> !filter.equals(facet))
                .map(filter -> "f.by_" + filter)
                .toList();
        return "SELECT '" + facet + "' AS facet, " + value + " AS value, " + goods + "::bigint AS goods FROM " + from
                + (others.isEmpty() ? "" : " WHERE " + String.join(" AND ", others)) + " GROUP BY 2";
    }

    /** How many there are, counted no further than {@code most}. */
    static Statement count(ProductQuery query, SearchWords.@Nullable Query words, LocalDate day, int most) {
        ProductSql sql = new ProductSql(query, words, day);
        String match = words == null ? "" : " AND l.search @@ " + sql.parameter(words.anywhere()) + "::text::tsquery";
        return new Statement(
                "SELECT count(*) AS total FROM (SELECT 1 FROM catalogue_listing l WHERE " + sql.filter + match
                        + " LIMIT " + most + ") l",
                sql.parameters);
    }

    /** Pieces that can be bought, of the stock row {@code s}; a lapsed hold does not count. */
    static String stock(String listing, String now) {
        return "s.onhand - s.sold - s.reserved + coalesce((SELECT sum(h.quantity) FROM catalogue_hold h WHERE h.listing_id = "
                + listing + " AND h.state = 'ACTIVE' AND h.expires_at <= " + now + "), 0)::bigint";
    }

    private String found(@Nullable Cursor after, int month) {
        List<String> parts = new ArrayList<>();
        if (query.sort() == Sort.SEASON) {
            String inSeason = parameter(month) + " = ANY (l.harvest_months)";
            parts.add(inSeason);
            parts.add("NOT " + inSeason);
        } else {
            parts.add(words == null ? "true" : "l.search @@ " + parameter(words.anywhere()) + "::text::tsquery");
        }
        if (query.sort() == Sort.SEASON && words != null) {
            String anywhere = "l.search @@ " + parameter(words.anywhere()) + "::text::tsquery";
            parts.replaceAll(part -> part + " AND " + anywhere);
        }
        int first = after == null ? 0 : Math.min(after.group(), parts.size() - 1);
        List<String> branches = new ArrayList<>();
        for (int part = first; part < parts.size(); part++) {
            String beyond = after != null && part == first ? " AND " + beyond(after) : "";
            branches.add("(SELECT " + CARD + ", " + part + " AS part FROM catalogue_listing l WHERE " + filter + " AND "
                    + parts.get(part) + beyond + " ORDER BY " + order(query.sort()) + " LIMIT " + (query.size() + 1)
                    + ")");
        }
        return "SELECT * FROM (" + String.join(" UNION ALL ", branches) + ") l";
    }

    private String beyond(Cursor after) {
        boolean byPrice = query.sort() == Sort.PRICE_ASC || query.sort() == Sort.PRICE_DESC;
        String key = byPrice ? parameter(after.key()) : parameter(listed(after));
        return "(" + (byPrice ? "l.price_fen" : "l.listed_at") + ", l.id) "
                + (query.sort() == Sort.PRICE_ASC ? ">" : "<") + " (" + key + ", " + parameter(after.id()) + ")";
    }

    private static OffsetDateTime listed(Cursor after) {
        return Instant.EPOCH.plus(after.key(), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static String order(Sort sort) {
        return switch (sort) {
            case PRICE_ASC -> "l.price_fen, l.id";
            case PRICE_DESC -> "l.price_fen DESC, l.id DESC";
            case NEWEST, SEASON, RELEVANCE -> "l.listed_at DESC, l.id DESC";
        };
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }
}
