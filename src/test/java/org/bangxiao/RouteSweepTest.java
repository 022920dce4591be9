package org.bangxiao;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bangxiao.identity.Role;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Routes;
import org.bangxiao.support.Routes.Access;
import org.bangxiao.support.Routes.Route;
import org.bangxiao.support.Suppliers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every route against every role, the expectation taken from the route's own annotations: a stranger meets 401, a wrong
 * role 403, a right role with somebody else's id 404; nothing that is sent brings the service to 500.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RouteSweepTest {
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin");
    private static final List<String> GARBAGE = List.of(
            "",
            "{",
            "null",
            "[]",
            "\"x\"",
            "0",
            "{\"nobody-knows-this\": 1}",
            "{\"id\": {\"a\": [[[[]]]]}}",
            "\u0000\uffff",
            "{\"lines\": [null], \"grants\": [null]}",
            "{\"lines\": [null]}",
            "{\"grants\": [null]}",
            "[".repeat(2000));
    private static final Set<String> OF_AN_ORGANISATION =
            Set.of(Role.SUPPLIER, Role.PARTNER, Role.BUYER, Role.BUYER_MANAGER, Role.COUNTER_OPERATOR);
    private static final Map<String, String> OF_AN_AREA = Map.of(
            Role.COUNTY_OFFICER, "450125",
            Role.CITY_OFFICER, "450100",
            Role.REGION_OFFICER, "450000",
            Role.VILLAGE_OFFICER, "450125100201");
    /** Any value will do, as long as the cookie and the form say the same. */
    private static final String CSRF = "AAAAAAAAAAAAAAAAAAAAAA";

    private static final String IN_PARTS = "multipart/form-data; boundary=sweep";

    private static final Map<String, String> TOKENS = new HashMap<>();

    @TestHTTPResource("/")
    URI home;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void everyRoleSignsIn() {
        for (String role : Role.ALL) {
            TOKENS.computeIfAbsent(role, this::token);
        }
    }

    /** Garbage at the sign-in door counts as failed tries from this address: forgotten, for whoever tests next. */
    @AfterEach
    void forgetFailedSignIns() throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM identity_login_failure");
        }
    }

    @Test
    void aStrangerIsAskedToSignIn() {
        everyRoute(route -> {
            HttpResponse<String> answer = send(request(route, "{}", null));
            if (route.access() == Access.ANYBODY) {
                return;
            }
            if (route.api()) {
                expect(route, "a stranger", answer, Set.of(401));
            } else {
                expect(route, "a stranger", answer, Set.of(303));
                String next = answer.headers().firstValue("Location").orElse("");
                fault(!next.startsWith("/sign-in"), route, "a stranger is sent to " + next);
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void aWrongRoleIsRefused() {
        everyRoute(route -> {
            for (String role : Role.ALL) {
                if (!route.allows(role)) {
                    expect(route, role, send(request(route, "{}", TOKENS.get(role))), Set.of(403));
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void nobodyLearnsOfAStrangersThings() {
        everyRoute(route -> {
            for (String role : Role.ALL) {
                if (!route.allows(role) || !route.ofSomebody()) {
                    continue;
                }
                HttpResponse<String> answer = send(request(route, "{}", TOKENS.get(role)));
                // A body that says nothing may be found wanting before the id is looked at; it never does anything.
                Set<Integer> good = !route.unsafe() ? Set.of(404) : Set.of(400, 404, 409, 415, 422);
                expect(route, role, answer, good);
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void whatIsAnybodysOpens() {
        everyRoute(route -> {
            if (route.unsafe() || route.ofSomebody()) {
                return;
            }
            for (String role : Role.ALL) {
                if (route.allows(role)) {
                    HttpResponse<String> answer = send(request(route, "", TOKENS.get(role)));
                    // 400: the route needs a query; 403: the role lacks the scope it needs here.
                    expect(route, role, answer, Set.of(200, 303, 400, 403, 404));
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void garbageIsRefusedInWords() {
        everyRoute(route -> {
            String role = Role.ALL.stream().filter(route::allows).findFirst().orElse(Role.ADMINISTRATOR);
            if (!route.unsafe() || !route.body()) {
                return;
            }
            for (String garbage : GARBAGE) {
                HttpResponse<String> answer = send(request(route, garbage, TOKENS.get(role)));
                fault(
                        answer.statusCode() < 400 && !(route.form() || garbage.isEmpty() || garbage.equals("null")),
                        route,
                        role + " sent " + brief(garbage) + " and got " + answer.statusCode());
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        everyRoute(route -> {
            if (!route.form() || route.api()) {
                return;
            }
            String role = Role.ALL.stream().filter(route::allows).findFirst().orElse(Role.ADMINISTRATOR);
            HttpRequest bare = HttpRequest.newBuilder(home.resolve(route.strangersPath()))
                    .method(
                            route.method(),
                            HttpRequest.BodyPublishers.ofString(route.multipart() ? part("a", "b") : "a=b"))
                    .header("Content-Type", route.multipart() ? IN_PARTS : "application/x-www-form-urlencoded")
                    .header("Authorization", "Bearer " + TOKENS.get(role))
                    .build();
            expect(route, role + " without the form's token", send(bare), Set.of(400));
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void aCookieAloneDoesNothingUnderApi() {
        String cookie = session();
        HttpRequest account = HttpRequest.newBuilder(home.resolve("/account"))
                .header("Cookie", "session=" + cookie)
                .build();
        assertThat(send(account).statusCode()).isEqualTo(200);
        everyRoute(route -> {
            if (route.api() && route.unsafe() && route.access() != Access.ANYBODY) {
                HttpRequest byCookie = HttpRequest.newBuilder(home.resolve(route.strangersPath()))
                        .method(
                                route.method(),
                                HttpRequest.BodyPublishers.ofString(route.multipart() ? part("a", "b") : "{}"))
                        .header("Content-Type", route.multipart() ? IN_PARTS : "application/json")
                        .header("Cookie", "session=" + cookie)
                        .build();
                expect(route, "a cookie alone", send(byCookie), Set.of(401));
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void everyAnswerCarriesItsGuards() {
        for (String path :
                List.of("/", "/nowhere", "/api/nowhere", "/assets/css/bangxiao.css", "/q/health/ready", "/sign-in")) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(home.resolve(path)).build());
            checkHeaders(path, answer);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyLinkOnADeskLeadsSomewhere() {
        for (String role : Role.ALL) {
            Set<String> links = new TreeSet<>(linksOf("/desk", role));
            fault(links.size() < 5, "/desk shows " + role + " only " + links);
            for (String link : links) {
                int status = get(link, role).statusCode();
                fault(status != 200, "/desk leads " + role + " to " + link + " and gets " + status);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyRouteSaysWhoMayCallIt() {
        assertThat(Routes.all()).isNotEmpty();
        assertThat(Routes.all().stream().filter(route -> route.access() == Access.NOBODY))
                .isEmpty();
        assertThat(Routes.all().stream().flatMap(route -> route.roles().stream()))
                .allMatch(Role.ALL::contains);
    }

    /** Several at a time: thousands of requests one after the other would leave the service idle most of the time. */
    private static void everyRoute(Consumer<Route> look) {
        Routes.all().parallelStream().forEach(look);
    }

    private void expect(Route route, String who, HttpResponse<String> answer, Set<Integer> good) {
        fault(!good.contains(answer.statusCode()), route, who + " got " + answer.statusCode() + ", not " + good);
        if (answer.statusCode() >= 400 && route.api()) {
            fault(
                    code(answer) == null,
                    route,
                    who + " got a " + answer.statusCode() + " without a code: " + brief(answer.body()));
        }
    }

    private HttpRequest request(Route route, String body, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(home.resolve(route.strangersPath()))
                .timeout(Duration.ofSeconds(20))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Accept", route.api() ? "application/json, */*" : "text/html, */*");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!route.unsafe()) {
            return request.method(route.method(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        if (route.multipart()) {
            return request.header("Content-Type", IN_PARTS)
                    .header("Cookie", "csrf-token=" + CSRF)
                    .method(route.method(), HttpRequest.BodyPublishers.ofString(part("csrf", CSRF)))
                    .build();
        }
        if (route.form() || !route.api()) {
            request.header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", "csrf-token=" + CSRF);
            return request.method(route.method(), HttpRequest.BodyPublishers.ofString("csrf=" + CSRF))
                    .build();
        }
        String type = route.template().matches("/api/partners/.*/sales") ? "application/x-ndjson" : "application/json";
        request.header("Content-Type", type);
        return request.method(route.method(), HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** A form in parts with one field. */
    private static String part(String name, String value) {
        return "--sweep\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--sweep--\r\n";
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            String what = request.method() + " " + request.uri().getPath();
            if (answer.statusCode() >= 500) {
                faults.add(what + " got " + answer.statusCode() + ": " + brief(answer.body()));
            }
            checkHeaders(what, answer);
            return answer;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(request + "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void checkHeaders(String what, HttpResponse<String> answer) {
        HEADERS.forEach((name, value) -> {
            if (!answer.headers().firstValue(name).orElse("").equals(value)) {
                faults.add(what + " (" + answer.statusCode() + ") lacks " + name);
            }
        });
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        if (!policy.contains("default-src 'none'") || policy.contains("unsafe")) {
            faults.add(what + " has the policy " + policy);
        }
    }

    private HttpResponse<String> get(String path, String role) {
        return send(HttpRequest.newBuilder(home.resolve(path))
                .header("Authorization", "Bearer " + TOKENS.get(role))
                .build());
    }

    private List<String> linksOf(String path, String role) {
        return Pattern.compile("href=\"(/[^\"#]*)\"")
                .matcher(get(path, role).body())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .toList();
    }

    private void fault(boolean wrong, Route route, String words) {
        fault(wrong, route + " (" + route.javaMethod() + "): " + words);
    }

    private void fault(boolean wrong, String words) {
        if (wrong) {
            faults.add(words);
        }
    }

    private static @Nullable String code(HttpResponse<String> answer) {
        try {
            return new JsonObject(answer.body()).getString("code");
        } catch (DecodeException e) {
            return null;
        }
    }

    private static String brief(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private String token(String role) {
        String area = OF_AN_AREA.get(role);
        if (area != null) {
            return People.token(People.inArea(role, area));
        }
        return People.token(
                OF_AN_ORGANISATION.contains(role)
                        ? People.of(role, Suppliers.cooperative("450125").id())
                        : People.everywhere(role));
    }

    private String session() {
        String form = "username=" + People.everywhere(Role.ADMINISTRATOR).username() + "&password=" + People.PASSWORD
                + "&next=&csrf=" + CSRF;
        HttpResponse<String> answer = send(HttpRequest.newBuilder(home.resolve("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "csrf-token=" + CSRF)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("session="))
                .map(cookie -> cookie.substring("session=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }
}
