package org.bangxiao.promotion;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon as a buyer sees it.
 *
 * @param payer      who pays for it: PLATFORM, SUPPLIER or FUND
 * @param fundName   the fund's name; null where no fund pays
 * @param areaCode   only for goods of this area; null for all
 * @param category   only for goods of this kind; null for all
 * @param supplierZh only for goods of this supplier; null for all
 * @param to         last day, included
 * @param taken      whether it is the buyer's already
 * @param missingFen what the goods it is for still have to cost more; 0 where it can be used now
 */
public record Coupon(
        UUID id,
        String nameZh,
        String nameEn,
        long offFen,
        long fromFen,
        Programme.Funding payer,
        @Nullable String fundName,
        @Nullable String areaCode,
        @Nullable String category,
        @Nullable String supplierZh,
        @Nullable String supplierEn,
        LocalDate to,
        boolean taken,
        long missingFen) {
    /** Whether it can be used for these goods. */
    public boolean usable() {
        return missingFen == 0;
    }

    static Coupon of(Programme programme, boolean taken, long missingFen) {
        return new Coupon(
                programme.id(),
                programme.nameZh(),
                programme.nameEn(),
                programme.offFen(),
                programme.fromFen(),
                programme.funding(),
                programme.fundName(),
                programme.scope().areaCode(),
                programme.scope().category(),
                programme.scope().supplierZh(),
                programme.scope().supplierEn(),
                programme.to(),
                taken,
                missingFen);
    }
}
