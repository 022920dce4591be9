package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A buyer is told once that a parcel has left and once that the money is back, however often the provider says so. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BuyerNotesHttpTest {
    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aBuyerIsToldOnceOfAParcelAndOnceOfMoneyThatCameBack() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 20);
        Actor supplier = oranges.product().supplier();
        Actor buyer = People.everywhere(Role.CONSUMER);
        String part = Bought.byMember(buyer, oranges);
        assertThat(told(buyer, "已收到")).containsExactly("已收到您的付款 ¥39.90，商家会尽快安排。");
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO-77"))
                .post("/api/orders/" + part + "/shipment")
                .then()
                .statusCode(204);
        assertThat(told(buyer, "已发货")).containsExactly("您买的东西已发货：演示快递 DEMO-77");
        People.as(buyer)
                .contentType("application/json")
                .post("/api/orders/" + part + "/receipt")
                .then()
                .statusCode(204);
        String claim = People.as(buyer)
                .contentType("application/json")
                .body(Map.of(
                        "cause",
                        "SPOILED",
                        "content",
                        "收到就这样",
                        "lines",
                        List.of(Map.of("lineNo", 1, "quantity", 1)),
                        "photos",
                        List.of(Claiming.PHOTO)))
                .post("/api/orders/" + part + "/claims")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        try (Connection connection = PostgresForTests.connect();
                ResultSet refund = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT r.intent_id, r.id FROM payment_refund r JOIN payment_intent i ON i.id = r.intent_id"
                                        + " JOIN order_part p ON p.purchase_id = i.subject WHERE p.id = '"
                                        + UUID.fromString(part)
                                        + "'")) {
            assertThat(refund.next()).isTrue();
            for (int again = 0; again < 3; again++) {
                Sandbox.refunded(refund.getString(1), refund.getString(2), "REFUNDED", 3_990);
            }
        }
        assertThat(told(buyer, "原路退回")).containsExactly("退款 ¥39.90 已原路退回。");
        assertThat(told(supplier, "原路退回")).isEmpty();
        JsonPath inbox = People.as(buyer).get("/api/inbox").jsonPath();
        assertThat(inbox.getString("items[0].link")).startsWith("/purchases/");
    }

    private static List<String> told(Actor reader, String words) {
        List<String> texts = People.as(reader)
                .header("Accept-Language", "zh")
                .get("/api/inbox")
                .jsonPath()
                .getList("items.text");
        return texts.stream().filter(text -> text.contains(words)).toList();
    }
}
