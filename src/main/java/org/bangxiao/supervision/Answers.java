package org.bangxiao.supervision;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** How pages here answer what was typed. */
final class Answers {
    private Answers() {}

    /** What was done leads on; a problem brings the page back filled in, with the message at its field. */
    static Uni<Response> orAgain(Uni<Response> done, Form form, Function<Form, Uni<TemplateInstance>> page) {
        return done.onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page.apply(form.with((Problem) failure))
                        .chain(TemplateInstance::createUni)
                        .map(html -> html(((Problem) failure).kind().status(), html)));
    }

    static Uni<Response> page(Uni<TemplateInstance> page) {
        return page.chain(TemplateInstance::createUni).map(html -> html(200, html));
    }

    /** A day as a date field sends it; nothing where it is empty, {@code field-invalid} where it is no day. */
    static @Nullable LocalDate day(String field, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            throw Problem.field("/" + field, "field-invalid", field);
        }
    }

    /** A whole number, or -1 where it is none. */
    static int count(String typed) {
        try {
            return Integer.parseInt(typed.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Response html(int status, String html) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(html)
                .build();
    }
}
