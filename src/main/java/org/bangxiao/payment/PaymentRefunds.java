package org.bangxiao.payment;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/**
 * Pays captured money back, in part or in full. What is owed is noted in the transaction that decides it; the provider is
 * asked afterwards, again and again until it has answered; only its signed answer makes a refund true.
 */
@ApplicationScoped
public class PaymentRefunds {
    private static final Logger LOG = Logger.getLogger(PaymentRefunds.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int AT_A_TIME = 50;

    private final PaymentRefundRepository repository;
    private final PaymentRepository intents;
    private final Providers providers;
    private final jakarta.inject.Provider<Payments> payments;
    private final BusinessClock clock;
    private final Tx tx;

    PaymentRefunds(
            PaymentRefundRepository repository,
            PaymentRepository intents,
            Providers providers,
            jakarta.inject.Provider<Payments> payments,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.intents = intents;
        this.providers = providers;
        this.payments = payments;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Notes in the caller's transaction that so much of what was paid for the subject goes back. The same reference again
     * is answered as it stands. Fails with {@code payment-refund-too-much} (what can still go back, in yuan) or
     * {@code payment-refund-contradicts} (another amount under the reference). Call {@link #send} once it is committed.
     */
    public Uni<PaymentRefund> owe(SqlConnection connection, UUID subject, String reference, long amountFen) {
        return owe(connection, repository.lockPaid(connection, subject), reference, amountFen);
    }

    /** The same of one payment, for money that came too late or twice. */
    Uni<PaymentRefund> oweAll(SqlConnection connection, PaymentIntent intent, String reference) {
        return owe(connection, repository.lockPaidIntent(connection, intent.id()), reference, intent.amountFen());
    }

    private Uni<PaymentRefund> owe(
            SqlConnection connection,
            Uni<Optional<PaymentRefundRepository.Paid>> locked,
            String reference,
            long amountFen) {
        return locked.map(found -> found.orElseThrow(Problem::notFound))
                .chain(paid -> repository.find(connection, reference).chain(known -> {
                    if (known.isPresent()) {
                        return known.get().amountFen() == amountFen
                                ? Uni.createFrom().item(known.get())
                                : Uni.createFrom()
                                        .failure(Problem.of(Problem.Kind.CONFLICT, "payment-refund-contradicts"));
                    }
                    if (amountFen < 1 || amountFen > paid.leftFen()) {
                        throw Problem.of(Problem.Kind.CONFLICT, "payment-refund-too-much", Money.yuan(paid.leftFen()));
                    }
                    PaymentRefund refund = new PaymentRefund(
                            Ids.next(), paid.intentId(), reference, amountFen, "DUE", clock.instant(), null);
                    return repository.insert(connection, refund).replaceWith(refund);
                }));
    }

    /** The refunds under these references; those that nobody asked for are left out. */
    public Uni<Map<String, PaymentRefund>> of(SqlClient client, Collection<String> references) {
        return repository.of(client, references);
    }

    /** A refund that the provider could not do is asked for again; one that is on its way stays so. */
    public Uni<Void> again(SqlConnection connection, String reference) {
        return repository.again(connection, reference);
    }

    /** Asks the provider at once. What goes wrong is noted in the log: the refund stays due and is asked for again. */
    public Uni<Void> send(String reference) {
        return tx.write(connection -> repository.claim(connection, reference, clock.instant()))
                .chain(claimed -> claimed.isPresent()
                        ? ask(claimed.get())
                        : Uni.createFrom().voidItem());
    }

    @Scheduled(
            every = "20s",
            delayed = "20s",
            identity = "payment-refunds",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sendDue() {
        Instant now = clock.instant();
        return tx.write(connection -> repository.claimDue(connection, now, now.minus(ASK_AGAIN_AFTER), AT_A_TIME))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::ask)
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> ask(PaymentRefund refund) {
        return intents.find(tx.pool(), refund.intentId())
                .map(Optional::orElseThrow)
                .chain(intent -> providers.of(intent).refund(refund, intent))
                .chain(answer -> answer.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : payments.get().believe(answer.get()).replaceWithVoid())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(
                            "refund %s could not be sent and is asked for again: %s",
                            refund.id(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
