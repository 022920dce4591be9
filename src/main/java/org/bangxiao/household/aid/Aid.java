package org.bangxiao.household.aid;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A grant, a loan or a donation as an officer of the area reads it, masked.
 *
 * @param householdId null where it reached the village's collective
 * @param giver       the organisation that gave it
 * @param goods       what was given where it was no money
 * @param amountFen   the money, or what the goods are worth
 * @param reason      why it was refused or voided
 */
public record Aid(
        UUID id,
        long number,
        @Nullable UUID householdId,
        @Nullable Long householdNumber,
        @Nullable String headMasked,
        String villageCode,
        String villageName,
        Kind kind,
        String giver,
        @Nullable String goods,
        long amountFen,
        LocalDate receivedOn,
        State state,
        @Nullable String reason,
        UUID enteredPerson,
        @Nullable String enteredBy,
        Instant enteredAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String voidedBy,
        @Nullable Instant voidedAt,
        boolean demo) {
    /** What it is. None of them is income of sales. */
    public enum Kind {
        /** Paid by an office, such as for an industry after acceptance. */
        GRANT,
        /** Lent by a bank and to be paid back. */
        LOAN,
        /** Given by an organisation, in money or in kind. */
        DONATION
    }

    /** How far it has come. Only what is confirmed is shown on a statement. */
    public enum State {
        ENTERED,
        CONFIRMED,
        REFUSED,
        /** Was confirmed and was wrong; what is right is written down anew. */
        VOIDED
    }
}
