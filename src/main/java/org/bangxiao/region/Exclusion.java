package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the scheme refuses, by category or by the words of a product's name.
 *
 * @param text the reason as the applicant reads it
 * @param except words that hold an excluded word and mean something else; they are taken out of the name first
 */
public record Exclusion(
        String id,
        Label text,
        List<String> categories,
        List<String> words,
        List<String> except,
        @Nullable String note,
        List<String> source,
        @Nullable String assumption) {
    public Exclusion {
        categories = Given.list(categories);
        words = Given.list(words);
        except = Given.list(except);
        source = Given.list(source);
    }

    boolean catches(String categoryId, String nameZh) {
        if (categories.contains(categoryId)) {
            return true;
        }
        String name = nameZh;
        for (String harmless : except) {
            name = name.replace(harmless, " ");
        }
        return words.stream().anyMatch(name::contains);
    }
}
