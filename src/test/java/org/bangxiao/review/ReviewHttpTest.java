package org.bangxiao.review;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only who bought and was sent the goods reviews them, once; the supplier answers once; nothing is rewritten. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ReviewHttpTest {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    private OnSale goods;
    private Actor buyer;
    private String bearer;

    @BeforeEach
    void somethingIsOnSale() {
        goods = OnSale.product(3_990, 50);
        buyer = People.everywhere(Role.CONSUMER);
        bearer = People.token(buyer);
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void goodsAreReviewedOnceAndOnlyFromTheDayTheyAreSent() throws Exception {
        String order = bought();
        write(bearer, order, 5, "很甜，个头匀。").then().statusCode(409).body("code", equalTo("review-not-sent"));
        ship(order);
        List<Integer> answers =
                atOnce(4, () -> write(bearer, order, 5, "很甜，个头匀。").statusCode());
        assertThat(answers).containsExactlyInAnyOrder(201, 409, 409, 409);
        write(bearer, order, 1, "改主意了").then().statusCode(409).body("code", equalTo("review-once"));
        JsonPath listed = listed();
        assertThat(listed.getInt("rating.tenths")).isEqualTo(50);
        assertThat(listed.getString("reviews.items[0].content")).isEqualTo("很甜，个头匀。");
        assertThat(listed.getString("$")).as("nobody learns who wrote").doesNotContain(buyer.username());
    }

    @Test
    void whoDidNotBuyItReviewsNothing() {
        String order = bought();
        ship(order);
        Actor stranger = People.everywhere(Role.CONSUMER);
        write(People.token(stranger), order, 1, "没买过也来骂").then().statusCode(404);
        given().contentType("application/json")
                .body(Map.of("orderId", order, "line", 1, "stars", 1))
                .post("/api/reviews")
                .then()
                .statusCode(404);
        write(bearer, order, 6, "").then().statusCode(400).body("errors[0].pointer", equalTo("/stars"));
        assertThat(listed().getList("reviews.items")).isEmpty();
    }

    @Test
    void theDatabaseItselfTakesNoReviewOfAnOrderThatWasNotSentAndNoOtherWords() {
        String order = bought();
        assertThatThrownBy(() -> Shelf.run("""
                        INSERT INTO review (id, part_id, line_no, listing_id, organisation_id, county_code, stars, content, written_at)
                        SELECT gen_random_uuid(), p.id, 1, ?, p.organisation_id, '451224', 5, '', now()
                          FROM order_part p WHERE p.id = ?""", goods.listingId(), UUID.fromString(order)))
                .hasMessageContaining("nobody received this");
        ship(order);
        write(bearer, order, 3, "一般").then().statusCode(201);
        assertThatThrownBy(() -> Shelf.run("UPDATE review SET stars = 5 WHERE part_id = ?", UUID.fromString(order)))
                .hasMessageContaining("not rewritten");
        assertThatThrownBy(() -> Shelf.run("DELETE FROM review WHERE part_id = ?", UUID.fromString(order)))
                .hasMessageContaining("not deleted");
    }

    @Test
    void theSupplierAnswersOnceAndTheOfficeOfItsCountyHidesWithAReason() {
        String order = bought();
        ship(order);
        String review =
                write(bearer, order, 2, "坏了三个").then().statusCode(201).extract().path("id");
        Web supplier = Web.signedIn(goods.product().supplier());
        assertThat(supplier.get("/desk/reviews").asString()).contains("坏了三个");
        assertThat(People.as(goods.product().supplier())
                        .header("Accept-Language", "zh")
                        .get("/api/inbox")
                        .asString())
                .contains("2 星评价");
        assertThat(supplier.post("/desk/reviews/" + review + "/reply", Map.of("reply", "对不起，补发三个。"))
                        .statusCode())
                .isEqualTo(303);
        People.as(goods.product().supplier())
                .contentType("application/json")
                .body(Map.of("reply", "再说一句"))
                .post("/api/reviews/" + review + "/reply")
                .then()
                .statusCode(409)
                .body("code", equalTo("review-replied-once"));
        String page = given().get("/products/" + goods.listingId() + "/reviews").asString();
        assertThat(page).contains("坏了三个").contains("对不起，补发三个。").contains("2.0");

        hide(People.inArea(Role.COUNTY_OFFICER, "451223"), review).then().statusCode(404);
        hide(People.of(Role.SUPPLIER, UUID.randomUUID()), review).then().statusCode(403);
        hide(People.inArea(Role.COUNTY_OFFICER, "451224"), review).then().statusCode(204);
        hide(People.inArea(Role.REGION_OFFICER, "450000"), review).then().statusCode(409);
        assertThat(listed().getList("reviews.items")).isEmpty();
        assertThat(listed().getInt("rating.count")).isZero();
        assertThat(supplier.get("/desk/reviews").asString())
                .as("kept in the records")
                .contains("泄露他人隐私");
    }

    @Test
    void aGuestReviewsFromTheOrdersPageWithoutScripts() {
        Web guest = new Web();
        guest.get("/sign-in");
        guest.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        String checkout = guest.get("/checkout").asString();
        Map<String, Object> fields = new java.util.HashMap<>(RECEIVER);
        for (String name : List.of("idempotencyKey", "cartVersion", "totalFen")) {
            fields.put(name, checkout.replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1"));
        }
        String cashier = guest.post("/checkout", fields).getHeader("Location");
        String purchase = guest.post(cashier, Map.of("outcome", "pay")).getHeader("Location");
        assertThat(guest.get(purchase).asString()).doesNotContain("/review\"");
        ship(given().header("Cart-Token", guest.cookie("cart"))
                .get("/api" + purchase)
                .jsonPath()
                .getString("parts[0].id"));
        String form = guest.get(purchase).asString().replaceAll("(?s).*href=\"(/orders/[^\"]*/review)\".*", "$1");
        String again = guest.post(form, Map.of("content", "忘了选星"))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(again).contains("忘了选星").contains("请选 1 到 5 星");
        assertThat(guest.post(form, Map.of("stars", "4", "content", "不错")).statusCode())
                .isEqualTo(303);
        assertThat(given().get("/products/" + goods.listingId() + "/reviews").asString())
                .contains("不错");
        assertThat(guest.get("/products/" + goods.listingId()).asString()).contains("4.0 分，1 条评价");
    }

    private String bought() {
        given().header("Authorization", "Bearer " + bearer)
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201);
        JsonPath placed = given().header("Authorization", "Bearer " + bearer)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(Map.of("receiver", RECEIVER))
                .post("/api/purchases")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
        return People.as(buyer)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath()
                .getString("parts[0].id");
    }

    private void ship(String order) {
        People.as(goods.product().supplier())
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + order + "/shipment")
                .then()
                .statusCode(204);
    }

    private static Response write(String token, String order, int stars, String content) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(Map.of("orderId", order, "line", 1, "stars", stars, "content", content))
                .post("/api/reviews");
    }

    private static Response hide(Actor officer, String review) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("reason", "泄露他人隐私"))
                .post("/api/reviews/" + review + "/hide");
    }

    private JsonPath listed() {
        return given().get("/api/products/" + goods.listingId() + "/reviews").jsonPath();
    }

    private static List<Integer> atOnce(int times, Callable<Integer> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(times);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : workers.invokeAll(java.util.Collections.nCopies(times, work))) {
            answers.add(answer.get());
        }
        workers.shutdown();
        return answers;
    }
}
