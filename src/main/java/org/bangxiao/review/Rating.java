package org.bangxiao.review;

/**
 * How goods were found on the whole; hidden reviews do not count.
 *
 * @param count how many reviews
 * @param tenths the average in tenths of a star, 10 to 50, rounded down; 0 where there is none
 */
public record Rating(int count, int tenths) {
    /** {@code 4.7}, as it is written. */
    public String average() {
        return tenths / 10 + "." + tenths % 10;
    }
}
