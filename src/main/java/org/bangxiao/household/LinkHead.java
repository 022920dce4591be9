package org.bangxiao.household;

import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A benefit link and its supplier, and who may do what with it: the supplier prepares and records, the county's office
 * approves and says who takes part, auditors look.
 *
 * @param areaCode the supplier's county
 */
public record LinkHead(
        UUID id,
        UUID organisationId,
        String organisationZh,
        String organisationEn,
        String areaCode,
        LinkKind kind,
        String title,
        long whole,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        boolean demo) {
    boolean suppliedBy(Actor actor) {
        return actor.organisationAs(Role.SUPPLIER)
                .filter(organisationId::equals)
                .isPresent();
    }

    boolean overseenBy(Actor actor) {
        return actor.actsIn(Role.COUNTY_OFFICER, areaCode);
    }

    /** Passes for who may look; otherwise {@code not-found}. */
    LinkHead readBy(Actor actor) {
        if (!suppliedBy(actor) && !overseenBy(actor) && !actor.actsIn(Role.AUDITOR, areaCode)) {
            throw Problem.notFound();
        }
        return this;
    }

    /** Passes for the link's own supplier; otherwise {@code not-found}. */
    LinkHead own(Actor supplier) {
        supplier.requireOrganisation(Role.SUPPLIER, organisationId);
        return this;
    }

    /** Passes for the office of the supplier's county; otherwise {@code not-found}. */
    LinkHead office(Actor officer) {
        officer.requireArea(Role.COUNTY_OFFICER, areaCode);
        return this;
    }
}
