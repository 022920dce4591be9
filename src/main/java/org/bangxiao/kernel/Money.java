package org.bangxiao.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Renminbi in fen (1 yuan = 100 fen). Amounts travel as {@code long} fen; this class is the only place that
 * multiplies, prints and parses them. Overflow throws {@link ArithmeticException}, never wraps.
 */
public final class Money {
    /** One hundred per cent in basis points. */
    public static final int WHOLE_IN_BASIS_POINTS = 10_000;

    private Money() {}

    /** {@code fen × basisPoints ÷ 10 000}, rounded down: the fee rule of the waterfall (RELIABILITY 2.4). */
    public static long portion(long fen, int basisPoints) {
        if (fen < 0 || basisPoints < 0 || basisPoints > WHOLE_IN_BASIS_POINTS) {
            throw new IllegalArgumentException("portion of " + fen + " fen at " + basisPoints + " basis points");
        }
        return mulDiv(fen, basisPoints, WHOLE_IN_BASIS_POINTS);
    }

    /** {@code a × b ÷ divisor} rounded down without losing the high bits of the product. */
    public static long mulDiv(long a, long b, long divisor) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
            return Math.floorDiv(low, divisor);
        }
        BigInteger[] parts =
                BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divideAndRemainder(BigInteger.valueOf(divisor));
        return parts[0].longValueExact();
    }

    /** {@code 1234 → "12.34"}, {@code 1200 → "12.00"}. */
    public static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    /** {@code "12.3" → 1230}. More than two decimals, a sign or letters throw {@link NumberFormatException}. */
    public static long parseYuan(String text) {
        String trimmed = text.strip();
        if (!trimmed.matches("\\d{1,13}(\\.\\d{1,2})?")) {
            throw new NumberFormatException("not an amount in yuan: " + trimmed);
        }
        return new BigDecimal(trimmed)
                .movePointRight(2)
                .setScale(0, RoundingMode.UNNECESSARY)
                .longValueExact();
    }
}
