package org.bangxiao.sale;

import org.bangxiao.household.Split;

/**
 * What refunds would take back, before anybody books them.
 *
 * @param split      the sum of each leg
 * @param households how many households share the pools that would shrink
 * @param carriedFen what the pools can't bear now, for it was settled or is in a run: it is offset against their next money
 */
public record RefundEffect(Split split, int households, long carriedFen) {}
