package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/**
 * The one state machine of payments: PENDING → CAPTURED, FAILED or CANCELLED; CAPTURED too late → REFUND_DUE → REFUNDED;
 * CAPTURED → REFUNDED once all of it went back. Money is a fact: what comes for a payment that failed or was cancelled is
 * captured too, and goes back where the subject needs it no more.
 * A callback is believed only after its signature, and only for the amount, the currency and the merchant that were asked
 * for. A known callback again is fine and does nothing; the same event with another amount is refused and noted.
 */
@ApplicationScoped
public class Payments {
    private static final Logger LOG = Logger.getLogger(Payments.class);

    private final Tx tx;
    private final PaymentRepository repository;
    private final PaymentRefundRepository refundRows;
    private final PaymentRefunds refunds;
    private final PaymentListener listener;
    private final Providers providers;
    private final BusinessClock clock;

    Payments(
            Tx tx,
            PaymentRepository repository,
            PaymentRefundRepository refundRows,
            PaymentRefunds refunds,
            PaymentListener listener,
            Providers providers,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.refundRows = refundRows;
        this.refunds = refunds;
        this.listener = listener;
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * Asks for an amount in the caller's transaction; the payer may choose another way at the cashier. Fails with
     * {@code payment-unavailable} where no provider is configured.
     */
    public Uni<PaymentIntent> request(SqlConnection connection, UUID subject, long amountFen) {
        return request(connection, subject, providers.first(), amountFen);
    }

    Uni<PaymentIntent> request(SqlConnection connection, UUID subject, String provider, long amountFen) {
        PaymentIntent intent = new PaymentIntent(
                Ids.next(), subject, provider, amountFen, "PENDING", clock.instant(), null, 0, 0, null, null, null);
        return repository.insert(connection, intent).map(done -> intent);
    }

    /** The payment that tells how the subject stands: the paid one, else one that goes back, else the newest. */
    public Uni<Optional<PaymentIntent>> ofSubject(SqlClient client, UUID subject) {
        return repository.ofSubject(client, subject);
    }

    Uni<PaymentIntent> find(UUID id) {
        return repository.find(tx.pool(), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Whether the payer may still be let to the provider; what was paid or ended already is answered true. */
    Uni<Boolean> payable(PaymentIntent intent) {
        return intent.state().equals("PENDING")
                ? tx.read(connection -> listener.payable(connection, intent.subject()))
                : Uni.createFrom().item(true);
    }

    /** Fails with {@code payment-goods-stopped}: money that is not taken need not go back. */
    Uni<Void> requirePayable(PaymentIntent intent) {
        return payable(intent).invoke(Payments::requirePayable).replaceWithVoid();
    }

    static void requirePayable(boolean payable) {
        if (!payable) {
            throw Problem.of(Problem.Kind.CONFLICT, "payment-goods-stopped");
        }
    }

    /** Does what a signed callback says, once. Answers the state the payment has then. */
    Uni<String> believe(Callback callback) {
        return Uni.createFrom()
                .deferred(() -> callback.ofRefund()
                        ? tx.write(connection -> applyToRefund(connection, callback))
                        : tx.write(connection -> apply(connection, callback))
                                .onFailure(Payments::canNotBeGiven)
                                .recoverWithUni(problem -> tx.write(connection -> giveBack(connection, callback))
                                        .call(() -> refunds.send(late(callback.intentId())))))
                .onFailure(Problem.class)
                .call(problem -> refused(callback, problem));
    }

    /** What was signed and contradicts is kept, for the quarrel with the provider. */
    private Uni<Void> refused(Callback callback, Problem problem) {
        LOG.warnf("callback %s of %s is refused: %s", callback.eventId(), callback.provider(), problem.code());
        return tx.write(connection -> repository.noteRefused(connection, callback, problem.code(), clock.instant()));
    }

    /** What the provider says of money that goes back: believed for the refund and the amount that were asked for. */
    private Uni<String> applyToRefund(SqlConnection connection, Callback callback) {
        Instant now = clock.instant();
        return repository
                .lock(connection, callback.intentId())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(intent -> refundRows
                        .lock(connection, Objects.requireNonNull(callback.refundId()))
                        .map(found -> found.filter(refund -> refund.intentId().equals(intent.id()))
                                .orElseThrow(Problem::notFound))
                        .chain(refund -> {
                            check(intent, refund.amountFen(), callback);
                            return repository
                                    .noteCallback(connection, callback, now, "SEEN")
                                    .chain(before -> before.isPresent()
                                            ? repeated(refund.state(), callback, before.get())
                                            : settle(connection, intent, refund, callback, now));
                        }));
    }

    private Uni<String> settle(
            SqlConnection connection, PaymentIntent intent, PaymentRefund refund, Callback callback, Instant now) {
        if (refund.state().equals("DONE")) {
            return Uni.createFrom().item("DONE");
        }
        return callback.kind().equals("REFUNDED")
                ? refundRows
                        .done(connection, refund, now)
                        .chain(() -> listener.refunded(connection, intent, refund))
                        .replaceWith("DONE")
                : refundRows.failed(connection, refund.id()).replaceWith("FAILED");
    }

    private static String late(UUID intent) {
        return "late:" + intent;
    }

    private Uni<String> apply(SqlConnection connection, Callback callback) {
        Instant now = clock.instant();
        return repository.lock(connection, callback.intentId()).chain(found -> {
            PaymentIntent intent = found.orElseThrow(Problem::notFound);
            check(intent, intent.amountFen(), callback);
            return repository.noteCallback(connection, callback, now, "SEEN").chain(before -> {
                if (before.isPresent()) {
                    return repeated(intent.state(), callback, before.get());
                }
                return repository
                        .move(connection, intent.id(), callback.kind(), now)
                        .chain(moved -> moved && callback.kind().equals("CAPTURED")
                                ? repository
                                        .cancelOthers(connection, intent)
                                        .chain(() -> listener.captured(connection, intent))
                                        .map(done -> "CAPTURED")
                                : Uni.createFrom().item(moved ? callback.kind() : intent.state()));
            });
        });
    }

    private static Uni<String> repeated(String state, Callback callback, long amountBefore) {
        return amountBefore == callback.amountFen()
                ? Uni.createFrom().item(state)
                : Uni.createFrom().failure(Problem.of(Problem.Kind.CONFLICT, "callback-contradicts"));
    }

    /** Money for goods that are gone: the payment is noted as late and goes back through the provider. */
    private Uni<String> giveBack(SqlConnection connection, Callback callback) {
        Instant now = clock.instant();
        LOG.warnf("payment %s came too late and goes back", callback.intentId());
        return repository.lock(connection, callback.intentId()).chain(found -> {
            PaymentIntent intent = found.orElseThrow(Problem::notFound);
            return repository
                    .noteCallback(connection, callback, now, "GIVEN_BACK")
                    .chain(before -> repository.move(connection, intent.id(), "REFUND_DUE", now))
                    .chain(moved -> moved
                            ? listener.returned(connection, intent)
                                    .chain(() -> refunds.oweAll(connection, intent, late(intent.id())))
                                    .map(owed -> "REFUND_DUE")
                            : Uni.createFrom().item(intent.state()));
        });
    }

    private static boolean canNotBeGiven(Throwable failure) {
        return SqlState.violates(failure, "payment_captured_once")
                || (failure instanceof Problem problem
                        && problem.kind() == Problem.Kind.CONFLICT
                        && !problem.code().startsWith("callback-"));
    }

    private static void check(PaymentIntent intent, long amountFen, Callback callback) {
        boolean nothing = callback.amountFen() == Callback.NO_AMOUNT
                && !callback.kind().equals("CAPTURED")
                && !callback.kind().equals("REFUNDED");
        boolean same = callback.ours()
                && intent.provider().equals(callback.provider())
                && (nothing || amountFen == callback.amountFen())
                && callback.currency().equals("CNY");
        if (!same) {
            throw Problem.of(Problem.Kind.CONFLICT, "callback-contradicts");
        }
    }
}
