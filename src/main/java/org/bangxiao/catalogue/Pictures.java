package org.bangxiao.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a product in lists: its supplier's first picture, and until there is one a drawing, by the first word of
 * {@code storefront/assets/img/pictures.csv} found in its Chinese name, else the drawing of its category.
 */
final class Pictures {
    private record Rule(String word, String picture) {}

    private static final List<Rule> RULES = read();

    private Pictures() {}

    /**
     * Where the picture that stands for goods lies.
     *
     * @param front digest of their supplier's first picture in small; null where there is none
     */
    static String of(UUID listing, @Nullable String front, String category, String nameZh) {
        return front == null ? "/assets/img/" + drawn(category, nameZh) + ".svg" : GoodsPicture.address(listing, front);
    }

    private static String drawn(String category, String nameZh) {
        for (Rule rule : RULES) {
            if (nameZh.contains(rule.word())) {
                return rule.picture();
            }
        }
        return category;
    }

    private static List<Rule> read() {
        String resource = "META-INF/resources/assets/img/pictures.csv";
        try (InputStream in = Pictures.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 2))
                    .map(parts -> new Rule(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
