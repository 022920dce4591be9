package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was typed, taken apart so that a word that finds nothing can be changed for the nearest that finds something. A run
 * of Chinese is tried whole first, then without the places in it.
 */
final class Spelling {
    private static final int FEWEST_CHARACTERS = 2;
    private static final int FEWEST_LETTERS = 4;

    /** @param at where each of its parts stands among the words that are asked about, -1 for one that is too short */
    private record Run(String text, int at, List<String> parts, List<Integer> places) {}

    private final List<Run> runs = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> sounds = new ArrayList<>();

    Spelling(String typed, Set<String> places) {
        for (String run :
                SearchWords.runs(typed).stream().limit(SearchWords.MOST_WORDS).toList()) {
            int at = add(run, places);
            List<String> parts = SearchWords.isHan(run.codePointAt(0)) ? SearchWords.cut(run, places) : List.of(run);
            List<Integer> where = new ArrayList<>();
            if (parts.size() > 1) {
                parts.forEach(part -> where.add(add(part, places)));
            }
            runs.add(new Run(run, at, parts, where));
        }
    }

    String[] words() {
        return words.toArray(new String[0]);
    }

    /** What each word asks for, as text for a {@code tsquery}. */
    String[] asked() {
        return asked.toArray(new String[0]);
    }

    /** How each word of Chinese sounds; empty for the others. */
    String[] sounds() {
        return sounds.toArray(new String[0]);
    }

    /**
     * The question with other words in it; null where it stays the same.
     *
     * @param instead words by their place among {@link #words()}, the first being 1
     */
    @Nullable
    String corrected(Map<Integer, String> instead) {
        if (instead.isEmpty()) {
            return null;
        }
        List<String> corrected = new ArrayList<>();
        for (Run run : runs) {
            String whole = instead.get(run.at());
            if (whole != null || run.places().isEmpty()) {
                corrected.add(whole == null ? run.text() : whole);
                continue;
            }
            StringBuilder parts = new StringBuilder();
            for (int i = 0; i < run.parts().size(); i++) {
                parts.append(
                        instead.getOrDefault(run.places().get(i), run.parts().get(i)));
            }
            corrected.add(parts.toString());
        }
        return String.join(" ", corrected);
    }

    private int add(String word, Set<String> places) {
        boolean han = SearchWords.isHan(word.codePointAt(0));
        if (word.length() < (han ? FEWEST_CHARACTERS : FEWEST_LETTERS)) {
            return -1;
        }
        words.add(han ? word : SearchWords.singular(word));
        asked.add(SearchWords.asks(word, places));
        List<Pinyin.Reading> readings = han ? Pinyin.of(word) : List.of();
        sounds.add(readings.isEmpty() ? "" : readings.get(0).whole());
        return words.size();
    }
}
