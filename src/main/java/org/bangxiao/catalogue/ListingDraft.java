package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A certified product to be put on sale; what it is called and where it comes from stands in its certificate.
 *
 * @param priceFen price of one unit; null takes the price that was certified
 * @param stock    pieces on the shelf from the beginning
 * @param published false: saved, and shown to nobody else before it is published
 */
public record ListingDraft(
        UUID productId,
        @Nullable Long priceFen,
        long stock,
        String descriptionZh,
        String descriptionEn,
        boolean published) {
    /** More than anybody can pack in a year. */
    static final long MOST_STOCK = 100_000_000;

    /** To be on sale at once. */
    public ListingDraft(
            UUID productId, @Nullable Long priceFen, long stock, String descriptionZh, String descriptionEn) {
        this(productId, priceFen, stock, descriptionZh, descriptionEn, true);
    }

    void check() {
        List<Problem.FieldError> errors = new ArrayList<>();
        ListingChange.price(priceFen, errors);
        ListingChange.length("/descriptionZh", descriptionZh, errors);
        ListingChange.length("/descriptionEn", descriptionEn, errors);
        if (stock < 0 || stock > MOST_STOCK) {
            errors.add(new Problem.FieldError("/stock", "quantity-out-of-range", List.of(MOST_STOCK)));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
