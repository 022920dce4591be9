package org.bangxiao.support;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;

/** A guest's paid purchase of one supplier's goods, by its ids and the token that is the guest's. */
public record Bought(String token, String purchaseId, String partId, List<String> saleIds) {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    public static Bought of(OnSale goods, int quantity) {
        return of(Map.of(goods.listingId(), quantity));
    }

    /** @param quantities by listing, all of one supplier */
    public static Bought of(Map<UUID, Integer> quantities) {
        List<Map<String, Object>> lines = new ArrayList<>();
        quantities.forEach((listing, quantity) -> lines.add(Map.of("listingId", listing, "quantity", quantity)));
        return of(lines);
    }

    /** Places of a service for a day. */
    public static Bought visit(OnSale service, int places, LocalDate day) {
        return of(List.of(Map.of("listingId", service.listingId(), "quantity", places, "day", day.toString())));
    }

    private static Bought of(List<Map<String, Object>> lines) {
        String token = given().contentType("application/json")
                .body(Map.of("lines", lines))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        return cart(token);
    }

    /** A guest's cart, all of one supplier. */
    public static Bought cart(String token) {
        JsonPath placed = placed(token);
        String path = placed.getString("payPath");
        Web payer = new Web();
        payer.get(path);
        payer.post(path, Map.of("outcome", "pay"));
        JsonPath purchase = given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return new Bought(
                token,
                placed.getString("purchaseId"),
                purchase.getString("parts[0].id"),
                purchase.getList("parts[0].lines.saleId"));
    }

    /** The order of a guest's cart, with its goods held and not paid yet. */
    public static JsonPath placed(String token) {
        return given().contentType("application/json")
                .header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", RECEIVER))
                .post("/api/purchases")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** One piece, bought and paid by somebody signed in; answers the id of the order. */
    public static String byMember(Actor member, OnSale goods) {
        People.as(member)
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201);
        JsonPath placed = People.as(member)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(Map.of("receiver", RECEIVER))
                .post("/api/purchases")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
        return People.as(member)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath()
                .getString("parts[0].id");
    }

    /** Its supplier has said that it will be sent. */
    public Bought acceptedBy(Actor supplier) {
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("orders", List.of(partId)))
                .post("/api/orders/acceptance")
                .then()
                .statusCode(200);
        return this;
    }

    public Bought shippedBy(Actor supplier) {
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + partId + "/shipment")
                .then()
                .statusCode(204);
        return this;
    }

    public Bought received() {
        given().header("Cart-Token", token)
                .contentType("application/json")
                .post("/api/orders/" + partId + "/receipt")
                .then()
                .statusCode(204);
        return this;
    }

    /** The state of its order. */
    public String state() {
        return given().header("Cart-Token", token)
                .get("/api/purchases/" + purchaseId)
                .jsonPath()
                .getString("parts[0].state");
    }
}
