package org.bangxiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.support.JavaText;
import org.junit.jupiter.api.Test;

/**
 * The words of the storefront: complete in both languages, all of them asked for, none of them anywhere else. A key is
 * asked for where it stands as a literal in a template or in Java; {@code str:concat('leg.', …)} and {@code "leg." + …}
 * ask for every key that begins so.
 */
class MessagesTest {
    private static final Path MESSAGES = Path.of("storefront/messages");
    private static final Path TEMPLATES = Path.of("storefront/templates");
    private static final Path MAIN = Path.of("src/main/java");
    private static final Pattern CHINESE = Pattern.compile("[\\u3400-\\u9fff]");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-zA-Z0-9_-]+)+");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");
    private static final Pattern HALF_WIDTH =
            Pattern.compile("[\\u3400-\\u9fff”’）】》][,;:?!](?!//)|[,;:?!()][\\u3400-\\u9fff]|[\\u3400-\\u9fff][()]");

    /** The names of the languages in themselves, which nobody translates, and marks that are the same in every language. */
    private static final Set<String> SAME_EVERYWHERE = Set.of("中文", "简体", "繁體", "English", "QR");

    @Test
    void everyAreaStandsInEveryLanguage() {
        List<String> areas = read(MESSAGES.resolve("areas.txt")).strip().lines().toList();
        for (String language : List.of("zh", "en")) {
            assertThat(paths(MESSAGES.resolve(language), ".properties").stream()
                            .map(file -> file.getFileName().toString().replace(".properties", "")))
                    .containsExactlyInAnyOrderElementsOf(areas);
        }
    }

    @Test
    void bothLanguagesSayTheSame() {
        Map<String, String> zh = words("zh");
        Map<String, String> en = words("en");
        assertThat(en.keySet()).as("English keys").containsExactlyInAnyOrderElementsOf(zh.keySet());
        // A fact may hand over a name in each language: Chinese takes the first, English the second.
        List<String> differing = zh.keySet().stream()
                .filter(key -> arguments(zh.get(key)).size()
                        != arguments(en.getOrDefault(key, "")).size())
                .toList();
        assertThat(differing).as("keys with other arguments in English").isEmpty();
    }

    @Test
    void noKeyStandsTwice() {
        List<String> twice = new ArrayList<>();
        for (String language : List.of("zh", "en")) {
            Map<String, Path> seen = new HashMap<>();
            for (Path file : paths(MESSAGES.resolve(language), ".properties")) {
                for (String key : entries(file).stream().map(Map.Entry::getKey).toList()) {
                    Path before = seen.put(key, file);
                    if (before != null) {
                        twice.add(language + ": " + key + " in " + before.getFileName() + " and " + file.getFileName());
                    }
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void noMessageIsEmptyOrUntranslated() {
        assertThat(words("zh").entrySet().stream()
                        .filter(entry -> entry.getValue().isBlank()))
                .isEmpty();
        assertThat(words("en").entrySet().stream()
                        .filter(entry -> entry.getValue().isBlank()
                                || CHINESE.matcher(entry.getValue()).find())
                        .filter(entry -> !SAME_EVERYWHERE.contains(entry.getValue())))
                .as("English messages that are empty or Chinese")
                .isEmpty();
    }

    @Test
    void chineseIsPunctuatedAsChinese() {
        List<String> found = words("zh").entrySet().stream()
                .filter(entry -> HALF_WIDTH.matcher(entry.getValue()).find())
                .map(Object::toString)
                .toList();
        assertThat(found).as("Chinese with half-width punctuation").isEmpty();
    }

    @Test
    void whatIsAskedForExists() {
        Map<String, String> zh = words("zh");
        List<String> missing = new ArrayList<>();
        for (Path file : paths(TEMPLATES, ".html")) {
            Matcher asked =
                    Pattern.compile("t:get\\('([^']+)'|\\bkey='([^']+)'").matcher(read(file));
            while (asked.find()) {
                String key = asked.group(1) == null ? asked.group(2) : asked.group(1);
                if (!zh.containsKey(key)) {
                    missing.add(file + ": " + key);
                }
            }
        }
        JavaText.of(MAIN).literalArguments("Redirect", "to", 1).forEach(key -> {
            if (!zh.containsKey(key)) {
                missing.add("Redirect.to: " + key);
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void familiesOfKeysExist() {
        Map<String, String> zh = words("zh");
        assertThat(prefixes().stream().filter(prefix -> zh.keySet().stream().noneMatch(key -> key.startsWith(prefix))))
                .as("families of keys without a member")
                .isEmpty();
    }

    @Test
    void everyProblemIsPutInWords() {
        Map<String, String> zh = words("zh");
        Set<String> codes = JavaText.of(MAIN).problemCodes();
        assertThat(codes).contains("not-found", "sign-in-failed");
        assertThat(codes).as("codes in kebab-case").allMatch(code -> code.matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(codes.stream().filter(code -> !zh.containsKey("problem." + code)))
                .as("problem codes without words")
                .isEmpty();
    }

    @Test
    void everyMessageIsAskedFor() {
        Set<String> asked = new TreeSet<>(JavaText.of(MAIN).literals());
        JavaText.of(MAIN).literals().forEach(code -> asked.add("problem." + code));
        for (Path file : paths(TEMPLATES, ".html")) {
            Pattern.compile("'([\\w.-]+)'").matcher(read(file)).results().forEach(hit -> asked.add(hit.group(1)));
        }
        Set<String> families = prefixes();
        assertThat(words("zh").keySet().stream()
                        .filter(key -> !asked.contains(key) && families.stream().noneMatch(key::startsWith)))
                .as("messages nobody asks for")
                .isEmpty();
    }

    @Test
    void templatesHoldNoText() {
        List<String> found = new ArrayList<>();
        for (Path file : paths(TEMPLATES, ".html")) {
            String html = read(file)
                    .replaceAll("(?s)\\{!.*?!}", "")
                    .replaceAll("\\{[^{}\\n]*}", "")
                    .replaceAll("\\{[^{}\\n]*}", "");
            List<String> shown = new ArrayList<>();
            Pattern.compile("\\b(?:alt|title|placeholder|aria-label|content)=\"([^\"]*)\"")
                    .matcher(html)
                    .results()
                    .map(hit -> hit.group(1))
                    .filter(text -> !text.contains("="))
                    .forEach(shown::add);
            shown.addAll(
                    List.of(html.replaceAll("(?s)<(script|style).*?</\\1>", "").split("<[^>]*>")));
            shown.stream()
                    .map(String::strip)
                    .filter(text -> !SAME_EVERYWHERE.contains(text))
                    .filter(text -> CHINESE.matcher(text).find()
                            || Pattern.compile("[A-Za-z]{2,}").matcher(text).find()
                                    && !text.matches("&\\w+;|#[0-9a-f]{6}"))
                    .forEach(text -> found.add(file + ": " + text));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void javaHoldsNoText() {
        // How names of places are cut short when people search for them is a matter of the language, not a text.
        assertThat(JavaText.of(MAIN)
                        .textLiterals(CHINESE, file -> !file.toString().contains("/demo/"))
                        .stream()
                        .filter(found -> !found.endsWith("Origins.java: 各族")))
                .as("Chinese in Java")
                .isEmpty();
        assertThat(JavaText.of(MAIN)
                        .textLiterals(
                                Pattern.compile("[A-Za-z]{2,}( [A-Za-z']{1,}){3,}"),
                                file -> file.toString().matches(".*(Resource|Pages|Problems)\\.java")))
                .as("sentences where pages and answers are made")
                .isEmpty();
    }

    /** What is concatenated: {@code str:concat('leg.', …)} in templates, {@code "leg." + …} in Java. */
    private static Set<String> prefixes() {
        Set<String> found = JavaText.of(MAIN).literals().stream()
                .filter(text -> text.matches("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*\\.") && !text.equals("problem."))
                .filter(text -> !text.matches("(org|io|java|bangxiao|quarkus|mp|smallrye)\\..*"))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Path file : paths(TEMPLATES, ".html")) {
            Pattern.compile("str:concat\\('([^']+)'")
                    .matcher(read(file))
                    .results()
                    .map(hit -> hit.group(1))
                    .filter(text ->
                            text.endsWith(".") && KEY.matcher(text + "x").matches())
                    .forEach(found::add);
        }
        return found;
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> words(String language) {
        Map<String, String> words = new TreeMap<>();
        for (Path file : paths(MESSAGES.resolve(language), ".properties")) {
            entries(file).forEach(entry -> words.put(entry.getKey(), entry.getValue()));
        }
        return words;
    }

    /** One key and one text a line; a text that goes on in the next line would hide from translators' tools. */
    private static List<Map.Entry<String, String>> entries(Path file) {
        return read(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> {
                    int equals = line.indexOf('=');
                    assertThat(equals).as("%s: %s", file, line).isPositive();
                    return Map.entry(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                })
                .toList();
    }

    private static List<Path> paths(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
