package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goods are sold before they can be sent: until a day, to be sent within a window that the order keeps. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PresaleHttpTest {
    private static final List<Integer> ALL_YEAR =
            IntStream.rangeClosed(1, 12).boxed().toList();

    private final BusinessClock clock =
            Arc.container().instance(BusinessClock.class).get();
    private final OnSale oranges = OnSale.harvested(3_990, 40, ALL_YEAR);
    private final Actor supplier = oranges.product().supplier();
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
    void aWindowIsTakenToItsLastPossibleDayAndRefusedADayBeyond() {
        assertThat(said(oranges, 0, 1, 120)).isEqualTo("200");
        assertThat(said(oranges, 120, 120, 120)).isEqualTo("200");
        assertThat(said(oranges, 0, 0, 20)).isEqualTo("400 /sendFrom presale-from-tomorrow");
        assertThat(said(oranges, 0, 1, 121)).isEqualTo("400 /sendTo presale-too-far");
        assertThat(said(oranges, 0, 9, 8)).isEqualTo("400 /sendTo presale-window");
        assertThat(said(oranges, -1, 9, 9)).isEqualTo("400 /soldUntil presale-sold-until");
        assertThat(said(oranges, 10, 9, 9)).isEqualTo("400 /soldUntil presale-sold-until");
        LocalDate harvest = today.plusMonths(1).withDayOfMonth(1);
        OnSale seasonal = OnSale.harvested(3_990, 1, List.of(harvest.getMonthValue()));
        int first = days(harvest);
        int last = days(harvest.plusMonths(1)) - 1;
        assertThat(said(seasonal, 0, first, last)).isEqualTo("200");
        assertThat(said(seasonal, 0, first, last + 1)).isEqualTo("400 /sendTo presale-out-of-season");
        assertThat(said(seasonal, 0, last + 1, last + 1)).startsWith("400 /sendFrom presale-out-of-season");
        assertThat(presell(seasonal.product().supplier(), oranges, 0, 5, 6).statusCode())
                .isEqualTo(404);
        assertThat(People.as(supplier)
                        .contentType("application/json")
                        .body(Map.of("soldUntil", "2026-02-31", "sendFrom", "x"))
                        .put(path(oranges))
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(() -> sql("UPDATE catalogue_listing SET presale_to = NULL WHERE id = '%s'"
                        .formatted(oranges.listingId())))
                .hasMessageContaining("catalogue_presale");
        Web desk = Web.signedIn(supplier);
        String page = "/desk/listings/" + oranges.listingId() + "/presale";
        desk.get(page);
        Response again = desk.post(page, Map.of("soldUntil", "", "sendFrom", "morgen", "sendTo", "2030-01-01"));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("soldUntil-error", "sendFrom-error", "value=\"2030-01-01\"");
        assertThat(desk.post(page, Map.of("soldUntil", day(3), "sendFrom", day(5), "sendTo", day(9)))
                        .statusCode())
                .isEqualTo(303);
        assertThat(desk.get("/desk/listings/" + oranges.listingId()).asString()).contains(day(5), day(9), day(3));
        assertThat(desk.post(page + "/end", Map.of()).statusCode()).isEqualTo(303);
        assertThat(given().get("/api/products/" + oranges.listingId())
                        .jsonPath()
                        .getMap("presale"))
                .isNull();
    }

    @Test
    void itIsOrderedUntilItsLastDayAndNoMorePiecesThanAreOffered() {
        said(oranges, 5, 10, 20);
        String cart = cart(Map.of(oranges.listingId(), 40));
        travel(5);
        assertThat(new Web().get("/products/" + oranges.listingId()).asString()).contains(day(10), "name=\"quantity\"");
        String late = cart(Map.of(oranges.listingId(), 41));
        assertThat(code(place(late))).isEqualTo("409 stock-short");
        assertThat(code(place(cart))).startsWith("201");
        travel(6);
        assertThat(given().header("Cart-Token", late)
                        .get("/api/carts/current")
                        .jsonPath()
                        .getList("changes.kind"))
                .containsExactly("PRESALE");
        assertThat(place(late).statusCode()).isEqualTo(400);
        assertThat(place(late).asString()).contains("listing-unavailable");
        JsonPath product = given().get("/api/products/" + oranges.listingId()).jsonPath();
        assertThat(product.getLong("stock")).isZero();
        assertThat(product.getString("presale.soldUntil")).isEqualTo(day(5));
        assertThat(new Web().get("/products/" + oranges.listingId()).asString()).doesNotContain("name=\"quantity\"");
    }

    @Test
    void whatIsSentLaterIsAnOrderOfItsOwnAndKeepsItsWindow() throws IOException {
        int plain = Statements.of(() -> new Web().get("/products/" + oranges.listingId()));
        UUID pomelos = oranges.further();
        oranges.delivered(1_000);
        said(oranges, 5, 10, 20);
        assertThat(Statements.of(() -> new Web().get("/products/" + oranges.listingId())))
                .isEqualTo(plain);
        assertThat(new Web().get("/products?q=演示脐橙").asString()).contains("预售 " + day(10));
        String cart = cart(Map.of(oranges.listingId(), 1, pomelos, 1));
        JsonPath seen = given().header("Cart-Token", cart)
                .get("/api/carts/current?province=440000")
                .jsonPath();
        assertThat(seen.getList("shops")).hasSize(2);
        assertThat(seen.getList("shops.window.from")).containsExactly(day(10));
        assertThat(seen.getLong("freightFen")).as("each box has its carrier").isEqualTo(2 * 1_600);
        Bought both = Bought.of(Map.of(oranges.listingId(), 1, pomelos, 1));
        said(oranges, 5, 30, 40);
        assertThat(code(place(cart))).as("other days than were seen").isEqualTo("409 cart-changed");
        assertThat(given().header("Cart-Token", cart)
                        .contentType("application/json")
                        .post("/api/carts/current/settle")
                        .jsonPath()
                        .getList("changes.kind"))
                .containsExactly("WINDOW");
        assertThat(code(place(cart))).isEqualTo("201");
        JsonPath purchase = purchase(both.token(), both.purchaseId());
        assertThat(purchase.getLong("totalFen")).isEqualTo(2 * 3_990 + 2 * 1_600);
        assertThat(purchase.getList("parts")).hasSize(2);
        String later = purchase.getString("parts.find { it.window != null }.id");
        assertThat(purchase.getString("parts.find { it.window != null }.window.from"))
                .as("what was promised stays")
                .isEqualTo(day(10));
        assertThatThrownBy(() -> sql("UPDATE order_part SET send_to = send_to + 1 WHERE id = '" + later + "'"))
                .hasMessageContaining("keeps the window");
        assertThat(ship(later)).isEqualTo("409 order-too-early");
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("orders", purchase.getList("parts.id")))
                .post("/api/orders/acceptance");
        assertThat(orders("later")).containsExactly(later);
        assertThat(orders("send")).hasSize(1).doesNotContain(later);
        Web desk = Web.signedIn(supplier);
        assertThat(toSend(desk)).as("of which one is due today").isEqualTo("1");
        for (String paper : List.of("slips", "labels")) {
            try (PDDocument pdf = Loader.loadPDF(desk.post("/desk/orders/" + paper, Map.of("order", List.of(later)))
                    .asByteArray())) {
                assertThat(new PDFTextStripper().getText(pdf)).contains(day(10) + " – " + day(20));
            }
        }
        int few = Statements.of(() -> desk.get("/desk/orders?view=later"));
        assertThat(desk.get("/desk/orders?view=later").asString()).contains(later, day(10), day(20));
        assertThat(desk.get("/desk/orders/" + later).asString()).contains(day(7));
        assertThat(desk.get("/desk/orders/export?view=later").asString()).contains(day(10), day(20));
        said(oranges, 5, 9, 9);
        String sooner = Bought.of(oranges, 1).partId();
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("orders", List.of(sooner)))
                .post("/api/orders/acceptance");
        assertThat(orders("later")).as("by the day").containsExactly(sooner, later);
        assertThat(orders("later&cursor=" + sooner)).containsExactly(later);
        assertThat(Statements.of(() -> desk.get("/desk/orders?view=later"))).isEqualTo(few);
        travel(6);
        assertThat(ship(later)).isEqualTo("409 order-too-early");
        travel(7);
        assertThat(orders("send")).contains(later, sooner);
        assertThat(ship(later)).isEqualTo("204");
    }

    @Test
    void notSentInTimeItsBuyerIsToldOnceAndCancelsAlone() throws Exception {
        oranges.delivered(1_000);
        said(oranges, 5, 10, 20);
        Actor buyer = People.everywhere(Role.CONSUMER);
        String part = Bought.byMember(buyer, oranges);
        Bought guest = Bought.of(oranges, 2);
        Bought raced = Bought.of(oranges, 1);
        travel(20);
        late();
        assertThat(told(buyer)).isZero();
        assertThat(cancel(buyer, part)).isEqualTo("409 order-not-late");
        travel(21);
        late();
        late();
        assertThat(told(buyer)).isOne();
        assertThat(cancel(People.everywhere(Role.CONSUMER), part)).startsWith("404");
        assertThat(cancel(buyer, part)).isEqualTo("204");
        assertThat(cancel(buyer, part)).isEqualTo("409 order-wrong-state");
        assertThat(ship(part)).isEqualTo("409 order-wrong-state");
        JsonPath page = purchase(guest.token(), guest.purchaseId());
        long whole = 2 * 3_990 + page.getLong("parts[0].freightFen");
        assertThat(code(given().header("Cart-Token", guest.token())
                        .contentType("application/json")
                        .post("/api/orders/" + guest.partId() + "/cancellation")))
                .isEqualTo("204");
        JsonPath back = purchase(guest.token(), guest.purchaseId());
        assertThat(back.getLong("refundedFen") + back.getLong("refundingFen")).isEqualTo(whole);
        assertThat(back.getString("parts[0].state")).isEqualTo("CANCELLED");
        assertThat(People.as(supplier)
                        .get("/api/listings/" + oranges.listingId())
                        .jsonPath()
                        .getLong("stock"))
                .as("they stand on the shelf again")
                .isEqualTo(40 - 1);
        assertThat(shippedAndCancelled(raced)).containsExactlyInAnyOrder("204", "409 order-wrong-state");
    }

    @Test
    void whatOfALatePartIsSentStaysSoldAndTheRestGoesBackAndIsNeverSent() throws Exception {
        said(oranges, 5, 10, 20);
        Bought bought = Bought.of(oranges, 5);
        Claiming.asked(bought, "NOT_SENT", 1).statusCode(201);
        travel(12);
        assertThat(code(People.as(supplier)
                        .contentType("application/json")
                        .body(Map.of(
                                "carrier",
                                "演示快递",
                                "trackingNumber",
                                "L1",
                                "lines",
                                List.of(Map.of("lineNo", 1, "quantity", 2))))
                        .post("/api/orders/" + bought.partId() + "/shipment")))
                .isEqualTo("204");
        travel(21);
        assertThat(code(given().header("Cart-Token", bought.token())
                        .contentType("application/json")
                        .post("/api/orders/" + bought.partId() + "/cancellation")))
                .isEqualTo("204");
        JsonPath back = purchase(bought.token(), bought.purchaseId());
        assertThat(back.getLong("refundedFen") + back.getLong("refundingFen")).isEqualTo(3 * 3_990);
        assertThat(bought.state()).isEqualTo("SHIPPED");
        assertThat(ship(bought.partId())).isEqualTo("409 order-shipped-already");
        // Without the service's lock and its look at the state the table still refuses.
        String parcel = """
                WITH c AS (INSERT INTO order_parcel VALUES (uuidv7(), '%1$s', 'x', 'y', NULL, now()) RETURNING id)
                INSERT INTO order_parcel_line SELECT id, '%1$s', 1, 1 FROM c""".formatted(bought.partId());
        assertThatThrownBy(() -> sql(parcel)).hasMessageContaining("SHIPPED is not sent");
    }

    /** One sends and the other cancels, at once: it is sent, or the money goes back. */
    private List<String> shippedAndCancelled(Bought raced) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<String>> both = List.of(
                    () -> ship(raced.partId()),
                    () -> code(given().header("Cart-Token", raced.token())
                            .contentType("application/json")
                            .post("/api/orders/" + raced.partId() + "/cancellation")));
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : pool.invokeAll(both)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private static String toSend(Web desk) {
        return desk.get("/desk").asString().replaceAll("(?s).*href=\"/desk/orders\"><b>(\\d+)</b>.*", "$1");
    }

    private static void late() {
        LateOrders orders = Arc.container().instance(LateOrders.class).get();
        Await.await(() -> orders.tell().replaceWith(true));
    }

    private static int told(Actor buyer) {
        List<String> links = People.as(buyer)
                .get("/api/inbox")
                .jsonPath()
                .getList("items.findAll { it.text.contains('还没发完货') }.link");
        return links.size();
    }

    private String cancel(Actor buyer, String part) {
        return code(People.as(buyer).contentType("application/json").post("/api/orders/" + part + "/cancellation"));
    }

    private String ship(String part) {
        return code(People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "P" + part.substring(24)))
                .post("/api/orders/" + part + "/shipment"));
    }

    private List<String> orders(String view) {
        return People.as(supplier).get("/api/orders?view=" + view).jsonPath().getList("items.id");
    }

    private static String cart(Map<UUID, Integer> quantities) {
        List<Map<String, Object>> lines = new ArrayList<>();
        quantities.forEach((listing, quantity) -> lines.add(Map.of("listingId", listing, "quantity", quantity)));
        return given().contentType("application/json")
                .body(Map.of("lines", lines))
                .post("/api/carts")
                .jsonPath()
                .getString("token");
    }

    private static Response place(String cart) {
        return given().contentType("application/json")
                .header("Cart-Token", cart)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver", Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号")))
                .post("/api/purchases");
    }

    private static JsonPath purchase(String token, String id) {
        return given().header("Cart-Token", token).get("/api/purchases/" + id).jsonPath();
    }

    private static String code(Response answer) {
        return answer.statusCode() < 300
                ? String.valueOf(answer.statusCode())
                : answer.statusCode() + " " + answer.jsonPath().getString("code");
    }

    /** Days from today on; answers the status and what was wrong first. */
    private String said(OnSale goods, int soldUntil, int from, int to) {
        Response answer = presell(goods.product().supplier(), goods, soldUntil, from, to);
        return answer.statusCode() == 200
                ? "200"
                : answer.statusCode() + " " + answer.jsonPath().getString("errors[0].pointer") + " "
                        + answer.jsonPath().getString("errors[0].code");
    }

    private Response presell(Actor by, OnSale goods, int soldUntil, int from, int to) {
        return People.as(by)
                .contentType("application/json")
                .body(Map.of("soldUntil", day(soldUntil), "sendFrom", day(from), "sendTo", day(to)))
                .put(path(goods));
    }

    private static String path(OnSale goods) {
        return "/api/listings/" + goods.listingId() + "/presale";
    }

    private String day(int later) {
        return today.plusDays(later).toString();
    }

    private int days(LocalDate day) {
        return (int) (day.toEpochDay() - today.toEpochDay());
    }

    /** So many days on from today. */
    private void travel(int days) {
        clock.reset();
        clock.travelTo(clock.instant().plus(Duration.ofDays(days)));
    }

    private static void sql(String statement) {
        try (Connection connection = PostgresForTests.connect();
                Statement one = connection.createStatement()) {
            one.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
