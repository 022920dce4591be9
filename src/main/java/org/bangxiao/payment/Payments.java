package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/**
 * The one state machine of payments: PENDING → CAPTURED, FAILED or CANCELLED; CAPTURED too late → REFUND_DUE → REFUNDED.
 * A callback is believed only after its signature, and only for the amount and the currency that were asked for. A known
 * callback again is fine and does nothing; the same event with another amount is refused.
 */
@ApplicationScoped
public class Payments {
    /** The provider that needs no contract: its own cashier page, real signatures, no money. */
    static final String SANDBOX = "sandbox";

    private static final Logger LOG = Logger.getLogger(Payments.class);

    private final Tx tx;
    private final PaymentRepository repository;
    private final PaymentListener listener;
    private final BusinessClock clock;

    Payments(Tx tx, PaymentRepository repository, PaymentListener listener, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.listener = listener;
        this.clock = clock;
    }

    /** Asks for an amount in the caller's transaction. */
    public Uni<PaymentIntent> request(SqlConnection connection, UUID subject, long amountFen) {
        PaymentIntent intent =
                new PaymentIntent(Ids.next(), subject, SANDBOX, amountFen, "PENDING", clock.instant(), null);
        return repository.insert(connection, intent).map(done -> intent);
    }

    /** The newest payment asked for this subject. */
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
        return payable(intent)
                .invoke(payable -> {
                    if (!payable) {
                        throw Problem.of(Problem.Kind.CONFLICT, "payment-goods-stopped");
                    }
                })
                .replaceWithVoid();
    }

    /** Does what a signed callback says, once. Answers the state the payment has then. */
    Uni<String> believe(Callback callback) {
        return tx.write(connection -> apply(connection, callback))
                .onFailure(Payments::canNotBeGiven)
                .recoverWithUni(problem -> tx.write(connection -> giveBack(connection, callback)));
    }

    private Uni<String> apply(SqlConnection connection, Callback callback) {
        Instant now = clock.instant();
        return repository.lock(connection, callback.intentId()).chain(found -> {
            PaymentIntent intent = found.orElseThrow(Problem::notFound);
            check(intent, callback);
            return repository.noteCallback(connection, callback, now, "SEEN").chain(before -> {
                if (before.isPresent()) {
                    return repeated(intent, callback, before.get());
                }
                return repository
                        .move(connection, intent.id(), "PENDING", callback.kind(), now)
                        .chain(moved -> moved && callback.kind().equals("CAPTURED")
                                ? listener.captured(connection, intent).map(done -> "CAPTURED")
                                : Uni.createFrom().item(moved ? callback.kind() : intent.state()));
            });
        });
    }

    private static Uni<String> repeated(PaymentIntent intent, Callback callback, long amountBefore) {
        return amountBefore == callback.amountFen()
                ? Uni.createFrom().item(intent.state())
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
                    .chain(before -> repository.move(connection, intent.id(), "PENDING", "REFUND_DUE", now))
                    .chain(moved -> moved
                            ? listener.returned(connection, intent)
                                    .chain(() ->
                                            repository.move(connection, intent.id(), "REFUND_DUE", "REFUNDED", now))
                                    .map(done -> "REFUNDED")
                            : Uni.createFrom().item(intent.state()));
        });
    }

    private static boolean canNotBeGiven(Throwable failure) {
        return failure instanceof Problem problem
                && problem.kind() == Problem.Kind.CONFLICT
                && !problem.code().startsWith("callback-");
    }

    private static void check(PaymentIntent intent, Callback callback) {
        boolean same = intent.provider().equals(callback.provider())
                && intent.amountFen() == callback.amountFen()
                && callback.currency().equals("CNY");
        if (!same) {
            throw Problem.of(Problem.Kind.CONFLICT, "callback-contradicts");
        }
    }
}
