package org.bangxiao.household;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A link in figures on one day: only households whose status of that day counts, each once.
 *
 * @param whole              all labour, members, grams or square metres, by kind
 * @param eligiblePersons    people of eligible households who take part
 * @param eligibleWeight     hours, shares, grams or square metres of eligible households
 * @param eligibleHouseholds how many households that is
 * @param members            how many households take part in all, eligible or not
 */
public record LinkFigures(
        UUID linkId,
        UUID organisationId,
        LinkKind kind,
        LocalDate on,
        long whole,
        long eligiblePersons,
        long eligibleWeight,
        int eligibleHouseholds,
        int members) {
    /** The eligible part of the whole in basis points, rounded down; people or measure, by kind. */
    public int shareBasisPoints() {
        long part = kind.countsPeople() ? eligiblePersons : eligibleWeight;
        return (int) Math.min(Integer.MAX_VALUE, org.bangxiao.kernel.Money.mulDiv(part, 10_000, whole));
    }
}
