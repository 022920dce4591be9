package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is due, against the rules written a second time in numbers without an end. */
class DueTest {
    private static final int CASES = 100_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2016, 1, 1);

    @Test
    void whatPeopleWorkDeliverAndLeaseIsDueAsWritten() {
        assertThat(Due.wages(WorkUnit.HOUR, 450, 1_850))
                .as("7.5 hours at 18.50")
                .isEqualTo(13_875);
        assertThat(Due.wages(WorkUnit.HOUR, 1, 1_830)).as("half a fen is a fen").isEqualTo(31);
        assertThat(Due.wages(WorkUnit.PIECE, 7, 35)).isEqualTo(245);
        assertThat(Due.produce(12_345, 300, 280))
                .as("never below the least price")
                .isEqualTo(3_704);
        assertThat(Due.rent(2_000, 80_000, LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)))
                .as("three mu for a year")
                .isEqualTo(240_000);
        assertThat(Due.asset(
                        100_000,
                        6_000,
                        10_000,
                        new boolean[] {false, true, false},
                        new long[] {1, 1, 2},
                        new long[] {1, 2, 3},
                        "s"))
                .as("600 yuan: 100 to who cannot work, 500 by parts")
                .containsExactly(12_500, 22_500, 25_000);
        assertThat(Due.asset(10, 10_000, 50, new boolean[] {true, true}, new long[] {9, 1}, new long[] {1, 2}, "s"))
                .as("not enough: in equal parts")
                .containsExactly(5, 5);
        assertThat(Due.shared(5_000, 1_000, new long[0], new long[0], "s")).isEmpty();
    }

    @Test
    void wagesAndPurchasesAreRoundedOnceForAnyFigures() {
        long seed = System.nanoTime();
        System.out.println("DueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            long units = 1 + random.nextLong(1_000_000_000L);
            long rate = random.nextLong(100_000_001L);
            long market = random.nextLong(100_000_001L);
            String figures = "seed " + seed + ": " + units + " " + rate + " " + market;
            if (Due.wages(WorkUnit.HOUR, units, rate) != halfUp(units, rate, 60)
                    || Due.wages(WorkUnit.PIECE, units, rate) != units * rate
                    || Due.produce(units, rate, market) != halfUp(units, Math.max(rate, market), 1_000)) {
                assertThat(figures).as("differs").isEmpty();
            }
        }
    }

    @Test
    void thePartsOfAYearAddUpToItsRentHoweverItIsCut() {
        long seed = System.nanoTime();
        System.out.println("DueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            long metres = 1 + random.nextLong(10_000_000L);
            long rent = random.nextLong(1_000_001L);
            LocalDate from = FIRST_DAY.plusDays(random.nextInt(4_000));
            LocalDate to = from.plusDays(random.nextInt(1_500));
            LocalDate cut = from.plusDays(random.nextInt((int) (to.toEpochDay() - from.toEpochDay()) + 1));
            long whole = Due.rent(metres, rent, from, to);
            String figures = "seed " + seed + ": " + metres + " " + rent + " " + from + " " + cut + " " + to;
            if (whole != Due.rent(metres, rent, from, cut) + Due.rent(metres, rent, cut, to)
                    || whole != rentAgain(metres, rent, from, to)) {
                assertThat(figures).as("differs").isEmpty();
            }
        }
    }

    @Test
    void whatIsSharedAddsUpAndNobodyWhoCannotWorkGetsLessThanTheFirstPart() {
        long seed = System.nanoTime();
        System.out.println("DueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES / 10; i++) {
            int n = 1 + random.nextInt(6);
            long[] weights = random.longs(n, 1, 1_000).toArray();
            long[] numbers = random.longs(n, 1, 1_000_000).toArray();
            boolean[] cannotWork = new boolean[n];
            for (int k = 0; k < n; k++) {
                cannotWork[k] = random.nextInt(3) == 0;
            }
            long income = random.nextLong(10_000_000L);
            int share = random.nextInt(10_001);
            long first = random.nextLong(1_000_000L);
            long[] due = Due.asset(income, share, first, cannotWork, weights, numbers, "s");
            long pot = BigInteger.valueOf(income)
                    .multiply(BigInteger.valueOf(share))
                    .divide(BigInteger.valueOf(10_000))
                    .longValueExact();
            long needy = 0;
            for (boolean one : cannotWork) {
                needy += one ? 1 : 0;
            }
            long least = needy == 0 ? 0 : Math.min(first, pot / needy);
            String figures =
                    "seed " + seed + ": " + income + " " + share + " " + first + " " + Arrays.toString(weights);
            boolean enough = true;
            for (int k = 0; k < n; k++) {
                enough &= due[k] >= (cannotWork[k] ? least : 0);
            }
            if (Arrays.stream(due).sum() != pot || !enough) {
                assertThat(figures).as("differs").isEmpty();
            }
        }
    }

    private static long halfUp(long a, long b, long divisor) {
        BigInteger two = BigInteger.TWO;
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .multiply(two)
                .add(BigInteger.valueOf(divisor))
                .divide(BigInteger.valueOf(divisor).multiply(two))
                .longValueExact();
    }

    /** Year by year, each part as the difference of what is due since New Year. */
    private static long rentAgain(long metres, long rent, LocalDate from, LocalDate to) {
        BigInteger due = BigInteger.ZERO;
        for (int year = from.getYear(); year <= to.getYear(); year++) {
            LocalDate first = LocalDate.of(year, 1, 1);
            int days = first.lengthOfYear();
            long a = Math.max(0, from.toEpochDay() - first.toEpochDay());
            long b = Math.min(days, to.toEpochDay() - first.toEpochDay());
            BigInteger oneDay = BigInteger.valueOf(metres).multiply(BigInteger.valueOf(rent * 3));
            BigInteger divisor = BigInteger.valueOf(2_000L * days);
            due = due.add(oneDay.multiply(BigInteger.valueOf(b)).divide(divisor))
                    .subtract(oneDay.multiply(BigInteger.valueOf(a)).divide(divisor));
        }
        return due.longValueExact();
    }
}
