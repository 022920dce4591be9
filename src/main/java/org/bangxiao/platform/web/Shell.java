package org.bangxiao.platform.web;

import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every page's frame knows of the request: the language, who is signed in, where we are, what was just done. */
@Named("shell")
@RequestScoped
public class Shell {
    /** The cookie that remembers the chosen language. */
    public static final String LANGUAGE_COOKIE = "lang";
    /** The cookie that carries one message over a redirect. */
    public static final String FLASH_COOKIE = "flash";

    private static final Pattern TRADITIONAL = Pattern.compile("zh-(hant|tw|hk|mo)");

    private final CurrentVertxRequest request;
    private final CurrentIdentityAssociation identity;
    /** Every word of a page asks for it, so that it is worked out once. */
    private @Nullable String language;

    Shell(CurrentVertxRequest request, CurrentIdentityAssociation identity) {
        this.request = request;
        this.identity = identity;
    }

    /** {@code zh}, {@code zh-Hant} or {@code en}: asked for in the address, remembered in a cookie, or what the browser prefers. */
    public String locale() {
        if (language == null) {
            RoutingContext context = request.getCurrent();
            language = context == null ? "zh" : languageOf(context.request());
        }
        return language;
    }

    /** The language of a request that no page frame stands around. */
    public static String languageOf(HttpServerRequest http) {
        String asked = http.getParam("lang");
        if (asked == null) {
            Cookie cookie = http.getCookie(LANGUAGE_COOKIE);
            asked = cookie == null ? http.getHeader("Accept-Language") : cookie.getValue();
        }
        String tag = asked == null ? "zh" : asked.toLowerCase(Locale.ROOT);
        if (tag.startsWith("en")) {
            return "en";
        }
        return TRADITIONAL.matcher(tag).lookingAt() ? Messages.TRADITIONAL : "zh";
    }

    /** The language as a page declares it. */
    public String tag() {
        return locale().equals("zh") ? "zh-CN" : locale();
    }

    public boolean english() {
        return locale().equals("en");
    }

    /** Nobody we know, who was told nothing and asks for a page as it is: it looks the same to the next one. */
    boolean anyPasserBy() {
        RoutingContext context = request.getCurrent();
        return context != null
                && context.request().query() == null
                && context.request().getCookie(FLASH_COOKIE) == null
                && !signedIn();
    }

    public boolean signedIn() {
        return who().isPresent();
    }

    public String displayName() {
        return who().map(known -> known.<String>getAttribute("displayName")).orElse("");
    }

    public boolean hasRole(String role) {
        return who().filter(known -> known.hasRole(role)).isPresent();
    }

    /** Nobody where signing in itself failed: the page that says so must still have its frame. */
    private Optional<SecurityIdentity> who() {
        try {
            return Optional.of(identity.getIdentity()).filter(known -> !known.isAnonymous());
        } catch (BlockingOperationNotAllowedException | AuthenticationFailedException e) {
            return Optional.empty();
        }
    }

    public String path() {
        RoutingContext context = request.getCurrent();
        return context == null ? "/" : context.request().path();
    }

    /** This page in another language, with its own query kept. */
    public String langLink(String language) {
        RoutingContext context = request.getCurrent();
        String query = context == null ? null : context.request().query();
        String kept =
                query == null ? "" : query.replaceAll("(^|&)lang=[^&]*", "").replaceAll("^&", "");
        return path() + "?" + (kept.isEmpty() ? "" : kept + "&") + "lang=" + language;
    }

    /** The n-th table of this page as a file, beginning with 1: {@link TableExport}. */
    public String tableLink(int table) {
        RoutingContext context = request.getCurrent();
        String query = context == null ? null : context.request().query();
        return path() + "?" + (query == null || query.isEmpty() ? "" : query + "&") + TableExport.PARAMETER + "="
                + table;
    }

    /** What the page before did, in words, or null: the cookie carries a message key. */
    public @Nullable String flash() {
        RoutingContext context = request.getCurrent();
        Cookie cookie = context == null ? null : context.request().getCookie(FLASH_COOKIE);
        return cookie != null && Messages.has(cookie.getValue()) ? Messages.get(locale(), cookie.getValue()) : null;
    }

    /** The first part of the path, a hook for styles: {@code products}, {@code desk}, {@code home}. */
    public String area() {
        String first = path().split("/", 3).length > 1 ? path().split("/", 3)[1] : "";
        return first.matches("[a-z-]+") ? first : "home";
    }
}
