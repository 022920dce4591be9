package org.bangxiao.demo;

import java.util.List;
import java.util.SplittableRandom;

/** The words that invented names are made of, in both languages. */
final class Words {
    record Word(String kind, String key, String zh, String en) {}

    private final List<Word> all = Sheet.read(
            "words.csv",
            row -> new Word(row.getField("kind"), row.getField("key"), row.getField("zh"), row.getField("en")));
    private final List<Word> surnames = of("surname");
    private final List<Word> givenNames = of("given");
    private final Word personMark = keyed("marker", "person");
    private final List<Word> villageFirst = of("village-first");
    private final List<Word> villageLast = of("village-last");
    private final Word villageSuffix = keyed("suffix", "VILLAGE");
    private final List<Word> brands = of("brand");

    /** An invented person's name; its middle character says that it is a demo. */
    String person(SplittableRandom random) {
        return surnames.get(random.nextInt(surnames.size())).zh()
                + personMark.zh()
                + givenNames.get(random.nextInt(givenNames.size())).zh();
    }

    /** Distinct within a county for the first {@code first × last} villages: the two list lengths share no factor. */
    Word village(int county, int number) {
        Word first = villageFirst.get((county * 5 + number) % villageFirst.size());
        Word last = villageLast.get((county * 11 + number) % villageLast.size());
        return new Word(
                "village",
                "",
                first.zh() + last.zh() + villageSuffix.zh(),
                first.en() + last.en() + villageSuffix.en());
    }

    /** Distinct within a county: past the end of the list the brand carries a number. */
    Word brand(int county, int number) {
        Word brand = brands.get((county * 7 + number) % brands.size());
        int round = number / brands.size();
        return round == 0 ? brand : new Word("brand", "", brand.zh() + (round + 1), brand.en() + " " + (round + 1));
    }

    Word keyed(String kind, String key) {
        return all.stream()
                .filter(word -> word.kind().equals(kind) && word.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("demo/words.csv has no " + kind + " " + key));
    }

    List<Word> of(String kind) {
        return all.stream().filter(word -> word.kind().equals(kind)).toList();
    }
}
