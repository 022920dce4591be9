package org.bangxiao.supervision;

import org.bangxiao.household.LinkKind;

/** The suppliers of a county in one quarter by kind of link; a person behind two suppliers counts with both. */
public record CountyReconciliation(
        String countyCode,
        LinkKind kind,
        int suppliers,
        int fallingShort,
        long claimedPersons,
        long linkedPersons,
        long creditedPersons,
        long creditedFen) {
    public long shortPersons() {
        return claimedPersons - creditedPersons;
    }
}
