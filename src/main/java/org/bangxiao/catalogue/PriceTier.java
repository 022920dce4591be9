package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A lower price of one unit, from so many units on, within a period or always.
 *
 * @param fromQuantity 1 to {@value #MOST}; 1 only within a period
 * @param priceFen     of one unit, below the listing's own price
 * @param fromOn       first day in China; null together with {@code toOn}: always
 * @param toOn         last day
 */
public record PriceTier(
        int fromQuantity,
        long priceFen,
        @Nullable LocalDate fromOn,
        @Nullable LocalDate toOn) {
    static final int MOST = 9_999;

    boolean appliesTo(long quantity, LocalDate day) {
        return quantity >= fromQuantity
                && (fromOn == null || !day.isBefore(fromOn))
                && (toOn == null || !day.isAfter(toOn));
    }

    /** Each field of the tiers that is wrong, by pointers such as {@code /tiers/0/priceFen}. */
    static List<Problem.FieldError> faults(List<PriceTier> tiers, long listPriceFen) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            PriceTier tier = tiers.get(i);
            String at = "/tiers/" + i;
            if (tier.fromQuantity < 1 || tier.fromQuantity > MOST) {
                errors.add(new Problem.FieldError(at + "/fromQuantity", "quantity-out-of-range", List.of(MOST)));
            }
            if (tier.priceFen < 1 || tier.priceFen >= listPriceFen) {
                errors.add(new Problem.FieldError(at + "/priceFen", "price-tier-not-lower", List.of()));
            }
            LocalDate first = tier.fromOn;
            LocalDate last = tier.toOn;
            if ((first == null) != (last == null) || (first != null && last != null && last.isBefore(first))) {
                errors.add(new Problem.FieldError(at + "/toOn", "price-tier-period", List.of()));
            } else if (tier.fromQuantity == 1 && first == null) {
                errors.add(new Problem.FieldError(at + "/fromQuantity", "price-tier-for-nothing", List.of()));
            }
            for (int j = 0; j < i; j++) {
                if (tiers.get(j).fromQuantity == tier.fromQuantity && Objects.equals(tiers.get(j).fromOn, first)) {
                    errors.add(new Problem.FieldError(at + "/fromQuantity", "price-tier-twice", List.of()));
                }
            }
        }
        return errors;
    }
}
