package org.bangxiao.supervision;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.FormAnswer;
import org.jspecify.annotations.Nullable;

/** How pages here answer what was typed. */
final class Answers {
    private Answers() {}

    static Uni<Response> page(Uni<TemplateInstance> page) {
        return page.chain(TemplateInstance::createUni).map(html -> FormAnswer.html(200, html));
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
}
