package org.bangxiao.support;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.config.LogConfig;
import io.restassured.http.Cookie;
import io.restassured.http.Cookies;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;

/** A browser without a screen: keeps cookies, sends back the form token of the last page it saw. */
public final class Web {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private Cookies cookies = new Cookies();
    private String token = "";

    /** Signs in by the page, as a person does. */
    public static Web signedIn(Actor actor) {
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", actor.username(), "password", People.PASSWORD))
                .then()
                .statusCode(303);
        return web;
    }

    /** The browser of a guest who bought something by program. */
    public static Web of(Bought guest) {
        Web web = new Web();
        web.cookies = new Cookies(new Cookie.Builder("cart", guest.token()).build());
        return web;
    }

    public Response get(String path) {
        Response response = given().redirects().follow(false).cookies(cookies).get(path);
        remember(response);
        return response;
    }

    /** Posts a form of the last page; the answer is usually a redirect. */
    public Response post(String path, Map<String, ?> fields) {
        Response response = given().redirects()
                .follow(false)
                .cookies(cookies)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(fields)
                .formParam("csrf", token)
                .post(path);
        remember(response);
        return response;
    }

    /** Posts a form of the last page that may carry files: a byte array is sent as one. */
    public Response postParts(String path, Map<String, ?> fields) {
        RequestSpecification request =
                given().redirects().follow(false).cookies(cookies).multiPart("csrf", token);
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            if (field.getValue() instanceof byte[] file) {
                request.multiPart(field.getKey(), field.getKey() + ".bin", new ByteArrayInputStream(file));
            } else {
                request.multiPart(new MultiPartSpecBuilder(String.valueOf(field.getValue()))
                        .controlName(field.getKey())
                        .charset(StandardCharsets.UTF_8)
                        .build());
            }
        }
        Response response = request.post(path);
        remember(response);
        return response;
    }

    /** Posts a form of the last page with a file in its field {@code file}. */
    public Response upload(String path, Map<String, ?> fields, String fileName, byte[] content, String mediaType) {
        // Kept for a failure's log, a file of megabytes would be written out byte by byte and fill the memory.
        RequestSpecification request = given().config(RestAssured.config().logConfig(LogConfig.logConfig()))
                .redirects()
                .follow(false)
                .cookies(cookies)
                .multiPart("csrf", token)
                .multiPart("file", fileName, new ByteArrayInputStream(content), mediaType);
        fields.forEach((name, value) -> request.multiPart(name, String.valueOf(value)));
        Response response = request.post(path);
        remember(response);
        return response;
    }

    public String cookie(String name) {
        return String.valueOf(cookies.getValue(name));
    }

    private void remember(Response response) {
        List<Cookie> kept = new ArrayList<>();
        cookies.asList().stream()
                .filter(old -> response.getDetailedCookies().get(old.getName()) == null)
                .forEach(kept::add);
        response.getDetailedCookies().asList().stream()
                .filter(fresh -> fresh.getMaxAge() != 0)
                .forEach(fresh -> kept.add(new Cookie.Builder(fresh.getName(), fresh.getValue()).build()));
        cookies = new Cookies(kept);
        Matcher matcher = TOKEN.matcher(response.asString());
        if (matcher.find()) {
            token = matcher.group(1);
        }
    }

    /** The status, and what is wrong: at its field where it is one. */
    public static String said(Response answer) {
        if (answer.statusCode() < 300) {
            return String.valueOf(answer.statusCode());
        }
        String pointer = answer.jsonPath().getString("errors[0].pointer");
        return answer.statusCode() + " "
                + (pointer == null
                        ? answer.jsonPath().getString("code")
                        : pointer + " " + answer.jsonPath().getString("errors[0].code"));
    }
}
