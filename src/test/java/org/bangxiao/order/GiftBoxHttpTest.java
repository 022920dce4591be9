package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Claiming.ask;
import static org.bangxiao.support.SettledProvince.number;
import static org.bangxiao.support.SettledProvince.run;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Goods of one supplier bought together, as a gift box: whole or not at all, and each for itself from then on. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GiftBoxHttpTest {
    private final UUID organisation = Suppliers.cooperative("450123").id();
    private final Actor supplier = People.of(Role.SUPPLIER, organisation);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSupplierPutsItsOwnGoodsOnSaleTogetherAndNobodyElseChangesThem() {
        UUID tea = goods("演示六堡茶", 5);
        UUID mushrooms = goods("演示香菇", 5);
        UUID strangers = Shelf.put(Shelf.Item.of("演示别家的蜂蜜", "Demo honey")).listingId();
        UUID draft = goods("演示下架的米", 5);
        withdraw(draft);
        UUID byWeight = goods("演示按斤卖的鱼", 5);
        UUID early = goods("演示预售的橙", 5);
        weigh(byWeight);
        presell(early);
        written(tea, 1).body("errors.code", contains("box-goods-count"));
        written(tea, 0, strangers, 100, draft, 1, byWeight, 1, early, 1)
                .body(
                        "errors.pointer",
                        contains(
                                "/goods/" + tea,
                                "/goods/" + strangers,
                                "/goods/" + strangers,
                                "/goods/" + draft,
                                "/goods/" + byWeight,
                                "/goods/" + early))
                .body(
                        "errors.code",
                        contains(
                                "box-pieces",
                                "box-pieces",
                                "box-goods-not-sold",
                                "box-goods-not-sold",
                                "box-goods-weighed",
                                "box-goods-presold"));
        OnSale farm = OnSale.farmStay();
        LocalDate day = LocalDate.now(BusinessClock.CHINA).plusDays(3);
        farm.open(day, day, 4);
        post(farm.product().supplier(), farm.listingId(), 1, farm.listingId(), 1)
                .then()
                .statusCode(400)
                .body("errors.code", hasItem("box-goods-by-day"));
        String box = box(tea, 2, mushrooms, 3);
        given().get("/api/boxes/" + box)
                .then()
                .statusCode(200)
                .body("totalFen", equalTo(5 * 3_600))
                .body("boxesLeft", equalTo(1))
                .body("goods.certificateNumber", not(hasItem(equalTo(null))));
        People.as(supplier).get("/api/boxes").then().body("items.id", contains(box));
        Actor other = People.of(Role.SUPPLIER, Suppliers.cooperative("450123").id());
        Web stranger = Web.signedIn(other);
        assertThat(stranger.get("/desk/boxes").asString()).contains("还没有礼盒");
        assertThat(stranger.get("/desk/boxes/" + box).statusCode()).isEqualTo(404);
        assertThat(stranger.post("/desk/boxes/" + box, Map.of("version", "0")).statusCode())
                .isEqualTo(404);
        assertThat(stranger.post("/desk/boxes/" + box + "/offer", Map.of()).statusCode())
                .isEqualTo(404);
        assertThatThrownBy(() -> run("INSERT INTO catalogue_box_goods VALUES ('%s', '%s', '%s', 5, 1)"
                        .formatted(box, organisation, strangers)))
                .hasMessageContaining("catalogue_box_own_goods");
        assertThatThrownBy(() -> run("DELETE FROM catalogue_box_goods WHERE listing_id = '" + tea + "'"))
                .hasMessageContaining("at least two goods");
    }

    @Test
    void theFormComesBackFilledInChangesAndStopsTheBox() {
        UUID tea = goods("演示白毫茶", 5);
        UUID mushrooms = goods("演示竹荪", 5);
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/listings").asString()).contains("/desk/boxes");
        assertThat(desk.get("/desk/boxes/new").asString()).contains("演示白毫茶", "演示竹荪");
        Map<String, String> typed = new HashMap<>(Map.of("nameZh", "", "textZh", "送礼", tea.toString(), "多"));
        Response again = desk.post("/desk/boxes/new", typed);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("nameZh-error", tea + "-error", "goods-error", "送礼", "value=\"多\"");
        typed.putAll(Map.of("nameZh", "演示山货礼盒", tea.toString(), "2", mushrooms.toString(), "1"));
        String path = desk.post("/desk/boxes/new", typed).getHeader("Location");
        String shown = path.replace("/desk", "");
        assertThat(desk.get("/desk/boxes").asString()).contains("演示山货礼盒", "演示白毫茶 × 2");
        assertThat(desk.get("/desk/boxes?table=1").asString()).contains("演示山货礼盒");
        assertThat(new Web().get("/products/" + tea).asString()).contains(shown, "也在礼盒里");
        typed.putAll(Map.of("version", "0", mushrooms.toString(), "3"));
        assertThat(desk.post(path, typed).statusCode()).isEqualTo(303);
        assertThat(new Web().get(shown).asString()).contains("每盒 3 件", "¥", "还能配 1 盒");
        typed.put(tea.toString(), "5");
        assertThat(desk.post(path, typed).asString()).as("an older version").contains("已被改过");
        assertThat(desk.post(path + "/offer", Map.of("offered", "false")).statusCode())
                .isEqualTo(303);
        assertThat(new Web().get(shown).statusCode()).isEqualTo(404);
        assertThat(new Web().get("/products/" + tea).asString()).doesNotContain(shown);
        desk.post(path + "/offer", Map.of("offered", "true"));
        assertThat(new Web().get(shown).statusCode()).isEqualTo(200);
    }

    @Test
    void aBoxGoesIntoTheCartWholeOrNotAtAllUpToTheLastOneThatIsThere() {
        UUID tea = goods("演示古树茶", 13);
        UUID mushrooms = goods("演示花菇", 50);
        String box = box(tea, 4, mushrooms, 1);
        String token = opened();
        put(token, box, 4)
                .statusCode(400)
                .body("errors[0].code", equalTo("box-short"))
                .body("errors[0].detail", containsString("演示古树茶"))
                .body("errors[0].detail", containsString("最多还能放 3 盒"))
                .body("errors[0].detail", not(containsString("演示花菇")));
        assertThat(cart(token).getInt("count")).as("nothing of it").isZero();
        put(token, box, 2).statusCode(200).body("count", equalTo(10));
        put(token, box, 2).statusCode(400).body("errors[0].detail", containsString("最多还能放 1 盒"));
        put(token, box, 1).statusCode(200).body("count", equalTo(15)).body("totalFen", equalTo(15 * 3_600));
        put(token, box, 1).statusCode(400).body("errors[0].code", equalTo("box-short"));
        put(token, box, 0).statusCode(400).body("errors[0].code", equalTo("quantity-invalid"));
        put("", box, 100).statusCode(400);
        given().contentType("application/json")
                .body(Map.of("boxId", box, "boxes", 1))
                .post("/api/carts/current/boxes")
                .then()
                .statusCode(404);
        put(token, UUID.randomUUID().toString(), 1).statusCode(404);
        Web guest = new Web();
        guest.get("/boxes/" + box);
        Response again = guest.post("/boxes/" + box, Map.of("boxes", "9", "then", "stay"));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("boxes-error", "最多还能放 3 盒", "value=\"9\"");
        assertThat(guest.post("/boxes/" + box, Map.of("boxes", "2", "then", "stay"))
                        .getHeader("Location"))
                .endsWith("/boxes/" + box);
        assertThat(guest.get("/cart").asString()).contains("演示古树茶", "演示花菇", "value=\"8\"");
        withdraw(mushrooms);
        put(token, box, 1)
                .statusCode(400)
                .body("errors[0].code", equalTo("box-incomplete"))
                .body("errors[0].detail", containsString("演示花菇"));
        assertThat(guest.get("/boxes/" + box).asString())
                .contains("现在配不齐", "已下架")
                .doesNotContain("name=\"boxes\"");
        assertThat(guest.post("/boxes/" + box, Map.of("boxes", "1")).asString()).contains("演示花菇现在买不到");
        assertThat(guest.get("/products/" + tea).asString()).doesNotContain("/boxes/" + box);
    }

    @Test
    void boxesHoldTakeAndPutBackAsManyUnitsAsTheyConsistOfAndEachLineIsForItself() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 12);
        UUID pomelos = oranges.further();
        String box = boxOf(oranges.product().supplier(), oranges.listingId(), 4, pomelos, 1);
        Bought bought = Bought.cart(filled(box, 2));
        assertThat(sold(oranges.listingId(), pomelos)).containsExactly(8L, 2L);
        JsonPath purchase = purchase(bought);
        assertThat(purchase.getList("parts")).hasSize(1);
        assertThat(purchase.getList("parts[0].lines.quantity")).containsExactlyInAnyOrder(8, 2);
        List<String> certificates = new ArrayList<>();
        for (String sale : bought.saleIds()) {
            certificates.add(given().get("/api/sales/" + sale)
                    .then()
                    .body("legs.size()", greaterThan(1))
                    .extract()
                    .path("certificateNumber"));
        }
        assertThat(certificates)
                .doesNotHaveDuplicates()
                .hasSize(2)
                .contains(oranges.product().certificateNumber());
        assertThat(purchase.getList("parts[0].lines.householdsFen", Integer.class))
                .hasSize(2)
                .allMatch(fen -> fen > 0);
        int line = purchase.getInt("parts[0].lines.findIndexOf { it.quantity == 8 }") + 1;
        ask(bought, "NOT_SENT", List.of(Map.of("lineNo", line, "quantity", 8)), List.of())
                .statusCode(201);
        assertThat(sold(oranges.listingId(), pomelos)).as("one line alone").containsExactly(0L, 2L);
        ask(bought, "NOT_SENT", List.of(Map.of("lineNo", 3 - line, "quantity", 2)), List.of())
                .statusCode(201);
        assertThat(bought.state()).isEqualTo("CANCELLED");
        assertThat(sold(oranges.listingId(), pomelos)).containsExactly(0L, 0L);
        JsonPath placed = Bought.placed(filled(box, 3));
        assertThat(stock("reserved", oranges.listingId(), pomelos))
                .as("held again")
                .containsExactly(12L, 3L);
        put(opened(), box, 1).statusCode(400).body("errors[0].code", equalTo("box-incomplete"));
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
        assertThat(sold(oranges.listingId(), pomelos)).as("taken again").containsExactly(12L, 3L);
        assertThat(stock("reserved", oranges.listingId(), pomelos)).containsExactly(0L, 0L);
    }

    @Test
    void aPageWithABoxCostsTheSameHoweverManyGoodsAreInIt() {
        Object[] ten = new Object[20];
        for (int i = 0; i < ten.length; i += 2) {
            ten[i] = goods("演示山货 " + i, 99);
            ten[i + 1] = 1;
        }
        String large = box(ten);
        String small = box(ten[0], 1, ten[2], 1);
        Web guest = new Web();
        int cost = Statements.of(() -> guest.get("/boxes/" + small));
        assertThat(cost).isBetween(1, 9);
        assertThat(Statements.of(() -> guest.get("/boxes/" + large))).isEqualTo(cost);
        Web desk = Web.signedIn(supplier);
        int two = Statements.of(() -> desk.get("/desk/boxes"));
        box(ten);
        assertThat(Statements.of(() -> desk.get("/desk/boxes"))).isEqualTo(two);
    }

    private UUID goods(String nameZh, long stock) {
        return Shelf.put(organisation, Shelf.Item.of(nameZh, "Demo goods").stock(stock))
                .listingId();
    }

    /** @param goods by turns a listing and its pieces */
    private static Response post(Actor by, Object... goods) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < goods.length; i += 2) {
            parts.add(Map.of("listingId", goods[i], "pieces", goods[i + 1]));
        }
        return People.as(by)
                .contentType("application/json")
                .body(Map.of("nameZh", "演示礼盒", "goods", parts))
                .post("/api/boxes");
    }

    private ValidatableResponse written(Object... goods) {
        return post(supplier, goods).then().statusCode(400);
    }

    private String box(Object... goods) {
        return boxOf(supplier, goods);
    }

    private static String boxOf(Actor by, Object... goods) {
        return post(by, goods).then().statusCode(201).extract().path("id");
    }

    private void withdraw(UUID listing) {
        changed(listing, Map.of("onSale", false));
    }

    private void weigh(UUID listing) {
        changed(listing, Map.of("weighed", true));
    }

    private void changed(UUID listing, Map<String, Object> change) {
        Map<String, Object> body = new HashMap<>(change);
        body.put("version", 0);
        People.as(supplier)
                .contentType("application/json")
                .body(body)
                .patch("/api/listings/" + listing)
                .then()
                .statusCode(200);
    }

    private static void presell(UUID listing) {
        Shelf.run("""
                UPDATE catalogue_listing SET presale_until = current_date + 9, presale_from = current_date + 10,
                       presale_to = current_date + 20 WHERE id = ?""", listing);
    }

    private static ValidatableResponse put(String token, String box, int boxes) {
        return given().header("Cart-Token", token)
                .contentType("application/json")
                .body(Map.of("boxId", box, "boxes", boxes))
                .post("/api/carts/current/boxes")
                .then();
    }

    private static String opened() {
        return given().contentType("application/json").post("/api/carts").path("token");
    }

    private static String filled(String box, int boxes) {
        String token = opened();
        put(token, box, boxes).statusCode(200);
        return token;
    }

    private static JsonPath cart(String token) {
        return given().header("Cart-Token", token).get("/api/carts/current").jsonPath();
    }

    private static JsonPath purchase(Bought bought) {
        return given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
    }

    private static List<Long> sold(UUID... listings) throws SQLException {
        return stock("sold", listings);
    }

    private static List<Long> stock(String column, UUID... listings) throws SQLException {
        List<Long> pieces = new ArrayList<>();
        for (UUID listing : listings) {
            pieces.add(number("SELECT " + column + " FROM catalogue_stock WHERE listing_id = '" + listing + "'"));
        }
        return pieces;
    }
}
