package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A supplier accepts, packs and sends; nothing goes out twice, and nobody else learns who the buyer is. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ShippingHttpTest {
    private static final String STREET = "福田区演示路";

    private final OnSale oranges = OnSale.product(3_990, 200);
    private final Actor supplier = oranges.product().supplier();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void anOrderGoesOutInPartsAndItsBuyerSeesEachParcel() {
        UUID pomelos = oranges.further();
        Bought bought = Bought.of(Map.of(oranges.listingId(), 5, pomelos, 2));
        JsonPath order = order(bought);
        assertThat(order.getString("stage")).isEqualTo("ACCEPT");
        int five = line(order, 5);
        int two = line(order, 2);
        assertThat(ship(bought, "A1", Map.of(five, 2), null).statusCode()).isEqualTo(204);
        assertThat(order(bought).getString("stage")).isEqualTo("PARTLY");
        assertThat(bought.state()).isEqualTo("PAID");
        assertThat(code(ship(bought, "A2", Map.of(five, 4), null))).isEqualTo("409 order-line-shipped");
        assertThat(code(ship(bought, "A1", Map.of(five, 1), null))).isEqualTo("409 parcel-entered-already");
        assertThat(code(ship(bought, "A2", Map.of(five, 1), 0))).isEqualTo("409 order-shipped-meanwhile");
        assertThat(code(ship(bought, "A2", Map.of(9, 1), 1))).isEqualTo("400 invalid-input");
        assertThat(code(ship(bought, "A2", Map.of(five, 0), 1))).isEqualTo("400 invalid-input");
        assertThat(ship(bought, "A2", Map.of(five, 3, two, 2), 1).statusCode()).isEqualTo(204);
        assertThat(bought.state()).isEqualTo("SHIPPED");
        assertThat(code(ship(bought, "A3", null, null))).isEqualTo("409 order-shipped-already");
        JsonPath seen = given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
        assertThat(seen.getList("parts[0].parcels.trackingNumber")).containsExactly("A1", "A2");
        assertThat(seen.getList("parts[0].parcels[1].items.quantity", Integer.class))
                .containsExactlyInAnyOrder(3, 2);
        bought.received();
    }

    @Test
    void ofTwoClerksWithTheSameBoxOneSendsItAndTheOtherIsTold() throws Exception {
        Bought whole = Bought.of(oranges, 3);
        assertThat(bothSend(whole, null)).containsExactlyInAnyOrder("204 ", "409 order-shipped-already");
        Bought part = Bought.of(oranges, 3);
        assertThat(bothSend(part, Map.of(1, 2))).containsExactlyInAnyOrder("204 ", "409 order-line-shipped");
        assertThat(order(part).getInt("lines[0].sent")).isEqualTo(2);
        // Without the service's lock and its look at what is due the table still refuses.
        assertThatThrownBy(() -> sql("""
                        WITH c AS (INSERT INTO order_parcel VALUES (uuidv7(), '%1$s', 'x', 'y', NULL, now()) RETURNING id)
                        INSERT INTO order_parcel_line SELECT id, '%1$s', 1, 2 FROM c""".formatted(part.partId())))
                .hasMessageContaining("more would be sent than was bought");
    }

    @Test
    void aBuyersNameIsReadOnlyByWhoeverSendsAndEachReadingIsADeed() {
        Bought bought = Bought.of(oranges, 1);
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/orders").asString()).contains("演**").doesNotContain(STREET, "13800000000");
        assertThat(readings(bought)).isZero();
        assertThat(desk.get("/desk/orders/" + bought.partId()).asString()).contains(STREET, "13800000000");
        assertThat(readings(bought)).isOne();
        Web stranger = Web.signedIn(OnSale.product(3_990, 1).product().supplier());
        assertThat(stranger.get("/desk/orders/" + bought.partId()).statusCode()).isEqualTo(404);
        assertThat(stranger.post("/desk/orders/slips", Map.of("order", bought.partId()))
                        .statusCode())
                .isEqualTo(404);
        bought.shippedBy(supplier);
        assertThat(desk.get("/desk/orders/" + bought.partId()).asString())
                .contains("DEMO1")
                .doesNotContain(STREET, "13800000000");
        assertThat(readings(bought)).isOne();
    }

    @Test
    void manyAreAcceptedAndPrintedAtOnceAndTheListIsAFile() throws IOException {
        List<Bought> orders =
                IntStream.range(1, 4).mapToObj(i -> Bought.of(oranges, i)).toList();
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/orders?view=accept").asString())
                .contains(orders.stream().map(Bought::partId).toArray(String[]::new));
        List<String> ids = orders.stream().map(Bought::partId).toList();
        assertThat(desk.post("/desk/orders/accept", Map.of("order", ids)).statusCode())
                .isEqualTo(303);
        assertThat(desk.get("/desk/orders?view=accept").asString()).doesNotContain(ids.get(0));
        assertThat(desk.get("/desk/orders?view=send").asString()).contains(ids.toArray(new String[0]));
        assertThat(People.as(supplier)
                        .contentType("application/json")
                        .body(Map.of("orders", ids))
                        .post("/api/orders/acceptance")
                        .jsonPath()
                        .getInt("accepted"))
                .as("what is accepted stays so")
                .isZero();
        for (String paper : List.of("slips", "labels")) {
            Response printed = desk.post("/desk/orders/" + paper, Map.of("order", ids));
            assertThat(printed.contentType()).isEqualTo("application/pdf");
            try (PDDocument pdf = Loader.loadPDF(printed.asByteArray())) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(3);
                assertThat(new PDFTextStripper().getText(pdf)).contains("演示顾客", "13800000000", "× 3");
            }
        }
        assertThat(desk.post("/desk/orders/accept", Map.of()).statusCode()).isEqualTo(303);
        String file = desk.get("/desk/orders/export?view=send").asString();
        assertThat(file.lines().count()).isEqualTo(4);
        assertThat(file).contains("待发货", "119.70", "演**").doesNotContain(STREET);
    }

    @Test
    void theListTakesTheSameStatementsHoweverManyOrdersThereAre() {
        Bought.of(oranges, 1);
        Web desk = Web.signedIn(supplier);
        int few = Statements.of(() -> desk.get("/desk/orders"));
        for (int i = 0; i < 3; i++) {
            Bought.of(oranges, 1);
        }
        assertThat(Statements.of(() -> desk.get("/desk/orders"))).isEqualTo(few).isBetween(1, 5);
        List<String> oldestFirst =
                People.as(supplier).get("/api/orders?view=accept").jsonPath().getList("items.id");
        assertThat(oldestFirst).hasSize(4).isSorted();
        assertThat(People.as(supplier)
                        .get("/api/orders?view=accept&cursor=" + oldestFirst.get(1))
                        .jsonPath()
                        .getList("items.id"))
                .isEqualTo(oldestFirst.subList(2, 4));
        assertThat(People.as(supplier).get("/api/orders?view=accept&cursor=x").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsMissingOfAPartlySentOrderIsPaidBackAndNotSent() {
        Bought bought = Bought.of(oranges, 5);
        ship(bought, "M1", Map.of(1, 2), null);
        String claim =
                Claiming.asked(bought, "MISSING", 2).statusCode(201).extract().path("id");
        assertThat(code(ship(bought, "M2", null, null))).isEqualTo("409 claim-before-sending");
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(order(bought).getInt("lines[0].due")).isOne();
        assertThat(ship(bought, "M2", null, null).statusCode()).isEqualTo(204);
        assertThat(order(bought).getInt("lines[0].sent")).isEqualTo(3);
        assertThat(bought.state()).isEqualTo("SHIPPED");
    }

    private List<String> bothSend(Bought bought, Map<Integer, Integer> pieces) throws Exception {
        Actor other = People.of(Role.SUPPLIER, oranges.product().organisationId());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Response>> both = List.of(
                    () -> ship(supplier, bought, "B1", pieces, null), () -> ship(other, bought, "B2", pieces, null));
            List<String> answers = new ArrayList<>();
            for (Future<Response> answer : pool.invokeAll(both)) {
                answers.add(code(answer.get()));
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private Response ship(Bought bought, String number, Map<Integer, Integer> pieces, Integer seen) {
        return ship(supplier, bought, number, pieces, seen);
    }

    private static Response ship(
            Actor clerk, Bought bought, String number, Map<Integer, Integer> pieces, Integer seen) {
        Map<String, Object> body = new HashMap<>(Map.of("carrier", "演示快递", "trackingNumber", number));
        if (pieces != null) {
            body.put(
                    "lines",
                    pieces.entrySet().stream()
                            .map(piece -> Map.of("lineNo", piece.getKey(), "quantity", piece.getValue()))
                            .toList());
        }
        if (seen != null) {
            body.put("seenParcels", seen);
        }
        return People.as(clerk)
                .contentType("application/json")
                .body(body)
                .post("/api/orders/" + bought.partId() + "/shipment");
    }

    private static String code(Response answer) {
        return answer.statusCode() + " "
                + (answer.statusCode() == 204 ? "" : answer.jsonPath().getString("code"));
    }

    private JsonPath order(Bought bought) {
        return People.as(supplier).get("/api/orders/" + bought.partId()).jsonPath();
    }

    private static int line(JsonPath order, int quantity) {
        return order.getInt("lines.find { it.quantity == " + quantity + " }.lineNo");
    }

    private static int readings(Bought bought) {
        return sql("SELECT count(*) FROM platform_audit WHERE subject_id = '" + bought.partId()
                + "' AND action LIKE 'order-receiver-%'");
    }

    private static int sql(String statement) {
        try (Connection connection = PostgresForTests.connect();
                Statement one = connection.createStatement()) {
            if (!one.execute(statement)) {
                return 0;
            }
            try (ResultSet rows = one.getResultSet()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
