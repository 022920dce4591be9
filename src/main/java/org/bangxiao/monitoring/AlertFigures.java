package org.bangxiao.monitoring;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many alerts of a place were opened and closed since the year began, and how many are still open by what is done.
 *
 * @param areaCode    six digits of a county or twelve of a village; empty for all of a reader's area
 * @param villageName null where it is no village
 * @param opened      since the year began
 * @param resolved    closed since the year began because the danger is over
 * @param dismissed   closed since the year began because there was none
 * @param waiting     open, whenever they were opened, and nothing is done yet
 * @param measures    open, whenever they were opened, by the kind of measure
 */
public record AlertFigures(
        String areaCode,
        @Nullable String villageName,
        int opened,
        int resolved,
        int dismissed,
        int waiting,
        Map<Alert.Measure, Integer> measures) {
    /** Whether it is a county's, which its villages' follow. */
    public boolean county() {
        return areaCode.length() == 6;
    }

    /** Still open under this kind of measure. */
    public int under(Alert.Measure kind) {
        return measures.getOrDefault(kind, 0);
    }
}
