package org.bangxiao.platform.web;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed, and what is wrong with it: a form comes back filled in, with each message at its field.
 * In a template: {@code form.value('price')}, {@code form.error('price')} (a text in the reader's language, or null),
 * {@code form.problem()} for what concerns the whole form.
 */
public final class Form {
    private final Map<String, String> values;
    private final Map<String, Problem.FieldError> errors;
    private final @Nullable Problem problem;

    private Form(Map<String, String> values, Map<String, Problem.FieldError> errors, @Nullable Problem problem) {
        this.values = values;
        this.errors = errors;
        this.problem = problem;
    }

    public static Form empty() {
        return new Form(Map.of(), Map.of(), null);
    }

    public static Form of(Map<String, String> values) {
        return new Form(new HashMap<>(values), Map.of(), null);
    }

    public static Form of(MultivaluedMap<String, String> posted) {
        Map<String, String> values = new HashMap<>();
        posted.forEach((name, all) -> values.put(name, all.isEmpty() ? "" : all.get(0)));
        return new Form(values, Map.of(), null);
    }

    /** The constant of that name, as a form or a link names it; null for anything else. */
    public static <T extends Enum<T>> @Nullable T constant(Class<T> type, @Nullable String name) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The same values with what is wrong: field errors by the last part of their pointer. */
    public Form with(Problem found) {
        Map<String, Problem.FieldError> byField = new HashMap<>();
        for (Problem.FieldError error : found.errors()) {
            byField.put(error.pointer().substring(error.pointer().lastIndexOf('/') + 1), error);
        }
        return new Form(values, byField, found);
    }

    public String value(String name) {
        return values.getOrDefault(name, "").strip();
    }

    public @Nullable String error(String name) {
        Problem.FieldError error = errors.get(name);
        return error == null
                ? null
                : Messages.get(
                        language(), "problem." + error.code(), error.arguments().toArray());
    }

    /** What is wrong with the rows of a file, in order: the errors whose pointers begin so. */
    public List<String> faults(String pointer) {
        return problem == null
                ? List.of()
                : problem.errors().stream()
                        .filter(error -> error.pointer().startsWith(pointer))
                        .map(error -> Messages.get(
                                language(),
                                "problem." + error.code(),
                                error.arguments().toArray()))
                        .toList();
    }

    public boolean failed() {
        return problem != null;
    }

    /** What to say above the form, or null where nothing is wrong. */
    public @Nullable String problem() {
        return problem == null
                ? null
                : Messages.get(
                        language(),
                        "problem." + problem.code(),
                        problem.arguments().toArray());
    }

    private static String language() {
        return io.quarkus.arc.Arc.container().instance(Shell.class).get().locale();
    }
}
