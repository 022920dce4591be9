package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Web.said;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services are booked for a day and for places, cancelled in time for nothing, and noted by a code on the day. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VisitHttpTest {
    private final BusinessClock clock =
            Arc.container().instance(BusinessClock.class).get();
    private final OnSale farm = OnSale.farmStay();
    private final Actor supplier = farm.product().supplier();
    private final LocalDate today = clock.today();

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aDayIsBookedToItsLastPlaceAndNeitherPastNorClosed() {
        assertThat(said(add(farm, 1, null))).as("without a calendar as before").isEqualTo("201");
        String before = add(farm, 1, null).jsonPath().getString("token");
        farm.open(today, today.plusDays(3), 5);
        JsonPath product = given().get("/api/products/" + farm.listingId()).jsonPath();
        assertThat(product.getList("days.days.places")).containsExactly(5, 5, 5, 5);
        assertThat(product.getLong("stock")).isEqualTo(20);
        assertThat(said(add(farm, 1, null))).isEqualTo("400 /day day-required");
        assertThat(said(add(farm, 1, day(4)))).isEqualTo("400 /day day-not-open");
        assertThat(said(add(farm, 1, day(-1)))).isEqualTo("400 /day day-not-open");
        assertThat(said(add(OnSale.product(3_990, 5), 1, day(1)))).isEqualTo("400 /day day-not-asked");
        assertThat(changes(before)).as("put in when no day was asked for").containsExactly("DAY");
        assertThat(said(place(before))).isEqualTo("409 cart-changed");

        Web shop = new Web();
        String page = shop.get("/products/" + farm.listingId()).asString();
        assertThat(page).contains("<option value=\"" + day(0) + "\"", "余 5").doesNotContain("运费");
        Response chosen = shop.post(
                "/cart/lines", Map.of("listingId", farm.listingId().toString(), "quantity", "1", "day", "bald"));
        assertThat(chosen.header("Location")).endsWith("/products/" + farm.listingId());

        Bought four = Bought.visit(farm, 4, today);
        assertThat(said(place(cart(2, 0)))).as("one too many").isEqualTo("409 places-short");
        assertThat(changes(cart(2, 0))).containsExactly("STOCK");
        assertThat(said(place(cart(1, 0)))).as("the last one, today").isEqualTo("201");
        assertThat(changes(cart(1, 0))).containsExactly("SOLD_OUT");
        assertThat(given().get("/api/products/" + farm.listingId()).jsonPath().getList("days.days.places"))
                .containsExactly(0, 5, 5, 5);
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(11)));
        assertThat(said(place(cart(1, 0)))).as("nobody paid in ten minutes").isEqualTo("201");
        clock.reset();

        String tomorrow = cart(1, 1);
        assertThat(said(closed(1, true))).isEqualTo("200");
        assertThat(said(place(tomorrow))).isEqualTo("409 places-short");
        assertThat(changes(tomorrow)).containsExactly("DAY");
        assertThat(given().get("/api/products/" + farm.listingId()).jsonPath().getList("days.days.day"))
                .containsExactly(day(0), day(2), day(3));
        assertThat(four.state()).isEqualTo("PAID");
        assertThat(said(closed(1, false))).isEqualTo("200");
        assertThat(changes(tomorrow)).isEmpty();
        travelTo(day(2));
        assertThat(changes(tomorrow)).as("over").containsExactly("DAY");
        given().header("Cart-Token", tomorrow).contentType("application/json").post("/api/carts/current/settle");
        assertThat(given().header("Cart-Token", tomorrow)
                        .get("/api/carts/current")
                        .jsonPath()
                        .getList("shops"))
                .isEmpty();
        assertThatThrownBy(() -> Shelf.run("UPDATE catalogue_day SET booked = places + 1"))
                .hasStackTraceContaining("catalogue_never_overbooked");
    }

    @Test
    void itIsCancelledForNothingUntilTheLastSecondAndThenByAClaimOnly() {
        farm.open(today.plusDays(5), today.plusDays(5), 4);
        LocalDate day = today.plusDays(5);
        Bought early = Bought.visit(farm, 2, day);
        Bought late = Bought.visit(farm, 1, day);
        put("/days/rule", Map.of("cancelHours", 100));
        Bought stricter = Bought.visit(farm, 1, day);
        assertThat(said(place(cart(1, 5)))).isEqualTo("409 places-short");
        Instant until = day.atStartOfDay(BusinessClock.CHINA).minusHours(24).toInstant();
        JsonPath purchase = purchase(early);
        assertThat(purchase.getString("parts[0].visit.day")).isEqualTo(day.toString());
        assertThat(Instant.parse(purchase.getString("parts[0].visit.freeUntil")))
                .isEqualTo(until);
        assertThatThrownBy(() ->
                        Shelf.run("UPDATE order_part SET visit_on = visit_on + 1 WHERE id = ?::uuid", early.partId()))
                .hasStackTraceContaining("keeps the day");
        assertThat(said(given().header("Cart-Token", late.token())
                        .contentType("application/json")
                        .body(Map.of("receiver", "演示顾客", "phone", "13900000000", "address", "广东省深圳市演示路 2 号"))
                        .put("/api/purchases/" + late.purchaseId() + "/receiver")))
                .as("nothing of it is sent")
                .isEqualTo("409 receiver-fixed");
        clock.travelTo(until.minusSeconds(1));
        assertThat(cancel(new Bought(late.token(), "", early.partId(), List.of())))
                .startsWith("404");
        assertThat(cancel(stricter)).as("its rule was another").isEqualTo("409 visit-cancel-over");
        assertThat(cancel(early)).isEqualTo("204");
        assertThat(cancel(early)).isEqualTo("409 order-wrong-state");
        JsonPath back = purchase(early);
        assertThat(back.getLong("refundedFen") + back.getLong("refundingFen")).isEqualTo(24_000);
        assertThat(back.getString("parts[0].state")).isEqualTo("CANCELLED");
        assertThat(days().getList("items.booked"))
                .as("both places are free again")
                .containsExactly(2);
        clock.travelTo(until.plusSeconds(1));
        assertThat(cancel(late)).isEqualTo("409 visit-cancel-over");
        String claim =
                Claiming.asked(late, "NOT_SENT", 1).statusCode(201).extract().path("id");
        travelTo(day.toString());
        assertThat(redeem(purchase(late).getString("parts[0].code"))).isEqualTo("409 claim-before-sending");
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(late.state()).isEqualTo("CANCELLED");
        assertThat(days().getList("items.booked")).containsExactly(1);
    }

    @Test
    void theCodeOfAGuestIsNotedOnceOnTheDayAndCountsAsReceipt() {
        farm.open(today.plusDays(2), today.plusDays(2), 6);
        Bought guests = Bought.visit(farm, 3, today.plusDays(2));
        Bought silent = Bought.visit(farm, 1, today.plusDays(2));
        String code = purchase(guests).getString("parts[0].code");
        assertThat(code).matches("\\d{8}");
        assertThat(redeem(code)).as("the day has not come").isEqualTo("400 /code visit-code-unknown");
        assertThat(ship(guests)).isEqualTo("409 visit-not-sent");
        Web desk = Web.signedIn(supplier);
        int few = Statements.of(() -> desk.get("/desk/orders?view=visit"));
        assertThat(desk.get("/desk/orders?view=visit").asString()).contains(guests.partId(), day(2), silent.partId());
        assertThat(People.as(supplier).get("/api/orders?view=accept").jsonPath().getList("items"))
                .isEmpty();
        assertThat(desk.get("/desk/orders/export?view=visit").asString()).contains(day(2));
        assertThat(desk.get("/desk/orders/" + guests.partId()).asString())
                .contains("13800000000")
                .doesNotContain("trackingNumber", code);
        Bought.visit(farm, 1, today.plusDays(2));
        assertThat(Statements.of(() -> desk.get("/desk/orders?view=visit"))).isEqualTo(few);
        travelTo(day(2));
        assertThat(redeem("0")).isEqualTo("400 /code visit-code-unknown");
        assertThat(said(redeeming(
                        People.of(Role.SUPPLIER, Suppliers.cooperative("451224").id()), code)))
                .isEqualTo("400 /code visit-code-unknown");
        Web onTheDay = Web.signedIn(supplier);
        onTheDay.get("/desk/orders?view=visit");
        Response wrong = onTheDay.post("/desk/orders/redeem", Map.of("code", "1234 5678"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.asString()).contains("code-error", "value=\"1234 5678\"");
        assertThat(onTheDay.post("/desk/orders/redeem", Map.of("code", code.substring(0, 4) + " " + code.substring(4)))
                        .header("Location"))
                .endsWith("/desk/orders/" + guests.partId());
        assertThat(redeem(code)).isEqualTo("400 /code visit-code-used");
        JsonPath purchase = purchase(guests);
        assertThat(purchase.getString("parts[0].state")).isEqualTo("RECEIVED");
        assertThat(purchase.getString("parts[0].code")).isNull();
        assertThat(cancel(guests)).isEqualTo("409 order-wrong-state");
        Claiming.asked(guests, "CHANGED_MIND", 1).statusCode(400);
        String claim = Claiming.asked(guests, "NOT_AS_DESCRIBED", 1)
                .statusCode(201)
                .extract()
                .path("id");
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(days().getList("items.booked"))
                .as("nobody comes for a place that was used")
                .containsExactly(5);

        Receipts receipts = Arc.container().instance(Receipts.class).get();
        travelTo(day(12));
        Await.await(() -> receipts.byThemselves().replaceWith(true));
        assertThat(silent.state()).isEqualTo("PAID");
        travelTo(day(13));
        Await.await(() -> receipts.byThemselves().replaceWith(true));
        assertThat(silent.state()).as("ten days after the day").isEqualTo("RECEIVED");
    }

    @Test
    void aVisitIsAnOrderOfItsOwnWithoutFreightOrAddress() {
        int plain = Statements.of(() -> new Web().get("/products/" + farm.listingId()));
        farm.delivered(1_000);
        UUID pomelos = farm.further();
        farm.open(today.plusDays(1), today.plusDays(1), 9);
        assertThat(Statements.of(() -> new Web().get("/products/" + farm.listingId())))
                .isEqualTo(plain);
        farm.open(today.plusDays(2), today.plusDays(40), 9);
        assertThat(Statements.of(() -> new Web().get("/products/" + farm.listingId())))
                .as("forty days as one")
                .isEqualTo(plain);
        String cart = given().contentType("application/json")
                .body(Map.of(
                        "lines",
                        List.of(
                                Map.of("listingId", farm.listingId(), "quantity", 2, "day", day(3)),
                                Map.of("listingId", pomelos, "quantity", 1))))
                .post("/api/carts")
                .jsonPath()
                .getString("token");
        JsonPath seen = given().header("Cart-Token", cart)
                .get("/api/carts/current?province=440000")
                .jsonPath();
        assertThat(seen.getList("shops")).hasSize(2);
        assertThat(seen.getLong("freightFen")).as("the pomelos alone").isEqualTo(1_600);
        Map<String, String> guest = Map.of("receiver", "演示顾客", "phone", "13800000000");
        assertThat(said(place(cart, guest))).as("goods go somewhere").isEqualTo("400 /address field-required");
        given().header("Cart-Token", cart).delete("/api/carts/current/lines/" + pomelos);
        assertThat(said(place(cart, guest))).as("guests come").isEqualTo("201");
        assertThat(said(place(cart(1, 3), Map.of("receiver", "演示顾客")))).isEqualTo("400 /phone field-required");

        Web shop = new Web();
        shop.get("/products/" + farm.listingId());
        for (int places : new int[] {1, 2}) {
            shop.post(
                    "/cart/lines",
                    Map.of(
                            "listingId",
                            farm.listingId().toString(),
                            "quantity",
                            "" + places,
                            "day",
                            day(places == 1 ? 9 : 2)));
        }
        assertThat(shop.get("/cart").asString())
                .as("another day is instead of the one before")
                .contains(day(2), "value=\"2\"")
                .doesNotContain(day(9), "name=\"place\"");
        assertThat(shop.get("/checkout").asString()).doesNotContain("name=\"province\"", "name=\"address\"");
    }

    private Response put(String path, Map<String, Object> body) {
        return People.as(supplier)
                .contentType("application/json")
                .body(body)
                .put("/api/listings/" + farm.listingId() + path);
    }

    private Response closed(int later, boolean closed) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("closed", closed))
                .patch("/api/listings/" + farm.listingId() + "/days/" + day(later));
    }

    private JsonPath days() {
        return People.as(supplier)
                .get("/api/listings/" + farm.listingId() + "/days")
                .jsonPath();
    }

    private static Response add(OnSale goods, int places, String day) {
        Map<String, Object> line = new HashMap<>(Map.of("listingId", goods.listingId(), "quantity", places));
        if (day != null) {
            line.put("day", day);
        }
        return given().contentType("application/json")
                .body(Map.of("lines", List.of(line)))
                .post("/api/carts");
    }

    private String cart(int places, int later) {
        return add(farm, places, day(later)).jsonPath().getString("token");
    }

    private static List<String> changes(String cart) {
        return given().header("Cart-Token", cart)
                .get("/api/carts/current")
                .jsonPath()
                .getList("changes.kind");
    }

    private static Response place(String cart) {
        return place(cart, Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号"));
    }

    private static Response place(String cart, Map<String, String> receiver) {
        return given().contentType("application/json")
                .header("Cart-Token", cart)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", receiver))
                .post("/api/purchases");
    }

    private static JsonPath purchase(Bought bought) {
        return given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
    }

    private static String cancel(Bought bought) {
        return said(given().header("Cart-Token", bought.token())
                .contentType("application/json")
                .post("/api/orders/" + bought.partId() + "/cancellation"));
    }

    private String ship(Bought bought) {
        return said(People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "V1"))
                .post("/api/orders/" + bought.partId() + "/shipment"));
    }

    private String redeem(String code) {
        return said(redeeming(supplier, code));
    }

    private static Response redeeming(Actor by, String code) {
        return People.as(by)
                .contentType("application/json")
                .body(Map.of("code", code))
                .post("/api/orders/visits");
    }

    private String day(int later) {
        return today.plusDays(later).toString();
    }

    /** Nine in the morning of that day. */
    private void travelTo(String day) {
        clock.reset();
        clock.travelTo(
                LocalDate.parse(day).atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
    }
}
