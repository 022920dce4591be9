package org.bangxiao.order;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Whoever puts something into a cart by a page: a guest who has none yet is given one with the answer.
 *
 * @param secret of a guest's new cart; null where there is a cart already, or an account
 */
record Visitor(Shopper shopper, @Nullable String secret) {
    private static final int MONTH_SECONDS = 2_592_000;

    static Visitor of(CurrentActor actor, @Nullable String guest) {
        String secret = guest == null && actor.optional().isEmpty() ? Ids.secret() : null;
        return new Visitor(Shopper.of(actor, secret == null ? guest : secret), secret);
    }

    /** The answer, with the cookie by which a new guest's cart is known again. */
    Response known(Response response, HttpServerRequest request) {
        return secret == null
                ? response
                : Response.fromResponse(response)
                        .cookie(new NewCookie.Builder(Shopper.COOKIE)
                                .value(secret)
                                .path("/")
                                .maxAge(MONTH_SECONDS)
                                .httpOnly(true)
                                .secure(request.isSSL())
                                .sameSite(NewCookie.SameSite.LAX)
                                .build())
                        .build();
    }
}
