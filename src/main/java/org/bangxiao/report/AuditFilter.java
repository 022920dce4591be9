package org.bangxiao.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which deeds are looked for; an empty part lets everything through.
 *
 * @param areaPrefix digits that the area of the deed begins with; empty for all, and for deeds without an area
 * @param username   one account; the deeds of the other accounts of the same person are found too
 * @param from       first day in Asia/Shanghai
 * @param to         last day in Asia/Shanghai
 * @param placePrefix the same for the place that the reader asks for, within that
 */
record AuditFilter(
        String areaPrefix,
        String username,
        String action,
        String subjectKind,
        String subjectId,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        String placePrefix) {}
