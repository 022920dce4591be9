package org.bangxiao.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.arc.Arc;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Whatever goes wrong leaves here in one shape: problem details (RFC 9457) with a stable {@code code} under {@code /api},
 * a page that says it in words elsewhere. Texts come from {@code storefront/messages} in the caller's language.
 */
class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper(priority = 1)
    Uni<Response> problem(Problem problem, RoutingContext context) {
        return answer(context, problem);
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> unauthenticated(UnauthorizedException e, RoutingContext context) {
        return answer(context, Problem.of(Kind.UNAUTHENTICATED, "sign-in-needed"));
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> unauthenticated(AuthenticationFailedException e, RoutingContext context) {
        return answer(context, Problem.of(Kind.UNAUTHENTICATED, "sign-in-needed"));
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> forbidden(ForbiddenException e, RoutingContext context) {
        return answer(context, Problem.forbidden());
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> invalid(ConstraintViolationException e, RoutingContext context) {
        List<Problem.FieldError> errors = e.getConstraintViolations().stream()
                .map(violation -> new Problem.FieldError(
                        pointer(violation.getPropertyPath().toString()),
                        "field-invalid",
                        List.of(violation.getMessage())))
                .toList();
        return answer(context, Problem.fields(errors));
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> unreadable(JsonProcessingException e, RoutingContext context) {
        return answer(context, unreadable(e));
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> web(WebApplicationException e, RoutingContext context) {
        if (e.getResponse().getStatus() < 400) {
            return Uni.createFrom().item(e.getResponse());
        }
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof JsonProcessingException json) {
                return answer(context, unreadable(json));
            }
        }
        return switch (e.getResponse().getStatus()) {
            case 401 -> answer(context, Problem.of(Kind.UNAUTHENTICATED, "sign-in-needed"));
            case 403 -> answer(context, Problem.forbidden());
            case 404 -> answer(context, Problem.notFound());
            case 413 -> answer(context, Problem.of(Kind.TOO_LARGE, "body-too-large"));
            default ->
                answer(
                        context,
                        Problem.of(Kind.INVALID, "request-invalid"),
                        e.getResponse().getStatus());
        };
    }

    @ServerExceptionMapper(priority = 1)
    Uni<Response> fault(Throwable e, RoutingContext context) {
        LOG.errorf(e, "fault at %s %s", context.request().method(), context.normalizedPath());
        return answer(context, Problem.of(Kind.UNAVAILABLE, "internal-fault"), 500);
    }

    private static Problem unreadable(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder pointer = new StringBuilder();
            mapping.getPath()
                    .forEach(part -> pointer.append('/')
                            .append(
                                    part.getFieldName() == null
                                            ? String.valueOf(part.getIndex())
                                            : part.getFieldName()));
            String code = e instanceof UnrecognizedPropertyException ? "field-unknown" : "field-invalid";
            return Problem.field(pointer.toString(), code, "");
        }
        return Problem.of(Kind.INVALID, "json-unreadable");
    }

    private static String pointer(String path) {
        String[] parts = path.replace("[", ".").replace("]", "").split("\\.");
        // The first two parts are the Java method and its argument: not the caller's business.
        StringBuilder pointer = new StringBuilder();
        for (int i = Math.min(2, parts.length - 1); i < parts.length; i++) {
            pointer.append('/').append(parts[i]);
        }
        return pointer.toString();
    }

    private static Uni<Response> answer(RoutingContext context, Problem problem) {
        return answer(context, problem, problem.kind().status());
    }

    private static Uni<Response> answer(RoutingContext context, Problem problem, int status) {
        String path = context.normalizedPath();
        if (path.startsWith("/api/") || path.startsWith("/q/")) {
            return Uni.createFrom().item(FormAnswer.waiting(details(context, problem, status), problem));
        }
        if (status == 401) {
            String next = URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8);
            return Uni.createFrom()
                    .item(Response.status(303)
                            .header(HttpHeaders.LOCATION, "/sign-in?next=" + next)
                            .build());
        }
        return Arc.container()
                .instance(ErrorPage.class)
                .get()
                .render(status, words(context, problem.code(), problem.arguments()))
                .map(page -> FormAnswer.waiting(page, problem));
    }

    private static Response details(RoutingContext context, Problem problem, int status) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", words(context, problem.code(), problem.arguments()));
        body.put("status", status);
        body.put("code", problem.code());
        if (!problem.errors().isEmpty()) {
            body.put(
                    "errors",
                    problem.errors().stream()
                            .map(error -> Map.of(
                                    "pointer",
                                    error.pointer(),
                                    "code",
                                    error.code(),
                                    "detail",
                                    words(context, error.code(), error.arguments())))
                            .toList());
        }
        return Response.status(status)
                .type("application/problem+json")
                .entity(body)
                .build();
    }

    private static String words(RoutingContext context, String code, @Nullable List<Object> arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments.toArray();
        return Messages.get(Shell.languageOf(context.request()), "problem." + code, given);
    }
}
