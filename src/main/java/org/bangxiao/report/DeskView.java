package org.bangxiao.report;

import java.time.Instant;
import java.util.List;

/** What waits for one person, and where that person's work is done. */
record DeskView(List<Tile> tiles, List<Task> tasks, List<Link> links) {
    /**
     * One figure the person answers for.
     *
     * @param due somebody waits for it
     */
    record Tile(String key, String value, String link, boolean due) {}

    /** One thing to do, since when. */
    record Task(String key, String text, String link, Instant since) {}

    /** A room this person works in. */
    record Link(String key, String link, String icon) {}
}
