package org.bangxiao.supervision;

import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows: what is open by its age, oldest first; what is done newest first.
 *
 * @param kind a further choice of the list, empty for all
 * @param area what the county code begins with, chosen by the reader within what they may see
 */
record Filter(boolean open, String kind, String area, long after, int size) {
    private static final int AREA_MAX = 6;

    static Filter of(boolean open, @Nullable String kind, @Nullable String area, @Nullable String cursor, int size) {
        if (size < 1 || size > Page.MAX_SIZE) {
            throw Problem.field("/size", "field-invalid", "size");
        }
        String prefix = area == null ? "" : area.strip();
        if (prefix.length() > AREA_MAX || !prefix.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.field("/area", "field-invalid", "area");
        }
        return new Filter(
                open,
                kind == null ? "" : kind.strip(),
                shortened(prefix),
                Page.numberOf(cursor, open ? 0 : Long.MAX_VALUE, Long::valueOf),
                size);
    }

    /** The next rows after this place. */
    Filter after(long place) {
        return new Filter(open, kind, area, place, size);
    }

    /** {@code 451200} means all that begins with 4512. */
    private static String shortened(String code) {
        return code.replaceAll("(00)+$", "");
    }
}
