package org.bangxiao.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The work of a person on a day, or a delivery.
 *
 * @param slip       number of the attendance sheet's line or of the weighing slip: each once for a supplier
 * @param householdNo number in the register
 * @param person     WAGES: which of the household's people, from 1 on
 * @param units      minutes or pieces, as the terms of the day say; grams
 * @param priceFen   PRODUCE: the market's price for a kilogram that day
 * @param lot        PRODUCE: which lot of goods it went into, or null
 */
public record RecordDraft(
        @Nullable String slip,
        @Nullable Long householdNo,
        @Nullable Integer person,
        @Nullable LocalDate day,
        @Nullable Long units,
        @Nullable Long priceFen,
        @Nullable String lot) {
    RecordDraft tidy(LinkKind kind) {
        String batch = lot == null ? "" : lot.strip();
        return new RecordDraft(
                slip == null ? "" : slip.strip(),
                householdNo,
                kind == LinkKind.WAGES ? Integer.valueOf(person == null ? 1 : person) : null,
                day,
                units,
                kind == LinkKind.PRODUCE ? priceFen : null,
                kind == LinkKind.PRODUCE && !batch.isEmpty() ? batch : null);
    }
}
