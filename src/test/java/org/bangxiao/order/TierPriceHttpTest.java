package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A price falls with the quantity and in a period, the same on the page, in the cart and at the checkout. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TierPriceHttpTest {
    private final OnSale goods = OnSale.product(3_990, 200);
    private final Actor supplier = goods.product().supplier();
    private final BusinessClock clock =
            Arc.container().instance(BusinessClock.class).get();

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void fromSixOnEachCostsLessAndFiveDoNot() {
        priced(tier(6, 3_600, null, null), tier(20, 3_300, null, null)).then().statusCode(200);
        assertThat(totals(5, 6, 7, 19, 20)).containsExactly(19_950L, 21_600L, 25_200L, 68_400L, 66_000L);
        String page = new Web().get("/products/" + goods.listingId()).asString();
        assertThat(page).contains("¥36.00", "6 件起", "¥33.00", "20 件起");
        assertThat(given().get("/api/products/" + goods.listingId()).jsonPath().<Integer>getList("tiers.priceFen"))
                .containsExactly(3_600, 3_300);
        Web guest = new Web();
        guest.get("/sign-in");
        guest.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 6));
        assertThat(guest.get("/cart").asString())
                .contains("<s>¥39.90</s>", "6 件起", "¥36.00")
                .doesNotContain("价格变了");
        Bought six = Bought.of(goods, 6);
        priced().then().statusCode(200);
        JsonPath bought = given().header("Cart-Token", six.token())
                .get("/api/purchases/" + six.purchaseId())
                .jsonPath();
        assertThat(bought.getLong("totalFen"))
                .as("an order stays as it was sold")
                .isEqualTo(21_600);
        assertThat(bought.getLong("parts[0].lines[0].priceFen")).isEqualTo(3_600);
        assertThat(bought.getLong("parts[0].lines[0].listPriceFen")).isEqualTo(3_990);
        assertThat(totals(6)).containsExactly(23_940L);
    }

    @Test
    void aPeriodsPriceHoldsFromItsFirstDayToItsLast() {
        LocalDate today = clock.today();
        priced(tier(1, 3_500, today.plusDays(1).toString(), today.plusDays(2).toString()), tier(6, 3_600, null, null))
                .then()
                .statusCode(200);
        List<Long> days = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            days.addAll(totals(1));
            clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        }
        assertThat(days).containsExactly(3_990L, 3_500L, 3_500L, 3_990L);
    }

    @Test
    void aTierThatMakesNoSenseIsRefusedAtItsField() {
        String day = clock.today().toString();
        Response refused = priced(
                tier(1, 3_000, null, null),
                tier(6, 3_990, null, null),
                tier(9, 3_000, day, null),
                tier(6, 1, null, null));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.pointer"))
                .containsExactly(
                        "/tiers/0/fromQuantity", "/tiers/1/priceFen", "/tiers/2/toOn", "/tiers/3/fromQuantity");
        Web desk = Web.signedIn(supplier);
        String path = "/desk/listings/" + goods.listingId() + "/prices";
        assertThat(desk.get(path).statusCode()).isEqualTo(200);
        Response again = desk.post(path, Map.of("fromQuantity2", "6", "price2", "50"));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("price2-error", "value=\"50\"");
        assertThat(desk.post(path, Map.of("fromQuantity2", "-9999999999", "price2", "36"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(desk.post(path, Map.of("fromQuantity2", "6", "price2", "36")).statusCode())
                .isEqualTo(303);
        assertThat(totals(6)).containsExactly(21_600L);
        People.as(OnSale.product(3_990, 1).product().supplier())
                .get("/api/listings/" + goods.listingId() + "/prices")
                .then()
                .statusCode(404);
    }

    private List<Long> totals(int... quantities) {
        List<Long> totals = new ArrayList<>();
        for (int quantity : quantities) {
            totals.add(given().contentType("application/json")
                    .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", quantity))))
                    .post("/api/carts")
                    .jsonPath()
                    .getLong("cart.totalFen"));
        }
        return totals;
    }

    private Response priced(Map<?, ?>... tiers) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("tiers", List.of(tiers)))
                .put("/api/listings/" + goods.listingId() + "/prices");
    }

    private static Map<String, Object> tier(int from, long fen, String first, String last) {
        Map<String, Object> tier = new HashMap<>(Map.of("fromQuantity", from, "priceFen", fen));
        if (first != null) {
            tier.put("fromOn", first);
        }
        if (last != null) {
            tier.put("toOn", last);
        }
        return tier;
    }
}
