package org.bangxiao.promotion;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a coupon takes off a purchase.
 *
 * @param fen    in all; the sum of the shares, at least 1
 * @param payer  whose money makes up for it: {@code platform} or the id of a fund; null where the supplier sells for less
 * @param shares by listing, each less than the line costs; lines that bear nothing are left out
 */
public record Discount(
        UUID couponId,
        String nameZh,
        String nameEn,
        long fen,
        @Nullable String payer,
        Map<UUID, Long> shares) {
    public Discount {
        shares = Map.copyOf(shares);
    }

    static Discount of(Programme programme, Map<UUID, Long> shares) {
        Map<UUID, Long> borne = shares.entrySet().stream()
                .filter(share -> share.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Discount(
                programme.id(),
                programme.nameZh(),
                programme.nameEn(),
                borne.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact),
                programme.payer(),
                borne);
    }

    /** What comes off a line. */
    public long of(UUID listing) {
        return shares.getOrDefault(listing, 0L);
    }

    /** What of that somebody else pays. */
    public long subsidyOf(UUID listing) {
        return payer == null ? 0 : of(listing);
    }
}
