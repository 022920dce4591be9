package org.bangxiao.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many goods each filter would leave, beside the other filters that are set; what would leave none is not among them.
 * Counted among the newest 10 000 that are found.
 *
 * @param inSeason    harvested this month
 * @param needsBuyers found to lie unsold by an officer
 */
public record Facets(
        List<Count> counties,
        List<Count> categories,
        List<Count> certificates,
        List<Band> prices,
        long inSeason,
        long needsBuyers) {
    /** @param id what to send as the filter */
    public record Count(String id, String nameZh, String nameEn, long goods) {}

    /** Prices of one unit, both ends included; null where there is no end. */
    public record Band(@Nullable Long priceFrom, @Nullable Long priceTo, long goods) {}
}
