package org.bangxiao.region;

import java.util.List;
import java.util.stream.Stream;

/**
 * Goods whose prices can be compared with each other, within a category.
 *
 * @param name its Chinese one is a word by which it is known
 * @param words further words by which a product's Chinese name shows it
 */
public record Variety(Label name, List<String> words) {
    public Variety {
        words = Given.list(words);
    }

    List<String> known() {
        return Stream.concat(Stream.of(name.zh()), words.stream()).distinct().toList();
    }
}
