package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.sourceforge.pinyin4j.PinyinHelper;
import net.sourceforge.pinyin4j.format.HanyuPinyinOutputFormat;
import net.sourceforge.pinyin4j.format.HanyuPinyinToneType;
import net.sourceforge.pinyin4j.format.HanyuPinyinVCharType;
import net.sourceforge.pinyin4j.format.exception.BadHanyuPinyinOutputFormatCombination;

/** How Chinese is spelt in Latin letters, without tones, ü as v. */
final class Pinyin {
    /** Characters with several readings multiply; a name with more combinations than this keeps the commonest. */
    private static final int MOST_READINGS = 8;

    private static final int LONGEST_SPAN = 4;

    private static final HanyuPinyinOutputFormat PLAIN = new HanyuPinyinOutputFormat();

    static {
        PLAIN.setToneType(HanyuPinyinToneType.WITHOUT_TONE);
        PLAIN.setVCharType(HanyuPinyinVCharType.WITH_V);
    }

    private Pinyin() {}

    /** One way to read it, by syllables. */
    record Reading(List<String> syllables) {
        String whole() {
            return String.join("", syllables);
        }

        /** labl. */
        String initials() {
            return syllables.stream().map(syllable -> syllable.substring(0, 1)).collect(Collectors.joining());
        }

        /** longanbanli, anbanli, banli, li and labl, abl, bl: whatever syllable somebody begins at. */
        Set<String> fromEachSyllable() {
            Set<String> words = new LinkedHashSet<>();
            for (int from = 0; from < syllables.size(); from++) {
                List<String> rest = syllables.subList(from, syllables.size());
                words.add(String.join("", rest));
                if (rest.size() > 1) {
                    words.add(new Reading(rest).initials());
                }
            }
            return words;
        }

        /** longan, longanban, anban, banli: every two to four syllables that stand together. */
        Set<String> spans() {
            Set<String> words = new LinkedHashSet<>();
            for (int from = 0; from < syllables.size(); from++) {
                for (int to = from + 2; to <= Math.min(syllables.size(), from + LONGEST_SPAN); to++) {
                    words.add(String.join("", syllables.subList(from, to)));
                }
            }
            return words;
        }
    }

    /** The readings of the Han characters of a text, the commonest first; empty where there are none. */
    static List<Reading> of(String text) {
        List<List<String>> readings = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            List<String> ofCharacter = of(text.charAt(at));
            if (ofCharacter.isEmpty()) {
                continue;
            }
            if (readings.isEmpty()) {
                readings.add(List.of());
            }
            List<List<String>> longer = new ArrayList<>();
            int choices = readings.size() * ofCharacter.size() > MOST_READINGS ? 1 : ofCharacter.size();
            for (int choice = 0; choice < choices; choice++) {
                for (List<String> before : readings) {
                    List<String> syllables = new ArrayList<>(before);
                    syllables.add(ofCharacter.get(choice));
                    longer.add(syllables);
                }
            }
            readings = longer;
        }
        return readings.stream().map(Reading::new).toList();
    }

    private static List<String> of(char character) {
        try {
            String[] spellings = PinyinHelper.toHanyuPinyinStringArray(character, PLAIN);
            return spellings == null ? List.of() : List.copyOf(new LinkedHashSet<>(List.of(spellings)));
        } catch (BadHanyuPinyinOutputFormatCombination e) {
            throw new IllegalStateException(e);
        }
    }
}
