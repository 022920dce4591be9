package org.bangxiao.notice;

import java.time.Instant;
import java.util.UUID;

/** A note as its reader sees it: in words, new or read. */
public record InboxEntry(UUID id, Instant at, String text, String link, boolean read) {}
