package org.bangxiao.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Await;
import org.bangxiao.support.Mailboxes;
import org.bangxiao.support.Mailboxes.Arrived;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notes go out by mail to whoever agreed, each once, whatever the mail server does; and stop when they are told to. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MailHttpTest {
    private static final int MAILS = 12;

    @Inject
    Inbox inbox;

    @Inject
    MailOutbox outbox;

    @Inject
    ReactiveMailer mailer;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    private final Actor reader = People.everywhere(Role.CONSUMER);
    private final String address = reader.username() + "@mail.example";

    @AfterEach
    void backToNow() throws SQLException {
        clock.reset();
        SettledProvince.run("DELETE FROM notice_mail");
    }

    @Test
    void anAddressCountsOnceItsReaderHasAgreedAndEachNoteGoesThereOnce() throws SQLException {
        Web browser = Web.signedIn(reader);
        assertThat(browser.get("/account").asString()).contains("/account/mail");
        assertThat(browser.get("/account/mail?lang=en").asString()).contains("name=\"address\"");
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(browser.post("/account/mail?lang=en", Map.of("address", address))
                            .statusCode())
                    .isEqualTo(303);
            String link = boxes.of(address).get(0).path("/mail/confirm/");
            tell("before");
            assertThat(sent()).as("nobody agreed yet").isZero();
            assertThatThrownBy(() -> SettledProvince.run(
                            "INSERT INTO notice_mail (note_id, address_id, due_at) SELECT n.id, a.id, now() FROM notice_note n"
                                    + " JOIN notice_address a USING (account_id) WHERE account_id = '"
                                    + reader.accountId() + "'"))
                    .as("whoever writes")
                    .hasMessageContaining("nobody agreed");
            Web phone = new Web();
            assertThat(phone.get(link).asString()).contains(masked()).doesNotContain(address);
            assertThat(phone.get(link).statusCode())
                    .as("opening it does nothing")
                    .isEqualTo(200);
            assertThat(phone.post(link, Map.of()).statusCode()).isEqualTo(303);
            assertThat(phone.get(link).statusCode()).as("once").isEqualTo(404);
            assertThat(phone.post(link, Map.of()).statusCode()).isEqualTo(404);
            tell("after");
            tell("after");
            assertThat(sent()).isEqualTo(1);
            assertThat(sent()).as("and not again").isZero();
            assertThat(boxes.of(address)).hasSize(2);
            Arrived mail = boxes.of(address).get(1);
            assertThat(mail.subject()).isEqualTo("[Bangxiao] “after” can be bought again.");
            assertThat(mail.headers().get("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
            assertThat(mail.headers().get("Message-ID"))
                    .endsWith("@shop.example>")
                    .doesNotContain("|");
            String note = mail.path("/desk/inbox/");
            assertThat(new Web().get(note).getHeader("Location")).contains("/sign-in?next=");
            assertThat(Web.signedIn(People.everywhere(Role.CONSUMER)).get(note).statusCode())
                    .isEqualTo(404);
            assertThat(browser.get(note).getHeader("Location")).endsWith("/products/after");
            People.as(reader)
                    .get("/api/inbox")
                    .then()
                    .body("items.find { it.link == '/products/after' }.read", equalTo(true));
        }
        assertThat(browser.get("/account/mail").asString()).contains(masked()).doesNotContain(address);
        assertThat(Statements.of(() -> browser.get("/account/mail"))).isLessThanOrEqualTo(2);
        assertThat(SettledProvince.number("SELECT count(*) FROM notice_address WHERE account_id = '"
                        + reader.accountId() + "' AND position('" + reader.username() + "'::bytea IN sealed) = 0"))
                .as("sealed")
                .isEqualTo(1);
    }

    @Test
    void theReaderStopsThemByOneClickInTheMailProgramOrOnThePageOrOnTheAccount() throws SQLException {
        try (Mailboxes boxes = Mailboxes.open()) {
            agreed(boxes);
            tell("first");
            assertThat(sent()).isEqualTo(1);
            Arrived mail = boxes.of(address).get(1);
            tell("second");
            String page = mail.path("/mail/stop/");
            String oneClick = mail.headers().get("List-Unsubscribe").replaceAll("^<https://shop\\.example|>$", "");
            given().redirects().follow(false).get(oneClick).then().statusCode(303);
            assertThat(sent()).as("asking does nothing").isEqualTo(1);
            tell("third");
            for (int again = 0; again < 2; again++) {
                given().contentType("application/x-www-form-urlencoded")
                        .body("List-Unsubscribe=One-Click")
                        .post(oneClick)
                        .then()
                        .statusCode(204);
            }
            assertThat(sent()).as("what waited is dropped").isZero();
            given().contentType("application/x-www-form-urlencoded")
                    .post(oneClick.substring(0, oneClick.length() - 3) + "AAA")
                    .then()
                    .statusCode(404);
            assertThat(new Web().get(page).asString()).contains("已停止发送邮件");
            agreed(boxes);
            tell("fourth");
            assertThat(sent()).isEqualTo(1);
            page = boxes.of(address).get(boxes.of(address).size() - 1).path("/mail/stop/");
            Web stranger = new Web();
            assertThat(stranger.get(page).asString()).contains("停止后不再发邮件");
            assertThat(stranger.post(page, Map.of()).statusCode()).isEqualTo(303);
            tell("fifth");
            assertThat(sent()).isZero();
            agreed(boxes);
            People.as(reader).delete("/api/account/mail").then().statusCode(204);
            People.as(reader).get("/api/account/mail").then().statusCode(404);
        }
        assertThat(SettledProvince.number("SELECT count(*) FROM platform_audit WHERE account_id = '"
                        + reader.accountId() + "' AND action = 'mail-address-stop'"))
                .isEqualTo(3);
    }

    @Test
    void aLinkLivesAnHourFiveADayAreSentAndNoAddressHoldsASecondLine() {
        try (Mailboxes boxes = Mailboxes.open()) {
            String link = null;
            for (int time = 0; time < MailAddresses.LINKS_A_DAY; time++) {
                link = asked(boxes);
            }
            wish(address).then().statusCode(429).body("code", equalTo("mail-asked-often"));
            People.as(People.everywhere(Role.CONSUMER))
                    .contentType("application/json")
                    .body(Map.of("address", address.toUpperCase(Locale.ROOT)))
                    .put("/api/account/mail")
                    .then()
                    .statusCode(429);
            clock.travelTo(clock.instant().plus(MailAddresses.LINK_LIVES));
            assertThat(new Web().get(link).statusCode()).isEqualTo(404);
            given().contentType("application/json")
                    .post("/api" + link)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("mail-link-stale"));
            for (String wrong : List.of(
                    "",
                    "name",
                    "a@b",
                    "a b@mail.example",
                    "a@mail.example\r\nBcc: c@mail.example",
                    "a@x.example,b@x.example")) {
                wish(wrong)
                        .then()
                        .statusCode(400)
                        .body("errors.code", hasItem("mail-address"))
                        .body("errors.pointer", hasItem("/address"));
            }
        }
        Web browser = Web.signedIn(reader);
        browser.get("/account/mail");
        assertThat(browser.post("/account/mail", Map.of("address", "no-address"))
                        .asString())
                .contains("value=\"no-address\"", "请填写有效的邮箱地址");
        clock.travelTo(clock.instant().plus(Duration.ofDays(2)));
        wish(address).then().statusCode(503).body("code", equalTo("mail-not-sent"));
    }

    @Test
    void aRefusedMailIsTriedFiveTimesWithGrowingPausesAndThenShown() throws IOException, SQLException {
        try (Mailboxes boxes = Mailboxes.open()) {
            agreed(boxes);
        }
        tell("refused");
        assertThat(sent()).as("nobody listens").isZero();
        int tries = 1;
        try (BrokenMailServer server = BrokenMailServer.saying("554 not here")) {
            for (Duration pause : MailOutbox.PAUSES) {
                clock.travelTo(clock.instant().plus(pause).minusSeconds(20));
                assertThat(sent()).isZero();
                assertThat(tries()).as("before " + pause).isEqualTo(tries++);
                clock.travelTo(clock.instant().plusSeconds(30));
                assertThat(sent()).isZero();
                assertThat(tries()).as("after " + pause).isEqualTo(tries);
            }
            assertThat(server.heard()).isEqualTo(MailOutbox.PAUSES.size());
        }
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).isZero();
            assertThat(boxes.of(address)).isEmpty();
        }
        JsonPath shown = stuck();
        assertThat(shown.getString("state")).isEqualTo("REFUSED");
        assertThat(shown.getInt("tries")).isEqualTo(5);
        assertThat(shown.getInt("refusal")).isEqualTo(554);
        assertThat(shown.getString("to")).isEqualTo(masked());
        assertThat(shown.getString("about")).contains("refused");
    }

    @Test
    void aMailOfWhichNobodyKnowsTheEndIsShownAsUncertainAndNotSentAgain() throws IOException, SQLException {
        try (Mailboxes boxes = Mailboxes.open()) {
            agreed(boxes);
        }
        tell("uncertain");
        try (BrokenMailServer server = BrokenMailServer.hangingUp()) {
            assertThat(sent()).isZero();
            assertThat(server.heard()).isEqualTo(1);
        }
        assertThat(stuck()).as("it may be under way").isNull();
        clock.travelTo(clock.instant().plus(Duration.ofDays(3)));
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).isZero();
            assertThat(boxes.of(address)).isEmpty();
        }
        assertThat(stuck().getString("state")).isEqualTo("UNCERTAIN");
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE notice_mail SET state = 'CLAIMED', tries = tries + 1 WHERE state = 'CLAIMED'"))
                .as("whoever writes")
                .hasMessageContaining("does not become");
        Web administrator = Web.signedIn(People.everywhere(Role.ADMINISTRATOR));
        assertThat(administrator.get("/desk").asString()).contains("/desk/mails");
        assertThat(administrator.get("/desk/mails").asString())
                .contains(masked(), "不确定")
                .doesNotContain(address);
        assertThat(administrator.get("/desk/mails?table=1").asString()).contains(masked());
        assertThat(Statements.of(() -> administrator.get("/desk/mails"))).isLessThanOrEqualTo(3);
    }

    @Test
    void twoSendersAtOnceSendEachMailOnceAndWithoutAClaimTheySendItTwice() throws Exception {
        try (Mailboxes boxes = Mailboxes.open()) {
            agreed(boxes);
            for (int mail = 0; mail < MAILS; mail++) {
                tell("race-" + mail);
            }
            int before = boxes.of(address).size();
            CyclicBarrier together = new CyclicBarrier(2);
            atOnce(() -> {
                long waiting = SettledProvince.number("SELECT count(*) FROM notice_mail WHERE state = 'WAITING'");
                together.await(20, TimeUnit.SECONDS);
                for (long mail = 0; mail < waiting; mail++) {
                    Await.await(() -> mailer.send(
                            Mail.withText(address, "unclaimed", "unclaimed").setFrom("no-reply@shop.example")));
                }
                return null;
            });
            assertThat(boxes.of(address)).as("without a claim").hasSize(before + 2 * MAILS);
            int sent = atOnce(() -> {
                        together.await(20, TimeUnit.SECONDS);
                        return sent();
                    })
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(sent).isEqualTo(MAILS);
            assertThat(boxes.of(address).stream().filter(mail -> mail.subject().contains("race-")))
                    .hasSize(MAILS)
                    .extracting(Arrived::subject)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void withoutAServerNoMailIsOffered() {
        Optional<String> some = Optional.of("x");
        assertThat(new MailServer(mailer, some, some, some, Duration.ZERO).offered())
                .isTrue();
        assertThat(new MailServer(mailer, Optional.empty(), some, some, Duration.ZERO).offered())
                .isFalse();
        assertThat(new MailServer(mailer, some, Optional.empty(), some, Duration.ZERO).offered())
                .isFalse();
        assertThat(new MailServer(mailer, some, some, Optional.empty(), Duration.ZERO).offered())
                .isFalse();
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<T> done = new ArrayList<>();
            for (Future<T> one : two.invokeAll(List.of(work, work))) {
                done.add(one.get(60, TimeUnit.SECONDS));
            }
            return done;
        } finally {
            two.shutdownNow();
        }
    }

    /** Gives the address and presses the button in its mail. */
    private void agreed(Mailboxes boxes) {
        given().contentType("application/json")
                .post("/api" + asked(boxes))
                .then()
                .statusCode(204);
    }

    /** Gives the address; answers the link's path. */
    private String asked(Mailboxes boxes) {
        wish(address).then().statusCode(200).body("masked", equalTo(masked()));
        return boxes.of(address).get(boxes.of(address).size() - 1).path("/mail/confirm/");
    }

    private Response wish(String typed) {
        return People.as(reader)
                .contentType("application/json")
                .body(Map.of("address", typed))
                .put("/api/account/mail");
    }

    private String masked() {
        return address.charAt(0) + "***@mail.example";
    }

    private static long tries() throws SQLException {
        return SettledProvince.number("SELECT max(tries) FROM notice_mail");
    }

    private int sent() {
        return Await.await(() -> outbox.send());
    }

    private void tell(String what) {
        Note note = new Note(
                Reader.account(reader.accountId()),
                "note.back-in-stock",
                List.of(what),
                "/products/" + what,
                what + ":" + reader.accountId());
        Await.await(() -> tx.write(connection -> inbox.tell(connection, note)));
    }

    /** The one mail that the administrator sees; null where there is none. */
    private static @Nullable JsonPath stuck() {
        JsonPath page = People.as(People.everywhere(Role.ADMINISTRATOR))
                .get("/api/mails")
                .jsonPath();
        return page.getList("items").isEmpty() ? null : page.setRootPath("items[0]");
    }
}
