package org.bangxiao.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which drawing stands for a product until its supplier brings a photograph: the first word of
 * {@code storefront/assets/img/pictures.csv} found in its Chinese name, else the drawing of its category.
 */
public final class Pictures {
    private record Rule(String word, String picture) {}

    private static final List<Rule> RULES = read();

    private Pictures() {}

    /** The file name without its ending: {@code fruit-mango} lies at {@code /assets/img/fruit-mango.svg}. */
    public static String of(String category, String nameZh) {
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
