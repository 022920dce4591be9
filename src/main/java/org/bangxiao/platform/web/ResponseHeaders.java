package org.bangxiao.platform.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Security headers on every answer, the chosen language remembered, a message shown once. */
@ApplicationScoped
class ResponseHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'";
    /** Stands with the other scripts and speaks for the whole shop. */
    private static final String OFFLINE_WORKER = "/assets/js/offline.js";

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
        if (!response.headers().contains("Content-Security-Policy")) {
            response.putHeader("Content-Security-Policy", POLICY);
        }
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("X-Frame-Options", "DENY");
        if (request.path().equals(OFFLINE_WORKER)) {
            response.putHeader("Service-Worker-Allowed", "/");
        }
        if (request.path().startsWith("/assets/")) {
            response.putHeader("Cache-Control", "public, max-age=3600");
        } else if (!response.headers().contains("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
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
