package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Agency;
import org.bangxiao.support.Await;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent sends the goods that it has a mandate for, and is told no other buyer. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AgentOrdersHttpTest {
    private static final String ADDRESS = "广东省深圳市福田区演示路";

    private final OnSale oranges = OnSale.product(3_990, 50);
    private final Actor supplier = oranges.product().supplier();
    private final UUID pomelos = further("演示柚子");
    private final Agency agency = Agency.open();
    private Web agent = new Web();

    @BeforeEach
    void theAgentSignsIn() {
        agent = Web.signedIn(agency.agent());
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void withoutAMandateAnAgentSeesNoOrderAndSendsNone() {
        String order = bought(oranges.listingId());
        assertThat(agent.get("/desk/orders").asString()).doesNotContain(number(order));
        assertThat(ship(agency.agent(), order).statusCode()).isEqualTo(404);
        assertThat(agent.get("/desk/orders/" + order).statusCode()).isEqualTo(404);
        assertThat(Web.signedIn(supplier).get("/desk/orders/" + order).asString())
                .contains(number(order), ADDRESS);
    }

    @Test
    void underAMandateForEverythingItSendsUntilTheMandateEnds() {
        UUID mandate = agency.mandate(supplier, List.of(), false);
        String both = bought(oranges.listingId(), pomelos);
        assertThat(agent.get("/desk/orders/" + both).asString()).contains(number(both), ADDRESS, "演示柚子");
        assertThat(ship(agency.agent(), both).statusCode()).isEqualTo(204);
        String later = bought(oranges.listingId());
        agency.end(mandate);
        assertThat(agent.get("/desk/orders").asString()).doesNotContain(number(both), number(later));
        assertThat(ship(agency.agent(), later).statusCode()).isEqualTo(404);
    }

    @Test
    void underAMandateForOneProductItSeesThatProductsLinesAndNoBuyerOfTheRest() {
        agency.mandate(supplier, List.of(oranges.product().productId()), false);
        String others = bought(pomelos);
        assertThat(agent.get("/desk/orders").asString()).doesNotContain(number(others));
        assertThat(ship(agency.agent(), others).statusCode()).isEqualTo(404);
        String both = bought(oranges.listingId(), pomelos);
        assertThat(agent.get("/desk/orders").asString()
                        + agent.get("/desk/orders/" + both).asString())
                .contains(number(both), "<b>39</b>", "由供应商发货")
                .doesNotContain("演示柚子", ADDRESS, "演示顾客", "<b>79</b>");
        Response refused = ship(agency.agent(), both);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("order-not-wholly-mandated");
        String own = bought(oranges.listingId());
        assertThat(agent.get("/desk/orders/" + own).asString()).contains(number(own), ADDRESS);
        assertThat(ship(agency.agent(), own).statusCode()).isEqualTo(204);
        assertThat(ship(supplier, both).statusCode())
                .as("the supplier sends it")
                .isEqualTo(204);
    }

    private UUID further(String name) {
        Certified.Product product = Certified.product(
                oranges.product().organisationId(), supplier, "451224", draft -> draft.named(name, "Demo pomelos"));
        Tx tx = Arc.container().instance(Tx.class).get();
        Listings listings = Arc.container().instance(Listings.class).get();
        return Await.await(() -> tx.write(connection -> listings.list(
                connection, new ListingDraft(product.productId(), null, 50, "", ""), product.organisationId(), null)));
    }

    /** The id of the one order that a guest paid. */
    private static String bought(UUID... listings) {
        String token = given().contentType("application/json")
                .body(Map.of(
                        "lines",
                        Arrays.stream(listings)
                                .map(id -> Map.of("listingId", id, "quantity", 1))
                                .toList()))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        JsonPath placed = given().contentType("application/json")
                .header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver",
                        Map.of("receiver", "演示顾客", "phone", "13800000000", "address", ADDRESS + " 1 号"),
                        "cartVersion",
                        0))
                .post("/api/purchases")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"))
                .statusCode(200);
        return given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath()
                .getString("parts[0].id");
    }

    /** An order is known on pages by its id in the form, or by its number. */
    private static String number(String order) {
        try (var connection = PostgresForTests.connect();
                var statement = connection.prepareStatement("SELECT number FROM order_part WHERE id = ?::uuid")) {
            statement.setString(1, order);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response ship(Actor actor, String order) {
        return People.as(actor)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "D1"))
                .post("/api/orders/" + order + "/shipment");
    }
}
