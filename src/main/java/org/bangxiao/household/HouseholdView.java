package org.bangxiao.household;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.organisation.OrganisationView;
import org.jspecify.annotations.Nullable;

/** A household as an officer of its area sees it: masked, with its standing and its links. */
public record HouseholdView(
        UUID id,
        long number,
        String villageCode,
        String villageName,
        String headMasked,
        @Nullable String bankLast4,
        @Nullable String bankCode,
        int persons,
        boolean demo,
        List<StandingView> history,
        List<LinkView> links) {
    HouseholdView withNames(Map<UUID, OrganisationView.Name> names) {
        List<LinkView> named = links.stream()
                .map(link ->
                        link.withName(names.getOrDefault(link.organisationId(), new OrganisationView.Name("", ""))))
                .toList();
        return new HouseholdView(
                id, number, villageCode, villageName, headMasked, bankLast4, bankCode, persons, demo, history, named);
    }

    public record StandingView(
            HouseholdStatus status,
            LocalDate from,
            @Nullable LocalDate to,
            boolean eligible) {}

    /**
     * What ties the household to a supplier.
     *
     * @param weight hours, shares, grams or square metres, by kind
     */
    public record LinkView(
            UUID linkId,
            UUID organisationId,
            String organisationZh,
            String organisationEn,
            LinkKind kind,
            String title,
            int persons,
            long weight,
            LocalDate from,
            @Nullable LocalDate to) {
        LinkView withName(OrganisationView.Name name) {
            return new LinkView(linkId, organisationId, name.zh(), name.en(), kind, title, persons, weight, from, to);
        }
    }

    /** A line of an officer's list. */
    public record Row(
            UUID id,
            long number,
            String villageName,
            String headMasked,
            int persons,
            @Nullable HouseholdStatus status,
            int links) {}

    /** What was masked, in the clear: handed out once for a written purpose and entered in the audit trail. */
    public record Clear(
            String headName, String idNumber, @Nullable String bankAccount) {
        @Override
        public String toString() {
            return "Clear[]";
        }
    }
}
