package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Buyers keep their addresses sealed, see them masked, and buy with one of them. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AddressBookHttpTest {
    private static final String PHONE = "13800001234";
    private static final String PLACE = "广东省深圳市福田区演示路";

    private final Actor buyer = People.everywhere(Role.CONSUMER);

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void anAddressIsSealedAtRestMaskedInTheListAndReadInTheClearOnlyByItsOwner() throws SQLException {
        String id = kept(buyer, PLACE + "8号");
        JsonPath list = People.as(buyer).get("/api/addresses").jsonPath();
        assertThat(list.getString("[0].masked")).contains("演**", "138****1234").doesNotContain("8号");
        assertThat(list.getBoolean("[0].preferred")).as("the first").isTrue();
        People.as(buyer).get("/api/addresses/" + id).then().statusCode(200).body("phone", equalTo(PHONE));
        assertThat(atRest(id)).doesNotContain(PHONE).doesNotContain("8号");
        Actor stranger = People.everywhere(Role.CONSUMER);
        People.as(stranger).get("/api/addresses/" + id).then().statusCode(404);
        People.as(stranger).delete("/api/addresses/" + id).then().statusCode(404);
        People.as(stranger)
                .contentType("application/json")
                .post("/api/addresses/" + id + "/prefer")
                .then()
                .statusCode(404);
        People.as(stranger)
                .contentType("application/json")
                .body(address(PLACE))
                .put("/api/addresses/" + id)
                .then()
                .statusCode(404);
        assertThat(deeds(id)).containsExactly("address-add", "address-read");
    }

    @Test
    void oneIsPreferredAndAnotherTakesItsPlace() {
        kept(buyer, PLACE + "1号");
        String second = kept(buyer, PLACE + "2号");
        People.as(buyer)
                .contentType("application/json")
                .post("/api/addresses/" + second + "/prefer")
                .then()
                .statusCode(204);
        JsonPath list = People.as(buyer).get("/api/addresses").jsonPath();
        assertThat(list.getList("preferred")).containsExactly(true, false);
        assertThat(list.getString("[0].id")).isEqualTo(second);
    }

    @Test
    void ofTwoThatCameAtOnceOnlyOneFindsTheTwentiethPlace() throws Exception {
        for (int i = 0; i < 19; i++) {
            kept(buyer, PLACE + i + "号");
        }
        String token = People.token(buyer);
        Callable<Integer> one = () -> given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(address(PLACE))
                .post("/api/addresses")
                .statusCode();
        ExecutorService both = Executors.newFixedThreadPool(2);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : both.invokeAll(List.of(one, one))) {
            answers.add(answer.get());
        }
        both.shutdown();
        assertThat(answers).containsExactlyInAnyOrder(201, 409);
        Web browser = Web.signedIn(buyer);
        assertThat(browser.get("/account/addresses").asString()).contains("地址簿满了");
    }

    @Test
    void aBuyerTakesAnAddressOfTheBookAtCheckoutAndTheSupplierSeesItWhole() {
        OnSale goods = OnSale.product(3_990, 5);
        kept(buyer, PLACE + "66号");
        Web browser = Web.signedIn(buyer);
        browser.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        String checkout = browser.get("/checkout").asString();
        assertThat(checkout).contains("138****1234").doesNotContain("66号");
        String id = People.as(buyer).get("/api/addresses").jsonPath().getString("[0].id");
        String cashier = browser.post("/checkout", order(checkout, Map.of("addressId", id, "note", "放门卫")))
                .getHeader("Location");
        browser.post(cashier, Map.of("outcome", "pay"));
        Web desk = Web.signedIn(goods.product().supplier());
        String list = desk.get("/desk/orders").asString();
        assertThat(list).doesNotContain("66号").doesNotContain(PHONE);
        var order =
                java.util.regex.Pattern.compile("/desk/orders/[0-9a-f-]{36}").matcher(list);
        assertThat(order.find()).isTrue();
        assertThat(desk.get(order.group()).asString())
                .contains("66号")
                .contains(PHONE)
                .contains("放门卫");
    }

    @Test
    void aNewAddressIsKeptWhereItsOwnerSaysSoAndAStrangersIsNoAddress() {
        OnSale goods = OnSale.product(3_990, 5);
        Web browser = Web.signedIn(buyer);
        browser.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        Actor stranger = People.everywhere(Role.CONSUMER);
        String foreign = kept(stranger, PLACE);
        assertThat(browser.post("/checkout", order(browser.get("/checkout").asString(), Map.of("addressId", foreign)))
                        .statusCode())
                .isEqualTo(404);
        Map<String, Object> typed = new java.util.HashMap<>(address(PLACE + "77号"));
        typed.put("keep", "true");
        assertThat(browser.post("/checkout", order(browser.get("/checkout").asString(), typed))
                        .statusCode())
                .isEqualTo(303);
        assertThat(People.as(buyer).get("/api/addresses").jsonPath().getList("id"))
                .hasSize(1);
    }

    @Test
    void anAddressThatLacksSomethingComesBackFilledInWithTheMessageAtItsField() {
        Web browser = Web.signedIn(buyer);
        browser.get("/account/addresses");
        String again = browser.post("/account/addresses", Map.of("receiver", "演示顾客", "phone", "12", "address", PLACE))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(again).contains("phone-error").contains("value=\"演示顾客\"").contains(PLACE);
    }

    private static Map<String, Object> order(String checkout, Map<String, Object> chosen) {
        Map<String, Object> fields = new java.util.HashMap<>(chosen);
        for (String name : List.of("idempotencyKey", "cartVersion", "totalFen")) {
            fields.put(name, checkout.replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1"));
        }
        return fields;
    }

    private static Map<String, Object> address(String place) {
        return Map.of("receiver", "演示顾客", "phone", PHONE, "address", place);
    }

    private static String kept(Actor owner, String place) {
        return People.as(owner)
                .contentType("application/json")
                .body(address(place))
                .post("/api/addresses")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String atRest(String id) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT encode(sealed, 'escape') || masked FROM order_address"
                        + " WHERE id = '" + UUID.fromString(id) + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> deeds(String id) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT action FROM platform_audit WHERE subject_id = '" + id + "' ORDER BY id")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
