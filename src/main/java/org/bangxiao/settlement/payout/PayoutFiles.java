package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.household.BankNumbers;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.BankFormat;
import org.bangxiao.region.PayoutRules;
import org.bangxiao.settlement.payout.PayoutRepository.SealedPayment;

/**
 * The bank's file: the one place where names and account numbers stand in the clear. Once it has been made the batch counts as
 * sent, for nobody can know any more whether the bank has it; made again it is the same to the byte. Every download is in
 * the audit trail.
 */
@ApplicationScoped
public class PayoutFiles {
    /** A file as it is handed out. */
    public record Made(String name, Buffer content) {
        @Override
        public String toString() {
            return "Made[" + name + "]";
        }
    }

    private final PayoutRepository repository;
    private final PayoutNoticeRepository notices;
    private final Payouts payouts;
    private final BankNumbers numbers;
    private final BusinessClock clock;
    private final Tx tx;

    PayoutFiles(
            PayoutRepository repository,
            PayoutNoticeRepository notices,
            Payouts payouts,
            BankNumbers numbers,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.notices = notices;
        this.payouts = payouts;
        this.numbers = numbers;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Makes the file and keeps its hash: from now on the batch cannot be cancelled. Fails with {@code payout-state},
     * {@code payout-approval-expired}, {@code payout-digest-mismatch} where the items are not what was approved,
     * {@code payout-objection-open}, {@code payout-name-unwritable}.
     */
    public Uni<PayoutView> send(Actor actor, UUID id) {
        return payouts.change(actor, id, "payout-send", (connection, batch) -> {
            Instant now = clock.instant();
            Payouts.requireState(batch, "APPROVED");
            if (Payouts.expired(batch, now)) {
                throw PayoutProblems.approvalExpired();
            }
            return notices.objected(connection, id)
                    .invoke(open -> {
                        if (open) {
                            throw PayoutProblems.objectionOpen();
                        }
                    })
                    .chain(() -> made(connection, batch, now))
                    .chain(file -> repository.sent(connection, id, Digests.sha256(file), actor, now));
        });
    }

    /**
     * The same bytes again, in the audit trail with whoever took them. Fails with {@code payout-state} before it was made,
     * {@code payout-digest-mismatch} where it does not come out as it was sent.
     */
    public Uni<Made> download(Actor actor, UUID id) {
        return tx.write(connection -> repository
                .find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(batch -> actor.requireArea(Role.FINANCE, batch.areaCode()))
                .invoke(batch -> Payouts.requireState(batch, "SENT", "CLOSED"))
                .chain(batch -> made(connection, batch, Objects.requireNonNull(batch.sentAt()))
                        .invoke(file -> {
                            if (!HexFormat.of().formatHex(Digests.sha256(file)).equals(batch.fileSha256())) {
                                throw PayoutProblems.digestMismatch();
                            }
                        })
                        .call(file -> payouts.audit(
                                connection, actor, "payout-file-read-clear", id, Map.of("items", batch.items())))
                        .map(file -> new Made(batch.reference() + ".txt", Buffer.buffer(file)))));
    }

    private Uni<byte[]> made(SqlConnection connection, PayoutBatch batch, Instant sent) {
        return payouts.rules(batch)
                .chain(rules -> repository
                        .payments(connection, batch.id())
                        .chain(payments -> Uni.createFrom()
                                .item(() -> BankFile.write(
                                        formatOf(rules, batch),
                                        batch.frame(sent),
                                        payments.stream().map(this::opened).toList()))
                                // Two ciphers for each household: not on an event loop.
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())));
    }

    private BankFile.Payment opened(SealedPayment payment) {
        return new BankFile.Payment(
                payment.number(),
                PayoutViewRepository.reference(payment.item()),
                numbers.account(payment.payee(), payment.bank().getBytes()),
                numbers.name(payment.payee(), payment.head().getBytes()),
                payment.fen());
    }

    static BankFormat formatOf(PayoutRules rules, PayoutBatch batch) {
        return rules.formatOf(rules.bank(batch.bankCode()).orElseThrow(Problem::notFound));
    }
}
