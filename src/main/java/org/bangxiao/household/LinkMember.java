package org.bangxiao.household;

import java.util.UUID;

/** A household that may be credited through a link on a day, without anything that says who it is. */
public record LinkMember(UUID linkId, UUID householdId, long householdNo, int persons, long weight) {}
