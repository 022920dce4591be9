package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.bangxiao.support.SettledProvince.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PaymentKeys;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WeChat Pay and Alipay through their own SDKs, against stand-ins that sign and verify for real. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ProvidersHttpTest {
    private static final long PRICE = 3_990;

    /** What a guest has ordered and not paid, and the browser at its cashier. */
    record Order(String token, String purchaseId, Web payer, String cashier) {
        /** Chooses a way; the payment's number at the provider. */
        String choose(String way) {
            payer.get(cashier);
            Response chosen = payer.post(cashier + "/way", Map.of("way", way));
            assertThat(chosen.statusCode()).as(chosen.asString()).isEqualTo(303);
            return chosen.getHeader("Location").replace("/cashier/", "").replace("-", "");
        }

        String state() {
            return RestAssured.given()
                    .header("Cart-Token", token)
                    .get("/api/purchases/" + purchaseId)
                    .jsonPath()
                    .getString("state");
        }
    }

    @Inject
    CashierDesk desk;

    @Inject
    PaymentRefunds refunds;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private WeChatStandIn wechat;
    private AlipayStandIn alipay;

    @BeforeEach
    void providersOpen() throws IOException {
        wechat = new WeChatStandIn();
        alipay = new AlipayStandIn();
    }

    @AfterEach
    void backToToday() {
        wechat.close();
        alipay.close();
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aBuyerPaysByWeChatAndTenTellingsOfItAtOncePayOnce() throws Exception {
        Order order = ordered();
        String number = order.choose("wechat");
        assertThat(order.choose("wechat")).as("the same choice again").isEqualTo(number);
        JsonObject asked = wechat.order(number);
        assertThat(asked.getJsonObject("amount").getInteger("total")).isEqualTo((int) PRICE);
        assertThat(asked.getString("notify_url")).isEqualTo("https://shop.example/api/payments/callbacks/wechat");
        String cashier = "/cashier/" + PaymentIntent.idOf(number);
        assertThat(order.payer().get(cashier).asString()).contains(cashier + "/qr");
        assertThat(order.payer().get(cashier + "/qr").asString()).startsWith("<svg");

        String body = WeChatStandIn.sealed("TRANSACTION.SUCCESS", wechat.paid(number));
        assertThat(WeChatStandIn.notice(body, "wechat-shop").statusCode())
                .as("signed by somebody else")
                .isEqualTo(401);
        assertThat(order.state()).isEqualTo("PLACED");
        List<Callable<Integer>> storm = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            storm.add(() -> WeChatStandIn.notice(body, "wechat").statusCode());
        }
        ExecutorService pool = Executors.newFixedThreadPool(10);
        for (Future<Integer> each : pool.invokeAll(storm)) {
            assertThat(each.get()).isEqualTo(200);
        }
        pool.shutdown();
        assertThat(order.state())
                .as("the very body that was forged, signed rightly")
                .isEqualTo("PAID");
        assertThat(number(
                        "SELECT count(*) FROM payment_callback WHERE intent_id = '" + PaymentIntent.idOf(number) + "'"))
                .isEqualTo(1);
        JsonObject dearer = wechat.order(number).copy();
        dearer.getJsonObject("amount").put("total", 4_990);
        assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", dearer).statusCode())
                .as("the same event with another amount")
                .isEqualTo(409);
        assertThat(refused(number)).isEqualTo(1);
        assertThat(order.state()).isEqualTo("PAID");
    }

    @Test
    void whatDoesNotFitWhatWasAskedForIsRefusedAndNoted() throws SQLException {
        Order order = ordered();
        String number = order.choose("wechat");
        JsonObject right = wechat.paid(number);
        JsonObject amount = right.copy();
        amount.getJsonObject("amount").put("total", 1);
        JsonObject currency = right.copy();
        currency.getJsonObject("amount").put("currency", "USD");
        for (JsonObject wrong : List.of(amount, currency, right.copy().put("mchid", "1900000999"))) {
            assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", wrong).statusCode())
                    .isEqualTo(409);
        }
        assertThat(refused(number)).isEqualTo(3);
        assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", right.copy().put("out_trade_no", "0".repeat(32)))
                        .statusCode())
                .as("an order that nobody knows")
                .isEqualTo(404);
        assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", right.copy().put("out_trade_no", "1 or 1=1"))
                        .statusCode())
                .isEqualTo(400);
        String sealed = WeChatStandIn.sealed("TRANSACTION.SUCCESS", right);
        JsonObject broken = new JsonObject(sealed);
        broken.getJsonObject("resource").put("associated_data", "refund");
        assertThat(WeChatStandIn.notice(broken.encode(), "wechat").statusCode())
                .as("a broken seal")
                .isEqualTo(400);
        assertThat(order.state()).isEqualTo("PLACED");
        assertThat(WeChatStandIn.notice(sealed, "wechat").statusCode()).isEqualTo(200);
        assertThat(order.state()).isEqualTo("PAID");
    }

    @Test
    void whereTheProviderStaysSilentItIsAskedByTheClockAndWhenTheBuyerReturns() {
        Order returning = ordered();
        String first = returning.choose("wechat");
        Order gone = ordered();
        String second = gone.choose("alipay");
        wechat.paid(first);
        alipay.paid(link(second));
        returning.payer().get("/cashier/" + PaymentIntent.idOf(first));
        assertThat(returning.state()).isEqualTo("PAID");
        await(desk::lookAfterSilent);
        assertThat(gone.state()).as("asked a moment ago").isEqualTo("PLACED");
        clock.travelTo(clock.instant().plus(Duration.ofSeconds(61)));
        await(desk::lookAfterSilent);
        assertThat(gone.state()).isEqualTo("PAID");
        assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", wechat.order(first))
                        .statusCode())
                .as("the callback that comes at last")
                .isEqualTo(200);
    }

    @Test
    void whoPaysInTwoWaysGetsTheSecondBackAndKeepsTheOrder() throws SQLException {
        Order order = ordered();
        String first = order.choose("wechat");
        String second = order.choose("alipay");
        assertThat(second).isNotEqualTo(first);
        JsonObject trade = alipay.paid(link(second));
        assertThat(AlipayStandIn.notice(trade, Map.of(), "alipay").asString()).isEqualTo("success");
        assertThat(order.state()).isEqualTo("PAID");
        assertThat(WeChatStandIn.notice("TRANSACTION.SUCCESS", wechat.paid(first))
                        .statusCode())
                .isEqualTo(200);
        assertThat(order.state()).isEqualTo("PAID");
        assertThat(wechat.refunds).as("the late money went back").hasSize(1);
        assertThat(number("SELECT count(*) FROM payment_intent WHERE subject = '" + order.purchaseId()
                        + "' AND (provider, state) IN (('alipay', 'CAPTURED'), ('wechat', 'REFUNDED'))"))
                .isEqualTo(2);
        assertThat(AlipayStandIn.notice(trade, Map.of(), "alipay").asString()).isEqualTo("success");
    }

    @Test
    void aProviderThatDoesNotAnswerOrIsSomebodyElseIsNotBelievedAndTheAttemptStands() throws SQLException {
        Order order = ordered();
        wechat.impostor = true;
        order.payer().get(order.cashier());
        Response failed = order.payer().post(order.cashier() + "/way", Map.of("way", "wechat"));
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.asString()).contains("支付方暂时没有回应");
        assertThat(
                        number(
                                "SELECT count(*) FROM payment_intent WHERE subject = '" + order.purchaseId()
                                        + "' AND provider = 'wechat' AND state = 'PENDING' AND asked_at IS NOT NULL AND pay_link IS NULL"))
                .isEqualTo(1);
        wechat.impostor = false;
        String number = order.choose("wechat");
        assertThat(wechat.orders.keySet())
                .as("one order there, however often asked")
                .containsExactly(number);
        assertThat(order.payer()
                        .post(order.cashier() + "/way", Map.of("way", "cash"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRefundIsDoneAtOnceOrLateOrRefusedAsWeChatSays() throws SQLException {
        Order order = ordered();
        String number = order.choose("wechat");
        WeChatStandIn.notice("TRANSACTION.SUCCESS", wechat.paid(number));
        assertThat(refund(order, "now", 1_000)).isEqualTo("DONE");
        wechat.refundStatus = "PROCESSING";
        assertThat(refund(order, "late", 1_000)).isEqualTo("DUE");
        assertThat(refund(order, "never", 1_000)).isEqualTo("DUE");
        assertThat(said(order, number, "never", 1_001, "SUCCESS"))
                .as("another amount")
                .isEqualTo(409);
        assertThat(said(order, number, "never", 1_000, "ABNORMAL")).isEqualTo(200);
        assertThat(stateOf(order, "never")).isEqualTo("FAILED");
        assertThat(said(order, number, "late", 1_000, "SUCCESS")).isEqualTo(200);
        assertThat(stateOf(order, "late")).isEqualTo("DONE");
        assertThat(said(order, number, "never", 1_000, "SUCCESS")).isEqualTo(200);
        assertThat(stateOf(order, "never")).as("it went back after all").isEqualTo("DONE");
    }

    @Test
    void aBuyerPaysByAlipayAndOnlyItsOwnWordIsBelieved() throws SQLException {
        Order order = ordered();
        String number = order.choose("alipay");
        assertThat(order.payer().get("/cashier/" + PaymentIntent.idOf(number)).asString())
                .contains("alipay.trade.wap.pay");
        JsonObject trade = alipay.paid(link(number));
        assertThat(AlipayStandIn.notice(trade, Map.of(), "alipay-shop").statusCode())
                .isEqualTo(401);
        for (Map<String, String> wrong : List.of(
                Map.of("total_amount", "0.01"),
                Map.of("seller_id", "2088000000000999"),
                Map.of("app_id", "2021000000000999"))) {
            assertThat(AlipayStandIn.notice(trade, wrong, "alipay").statusCode())
                    .isEqualTo(409);
        }
        assertThat(refused(number)).as("noted once for each amount").isEqualTo(2);
        assertThat(order.state()).isEqualTo("PLACED");
        assertThat(AlipayStandIn.notice(trade, Map.of(), "alipay").asString()).isEqualTo("success");
        assertThat(order.state()).isEqualTo("PAID");

        assertThat(refund(order, "a", 990)).isEqualTo("DONE");
        alipay.refusal = "ACQ.REASON_TRADE_REFUND_FEE_ERR";
        assertThat(refund(order, "b", 1_000)).isEqualTo("FAILED");
        alipay.refusal = "ACQ.SYSTEM_ERROR";
        assertThat(refund(order, "c", 1_000)).as("asked for again later").isEqualTo("DUE");
        alipay.refusal = "";
        alipay.refunds.put(PaymentIntent.number(refundId(order, "c")), "10.00");
        await(() -> refunds.send(name(order, "c")));
        assertThat(stateOf(order, "c"))
                .as("it was done at the first time of asking")
                .isEqualTo("DONE");
    }

    private Order ordered() {
        OnSale goods = OnSale.product(PRICE, 20);
        String token = RestAssured.given()
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts")
                .path("token");
        Response placed = RestAssured.given()
                .contentType("application/json")
                .header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver", Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号")))
                .post("/api/purchases");
        return new Order(token, placed.path("purchaseId"), new Web(), placed.path("payPath"));
    }

    private String link(String number) {
        return await(() -> tx.pool()
                .query("SELECT pay_link FROM payment_intent WHERE id = '" + PaymentIntent.idOf(number) + "'")
                .execute()
                .map(rows -> rows.iterator().next().getString(0)));
    }

    private static long refused(String number) throws SQLException {
        return number(
                "SELECT count(*) FROM payment_callback_refused WHERE intent_id = '" + PaymentIntent.idOf(number) + "'");
    }

    private String refund(Order order, String reference, long fen) {
        await(() -> tx.write(connection ->
                refunds.owe(connection, UUID.fromString(order.purchaseId()), name(order, reference), fen)));
        await(() -> refunds.send(name(order, reference)));
        return stateOf(order, reference);
    }

    private int said(Order order, String number, String reference, long fen, String status) {
        String refund = PaymentIntent.number(refundId(order, reference));
        return WeChatStandIn.notice(
                        "REFUND." + status,
                        new JsonObject()
                                .put("mchid", PaymentKeys.MERCHANT)
                                .put("out_trade_no", number)
                                .put("out_refund_no", refund)
                                .put("refund_id", "50" + refund.substring(0, 26))
                                .put("refund_status", status)
                                .put(
                                        "amount",
                                        new JsonObject().put("refund", fen).put("total", PRICE)))
                .statusCode();
    }

    private UUID refundId(Order order, String reference) {
        return of(order, reference).id();
    }

    private String stateOf(Order order, String reference) {
        return of(order, reference).state();
    }

    private PaymentRefund of(Order order, String reference) {
        return await(() -> refunds.of(tx.pool(), List.of(name(order, reference))))
                .values()
                .iterator()
                .next();
    }

    private static String name(Order order, String reference) {
        return "test:" + order.purchaseId() + ":" + reference;
    }
}
