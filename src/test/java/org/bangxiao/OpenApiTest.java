package org.bangxiao;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Routes;
import org.bangxiao.support.Routes.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API holds every route, says what each does, and shows the contract by example. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OpenApiTest {
    /** What others script against; a route leaves this list in no version. */
    private static final List<String> CONTRACT = List.of(
            "POST /api/auth/tokens",
            "GET /api/products",
            "GET /api/products/{id}",
            "GET /api/certificates/{number}",
            "POST /api/certification/applications",
            "POST /api/carts",
            "POST /api/purchases",
            "POST /api/partners/{id}/sales",
            "POST /api/settlements",
            "POST /api/settlements/{id}/approval",
            "POST /api/settlements/{id}/run",
            "GET /api/households/{id}/statement",
            "GET /api/sales/{id}/proof",
            "GET /",
            "GET /products",
            "GET /products/{id}",
            "GET /certificates/{number}",
            "GET /verify",
            "GET /cart",
            "GET /checkout",
            "GET /sign-in",
            "GET /desk");

    private static final Set<String> BY_EXAMPLE = Set.of(
            "POST /api/auth/tokens",
            "POST /api/certification/applications",
            "POST /api/carts",
            "POST /api/purchases",
            "POST /api/partners/{id}/sales",
            "POST /api/settlements",
            "POST /api/settlements/{id}/approval");

    private JsonObject paths = new JsonObject();

    @BeforeEach
    void read() {
        paths = document().getJsonObject("paths");
    }

    @Test
    void theContractStands() {
        assertThat(CONTRACT.stream().filter(route -> operation(route) == null)).isEmpty();
        assertThat(BY_EXAMPLE.stream().filter(route -> !shows(operation(route), "example")))
                .isEmpty();
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        List<String> routes = Routes.all().stream().map(Route::toString).toList();
        assertThat(routes.stream().filter(route -> operation(route) == null))
                .as("not described")
                .isEmpty();
        List<String> described = new ArrayList<>();
        paths.fieldNames()
                .forEach(path -> paths.getJsonObject(path).fieldNames().stream()
                        .filter(key ->
                                Set.of("get", "post", "put", "patch", "delete").contains(key))
                        .forEach(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(described.stream().filter(route -> !routes.contains(route) && !route.contains(" /q/")))
                .as("described and not there")
                .isEmpty();
    }

    @Test
    void everyOperationSaysWhatItDoesAndHowItFails() {
        List<String> found = new ArrayList<>();
        for (Route route : Routes.all()) {
            JsonObject operation = operation(route.toString());
            if (operation == null || !route.api()) {
                continue;
            }
            if (operation.getString("summary", "").isBlank()) {
                found.add(route + " has no summary");
            }
            if (operation.getJsonArray("tags") == null
                    || operation.getJsonArray("tags").isEmpty()) {
                found.add(route + " has no tag");
            }
            if (!operation.getJsonObject("responses").containsKey("default")) {
                found.add(route + " does not say how it fails");
            }
        }
        assertThat(found).isEmpty();
        assertThat(document()
                        .getJsonObject("components")
                        .getJsonObject("schemas")
                        .fieldNames())
                .contains("Problem");
    }

    private boolean shows(@Nullable JsonObject operation, String what) {
        return operation != null
                && operation
                        .getJsonObject("requestBody", new JsonObject())
                        .encode()
                        .contains('"' + what);
    }

    private @Nullable JsonObject operation(String route) {
        String[] parts = route.split(" ");
        JsonObject path = paths.getJsonObject(parts[1]);
        return path == null ? null : path.getJsonObject(parts[0].toLowerCase(Locale.ROOT));
    }

    private static JsonObject document() {
        return new JsonObject(given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
