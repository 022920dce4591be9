package org.bangxiao.certification;

import java.time.Instant;

/** What an officer found out about an objection; written once. */
public record InvestigationNote(String text, Instant at) {}
