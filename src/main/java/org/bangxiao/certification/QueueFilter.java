package org.bangxiao.certification;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an office looks at of its cases, and in which order. Empty texts let everything through.
 *
 * @param mine        only those whose turn is at a level of the reader; says more than the state
 * @param step        id of a step of a pack
 * @param county      six digits, or the first of them
 * @param category    id of a category of a pack
 * @param waitingDays only those at their step for at least so many days; 0 for all
 * @param findings    {@code GREEN}, {@code OPEN}, {@code REMARK}, {@code NOT_MET} or {@code NONE}
 * @param priority    only those that go first
 * @param overdue     only those whose term has passed
 * @param words       part of the name of the product
 */
record QueueFilter(
        @Nullable ApplicationState state,
        boolean mine,
        String step,
        String county,
        String category,
        int waitingDays,
        String findings,
        boolean priority,
        boolean overdue,
        String words,
        Sort sort) {
    /** In which order. */
    enum Sort {
        /** The priority lane first, then what is due first. */
        LANE,
        DUE,
        /** Longest at its step first. */
        AGE,
        NEWEST
    }

    static final QueueFilter MINE = new QueueFilter(null, true, "", "", "", 0, "", false, false, "", Sort.LANE);

    static QueueFilter in(@Nullable ApplicationState state) {
        return new QueueFilter(state, false, "", "", "", 0, "", false, false, "", Sort.LANE);
    }

    /** As the query of an address, beginning with {@code ?}. */
    String query() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("state", mine ? "MINE" : state == null ? "ALL" : state.name());
        parts.put("step", step);
        parts.put("county", county);
        parts.put("category", category);
        parts.put("waitingDays", waitingDays > 0 ? waitingDays : "");
        parts.put("findings", findings);
        parts.put("priority", priority ? "true" : "");
        parts.put("overdue", overdue ? "true" : "");
        parts.put("words", words);
        parts.put("sort", sort == Sort.LANE ? "" : sort);
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().toString().isEmpty())
                .map(part ->
                        part.getKey() + "=" + URLEncoder.encode(part.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
