package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.bangxiao.household.BankChange;
import org.bangxiao.household.BankChanges;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.settlement.payout.BankInTests.Said;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PayoutCourseDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Inject
    Payouts payouts;

    @Inject
    PayoutFiles files;

    @Inject
    PayoutAnswers answers;

    @Inject
    PayoutCourse course;

    @Inject
    PayoutBooking booking;

    @Inject
    PayoutRepository repository;

    @Inject
    BankChanges bankChanges;

    @Inject
    Tx tx;

    private final Payable county = Payable.fresh();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whatWasCutOffWhileMoneyWasSetAsideGoesOnByItself() throws SQLException {
        List<UUID> households = county.households("103", amounts(11));
        PayoutView draft = prepared();
        PayoutView cut = await(() -> payouts.reserve(county.preparer(), draft.id(), 1 + random.nextInt(3)));
        assertThat(cut.state()).as("seed %d", SEED).isEqualTo("RESERVING");
        Invariants.hold();
        await(() -> course.resume());
        assertThat(await(() -> payouts.view(draft.id())).state()).isEqualTo("RESERVED");
        assertThat(households).allMatch(household -> Payable.balance(household) == 0);
        assertThat(Payable.onItsWay(draft.id())).isEqualTo(draft.totalFen());
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM ledger_tx WHERE kind = 'PAYOUT_RESERVE' AND source_ref = 'payout:"
                                + draft.id() + "'"))
                .isEqualTo(4);
    }

    @Test
    void aBatchIsCancelledWhereverItWasCutOff() {
        long[] fen = amounts(8);
        List<UUID> households = county.households("103", fen);
        PayoutView draft = prepared();
        await(() -> payouts.reserve(county.preparer(), draft.id(), random.nextInt(3)));
        PayoutView gone = await(() -> payouts.cancel(county.preparer(), draft.id()));
        assertThat(gone.state()).isEqualTo("CANCELLED");
        for (int i = 0; i < fen.length; i++) {
            assertThat(Payable.balance(households.get(i))).as("seed %d", SEED).isEqualTo(fen[i]);
        }
        assertThat(prepared().items()).isEqualTo(8);
    }

    @Test
    void anAnswerThatWasCutOffGoesOnAndPaysNobodyTwice() {
        county.households("103", amounts(10));
        PayoutView sent = sent();
        BankInTests bank = bank(sent);
        List<Said> said = new ArrayList<>();
        bank.payments().forEach(each -> said.add(new Said(each, random.nextInt(3) == 0 ? "失败" : "成功", "")));
        byte[] file = bank.answer(said);
        PayoutView.Answer cut = await(() -> answers.take(county.preparer(), sent.id(), "a.txt", file, 2));
        assertThat(cut.state()).isEqualTo("TAKING");
        Invariants.hold();
        byte[] another = bank.answer("成功", bank.payments().subList(0, 1));
        refused(
                "payout-answer-running",
                () -> await(() -> answers.take(county.preparer(), sent.id(), "b.txt", another)));
        await(() -> answers.resume());
        PayoutView.Answer again = await(() -> answers.take(county.preparer(), sent.id(), "a.txt", file));
        assertThat(again.state()).isEqualTo("DONE");
        assertThat(again.replayed()).isTrue();
        PayoutView closed = await(() -> payouts.view(sent.id()));
        assertThat(closed.state()).as("seed %d", SEED).isEqualTo("CLOSED");
        assertThat(closed.progress().paidFen() + closed.progress().backFen()).isEqualTo(sent.totalFen());
        assertThat(Payable.onItsWay(sent.id())).isZero();
    }

    @Test
    void ofTwoApproversAtOnceOneIsEnoughAndOneIsTold() throws Exception {
        county.households("103", amounts(3));
        PayoutView draft = prepared();
        PayoutView reserved = await(() -> payouts.reserve(county.preparer(), draft.id()));
        Actor third = People.inArea(Role.FINANCE, county.county());
        List<String> outcomes = atOnce(List.of(
                () -> payouts.approve(county.approver(), draft.id(), reserved.contentDigest()),
                () -> payouts.approve(third, draft.id(), reserved.contentDigest())));
        assertThat(outcomes).containsExactlyInAnyOrder("done", "payout-state");
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM settlement_payout_approval WHERE batch_id = '" + draft.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void theSameAnswerFourTimesAtOnceIsBookedOnce() throws Exception {
        county.households("103", amounts(7));
        PayoutView sent = sent();
        BankInTests bank = bank(sent);
        byte[] file = bank.answer("成功", bank.payments());
        List<String> outcomes = atOnce(List.of(
                () -> answers.take(county.preparer(), sent.id(), "a.txt", file),
                () -> answers.take(county.approver(), sent.id(), "b.txt", file),
                () -> answers.take(county.preparer(), sent.id(), "c.txt", file),
                () -> answers.take(county.approver(), sent.id(), "d.txt", file)));
        assertThat(outcomes).containsOnly("done");
        assertThat(await(() -> payouts.view(sent.id())).progress().paidFen()).isEqualTo(sent.totalFen());
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM settlement_payout_result WHERE batch_id = '" + sent.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void twoAnswersThatDisagreeAreNotBothBelieved() throws Exception {
        county.households("103", amounts(4));
        PayoutView sent = sent();
        BankInTests bank = bank(sent);
        byte[] paid = bank.answer("成功", bank.payments());
        byte[] failed = bank.answer("失败", bank.payments());
        List<String> outcomes = atOnce(List.of(
                () -> answers.take(county.preparer(), sent.id(), "a.txt", paid),
                () -> answers.take(county.approver(), sent.id(), "b.txt", failed)));
        assertThat(outcomes).containsOnlyOnce("done");
        assertThat(outcomes).containsAnyOf("payout-answer-running", "invalid-input");
    }

    /** What the races would leave behind without their guards is named: a payment booked twice. */
    @Test
    void aPaymentBookedTwiceWouldBeNamed() {
        county.households("103", 500, 600);
        PayoutView sent = sent();
        String name = org.bangxiao.platform.Invariants.queries().keySet().stream()
                .filter(each -> each.startsWith("I14 "))
                .findFirst()
                .orElseThrow();
        String query = org.bangxiao.platform.Invariants.queries().get(name);
        List<PayoutRepository.Amount> one = List.of(new PayoutRepository.Amount(0, 500));
        assertThatThrownBy(() ->
                        await(() -> tx.write((SqlConnection connection) -> booking.paid(connection, sent.id(), "a", one)
                                .chain(() -> booking.paid(connection, sent.id(), "b", one))
                                .chain(() -> connection.query(query).execute())
                                .invoke(rows -> {
                                    throw new IllegalStateException(rows.size() + " named");
                                }))))
                .hasMessageContaining("1 named");
    }

    @Test
    void twoPreparersAtOncePutNobodyIntoTwoBatches() throws Exception {
        county.households("103", amounts(5));
        List<String> outcomes = atOnce(List.of(
                () -> payouts.prepare(county.preparer(), null, "103"),
                () -> payouts.prepare(county.approver(), null, "103")));
        assertThat(outcomes).containsOnlyOnce("done");
        assertThat(outcomes).containsAnyOf("payout-in-flight", "payout-nothing");
        assertThatThrownBy(() -> SettledProvince.run("""
                INSERT INTO settlement_payout_item (batch_id, item_no, chunk_no, household_id, account_id, amount, head_cipher,
                       bank_cipher, bank_last4)
                SELECT batch_id, item_no + 1000, 0, household_id, account_id, amount, head_cipher, bank_cipher, bank_last4
                  FROM settlement_payout_item WHERE state = 'PENDING' LIMIT 1""")).hasMessageContaining("settlement_payout_in_flight");
    }

    @Test
    void whatWasApprovedIsWhatIsSentEvenAgainstWhoeverOwnsTheTables() throws SQLException {
        county.households("103", 500, 600);
        PayoutView approved = approved();
        SettledProvince.tamper(
                "UPDATE settlement_payout_item SET bank_cipher = head_cipher WHERE item_no = 1 AND batch_id = '"
                        + approved.id() + "'");
        refused("payout-digest-mismatch", () -> await(() -> repositorySent(approved.id())));
        SettledProvince.tamper("UPDATE settlement_payout_item i SET bank_cipher = h.bank_cipher FROM household h"
                + " WHERE h.id = i.household_id AND i.batch_id = '" + approved.id() + "'");
        assertThat(await(() -> files.send(county.preparer(), approved.id())).state())
                .isEqualTo("SENT");
    }

    @Test
    void anAccountStaysWhileMoneyIsOnItsWayAndChangesBetweenTwoPeople() throws SQLException {
        UUID household = county.households("103", 500).get(0);
        PayoutView sent = sent();
        Actor village = People.inArea(Role.VILLAGE_OFFICER, county.village());
        Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());
        BankChange.Draft other = new BankChange.Draft("402", "6210980000000005678", "旧卡已经注销");
        UUID change = await(() -> bankChanges.ask(village, household, other));
        refused("household-bank-change-waits", () -> await(() -> bankChanges.ask(officer, household, other)));
        refused("household-bank-in-flight", () -> await(() -> bankChanges.decide(officer, household, change, true)));
        BankInTests bank = bank(sent);
        await(() -> answers.take(county.preparer(), sent.id(), "a.txt", bank.answer("失败", bank.payments())));
        SettledProvince.run("UPDATE household_bank_change SET asked_person = '" + officer.personId() + "' WHERE id = '"
                + change + "'");
        refused("four-eyes", () -> await(() -> bankChanges.decide(officer, household, change, true)));
        SettledProvince.run("UPDATE household_bank_change SET asked_person = '" + village.personId() + "' WHERE id = '"
                + change + "'");
        await(() -> bankChanges.decide(officer, household, change, true));
        refused(
                "household-bank-change-decided",
                () -> await(() -> bankChanges.decide(officer, household, change, true)));
        List<BankChange> history = await(() -> bankChanges.of(village, household));
        assertThat(history).hasSize(1);
        assertThat(history.get(0).beforeLast4()).isEqualTo("1234");
        assertThat(history.get(0).bankLast4()).isEqualTo("5678");
        refused("payout-nothing", () -> await(() -> payouts.prepare(county.preparer(), null, "103")));
        assertThat(await(() -> payouts.prepare(county.preparer(), null, "402")).items())
                .isEqualTo(1);
        // The file of before says what it said.
        assertThat(bank(sent).lines()).isEqualTo(bank.lines());
    }

    @Test
    void anApprovalByWhoPreparedItWouldBeNamed() throws SQLException {
        county.households("103", 500);
        PayoutView approved = approved();
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute("UPDATE settlement_payout_approval SET person_id = '"
                    + county.preparer().personId() + "' WHERE batch_id = '" + approved.id() + "'");
            assertThat(Invariants.broken(connection, "I19 ")).hasSize(1);
            connection.rollback();
        }
    }

    private Uni<Void> repositorySent(UUID id) {
        return tx.write(connection -> repository.sent(
                        connection, id, new byte[32], county.preparer(), Instant.parse("2026-11-28T00:00:00Z")))
                .onFailure()
                .transform(PayoutProblems::of);
    }

    private PayoutView prepared() {
        return await(() -> payouts.prepare(county.preparer(), null, "103"));
    }

    private PayoutView approved() {
        PayoutView draft = prepared();
        await(() -> payouts.reserve(county.preparer(), draft.id()));
        return await(() -> payouts.approve(county.approver(), draft.id(), draft.contentDigest()));
    }

    private PayoutView sent() {
        PayoutView approved = approved();
        return await(() -> files.send(county.preparer(), approved.id()));
    }

    private BankInTests bank(PayoutView sent) {
        return BankInTests.comma(await(() -> files.download(county.preparer(), sent.id()))
                .content()
                .getBytes());
    }

    private long[] amounts(int count) {
        return random.longs(count, 1, 100_000).toArray();
    }

    /** Starts them together; what each came to: done, or the problem's code. */
    private static List<String> atOnce(List<Supplier<Uni<?>>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        List<Callable<String>> calls = new ArrayList<>();
        for (Supplier<Uni<?>> work : works) {
            calls.add(() -> {
                try {
                    await(() -> work.get().replaceWithVoid());
                    return "done";
                } catch (Problem problem) {
                    return problem.code();
                }
            });
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> each : threads.invokeAll(calls)) {
            outcomes.add(each.get());
        }
        threads.shutdown();
        return outcomes;
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
