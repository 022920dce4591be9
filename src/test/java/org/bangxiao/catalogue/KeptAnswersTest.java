package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists answered from the shop window: the same for all who present nothing, and only while it shows them. */
class KeptAnswersTest {
    private static final String THE_LONG_WAY = "looked up";

    private static final Vertx VERTX = Vertx.vertx();
    private static final ShopWindow WINDOW = new ShopWindow(Duration.ofMinutes(5));
    private static final KeptAnswers ANSWERS = new KeptAnswers(WINDOW, new ObjectMapper());
    private static int port;

    @BeforeAll
    static void open() {
        Router router = Router.router(VERTX);
        ANSWERS.install(router);
        router.get().handler(context -> context.end(THE_LONG_WAY));
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aKeptListIsEverybodysButOnlyForThoseWhoPresentNothingAndWhileNothingChanged() {
        String words = "sort=price-asc&size=7";
        UUID inIt = UUID.randomUUID();
        ProductQuery query = new ProductQuery("", ProductFilter.NOTHING, ProductQuery.Sort.PRICE_ASC, null, 7);
        ANSWERS.means(words, query);
        assertThat(answer(words, Map.of())).as("not shown yet").isEqualTo(THE_LONG_WAY);
        show(query, inIt);
        assertThat(answer(words, Map.of("Accept", "application/json, text/plain")))
                .contains("\"total\":4711");
        assertThat(List.of(
                        answer(words, Map.of("Authorization", "Bearer x")),
                        answer(words, Map.of("Cookie", "session=x")),
                        answer(words, Map.of("Accept", "text/html")),
                        answer("size=7", Map.of())))
                .containsOnly(THE_LONG_WAY);
        WINDOW.changed(List.of(inIt));
        assertThat(answer(words, Map.of())).as("one of its goods changed").isEqualTo(THE_LONG_WAY);
        show(query, inIt);
        WINDOW.changed();
        assertThat(answer(words, Map.of())).as("a certificate was revoked").isEqualTo(THE_LONG_WAY);
    }

    /** What was changed lately is not put back at once. */
    private static void show(ProductQuery query, UUID inIt) {
        ProductShelf shelf = new ProductShelf(new Page<>(List.of(), null, 4711));
        do {
            WINDOW.show(
                            query,
                            ProductShelf.class,
                            any -> List.of(inIt),
                            () -> Uni.createFrom()
                                    .item(shelf)
                                    .onItem()
                                    .delayIt()
                                    .by(Duration.ofMillis(100)))
                    .await()
                    .indefinitely();
        } while (WINDOW.still(query, ProductShelf.class) == null);
    }

    private static String answer(String words, Map<String, String> headers) {
        return given().port(port)
                .headers(headers)
                .accept(headers.getOrDefault("Accept", "*/*"))
                .get(ProductResource.PATH + "?" + words)
                .asString();
    }
}
