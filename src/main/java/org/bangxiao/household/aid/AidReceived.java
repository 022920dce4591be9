package org.bangxiao.household.aid;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What reached a household beside its sales, as its statement shows it.
 *
 * @param goods     what was given where it was no money
 * @param amountFen the money, or what the goods are worth
 */
public record AidReceived(
        Aid.Kind kind, String giver, @Nullable String goods, long amountFen, LocalDate receivedOn) {}
