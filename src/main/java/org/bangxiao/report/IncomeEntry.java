package org.bangxiao.report;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One booking of a month. Of a sale where all of its money went; of anything else only what it changed.
 *
 * @param cursor        where the page that begins after it starts
 * @param kind          the ledger transaction's
 * @param saleId        null for what is not a sale, like the following up to {@code householdsFen}
 * @param householdsFen floor and dividend
 * @param ownFen        what it changed of what the supplier is owed
 */
record IncomeEntry(
        String cursor,
        String kind,
        LocalDate day,
        @Nullable UUID saleId,
        @Nullable String nameZh,
        @Nullable String nameEn,
        @Nullable Long quantity,
        @Nullable Long grossFen,
        @Nullable Long feeFen,
        @Nullable Long householdsFen,
        long ownFen) {}
