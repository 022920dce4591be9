package org.bangxiao.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Mailboxes;
import org.bangxiao.support.Mailboxes.Arrived;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest is told of one order by mail, each thing once; the link in it shows that order alone, and for its time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GuestMailHttpTest {
    private static final String LINK = "/purchases/by-mail/";
    private static final Map<String, String> RECEIVER =
            Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市福田区演示路 1 号");

    @Inject
    MailOutbox outbox;

    @Inject
    GuestMails mails;

    @Inject
    BusinessClock clock;

    private final String address = "w" + UUID.randomUUID() + "@mail.example";

    @AfterEach
    void backToNow() throws SQLException {
        clock.reset();
        SettledProvince.run("DELETE FROM notice_mail");
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aGuestLeavesAnAddressAtTheCheckoutAndIsToldOnceOfEachThing() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 20);
        Web guest = new Web();
        guest.get("/products/" + oranges.listingId());
        guest.post("/cart/lines", Map.of("listingId", oranges.listingId(), "quantity", 1));
        String checkout = guest.get("/checkout").asString();
        Response faulty = guest.post("/checkout", fields(checkout, "w@nowhere"));
        assertThat(faulty.statusCode()).isEqualTo(400);
        assertThat(faulty.asString()).contains("value=\"w@nowhere\"", "mail-error", "请填写有效的邮箱地址", "value=\"演示顾客\"");
        String pay = guest.post("/checkout", fields(faulty.asString(), address)).getHeader("Location");
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).as("nothing before it is paid").isZero();
            guest.get(pay);
            String own = guest.post(pay, Map.of("outcome", "pay")).getHeader("Location");
            assertThat(sent()).isEqualTo(1);
            Arrived first = boxes.of(address).get(0);
            assertThat(first.subject()).isEqualTo("【帮销】已收到您的付款 ¥39.90，商家会尽快安排。");
            assertThat(first.headers().get("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
            assertThat(first.text()).contains("只发这一个订单的消息").doesNotContain("/desk/inbox/");
            Bought bought = bought(guest, own);
            bought.shippedBy(oranges.product().supplier()).received();
            JsonPath asked = Claiming.asked(bought, "SPOILED", 1)
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            String claim = asked.getString("id");
            Claiming.answered(oranges.product().supplier(), claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                    .statusCode(204);
            sent();
            assertThat(sent()).as("and not again").isZero();
            assertThat(boxes.of(address))
                    .extracting(Arrived::subject)
                    .doesNotHaveDuplicates()
                    .anyMatch(subject -> subject.contains("已发货：演示快递 DEMO1"))
                    .anyMatch(subject -> subject.contains("已同意退款"));
            assertThat(boxes.of(address)).allMatch(mail -> mail.path(LINK).equals(first.path(LINK)));
            assertThat(new Web().get(first.path(LINK)).asString()).contains("DEMO1", asked.getString("number"));
            String page = guest.get(own).asString();
            assertThat(page).contains("w***@mail.example").doesNotContain(address);
        }
        assertThat(SettledProvince.number("SELECT count(*) FROM notice_address WHERE subject IS NOT NULL"
                        + " AND position('" + address.substring(0, 20) + "'::bytea IN sealed) > 0"))
                .as("sealed")
                .isZero();
    }

    @Test
    void theLinkOpensThatOrderAloneToBeReadUntilItsTimeIsOver() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 20);
        Bought bought = Bought.of(oranges, 1);
        Bought other = Bought.of(oranges, 2);
        String link = begun(bought);
        String otherLink = begun(other);
        Web reader = new Web();
        String page = reader.get(link).asString();
        assertThat(page)
                .contains(bought.purchaseId(), "138****")
                .doesNotContain(other.purchaseId(), "13800000000", "/orders/" + bought.partId(), "/claim", address);
        assertThat(reader.get("/purchases/" + bought.purchaseId()).statusCode())
                .as("it signs nobody in")
                .isEqualTo(404);
        assertThat(reader.get(otherLink).asString())
                .contains(other.purchaseId())
                .doesNotContain(bought.purchaseId());
        String token = link.substring(LINK.length());
        String stop = stopOf(page);
        for (String wrong : List.of(
                token.substring(0, token.length() - 2) + "AA",
                token.substring(0, 21) + otherLink.substring(LINK.length() + 21),
                stop.substring("/mail/stop/".length()),
                bought.purchaseId(),
                "x")) {
            assertThat(reader.get(LINK + wrong).statusCode()).as(wrong).isEqualTo(404);
        }
        assertThat(reader.get("/mail/stop/" + token).statusCode())
                .as("what opens it ends nothing")
                .isEqualTo(404);
        assertThat(Statements.of(() -> reader.get(link))).isLessThanOrEqualTo(7);
        clock.travelTo(clock.instant().plus(GuestMails.AFTERWARDS).minusSeconds(120));
        assertThat(reader.get(link).statusCode()).isEqualTo(200);
        Await.await(() -> mails.forget());
        assertThat(reader.get(link).statusCode()).as("still there").isEqualTo(200);
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        assertThat(reader.get(link).statusCode()).isEqualTo(404);
        Await.await(() -> mails.forget());
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM notice_address WHERE subject = '" + bought.purchaseId() + "'"))
                .as("forgotten")
                .isZero();
    }

    @Test
    void newsKeepsTheLinkAliveAndSoDoesADayThatIsStillToCome() {
        OnSale oranges = OnSale.product(3_990, 20);
        Bought bought = Bought.of(oranges, 1);
        String link = begun(bought);
        clock.travelTo(clock.instant().plus(Duration.ofDays(20)));
        bought.shippedBy(oranges.product().supplier());
        clock.travelTo(clock.instant().plus(GuestMails.AFTERWARDS).minus(Duration.ofDays(1)));
        assertThat(new Web().get(link).statusCode()).isEqualTo(200);
        clock.reset();
        LocalDate day = clock.today().plusDays(20);
        Bought visit = Bought.visit(OnSale.farmStay().open(day, day, 3), 1, day);
        String code = found(
                "visit-code mono\">([^<]+)<",
                Web.of(visit).get("/purchases/" + visit.purchaseId()).asString());
        link = begun(visit);
        clock.travelTo(clock.instant().plus(GuestMails.AFTERWARDS).plus(Duration.ofDays(19)));
        assertThat(new Web().get(link).asString())
                .as("whoever reads the mailbox does not go in the guest's place")
                .contains(visit.purchaseId())
                .doesNotContain(code);
    }

    @Test
    void whoeverStopsThemIsForgottenAndAnotherAddressEndsTheLinksBefore() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 20);
        Bought bought = Bought.of(oranges, 1);
        Web guest = Web.of(bought);
        String own = "/purchases/" + bought.purchaseId();
        String link = begun(bought);
        String stop = stopOf(new Web().get(link).asString());
        assertThat(new Web().get(stop).asString()).contains("停止后这个订单的消息不再发到这个邮箱");
        for (int again = 0; again < 2; again++) {
            given().contentType("application/x-www-form-urlencoded")
                    .body("List-Unsubscribe=One-Click")
                    .post("/api" + stop)
                    .then()
                    .statusCode(204);
        }
        assertThat(SettledProvince.number("SELECT count(*) FROM notice_address WHERE subject = '" + bought.purchaseId()
                        + "' AND num_nonnulls(sealed, masked, digest) = 0"))
                .isEqualTo(1);
        bought.shippedBy(oranges.product().supplier());
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).isZero();
            assertThat(boxes.of(address)).isEmpty();
        }
        assertThat(new Web().get(stop).asString()).contains("不会再发这个订单的邮件");
        assertThat(new Web().get(link).asString()).contains(bought.purchaseId()).doesNotContain("/mail/stop/");
        String second = begun(bought);
        assertThat(new Web().get(link).statusCode()).as("the link before").isEqualTo(404);
        assertThat(guest.get(own).asString()).contains("w***@mail.example");
        guest.post(own + "/mail/stop", Map.of());
        assertThat(new Web().get(second).statusCode()).as("ended by the guest").isEqualTo(404);
        assertThat(guest.get(own).asString()).doesNotContain("w***@mail.example");
        Response faulty = guest.post(own + "/mail", Map.of("mail", "nobody"));
        assertThat(faulty.statusCode()).isEqualTo(400);
        assertThat(faulty.asString()).contains("value=\"nobody\"", "请填写有效的邮箱地址");
        for (int more = 3; more <= GuestMails.ADDRESSES_EACH; more++) {
            assertThat(guest.post(own + "/mail", Map.of("mail", address)).statusCode())
                    .isEqualTo(303);
        }
        assertThat(guest.post(own + "/mail", Map.of("mail", address)).statusCode())
                .isEqualTo(429);
        give(bought.token(), bought.purchaseId()).then().statusCode(429).body("code", equalTo("mail-given-often"));
    }

    @Test
    void nobodyElseLeavesOneAndAnAccountIsToldAsItSays() throws SQLException {
        OnSale oranges = OnSale.product(3_990, 20);
        Bought bought = Bought.of(oranges, 1);
        Bought stranger = Bought.of(oranges, 1);
        give(stranger.token(), bought.purchaseId()).then().statusCode(404);
        given().header("Cart-Token", stranger.token())
                .delete("/api/purchases/" + bought.purchaseId() + "/mail")
                .then()
                .statusCode(404);
        Actor member = People.everywhere(Role.CONSUMER);
        People.as(member)
                .contentType("application/json")
                .body(Map.of("mail", address))
                .put("/api/purchases/" + bought.purchaseId() + "/mail")
                .then()
                .statusCode(404);
        String link = begun(bought);
        SettledProvince.run("UPDATE order_purchase SET account_id = '" + member.accountId() + "' WHERE id = '"
                + bought.purchaseId() + "'");
        assertThat(new Web().get(link).statusCode()).isEqualTo(404);
        give(bought.token(), bought.purchaseId()).then().statusCode(404);
        bought.shippedBy(oranges.product().supplier());
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).isZero();
            assertThat(boxes.of(address)).isEmpty();
        }
        People.as(member)
                .header("Accept-Language", "zh")
                .get("/api/inbox")
                .then()
                .body("items[0].text", equalTo("您买的东西已发货：演示快递 DEMO1"));
        People.as(member)
                .contentType("application/json")
                .body(Map.of("lines", List.of(Map.of("listingId", oranges.listingId(), "quantity", 1))))
                .post("/api/carts")
                .then()
                .statusCode(201);
        JsonPath placed = People.as(member)
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("mail", address, "receiver", RECEIVER))
                .post("/api/purchases")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM notice_address WHERE subject = '" + placed.getString("purchaseId") + "'"))
                .isZero();
    }

    private static Map<String, Object> fields(String checkoutPage, String mail) {
        Map<String, Object> fields = new HashMap<>(RECEIVER);
        for (String name : List.of("idempotencyKey", "cartVersion", "totalFen")) {
            fields.put(name, found("name=\"" + name + "\" value=\"([^\"]+)\"", checkoutPage));
        }
        fields.put("mail", mail);
        return fields;
    }

    private static Bought bought(Web guest, String own) {
        String token = guest.cookie("cart");
        JsonPath purchase =
                given().header("Cart-Token", token).get("/api" + own).jsonPath();
        return new Bought(token, purchase.getString("id"), purchase.getString("parts[0].id"), List.of());
    }

    /** Where the page of a link ends the mails. */
    private static String stopOf(String page) {
        return found("href=\"(/mail/stop/[^\"]+)\"", page);
    }

    private static String found(String pattern, String page) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** Gives the address on a paid order; answers the link that its first mail holds. */
    private String begun(Bought bought) {
        try (Mailboxes boxes = Mailboxes.open()) {
            give(bought.token(), bought.purchaseId()).then().statusCode(204);
            sent();
            List<Arrived> all = boxes.of(address);
            return all.get(all.size() - 1).path(LINK);
        }
    }

    private Response give(String token, String purchase) {
        return given().header("Cart-Token", token)
                .contentType("application/json")
                .body(Map.of("mail", address))
                .put("/api/purchases/" + purchase + "/mail");
    }

    private int sent() {
        return Await.await(() -> outbox.send());
    }
}
