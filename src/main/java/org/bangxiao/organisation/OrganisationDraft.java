package org.bangxiao.organisation;

import org.jspecify.annotations.Nullable;

/**
 * An organisation as it is to be opened.
 *
 * @param creditCode unified social credit code, 18 characters; only an office or the platform may have none
 * @param areaCode   county, prefecture or province, six digits
 * @param demo       true for invented organisations
 */
public record OrganisationDraft(
        OrganisationKind kind,
        String nameZh,
        String nameEn,
        @Nullable String creditCode,
        String areaCode,
        boolean demo) {}
