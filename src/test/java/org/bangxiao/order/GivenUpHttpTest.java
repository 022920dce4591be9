package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Claiming.answered;
import static org.bangxiao.support.Claiming.asked;
import static org.bangxiao.support.SettledProvince.number;
import static org.bangxiao.support.SettledProvince.run;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bangxiao.identity.Actor;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A buyer changes what is paid and not sent yet: fewer pieces, none at all, or to another door. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GivenUpHttpTest {
    private final OnSale oranges = OnSale.product(3_990, 20);
    private final Actor supplier = oranges.product().supplier();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void piecesAreGivenUpAtOnceUntilTheOrderIsAcceptedAndStockMovesByTheDifference() throws SQLException {
        Bought bought = Bought.of(oranges, 6);
        asked(bought, "NOT_SENT", 2)
                .statusCode(201)
                .body("state", equalTo("APPROVED"))
                .body("approvedFen", equalTo(7_980))
                .body("events.side", contains("BUYER", "BUYER"));
        assertThat(sold()).isEqualTo(4);
        assertThat(back(bought)).isEqualTo(7_980);
        assertThat(told("取消了")).isOne();
        assertThat(code(ship(bought, 5))).isEqualTo("409 order-line-shipped");
        assertThatThrownBy(() -> run(parcel(bought, 5))).hasMessageContaining("more would be sent than was bought");
        bought.acceptedBy(supplier);
        String claim = asked(bought, "NOT_SENT", 1).statusCode(201).extract().path("id");
        assertThat(code(ship(bought, 4))).isEqualTo("409 claim-before-sending");
        assertThat(sold()).as("its supplier has not said yes").isEqualTo(4);
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(204);
        assertThat(sold()).isEqualTo(3);
        JsonPath order =
                People.as(supplier).get("/api/orders/" + bought.partId()).jsonPath();
        assertThat(order.getInt("lines[0].due")).isEqualTo(3);
        assertThat(bought.shippedBy(supplier).state()).isEqualTo("SHIPPED");
        bought.received();
        asked(bought, "SPOILED", 4).statusCode(400).body("errors[0].code", equalTo("claim-quantity"));
        String spoiled = asked(bought, "SPOILED", 3).statusCode(201).extract().path("id");
        answered(supplier, spoiled, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        assertThat(back(bought)).isEqualTo(6 * 3_990);
        assertThat(sold()).as("what was spoiled stays gone").isEqualTo(3);
    }

    @Test
    void theLastPieceGivenUpCancelsTheOrderForGoodAndGivesBackTheRestAlone() throws SQLException {
        oranges.delivered(1_000);
        Bought bought = Bought.of(oranges, 3);
        long total = purchase(bought).getLong("totalFen");
        asked(bought, "NOT_SENT", 1).statusCode(201).body("freightFen", equalTo(0));
        assertThat(bought.state()).isEqualTo("PAID");
        asked(bought, "NOT_SENT", 2).statusCode(201).body("approvedFen", equalTo(7_980));
        assertThat(bought.state()).isEqualTo("CANCELLED");
        assertThat(back(bought)).as("with its freight").isEqualTo(total);
        assertThat(sold()).isZero();
        asked(bought, "NOT_SENT", 1).statusCode(409).body("code", equalTo("claim-nothing"));
        assertThat(code(ship(bought, 1))).isEqualTo("409 order-wrong-state");
        String part = "order_part WHERE id = '" + bought.partId() + "'";
        assertThatThrownBy(() -> run("UPDATE order_part SET state = 'PAID' WHERE id = '" + bought.partId() + "'"))
                .hasMessageContaining("not opened again");
        assertThatThrownBy(() -> run("DELETE FROM " + part)).hasMessageContaining("not opened again");
        assertThatThrownBy(() -> run(parcel(bought, 1))).hasMessageContaining("CANCELLED is not sent");
        assertThat(sold()).isZero();
    }

    @Test
    void ofABuyerWhoGivesUpAndAClerkWhoSendsInTheSameMomentOneIsToldAndTheTablesKeepItSo() throws Exception {
        for (int i = 0; i < 4; i++) {
            Bought raced = Bought.of(oranges, 2);
            List<Integer> answers = together(
                    () -> ship(raced, 2).statusCode(),
                    () -> asked(raced, "NOT_SENT", 2).extract().statusCode());
            assertThat(answers).isIn(List.of(204, 400), List.of(204, 409), List.of(409, 201));
            assertThat(back(raced)).isEqualTo(answers.get(0) == 204 ? 0 : 7_980);
        }
        // Without the service's look at what is asked the goods are on their way, and then nobody gives them up.
        Bought sent = Bought.of(oranges, 2).acceptedBy(supplier);
        String claim = asked(sent, "NOT_SENT", 2).statusCode(201).extract().path("id");
        run(parcel(sent, 1));
        answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "RESTOCK"))
                .statusCode(409)
                .body("code", equalTo("claim-moved-on"));
        assertThat(back(sent)).isZero();
    }

    @Test
    void aPurchaseGoesToAnotherDoorOfTheProvinceUntilItsSupplierPrintsItsLabel() throws IOException {
        Bought bought = Bought.of(oranges, 1);
        String path = "/purchases/" + bought.purchaseId() + "/receiver";
        Web guest = Web.of(bought);
        assertThat(new Web().get(path).statusCode()).isEqualTo(404);
        assertThat(guest.get("/purchases/" + bought.purchaseId()).asString()).contains(path);
        assertThat(guest.get(path).asString()).contains("13800000000", "福田区演示路 1 号");
        assertThat(Statements.of(() -> guest.get(path))).isBetween(1, 3);
        Map<String, String> typed = new HashMap<>(Map.of("receiver", "演示邻居", "phone", "1", "address", "演示巷 2 号"));
        typed.putAll(Map.of("province", "440000", "city", "广州市", "district", "天河区", "street", "演示街道"));
        Response again = guest.post(path, typed);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("演示巷 2 号", "id=\"phone-error\"");
        typed.put("phone", "13900000000");
        typed.put("province", "450000");
        typed.putAll(Map.of("city", "南宁市", "district", ""));
        assertThat(guest.post(path, typed).asString()).contains("不能改到别的省");
        typed.putAll(Map.of("province", "440000", "city", "广州市", "district", "天河区"));
        assertThat(guest.post(path, typed).statusCode()).isEqualTo(303);
        assertThat(purchase(bought).getString("receiverMasked")).contains("演**", "139****0000", "广州");
        assertThat(told("修改了收货地址")).isOne();
        Response label = Web.signedIn(supplier).post("/desk/orders/labels", Map.of("order", List.of(bought.partId())));
        try (PDDocument pdf = Loader.loadPDF(label.asByteArray())) {
            assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s", "")).contains("演示邻居", "广东省广州市天河区演示街道演示巷2号");
        }
        assertThat(code(given().header("Cart-Token", bought.token())
                        .contentType("application/json")
                        .body(Map.of("receiver", "演示邻居", "phone", "13900000000", "address", "广东省广州市演示巷 3 号"))
                        .put("/api" + path)))
                .isEqualTo("409 receiver-fixed");
        assertThat(guest.get("/purchases/" + bought.purchaseId()).asString()).doesNotContain(path);
        assertThatThrownBy(() ->
                        run("UPDATE order_purchase SET receiver_masked = 'x' WHERE id = '" + bought.purchaseId() + "'"))
                .hasMessageContaining("keeps its address");
    }

    private static List<Integer> together(Callable<Integer> one, Callable<Integer> other) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> answers = pool.invokeAll(List.of(one, other));
            return List.of(answers.get(0).get(), answers.get(1).get());
        } finally {
            pool.shutdownNow();
        }
    }

    private Response ship(Bought bought, int pieces) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of(
                        "carrier",
                        "演示快递",
                        "trackingNumber",
                        "G" + pieces,
                        "lines",
                        List.of(Map.of("lineNo", 1, "quantity", pieces))))
                .post("/api/orders/" + bought.partId() + "/shipment");
    }

    /** What a clerk would write who asked nobody. */
    private static String parcel(Bought bought, int pieces) {
        return """
                WITH c AS (INSERT INTO order_parcel VALUES (uuidv7(), '%1$s', 'x', 'y', NULL, now()) RETURNING id)
                INSERT INTO order_parcel_line SELECT id, '%1$s', 1, %2$d FROM c""".formatted(bought.partId(), pieces);
    }

    private static String code(Response answer) {
        return answer.statusCode() + " "
                + (answer.statusCode() < 300 ? "" : answer.jsonPath().getString("code"));
    }

    private static JsonPath purchase(Bought bought) {
        return given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
    }

    private int told(String words) {
        return People.as(supplier)
                .get("/api/inbox")
                .jsonPath()
                .getList("items.findAll { it.text.contains('" + words + "') }")
                .size();
    }

    private long sold() throws SQLException {
        return number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + oranges.listingId() + "'");
    }

    private static long back(Bought bought) {
        JsonPath purchase = purchase(bought);
        return purchase.getLong("refundedFen") + purchase.getLong("refundingFen");
    }
}
