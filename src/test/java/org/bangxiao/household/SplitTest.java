package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.bangxiao.kernel.Money;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final int CASES = 200_000;

    @Test
    void theFourLegsAddUpToTheGross() {
        assertThat(Split.of(10_000, 2, 500, 300, 1_000)).isEqualTo(new Split(500, 600, 890, 8_010, 0));
    }

    @Test
    void aFloorThatTheGrossCannotBearIsOwedNotMinted() {
        assertThat(Split.of(1_000, 1, 500, 1_200, 1_000)).isEqualTo(new Split(50, 950, 0, 0, 250));
    }

    @Test
    void aSaleForNothingStillOwesItsFloor() {
        assertThat(Split.of(0, 3, 10_000, 100, 10_000)).isEqualTo(new Split(0, 0, 0, 0, 300));
    }

    @Test
    void sumsAreExactAndNothingIsNegativeForAnyFigures() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            long gross = amount(random);
            long quantity = 1L + random.nextInt(1_000);
            int fee = random.nextInt(10_001);
            long floor = amount(random) % 1_000_000_000L;
            int dividend = random.nextInt(10_001);
            Split split = Split.of(gross, quantity, fee, floor, dividend);
            String figures = "seed " + seed + ": " + gross + " " + quantity + " " + fee + " " + floor + " " + dividend;
            assertThat(split.grossFen()).as(figures).isEqualTo(gross);
            assertThat(Math.min(
                            Math.min(split.feeFen(), split.floorFen()),
                            Math.min(split.dividendFen(), Math.min(split.supplierFen(), split.shortfallFen()))))
                    .as(figures)
                    .isNotNegative();
            assertThat(split.floorFen() + split.shortfallFen()).as(figures).isEqualTo(floor * quantity);
            assertThat(split.feeFen()).as(figures).isEqualTo(Money.portion(gross, fee));
            assertThat(split.shortfallFen() > 0).as(figures).isEqualTo(floor * quantity > gross - split.feeFen());
            assertThat(split).as(figures).isEqualTo(downTheWaterfall(gross, quantity, fee, floor, dividend));
        }
    }

    /** The second implementation: what is left after each leg, in exact fractions. */
    private static Split downTheWaterfall(long gross, long quantity, int fee, long floor, int dividend) {
        BigDecimal afterFee = BigDecimal.valueOf(gross).subtract(rounded(BigDecimal.valueOf(gross), fee));
        BigDecimal promised = BigDecimal.valueOf(floor).multiply(BigDecimal.valueOf(quantity));
        BigDecimal funded = promised.min(afterFee);
        BigDecimal afterFloor = afterFee.subtract(funded);
        BigDecimal supplier = afterFloor.subtract(rounded(afterFloor, dividend));
        return new Split(
                gross - afterFee.longValueExact(),
                funded.longValueExact(),
                afterFloor.subtract(supplier).longValueExact(),
                supplier.longValueExact(),
                promised.subtract(funded).longValueExact());
    }

    private static BigDecimal rounded(BigDecimal fen, int basisPoints) {
        return fen.multiply(new BigDecimal(basisPoints)).movePointLeft(4).setScale(0, RoundingMode.FLOOR);
    }

    private static long amount(SplittableRandom random) {
        return (random.nextLong() >>> 1) >>> random.nextInt(62);
    }
}
