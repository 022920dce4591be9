package org.bangxiao.report;

/** Which deeds are looked for; an empty part lets everything through. */
record AuditFilter(String username, String action, String subjectKind, String subjectId) {}
