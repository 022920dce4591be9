package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/**
 * Money that goes back through the bank takes two people: one asks, another approves, sends it and says under which number
 * of the bank. Problems: {@code payment-transfer-decided}, {@code payment-return-four-eyes}, {@code payment-return-must-go}
 * (what is over a paid amount can't be kept), {@code payment-return-ref-used}.
 */
@ApplicationScoped
class TransferReturns {
    private static final int LONGEST_REASON = 200;

    private final Tx tx;
    private final TransferRepository transfers;
    private final TransferReturnRepository repository;
    private final Transfers decisions;
    private final Payments payments;
    private final BusinessClock clock;

    TransferReturns(
            Tx tx,
            TransferRepository transfers,
            TransferReturnRepository repository,
            Transfers decisions,
            Payments payments,
            BusinessClock clock) {
        this.tx = tx;
        this.transfers = transfers;
        this.repository = repository;
        this.decisions = decisions;
        this.payments = payments;
        this.clock = clock;
    }

    /** All of a transfer that waits is to go back. */
    Uni<Void> askOfTransfer(Actor actor, UUID id, String reason) {
        String why = reason(reason);
        return tx.write(connection -> decisions
                        .openOne(connection, id)
                        .chain(transfer -> transfers
                                .returning(connection, id, transfer.amountFen())
                                .chain(() -> ask(
                                        connection,
                                        new TransferReturnRepository.Ask(id, null, transfer.amountFen(), why),
                                        actor,
                                        id))))
                .onFailure(TransferReturns::askedBefore)
                .transform(failure -> decided());
    }

    /** A refund of a payment by transfer is taken in hand. */
    Uni<Void> askOfRefund(Actor actor, UUID refund, String reason) {
        String why = reason(reason);
        return tx.write(connection -> repository
                        .lockDueRefund(connection, refund)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(fen -> ask(
                                connection, new TransferReturnRepository.Ask(null, refund, fen, why), actor, refund)))
                .onFailure(TransferReturns::askedBefore)
                .transform(failure -> decided());
    }

    private Uni<Void> ask(SqlConnection connection, TransferReturnRepository.Ask ask, Actor actor, UUID subject) {
        Instant now = clock.instant();
        return repository
                .ask(connection, ask, actor, now)
                .chain(() -> Transfers.note(
                        connection, actor, now, "payment-return-ask", subject, Map.of("fen", ask.fen())));
    }

    /** The second signature, and the number under which the bank sent the money. */
    Uni<Void> approve(Actor actor, UUID id, String bankRef) {
        String reference = bankRef.strip();
        if (!reference.matches("[0-9A-Za-z\\-]{4,64}")) {
            throw Problem.field("/bankRef", "statement-reference");
        }
        Instant now = clock.instant();
        return tx.write(connection -> asked(connection, id)
                        .call(() -> repository.approve(connection, id, actor, reference, now))
                        .call(asked -> asked.transferId() == null
                                ? Uni.createFrom().voidItem()
                                : transfers.returned(connection, asked.transferId()))
                        .call(asked -> Transfers.note(
                                connection, actor, now, "payment-return-approve", id, Map.of("fen", asked.fen()))))
                .onFailure(failure -> SqlState.violates(failure, "payment_return_four_eyes"))
                .transform(failure -> Problem.of(Problem.Kind.CONFLICT, "payment-return-four-eyes"))
                .onFailure(failure -> SqlState.violates(failure, "payment_return_sent_once"))
                .transform(failure -> Problem.field("/bankRef", "payment-return-ref-used"))
                .chain(this::refunded);
    }

    private Uni<Void> refunded(TransferReturnRepository.Asked asked) {
        return asked.refundId() == null
                ? Uni.createFrom().voidItem()
                : payments.believe(new Callback(
                                BankTransfer.NAME,
                                "return/" + asked.id(),
                                Objects.requireNonNull(asked.intentId()),
                                "REFUNDED",
                                asked.refundId(),
                                asked.fen(),
                                "CNY",
                                true))
                        .replaceWithVoid();
    }

    /** It does not go back so: what it was asked for waits for another decision. */
    Uni<Void> reject(Actor actor, UUID id) {
        return tx.write(connection -> asked(connection, id).chain(asked -> {
            if (asked.settles()) {
                throw Problem.of(Problem.Kind.CONFLICT, "payment-return-must-go");
            }
            return repository
                    .remove(connection, id)
                    .chain(() -> asked.transferId() == null
                            ? Uni.createFrom().voidItem()
                            : transfers.waitsAgain(connection, asked.transferId()))
                    .chain(() -> Transfers.note(
                            connection,
                            actor,
                            clock.instant(),
                            "payment-return-reject",
                            id,
                            Map.of("fen", asked.fen())));
        }));
    }

    private Uni<TransferReturnRepository.Asked> asked(SqlConnection connection, UUID id) {
        return repository.lock(connection, id).map(found -> {
            TransferReturnRepository.Asked asked = found.orElseThrow(Problem::notFound);
            if (asked.approved()) {
                throw decided();
            }
            return asked;
        });
    }

    private static boolean askedBefore(Throwable failure) {
        return SqlState.violates(failure, "payment_return_of_transfer_once")
                || SqlState.violates(failure, "payment_return_of_refund_once");
    }

    private static Problem decided() {
        return Problem.of(Problem.Kind.CONFLICT, "payment-transfer-decided");
    }

    private static String reason(String typed) {
        if (typed.isBlank()) {
            throw Problem.field("/reason", "field-required");
        }
        return typed.strip().substring(0, Math.min(typed.strip().length(), LONGEST_REASON));
    }
}
