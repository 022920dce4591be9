package org.bangxiao.sale;

import java.time.Instant;
import java.util.UUID;
import org.bangxiao.household.Split;
import org.jspecify.annotations.Nullable;

/** A sale as it stands in the books. */
record StoredSale(
        UUID id,
        SaleDraft draft,
        @Nullable UUID certificateId,
        @Nullable UUID agreementId,
        Split split,
        String status,
        Instant recordedAt,
        boolean late,
        long txId,
        int position,
        long refundedUnits,
        long refundedFen,
        @Nullable UUID correctedBy,
        @Nullable UUID corrects) {
    String recordText() {
        return SaleRecord.text(id, draft, certificateId, agreementId, split, recordedAt);
    }
}
