package org.bangxiao.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/**
 * Who calls: a bearer token anywhere, the session cookie on pages and on safe {@code /api} calls. The cookie alone never
 * authorises an unsafe {@code /api} call, so another site's form can do nothing there.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Sessions sessions;

    SessionMechanism(Tokens tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        String header = context.request().getHeader("Authorization");
        if (header != null) {
            return header.startsWith(BEARER)
                    ? tokens.actorOf(header.substring(BEARER.length()))
                            .map(actor -> Uni.createFrom().item(identity(actor)))
                            .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()))
                    : Uni.createFrom().failure(new AuthenticationFailedException());
        }
        Cookie cookie = context.request().getCookie(Sessions.COOKIE);
        if (cookie == null || !cookieCounts(context)) {
            return Uni.createFrom().nullItem();
        }
        return sessions.actorOf(cookie.getValue())
                .map(found -> found.map(SessionMechanism::identity).orElse(null));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends io.quarkus.security.identity.request.AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return HttpAuthenticationMechanism.DEFAULT_PRIORITY + 100;
    }

    private static boolean cookieCounts(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.startsWith("/assets/") || path.startsWith("/q/")) {
            return false;
        }
        boolean safe = context.request().method().equals(HttpMethod.GET)
                || context.request().method().equals(HttpMethod.HEAD);
        return safe || !path.startsWith("/api/");
    }

    private static SecurityIdentity identity(Actor actor) {
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(actor.username()))
                .addAttribute(CurrentActor.ATTRIBUTE, actor)
                .addAttribute("displayName", actor.displayName());
        actor.grants().forEach(grant -> builder.addRole(grant.role()));
        return builder.build();
    }
}
