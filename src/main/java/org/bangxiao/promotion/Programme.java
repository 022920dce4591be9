package org.bangxiao.promotion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Allocation;
import org.bangxiao.kernel.AreaCode;
import org.jspecify.annotations.Nullable;

/**
 * A coupon programme. Its terms stand from the day it is issued; only its counters move, and it may be stopped.
 *
 * @param code          what a buyer types; null where buyers take one by themselves
 * @param offFen        what comes off a purchase
 * @param fromFen       from this amount of goods on, more than {@code offFen}
 * @param fundId        the named fund that pays; null for the platform and for suppliers
 * @param budgetFen     the most that all uses together take off
 * @param mostUses      how often it is used in all
 * @param mostPerPerson how often by one person
 * @param to            last day, included
 */
public record Programme(
        UUID id,
        String nameZh,
        String nameEn,
        @Nullable String code,
        long offFen,
        long fromFen,
        Funding funding,
        @Nullable UUID fundId,
        @Nullable String fundName,
        long budgetFen,
        long mostUses,
        int mostPerPerson,
        LocalDate from,
        LocalDate to,
        Scope scope,
        Use use,
        Instant issuedAt,
        @Nullable Instant stoppedAt) {
    /** Who pays for what comes off. */
    public enum Funding {
        PLATFORM,
        /** The supplier, by selling for less. */
        SUPPLIER,
        /** A named fund, such as a county's or a partner city's. */
        FUND
    }

    /**
     * Which goods it is for; null: all.
     *
     * @param areaCode county, prefecture or province the goods come from
     * @param campaign the campaign it belongs to, an id of a policy pack
     */
    public record Scope(
            @Nullable String areaCode,
            @Nullable String category,
            @Nullable UUID organisationId,
            @Nullable String supplierZh,
            @Nullable String supplierEn,
            @Nullable String campaign) {
        boolean covers(CouponLine line) {
            return (areaCode == null || new AreaCode(areaCode).covers(line.countyCode()))
                    && (category == null || category.equals(line.category()))
                    && (organisationId == null || organisationId.equals(line.organisationId()));
        }
    }

    /**
     * How far it is used.
     *
     * @param taken how many people took one
     */
    public record Use(long fen, long count, long taken) {}

    /** ACTIVE, or why it is not: COMING, OVER, STOPPED or USED_UP. */
    public String stateOn(LocalDate day) {
        if (stoppedAt != null) {
            return "STOPPED";
        }
        if (day.isAfter(to)) {
            return "OVER";
        }
        return usedUp() ? "USED_UP" : day.isBefore(from) ? "COMING" : "ACTIVE";
    }

    boolean usedUp() {
        return use.count() >= mostUses || Math.addExact(use.fen(), offFen) > budgetFen;
    }

    /** What the goods that it is for still have to cost more; 0 where it applies. */
    long missingFen(List<CouponLine> lines) {
        return Math.max(0, fromFen - eligibleFen(lines));
    }

    long eligibleFen(List<CouponLine> lines) {
        return lines.stream()
                .filter(scope::covers)
                .mapToLong(CouponLine::amountFen)
                .reduce(0, Math::addExact);
    }

    /** Whose money makes up for it, as the ledger names it; null where the supplier sells for less. */
    @Nullable
    String payer() {
        return switch (funding) {
            case PLATFORM -> "platform";
            case SUPPLIER -> null;
            case FUND -> String.valueOf(fundId);
        };
    }

    /**
     * What comes off each line that it is for, by largest remainder over what the line can lose and still cost one fen: no
     * line becomes free, and one that is free bears nothing.
     */
    Map<UUID, Long> shares(List<CouponLine> lines) {
        List<CouponLine> eligible = lines.stream()
                .filter(line -> scope.covers(line) && line.amountFen() > 1)
                .toList();
        long[] weights =
                eligible.stream().mapToLong(line -> line.amountFen() - 1).toArray();
        long[] keys = eligible.stream()
                .mapToLong(line -> line.listingId().getLeastSignificantBits())
                .toArray();
        long bearable = 0;
        for (long weight : weights) {
            bearable = Math.addExact(bearable, weight);
        }
        Map<UUID, Long> shares = new LinkedHashMap<>();
        if (bearable > 0) {
            long[] parts = Allocation.byLargestRemainder(Math.min(offFen, bearable), weights, keys, id.toString());
            for (int i = 0; i < parts.length; i++) {
                shares.put(eligible.get(i).listingId(), parts[i]);
            }
        }
        return shares;
    }
}
