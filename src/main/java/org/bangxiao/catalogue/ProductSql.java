package org.bangxiao.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            l.harvest_months, l.listed_at""";

    private static final String ON_SALE = "l.state = 'ON_SALE' AND l.certificate_valid";

    private final ProductQuery query;
    private final SearchWords.@Nullable Query words;
    private final List<Object> parameters = new ArrayList<>();
    private final String filter;

    private ProductSql(ProductQuery query, SearchWords.@Nullable Query words, LocalDate day) {
        this.query = query;
        this.words = words;
        StringBuilder where = new StringBuilder(ON_SALE);
        where.append(" AND l.valid_to >= ").append(parameter(day));
        if (!query.county().isEmpty()) {
            String prefix = new AreaCode(query.county()).prefix();
            if (prefix.length() == query.county().length()) {
                where.append(" AND l.county_code = ").append(parameter(query.county()));
            } else {
                where.append(" AND l.county_code BETWEEN ")
                        .append(parameter(prefix + "0".repeat(query.county().length() - prefix.length())))
                        .append(" AND ")
                        .append(parameter(prefix + "9".repeat(query.county().length() - prefix.length())));
            }
        }
        if (!query.category().isEmpty()) {
            where.append(" AND l.category = ").append(parameter(query.category()));
        }
        filter = where.toString();
    }

    /** A statement and what fills it. */
    record Statement(String text, List<Object> parameters) {}

    /** The products of one page and one more, which tells whether there is a next page. */
    static Statement page(
            ProductQuery query, SearchWords.@Nullable Query words, @Nullable Cursor after, LocalDate day, Instant now) {
        ProductSql sql = new ProductSql(query, words, day);
        if (query.sort() == Sort.RELEVANCE && words != null) {
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
        String place = query.county().isEmpty() ? "" : new AreaCode(query.county()).prefix();
        int open = query.county().length() - place.length();
        List<Object> parameters = Arrays.asList(
                words.wholeName(),
                words.inName(),
                words.anywhere(),
                query.county().isEmpty() ? null : place + "0".repeat(open),
                query.county().isEmpty() ? null : place + "9".repeat(open),
                query.category().isEmpty() ? null : query.category(),
                day,
                after == null ? null : after.group(),
                after == null ? null : listed(after),
                after == null ? null : after.id(),
                query.size() + 1,
                now.atOffset(ZoneOffset.UTC));
        return new Statement("SELECT " + CARD + ", l.part, " + stock("l.id", "$12") + " AS stock " + """
                         FROM (SELECT c.*, f.part
                          FROM catalogue_found($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) f
                          JOIN catalogue_listing c ON c.id = f.listing_id) l
                          JOIN catalogue_stock s ON s.listing_id = l.id
                         ORDER BY l.part, l.listed_at DESC, l.id DESC""", parameters);
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
