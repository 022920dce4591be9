package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some days on which certified goods are brought before buyers, such as a month of the programme, in the words of its
 * first day.
 *
 * @param to last day, included
 */
public record Campaign(
        String id,
        Label name,
        Label text,
        LocalDate from,
        LocalDate to,
        List<String> source,
        @Nullable String assumption) {
    public Campaign {
        source = Given.list(source);
    }

    public boolean runsOn(LocalDate day) {
        return Period.contains(from, to, day);
    }

    Campaign in(Words words) {
        return new Campaign(id, words.fill(name), words.fill(text), from, to, source, assumption);
    }
}
