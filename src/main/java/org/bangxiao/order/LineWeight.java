package org.bangxiao.order;

/**
 * A line of goods that are sold by weight.
 *
 * @param orderedGrams what was paid for
 * @param packedGrams  what its parcels weighed; 0 while none went out
 * @param missingGrams what they weighed less than was paid for; what is too much in one parcel makes up for nothing in
 *     another
 * @param backFen      what was paid back for that
 */
public record LineWeight(long orderedGrams, long packedGrams, long missingGrams, long backFen) {}
