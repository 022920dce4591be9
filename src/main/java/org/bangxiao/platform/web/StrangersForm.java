package org.bangxiao.platform.web;

import io.vertx.ext.web.Router;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** A form that somebody else's program sends: it can't know our form token, so to us it is a text. */
public final class StrangersForm {
    private static final int BEFORE_RESOURCES = -900;

    private StrangersForm() {}

    /** @param path of the route, which must believe nobody for a cookie's sake; a star at its end stands for the rest */
    public static void asText(Router router, String path) {
        router.post(path).order(BEFORE_RESOURCES).handler(context -> {
            context.request().headers().set(HttpHeaders.CONTENT_TYPE, MediaType.TEXT_PLAIN);
            context.next();
        });
    }
}
