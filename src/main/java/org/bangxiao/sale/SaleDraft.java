package org.bangxiao.sale;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sale as a door hands it in.
 *
 * @param source     who owns the figure: {@code retail}, {@code partner:<id>} …; with the external id it names the sale
 * @param externalId the door's own id of the sale, 1 to 100 characters
 * @param quantity   units of the product
 * @param grossFen   what was paid for all of them
 * @param channel    the one primary channel, an id of the policy pack
 * @param tags       further channels and marks, small letters, digits and dashes; they never count a sale twice
 * @param reported   true where the supplier has still to confirm it before households are paid
 */
public record SaleDraft(
        String source,
        String externalId,
        @Nullable UUID listingId,
        UUID productId,
        UUID organisationId,
        long quantity,
        long grossFen,
        String channel,
        List<String> tags,
        Instant soldAt,
        boolean reported) {
    static final long MOST_UNITS = 1_000_000_000L;
    static final long MOST_FEN = 100_000_000_000_000L;
    private static final Pattern EXTERNAL_ID = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,100}");
    private static final Pattern TAG = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int MOST_TAGS = 10;

    public SaleDraft {
        tags = List.copyOf(tags);
    }

    /** What is wrong with it in itself: a problem code, or null. */
    @Nullable
    String fault() {
        if (!EXTERNAL_ID.matcher(externalId).matches()) {
            return "sale-external-id-invalid";
        }
        if (quantity < 1 || quantity > MOST_UNITS) {
            return "sale-quantity-invalid";
        }
        if (grossFen < 1 || grossFen > MOST_FEN) {
            return "sale-gross-invalid";
        }
        return tags.size() > MOST_TAGS
                        || !tags.stream().allMatch(tag -> TAG.matcher(tag).matches())
                ? "sale-tags-invalid"
                : null;
    }
}
