package org.bangxiao.catalogue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bangxiao.platform.web.ChineseScript;
import org.jspecify.annotations.Nullable;

/**
 * Makes the words under which a product is found, and reads what somebody typed the same way. Chinese is cut into single
 * characters and pairs, pinyin is kept from each syllable on (whole and by initials) so that the beginning of any word
 * finds it, English is kept in lower case without its plural. PostgreSQL's own parsers know neither Chinese nor pinyin.
 *
 * <p>Words of the product's name are kept twice, the second time behind {@code ~}: what is asked for in the name comes
 * before what is only its origin or kind. Behind {@code =} stands a whole name.
 */
final class SearchWords {
    /** How many words of a query count; the rest is left out. */
    static final int MOST_WORDS = 8;

    private static final String IN_NAME = "~";
    private static final String WHOLE_NAME = "=";
    private static final int SHORTEST_PART = 3;
    private static final int LONGEST_PART = 8;
    private static final int MOST_OF_A_NAME = 24;
    private static final int FEWEST_LETTERS_FOR_A_BEGINNING = 2;

    private SearchWords() {}

    /** What is asked for, as three queries in the order of their worth. */
    record Query(String wholeName, String inName, String anywhere) {}

    /**
     * The lexemes of one product, as text for a {@code tsvector}.
     *
     * @param about origin and kind in any language: county, prefecture, category
     */
    static String vector(String nameZh, String nameEn, Collection<String> about) {
        Set<String> words = new TreeSet<>();
        Set<String> ofName = new LinkedHashSet<>();
        collect(nameZh, ofName);
        collect(nameEn, ofName);
        words.addAll(ofName);
        ofName.forEach(word -> words.add(IN_NAME + word));
        about.forEach(text -> collect(text, words));
        for (String name : List.of(nameZh, nameEn)) {
            words.add(WHOLE_NAME + squeezed(name));
        }
        Pinyin.of(nameZh).forEach(reading -> words.add(WHOLE_NAME + reading.whole()));
        words.remove(WHOLE_NAME);
        return String.join(" ", words);
    }

    /**
     * What somebody typed as queries; null where there is no word in it.
     *
     * @param places names to be cut out of a run of Chinese first: 隆安板栗 asks for chestnuts from Long'an
     */
    static @Nullable Query query(String typed, Set<String> places) {
        List<String> terms = new ArrayList<>();
        for (String run : runs(typed)) {
            if (terms.size() >= MOST_WORDS) {
                break;
            }
            if (isHan(run.codePointAt(0))) {
                cut(run, places).forEach(part -> hanTerms(part, terms));
            } else {
                terms.add(latinTerm(run));
            }
        }
        if (terms.isEmpty()) {
            return null;
        }
        List<String> counted = terms.subList(0, Math.min(terms.size(), 2 * MOST_WORDS));
        return new Query(
                "'" + WHOLE_NAME + squeezed(typed) + "'",
                String.join(
                        " & ",
                        counted.stream()
                                .map(term -> "'" + IN_NAME + term.substring(1))
                                .toList()),
                String.join(" & ", counted));
    }

    /**
     * The same question while it is still being typed: in names only, each word the beginning of one from its first letter.
     * Null where there is no word in it.
     */
    static @Nullable Query beginning(String typed, Set<String> places) {
        Query whole = query(typed, places);
        if (whole == null) {
            return null;
        }
        String inName = whole.inName().replaceAll("('[^']*[a-z0-9]')(?!:)", "$1:*");
        return new Query(whole.wholeName(), inName, inName);
    }

    /** How a place or a kind may begin: in Chinese from the first character, in letters by sound, initials or English. */
    static Set<String> beginnings(String nameZh, String nameEn) {
        Set<String> words = new LinkedHashSet<>(runs(nameEn));
        words.add(squeezed(nameEn));
        words.add(squeezed(nameZh));
        for (Pinyin.Reading reading : Pinyin.of(nameZh)) {
            words.add(reading.whole());
            words.add(reading.initials());
        }
        return words;
    }

    /** The words under which somebody may look for a text with a slip: parts of three to eight characters, sounds, English. */
    static Set<String> known(Collection<String> texts) {
        Set<String> words = new TreeSet<>();
        for (String text : texts) {
            for (String run : runs(text)) {
                if (!isHan(run.codePointAt(0))) {
                    words.add(singular(run));
                    continue;
                }
                parts(run, words);
                for (Pinyin.Reading reading : Pinyin.of(run)) {
                    words.addAll(reading.spans());
                }
            }
        }
        words.removeIf(word -> !isHan(word.codePointAt(0)) && !word.matches("[a-z]{4,40}"));
        return words;
    }

    private static void parts(String run, Set<String> words) {
        int end = Math.min(run.length(), MOST_OF_A_NAME);
        for (int from = 0; from < end; from++) {
            for (int length = SHORTEST_PART; length <= LONGEST_PART && from + length <= end; length++) {
                words.add(run.substring(from, from + length));
            }
        }
    }

    /** What a run of Chinese or of letters asks for, anywhere in what is said of a product. */
    static String asks(String run, Set<String> places) {
        List<String> terms = new ArrayList<>();
        if (isHan(run.codePointAt(0))) {
            cut(run, places).forEach(part -> hanTerms(part, terms));
        } else {
            terms.add(latinTerm(run));
        }
        return String.join(" & ", terms);
    }

    private static void collect(String text, Set<String> words) {
        for (String run : runs(text)) {
            if (isHan(run.codePointAt(0))) {
                int[] points = run.codePoints().toArray();
                for (int i = 0; i < points.length; i++) {
                    words.add(new String(points, i, 1));
                    if (i + 1 < points.length) {
                        words.add(new String(points, i, 2));
                    }
                }
                for (Pinyin.Reading reading : Pinyin.of(run)) {
                    words.addAll(reading.fromEachSyllable());
                }
            } else {
                words.add(singular(run));
            }
        }
    }

    private static void hanTerms(String part, List<String> terms) {
        int[] points = part.codePoints().toArray();
        if (points.length == 1) {
            terms.add("'" + part + "'");
        }
        for (int i = 0; i + 1 < points.length; i++) {
            terms.add("'" + new String(points, i, 2) + "'");
        }
    }

    private static String latinTerm(String run) {
        String word = singular(run);
        return "'" + word + "'" + (word.length() >= FEWEST_LETTERS_FOR_A_BEGINNING ? ":*" : "");
    }

    /**
     * Runs of Han characters, simplified, and runs of Latin letters and digits; apostrophes inside a word are passed over.
     */
    static List<String> runs(String text) {
        List<String> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        boolean han = false;
        String plain = ChineseScript.simplified(
                Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT));
        for (int point : plain.codePoints().toArray()) {
            boolean ofHan = isHan(point);
            boolean ofWord = ofHan || (point < 128 && Character.isLetterOrDigit(point));
            boolean silent =
                    point == '\'' || point == '\u2019' || Character.getType(point) == Character.NON_SPACING_MARK;
            if (silent) {
                continue;
            }
            if (!run.isEmpty() && (!ofWord || ofHan != han)) {
                runs.add(run.toString());
                run.setLength(0);
            }
            if (ofWord) {
                run.appendCodePoint(point);
                han = ofHan;
            }
        }
        if (!run.isEmpty()) {
            runs.add(run.toString());
        }
        return runs;
    }

    /** A run of Chinese with the places in it cut out. */
    static List<String> cut(String run, Set<String> places) {
        for (int length = Math.min(run.length() - 1, 8); length >= 2; length--) {
            for (int from = 0; from + length <= run.length(); from++) {
                String part = run.substring(from, from + length);
                if (places.contains(part)) {
                    List<String> parts = new ArrayList<>();
                    if (from > 0) {
                        parts.addAll(cut(run.substring(0, from), places));
                    }
                    parts.add(part);
                    if (from + length < run.length()) {
                        parts.addAll(cut(run.substring(from + length), places));
                    }
                    return parts;
                }
            }
        }
        return List.of(run);
    }

    /** Words without what stands between them. */
    static String squeezed(String text) {
        return String.join("", runs(text));
    }

    static String singular(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    static boolean isHan(int point) {
        return Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
    }
}
