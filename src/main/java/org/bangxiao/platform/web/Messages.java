package org.bangxiao.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of {@code storefront/messages/<language>/<area>.properties}, so that a translator needs no Java. A missing
 * key is a fault of the build (MessagesTest), here it throws {@link IllegalArgumentException}. Arguments stand as {0}, {1}.
 */
public final class Messages {
    /** The languages we speak, the first being the default. */
    public static final List<String> LANGUAGES = List.of("zh", "en");

    /** Chinese in traditional characters: our words in Chinese, converted. */
    public static final String TRADITIONAL = "zh-Hant";

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)}");
    private static final Map<String, Map<String, String>> WORDS = load();

    private Messages() {}

    public static boolean has(String key) {
        return of("zh").containsKey(key);
    }

    public static String get(String language, String key, Object... arguments) {
        String text = of(language).get(key);
        if (text == null) {
            throw new IllegalArgumentException("no message for " + key + " in " + language);
        }
        if (arguments.length == 0) {
            return text;
        }
        return ARGUMENT.matcher(text).replaceAll(match -> {
            int index = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(
                    index < arguments.length ? String.valueOf(arguments[index]) : match.group());
        });
    }

    /** Every key of a language. */
    public static Map<String, String> all(String language) {
        return of(language);
    }

    private static Map<String, String> of(String language) {
        return language.equals(TRADITIONAL) ? Converted.WORDS : WORDS.getOrDefault(language, Map.of());
    }

    /** Made when first asked for. */
    private static final class Converted {
        static final Map<String, String> WORDS = of("zh").entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, word -> ChineseScript.traditional(word.getValue())));
    }

    private static Map<String, Map<String, String>> load() {
        Map<String, Map<String, String>> words = new HashMap<>();
        for (String language : LANGUAGES) {
            Map<String, String> ofLanguage = new HashMap<>();
            for (String area : read("messages/areas.txt").split("\\s+")) {
                Properties properties = new Properties();
                try (InputStream in = open("messages/" + language + "/" + area + ".properties")) {
                    properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                for (String key : properties.stringPropertyNames()) {
                    if (ofLanguage.put(key, properties.getProperty(key)) != null) {
                        throw new IllegalStateException("message " + key + " stands in two areas");
                    }
                }
            }
            words.put(language, Map.copyOf(ofLanguage));
        }
        return words;
    }

    private static String read(String resource) {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Messages.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("missing resource " + resource);
        }
        return in;
    }
}
