package org.bangxiao.region;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of a table of a pack. What cannot be read is noted with its line, and an empty value stands in for it. */
record TableRow(String file, int line, Map<String, String> values, Faults faults) {
    @Nullable
    String maybe(String column) {
        String text = values.getOrDefault(column, "").strip();
        return text.isEmpty() ? null : text;
    }

    String text(String column) {
        String text = maybe(column);
        if (text == null) {
            fault(column + " is empty");
            return "";
        }
        return text;
    }

    String code(String column) {
        String code = text(column);
        if (!code.isEmpty() && !code.matches("[1-9]\\d{5}")) {
            fault(column + " '" + code + "' is not a code of six digits");
        }
        return code;
    }

    @Nullable
    LocalDate maybeDate(String column) {
        String text = maybe(column);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            fault(column + " '" + text + "' is not a date like 2020-12-31");
            return null;
        }
    }

    LocalDate date(String column) {
        text(column);
        LocalDate day = maybeDate(column);
        return day == null ? LocalDate.EPOCH : day;
    }

    @Nullable
    Integer maybeYear(String column) {
        String text = maybe(column);
        if (text == null) {
            return null;
        }
        if (!text.matches("20\\d\\d")) {
            fault(column + " '" + text + "' is not a year of this century");
            return null;
        }
        return Integer.valueOf(text);
    }

    /** The ids of the sources, each of which the pack must list. */
    List<String> sources(Set<String> known) {
        String text = maybe("source");
        if (text == null) {
            return List.of();
        }
        List<String> ids = List.of(text.split("\\s+"));
        for (String id : ids) {
            if (!known.isEmpty() && !known.contains(id)) {
                fault("source " + id + " is not in the list of sources");
            }
        }
        return ids;
    }

    void fault(String what) {
        faults.add(file, line, what);
    }
}
