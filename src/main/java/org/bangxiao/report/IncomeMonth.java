package org.bangxiao.report;

/**
 * What was booked for a supplier in a month of the ledger, in fen; what it owes counts below nil.
 *
 * @param month    yyyymm
 * @param sales    its own part of sales, less floors that it has to fund
 * @param refunds  its part of what was paid back
 * @param freight  for delivery, less what went back
 * @param other    everything else, such as pay-outs
 * @param closing  what it is owed after all of that
 */
record IncomeMonth(int month, long sales, long refunds, long freight, long other, long closing) {
    long booked() {
        return sales + refunds + freight + other;
    }

    public long opening() {
        return closing - booked();
    }

    /** As it is written, {@code 2026-11}. */
    public String name() {
        return "%04d-%02d".formatted(month / 100, month % 100);
    }
}
