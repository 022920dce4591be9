package org.bangxiao;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Our own tree, read as text: what a formatter and a compiler let pass and a reader would trip over. */
class TidyTest {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 70;
    private static final int LINE_CHARACTERS = 140;

    /** The root of the house, see README: four folders of four kinds of author, and the usual small files. */
    private static final Set<String> ROOT_ENTRIES = Set.of(
            "certification",
            "storefront",
            "src",
            "k8s",
            "pom.xml",
            "mvnw",
            "README.md",
            "LICENSE",
            "CONTRIBUTING.md",
            "SECURITY.md",
            ".editorconfig",
            ".gitignore",
            ".dockerignore",
            ".ci",
            ".mvn");

    /** Made by running or editing, and ignored by git. */
    private static final Pattern MADE =
            Pattern.compile("\\.git|target|data|\\.idea|\\.vscode|.*\\.iml|javac\\..*\\.args");

    /** Written by others and kept as it comes. */
    private static final Set<String> FOREIGN = Set.of("mvnw", "maven-wrapper.properties");

    /** What must not be written in Java, with what to write instead. */
    private static final Map<Pattern, String> BANNED = new LinkedHashMap<>();

    static {
        ban("\\bThread\\.sleep\\(", "a delayed Uni; in tests support.Await");
        ban("\\.printStackTrace\\(", "the logger");
        ban("\\bUni\\.(combine|join)\\(", "chain(() -> …): a connection does one thing at a time");
        ban("\\.replaceWith\\(\\s*[a-z]\\w*(\\.\\w+)*\\(", "chain(() -> …): replaceWith calls its argument at once");
        ban("\\.await\\(\\)\\s*\\.(indefinitely|atMost)", "chain; in tests support.Await");
        ban("^import (?!static)[\\w.]+\\.\\*;", "single imports");
        ban(
                "\\bnew (java\\.util\\.)?Random\\(",
                "platform.Ids for secrets, a seeded SplittableRandom for made-up worlds");
        ban("\\bMath\\.random\\(", "platform.Ids for secrets, a seeded SplittableRandom for made-up worlds");
        ban("\\b(double|float) \\w+\\s*[=;,)]", "long fen, grams or basis points");
        ban("@Disabled\\b", "a test that runs, or none");
        ban("@SuppressWarnings\\(\"all\"\\)", "the one warning by its name");
        ban("\\bExecutors\\.new", "the event loop, or the platform's worker pool");
    }

    @Test
    void filesAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files(name -> name.endsWith(".java") || name.endsWith(".sql") || name.endsWith(".css"))) {
            int lines = lines(file).size();
            if (lines > FILE_LINES) {
                tooLong.add(at(file, lines) + " lines, at most " + FILE_LINES);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void linesAreReadable() {
        assertThat(found(
                        files(name -> name.matches(".*\\.(java|sql|js|sh)")),
                        line -> line.codePointCount(0, line.length()) > LINE_CHARACTERS))
                .as("lines of more than %d characters", LINE_CHARACTERS)
                .isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(java()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String outer) {
                        return super.visitClass(type, type.getSimpleName().toString());
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String type) {
                        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                        if (last - first + 1 > METHOD_LINES) {
                            found.add(type + "." + method.getName() + ": " + (last - first + 1) + " lines, at most "
                                    + METHOD_LINES);
                        }
                        return super.visitMethod(method, type);
                    }
                }.scan(unit, "");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noTabsNoTrailingSpaceNoNotesLeftBehind() {
        List<Path> text = files(TidyTest::isText);
        assertThat(found(text, line -> line.indexOf('\t') >= 0)).as("tabs").isEmpty();
        // In a table a blank at the end may be data.
        List<Path> prose =
                text.stream().filter(file -> !file.toString().endsWith(".csv")).toList();
        assertThat(found(prose, line -> !line.isEmpty() && Character.isWhitespace(line.charAt(line.length() - 1))))
                .as("trailing space")
                .isEmpty();
        Pattern note = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK|W" + "IP)\\b");
        assertThat(found(text, line -> note.matcher(line).find()))
                .as("notes left behind")
                .isEmpty();
    }

    @Test
    void bannedCallsAreReplaced() {
        List<String> found = new ArrayList<>();
        for (Path file : java()) {
            if (file.endsWith("org/bangxiao/TidyTest.java")) {
                continue;
            }
            // Tests race threads and read gauges; waiting itself lives in their vocabulary and in the benchmark.
            boolean test = file.toString().contains("/src/test/");
            boolean mayWait = file.toString().matches(".*/(org/bangxiao/support|bench)/.*");
            List<String> lines = lines(file);
            String whole = String.join("\n", lines);
            for (Map.Entry<Pattern, String> rule : BANNED.entrySet()) {
                boolean waits = rule.getKey().pattern().matches(".*(sleep|await).*");
                boolean mainOnly = rule.getKey().pattern().matches(".*(Executors|double).*");
                if (waits && mayWait
                        || mainOnly && (test || mayWait)
                        || !rule.getKey().matcher(whole).find()) {
                    continue;
                }
                for (int i = 0; i < lines.size(); i++) {
                    if (rule.getKey().matcher(lines.get(i)).find()) {
                        found.add(at(file, i + 1) + " instead: " + rule.getValue());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** What is built on one machine runs on every machine. */
    @Test
    void nothingNamesAMachine() {
        Pattern place =
                Pattern.compile("(?<![\\w.}-])/(ho" + "me|Use" + "rs|ro" + "ot|wo" + "rk)/\\w|\\b[C-Z]:\\\\\\w");
        assertThat(found(files(TidyTest::isText), line -> place.matcher(line).find()))
                .isEmpty();
        Pattern host = Pattern.compile(
                "(arti" + "factory|ne" + "xus|repo1?\\.ma" + "ven|mvn" + "repository)\\b", Pattern.CASE_INSENSITIVE);
        assertThat(found(files(TidyTest::isText), line -> host.matcher(line).find()))
                .as("hosts of package registries")
                .isEmpty();
    }

    /** The work speaks of the trade, not of the tools it was written with. */
    @Test
    void nothingNamesAWritingTool() {
        Pattern words = Pattern.compile(
                "\\b(cla" + "ude|anth" + "ropic|chat" + "gpt|open" + "ai|cop" + "ilot|ll" + "ms?|language" + " model|a"
                        + "i assist\\w*|a" + "i-generated|generated by a" + "i|co-auth" + "ored-by)\\b",
                Pattern.CASE_INSENSITIVE);
        assertThat(found(files(TidyTest::isText), line -> words.matcher(line).find()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<String> found = new ArrayList<>();
        for (Path file : java()) {
            String source = HOME.relativize(file.getParent()).toString();
            Path inMain = HOME.resolve(source.replaceFirst("^src/[^/]+/java", "src/main/java"))
                    .resolve("package-info.java");
            Path beside = file.resolveSibling("package-info.java");
            boolean root = file.getParent().endsWith("src/test/java/org/bangxiao");
            if (!root && !Files.exists(beside) && !Files.exists(inMain)) {
                found.add(source + " has no package-info.java");
            }
        }
        for (Path file : java()) {
            String text = String.join("\n", lines(file));
            boolean marked = text.contains("@NullMarked") || file.toString().contains("/src/test/");
            if (file.endsWith("package-info.java") && !(marked && text.startsWith("/**"))) {
                found.add(at(file, 1) + " lacks its paragraph or @NullMarked");
            }
        }
        assertThat(found.stream().distinct()).isEmpty();
    }

    @Test
    void namesAreTheTradesOwn() {
        Pattern layer = Pattern.compile("(^|/)(impl|util|utils|manager|helper|helpers|dto|common|misc)(/|$)"
                + "|(Impl|Util|Utils|Manager|Helper|Dto|DTO)\\.java$");
        assertThat(java().stream()
                        .map(file -> HOME.relativize(file).toString())
                        .filter(name -> layer.matcher(name).find()))
                .isEmpty();
    }

    @Test
    void theRootHoldsWhatTheMapSays() throws IOException {
        try (Stream<Path> entries = Files.list(HOME)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !ROOT_ENTRIES.contains(name)
                                    && !MADE.matcher(name).matches()))
                    .isEmpty();
        }
    }

    @Test
    void migrationsAreNamedForWhatTheyDo() throws IOException {
        try (Stream<Path> entries = Files.list(HOME.resolve("src/main/resources/db/migration"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .allMatch(name -> name.matches("V\\d{3}__[a-z0-9]+(_[a-z0-9]+)*\\.sql"));
        }
    }

    @Test
    void eachScenarioNamesTestsThatExist() throws IOException {
        Map<String, Path> classes = new LinkedHashMap<>();
        try (Stream<Path> tests = Files.walk(HOME.resolve("src/test/java"))) {
            tests.filter(file -> file.toString().endsWith("Test.java"))
                    .forEach(file -> classes.put(file.getFileName().toString().replace(".java", ""), file));
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        var tests =
                Pattern.compile("(\\w+Test)#(\\w+)").matcher(Files.readString(HOME.resolve("src/test/SCENARIOS.md")));
        while (tests.find()) {
            named++;
            Path file = classes.get(tests.group(1));
            if (file == null || !Files.readString(file).contains("void " + tests.group(2) + "(")) {
                missing.add(tests.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).as("tests named").isGreaterThan(50);
    }

    private static void ban(String pattern, String instead) {
        BANNED.put(Pattern.compile(pattern, Pattern.MULTILINE), instead);
    }

    private static boolean isText(String name) {
        return name.matches(".*\\.(java|sql|html|css|js|properties|yaml|yml|xml|md|csv|txt|json|sh|toml)")
                || name.matches("(.*/)?(Dockerfile|run|mvnw|\\.editorconfig|\\.gitignore)");
    }

    private static List<Path> java() {
        return files(name -> name.endsWith(".java"));
    }

    private static List<String> found(List<Path> files, Predicate<String> fault) {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (fault.test(lines.get(i))) {
                    found.add(at(file, i + 1));
                }
            }
        }
        return found;
    }

    private static String at(Path file, int line) {
        return HOME.relativize(file) + ":" + line;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Predicate<String> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean made = folder.getParent().equals(HOME)
                            && MADE.matcher(folder.getFileName().toString()).matches();
                    return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (wanted.test(file.toString())
                            && !FOREIGN.contains(file.getFileName().toString())
                            && !MADE.matcher(file.getFileName().toString()).matches()) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }
}
