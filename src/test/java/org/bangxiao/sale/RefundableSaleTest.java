package org.bangxiao.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bangxiao.household.Split;
import org.bangxiao.kernel.Problem;
import org.bangxiao.support.LargestRemainder;
import org.junit.jupiter.api.Test;

/** Sales taken back in many steps: exact to the fen at each, and at nil after the last. */
class RefundableSaleTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SALES = 40_000;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void manyPartialRefundsNeverTakeALegTooFarAndTheLastTakesAllToNil() {
        long refunds = 0;
        for (int i = 0; i < SALES; i++) {
            RefundableSale sale = anySale();
            long gross = sale.left().grossFen();
            long back = 0;
            while (sale.left().grossFen() > 0) {
                RefundDraft draft = anyRefund(sale);
                Split taken = sale.share(draft, String.valueOf(refunds));
                back += taken.grossFen();
                if (!taken.equals(byHand(sale.left(), draft.amountFen(), String.valueOf(refunds)))) {
                    assertThat(taken)
                            .as("seed %d, sale %d", SEED, i)
                            .isEqualTo(byHand(sale.left(), draft.amountFen(), String.valueOf(refunds)));
                }
                refunds++;
                assertThat(taken.grossFen()).as("seed %d", SEED).isEqualTo(draft.amountFen());
                sale = sale.less(draft, taken);
                assertThat(least(taken)).as("seed %d, sale %d", SEED, i).isNotNegative();
                assertThat(least(sale.left())).as("seed %d, sale %d", SEED, i).isNotNegative();
            }
            assertThat(sale.left()).as("seed %d, sale %d", SEED, i).isEqualTo(new Split(0, 0, 0, 0, 0));
            assertThat(back).isEqualTo(gross);
        }
        assertThat(refunds).as("seed %d", SEED).isGreaterThan(100_000);
    }

    @Test
    void moreThanIsLeftIsRefusedWithWhatIsLeft() {
        RefundableSale sale = sale(new Split(500, 400, 910, 8_190, 0), 3);
        RefundDraft two = draft(sale, 2, 6_000);
        RefundableSale rest = sale.less(two, sale.share(two, "x"));
        assertThatThrownBy(() -> rest.share(draft(sale, 2, 1_000), "x"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("sale-refund-too-much");
                    assertThat(problem.arguments()).containsExactly("40.00", 1L);
                });
        assertThatThrownBy(() -> rest.share(draft(sale, 0, 4_001), "x")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> rest.share(draft(sale, 0, 0), "x")).isInstanceOf(Problem.class);
        assertThat(rest.share(draft(sale, 1, 4_000), "x")).isEqualTo(rest.left());
    }

    /** The second implementation. */
    private static Split byHand(Split left, long fen, String salt) {
        long[] legs = {left.feeFen(), left.floorFen(), left.dividendFen(), left.supplierFen()};
        long[] parts = LargestRemainder.shares(fen, legs, new long[] {0, 1, 2, 3}, salt);
        long shortfall = BigInteger.valueOf(left.shortfallFen())
                .multiply(BigInteger.valueOf(fen))
                .divide(BigInteger.valueOf(left.grossFen()))
                .longValueExact();
        return new Split(parts[0], parts[1], parts[2], parts[3], shortfall);
    }

    private static long least(Split split) {
        return LongStream.of(
                        split.feeFen(),
                        split.floorFen(),
                        split.dividendFen(),
                        split.supplierFen(),
                        split.shortfallFen())
                .min()
                .orElseThrow();
    }

    private RefundableSale anySale() {
        long quantity = 1 + random.nextInt(20);
        long gross = 1 + random.nextLong(random.nextBoolean() ? 20 : 100_000_000L);
        Split split = Split.of(gross, quantity, random.nextInt(2_000), random.nextInt(500), random.nextInt(5_000));
        return sale(split, quantity);
    }

    private RefundDraft anyRefund(RefundableSale sale) {
        long whole = sale.left().grossFen();
        long fen = random.nextInt(4) == 0 ? whole : 1 + random.nextLong(Math.max(1, whole / 2));
        return draft(sale, random.nextLong(sale.unitsLeft() + 1), Math.min(fen, whole));
    }

    private static RefundDraft draft(RefundableSale sale, long units, long fen) {
        return new RefundDraft("test", "x", sale.id(), units, fen);
    }

    private static RefundableSale sale(Split split, long quantity) {
        UUID id = new UUID(0, 1);
        return new RefundableSale(id, id, id, id, id, "test", 202601, "COUNTED", 1, quantity, split);
    }
}
