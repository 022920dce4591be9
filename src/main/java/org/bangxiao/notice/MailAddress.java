package org.bangxiao.notice;

import java.time.Instant;

/** Where somebody wants mails, as it may be shown: {@code w***@example.org}; nothing goes there until it is confirmed. */
public record MailAddress(String masked, String language, Instant givenAt, boolean confirmed) {}
