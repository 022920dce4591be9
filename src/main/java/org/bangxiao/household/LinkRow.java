package org.bangxiao.household;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A benefit link in a list.
 *
 * @param members how many households take part today
 * @param inForce version of the terms of today, or null
 * @param draft   how far a version on its way has come, or null where there is none
 */
public record LinkRow(
        UUID id,
        String organisationZh,
        String organisationEn,
        LinkKind kind,
        String title,
        int members,
        @Nullable Integer inForce,
        Terms.@Nullable State draft,
        boolean demo) {}
