package org.bangxiao.payment;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/**
 * The payer's choice of a way to pay, and the question to a provider that stays silent. What is asked of a provider is
 * written down and committed before it is asked.
 */
@ApplicationScoped
class CashierDesk {
    private static final Logger LOG = Logger.getLogger(CashierDesk.class);
    private static final int AT_A_TIME = 50;

    private final Tx tx;
    private final Payments payments;
    private final PaymentRepository repository;
    private final PaymentListener listener;
    private final Providers providers;
    private final BankTransfer bank;
    private final BusinessClock clock;

    CashierDesk(
            Tx tx,
            Payments payments,
            PaymentRepository repository,
            PaymentListener listener,
            Providers providers,
            BankTransfer bank,
            BusinessClock clock) {
        this.tx = tx;
        this.payments = payments;
        this.repository = repository;
        this.listener = listener;
        this.providers = providers;
        this.bank = bank;
        this.clock = clock;
    }

    /**
     * Pays in this way from now on. The same choice again answers the same payment; another one is a new payment and ends
     * the one before. Problems: {@code payment-way-unknown} at {@code /way}, {@code payment-goods-stopped},
     * {@code payment-over}, {@code payment-transfer-needs-account}, {@code payment-unavailable}.
     */
    Uni<PaymentIntent> choose(UUID id, String way) {
        PaymentProvider provider = providers.chosen(way);
        record Asked(PaymentIntent intent, Instant payBy) {}
        return tx.write(connection -> repository
                        .lock(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(intent -> {
                            if (!intent.open()) {
                                return Uni.createFrom().item(new Asked(intent, clock.instant()));
                            }
                            return listener.payable(connection, intent.subject())
                                    .invoke(Payments::requirePayable)
                                    .chain(() -> listener.offer(connection, intent.subject()))
                                    .chain(offer -> record(connection, intent, provider, offer)
                                            .map(asked -> new Asked(asked, offer.payBy())));
                        }))
                .chain(asked -> asked.intent().open() && asked.intent().payLink() == null
                        ? provider.ask(asked.intent(), asked.payBy())
                                .call(link -> repository.answered(
                                        tx.pool(), asked.intent().id(), link))
                                .map(link -> asked.intent())
                        : Uni.createFrom().item(asked.intent()));
    }

    private Uni<PaymentIntent> record(
            SqlConnection connection, PaymentIntent before, PaymentProvider provider, PaymentListener.Offer offer) {
        Instant now = clock.instant();
        if (!offer.open()) {
            throw Problem.of(Problem.Kind.CONFLICT, "payment-over");
        }
        boolean waits = provider.name().equals(BankTransfer.NAME);
        if (waits && !offer.mayWait()) {
            throw Problem.of(Problem.Kind.CONFLICT, "payment-transfer-needs-account");
        }
        return repository
                .ofSubject(connection, before.subject())
                .map(found -> found.orElse(before))
                .chain(newest ->
                        newest.state().equals("PENDING") && newest.provider().equals(provider.name())
                                ? Uni.createFrom().item(newest)
                                : repository
                                        .move(connection, newest.id(), "CANCELLED", now)
                                        .chain(() -> payments.request(
                                                connection, before.subject(), provider.name(), before.amountFen())))
                .chain(intent -> repository.asked(connection, intent.id(), now, waits ? bank.code() : null))
                .call(intent -> waits
                        ? listener.keep(connection, intent.subject(), bank.until(now))
                        : Uni.createFrom().voidItem());
    }

    /** Asks the provider what became of a payment, when its payer comes back before its callback does. */
    Uni<Void> lookAfter(UUID id) {
        return tx.write(connection -> repository.claimSilent(connection, id, clock.instant()))
                .chain(claimed -> claimed.isPresent()
                        ? settle(claimed.get())
                        : Uni.createFrom().voidItem());
    }

    @Scheduled(
            every = "{bangxiao.payment.ask-every}",
            delayed = "30s",
            identity = "payment-silence",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> lookAfterSilent() {
        return tx.write(connection -> repository.claimSilent(connection, clock.instant(), AT_A_TIME))
                .chain(silent -> Multi.createFrom()
                        .iterable(silent)
                        .onItem()
                        .transformToUniAndConcatenate(this::settle)
                        .onItem()
                        .ignoreAsUni());
    }

    /** What was paid is believed, even where its payer has chosen another way since; what was not is closed there then. */
    private Uni<Void> settle(PaymentIntent intent) {
        return Uni.createFrom()
                .deferred(() -> providers.of(intent).query(intent))
                .chain(found -> {
                    if (found.isPresent()) {
                        return payments.believe(found.get()).replaceWith(true);
                    }
                    return intent.state().equals("PENDING")
                            ? Uni.createFrom().item(false)
                            : providers.of(intent).close(intent).replaceWith(true);
                })
                .chain(over -> over
                        ? repository.closed(tx.pool(), intent.id(), clock.instant())
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("payment %s is asked after again: %s", intent.id(), failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
