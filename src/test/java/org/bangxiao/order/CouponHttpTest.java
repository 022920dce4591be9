package org.bangxiao.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Member;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.RunningCoupons;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coupon with a purchase: what comes off, whose money makes up for it, and what goes back to whom. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CouponHttpTest {
    private static OnSale oranges;
    private static OnSale tea;
    private static OnSale rice;
    private static Actor finance;

    @BeforeEach
    void goods() {
        if (oranges == null) {
            oranges = OnSale.keeping(3_000, 500).delivered(1_000);
            tea = OnSale.keeping(3_000, 500);
            rice = OnSale.keeping(3_000, 500);
            finance = People.everywhere(Role.FINANCE);
        }
    }

    @AfterEach
    void backToToday() {
        Arc.container().instance(BusinessClock.class).get().reset();
    }

    @AfterAll
    static void theBooksHold() {
        RunningCoupons.stop();
        Invariants.hold();
    }

    @Test
    void aPurchaseFromThreeSuppliersUsesOneCouponOnceAndEachIsPaidInFull() {
        String fund = "演示县消费补贴" + UUID.randomUUID();
        String coupon = issued(finance, Map.of("funding", "FUND", "fund", fund));
        Member buyer = Member.fresh();
        Map<OnSale, Integer> three = Map.of(oranges, 1, tea, 1, rice, 1);
        buyer.puts(three);
        JsonPath cart = buyer.cart(coupon);
        assertThat(cart.getLong("discountFen")).isEqualTo(1_000);
        assertThat(cart.getLong("payableFen")).as("never off the freight").isEqualTo(9_000 + 1_600 - 1_000);
        assertThat(cart.getList("coupons.id")).contains(coupon);
        assertThat(buyer.as()
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(Map.of("receiver", Member.RECEIVER, "totalFen", 9_600))
                        .post("/api/purchases")
                        .path("code")
                        .toString())
                .as("without it the total is another")
                .isEqualTo("total-changed");
        JsonPath placed = buyer.orders(coupon).jsonPath();
        assertThat(placed.getLong("totalFen")).isEqualTo(9_600);
        Member.pay(placed);
        JsonPath bought = buyer.purchase(placed.getString("purchaseId"));
        assertThat(bought.getString("state")).isEqualTo("PAID");
        assertThat(bought.getList("parts.lines.flatten().discountFen", Long.class))
                .containsExactlyInAnyOrder(333L, 333L, 334L);
        assertThat(bought.getList("parts.totalFen", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(9_600);
        assertThat(bought.getLong("householdsFen"))
                .as("what households get of a purchase without a coupon")
                .isEqualTo(Member.fresh().paid(three, "").getLong("householdsFen"));
        assertThat(used(coupon)).as("once for three suppliers").isEqualTo(List.of(1_000, 1, 1));
        assertThat(ofFund(fund)).isEqualTo(-1_000);
        assertThat(People.as(tea.product().supplier())
                        .get("/api/orders?view=all&size=1")
                        .asString())
                .contains("3000");

        String usedAt = text("SELECT redeemed_at FROM promotion_redemption WHERE programme_id = '" + coupon + "'");
        buyer.puts(three);
        assertThat(fault(buyer.orders(coupon))).isEqualTo("/coupon coupon-used-by-you");
        assertThat(text("SELECT redeemed_at FROM promotion_redemption WHERE programme_id = '" + coupon + "'"))
                .as("of a used one the time does not move")
                .isEqualTo(usedAt);
        assertThat(stop(finance, coupon)).isEqualTo(204);
        Member other = Member.fresh();
        other.puts(three);
        assertThat(fault(other.orders(coupon))).isEqualTo("/coupon coupon-not-now");
        JsonPath later = buyer.purchase(placed.getString("purchaseId"));
        assertThat(later.getLong("discountFen")).as("as it was sold").isEqualTo(1_000);
        assertThat(later.getString("couponZh")).isEqualTo("演示满减");
        assertThatThrownBy(() -> sum("UPDATE promotion_programme SET off_fen = 2 WHERE id = '" + coupon + "'"))
                .hasMessageContaining("the terms of a programme stand");
    }

    @Test
    void whatASupplierGivesLowersItsOwnPriceAndThatIsWhatIsShared() {
        Actor supplier = oranges.product().supplier();
        String code = "OWN" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);
        String coupon = issued(supplier, Map.of("code", code, "offFen", 301, "fromFen", 2_000));
        Member buyer = Member.fresh();
        buyer.puts(Map.of(tea, 1));
        assertThat(fault(buyer.orders(code))).isEqualTo("/coupon coupon-not-for-these");
        buyer.puts(Map.of(oranges, 1));
        assertThat(fault(buyer.orders("NO-SUCH-CODE"))).isEqualTo("/coupon coupon-unknown");
        JsonPath placed = buyer.orders(code.toLowerCase(java.util.Locale.ROOT)).jsonPath();
        assertThat(placed.getLong("totalFen")).isEqualTo(6_000 - 301 + 1_600);
        Member.pay(placed);
        JsonPath bought = buyer.purchase(placed.getString("purchaseId"));
        assertThat(grosses(bought)).containsExactlyInAnyOrder(2_699L, 3_000L);
        assertThat(sum(
                        "SELECT count(*) FROM order_purchase WHERE subsidy_payer IS NULL AND subsidy_tx IS NULL AND id = '"
                                + placed.getString("purchaseId") + "'"))
                .isEqualTo(1);
        assertThat(used(coupon)).isEqualTo(List.of(301, 1, 0));
        String part = bought.getString("parts.find { it.discountFen > 0 }.id");
        assertThat(People.as(supplier).get("/api/orders/" + part).jsonPath().getLong("totalFen"))
                .as("what the supplier sold")
                .isEqualTo(2_699 + 1_600);
        assertThat(backFor(buyer, part, "NOT_SENT", 1, supplier)).isEqualTo(2_699 + 1_600);
        Response refused = issue(finance, Map.of("funding", "SUPPLIER", "supplier", "x"));
        assertThat(refused.jsonPath().getList("errors.code")).containsExactly("coupon-supplier-pays");
        assertThat(stop(tea.product().supplier(), coupon)).isEqualTo(404);
    }

    @Test
    void partialRefundsGiveBuyerAndSourceTheirOwnPartsAndAddUpToTheFen() {
        String fund = "演示协作资金" + UUID.randomUUID();
        String coupon = issued(finance, Map.of("funding", "FUND", "fund", fund, "mostPerPerson", 2));
        Member buyer = Member.fresh();
        JsonPath bought = buyer.paid(Map.of(tea, 3), coupon);
        assertThat(bought.getLong("totalFen")).isEqualTo(8_000);
        String part = bought.getString("parts[0].id");
        Actor supplier = tea.product().supplier();
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("carrier", "演示快递", "trackingNumber", "DEMO1"))
                .post("/api/orders/" + part + "/shipment")
                .then()
                .statusCode(204);
        buyer.as().post("/api/orders/" + part + "/receipt").then().statusCode(204);
        assertThat(backFor(buyer, part, "WRONG", 1, supplier)).isEqualTo(2_666);
        assertThat(ofFund(fund)).as("a third of it went back").isEqualTo(-1_000 + 333);
        assertThat(backFor(buyer, part, "WRONG", 1, supplier)).isEqualTo(2_666);
        assertThat(backFor(buyer, part, "WRONG", 1, supplier))
                .as("all that is left")
                .isEqualTo(2_668);
        assertThat(ofFund(fund)).isZero();
        assertThat(sum("SELECT sum(r.amount_fen) FROM sale_refund r JOIN order_line l ON l.sale_id = r.sale_id"
                        + " WHERE l.part_id = '" + part + "'"))
                .as("the sale shrinks by both")
                .isEqualTo(9_000);
        assertThat(used(coupon)).as("goods were sent: it stays used").isEqualTo(List.of(1_000, 1, 1));
    }

    @Test
    void aCouponIsTheBuyersAgainOnceTheWholePurchaseCameToNothing() {
        String coupon = issued(finance, Map.of());
        Member buyer = Member.fresh();
        JsonPath bought = buyer.paid(Map.of(tea, 1, rice, 1), coupon);
        assertThat(bought.getLong("totalFen")).isEqualTo(5_000);
        List<String> parts = bought.getList("parts.id");
        boolean teaFirst = bought.getString("parts[0].organisationId")
                .equals(tea.product().organisationId().toString());
        OnSale first = teaFirst ? tea : rice;
        OnSale second = teaFirst ? rice : tea;
        assertThat(backFor(buyer, parts.get(0), "NOT_SENT", 1, first.product().supplier()))
                .isEqualTo(2_500);
        assertThat(used(coupon)).as("half of it is still bought").isEqualTo(List.of(1_000, 1, 1));
        assertThat(backFor(buyer, parts.get(1), "NOT_SENT", 1, second.product().supplier()))
                .isEqualTo(2_500);
        assertThat(used(coupon)).isEqualTo(List.of(0, 0, 1));
        assertThat(buyer.placed(Map.of(tea, 2), coupon).getLong("totalFen"))
                .as("and may be used again")
                .isEqualTo(5_000);
    }

    @Test
    void anUnpaidPurchaseGivesItBackOnceAndMoneyThatComesLateTakesItAgainOrGoesBack() {
        String coupon = issued(finance, Map.of("mostUses", 1));
        Member late = Member.fresh();
        JsonPath placed = late.placed(Map.of(tea, 2), coupon);
        BusinessClock clock = Arc.container().instance(BusinessClock.class).get();
        Member quick = Member.fresh();
        quick.puts(Map.of(tea, 2));
        assertThat(fault(quick.orders(coupon))).isEqualTo("/coupon coupon-used-up");
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(11)));
        expire();
        expire();
        assertThat(used(coupon)).as("once").isEqualTo(List.of(0, 0, 1));
        Member.pay(placed);
        assertThat(late.purchase(placed.getString("purchaseId")).getString("state"))
                .as("the money came late, and nobody else had used it")
                .isEqualTo("PAID");
        assertThat(used(coupon)).isEqualTo(List.of(1_000, 1, 1));

        String last = issued(finance, Map.of("mostUses", 2, "budgetFen", 1_500));
        JsonPath gone = late.placed(Map.of(tea, 2), last);
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(11)));
        expire();
        JsonPath taken = quick.orders(last).jsonPath();
        Member.pay(taken);
        Member.pay(gone);
        assertThat(late.purchase(gone.getString("purchaseId")).getString("state"))
                .as("the money goes back by itself")
                .isEqualTo("CANCELLED");
        assertThat(used(last)).isEqualTo(List.of(1_000, 1, 2));
    }

    @Test
    void ofManyWhoOrderInTheSameMomentOneGetsTheLast() throws Exception {
        String coupon = issued(finance, Map.of("mostUses", 1));
        List<Member> buyers = List.of(Member.fresh(), Member.fresh(), Member.fresh(), Member.fresh());
        buyers.forEach(buyer -> buyer.puts(Map.of(rice, 2)));
        ExecutorService all = Executors.newFixedThreadPool(buyers.size());
        try {
            List<Future<Response>> answers = buyers.stream()
                    .map(buyer -> all.submit(() -> buyer.orders(coupon)))
                    .toList();
            int placed = 0;
            for (Future<Response> answer : answers) {
                if (answer.get().statusCode() == 201) {
                    placed++;
                } else {
                    assertThat(fault(answer.get())).isEqualTo("/coupon coupon-used-up");
                }
            }
            assertThat(placed).isEqualTo(1);
        } finally {
            all.shutdown();
        }
    }

    @Test
    void aCartAsksTheDatabaseNoMoreForManyCouponsThanForOne() {
        Member buyer = Member.fresh();
        buyer.puts(Map.of(rice, 1));
        issued(finance, Map.of("fromFen", 9_000));
        int one = Statements.of(() -> buyer.cart(""));
        for (int i = 0; i < 5; i++) {
            issued(finance, Map.of("fromFen", 9_000 + i));
        }
        assertThat(Statements.of(() -> buyer.cart(""))).isEqualTo(one);
        JsonPath cart = buyer.cart("");
        assertThat(cart.getList("coupons.missingFen", Long.class)).contains(6_000L, 6_004L);
        assertThat(given().get("/api/carts/current?coupon=ANY").statusCode()).isEqualTo(200);
    }

    /** What goes back to the buyer of so many pieces of an order's first line, once its supplier has approved. */
    private static long backFor(Member buyer, String part, String cause, int pieces, Actor supplier) {
        String claim = buyer.asks(part, cause, pieces);
        if (!cause.equals("NOT_SENT")) {
            Claiming.answered(supplier, claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                    .statusCode(204);
        }
        return sum("SELECT amount_fen FROM payment_refund WHERE reference = 'claim:" + claim + "'");
    }

    private static String issued(Actor issuer, Map<String, Object> more) {
        Response answer = issue(issuer, more);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.path("id");
    }

    /** 10.00 off from 50.00 on, once for each person, paid by the platform, where nothing else is said. */
    private static Response issue(Actor issuer, Map<String, Object> more) {
        LocalDate today = LocalDate.now(BusinessClock.CHINA);
        Map<String, Object> body = new HashMap<>(Map.of("nameZh", "演示满减", "nameEn", "Demo coupon"));
        body.putAll(Map.of("offFen", 1_000, "fromFen", 5_000, "budgetFen", 100_000, "funding", "PLATFORM"));
        body.putAll(Map.of("mostUses", 100, "mostPerPerson", 1, "from", today.toString()));
        body.put("to", today.plusDays(3).toString());
        body.putAll(more);
        return People.as(issuer).contentType("application/json").body(body).post("/api/desk/coupons");
    }

    private static int stop(Actor actor, String coupon) {
        return People.as(actor)
                .contentType("application/json")
                .post("/api/desk/coupons/" + coupon + "/stop")
                .statusCode();
    }

    private static void expire() {
        await(() -> Arc.container().instance(Purchases.class).get().expire());
    }

    /** What is used of it: fen, uses, people who took one. */
    private static List<Object> used(String coupon) {
        JsonPath use = People.as(finance).get("/api/desk/coupons/" + coupon).jsonPath();
        return List.of(use.getInt("use.fen"), use.getInt("use.count"), use.getInt("use.taken"));
    }

    private static String fault(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        return answer.path("errors[0].pointer") + " " + answer.path("errors[0].code");
    }

    private static List<Long> grosses(JsonPath purchase) {
        List<Long> grosses = new ArrayList<>();
        for (String sale : purchase.getList("parts.lines.flatten().saleId", String.class)) {
            grosses.add(sum("SELECT gross_fen FROM sale WHERE id = '" + sale + "'"));
        }
        return grosses;
    }

    private static long ofFund(String name) {
        return sum(
                "SELECT coalesce(sum(b.posted), 0) FROM promotion_fund f JOIN ledger_account a ON a.owner = f.id::text"
                        + " AND a.kind = 'SUBSIDY' JOIN ledger_balance b ON b.account_id = a.id WHERE f.name = '" + name
                        + "'");
    }

    private static long sum(String statement) {
        String text = text(statement);
        return text == null ? 0 : Long.parseLong(text);
    }

    private static String text(String statement) {
        try (Connection connection = PostgresForTests.connect();
                Statement one = connection.createStatement()) {
            if (!one.execute(statement)) {
                return null;
            }
            try (ResultSet rows = one.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
