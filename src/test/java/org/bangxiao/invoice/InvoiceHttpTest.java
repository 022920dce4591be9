package org.bangxiao.invoice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever paid asks the supplier for an invoice, and nobody else learns to whom it is made out. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InvoiceHttpTest {
    private static final String TITLE = "演示市第一中学";
    private static final String TAX = "12450000MB1234567X";
    private static final String MAIL = "caiwu@school.example";

    @Inject
    BusinessClock clock;

    private OnSale goods;
    private Actor buyer;
    private Actor supplier;
    private String order;

    @BeforeEach
    void somethingWasBought() {
        goods = OnSale.product(3_990, 50);
        supplier = goods.product().supplier();
        buyer = People.everywhere(Role.CONSUMER);
        order = Bought.byMember(buyer, goods);
    }

    @Test
    void aUnitAsksTheSupplierIssuesAndBothFindTheNumber() {
        Web web = Web.signedIn(buyer);
        String path = "/orders/" + order + "/invoice";
        assertThat(web.get(path).asString()).contains("可开票 ¥39.90");
        Map<String, Object> typed =
                new HashMap<>(Map.of("kind", "UNIT", "title", TITLE, "taxNumber", "12", "email", "x"));
        Response again = web.post(path, typed);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("taxNumber-error", "email-error", "value=\"" + TITLE + "\"");
        typed.putAll(Map.of("taxNumber", TAX, "email", MAIL));
        assertThat(web.post(path, typed).statusCode()).isEqualTo(303);
        assertThat(web.get(path).asString()).contains("待开票", "演**").doesNotContain(TAX, MAIL);

        Web desk = Web.signedIn(supplier);
        String list = desk.get("/desk/invoices").asString();
        assertThat(list).contains("演**", "39.90").doesNotContain(TAX, MAIL, TITLE);
        String one = "/desk/invoices/" + id();
        assertThat(People.as(supplier).get("/api/inbox").asString()).contains(one);
        long before = readings();
        assertThat(desk.get(one).asString()).contains(TITLE, TAX, MAIL);
        assertThat(readings()).as("each clear reading is written down").isEqualTo(before + 1);
        String today = clock.today().toString();
        assertThat(desk.post(one + "/issue", Map.of("number", "12", "issuedOn", today))
                        .asString())
                .contains("number-error", TITLE);
        assertThat(desk.post(one + "/issue", Map.of("number", "24452000000012345678", "issuedOn", today))
                        .statusCode())
                .isEqualTo(303);
        assertThat(desk.get(one).asString()).contains("24452000000012345678").doesNotContain(TAX, MAIL, TITLE);
        assertThat(web.get(path).asString()).contains("24452000000012345678", today);
        People.as(supplier).get("/api/invoices?waiting=false").then().body("items[0].amountFen", equalTo(3990));
        assertThat(web.get("/desk/inbox").asString()).contains(path);
        assertThat(web.post(path, typed).statusCode())
                .as("what was issued stays")
                .isEqualTo(409);
        assertThatThrownBy(() ->
                        Shelf.run("UPDATE invoice SET payer_masked = 'x' WHERE part_id = ?", UUID.fromString(order)))
                .hasMessageContaining("not changed");
    }

    @Test
    void strangersAskNothingAndAnotherSupplierSeesNothing() {
        Map<String, String> asking =
                Map.of("orderId", order, "kind", "PERSON", "title", "演示顾客", "email", "a@b.example");
        ask(People.everywhere(Role.CONSUMER), asking).then().statusCode(404);
        ask(buyer, Map.of("orderId", order, "kind", "X"))
                .then()
                .statusCode(400)
                .body("errors.pointer", containsInAnyOrder("/kind", "/title", "/email"));
        ask(buyer, asking)
                .then()
                .statusCode(200)
                .body("payer", equalTo("演** a***"))
                .body("number", nullValue());
        String id = id();
        Actor other = OnSale.product(1_000, 5).product().supplier();
        People.as(other).get("/api/invoices/" + id).then().statusCode(404);
        issue(other, id, "12345678").then().statusCode(404);
        issue(supplier, id, "12345678").then().statusCode(204);
        issue(supplier, id, "87654321").then().statusCode(409).body("code", equalTo("invoice-issued-already"));

        Actor second = People.everywhere(Role.CONSUMER);
        order = Bought.byMember(second, goods);
        ask(second, Map.of("orderId", order, "kind", "PERSON", "title", "演示顾客", "email", "a@b.example"))
                .then()
                .statusCode(200);
        issue(supplier, id(), "12345678").then().statusCode(400).body("errors[0].code", equalTo("invoice-number-used"));
        assertThat(Statements.of(() -> People.as(supplier).get("/api/invoices?waiting=false")))
                .isLessThanOrEqualTo(4);
    }

    @Test
    void whatGoesBackAfterwardsMakesARedOneDue() {
        Bought bought = Bought.of(goods, 2);
        given().header("Cart-Token", bought.token())
                .contentType("application/json")
                .body(Map.of("orderId", bought.partId(), "kind", "PERSON", "title", "演示顾客", "email", "a@b.example"))
                .post("/api/invoices")
                .then()
                .statusCode(200)
                .body("leftFen", equalTo(7_980));
        order = bought.partId();
        issue(supplier, id(), "00000001").then().statusCode(204);
        bought.shippedBy(supplier).received();
        String claim =
                Claiming.asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        People.as(supplier)
                .get("/api/invoices?waiting=false")
                .then()
                .body("items[0].amountFen", equalTo(7_980))
                .body("items[0].leftFen", equalTo(3_990))
                .body("items[0].redDue", equalTo(true));
        assertThat(Web.signedIn(supplier).get("/desk/invoices/" + id()).asString())
                .contains("现在应为 ¥39.90");
    }

    @Test
    void nothingIsInvoicedOfWhatWasNotPaid() {
        Shelf.run(
                "INSERT INTO invoice (id, part_id, organisation_id, kind, payer_cipher, payer_masked, asked_at)"
                        + " SELECT gen_random_uuid(), id, organisation_id, 'PERSON', '', '', now() FROM order_part WHERE id = ?",
                UUID.fromString(order));
        assertThatThrownBy(() -> Shelf.run(
                        "UPDATE invoice SET amount_fen = 3991, number = '12345678', issued_on = now(), issued_by = id,"
                                + " issued_at = now() WHERE part_id = ?",
                        UUID.fromString(order)))
                .as("more than was paid")
                .hasMessageContaining("nobody paid this");
    }

    private static Response ask(Actor buyer, Map<String, String> asking) {
        return People.as(buyer).contentType("application/json").body(asking).post("/api/invoices");
    }

    private Response issue(Actor supplier, String id, String number) {
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("number", number, "issuedOn", clock.today().toString()))
                .post("/api/invoices/" + id + "/issue");
    }

    private String id() {
        return text("SELECT id::text FROM invoice WHERE part_id = '" + order + "'");
    }

    private long readings() {
        return Long.parseLong(
                text("SELECT count(*)::text FROM platform_audit WHERE action = 'invoice-payer-read' AND account_id = '"
                        + supplier.accountId() + "'"));
    }

    private static String text(String sql) {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
