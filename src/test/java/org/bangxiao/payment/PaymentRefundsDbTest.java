package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.bangxiao.support.SettledProvince.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Sandbox;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PaymentRefundsDbTest {
    @Inject
    PaymentRefunds refunds;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private final UUID subject = UUID.randomUUID();
    private final UUID intent = UUID.randomUUID();

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void ofAHundredYuanSixtyAndThirtyGoBackAndElevenMoreAreRefused() throws SQLException {
        captured(10_000);
        owed("a", 6_000);
        owed("b", 3_000);
        refused("payment-refund-too-much", () -> owed("c", 1_100), "10.00");
        owed("d", 1_000);
        refused("payment-refund-too-much", () -> owed("e", 1), "0.00");
    }

    @Test
    void theSameReferenceIsOwedOnceAndAnotherAmountUnderItIsRefused() throws SQLException {
        captured(10_000);
        PaymentRefund first = owed("a", 6_000);
        assertThat(owed("a", 6_000).id()).isEqualTo(first.id());
        refused("payment-refund-contradicts", () -> owed("a", 5_000));
        assertThat(number("SELECT refunding_fen + refunded_fen FROM payment_intent WHERE id = '" + intent + "'"))
                .isEqualTo(6_000);
    }

    @Test
    void manyAtOnceNeverGiveBackMoreThanWasPaid() throws Exception {
        captured(10_000);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> storm = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String reference = "storm-" + i;
            storm.add(() -> {
                try {
                    owed(reference, 3_000);
                    return true;
                } catch (Problem refused) {
                    return false;
                }
            });
        }
        int owed = 0;
        for (Future<Boolean> each : pool.invokeAll(storm)) {
            owed += each.get() ? 1 : 0;
        }
        pool.shutdown();
        assertThat(owed).isEqualTo(3);
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE payment_intent SET refunding_fen = refunding_fen + 1001 WHERE id = '" + intent + "'"))
                .hasMessageContaining("payment_refunded_within_captured");
    }

    @Test
    void whatTheProviderCouldNotPayBackIsStillOwedAndIsAskedForAgain() throws SQLException {
        captured(10_000);
        PaymentRefund refund = owed("a", 4_000);
        Sandbox.refunded(intent.toString(), refund.id().toString(), "REFUND_FAILED", 4_000)
                .statusCode(200);
        assertThat(state("a")).isEqualTo("FAILED");
        refused("payment-refund-too-much", () -> owed("b", 6_001), "60.00");
        await(() -> tx.write(connection -> refunds.again(connection, name("a"))));
        await(() -> refunds.send(name("a")));
        assertThat(state("a")).isEqualTo("DONE");
        assertThat(number("SELECT refunded_fen FROM payment_intent WHERE id = '" + intent + "'"))
                .isEqualTo(4_000);
        assertThat(number("SELECT count(*) FROM payment_intent WHERE state = 'CAPTURED' AND id = '" + intent + "'"))
                .as("part of it is still paid")
                .isEqualTo(1);
    }

    @Test
    void aProviderThatIsSilentIsAskedAgainAfterAMinute() throws SQLException {
        captured(10_000);
        owed("a", 10_000);
        await(refunds::sendDue);
        assertThat(state("a")).as("it was asked a moment ago").isEqualTo("DUE");
        clock.travelTo(clock.instant().plusSeconds(61));
        await(refunds::sendDue);
        assertThat(state("a")).isEqualTo("DONE");
        assertThat(number("SELECT count(*) FROM payment_intent WHERE state = 'REFUNDED' AND id = '" + intent + "'"))
                .isEqualTo(1);
    }

    private void captured(long fen) throws SQLException {
        SettledProvince.run(
                "INSERT INTO payment_intent (id, subject, provider, amount_fen, state, created_at, captured_at)"
                        + " VALUES ('" + intent + "', '" + subject + "', 'sandbox', " + fen
                        + ", 'CAPTURED', now(), now())");
    }

    /** As if the provider had been asked just now, so that nothing in the background asks it meanwhile. */
    private PaymentRefund owed(String reference, long fen) {
        PaymentRefund refund = await(() -> tx.write(connection -> refunds.owe(connection, subject, name(reference), fen)
                .call(owed -> connection
                        .query("UPDATE payment_refund SET sent_at = now() WHERE id = '" + owed.id() + "'")
                        .execute())));
        assertThat(refund.state()).isEqualTo("DUE");
        return refund;
    }

    private String name(String reference) {
        return "test:" + subject + ":" + reference;
    }

    private String state(String reference) {
        return await(() -> refunds.of(tx.pool(), List.of(name(reference))))
                .values()
                .iterator()
                .next()
                .state();
    }

    private static void refused(String code, Runnable attempt, Object... arguments) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.arguments()).containsExactly(arguments);
        });
    }
}
