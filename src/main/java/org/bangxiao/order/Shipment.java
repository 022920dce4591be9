package org.bangxiao.order;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A parcel that a supplier hands over.
 *
 * @param pieces      of which lines; null: all that is due
 * @param seenParcels how many parcels of the order the clerk had before the eyes; null: does not say
 */
record Shipment(
        @Nullable String carrier,
        @Nullable String trackingNumber,
        @Nullable List<Piece> pieces,
        @Nullable Integer seenParcels) {
    private static final int LONGEST = 40;

    /** @param grams what they weigh together where they are sold by weight; null where they are not */
    record Piece(int lineNo, long quantity, @Nullable Long grams) {}

    /** The same, tidied; field problems {@code field-required}, {@code field-too-long}, {@code field-invalid}. */
    Shipment checked() {
        List<Problem.FieldError> errors = new ArrayList<>();
        String by = need("/carrier", carrier, errors);
        String number = need("/trackingNumber", trackingNumber, errors);
        if (pieces != null && pieces.isEmpty()) {
            errors.add(new Problem.FieldError("/lines", "field-required", List.of()));
        }
        if (pieces != null
                && (pieces.stream().anyMatch(piece -> piece.quantity() < 1)
                        || pieces.stream().map(Piece::lineNo).distinct().count() < pieces.size())) {
            errors.add(new Problem.FieldError("/lines", "field-invalid", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Shipment(by, number, pieces, seenParcels);
    }

    /** Its pieces, given what is due. */
    List<Piece> of(List<Piece> due) {
        if (pieces == null) {
            return due;
        }
        for (Piece piece : pieces) {
            Piece left = due.stream()
                    .filter(one -> one.lineNo() == piece.lineNo())
                    .findFirst()
                    .orElseThrow(() -> Problem.field("/lines", "field-invalid"));
            if (piece.quantity() > left.quantity()) {
                throw OrderProblems.lineShipped(left.lineNo(), left.quantity());
            }
        }
        return pieces;
    }

    private static String need(String pointer, @Nullable String value, List<Problem.FieldError> errors) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            errors.add(new Problem.FieldError(pointer, "field-required", List.of()));
        } else if (text.length() > LONGEST) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(LONGEST)));
        }
        return text;
    }
}
