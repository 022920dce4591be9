package org.bangxiao.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.lessThan;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Goods are kept for later, and whoever waits for them is told once that they are back. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FavouritesHttpTest {
    @Inject
    Favourites favourites;

    @Test
    void whoKeepsWhatIsSoldOutIsToldOnceItIsBackHoweverManyProcessesLook() throws Exception {
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示等货蜜柚", "Demo pomelo").stock(3));
        Actor waiting = People.everywhere(Role.CONSUMER);
        Actor content = People.everywhere(Role.CONSUMER);
        keep(content, goods.listingId()).statusCode(204);
        stock(goods, -3);
        keep(waiting, goods.listingId()).statusCode(204);
        assertThat(list(waiting).getBoolean("items[0].waits")).isTrue();
        await(favourites::alert);
        assertThat(told(waiting, goods)).as("still sold out").isZero();
        stock(goods, 5);
        Shelf.whileSuspended(goods, () -> await(favourites::alert));
        assertThat(told(waiting, goods)).as("not while nobody may sell it").isZero();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> looks = java.util.Collections.nCopies(4, () -> await(favourites::alert));
        for (Future<Integer> look : processes.invokeAll(looks)) {
            look.get();
        }
        processes.shutdown();
        assertThat(told(waiting, goods)).isEqualTo(1);
        assertThat(told(content, goods)).as("it was there when it was kept").isZero();
        assertThat(list(waiting).getBoolean("items[0].waits")).isFalse();
    }

    @Test
    void favouritesAreOnesOwnAndThePageTakesTheSameStatementsForMany() {
        Actor owner = People.everywhere(Role.CONSUMER);
        Shelf.Goods first = Shelf.put(Shelf.Item.of("演示收藏一", "Demo one"));
        keep(owner, first.listingId()).statusCode(204);
        keep(owner, first.listingId()).statusCode(204);
        keep(owner, UUID.randomUUID()).statusCode(404);
        Map<String, String> signed = Map.of("Authorization", "Bearer " + People.token(owner));
        int few = Statements.of(
                () -> given().headers(signed).get("/account/favourites").then().statusCode(200));
        for (int n = 0; n < 4; n++) {
            keep(owner, Shelf.put(Shelf.Item.of("演示收藏", "Demo")).listingId()).statusCode(204);
        }
        assertThat(Statements.of(() -> given().headers(signed)
                        .get("/account/favourites")
                        .then()
                        .statusCode(200)))
                .isEqualTo(few)
                .isLessThanOrEqualTo(6);
        JsonPath page = People.as(owner).get("/api/favourites?size=2").jsonPath();
        assertThat(page.getList("items")).hasSize(2);
        assertThat(People.as(owner)
                        .get("/api/favourites?size=5&cursor=" + page.getString("next"))
                        .jsonPath()
                        .getList("items"))
                .hasSize(3);
        Actor stranger = People.everywhere(Role.CONSUMER);
        assertThat(list(stranger).getList("items")).isEmpty();
        People.as(stranger)
                .delete("/api/favourites/" + first.listingId())
                .then()
                .statusCode(404);
        People.as(owner).delete("/api/favourites/" + first.listingId()).then().statusCode(204);
        assertThat(list(owner).getList("items")).hasSize(4);
    }

    @Test
    void theButtonOfTheProductsPageKeepsAndAskedAsAStrangerLeadsToSigningIn() {
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示收藏金桔", "Demo kumquat"));
        String button = "/account/favourites/" + goods.listingId();
        Web stranger = new Web();
        stranger.get("/products/" + goods.listingId());
        assertThat(stranger.post(button, Map.of()).getHeader("Location")).startsWith("/sign-in");
        Web member = Web.signedIn(People.everywhere(Role.CONSUMER));
        assertThat(member.get("/account/favourites").asString()).contains("还没有收藏");
        assertThat(member.get("/products/" + goods.listingId()).asString()).contains(button);
        member.post(button, Map.of()).then().statusCode(303);
        assertThat(member.get("/account/favourites").asString()).contains("已收藏。", "演示收藏金桔");
        member.post(button + "/remove", Map.of()).then().statusCode(303);
        assertThat(member.get("/account/favourites").asString()).doesNotContain("演示收藏金桔");
    }

    private static io.restassured.response.ValidatableResponse keep(Actor owner, UUID listing) {
        return People.as(owner)
                .contentType("application/json")
                .put("/api/favourites/" + listing)
                .then();
    }

    private static JsonPath list(Actor owner) {
        return People.as(owner).get("/api/favourites").jsonPath();
    }

    private static long told(Actor reader, Shelf.Goods goods) {
        return People.as(reader).get("/api/inbox").jsonPath().getList("items.link", String.class).stream()
                .filter(link -> link.endsWith(goods.listingId().toString()))
                .count();
    }

    private static void stock(Shelf.Goods goods, int pieces) {
        People.as(People.of(Role.SUPPLIER, goods.organisationId()))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("quantity", pieces))
                .post("/api/listings/" + goods.listingId() + "/stock")
                .then()
                .statusCode(lessThan(300));
    }
}
