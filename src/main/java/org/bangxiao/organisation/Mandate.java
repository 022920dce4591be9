package org.bangxiao.organisation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What an agent may sell for a supplier.
 *
 * @param products product ids; empty for everything the supplier has
 * @param mayApply whether it may apply for certificates in the supplier's name too
 * @param toOn     its last day
 */
public record Mandate(
        UUID id,
        UUID agentId,
        String agentName,
        UUID supplierId,
        String supplierName,
        List<UUID> products,
        boolean mayApply,
        LocalDate fromOn,
        LocalDate toOn,
        State state,
        String sha256) {
    /** It holds once the supplier has confirmed it. */
    public enum State {
        PROPOSED,
        CONFIRMED,
        REFUSED,
        ENDED
    }
}
