package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier does to its stock.
 *
 * @param reason   null: came in, or below zero written off
 * @param quantity pieces, at most {@value ListingDraft#MOST_STOCK}: how many came in or are written off, above 0; how many
 *     were counted, sold ones that still wait to be sent left out; how many more or fewer there are by a correction
 * @param note     up to {@value #LONGEST_NOTE} characters; a correction needs one
 */
public record StockChange(@Nullable Reason reason, long quantity, String note) {
    /** Why; the names are part of the JSON contract. */
    public enum Reason {
        /** Came in. */
        ADDED,
        /** Counted: so many there are. */
        COUNTED,
        /** Damaged, spoiled, lost or given away. */
        WRITTEN_OFF,
        /** Something was noted wrongly before. */
        CORRECTED
    }

    static final int LONGEST_NOTE = 200;

    /** The same with its reason; throws {@code invalid-input} with each field that is wrong. */
    StockChange checked() {
        Reason why = reason != null ? reason : quantity < 0 ? Reason.WRITTEN_OFF : Reason.ADDED;
        long pieces = reason == null ? Math.abs(quantity) : quantity;
        long least = switch (why) {
            case ADDED, WRITTEN_OFF -> 1;
            case COUNTED -> 0;
            case CORRECTED -> -ListingDraft.MOST_STOCK;
        };
        List<Problem.FieldError> errors = new ArrayList<>();
        if (pieces < least || pieces > ListingDraft.MOST_STOCK || (why == Reason.CORRECTED && pieces == 0)) {
            errors.add(new Problem.FieldError("/quantity", "quantity-out-of-range", List.of(ListingDraft.MOST_STOCK)));
        }
        String text = note.strip();
        if (why == Reason.CORRECTED && text.isEmpty()) {
            errors.add(new Problem.FieldError("/note", "field-required", List.of()));
        }
        if (text.length() > LONGEST_NOTE) {
            errors.add(new Problem.FieldError("/note", "field-too-long", List.of(LONGEST_NOTE)));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new StockChange(why, pieces, text);
    }
}
