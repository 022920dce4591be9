package org.bangxiao.freight;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What delivery of one supplier's goods to a province costs. The product's page, the cart and the checkout all ask here.
 *
 * @param fen       once for all of them; 0 where delivery is free
 * @param daysFrom  days until they come; null where the supplier says nothing about it
 * @param daysTo    null together with {@code daysFrom}
 * @param leastFen  what goods have to be worth to be sent; null where any may be
 * @param forLeast  what goods are still missing in fen until they are sent at all; null where nothing is
 * @param forFree   what goods are still missing in fen until delivery is free; null where it is, or never becomes so
 */
public record Freight(
        long fen,
        @Nullable Integer daysFrom,
        @Nullable Integer daysTo,
        @Nullable Long leastFen,
        @Nullable Long forLeast,
        @Nullable Long forFree) {
    /**
     * Goods to be delivered.
     *
     * @param template  the supplier's template for them; null: free of charge, to everywhere
     * @param grams     of all pieces, packed; 0 where nobody knows
     * @param amountFen what the pieces cost
     */
    public record Goods(@Nullable FreightTemplate template, long grams, long amountFen) {
        /** Whether they may be sent there. */
        public boolean deliveredTo(String province) {
            return template == null || template.zone(province).delivered();
        }
    }

    /**
     * For goods of one supplier that may all be sent there. They go out together: their weights are summed before they are
     * rounded up to steps, and where they have several templates the dearest counts, for all but those that go free.
     */
    public static Freight of(String province, List<Goods> goods) {
        long worth = goods.stream().mapToLong(Goods::amountFen).reduce(0, Math::addExact);
        List<Goods> charged =
                goods.stream().filter(each -> each.template() != null).toList();
        long grams = charged.stream().mapToLong(Goods::grams).reduce(0, Math::addExact);
        Set<FreightZone> zones = charged.stream()
                .map(each -> Objects.requireNonNull(each.template()).zone(province))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        FreightZone dearest = null;
        for (FreightZone zone : zones) {
            if (dearest == null || zone.fen(grams, worth) > dearest.fen(grams, worth)) {
                dearest = zone;
            }
        }
        if (dearest == null) {
            return new Freight(0, null, null, null, null, null);
        }
        long fen = dearest.fen(grams, worth);
        Long freeFrom = dearest.freeFromFen();
        Long least = zones.stream()
                .map(FreightZone::leastFen)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
        return new Freight(
                fen,
                zones.stream().mapToInt(FreightZone::daysFrom).max().orElseThrow(),
                zones.stream().mapToInt(FreightZone::daysTo).max().orElseThrow(),
                least,
                least == null || worth >= least ? null : least - worth,
                fen == 0 || freeFrom == null ? null : freeFrom - worth);
    }
}
