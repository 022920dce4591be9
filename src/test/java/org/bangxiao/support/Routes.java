package org.bangxiao.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jspecify.annotations.Nullable;

/** Every route of the service as its annotations say it, read from the compiled classes: nobody can forget to list one. */
public final class Routes {
    private static final Path CLASSES = Path.of("target/classes/org/bangxiao");
    private static final String JAX = "jakarta.ws.rs.";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)\\s*(?::[^{}]*(?:\\{[^{}]*}[^{}]*)*)?}");
    private static final Set<String> GIVEN_BY_THE_FRAME = Set.of(
            "HttpServerRequest",
            "HttpServerResponse",
            "RoutingContext",
            "UriInfo",
            "HttpHeaders",
            "SecurityContext",
            "Request");

    /** Who may call a route. */
    public enum Access {
        ANYBODY,
        ANYBODY_SIGNED_IN,
        ROLES,
        NOBODY
    }

    /**
     * One route.
     *
     * @param template path with its parameters' names in braces, as OpenAPI writes it
     * @param roles    who may call it where access is by role
     * @param body     whether it reads a body
     * @param form     whether that body is a form
     * @param multipart whether that form comes in parts, with files
     */
    public record Route(
            String method,
            String template,
            String strangersPath,
            Access access,
            Set<String> roles,
            boolean body,
            boolean form,
            boolean multipart,
            boolean page,
            String javaMethod) {
        public boolean api() {
            return template.startsWith("/api/");
        }

        public boolean unsafe() {
            return !method.equals("GET") && !method.equals("HEAD");
        }

        /** Whether the path names one thing of somebody's; a listing in one's own cart is not. */
        public boolean ofSomebody() {
            return template.replace("{listingId}", "").contains("{");
        }

        public boolean allows(String role) {
            return access == Access.ANYBODY
                    || access == Access.ANYBODY_SIGNED_IN
                    || access == Access.ROLES && roles.contains(role);
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    private static final List<Route> ALL = read();

    private Routes() {}

    /** All routes, in the order of their paths. */
    public static List<Route> all() {
        return ALL;
    }

    private static List<Route> read() {
        Index index = index();
        List<Route> routes = new ArrayList<>();
        for (String verb : METHODS) {
            for (AnnotationInstance mark : index.getAnnotations(DotName.createSimple(JAX + verb))) {
                if (mark.target().kind() == AnnotationTarget.Kind.METHOD) {
                    routes.add(route(verb, mark.target().asMethod()));
                }
            }
        }
        routes.sort((a, b) -> a.toString().compareTo(b.toString()));
        return List.copyOf(routes);
    }

    private static Route route(String verb, MethodInfo method) {
        ClassInfo owner = method.declaringClass();
        String path = joined(text(owner.declaredAnnotation(jax("Path"))), text(method.annotation(jax("Path"))));
        String consumes = list(method, "Consumes").toString();
        Set<String> roles = new TreeSet<>();
        Access access = access(method, roles);
        return new Route(
                verb,
                PARAMETER.matcher(path).replaceAll(match -> "{" + match.group(1) + "}"),
                strangersPath(path, method),
                access,
                roles,
                method.parameters().stream().anyMatch(Routes::isBody),
                consumes.contains("form"),
                consumes.contains("multipart"),
                list(method, "Produces").toString().contains("html"),
                owner.simpleName() + "." + method.name());
    }

    private static Access access(MethodInfo method, Set<String> roles) {
        for (AnnotationTarget target : List.of(method, method.declaringClass())) {
            Optional<AnnotationInstance> allowed = on(target, "jakarta.annotation.security.RolesAllowed");
            if (allowed.isPresent()) {
                roles.addAll(List.of(allowed.get().value().asStringArray()));
                return Access.ROLES;
            }
            if (on(target, "jakarta.annotation.security.PermitAll").isPresent()) {
                return Access.ANYBODY;
            }
            if (on(target, "io.quarkus.security.Authenticated").isPresent()) {
                return Access.ANYBODY_SIGNED_IN;
            }
        }
        return Access.NOBODY;
    }

    private static Optional<AnnotationInstance> on(AnnotationTarget target, String name) {
        return Optional.ofNullable(target.declaredAnnotation(DotName.createSimple(name)));
    }

    private static boolean isBody(MethodParameterInfo parameter) {
        return parameter.declaredAnnotations().stream()
                        .noneMatch(mark -> mark.name().toString().startsWith(JAX)
                                || mark.name().toString().startsWith("org.jboss.resteasy"))
                && !GIVEN_BY_THE_FRAME.contains(parameter.type().name().withoutPackagePrefix());
    }

    /** The path with ids that nobody has. */
    private static String strangersPath(String path, MethodInfo method) {
        return PARAMETER
                .matcher(path)
                .replaceAll(match -> Matcher.quoteReplacement(stranger(match.group(), match.group(1), method)));
    }

    private static String stranger(String whole, String name, MethodInfo method) {
        String type = method.parameters().stream()
                .filter(parameter -> parameter.declaredAnnotations().stream()
                        .anyMatch(mark -> mark.name().withoutPackagePrefix().matches("PathParam|RestPath")
                                && (mark.value() == null
                                        ? name.equals(parameter.name())
                                        : name.equals(mark.value().asString()))))
                .map(parameter -> parameter.type().name().withoutPackagePrefix())
                .findFirst()
                .orElse("String");
        if (whole.contains("d{4}") || type.equals("LocalDate")) {
            return "2001-02-03";
        }
        return switch (type) {
            case "long", "Long", "int", "Integer" -> "2147483000";
            case "UUID" -> UUID.randomUUID().toString();
            default -> "NOBODYS-" + UUID.randomUUID().toString().substring(0, 8);
        };
    }

    private static List<String> list(MethodInfo method, String name) {
        AnnotationInstance mark = method.declaredAnnotation(jax(name));
        AnnotationInstance found = mark == null ? method.declaringClass().declaredAnnotation(jax(name)) : mark;
        return found == null ? List.of() : List.of(found.value().asStringArray());
    }

    private static String joined(String first, String second) {
        String path = ("/" + first + "/" + second).replaceAll("/{2,}", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String text(@Nullable AnnotationInstance path) {
        return path == null ? "" : path.value().asString();
    }

    private static DotName jax(String name) {
        return DotName.createSimple(JAX + name);
    }

    private static Index index() {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".class")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    indexer.index(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return indexer.complete();
    }
}
