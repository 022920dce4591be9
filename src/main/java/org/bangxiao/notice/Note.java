package org.bangxiao.notice;

import java.util.List;

/**
 * Something somebody is to know.
 *
 * @param to        whom to tell
 * @param key       message key, e.g. {@code note.document-expires}; it may use {0}, {1} …
 * @param arguments what stands in for them; never personal data
 * @param link      path on this site where it is dealt with; for a guest its beginning, which each mail completes
 * @param once      the deed it tells of; a second note under the same key to the same reader is not written
 */
public record Note(Reader to, String key, List<String> arguments, String link, String once) {}
