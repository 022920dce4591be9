package org.bangxiao.report;

import java.time.Instant;

/**
 * One deed of the trail.
 *
 * @param username who did it; empty where the service itself did
 * @param role     the role it was done in; empty where none was needed
 * @param areaCode where the deed belongs; empty where that is not known
 * @param detail   JSON without personal data
 */
record AuditEntry(
        long id,
        Instant at,
        String username,
        String role,
        String action,
        String subjectKind,
        String subjectId,
        String areaCode,
        String detail) {}
