package org.bangxiao.household;

/**
 * How many of a link's people an older link of the same kind counts already, as far as their households have no more.
 *
 * @param households that stand in both links with more people than they have
 * @param persons    of those households who would count twice
 */
public record CountedBefore(int households, long persons) {
    public static final CountedBefore NOBODY = new CountedBefore(0, 0);
}
