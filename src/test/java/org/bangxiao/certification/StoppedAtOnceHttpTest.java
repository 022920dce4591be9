package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StoppedAtOnceHttpTest {
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aPaymentInTheSameMomentAsTheRevocationIsEitherGivenBackOrFlagged() throws Exception {
        Actor region = officer(Role.REGION_OFFICER, "450000");
        String officer = People.token(region);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 6; i++) {
                OnSale goods = OnSale.product(3_990, 5);
                String token = cart(goods);
                JsonPath placed = buy(token).jsonPath();
                CountDownLatch start = new CountDownLatch(1);
                Future<Integer> paid = both.submit(() -> {
                    start.await();
                    return capture(placed).extract().statusCode();
                });
                Future<Integer> revoked = both.submit(() -> {
                    start.await();
                    return given().header("Authorization", "Bearer " + officer)
                            .contentType("application/json")
                            .body(Map.of("state", "REVOKED", "reason", "弄虚作假"))
                            .post("/api/certificates/" + goods.product().certificateNumber() + "/changes")
                            .statusCode();
                });
                start.countDown();
                assertThat(revoked.get()).isEqualTo(200);
                assertThat(paid.get()).isEqualTo(200);
                String state = state(token, placed);
                List<String> flagged = People.as(region)
                        .get("/api/stopped-orders?size=200")
                        .jsonPath()
                        .getList("items.certificateNumber");
                assertThat(state).isIn("PAID", "CANCELLED");
                assertThat(flagged.contains(goods.product().certificateNumber()))
                        .isEqualTo(state.equals("PAID"));
            }
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void ofTwoOfficersWhoSuspendAtOnceOneIsToldThatItIsDone() throws Exception {
        OnSale goods = OnSale.product(3_990, 5);
        List<String> officers = List.of(
                People.token(officer(Role.COUNTY_OFFICER, "451224")),
                People.token(officer(Role.CITY_OFFICER, "451200")));
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> answers = officers.stream()
                    .map(token -> both.submit(() -> given().header("Authorization", "Bearer " + token)
                            .contentType("application/json")
                            .body(Map.of("state", "SUSPENDED", "reason", "抽检不合格"))
                            .post("/api/certificates/" + goods.product().certificateNumber() + "/changes")
                            .statusCode()))
                    .toList();
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void theListsCostTheSameHoweverManyCertificatesThereAre() {
        OnSale first = OnSale.product(3_990, 5);
        change(officer(Role.REGION_OFFICER, "450000"), first.product().certificateNumber(), "REVOKED")
                .statusCode(200);
        String desk = People.token(officer(Role.REGION_OFFICER, "450000"));
        statements(desk, "/desk/certificates");
        int few = statements(desk, "/desk/certificates");
        int register = statements(desk, "/certificates");
        int stopped = statements(desk, "/desk/stopped-orders");
        for (int i = 0; i < 4; i++) {
            String number = OnSale.product(3_990, 1).product().certificateNumber();
            change(officer(Role.REGION_OFFICER, "450000"), number, "REVOKED").statusCode(200);
        }
        assertThat(statements(desk, "/desk/certificates")).isEqualTo(few).isBetween(1, 6);
        assertThat(statements(desk, "/certificates")).isEqualTo(register).isBetween(1, 6);
        assertThat(statements(desk, "/desk/stopped-orders")).isEqualTo(stopped).isBetween(1, 6);
    }

    private int statements(String token, String path) {
        return Statements.of(() -> given().header("Authorization", "Bearer " + token)
                .get(path)
                .then()
                .statusCode(200));
    }

    private static io.restassured.response.ValidatableResponse change(Actor officer, String number, String state) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("state", state, "reason", "抽检不合格"))
                .post("/api/certificates/" + number + "/changes")
                .then();
    }

    private static Actor officer(String role, String area) {
        return People.inArea(role, area);
    }

    private static String cart(OnSale goods) {
        return json().body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static Response buy(String token) {
        return json().header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("receiver", RECEIVER, "cartVersion", 0))
                .post("/api/purchases");
    }

    private static String state(String token, JsonPath placed) {
        return given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath()
                .getString("state");
    }

    /** The provider's own word, as it comes when the buyer had paid there before the stop was known. */
    private static io.restassured.response.ValidatableResponse capture(JsonPath placed) {
        return Sandbox.captured(placed.getString("paymentId"), placed.getLong("totalFen"));
    }

    private static io.restassured.specification.RequestSpecification json() {
        return given().contentType("application/json");
    }
}
