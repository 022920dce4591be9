package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier changes; null leaves a thing as it is.
 *
 * @param version of the listing that was looked at
 * @param onSale  false takes it off sale, true puts it back
 * @param weighed true: it is weighed when it is packed, and what it weighs less is paid back
 */
public record ListingChange(
        int version,
        @Nullable Long priceFen,
        @Nullable String descriptionZh,
        @Nullable String descriptionEn,
        @Nullable Boolean onSale,
        @Nullable Boolean weighed) {
    /** A hundred thousand yuan: a slip of the finger, not a price. */
    static final long HIGHEST_PRICE_FEN = 10_000_000;

    static final int LONGEST_DESCRIPTION = 4_000;

    /** Throws {@code invalid-input} with each field that is wrong. */
    void check() {
        List<Problem.FieldError> errors = new ArrayList<>();
        price(priceFen, errors);
        length("/descriptionZh", descriptionZh, errors);
        length("/descriptionEn", descriptionEn, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }

    static void price(@Nullable Long priceFen, List<Problem.FieldError> errors) {
        if (priceFen != null && (priceFen < 1 || priceFen > HIGHEST_PRICE_FEN)) {
            errors.add(new Problem.FieldError("/priceFen", "price-out-of-range", List.of(HIGHEST_PRICE_FEN / 100)));
        }
    }

    static void length(String pointer, @Nullable String text, List<Problem.FieldError> errors) {
        if (text != null && text.length() > LONGEST_DESCRIPTION) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(LONGEST_DESCRIPTION)));
        }
    }
}
