package org.bangxiao.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of a listing costs: by its own price and its tiers, whichever is the lowest that applies. The product's
 * page, the cart and the checkout all ask here.
 *
 * @param listFen the listing's own price
 */
public record Prices(long listFen, List<PriceTier> tiers) {
    /**
     * A price with its reason.
     *
     * @param fen  of one unit
     * @param tier why it is lower than the listing's own price; null where it is not
     */
    public record Offer(long fen, @Nullable PriceTier tier) {}

    /** The price of one unit where so many are bought that day. */
    public Offer of(long quantity, LocalDate day) {
        return tiers.stream()
                .filter(tier -> tier.appliesTo(quantity, day) && tier.priceFen() < listFen)
                .min(Comparator.comparingLong(PriceTier::priceFen))
                .map(tier -> new Offer(tier.priceFen(), tier))
                .orElseGet(() -> new Offer(listFen, null));
    }

    /** The quantities of that day from which the price falls, with the price there; nothing where it never does. */
    public List<PriceTier> steps(LocalDate day) {
        List<PriceTier> steps = new ArrayList<>();
        TreeSet<Integer> quantities = new TreeSet<>();
        tiers.forEach(tier -> quantities.add(tier.fromQuantity()));
        long before = listFen;
        for (int quantity : quantities) {
            Offer offer = of(quantity, day);
            PriceTier tier = offer.tier();
            if (tier != null && offer.fen() < before) {
                steps.add(new PriceTier(quantity, offer.fen(), tier.fromOn(), tier.toOn()));
                before = offer.fen();
            }
        }
        return steps;
    }

    /** As {@code catalogue_tiers} tells them. */
    static List<PriceTier> read(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(tier -> new PriceTier(
                                tier.getInteger("from"),
                                tier.getLong("fen"),
                                day(tier.getString("since")),
                                day(tier.getString("until"))))
                        .toList();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
