package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Delivery is charged once for each supplier, frozen with the order, the supplier's alone, and goes back once. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FreightHttpTest {
    private static final String GUANGDONG = "440000";
    private static final Map<String, String> SHENZHEN =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    private final OnSale oranges = OnSale.product(3_990, 200);
    private final Actor supplier = oranges.product().supplier();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void twoSuppliersAreEachPaidForDeliveryOnceAndHouseholdsShareNoneOfIt() {
        UUID pomelos = oranges.further();
        OnSale others = OnSale.keeping(2_000, 50).delivered(500);
        long before = owed(supplier);
        oranges.delivered(1_000);
        // 2 × 2.5 kg and 1 × 2.5 kg: 10 yuan for the first kilogram, 2 for each of the 13 half kilograms more.
        String cart = cart(Map.of(oranges.listingId(), 2, pomelos, 1, others.listingId(), 1));
        JsonPath seen = as(cart).get("/api/carts/current?province=" + GUANGDONG).jsonPath();
        assertThat(seen.getLong("freightFen")).isEqualTo(3_600 + 1_100);
        assertThat(seen.getLong("payableFen")).isEqualTo(3 * 3_990 + 2_000 + 4_700);
        assertThat(as(cart).get("/api/carts/current").jsonPath().getLong("payableFen"))
                .as("while the place is not known")
                .isEqualTo(3 * 3_990 + 2_000);
        assertThat(place(cart, SHENZHEN, 3 * 3_990 + 2_000L).jsonPath().getString("code"))
                .isEqualTo("total-changed");
        JsonPath bought = paid(cart);
        assertThat(bought.getLong("totalFen")).isEqualTo(3 * 3_990 + 2_000 + 4_700);
        assertThat(bought.getList("parts.freightFen", Long.class)).containsExactlyInAnyOrder(3_600L, 1_100L);
        assertThat(bought.getList("parts.totalFen", Long.class))
                .containsExactlyInAnyOrder(3 * 3_990 + 3_600L, 2_000 + 1_100L);
        long fromSales = sum("SELECT sum(supplier_fen) FROM sale WHERE organisation_id = '%s'"
                .formatted(oranges.product().organisationId()));
        assertThat(owed(supplier) - before).isEqualTo(fromSales + 3_600);
        assertThat(sum("SELECT sum(gross_fen) FROM sale WHERE organisation_id = '%s'"
                        .formatted(oranges.product().organisationId())))
                .isEqualTo(3 * 3_990);
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/orders?view=all").asString().replaceAll("<[^>]+>", ""))
                .contains("155.70");
        assertThat(desk.get("/desk/orders/export?view=all").asString()).contains("36.00", "155.70");
    }

    @Test
    void aLeastOrderRaisedWhileThePageIsOpenIsSaidAndTheOrderGoesThroughOnceItIsLowered() {
        String template = charge(supplier, zone(List.of(), 800)).jsonPath().getString("id");
        String cart = cart(Map.of(oranges.listingId(), 2));
        long seen = as(cart).get("/api/carts/current?province=" + GUANGDONG)
                .jsonPath()
                .getLong("payableFen");
        least(template, 10_000);
        Response refused = place(cart, SHENZHEN, seen);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("order-below-least");
        assertThat(refused.asString()).contains("100.00", "20.20", "演示脐橙");
        JsonPath told = as(cart).get("/api/carts/current?province=" + GUANGDONG).jsonPath();
        assertThat(told.getLong("shops[0].freight.forLeast")).isEqualTo(10_000 - 2 * 3_990);
        least(template, 7_980);
        assertThat(place(cart, SHENZHEN, seen).statusCode()).isEqualTo(201);
    }

    private void least(String template, long fen) {
        Map<String, Object> zone = new HashMap<>(zone(List.of(), 800));
        zone.put("leastFen", fen);
        json(supplier)
                .body(Map.of("name", "演示模板", "standard", true, "zones", List.of(zone)))
                .put("/api/freight-templates/" + template)
                .then()
                .statusCode(200);
    }

    @Test
    void aTemplateChangedAfterwardsLeavesTheOrderAsItWasSold() {
        String template = charge(supplier, zone(List.of(), 800)).jsonPath().getString("id");
        Bought bought = Bought.of(oranges, 1);
        assertThat(json(supplier)
                        .body(Map.of("name", "演示", "zones", List.of(zone(List.of(), 9_900))))
                        .put("/api/freight-templates/" + template)
                        .statusCode())
                .isEqualTo(200);
        assertThat(purchase(bought).getLong("parts[0].freightFen")).isEqualTo(1_400);
        assertThat(purchase(bought).getLong("totalFen")).isEqualTo(3_990 + 1_400);
        String cart = cart(Map.of(oranges.listingId(), 1));
        assertThat(as(cart).get("/api/carts/current?province=" + GUANGDONG)
                        .jsonPath()
                        .getLong("freightFen"))
                .isEqualTo(10_500);
        // Of an order that its supplier's template does not name any more the price stays the one that was agreed.
        People.as(supplier).delete("/api/freight-templates/" + template).then().statusCode(204);
        assertThat(purchase(bought).getLong("totalFen")).isEqualTo(3_990 + 1_400);
        assertThat(as(cart).get("/api/carts/current?province=" + GUANGDONG)
                        .jsonPath()
                        .getLong("freightFen"))
                .as("free where a supplier has no template")
                .isZero();
    }

    @Test
    void whatIsNotDeliveredThereIsRefusedByItsName() {
        charge(supplier, zone(List.of(), 800), nowhere("440000", "540000"));
        String cart = cart(Map.of(oranges.listingId(), 1));
        JsonPath seen = as(cart).get("/api/carts/current?province=" + GUANGDONG).jsonPath();
        assertThat(seen.getList("changes.kind")).containsExactly("NOT_DELIVERED");
        assertThat(seen.getString("changes[0].nameZh")).isEqualTo("演示脐橙");
        assertThat(seen.getBoolean("shops[0].lines[0].delivered")).isFalse();
        Response refused = place(cart, SHENZHEN, null);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("errors[0].code")).isEqualTo("not-delivered-there");
        assertThat(refused.jsonPath().getString("errors[0].pointer")).isEqualTo("/lines/" + oranges.listingId());
        assertThat(refused.asString()).contains("演示脐橙", "广东省");
        Map<String, String> nowhereSaid = new HashMap<>(SHENZHEN);
        nowhereSaid.put("address", "福田区演示路 1 号");
        assertThat(place(cart, nowhereSaid, null).jsonPath().getString("errors[0].code"))
                .isEqualTo("province-required");
        nowhereSaid.put("province", "990000");
        assertThat(place(cart, nowhereSaid, null).jsonPath().getString("errors[0].code"))
                .isEqualTo("province-unknown");
        nowhereSaid.put("province", "430000");
        assertThat(place(cart, nowhereSaid, null).statusCode()).isEqualTo(201);
        assertThat(found("&shipsTo=" + GUANGDONG))
                .doesNotContain(oranges.listingId().toString());
        assertThat(found("&shipsTo=430000")).contains(oranges.listingId().toString());
        assertThat(given().get("/api/products?shipsTo=450102").statusCode()).isEqualTo(400);
        Web visitor = new Web();
        assertThat(visitor.get("/delivery-place?province=440000&back=//elsewhere.example")
                        .getHeader("Location"))
                .endsWith("/")
                .doesNotContain("elsewhere");
        assertThat(visitor.cookie("place")).isEqualTo(GUANGDONG);
        String page = visitor.get("/products/" + oranges.listingId()).asString();
        assertThat(page).contains("不送往广东省");
        assertThat(visitor.get("/products").asString()).contains("可送到广东省");
        assertThat(visitor.get("/products?shipsTo=430000").asString())
                .contains("chip-set", "可送到湖南省", "name=\"shipsTo\"");
        assertThat(new Web().get("/products/" + oranges.listingId()).asString())
                .as("to the region's own province where nobody has said")
                .contains("运费 ¥14.00", "预计 2–4 天送达");
    }

    @Test
    void freightGoesBackWithAnOrderThatWasNeverSentAndOtherwiseWhereItsSupplierSaysSo() {
        oranges.delivered(800);
        Bought unsent = Bought.of(oranges, 1);
        assertThat(approved(unsent, "NOT_SENT", Map.of())).isEqualTo(3_990 + 1_400);
        assertThat(purchase(unsent).getLong("refundedFen") + purchase(unsent).getLong("refundingFen"))
                .isEqualTo(purchase(unsent).getLong("totalFen"));
        Bought spoiled = Bought.of(oranges, 2).shippedBy(supplier).received();
        assertThat(approved(spoiled, "SPOILED", Map.of())).isEqualTo(3_990);
        assertThat(approved(spoiled, "SPOILED", Map.of("freight", true)))
                .as("the supplier gives it back, too")
                .isEqualTo(3_990 + 2_400);
        assertThat(sum("SELECT count(*) FROM order_freight_refund WHERE part_id = '" + spoiled.partId() + "'"))
                .isEqualTo(1);
        // Whatever the service does, the table knows what was paid and that it went back.
        assertThatThrownBy(
                        () -> sum("INSERT INTO order_freight_refund SELECT part_id, amount_fen, 'again', tx_id, now()"
                                + " FROM order_freight_refund WHERE part_id = '" + spoiled.partId() + "'"))
                .hasMessageContaining("duplicate key");
        assertThatThrownBy(() -> sum("UPDATE order_part SET freight_fen = 1 WHERE id = '" + spoiled.partId() + "'"))
                .hasMessageContaining("order_freight_back_as_paid");
    }

    @Test
    void aSupplierWritesTemplatesAndChoosesOneForItsGoods() {
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/freight").asString()).contains("还没有运费模板");
        assertThat(desk.get("/desk/freight/new").statusCode()).isEqualTo(200);
        Map<String, String> form = new HashMap<>(
                Map.of("name", "冷链", "firstGrams0", "1000", "first0", "12", "stepGrams0", "500", "step0", "3.5"));
        form.putAll(Map.of("daysFrom0", "3", "daysTo0", "2", "provinces2", "广东、火星", "undelivered2", "true"));
        Response again = desk.post("/desk/freight/new", form);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("provinces2-error", "火星", "value=\"12\"");
        form.put("provinces2", "广东、香港");
        assertThat(desk.post("/desk/freight/new", form).asString()).contains("daysTo0-error");
        form.put("daysTo0", "5");
        assertThat(desk.post("/desk/freight/new", form).statusCode()).isEqualTo(303);
        assertThat(desk.post("/desk/freight/new", form).asString()).contains("name-error");
        assertThat(desk.get("/desk/freight").asString()).contains("冷链", "默认", "广东省、香港特别行政区", "不发货");
        JsonPath own = People.as(supplier).get("/api/freight-templates").jsonPath();
        String template = own.getString("[0].id");
        assertThat(own.getLong("[0].zones[0].stepFen")).isEqualTo(350);
        assertThat(desk.get("/desk/freight/" + template).asString()).contains("广东、香港");
        String listing = "/desk/listings/" + oranges.listingId();
        assertThat(desk.get(listing).asString()).contains("冷链", "按净重 2,500 克");
        assertThat(desk.post(listing + "/freight", Map.of("templateId", template, "packedGrams", "0"))
                        .asString())
                .contains("packedGrams-error");
        assertThat(desk.post(listing + "/freight", Map.of("templateId", template, "packedGrams", "3100"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(given().get("/api/products/" + oranges.listingId() + "/delivery?province=430000")
                        .jsonPath()
                        .getLong("freight.fen"))
                .as("3.1 kg packed: 12 yuan and five half kilograms begun")
                .isEqualTo(1_200 + 5 * 350);
        Actor stranger = OnSale.product(3_990, 1).product().supplier();
        json(stranger)
                .body(Map.of("name", "x", "zones", List.of(zone(List.of(), 1))))
                .put("/api/freight-templates/" + template)
                .then()
                .statusCode(404);
        json(stranger)
                .body(Map.of("templateId", template))
                .put("/api/listings/" + oranges.listingId() + "/freight")
                .then()
                .statusCode(404);
        json(stranger).body(Map.of()).post("/api/freight-templates").then().statusCode(400);
        json(stranger)
                .body(Map.of("name", "x", "zones", List.of(Map.of())))
                .post("/api/freight-templates")
                .then()
                .statusCode(400);
    }

    @Test
    void aPageAsksTheDatabaseNoMoreForFreightOfManyThanOfOne() {
        UUID pomelos = oranges.further();
        OnSale others = OnSale.keeping(2_000, 50).delivered(500);
        oranges.delivered(800);
        String one = cart(Map.of(oranges.listingId(), 1));
        String many = cart(Map.of(oranges.listingId(), 1, pomelos, 2, others.listingId(), 3));
        String path = "/api/carts/current?province=" + GUANGDONG;
        assertThat(Statements.of(() -> as(many).get(path))).isEqualTo(Statements.of(() -> as(one).get(path)));
        assertThat(Statements.of(() -> as(one).get(path)))
                .as("freight comes with the goods")
                .isEqualTo(Statements.of(() -> as(one).get("/api/carts/current")));
    }

    private long approved(Bought bought, String cause, Map<String, Object> more) {
        String claim =
                Claiming.asked(bought, cause, 1).statusCode(201).extract().path("id");
        if (!cause.equals("NOT_SENT")) {
            Map<String, Object> answer = new HashMap<>(more);
            answer.put("goods", "WRITE_OFF");
            Claiming.answered(supplier, claim, "APPROVE", "ASKED", answer).statusCode(204);
        }
        return sum("SELECT amount_fen FROM payment_refund WHERE reference = 'claim:" + claim + "'");
    }

    private String found(String filter) {
        return given().get("/api/products?size=200&county=451224&q=演示脐橙" + filter)
                        .asString()
                + given().get("/api/products?size=200&county=451224" + filter).asString();
    }

    private static Response charge(Actor supplier, Map<?, ?>... zones) {
        return json(supplier)
                .body(Map.of("name", "演示模板", "standard", true, "zones", List.of(zones)))
                .post("/api/freight-templates");
    }

    /** So much for the first kilogram, 2 yuan for each half more, 2 to 4 days. */
    private static Map<String, Object> zone(List<String> provinces, long firstFen) {
        return Map.of(
                "provinces", provinces,
                "firstGrams", 1_000,
                "firstFen", firstFen,
                "stepGrams", 500,
                "stepFen", 200,
                "daysFrom", 2,
                "daysTo", 4);
    }

    private static Map<String, Object> nowhere(String... provinces) {
        return Map.of("provinces", List.of(provinces), "delivered", false);
    }

    private static String cart(Map<UUID, Integer> quantities) {
        List<Map<String, Object>> lines = new ArrayList<>();
        quantities.forEach((listing, quantity) -> lines.add(Map.of("listingId", listing, "quantity", quantity)));
        return given().contentType("application/json")
                .body(Map.of("lines", lines))
                .post("/api/carts")
                .path("token");
    }

    private static Response place(String cart, Map<String, String> receiver, Long totalFen) {
        Map<String, Object> body = new HashMap<>(Map.of("receiver", receiver));
        if (totalFen != null) {
            body.put("totalFen", totalFen);
        }
        return as(cart).header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(body)
                .post("/api/purchases");
    }

    private static JsonPath paid(String cart) {
        JsonPath placed = place(cart, SHENZHEN, null).jsonPath();
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
        return as(cart).get("/api/purchases/" + placed.getString("purchaseId")).jsonPath();
    }

    private static JsonPath purchase(Bought bought) {
        return as(bought.token()).get("/api/purchases/" + bought.purchaseId()).jsonPath();
    }

    private static RequestSpecification as(String cart) {
        return given().header("Cart-Token", cart);
    }

    private static RequestSpecification json(Actor actor) {
        return People.as(actor).contentType("application/json");
    }

    private static long owed(Actor supplier) {
        return sum(
                "SELECT coalesce(sum(b.posted), 0) FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id"
                        + " WHERE a.kind = 'SUPPLIER' AND a.owner = '"
                        + supplier.organisationAs(org.bangxiao.identity.Role.SUPPLIER)
                                .orElseThrow() + "'");
    }

    private static long sum(String statement) {
        try (Connection connection = PostgresForTests.connect();
                Statement one = connection.createStatement()) {
            if (!one.execute(statement)) {
                return 0;
            }
            try (ResultSet rows = one.getResultSet()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
