package org.bangxiao.ledger;

/**
 * The chart of accounts. A kind says whether its accounts may stand below nil, and over how many rows a balance is
 * spread so that writers do not queue; only what may go negative can be spread.
 */
public enum AccountKind {
    /** What buyers have paid or partners owe; debited by each sale. Owner: the door, e.g. {@code retail}. */
    CLEARING(true, 64),
    /** Fees of the platform. Owner: {@code platform} or the fee's name. */
    FEE(true, 64),
    /**
     * What a source has given for coupons, below nil by that much. Owner: {@code platform} or the id of a named fund.
     */
    SUBSIDY(true, 64),
    /** What a supplier is owed. Owner: the organisation's id. */
    SUPPLIER(false, 1),
    /** What a supplier still has to fund: a floor above the sale's money. Owner: the organisation's id. */
    SUPPLIER_DEBT(true, 1),
    /** What households are owed before a settlement. Owner: {@code agreement:month:leg:basis}. */
    POOL(false, 1),
    /**
     * What was taken back from a pool or a supplier after its money had gone on: stands below nil until later money of the
     * same benefit link and leg, or of the same supplier, makes up for it. Owner: {@code link:leg} or the organisation's id.
     */
    RECOVERABLE(true, 1),
    /** What one household has been credited and not yet paid. Owner: the household's id. */
    HOUSEHOLD(false, 1),
    /** Money on its way to a bank. Owner: the batch. */
    TRANSIT(false, 1),
    /** The bank's side of pay-outs. */
    BANK(true, 4);

    private final boolean mayGoNegative;
    private final int slots;

    AccountKind(boolean mayGoNegative, int slots) {
        this.mayGoNegative = mayGoNegative;
        this.slots = slots;
    }

    public boolean mayGoNegative() {
        return mayGoNegative;
    }

    public int slots() {
        return slots;
    }
}
