package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.SettledProvince.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
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
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Member;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.RunningCoupons;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goods sold by weight are paid for by the order and packed by the scales; what is missing goes back with the parcel. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WeighedHttpTest {
    /** Boxes of 2.5 kg. */
    private final OnSale carp = OnSale.product(3_990, 200);

    private final Actor supplier = carp.product().supplier();

    @BeforeEach
    void itIsSoldByWeight() {
        carp.weighed();
    }

    @AfterAll
    static void theBooksHold() {
        RunningCoupons.stop();
        Invariants.hold();
    }

    @Test
    void whatAParcelLacksIsPaidBackWithItToTheFenAndTheGoodsStaySold() throws SQLException {
        assertThat(given().get("/products/" + carp.listingId()).asString()).contains("一件先按 2.5 公斤付款");
        Bought bought = Bought.of(carp, 2);
        assertThat(weight(bought)).isEqualTo(List.of(5_000, 0, 0, 0));
        assertThat(ship(bought, "W1", 2, 4_333).statusCode()).isEqualTo(204);
        assertThat(weight(bought))
                .as("79.80 for 4.333 of 5 kg, rounded in the buyer's favour")
                .isEqualTo(List.of(5_000, 4_333, 667, 7_980 - 6_915));
        assertThat(back(bought)).as("the provider has paid it back").isEqualTo(1_065);
        String sale = "FROM sale_refund WHERE sale_id = '" + bought.saleIds().get(0) + "'";
        assertThat(number("SELECT fee_fen + floor_fen + dividend_fen + supplier_fen " + sale))
                .isEqualTo(1_065);
        assertThat(number("SELECT least(floor_fen, dividend_fen, supplier_fen) " + sale))
                .as("households and supplier each give their part")
                .isPositive();
        assertThat(number("SELECT units " + sale)).isZero();
        assertThat(number("SELECT sold FROM catalogue_stock WHERE listing_id = '" + carp.listingId() + "'"))
                .isEqualTo(2);
        assertThat(number("SELECT order_went_back('" + bought.partId() + "')"))
                .as("an invoice is for what is left")
                .isEqualTo(1_065);
        JsonPath desk =
                People.as(supplier).get("/api/orders/" + bought.partId()).jsonPath();
        assertThat(desk.getInt("lines[0].packedGrams")).isEqualTo(4_333);
        assertThat(desk.getInt("lines[0].weightBackFen")).isEqualTo(1_065);
    }

    @Test
    void fourFifthsGoOutAndAGramLessDoesNotAndWhatIsMoreIsAGift() throws SQLException {
        Bought bought = Bought.of(carp, 2);
        assertThat(fault(ship(bought, "W1", 2, null))).isEqualTo("/lines/1/grams weight-missing");
        assertThat(fault(ship(bought, "W1", 2, 3_999))).isEqualTo("/lines/1/grams weight-short");
        assertThat(fault(ship(bought, "W1", 2, 15_001))).isEqualTo("/lines/1/grams weight-unlikely");
        assertThat(fault(ship(bought, "W1", 2, 0))).isEqualTo("/lines/1/grams weight-short");
        assertThat(ship(bought, "W1", 2, 4_000).statusCode()).isEqualTo(204);
        assertThat(back(bought)).isEqualTo(1_596);
        Bought heavy = Bought.of(carp, 2);
        assertThat(ship(heavy, "W2", 2, 5_400).statusCode()).isEqualTo(204);
        assertThat(weight(heavy)).isEqualTo(List.of(5_000, 5_400, 0, 0));
        assertThat(back(heavy)).isZero();
        OnSale boxes = OnSale.product(3_990, 5);
        Bought byPiece = Bought.of(boxes, 1);
        assertThat(fault(ship(boxes.product().supplier(), byPiece, "W3", 1, 2_400)))
                .isEqualTo("/lines/1/grams weight-not-asked");
        assertThatThrownBy(() ->
                        SettledProvince.run("""
                        WITH c AS (INSERT INTO order_parcel VALUES (uuidv7(), '%1$s', 'x', 'y', NULL, now()) RETURNING id)
                        INSERT INTO order_parcel_line SELECT id, '%1$s', 1, 1, 1999 FROM c""".formatted(Bought.of(carp, 1).partId())))
                .as("nor does the table take it")
                .hasMessageContaining("weighed when they are packed");
    }

    @Test
    void theFormComesBackAsItWasWithTheMessageAtTheWeight() {
        Bought bought = Bought.of(carp, 1);
        Web desk = Web.signedIn(supplier);
        Map<String, String> typed =
                new HashMap<>(Map.of("carrier", "演示快递", "trackingNumber", "F1", "seenParcels", "0"));
        typed.putAll(Map.of("lines", "1,", "quantity-1", "1", "grams-1", "1900"));
        Response refused = desk.post("/desk/orders/" + bought.partId() + "/ship", typed);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("value=\"1900\"", "至少要 2000 克", "value=\"F1\"");
        typed.put("grams-1", "2400");
        assertThat(desk.post("/desk/orders/" + bought.partId() + "/ship", typed).statusCode())
                .isEqualTo(303);
        assertThat(desk.get("/desk/orders/" + bought.partId()).asString()).contains("实称 2.4 公斤", "已退差价 ¥1.60");
    }

    @Test
    void manyParcelsAreNotRoundedMoreOftenThanOneAndAClaimAsksForWhatIsLeft() throws SQLException {
        Bought bought = Bought.of(carp, 3);
        for (int i = 1; i <= 3; i++) {
            assertThat(ship(bought, "P" + i, 1, 2_499).statusCode()).isEqualTo(204);
        }
        assertThat(weight(bought)).isEqualTo(List.of(7_500, 7_497, 3, 5));
        assertThat(number("SELECT count(*) FROM order_weight_refund WHERE part_id = '" + bought.partId() + "'"))
                .isEqualTo(3);
        String claim = Claiming.asked(bought.received(), "SPOILED", 1)
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(Claiming.claim(bought, claim).extract().jsonPath().getInt("askedFen"))
                .isEqualTo((11_970 - 5) / 3);
        Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
    }

    @Test
    void aCouponsSourceHasItsPartBackAndTheBuyerIsToldOnce() throws SQLException {
        String fund = "演示协作资金" + UUID.randomUUID();
        Member buyer = Member.fresh();
        JsonPath bought = buyer.paid(Map.of(carp, 3), coupon(fund));
        assertThat(bought.getLong("totalFen")).isEqualTo(11_970 - 1_000);
        String part = bought.getString("parts[0].id");
        assertThat(ship(supplier, part, "C1", 3, 6_750).statusCode()).isEqualTo(204);
        assertThat(number("SELECT amount_fen FROM order_weight_refund WHERE part_id = '" + part + "'"))
                .as("a tenth of what the buyer paid")
                .isEqualTo(1_097);
        assertThat(number("SELECT amount_fen FROM order_subsidy_refund WHERE part_id = '" + part + "'"))
                .as("and of what the source gave")
                .isEqualTo(100);
        assertThat(buyer.as().get("/api/inbox").asString().split("过秤少了 750 克，退您 ¥10.97", -1))
                .as("told once")
                .hasSize(2);
    }

    @Test
    void ofClerksWithTheSameBoxOnePaysBackAndTheTableKeepsItSo() throws Exception {
        Bought bought = Bought.of(carp, 2);
        List<Callable<Integer>> clerks = IntStream.range(0, 6)
                .<Callable<Integer>>mapToObj(
                        i -> () -> ship(bought, "SAME", 1, 2_400).statusCode())
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> each : pool.invokeAll(clerks)) {
            answers.add(each.get());
        }
        pool.shutdown();
        assertThat(answers.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(5);
        assertThat(weight(bought)).isEqualTo(List.of(5_000, 2_400, 100, 160));
        assertThat(back(bought)).isEqualTo(160);
        String again = "INSERT INTO order_weight_refund SELECT %s, line_no, part_id, amount_fen, now()"
                + " FROM order_weight_refund WHERE part_id = '" + bought.partId() + "'";
        assertThatThrownBy(() -> SettledProvince.run(again.formatted("parcel_id")))
                .hasMessageContaining("order_weight_refund_pkey");
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            assertThat(statement.executeUpdate(again.formatted("gen_random_uuid()")))
                    .as("the control: past the guards it goes back twice")
                    .isEqualTo(1);
            assertThat(Invariants.broken(connection, "I32 "))
                    .as("and the books say so")
                    .hasSize(1);
            connection.rollback();
        }
    }

    @Test
    void onlyGoodsWithACertifiedWeightAreSoldByItAndAnOrderCostsNoMoreStatementsToRead() throws SQLException {
        OnSale loose = OnSale.product(3_990, 5);
        SettledProvince.run(
                "UPDATE catalogue_listing SET net_weight_grams = 2550 WHERE id = '" + loose.listingId() + "'");
        assertThat(fault(loose.weigh())).isEqualTo("/weighed listing-not-by-weight");
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE catalogue_listing SET weighed = true WHERE id = '" + loose.listingId() + "'"))
                .hasMessageContaining("catalogue_weighed_by_the_tenth_kilogram");
        Bought one = Bought.of(carp, 1);
        Bought two = Bought.of(Map.of(carp.listingId(), 1, carp.further(), 1));
        assertThat(reading(two)).isEqualTo(reading(one));
    }

    /** 10.00 off from 50.00 on, of a fund's money. */
    private static String coupon(String fund) {
        LocalDate today = LocalDate.now(BusinessClock.CHINA);
        Map<String, Object> body = new HashMap<>(Map.of("nameZh", "演示满减", "nameEn", "Demo coupon", "fund", fund));
        body.putAll(Map.of("offFen", 1_000, "fromFen", 5_000, "budgetFen", 1_000, "funding", "FUND"));
        body.putAll(Map.of("mostUses", 1, "mostPerPerson", 1, "from", today.toString(), "to", today.toString()));
        return People.as(People.everywhere(Role.FINANCE))
                .contentType("application/json")
                .body(body)
                .post("/api/desk/coupons")
                .path("id");
    }

    private static int reading(Bought bought) {
        return Statements.of(
                () -> given().header("Cart-Token", bought.token()).get("/api/purchases/" + bought.purchaseId()));
    }

    private Response ship(Bought bought, String number, int pieces, Integer grams) {
        return ship(supplier, bought, number, pieces, grams);
    }

    private static Response ship(Actor clerk, Bought bought, String number, int pieces, Integer grams) {
        return ship(clerk, bought.partId(), number, pieces, grams);
    }

    private static Response ship(Actor clerk, String part, String number, int pieces, Integer grams) {
        Map<String, Object> line = new HashMap<>(Map.of("lineNo", 1, "quantity", pieces));
        if (grams != null) {
            line.put("grams", grams);
        }
        return People.as(clerk)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", number, "lines", List.of(line)))
                .post("/api/orders/" + part + "/shipment");
    }

    /** Ordered, packed and missing grams, and what went back for them. */
    private static List<Integer> weight(Bought bought) {
        JsonPath seen = given().header("Cart-Token", bought.token())
                .get("/api/purchases/" + bought.purchaseId())
                .jsonPath();
        String weight = "parts[0].lines[0].weight.";
        return List.of(
                seen.getInt(weight + "orderedGrams"),
                seen.getInt(weight + "packedGrams"),
                seen.getInt(weight + "missingGrams"),
                seen.getInt(weight + "backFen"));
    }

    private static long back(Bought bought) throws SQLException {
        return number("SELECT refunded_fen FROM payment_intent WHERE subject = '" + bought.purchaseId() + "'");
    }

    private static String fault(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        return answer.path("errors[0].pointer") + " " + answer.path("errors[0].code");
    }
}
