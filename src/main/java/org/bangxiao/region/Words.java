package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a time: the same product is 扶贫产品 in 2020 and 消费帮扶产品 a year later. What is shown takes the words
 * of the day it speaks of.
 *
 * @param from first day, none for "since ever"
 * @param to last day, none for "still"
 */
public record Words(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Label programme,
        Label product,
        Label county,
        Label household,
        Label mark,
        List<String> source,
        @Nullable String assumption) {
    public Words {
        source = Given.list(source);
    }

    boolean holdOn(LocalDate day) {
        return Period.contains(from, to, day);
    }

    /** A text with these words in the places that are left for them. */
    Label fill(Label text) {
        return text.with("{product}", product).with("{household}", household).with("{programme}", programme);
    }
}
