package org.bangxiao.household;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of work or of a delivery.
 *
 * @param unit          {@code MINUTE}, {@code PIECE} or {@code GRAM}
 * @param counts        whether the household took part and had a standing that counts on that day
 * @param struckBecause why it was struck out, or null
 */
public record RecordRow(
        UUID id,
        String slip,
        long householdNo,
        @Nullable Integer person,
        LocalDate day,
        String unit,
        long units,
        @Nullable Long priceFen,
        @Nullable String lot,
        boolean counts,
        String by,
        Instant at,
        @Nullable String struckBecause) {}
