package org.bangxiao.support;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What stands between quotes in our Java, by the compiler's own parser: for tests about words. */
public final class JavaText {
    private record Literal(Path file, String text, boolean shownToPeople) {}

    /** A call or construction: {@code of(kind, "code")} with its literal arguments, null where an argument is none. */
    private record Call(
            Path file,
            @Nullable String owner,
            String name,
            List<@Nullable String> literals,
            List<@Nullable String> names) {}

    private static final Map<Path, JavaText> READ = new HashMap<>();

    private final List<Literal> literals = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    /** Methods that hand one of their own arguments on as a problem's code: by class and name, the argument's place. */
    private final Map<String, Set<Integer>> codeMakers = new HashMap<>();

    private JavaText() {}

    /** Reads every source below the folder, once. */
    public static JavaText of(Path folder) {
        synchronized (READ) {
            return READ.computeIfAbsent(folder, JavaText::read);
        }
    }

    /** Every string literal. */
    public Set<String> literals() {
        Set<String> texts = new TreeSet<>();
        literals.forEach(literal -> texts.add(literal.text()));
        return texts;
    }

    /** Literals that match in the files wanted, those of annotations, exceptions and the log apart. */
    public List<String> textLiterals(Pattern pattern, Predicate<Path> wanted) {
        return literals.stream()
                .filter(Literal::shownToPeople)
                .filter(literal -> wanted.test(literal.file()))
                .filter(literal -> pattern.matcher(literal.text()).find())
                .map(literal -> literal.file() + ": " + literal.text())
                .toList();
    }

    /** The literal argument in that place of every call {@code owner.name(…)}. */
    public Set<String> literalArguments(String owner, String name, int place) {
        Set<String> found = new TreeSet<>();
        for (Call call : calls) {
            String text = call.name().equals(name)
                            && owner.equals(call.owner())
                            && call.literals().size() > place
                    ? call.literals().get(place)
                    : null;
            if (text != null) {
                found.add(text);
            }
        }
        return found;
    }

    /** Every literal that reaches {@code Problem.of}, {@code Problem.field} or {@code new FieldError} as the code. */
    public Set<String> problemCodes() {
        Set<String> codes = new TreeSet<>();
        for (Call call : calls) {
            for (int place : codePlaces(call)) {
                String text = place < call.literals().size() ? call.literals().get(place) : null;
                if (text != null) {
                    codes.add(text);
                }
            }
        }
        return codes;
    }

    private Set<Integer> codePlaces(Call call) {
        String owner = call.owner() == null ? className(call.file()) : call.owner();
        boolean direct = owner.equals("Problem") && Set.of("of", "field").contains(call.name())
                || call.name().equals("FieldError");
        return direct ? Set.of(1) : codeMakers.getOrDefault(owner + "." + call.name(), Set.of());
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static JavaText read(Path folder) {
        JavaText text = new JavaText();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(folder);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                text.new Reader(Path.of(unit.getSourceFile().toUri())).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text;
    }

    private final class Reader extends TreeScanner<Void, Void> {
        private final Path file;
        private @Nullable MethodTree method;
        private int silent;

        Reader(Path file) {
            this.file = file;
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
            silent++;
            super.visitAnnotation(annotation, nothing);
            silent--;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            MethodTree outer = method;
            method = tree;
            super.visitMethod(tree, nothing);
            method = outer;
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String value) {
                literals.add(new Literal(file, value, silent == 0));
            }
            return null;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            ExpressionTree target = call.getMethodSelect();
            String owner = null;
            String name = target.toString();
            if (target instanceof MemberSelectTree select) {
                name = select.getIdentifier().toString();
                owner = lastPart(select.getExpression().toString());
            }
            met(new Call(file, owner, name, texts(call.getArguments()), names(call.getArguments())));
            boolean quiet = "LOG".equals(owner) || isSql(name);
            silent += quiet ? 1 : 0;
            super.visitMethodInvocation(call, nothing);
            silent -= quiet ? 1 : 0;
            return null;
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            String name = lastPart(made.getIdentifier().toString());
            met(new Call(file, null, name, texts(made.getArguments()), names(made.getArguments())));
            boolean quiet = name.endsWith("Exception") || name.endsWith("Error") && !name.equals("FieldError");
            silent += quiet ? 1 : 0;
            super.visitNewClass(made, nothing);
            silent -= quiet ? 1 : 0;
            return null;
        }

        private void met(Call call) {
            calls.add(call);
            MethodTree around = method;
            if (around == null) {
                return;
            }
            for (int place : codePlaces(call)) {
                String handed = place < call.names().size() ? call.names().get(place) : null;
                for (int i = 0; i < around.getParameters().size(); i++) {
                    VariableTree parameter = around.getParameters().get(i);
                    if (parameter.getName().contentEquals(String.valueOf(handed))) {
                        codeMakers
                                .computeIfAbsent(className(file) + "." + around.getName(), made -> new HashSet<>())
                                .add(i);
                    }
                }
            }
        }

        private boolean isSql(String name) {
            return Set.of("query", "preparedQuery", "createNativeQuery").contains(name);
        }

        private List<@Nullable String> texts(List<? extends ExpressionTree> arguments) {
            List<@Nullable String> found = new ArrayList<>();
            for (ExpressionTree argument : arguments) {
                found.add(
                        argument instanceof LiteralTree literal && literal.getValue() instanceof String text
                                ? text
                                : null);
            }
            return found;
        }

        private List<@Nullable String> names(List<? extends ExpressionTree> arguments) {
            List<@Nullable String> found = new ArrayList<>();
            for (ExpressionTree argument : arguments) {
                found.add(
                        argument instanceof IdentifierTree name ? name.getName().toString() : null);
            }
            return found;
        }

        private String lastPart(String expression) {
            return expression.substring(expression.lastIndexOf('.') + 1);
        }
    }
}
