package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new agreement starts from, in basis points of a sale. */
public record Agreement(
        int platformFeeBasisPoints,
        int dividendBasisPoints,
        List<String> source,
        @Nullable String assumption) {
    public Agreement {
        source = Given.list(source);
    }
}
