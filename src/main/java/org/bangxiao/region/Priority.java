package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose cases go first.
 *
 * @param groups ids of county groups; membership counts on the day of the submission
 */
public record Priority(
        List<String> groups, List<String> source, @Nullable String assumption) {
    public Priority {
        groups = Given.list(groups);
        source = Given.list(source);
    }
}
