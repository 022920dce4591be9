package org.bangxiao.catalogue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses of the list: what is asked for and nothing that goes without saying. */
final class ProductLinks {
    private ProductLinks() {}

    static String to(ProductQuery query, @Nullable String cursor) {
        ProductFilter filter = query.filter();
        StringBuilder link = new StringBuilder("/products?");
        add(link, "q", query.q());
        add(link, "county", filter.county());
        add(link, "category", filter.category());
        add(link, "certificate", filter.certificate());
        add(link, "priceFrom", filter.priceFromFen());
        add(link, "priceTo", filter.priceToFen());
        add(link, "inSeason", filter.inSeason() ? "true" : null);
        add(link, "needsBuyers", filter.needsBuyers() ? "true" : null);
        add(link, "shipsTo", filter.shipsTo());
        add(link, "month", filter.month() == 0 ? null : filter.month());
        add(
                link,
                "sort",
                query.sort() == query.usualSort() ? null : query.sort().word());
        add(link, "cursor", cursor);
        link.setLength(link.length() - 1);
        return link.toString();
    }

    private static void add(StringBuilder link, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            link.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8))
                    .append('&');
        }
    }
}
