package org.bangxiao.payment;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/**
 * Money that came by transfer and what becomes of it: it pays what its code names, is assigned by somebody, or goes back
 * ({@link TransferReturns}).
 */
@ApplicationScoped
class Transfers {
    private final Tx tx;
    private final TransferRepository repository;
    private final PaymentRepository intents;
    private final TransferReturnRepository returns;
    private final Payments payments;
    private final Secrets secrets;
    private final BusinessClock clock;

    Transfers(
            Tx tx,
            TransferRepository repository,
            PaymentRepository intents,
            TransferReturnRepository returns,
            Payments payments,
            Secrets secrets,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.intents = intents;
        this.returns = returns;
        this.payments = payments;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What a statement brought and what a fault left half done. */
    @Scheduled(
            every = "{bangxiao.payment.ask-every}",
            delayed = "10s",
            identity = "payment-transfers",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> settleUnfinished() {
        return repository
                .unfinished(tx.pool())
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(this::settle)
                        .onItem()
                        .ignoreAsUni());
    }

    /** One that fits exactly. Where its payment was paid meanwhile, it waits for a decision as a double one. */
    private Uni<Void> settle(Transfer transfer) {
        return tx.write(connection -> intents.lock(connection, Objects.requireNonNull(transfer.intentId()))
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .call(intent -> {
                            if (!transfer.open()) {
                                return Uni.createFrom().voidItem();
                            }
                            return intent.open()
                                    ? repository.settles(connection, transfer.id(), intent.id(), 0)
                                    : repository.doubled(connection, transfer.id());
                        }))
                .chain(this::believe)
                .onFailure(failure -> SqlState.violates(failure, "payment_transfer_settles_once"))
                .recoverWithUni(failure -> tx.write(connection -> repository.doubled(connection, transfer.id())));
    }

    /** Our own reading of the bank's statement, under a name that the payment has once. */
    private Uni<Void> believe(PaymentIntent intent) {
        return intent.open()
                ? payments.believe(new Callback(
                                BankTransfer.NAME,
                                "transfer/" + intent.id(),
                                intent.id(),
                                "CAPTURED",
                                null,
                                intent.amountFen(),
                                "CNY",
                                true))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * Somebody says which payment it is for, by its code. With what came for that before it pays it where it is enough,
     * and what is over goes back; else it waits for the rest. Problems: {@code payment-transfer-code} at {@code /code},
     * {@code payment-transfer-decided}, {@code payment-transfer-paid-already}.
     */
    Uni<Void> assign(Actor actor, UUID id, String typed) {
        Instant now = clock.instant();
        return tx.write(connection -> openOne(connection, id)
                        .chain(transfer -> BankTransfer.codeIn(typed)
                                .map(code -> intents.byTransferCode(connection, code))
                                .orElseThrow(() -> Problem.field("/code", "payment-transfer-code"))
                                .map(found -> found.orElseThrow(() -> Problem.field("/code", "payment-transfer-code")))
                                .chain(intent -> {
                                    if (!intent.open()) {
                                        throw Problem.of(Problem.Kind.CONFLICT, "payment-transfer-paid-already");
                                    }
                                    return assign(connection, actor, transfer, intent, now);
                                })))
                .onFailure(failure -> SqlState.violates(failure, "payment_transfer_settles_once"))
                .transform(failure -> Problem.of(Problem.Kind.CONFLICT, "payment-transfer-paid-already"))
                .chain(complete -> complete.isPresent()
                        ? believe(complete.get())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Optional<PaymentIntent>> assign(
            SqlConnection connection, Actor actor, Transfer transfer, PaymentIntent intent, Instant now) {
        return repository
                .parts(connection, intent.id())
                .map(before -> transfer.state().equals("PART") && intent.id().equals(transfer.intentId())
                        ? before
                        : before + transfer.amountFen())
                .chain(brought -> {
                    long over = brought - intent.amountFen();
                    Uni<Void> done = over < 0
                            ? repository.part(connection, transfer.id(), intent.id())
                            : repository
                                    .settles(connection, transfer.id(), intent.id(), over)
                                    .chain(() -> over > 0
                                            ? returns.ask(
                                                    connection,
                                                    new TransferReturnRepository.Ask(transfer.id(), null, over, "OVER"),
                                                    actor,
                                                    now)
                                            : Uni.createFrom().voidItem());
                    return done.chain(() -> note(
                                    connection,
                                    actor,
                                    now,
                                    "payment-transfer-assign",
                                    transfer.id(),
                                    Map.of("code", String.valueOf(intent.transferCode()), "fen", transfer.amountFen())))
                            .replaceWith(over < 0 ? Optional.empty() : Optional.of(intent));
                });
    }

    /** One that waits for a decision, locked; else {@code not-found} or {@code payment-transfer-decided}. */
    Uni<Transfer> openOne(SqlConnection connection, UUID id) {
        return repository.lock(connection, id).map(found -> {
            Transfer transfer = found.orElseThrow(Problem::notFound);
            if (!transfer.open()) {
                throw Problem.of(Problem.Kind.CONFLICT, "payment-transfer-decided");
            }
            return transfer;
        });
    }

    Uni<Transfer> find(UUID id) {
        return repository.find(tx.pool(), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Who paid it and for what, in the clear; that somebody looked is noted. */
    Uni<Transfer.Payer> payer(Actor actor, UUID id) {
        return tx.write(connection -> repository
                .payer(connection, id)
                .map(found -> new JsonObject(secrets.decrypt(found.orElseThrow(Problem::notFound), payerPlace(id))))
                .map(json -> new Transfer.Payer(
                        json.getString("name"), json.getString("account"), json.getString("purpose")))
                .call(() -> note(
                        connection,
                        actor,
                        clock.instant(),
                        "payment-payer-read",
                        id,
                        Map.of("purpose", "transfer-decision"))));
    }

    static String payerPlace(UUID transfer) {
        return "payment_transfer:" + transfer + ":payer";
    }

    static Uni<Void> note(
            SqlConnection connection, Actor actor, Instant at, String deed, UUID id, Map<String, Object> detail) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        at,
                        actor.accountId(),
                        actor.personId(),
                        Role.FINANCE,
                        deed,
                        "payment-transfer",
                        id.toString(),
                        detail));
    }
}
