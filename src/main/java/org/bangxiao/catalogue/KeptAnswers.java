package org.bangxiao.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists for programs that the shop window still shows, answered before the request is taken apart, checked and looked up
 * anew: most of what such an answer costs. Only for passers-by, whose answer is everybody's: whoever presents a token or
 * asks for another kind of answer goes the long way, as does whatever was not asked in the same words lately.
 */
@ApplicationScoped
class KeptAnswers {
    /** Before authentication, of which there is none for whoever presents nothing; after the headers of every answer. */
    private static final int ORDER = -500;

    private static final int MOST_KEPT = 4_000;
    private static final int LONGEST_QUESTION = 300;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    private final Map<String, ProductQuery> asked = new ConcurrentHashMap<>();
    private final ShopWindow window;
    private final ObjectWriter writer;

    KeptAnswers(ShopWindow window, ObjectMapper mapper) {
        this.window = window;
        this.writer = mapper.writerFor(ProductShelf.ProductList.class);
    }

    void install(@Observes Router router) {
        router.get(ProductResource.PATH).order(ORDER).handler(this::answer);
    }

    /** Writes lists, here and for those who went the long way. */
    ObjectWriter writer() {
        return writer;
    }

    /** These words of an address mean that question. */
    void means(@Nullable String words, ProductQuery query) {
        String key = words == null ? "" : words;
        if (key.length() > LONGEST_QUESTION || asked.containsKey(key)) {
            return;
        }
        if (asked.size() >= MOST_KEPT) {
            asked.clear();
        }
        asked.put(key, query);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        ProductShelf shelf = anybodys(request) ? shown(request.query()) : null;
        if (shelf == null) {
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(shelf.json(writer)));
    }

    private @Nullable ProductShelf shown(@Nullable String words) {
        ProductQuery query = asked.get(words == null ? "" : words);
        return query == null ? null : window.still(query, ProductShelf.class);
    }

    private static boolean anybodys(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return !request.headers().contains(HttpHeaders.AUTHORIZATION)
                && !request.headers().contains(HttpHeaders.COOKIE)
                && (accepted == null || accepted.equals("*/*") || accepted.startsWith("application/json"));
    }
}
