package org.bangxiao.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /q/bench/no-op?bytes=N}: answers N bytes and does nothing for them, with the headers of every answer. What
 * pages and lists are measured against; there only with {@code bangxiao.bench=true}.
 */
@ApplicationScoped
class NoOp {
    private static final int MOST_BYTES = 4_000_000;
    private static final int BAD_REQUEST = 400;

    private final boolean measured;
    private final Map<Integer, Buffer> bodies = new ConcurrentHashMap<>();

    NoOp(@ConfigProperty(name = "bangxiao.bench", defaultValue = "false") boolean measured) {
        this.measured = measured;
    }

    void install(@Observes Router router) {
        if (measured) {
            router.get("/q/bench/no-op").handler(this::answer);
        }
    }

    private void answer(RoutingContext context) {
        String bytes = String.valueOf(context.request().getParam("bytes"));
        HttpServerResponse response = context.response();
        if (!bytes.matches("\\d{1,7}") || Integer.parseInt(bytes) > MOST_BYTES) {
            response.setStatusCode(BAD_REQUEST).end();
            return;
        }
        response.putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(bodies.computeIfAbsent(Integer.valueOf(bytes), n -> Buffer.buffer("x".repeat(n))));
    }
}
