package org.bangxiao.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bangxiao.promotion.Programme.Funding;
import org.junit.jupiter.api.Test;

/** What comes off each line, to the fen. */
class ProgrammeTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    @Test
    void tenYuanOffThreeEqualLinesAreTwoTimes333And334() {
        List<CouponLine> lines = List.of(line(2_000), line(2_000), line(2_000));
        assertThat(off(1_000).shares(lines).values()).containsExactlyInAnyOrder(333L, 333L, 334L);
    }

    @Test
    void aFreeGiftBearsNothingAndNoLineBecomesFree() {
        CouponLine gift = line(0);
        CouponLine cheap = line(1);
        CouponLine two = line(2);
        CouponLine dear = line(5_000);
        var shares = off(4_999).shares(List.of(gift, cheap, two, dear));
        assertThat(shares.getOrDefault(gift.listingId(), 0L)).isZero();
        assertThat(shares.getOrDefault(cheap.listingId(), 0L)).isZero();
        assertThat(shares.get(two.listingId())).isLessThan(2);
        assertThat(shares.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4_999);
        assertThat(off(4_999).shares(List.of(gift))).isEmpty();
    }

    @Test
    void sharesAddUpAndStayBelowTheirLineWhateverTheAmounts() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            List<CouponLine> lines = new ArrayList<>();
            for (int i = random.nextInt(9); i >= 0; i--) {
                lines.add(line(random.nextInt(random.nextBoolean() ? 4 : 100_000)));
            }
            long bearable = lines.stream()
                    .mapToLong(line -> Math.max(0, line.amountFen() - 1))
                    .sum();
            long off = 1 + random.nextInt(50_000);
            var shares = off(off).shares(lines);
            assertThat(shares.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(Math.min(off, bearable));
            for (CouponLine line : lines) {
                assertThat(shares.getOrDefault(line.listingId(), 0L)).isBetween(0L, Math.max(0, line.amountFen() - 1));
            }
        }
    }

    @Test
    void aCouponOfACountyAKindOrASupplierTakesNothingOffOtherGoods() {
        CouponLine fruit = line(3_000);
        CouponLine tea = new CouponLine(UUID.randomUUID(), UUID.randomUUID(), "450305", "tea", 3_000);
        assertThat(only("451200", null, null).eligibleFen(List.of(fruit, tea))).isEqualTo(3_000);
        assertThat(only(null, "tea", null).shares(List.of(fruit, tea))).containsOnlyKeys(tea.listingId());
        assertThat(only(null, null, fruit.organisationId()).shares(List.of(fruit, tea)))
                .containsOnlyKeys(fruit.listingId());
        assertThat(only("360000", null, null).missingFen(List.of(fruit, tea))).isEqualTo(2_000);
    }

    private static CouponLine line(long fen) {
        return new CouponLine(UUID.randomUUID(), UUID.randomUUID(), "451224", "fruit", fen);
    }

    private static Programme off(long fen) {
        return programme(fen, fen + 1, new Programme.Scope(null, null, null, null, null, null));
    }

    private static Programme only(String area, String category, UUID supplier) {
        return programme(1_000, 2_000, new Programme.Scope(area, category, supplier, null, null, null));
    }

    private static Programme programme(long off, long from, Programme.Scope scope) {
        return new Programme(
                UUID.randomUUID(),
                "演示券",
                "Demo coupon",
                null,
                off,
                from,
                Funding.PLATFORM,
                null,
                null,
                1_000_000,
                100,
                1,
                TODAY,
                TODAY,
                scope,
                new Programme.Use(0, 0, 0),
                Instant.EPOCH,
                null);
    }
}
