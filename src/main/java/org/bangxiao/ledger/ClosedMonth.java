package org.bangxiao.ledger;

import java.time.Instant;

/**
 * A month of the journal into which nothing is posted any more.
 *
 * @param month        {@code yyyymm}
 * @param root         in hex: sha256 over the line {@code bangxiao-month-1}, the month and the digests of its transactions in the
 *                     order of the seals
 * @param transactions how many they are
 */
public record ClosedMonth(int month, Instant closedAt, String root, long transactions) {
    /** As people write a month. */
    public String label() {
        return "%d-%02d".formatted(month / 100, month % 100);
    }
}
