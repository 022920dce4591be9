package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level of a region's offices, in the order of the pack: the lowest decides first and no level is skipped.
 *
 * @param officers the roles that decide at this level, each in the area of its grant
 */
public record Level(
        String id,
        Label name,
        List<String> officers,
        @Nullable String note) {
    public Level {
        officers = Given.list(officers);
    }
}
