package org.bangxiao.platform.web;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.function.Function;
import org.bangxiao.kernel.Problem;

/** How a page answers a form that was posted. */
public final class FormAnswer {
    private FormAnswer() {}

    /**
     * What was done leads on; a problem brings the page back filled in, with the message at its field and the problem's
     * status. Somebody else's id stays no id.
     */
    public static Uni<Response> orAgain(Uni<Response> done, Form form, Function<Form, Uni<TemplateInstance>> page) {
        return done.onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure ->
                        page.apply(form.with((Problem) failure)).chain(again -> refused(again, (Problem) failure)));
    }

    /** The page with the problem's status. */
    public static Uni<Response> refused(TemplateInstance page, Problem problem) {
        return page.createUni().map(html -> waiting(html(problem.kind().status(), html), problem));
    }

    /** The same answer, which says when it is worth trying again where the problem knows. */
    public static Response waiting(Response answer, Problem problem) {
        Duration wait = problem.retryAfter();
        return wait == null
                ? answer
                : Response.fromResponse(answer)
                        .header("Retry-After", wait.toSeconds())
                        .build();
    }

    public static Response html(int status, String html) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(html)
                .build();
    }
}
