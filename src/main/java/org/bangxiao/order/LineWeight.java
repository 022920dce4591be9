package org.bangxiao.order;

import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/**
 * A line of goods that are sold by weight.
 *
 * @param orderedGrams what was paid for
 * @param packedGrams  what its parcels weighed; 0 while none went out
 * @param missingGrams what they weighed less than was paid for; what is too much in one parcel makes up for nothing in
 *     another
 * @param backFen      what was paid back for that
 */
public record LineWeight(long orderedGrams, long packedGrams, long missingGrams, long backFen) {
    /** From a row of {@code order_line_weight}; null where the line is not sold by weight. */
    static @Nullable LineWeight of(Row row) {
        Long ordered = row.getLong("ordered_grams");
        return ordered == null
                ? null
                : new LineWeight(
                        ordered, row.getLong("packed_grams"), row.getLong("missing_grams"), row.getLong("back_fen"));
    }
}
