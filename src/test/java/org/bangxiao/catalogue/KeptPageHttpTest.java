package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** A product's page is written once and shown to many; what is one visitor's own never reaches the next. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class KeptPageHttpTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @Test
    void everyVisitorOfAKeptPageGetsATokenOfTheirOwnAndCanBuyWithIt() {
        Goods goods = Shelf.put(Item.of("隆安板栗", "Long'an chestnut").stock(9));
        Web first = new Web();
        Web second = new Web();
        String one = token(first.get("/products/" + goods.listingId()));
        String other = token(second.get("/products/" + goods.listingId()));
        assertThat(one).isNotEqualTo(other);
        for (Web visitor : new Web[] {first, second}) {
            visitor.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1, "then", "stay"))
                    .then()
                    .statusCode(303);
            visitor.get("/cart").then().body(containsString("隆安板栗"));
        }
    }

    @Test
    void whoIsSignedInSeesTheirNameAndTheNextVisitorDoesNot() {
        Goods goods = Shelf.put(Item.of("隆安板栗", "Long'an chestnut").stock(9));
        Actor buyer = People.everywhere(Role.CONSUMER);
        Web web = new Web();
        web.get("/products/" + goods.listingId());
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", buyer.username(), "password", People.PASSWORD, "next", ""));
        web.get("/products/" + goods.listingId()).then().body(containsString("href=\"/account\""));
        String name = "<span>" + buyer.username() + "</span>";
        web.get("/products/" + goods.listingId()).then().body(containsString(name));
        new Web().get("/products/" + goods.listingId()).then().body(not(containsString(name)));
    }

    @Test
    void aKeptPageFollowsPriceStockLanguageAndCertificateAtOnce() {
        Goods goods = Shelf.put(Item.of("隆安板栗", "Long'an chestnut").price(3_600).stock(1));
        String path = "/products/" + goods.listingId();
        new Web().get(path).then().body(containsString("36"), containsString("隆安板栗"));
        Shelf.run("UPDATE catalogue_listing SET price_fen = 4712 WHERE id = ?", goods.listingId());
        new Web().get(path).then().body(containsString("47"), containsString(".12"));
        order(goods);
        new Web().get(path).then().body(not(containsString("/cart/lines")));
        Web english = new Web();
        english.get(path + "?lang=en").then().body(containsString("Long&#39;an chestnut"));
        new Web().get(path).then().body(containsString("隆安板栗"));
        stand(goods, "SUSPENDED");
        new Web().get(path).then().statusCode(404);
        stand(goods, "VALID");
        new Web().get(path).then().statusCode(200);
    }

    private static void stand(Goods goods, String state) {
        Shelf.run(
                "UPDATE certification_certificate SET state = '" + state + "' WHERE product_id = ?", goods.productId());
    }

    /** The last one is held for a buyer. */
    private static void order(Goods goods) {
        String cart = given().contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        Map<String, String> receiver =
                Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");
        given().contentType("application/json")
                .header("Cart-Token", cart)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", receiver, "cartVersion", 0))
                .post("/api/purchases")
                .then()
                .statusCode(201);
    }

    private static String token(Response page) {
        Matcher token = TOKEN.matcher(page.then().statusCode(200).extract().asString());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
