package org.bangxiao.promotion;

import java.util.UUID;

/**
 * A line of goods as a coupon sees it.
 *
 * @param category  its kind, an id of the policy pack
 * @param amountFen what it costs before anything comes off, 0 or more
 */
public record CouponLine(UUID listingId, UUID organisationId, String countyCode, String category, long amountFen) {}
