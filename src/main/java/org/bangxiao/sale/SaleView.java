package org.bangxiao.sale;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.Leg;
import org.jspecify.annotations.Nullable;

/**
 * A sale as anybody with its id may see it: what was sold, and where each fen of it went.
 *
 * @param status            COUNTED, REPORTED (the supplier has still to confirm it), WITHDRAWN (it was reported by mistake)
 *     or UNCERTIFIED
 * @param shortfallFen      the part of the households' floor that the supplier still owes
 * @param refundedUnits     units that were taken back since; the record itself never changes
 * @param refundedFen       what went back of the gross, and of each leg in its part
 * @param late              the month it was sold in was closed when it was recorded: it stands in the month of the record
 * @param correctedBy       the sale that stands in its place since it was found wrong; null where it stands
 * @param corrects          the wrong sale in whose place it stands, or null
 * @param certificateNumber null where there is none
 */
public record SaleView(
        UUID id,
        UUID productId,
        String productNameZh,
        String productNameEn,
        @Nullable String certificateNumber,
        UUID organisationId,
        String supplierNameZh,
        String supplierNameEn,
        long quantity,
        String unit,
        long grossFen,
        long shortfallFen,
        long refundedUnits,
        long refundedFen,
        String channel,
        String channelZh,
        String channelEn,
        String status,
        Instant soldAt,
        Instant recordedAt,
        boolean late,
        @Nullable UUID correctedBy,
        @Nullable UUID corrects,
        List<Leg> legs) {
    /** What a person reads out: the id itself. */
    public String number() {
        return id.toString();
    }
}
