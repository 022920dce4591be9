package org.bangxiao.partner;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Reports may be longer than any other body: on their route alone, the announced length is checked against the limit of
 * this door and then hidden from the service's own limit. The body waits until somebody reads it.
 */
@ApplicationScoped
class BodyLimit implements Handler<RoutingContext> {
    /** The service's own limit is a route at -2. */
    private static final int BEFORE_THE_SERVICES_LIMIT = -3;

    private static final int TOO_LARGE = 413;

    private final PartnerConfig config;

    BodyLimit(PartnerConfig config) {
        this.config = config;
    }

    void install(@Observes Router router) {
        router.postWithRegex("/api/partners/[^/]+/sales")
                .order(BEFORE_THE_SERVICES_LIMIT)
                .handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && announced.length() < 19 && Long.parseLong(announced) > config.maxBodyBytes()) {
            context.response()
                    .setStatusCode(TOO_LARGE)
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .end();
            return;
        }
        request.headers().remove(HttpHeaders.CONTENT_LENGTH);
        // A refusal may come before the body was read: the rest of it must not block the connection.
        context.addEndHandler(answered -> request.resume());
        context.next();
    }
}
