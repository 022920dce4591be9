package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.bangxiao.support.SettledProvince.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paying by bank transfer, from the code at the cashier to the bank's statement and the money that goes back. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TransferHttpTest {
    private static final String HEADING = "某某银行企业账户明细\n交易日期,流水号,借方发生额,贷方发生额,对方户名,对方账号,附言\n";
    private static final Pattern CODE = Pattern.compile("BX[0-9A-Z]{9}");

    @Inject
    BusinessClock clock;

    @Inject
    TransferReturns returns;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /** A purchase that waits for its transfer. */
    record Waiting(Actor buyer, String purchaseId, String cashier, String code) {
        String state() {
            return People.as(buyer)
                    .get("/api/purchases/" + purchaseId)
                    .jsonPath()
                    .getString("state");
        }
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whatFitsCodeAndAmountIsPaidAndTheSameStatementTwiceChangesNothing() throws SQLException {
        OnSale goods = OnSale.product(3_990, 1);
        Waiting waiting = waiting(goods);
        clock.travelTo(clock.instant().plus(Duration.ofHours(70)));
        assertThat(ordered(People.everywhere(Role.CONSUMER), goods).getString("purchaseId"))
                .as("the goods are held as long as the purchase waits")
                .isNull();
        Actor finance = People.everywhere(Role.FINANCE);
        Web desk = signedIn(finance);
        String spoken = waiting.code().substring(0, 4) + " "
                + waiting.code().substring(4).toLowerCase(java.util.Locale.ROOT);
        String file = HEADING
                + line("1", "39.90", "货款" + spoken)
                + "2026-11-28," + run + "2,100.00,,演示单位,6222000011112222,我们付出的\n"
                + line("3", "12.3.4", "")
                + "不是日期," + run + "4,,5.00,演示单位,6222000011112222,\n";
        Response uploaded = upload(desk, file.getBytes(Charset.forName("GBK")));
        String page = desk.get(uploaded.getHeader("Location")).asString();
        assertThat(page).contains("金额相符").contains("金额不对").contains("日期不对").contains("可入账 1 笔，有误 2 行");
        assertThat(waiting.state()).as("it is only looked at").isEqualTo("PLACED");
        take(desk, uploaded);
        assertThat(waiting.state()).isEqualTo("PAID");

        Response again = upload(desk, file.getBytes(Charset.forName("GBK")));
        assertThat(again.getHeader("Location")).isEqualTo(uploaded.getHeader("Location"));
        take(desk, again);
        Response overlapping = upload(
                desk,
                (HEADING + line("1", "39.90", spoken) + line("1", "40.00", spoken)).getBytes(StandardCharsets.UTF_8));
        assertThat(desk.get(overlapping.getHeader("Location")).asString())
                .contains("已入过账")
                .contains("可入账 0 笔，有误 1 行");
        take(desk, overlapping);
        assertThat(number("SELECT count(*) FROM payment_transfer WHERE bank_ref LIKE '" + run + "%'"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM payment_transfer WHERE payer_masked LIKE '%演示单位%'"
                        + " OR position('6222000011112222'::bytea in payer_cipher) > 0"))
                .as("payers in the clear")
                .isZero();
    }

    @Test
    void whatDoesNotFitWaitsForADecisionAndMoneyBackTakesTwoPeople() throws SQLException {
        OnSale goods = OnSale.product(10_000, 20);
        Waiting parts = waiting(goods);
        Waiting over = waiting(goods);
        Actor one = People.everywhere(Role.FINANCE);
        Web desk = signedIn(one);
        take(
                desk,
                upload(
                        desk,
                        (HEADING
                                        + line("a", "60.00", parts.code())
                                        + line("b", "40.00", "忘了写码")
                                        + line("c", "120.00", over.code())
                                        + line("d", "100.00", "BX23456789A"))
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(parts.state()).isEqualTo("PLACED");
        assertThat(desk.get("/desk/transfers").asString()).contains("金额不足", "金额超出", "没有可用的转账码");

        assertThat(decide(desk, "a", "assignment", Map.of("code", "BX2345")).statusCode())
                .isEqualTo(400);
        decide(desk, "a", "assignment", Map.of("code", parts.code()));
        assertThat(parts.state()).as("the rest is yet to come").isEqualTo("PLACED");
        assertThat(desk.get("/desk/transfers/" + id("b")).asString())
                .contains("忘了写码")
                .contains("演示单位");
        decide(desk, "b", "assignment", Map.of("code", parts.code()));
        assertThat(parts.state()).isEqualTo("PAID");
        decide(desk, "c", "assignment", Map.of("code", over.code()));
        assertThat(over.state()).isEqualTo("PAID");
        assertThat(decide(desk, "d", "assignment", Map.of("code", over.code())).asString())
                .contains("已经付过款");
        decide(desk, "d", "return", Map.of("reason", "转错了"));

        UUID surplus = returnOf("c");
        UUID stray = returnOf("d");
        desk.get("/desk/transfers");
        assertThat(approve(desk, surplus, run + "out1").statusCode())
                .as("the one who asked")
                .isEqualTo(409);
        assertThatThrownBy(
                        () -> SettledProvince.run("UPDATE payment_return SET approved_by = asked_by, approved_person ="
                                + " asked_person, approved_at = now(), bank_ref = '" + run + "x' WHERE id = '" + surplus
                                + "'"))
                .hasMessageContaining("payment_return_four_eyes");
        Web other = signedIn(People.everywhere(Role.FINANCE));
        other.get("/desk/transfers");
        assertThat(approve(other, surplus, run + "out1").statusCode()).isEqualTo(303);
        other.get("/desk/transfers");
        assertThat(approve(other, stray, run + "out1").statusCode())
                .as("a number of the bank that was used")
                .isEqualTo(400);
        other.post("/desk/transfers/returns/" + stray + "/rejection", Map.of());
        assertThat(number(
                        "SELECT count(*) FROM payment_transfer WHERE bank_ref = '" + run + "d' AND state = 'WAITING'"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM payment_transfer WHERE bank_ref = '" + run
                        + "c' AND state = 'RETURNED' AND return_fen = 2000"))
                .isEqualTo(1);
        String deeds = "SELECT count(*) FROM platform_audit WHERE account_id = '" + one.accountId() + "' AND action = ";
        assertThat(number(deeds + "'payment-transfer-assign'")).isEqualTo(3);
        assertThat(number(deeds + "'payment-return-ask'")).isEqualTo(1);
        assertThat(number(deeds + "'payment-payer-read'")).isPositive();
        assertThat(Statements.of(() -> desk.get("/desk/transfers"))).isLessThanOrEqualTo(8);
        assertThat(Statements.of(() -> desk.get(parts.cashier()))).isLessThanOrEqualTo(14);
    }

    @Test
    void aTransferThatComesTwiceOrAfterItsGoodsWereSoldGoesBackByTwoPeople() throws SQLException {
        OnSale last = OnSale.product(3_990, 1);
        Waiting late = waiting(last);
        clock.travelTo(clock.instant().plus(Duration.ofDays(4)));
        Waiting quick = waiting(last);
        Actor one = People.everywhere(Role.FINANCE);
        Web desk = signedIn(one);
        take(
                desk,
                upload(
                        desk,
                        (HEADING
                                        + line("q", "39.90", quick.code())
                                        + line("r", "39.90", quick.code())
                                        + line("s", "39.90", late.code()))
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(quick.state()).isEqualTo("PAID");
        assertThat(late.state()).isEqualTo("CANCELLED");
        assertThat(number("SELECT count(*) FROM payment_transfer WHERE bank_ref = '" + run
                        + "r' AND state = 'WAITING' AND why = 'DOUBLE'"))
                .isEqualTo(1);
        UUID refund = uuid("SELECT r.id FROM payment_refund r JOIN payment_intent i ON i.id = r.intent_id"
                + " WHERE i.transfer_code = '" + late.code() + "' AND r.state = 'DUE'");
        await(() -> returns.askOfRefund(one, refund, "货已售完"));
        assertThatThrownBy(() -> await(() -> returns.askOfRefund(one, refund, "again")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("payment-transfer-decided"));
        UUID back = uuid("SELECT id FROM payment_return WHERE refund_id = '" + refund + "'");
        Actor other = People.everywhere(Role.FINANCE);
        await(() -> returns.approve(other, back, run + "out2"));
        assertThat(number("SELECT count(*) FROM payment_intent WHERE transfer_code = '" + late.code()
                        + "' AND state = 'REFUNDED'"))
                .isEqualTo(1);
    }

    @Test
    void goodsAreNotKeptForDaysForAGuestAndAFileThatIsNoStatementIsRefused() {
        OnSale goods = OnSale.product(3_990, 5);
        Web guest = new Web();
        guest.get("/sign-in");
        guest.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        guest.get("/checkout");
        String cashier = guest.post(
                        "/checkout",
                        Map.of(
                                "receiver",
                                "演示顾客",
                                "phone",
                                "13800000000",
                                "address",
                                "广东省深圳市演示路 1 号",
                                "idempotencyKey",
                                UUID.randomUUID().toString()))
                .getHeader("Location");
        assertThat(guest.get(cashier).asString()).contains("微信支付").doesNotContain("对公转账");
        Response refused = guest.post(cashier + "/way", Map.of("way", "bank"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.asString()).contains("请先登录再下单");
        Web desk = signedIn(People.everywhere(Role.FINANCE));
        desk.get("/desk/transfers");
        Response odd = upload(desk, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(odd.asString()).contains("认不出流水的标题行");
    }

    private String line(String reference, String yuan, String purpose) {
        return "2026-11-28," + run + reference + ",," + yuan + ",演示单位,6222000011112222," + purpose + "\n";
    }

    private static Response upload(Web desk, byte[] file) {
        desk.get("/desk/transfers");
        return desk.upload("/desk/transfers/statements", Map.of(), "流水.csv", file, "text/csv");
    }

    private static void take(Web desk, Response uploaded) {
        assertThat(uploaded.statusCode()).as(uploaded.asString()).isEqualTo(303);
        desk.get(uploaded.getHeader("Location"));
        assertThat(desk.post(uploaded.getHeader("Location") + "/taking", Map.of())
                        .statusCode())
                .isEqualTo(303);
    }

    private Response decide(Web desk, String reference, String what, Map<String, String> fields) throws SQLException {
        String path = "/desk/transfers/" + id(reference);
        desk.get(path);
        return desk.post(path + "/" + what, fields);
    }

    private static Response approve(Web desk, UUID id, String bankRef) {
        return desk.post("/desk/transfers/returns/" + id + "/approval", Map.of("bankRef", bankRef));
    }

    private UUID id(String reference) throws SQLException {
        return uuid("SELECT id FROM payment_transfer WHERE bank_ref = '" + run + reference + "'");
    }

    private UUID returnOf(String reference) throws SQLException {
        return uuid("SELECT id FROM payment_return WHERE transfer_id = '" + id(reference) + "'");
    }

    private static UUID uuid(String sql) throws SQLException {
        try (var connection = PostgresForTests.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getObject(1, UUID.class);
        }
    }

    private static Web signedIn(Actor actor) {
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", actor.username(), "password", People.PASSWORD, "next", ""));
        return web;
    }

    private static JsonPath ordered(Actor buyer, OnSale goods) {
        People.as(buyer)
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", goods.listingId(), "quantity", 1))))
                .post("/api/carts");
        return People.as(buyer)
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver", Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号")))
                .post("/api/purchases")
                .jsonPath();
    }

    private static Waiting waiting(OnSale goods) {
        Actor buyer = People.everywhere(Role.CONSUMER);
        JsonPath placed = ordered(buyer, goods);
        Web payer = new Web();
        payer.get(placed.getString("payPath"));
        Response chosen = payer.post(placed.getString("payPath") + "/way", Map.of("way", "bank"));
        assertThat(chosen.statusCode()).as(chosen.asString()).isEqualTo(303);
        String cashier = payer.get(chosen.getHeader("Location")).asString();
        assertThat(cashier).contains("帮销演示账户").contains("演示银行南宁分行");
        Matcher code = CODE.matcher(cashier);
        assertThat(code.find()).isTrue();
        return new Waiting(buyer, placed.getString("purchaseId"), chosen.getHeader("Location"), code.group());
    }
}
