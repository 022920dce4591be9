package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.SupplierRegister;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cart tells its owner what is otherwise than when it was filled, and brings itself up to date when asked. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CartHttpTest {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    @Inject
    SupplierRegister register;

    @Inject
    BusinessClock clock;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aChangedPriceIsSaidWithTheOldAndTheNewUntilItIsAccepted() {
        Shelf.Goods goods = shelf("演示香米", 3_600, 50);
        String token = cart(Map.of(goods.listingId(), 2));
        assertThat(changes(cart(token))).isEmpty();
        change(goods, Map.of("version", 0, "priceFen", 4_200));
        assertThat(changes(cart(token))).containsExactly("PRICE 3600>4200");
        assertThat(cart(token).getLong("totalFen")).as("today's price").isEqualTo(8_400);
        assertThat(changes(settle(token))).containsExactly("PRICE 3600>4200");
        assertThat(changes(cart(token))).isEmpty();
    }

    @Test
    void whatIsSoldOutLeavesWhatIsShortIsLoweredAndBothAreReported() {
        Shelf.Goods gone = shelf("演示木耳", 2_600, 5);
        Shelf.Goods few = shelf("演示红薯粉", 1_900, 5);
        String token = cart(Map.of(gone.listingId(), 1, few.listingId(), 5));
        stock(gone, -5);
        stock(few, -2);
        assertThat(changes(cart(token))).containsExactlyInAnyOrder("SOLD_OUT 1>null", "STOCK 5>3");
        assertThat(buy(token)).as("nobody pays for what is not there").isEqualTo(409);
        assertThat(changes(settle(token))).containsExactlyInAnyOrder("SOLD_OUT 1>null", "STOCK 5>3");
        JsonPath settled = cart(token);
        assertThat(changes(settled)).isEmpty();
        assertThat(settled.getLong("totalFen")).isEqualTo(3 * 1_900);
        assertThat(buy(token)).isEqualTo(201);
    }

    @Test
    void aLineSaysWhetherItsSupplierItsCertificateOrItsWithdrawalKeepsItFromBeingSold() {
        Shelf.Goods withdrawn = shelf("演示板栗", 3_600, 5);
        OnSale suspended = OnSale.product(3_990, 5);
        OnSale barred = OnSale.product(3_990, 5);
        String token = cart(Map.of(withdrawn.listingId(), 1, suspended.listingId(), 1, barred.listingId(), 1));
        change(withdrawn, Map.of("version", 0, "onSale", false));
        People.as(People.inArea(Role.REGION_OFFICER, "450000"))
                .contentType("application/json")
                .body(Map.of("state", "SUSPENDED", "reason", "抽检不合格"))
                .post("/api/certificates/" + suspended.product().certificateNumber() + "/changes")
                .then()
                .statusCode(200);
        Actor county = People.inArea(Role.COUNTY_OFFICER, "451224");
        UUID supplier = barred.product().organisationId();
        int version =
                Await.await(() -> register.seenBy(county, supplier)).supplier().version();
        Await.await(() -> register.suspend(county, supplier, version, "抽检不合格"));
        assertThat(changes(cart(token)))
                .containsExactlyInAnyOrder("WITHDRAWN 1>null", "CERTIFICATE 1>null", "SUPPLIER 1>null");
        settle(token);
        assertThat(cart(token).getList("shops")).isEmpty();
    }

    @Test
    void aGuestsCartJoinsTheMembersAndEachLineThatChangedIsSaidOnce() {
        Shelf.Goods both = shelf("演示茶油", 12_800, 50);
        Shelf.Goods fresh = shelf("演示百香果", 2_990, 50);
        Shelf.Goods fewer = shelf("演示墨米", 4_500, 50);
        Actor member = People.everywhere(Role.CONSUMER);
        put(People.token(member), Map.of(both.listingId(), 1, fewer.listingId(), 4));
        Web browser = new Web();
        browser.get("/sign-in");
        put(browser, both, 3);
        put(browser, fresh, 2);
        put(browser, fewer, 2);
        browser.post("/sign-in", Map.of("username", member.username(), "password", People.PASSWORD));
        String joined = browser.get("/cart").asString();
        assertThat(joined)
                .contains("账户里原有 1 件，留多的 3 件")
                .contains("从访客购物车带来 2 件")
                .doesNotContain("原有 4 件");
        assertThat(browser.get("/cart").asString()).as("said once").doesNotContain("留多的");
        assertThat(People.as(member).get("/api/carts/current").jsonPath().getLong("count"))
                .isEqualTo(3 + 2 + 4);
    }

    @Test
    void thePageNamesEachChangeAndItsButtonBringsTheCartUpToDate() {
        Shelf.Goods goods = shelf("演示三华李", 3_600, 5);
        Web browser = new Web();
        browser.get("/sign-in");
        put(browser, goods, 4);
        stock(goods, -3);
        change(goods, Map.of("version", 0, "priceFen", 3_000));
        assertThat(browser.get("/cart").asString()).contains("想买 4 件，只剩 2 件").contains("价格从 ¥36.00 变为 ¥30.00");
        assertThat(browser.post("/cart/settle", Map.of()).statusCode()).isEqualTo(303);
        assertThat(browser.get("/cart").asString())
                .contains("<b>60</b><small>.00")
                .doesNotContain("只剩 2 件");
        assertThat(browser.get("/checkout").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyHoldsTheGoodsOfMoreThanFivePurchasesWithoutPaying() {
        Shelf.Goods goods = shelf("演示火龙果", 2_990, 50);
        Actor member = People.everywhere(Role.CONSUMER);
        String bearer = People.token(member);
        for (int purchase = 1; purchase <= 6; purchase++) {
            put(bearer, Map.of(goods.listingId(), 1));
            given().header("Authorization", "Bearer " + bearer)
                    .header("Idempotency-Key", "unpaid-" + purchase)
                    .contentType("application/json")
                    .body(Map.of("receiver", RECEIVER))
                    .post("/api/purchases")
                    .then()
                    .statusCode(purchase <= 5 ? 201 : 409);
        }
        String other = cart(Map.of(goods.listingId(), 1));
        assertThat(buy(other)).as("somebody else").isEqualTo(201);
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(11)));
        given().header("Authorization", "Bearer " + People.token(member))
                .header("Idempotency-Key", "unpaid-late")
                .contentType("application/json")
                .body(Map.of("receiver", RECEIVER))
                .post("/api/purchases")
                .then()
                .statusCode(201);
    }

    private static Shelf.Goods shelf(String nameZh, long priceFen, long stock) {
        return Shelf.put(Shelf.Item.of(nameZh, "Demo goods").price(priceFen).stock(stock));
    }

    private static void change(Shelf.Goods goods, Map<String, Object> change) {
        People.as(People.of(Role.SUPPLIER, goods.organisationId()))
                .contentType("application/json")
                .body(change)
                .patch("/api/listings/" + goods.listingId())
                .then()
                .statusCode(200);
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

    private static void put(Web browser, Shelf.Goods goods, int quantity) {
        assertThat(browser.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", quantity))
                        .statusCode())
                .isEqualTo(303);
    }

    private static void put(String bearer, Map<UUID, Integer> quantities) {
        given().header("Authorization", "Bearer " + bearer)
                .contentType("application/json")
                .body(Map.of("lines", lines(quantities)))
                .post("/api/carts")
                .then()
                .statusCode(201);
    }

    private static String cart(Map<UUID, Integer> quantities) {
        return given().contentType("application/json")
                .body(Map.of("lines", lines(quantities)))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static List<Map<String, Object>> lines(Map<UUID, Integer> quantities) {
        return quantities.entrySet().stream()
                .map(line -> Map.<String, Object>of("listingId", line.getKey(), "quantity", line.getValue()))
                .toList();
    }

    private static JsonPath cart(String token) {
        return given().header("Cart-Token", token).get("/api/carts/current").jsonPath();
    }

    private static JsonPath settle(String token) {
        return given().header("Cart-Token", token)
                .contentType("application/json")
                .post("/api/carts/current/settle")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int buy(String token) {
        return given().header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(Map.of("receiver", RECEIVER))
                .post("/api/purchases")
                .statusCode();
    }

    private static List<String> changes(JsonPath cart) {
        List<String> kinds = cart.getList("changes.kind");
        List<Object> before = cart.getList("changes.before");
        List<Object> after = cart.getList("changes.after");
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> kinds.get(i) + " " + before.get(i) + ">" + after.get(i))
                .toList();
    }
}
