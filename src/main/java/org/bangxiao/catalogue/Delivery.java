package org.bangxiao.catalogue;

import org.bangxiao.freight.Freight;
import org.bangxiao.freight.FreightTemplate;
import org.jspecify.annotations.Nullable;

/**
 * How a listing's goods are sent.
 *
 * @param template what its supplier takes for it; null: delivery is free, to everywhere
 * @param grams    of one piece, packed; its net weight where nobody said more, 0 where it has none
 */
public record Delivery(@Nullable FreightTemplate template, long grams) {
    static Delivery of(@Nullable String template, @Nullable Long packedGrams, @Nullable Long netGrams) {
        return new Delivery(
                FreightTemplate.read(template), packedGrams != null ? packedGrams : netGrams == null ? 0 : netGrams);
    }

    /** So many pieces that cost so much together. */
    public Freight.Goods goods(long quantity, long amountFen) {
        return new Freight.Goods(template, Math.multiplyExact(grams, quantity), amountFen);
    }
}
