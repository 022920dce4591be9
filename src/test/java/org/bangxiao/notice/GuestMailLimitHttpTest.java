package org.bangxiao.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Await;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Mailboxes;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever types a stranger's address under many orders does not fill that mailbox. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GuestMailLimitHttpTest {
    private static final int WRITTEN = GuestMails.MAILS_A_DAY + 4;

    @Inject
    Inbox inbox;

    @Inject
    GuestMails mails;

    @Inject
    MailOutbox outbox;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    private final String address = "s" + UUID.randomUUID() + "@mail.example";

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
    void tenADayGoToOneAddressWhateverOrdersTheyAreOfAndTheRestWaitsForTheNextDay() throws SQLException {
        tellOfManyOrders();
        try (Mailboxes boxes = Mailboxes.open()) {
            assertThat(sent()).isEqualTo(GuestMails.MAILS_A_DAY);
            assertThat(sent()).isZero();
            String claim =
                    "UPDATE notice_mail SET state = 'CLAIMED', tries = 1, claimed_at = now() WHERE state = 'WAITING'";
            assertThatThrownBy(() -> SettledProvince.run(claim))
                    .as("whoever writes")
                    .hasMessageContaining("enough mails went there today");
            clock.travelTo(clock.instant().plus(Duration.ofHours(23)));
            assertThat(sent()).isZero();
            clock.travelTo(clock.instant().plus(Duration.ofHours(2)));
            assertThat(sent()).isEqualTo(WRITTEN - GuestMails.MAILS_A_DAY);
            assertThat(all(boxes)).isEqualTo(WRITTEN);
        }
    }

    @Test
    void twoSendersAtOnceSendNoMoreAndWithoutTheCountTheySendThemAll() throws Exception {
        tellOfManyOrders();
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Integer> send = () -> {
            together.await(20, TimeUnit.SECONDS);
            return sent();
        };
        try (Mailboxes boxes = Mailboxes.open()) {
            atOnce(send);
            sent();
            assertThat(begun()).isEqualTo(GuestMails.MAILS_A_DAY);
            assertThat(all(boxes)).isPositive().isLessThanOrEqualTo(GuestMails.MAILS_A_DAY);
            SettledProvince.run("DELETE FROM notice_unasked");
            atOnce(send);
            sent();
            assertThat(begun()).as("without the count").isEqualTo(WRITTEN);
        }
    }

    @Test
    void whatIsToldAtTheMomentOfStoppingIsNotSentAfterwards() throws Exception {
        for (int round = 0; round < 5; round++) {
            UUID subject = given(address);
            CyclicBarrier together = new CyclicBarrier(2);
            ExecutorService two = Executors.newFixedThreadPool(2);
            try {
                List<Future<Object>> done = two.invokeAll(List.of(
                        () -> {
                            together.await(20, TimeUnit.SECONDS);
                            tell(subject, 0);
                            return true;
                        },
                        () -> {
                            together.await(20, TimeUnit.SECONDS);
                            Await.await(() -> tx.write(connection -> mails.stop(connection, subject)));
                            return true;
                        }));
                for (Future<Object> one : done) {
                    one.get(60, TimeUnit.SECONDS);
                }
            } finally {
                two.shutdownNow();
            }
        }
        assertThat(SettledProvince.number("SELECT count(*) FROM notice_mail")).isZero();
    }

    /** Seven orders, two things to tell of each, the address now in small and now in great letters. */
    private void tellOfManyOrders() {
        for (int order = 0; order < WRITTEN / 2; order++) {
            UUID subject = given(order % 2 == 0 ? address : address.toUpperCase(Locale.ROOT));
            tell(subject, 0);
            tell(subject, 1);
        }
    }

    private UUID given(String typed) {
        UUID subject = UUID.randomUUID();
        Await.await(() ->
                tx.write(connection -> mails.give(connection, subject, mails.checked(typed, "en"), clock.today())));
        return subject;
    }

    private void tell(UUID subject, int time) {
        Note note = new Note(
                Reader.guest(subject),
                "note.order-mail",
                List.of("2026-01-0" + (time + 1)),
                "/purchases/by-mail/",
                time + ":" + subject);
        Await.await(() -> tx.write(connection -> inbox.tell(connection, note)));
    }

    private int all(Mailboxes boxes) {
        return boxes.of(address).size()
                + boxes.of(address.toUpperCase(Locale.ROOT)).size();
    }

    /** Mails that a sender took: what broke off in the middle of two conversations at once may have arrived, and counts. */
    private static long begun() throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM notice_mail WHERE state <> 'WAITING'");
    }

    private static <T> void atOnce(Callable<T> work) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<T> done = new ArrayList<>();
            for (Future<T> one : two.invokeAll(List.of(work, work))) {
                done.add(one.get(60, TimeUnit.SECONDS));
            }
            assertThat(done).hasSize(2);
        } finally {
            two.shutdownNow();
        }
    }

    private int sent() {
        return Await.await(() -> outbox.send());
    }
}
