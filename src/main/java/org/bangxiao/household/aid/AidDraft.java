package org.bangxiao.household.aid;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Words;
import org.jspecify.annotations.Nullable;

/**
 * A grant, a loan or a donation as somebody writes it down.
 *
 * @param householdId whom it reached; null for the collective of a village
 * @param villageCode twelve digits; only where there is no household
 * @param giver       an organisation, 2 to 100 characters
 * @param goods       what was given where it was no money, up to 100 characters; never of a loan
 * @param amountFen   1 to 1 000 000 000 fen, of goods what they are worth
 * @param receivedOn  today or before
 */
public record AidDraft(
        @Nullable UUID householdId,
        @Nullable String villageCode,
        Aid.@Nullable Kind kind,
        @Nullable String giver,
        @Nullable String goods,
        @Nullable Long amountFen,
        @Nullable LocalDate receivedOn) {
    private static final int GIVER_MIN = 2;
    private static final int WORDS_MAX = 100;
    private static final long MOST_FEN = 1_000_000_000;

    /**
     * The same, tidied. Field problems {@code field-required}, {@code field-too-long}, {@code aid-loan-of-goods},
     * {@code aid-amount-invalid}, {@code date-invalid}, {@code aid-day-ahead}.
     */
    AidDraft checked(LocalDate today) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String from = Words.tidy(giver);
        String what = Words.tidy(goods);
        if (kind == null) {
            errors.add(new Problem.FieldError("/kind", "field-required", List.of()));
        }
        if (from.length() < GIVER_MIN) {
            errors.add(new Problem.FieldError("/giver", "field-required", List.of()));
        } else if (from.length() > WORDS_MAX) {
            errors.add(new Problem.FieldError("/giver", "field-too-long", List.of(WORDS_MAX)));
        }
        if (what.length() > WORDS_MAX) {
            errors.add(new Problem.FieldError("/goods", "field-too-long", List.of(WORDS_MAX)));
        } else if (!what.isEmpty() && kind == Aid.Kind.LOAN) {
            errors.add(new Problem.FieldError("/goods", "aid-loan-of-goods", List.of()));
        }
        if (amountFen == null || amountFen < 1 || amountFen > MOST_FEN) {
            errors.add(new Problem.FieldError("/amountFen", "aid-amount-invalid", List.of()));
        }
        if (receivedOn == null) {
            errors.add(new Problem.FieldError("/receivedOn", "date-invalid", List.of()));
        } else if (receivedOn.isAfter(today)) {
            errors.add(new Problem.FieldError("/receivedOn", "aid-day-ahead", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new AidDraft(
                householdId, Words.tidy(villageCode), kind, from, what.isEmpty() ? null : what, amountFen, receivedOn);
    }
}
