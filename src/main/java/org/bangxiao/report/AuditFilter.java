package org.bangxiao.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which deeds are looked for; an empty part lets everything through.
 *
 * @param areaPrefix digits that the area of the deed begins with; empty for all, and for deeds without an area
 * @param from       first day in Asia/Shanghai
 * @param to         last day in Asia/Shanghai
 */
record AuditFilter(
        String areaPrefix,
        String username,
        String action,
        String subjectKind,
        String subjectId,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {}
