package org.bangxiao.settlement.payout;

/** A rule got wrong on purpose: a comparison that overlooks it would overlook the service's mistake as well. */
enum Mistake {
    /** Fen that are left over go to those who stand first. */
    LEFT_OVER_BY_ORDER,
    /** A floor that the money does not bear is in the pool all the same. */
    FLOOR_MINTED,
    /** The supplier never pays the floors that it owes. */
    FLOOR_NEVER_FUNDED,
    /** Households are paid out of what nobody has confirmed. */
    REPORTED_PAID,
    /** What went back after a settlement comes off nothing. */
    NO_OFFSET,
    /** A refund takes what an open run has promised. */
    PROMISE_TAKEN,
    /** What a bank returns stays paid. */
    RETURN_FORGOTTEN
}
