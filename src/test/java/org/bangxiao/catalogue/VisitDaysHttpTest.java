package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Web.said;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Bought;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** A supplier keeps the calendar of a service. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VisitDaysHttpTest {
    private final OnSale farm = OnSale.farmStay();
    private final Actor supplier = farm.product().supplier();
    private final LocalDate today =
            Arc.container().instance(BusinessClock.class).get().today();

    @Test
    void daysAreOfferedFromTodayToAYearAheadWithNoFewerPlacesThanAreBooked() {
        assertThat(offered(0, 0, 1)).isEqualTo("200");
        assertThat(offered(364, 365, 9999)).isEqualTo("200");
        assertThat(offered(-1, 3, 4)).isEqualTo("400 /from days-from-today");
        assertThat(offered(3, 2, 4)).isEqualTo("400 /to days-order");
        assertThat(offered(3, 366, 4)).isEqualTo("400 /to days-too-far");
        assertThat(offered(3, 4, 0)).isEqualTo("400 /places places-range");
        assertThat(offered(3, 4, 10_000)).isEqualTo("400 /places places-range");
        assertThat(said(put("/days", Map.of("weekdays", List.of(9), "from", day(1), "to", day(9), "places", 1))))
                .isEqualTo("400 /weekdays days-none");
        assertThat(offered(OnSale.product(3_990, 5), 1, 2, 3)).isEqualTo("422 days-services-only");
        assertThat(People.as(People.of(
                                Role.SUPPLIER, Suppliers.cooperative("451224").id()))
                        .contentType("application/json")
                        .body(Map.of("from", day(1), "to", day(1), "places", 1))
                        .put("/api/listings/" + farm.listingId() + "/days")
                        .statusCode())
                .isEqualTo(404);
        assertThat(said(put("/days/rule", Map.of("cancelHours", 721))))
                .isEqualTo("400 /cancelHours cancel-hours-range");
        assertThat(said(put("/days/rule", Map.of("cancelHours", 720)))).isEqualTo("200");
        assertThat(said(put("/days/rule", Map.of("cancelHours", 0)))).isEqualTo("200");
        assertThat(said(put("/presale", Map.of("soldUntil", day(1), "sendFrom", day(2), "sendTo", day(3)))))
                .isEqualTo("409 days-presold");
        assertThat(said(People.as(supplier)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .contentType("application/json")
                        .body(Map.of("quantity", 5))
                        .post("/api/listings/" + farm.listingId() + "/stock")))
                .isEqualTo("409 stock-by-day");

        Web desk = Web.signedIn(supplier);
        String page = "/desk/listings/" + farm.listingId() + "/days";
        desk.get(page);
        Response again = desk.post(page, Map.of("from", "morgen", "to", day(9), "places", "viele"));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("from-error", "places-error", "value=\"" + day(9) + "\"");
        Map<String, String> weekends = new HashMap<>(Map.of("from", day(10), "to", day(30), "places", "6"));
        weekends.put("weekday6", "true");
        weekends.put("weekday7", "true");
        assertThat(desk.post(page, weekends).statusCode()).isEqualTo(303);
        assertThat(days().getList("items.findAll { it.places == 6 }")).hasSize(6);
        assertThat(desk.get(page + "/export").asString()).contains("\"" + day(0) + "\",1,0,1,");
        Bought guests = Bought.visit(farm, 4, LocalDate.parse(day(364)));
        assertThat(offered(364, 364, 3)).isEqualTo("400 /places places-booked");
        assertThat(offered(364, 364, 4)).isEqualTo("200");
        assertThat(said(People.as(supplier).delete("/api/listings/" + farm.listingId() + "/days/" + day(364))))
                .as("a day with bookings stays")
                .isEqualTo("409 day-booked");
        assertThat(said(People.as(supplier).delete("/api/listings/" + farm.listingId() + "/days")))
                .isEqualTo("409 day-booked");
        assertThatThrownBy(() -> Shelf.run("DELETE FROM catalogue_day WHERE booked > 0"))
                .hasMessageContaining("a day with bookings stays");
        assertThat(desk.post(page + "/" + day(364) + "/remove", Map.of()).asString())
                .contains("这天已有人订了");
        assertThat(desk.post(page + "/" + day(365) + "/remove", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(said(given().header("Cart-Token", guests.token())
                        .contentType("application/json")
                        .post("/api/orders/" + guests.partId() + "/cancellation")))
                .isEqualTo("204");
        assertThat(said(People.as(supplier).delete("/api/listings/" + farm.listingId() + "/days")))
                .isEqualTo("200");
        assertThat(said(given().contentType("application/json")
                        .body(Map.of("lines", List.of(Map.of("listingId", farm.listingId(), "quantity", 1))))
                        .post("/api/carts")))
                .as("sold without days again, once there is stock")
                .isEqualTo("201");
    }

    private String offered(int from, int to, long places) {
        return offered(farm, from, to, places);
    }

    private String offered(OnSale goods, int from, int to, long places) {
        return said(People.as(goods.product().supplier())
                .contentType("application/json")
                .body(Map.of("from", day(from), "to", day(to), "places", places))
                .put("/api/listings/" + goods.listingId() + "/days"));
    }

    private Response put(String path, Map<String, Object> body) {
        return People.as(supplier)
                .contentType("application/json")
                .body(body)
                .put("/api/listings/" + farm.listingId() + path);
    }

    private JsonPath days() {
        return People.as(supplier)
                .get("/api/listings/" + farm.listingId() + "/days")
                .jsonPath();
    }

    private String day(int later) {
        return today.plusDays(later).toString();
    }
}
