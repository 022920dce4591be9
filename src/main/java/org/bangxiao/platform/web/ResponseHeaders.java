package org.bangxiao.platform.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Security headers on every answer, the chosen language remembered, a message shown once. */
@ApplicationScoped
class ResponseHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'";
    /** Stands with the other scripts and speaks for the whole shop. */
    private static final String OFFLINE_WORKER = "/assets/js/offline.js";

    // Names whose hashes are known: every answer carries them all.
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence CACHE = HttpHeaders.createOptimized("Cache-Control");
    private static final Map<CharSequence, CharSequence> ALWAYS = Map.of(
            HttpHeaders.createOptimized("X-Content-Type-Options"), HttpHeaders.createOptimized("nosniff"),
            HttpHeaders.createOptimized("Referrer-Policy"), HttpHeaders.createOptimized("same-origin"),
            HttpHeaders.createOptimized("Permissions-Policy"),
                    HttpHeaders.createOptimized("geolocation=(), camera=(), microphone=()"),
            HttpHeaders.createOptimized("Cross-Origin-Opener-Policy"), HttpHeaders.createOptimized("same-origin"),
            HttpHeaders.createOptimized("X-Frame-Options"), HttpHeaders.createOptimized("DENY"));

    private static final int YEAR_SECONDS = 31_536_000;

    void install(@Observes Router router) {
        router.route().order(-1000).handler(context -> {
            HttpServerRequest request = context.request();
            HttpServerResponse response = context.response();
            context.addHeadersEndHandler(end -> headers(request, response));
            context.next();
        });
    }

    private static void headers(HttpServerRequest request, HttpServerResponse response) {
        // A stored file comes with a stricter one.
        if (!response.headers().contains(CONTENT_POLICY)) {
            response.putHeader(CONTENT_POLICY, POLICY);
        }
        ALWAYS.forEach(response::putHeader);
        if (request.path().equals(OFFLINE_WORKER)) {
            response.putHeader("Service-Worker-Allowed", "/");
        }
        if (request.path().startsWith("/assets/")) {
            response.putHeader(CACHE, "public, max-age=3600");
        } else if (!response.headers().contains(CACHE)) {
            response.putHeader(CACHE, "no-store");
        }
        String language = request.getParam("lang");
        if (language != null && (Messages.LANGUAGES.contains(language) || language.equals(Messages.TRADITIONAL))) {
            response.addCookie(Cookie.cookie(Shell.LANGUAGE_COOKIE, language)
                    .setPath("/")
                    .setMaxAge(YEAR_SECONDS)
                    .setHttpOnly(true)
                    .setSameSite(CookieSameSite.LAX));
        }
        boolean shown = request.getCookie(Shell.FLASH_COOKIE) != null
                && String.valueOf(response.headers().get("Content-Type")).startsWith("text/html");
        if (shown) {
            response.addCookie(
                    Cookie.cookie(Shell.FLASH_COOKIE, "").setPath("/").setMaxAge(0));
        }
    }
}
