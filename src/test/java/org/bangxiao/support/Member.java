package org.bangxiao.support;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Role;

/** Somebody who buys signed in, by the token of the account. */
public record Member(String token) {
    public static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    public static Member fresh() {
        return new Member(People.token(People.everywhere(Role.CONSUMER)));
    }

    public RequestSpecification as() {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    /** Puts so many of each into the cart. */
    public void puts(Map<OnSale, Integer> goods) {
        List<Map<String, Object>> lines = new ArrayList<>();
        goods.forEach((one, quantity) -> lines.add(Map.of("listingId", one.listingId(), "quantity", quantity)));
        as().body(Map.of("lines", lines)).post("/api/carts").then().statusCode(201);
    }

    /** The cart as it would go to Guangdong with this coupon, an id or a code. */
    public JsonPath cart(String coupon) {
        return as().get("/api/carts/current?province=440000&coupon=" + coupon).jsonPath();
    }

    public Response orders(String coupon) {
        return as().header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", RECEIVER, "coupon", coupon))
                .post("/api/purchases");
    }

    public JsonPath placed(Map<OnSale, Integer> goods, String coupon) {
        puts(goods);
        Response placed = orders(coupon);
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        return placed.jsonPath();
    }

    public JsonPath paid(Map<OnSale, Integer> goods, String coupon) {
        JsonPath placed = placed(goods, coupon);
        pay(placed);
        return purchase(placed.getString("purchaseId"));
    }

    public static void pay(JsonPath placed) {
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
    }

    public JsonPath purchase(String id) {
        return as().get("/api/purchases/" + id).jsonPath();
    }

    /** Asks for so many pieces of an order's first line; answers the claim's id. */
    public String asks(String part, String cause, int pieces) {
        return as().body(Map.of(
                        "cause",
                        cause,
                        "content",
                        "收到就这样",
                        "lines",
                        List.of(Map.of("lineNo", 1, "quantity", pieces)),
                        "photos",
                        cause.equals("NOT_SENT") ? List.of() : List.of(Claiming.PHOTO)))
                .post("/api/orders/" + part + "/claims")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
