package org.bangxiao.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact that stops a request, answered as RFC 9457 problem details. The code is stable and is also the message key:
 * {@code storefront/messages} holds {@code problem.<code>} in each language, with the arguments in order.
 */
public final class Problem extends RuntimeException {
    /** How HTTP says it. */
    public enum Kind {
        INVALID(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        TOO_LARGE(413),
        UNPROCESSABLE(422),
        TOO_MANY(429),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /**
     * One faulty field or row.
     *
     * @param pointer RFC 6901 pointer into the body, e.g. {@code /lines/0/quantity}; a form field's name behind a slash
     */
    public record FieldError(String pointer, String code, List<Object> arguments) {}

    private static final long serialVersionUID = 1;

    private final transient Kind kind;
    private final String code;
    private final transient List<Object> arguments;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;

    private Problem(
            Kind kind,
            String code,
            List<Object> arguments,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(code, cause, false, cause != null);
        this.retryAfter = retryAfter;
        this.kind = kind;
        this.code = code;
        this.arguments = arguments;
        this.errors = errors;
    }

    public static Problem of(Kind kind, String code, Object... arguments) {
        return new Problem(kind, code, Arrays.asList(arguments), List.of(), null, null);
    }

    /** Too often for now; how long to wait is said in the answer's {@code Retry-After}, too. */
    public static Problem tooMany(Duration wait, String code, Object... arguments) {
        return new Problem(Kind.TOO_MANY, code, Arrays.asList(arguments), List.of(), wait, null);
    }

    /** One field is wrong: code {@code invalid-input}, the field's own code and pointer in {@code errors}. */
    public static Problem field(String pointer, String code, Object... arguments) {
        return fields(List.of(new FieldError(pointer, code, Arrays.asList(arguments))));
    }

    public static Problem fields(List<FieldError> errors) {
        return new Problem(Kind.INVALID, "invalid-input", List.of(), List.copyOf(errors), null, null);
    }

    /** Nothing by that id, or nothing the caller may know of: the two look the same. */
    public static Problem notFound() {
        return of(Kind.NOT_FOUND, "not-found");
    }

    public static Problem forbidden() {
        return of(Kind.FORBIDDEN, "forbidden");
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public List<Object> arguments() {
        return arguments;
    }

    /** After how long it is worth trying again; null where that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
