package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Shoppers whose phones lose the network while their purchase is under way. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DroppedConnectionsHttpTest {
    private static final int SHOPPERS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int poolSize;

    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void shoppersWhoHangUpInTheMiddleOfTheirPurchaseLeaveThePoolWholeAndNothingHalfDone() throws Exception {
        theWholePoolCanBeHad();
        OnSale goods = OnSale.product(3_990, 1_000);
        List<String> carts = new ArrayList<>();
        for (int i = 0; i < SHOPPERS; i++) {
            carts.add(cart(goods));
        }
        try (Connection blocker = PostgresForTests.connect()) {
            blocker.setAutoCommit(false);
            lockStock(blocker, goods);
            List<Socket> phones = new ArrayList<>();
            for (String cart : carts) {
                phones.add(send(purchase(cart)));
                phones.add(send("GET /products/" + goods.listingId() + " HTTP/1.1\r\nHost: shop\r\n\r\n"));
            }
            awaitWaiting(blocker);
            for (Socket phone : phones) {
                phone.setSoLinger(true, 0);
                phone.close();
            }
            blocker.rollback();
        }
        awaitQuiet();
        theWholePoolCanBeHad();
        assertThat(units("SELECT reserved FROM catalogue_stock WHERE listing_id = ?", goods))
                .isEqualTo(units(
                        "SELECT coalesce(sum(quantity), 0) FROM catalogue_hold WHERE state = 'ACTIVE' AND listing_id = ?",
                        goods));
        assertThat(given().contentType("application/json")
                        .header("Cart-Token", cart(goods))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(body())
                        .post("/api/purchases")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aConnectionThatIsNeverGivenBackIsNoticed() {
        SqlConnection lost = pool.getConnectionAndAwait();
        try {
            assertThatThrownBy(this::theWholePoolCanBeHad).isInstanceOf(TimeoutException.class);
        } finally {
            lost.closeAndAwait();
        }
    }

    /** Tried again, because work that still waited its turn may have had one of them; one that is lost stays lost. */
    private void theWholePoolCanBeHad() throws Exception {
        for (int left = 2; ; left--) {
            try {
                everyConnectionOfThePoolCanBeHad();
                return;
            } catch (TimeoutException e) {
                if (left == 0) {
                    throw e;
                }
                awaitQuiet();
            }
        }
    }

    /** All of them at once, each alive and in no transaction; fails where one is missing. */
    private void everyConnectionOfThePoolCanBeHad() throws Exception {
        List<java.util.concurrent.CompletableFuture<SqlConnection>> all = new ArrayList<>();
        for (int i = 0; i < poolSize; i++) {
            all.add(pool.getConnection().subscribeAsCompletionStage());
        }
        try {
            for (var connection : all) {
                SqlConnection had = connection.get(5, TimeUnit.SECONDS);
                assertThat(had.query("SELECT pg_current_xact_id_if_assigned() IS NULL AS quiet")
                                .executeAndAwait()
                                .iterator()
                                .next()
                                .getBoolean("quiet"))
                        .isTrue();
            }
        } finally {
            all.forEach(connection -> connection.thenAccept(SqlConnection::closeAndForget));
        }
    }

    private static String cart(OnSale goods) {
        return given().contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static Map<String, Object> body() {
        return Map.of(
                "receiver",
                Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号"),
                "cartVersion",
                0);
    }

    private static String purchase(String cart) {
        String body = io.vertx.core.json.JsonObject.mapFrom(body()).encode();
        return "POST /api/purchases HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nCart-Token: " + cart
                + "\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private Socket send(String request) throws IOException {
        Socket phone = new Socket(home.getHost(), home.getPort());
        phone.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        phone.getOutputStream().flush();
        return phone;
    }

    private static void lockStock(Connection blocker, OnSale goods) throws SQLException {
        try (PreparedStatement lock =
                blocker.prepareStatement("SELECT 1 FROM catalogue_stock WHERE listing_id = ? FOR UPDATE")) {
            lock.setObject(1, goods.listingId());
            lock.executeQuery().close();
        }
    }

    /** Until purchases stand at the lock: hanging up earlier would prove nothing. */
    private void awaitWaiting(Connection observer) throws Exception {
        await(() -> count(observer, "wait_event_type = 'Lock'") >= poolSize / 2);
    }

    private static void awaitQuiet() throws Exception {
        try (Connection observer = PostgresForTests.connect()) {
            await(() -> count(observer, "state <> 'idle'") == 0);
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static long count(Connection observer, String what) throws SQLException {
        try (PreparedStatement question = observer.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE "
                        + "datname = current_database() AND pid <> pg_backend_pid() AND " + what);
                ResultSet answer = question.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        }
    }

    private static long units(String sql, OnSale goods) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement question = connection.prepareStatement(sql)) {
            question.setObject(1, goods.listingId());
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }
}
