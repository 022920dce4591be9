package org.bangxiao.platform.web;

import io.quarkus.arc.Unremovable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A problem in words, inside the usual frame, with a way on. */
@ApplicationScoped
// Looked up by hand: no injection point keeps it.
@Unremovable
class ErrorPage {
    @CheckedTemplate(basePath = "platform", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance error(int status, String message);
    }

    Uni<Response> render(int status, String message) {
        return Templates.error(status, message)
                .createUni()
                .map(html -> Response.status(status)
                        .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                        .entity(html)
                        .build());
    }
}
