package org.bangxiao.organisation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A supplier as it and its county see it, persons masked.
 *
 * @param required   kinds of documents it must hold to sell
 * @param sellsUntil last day on which it may sell as things stand, null where it may not
 * @param waiting    documents that an officer has not looked at
 */
public record SupplierView(
        UUID id,
        int version,
        OrganisationKind kind,
        String nameZh,
        String nameEn,
        @Nullable String creditCode,
        String areaCode,
        boolean demo,
        SupplierState state,
        String reason,
        String legalPerson,
        String bankName,
        String bankLast4,
        Instant registeredAt,
        @Nullable LocalDate confirmedOn,
        List<String> required,
        @Nullable LocalDate sellsUntil,
        boolean blacklisted,
        int waiting) {
    /** The personal part in the clear. */
    public record Clear(String legalPerson, String idNumber, String bankAccount) {}

    /** With its documents, the newest first. */
    public record WithDocuments(SupplierView supplier, List<DocumentView> documents) {}
}
