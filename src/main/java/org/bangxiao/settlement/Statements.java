package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.bangxiao.household.HouseholdView;
import org.bangxiao.household.Households;
import org.bangxiao.household.aid.AidReceived;
import org.bangxiao.household.aid.Aids;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Proofs;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.ledger.TxProof;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.settlement.payout.Payment;
import org.bangxiao.settlement.payout.PaymentRepository;
import org.jspecify.annotations.Nullable;

/** The household's side of settlements: what it was credited, out of which sales, and the proof of each credit. */
@ApplicationScoped
public class Statements {
    private final StatementRepository repository;
    private final Households households;
    private final Ledger ledger;
    private final Proofs proofs;
    private final PaymentRepository payments;
    private final Aids aids;
    private final Secrets secrets;
    private final Tx tx;

    Statements(
            StatementRepository repository,
            Households households,
            Ledger ledger,
            Proofs proofs,
            PaymentRepository payments,
            Aids aids,
            Secrets secrets,
            Tx tx) {
        this.repository = repository;
        this.households = households;
        this.ledger = ledger;
        this.proofs = proofs;
        this.payments = payments;
        this.aids = aids;
        this.secrets = secrets;
        this.tx = tx;
    }

    /**
     * A household's statement for an officer of its area or an auditor; {@code not-found} for everybody else.
     *
     * @param month {@code yyyymm} in which it was credited; null means the newest
     */
    public Uni<Statement> of(Actor reader, UUID household, @Nullable Integer month) {
        return households.seenBy(reader, household).chain(view -> of(view, month));
    }

    Uni<Statement> of(HouseholdView view, @Nullable Integer month) {
        return tx.read(connection -> repository
                .months(connection, view.number())
                .chain(months -> statement(connection, view, months, shown(month, months))));
    }

    /** The proof of one credit. Fails with {@code not-found} where the household was not credited out of that pool. */
    public Uni<RecordProof> proof(Actor reader, UUID household, UUID run, long poolId) {
        return households.seenBy(reader, household).chain(view -> proof(view, run, poolId));
    }

    Uni<RecordProof> proof(HouseholdView view, UUID run, long poolId) {
        return tx.read(connection -> repository
                .chunkOf(connection, run, poolId, view.number())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(chunk -> repository
                        .credits(connection, run, chunk)
                        .chain(credits -> proofs.of(connection, chunk.txId())
                                .chain(transaction -> offLoop(credits, poolId, view.number(), transaction)))));
    }

    private Uni<RecordProof> offLoop(
            List<StatementRepository.Credit> credits, long poolId, long householdNo, Optional<TxProof> transaction) {
        return Uni.createFrom()
                .item(() -> prove(credits, poolId, householdNo, transaction.orElse(null)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private RecordProof prove(
            List<StatementRepository.Credit> credits, long poolId, long householdNo, @Nullable TxProof transaction) {
        Map<Long, byte[]> poolSecrets = new HashMap<>();
        List<byte[]> digests = new ArrayList<>(credits.size());
        String own = "";
        int position = 0;
        for (StatementRepository.Credit credit : credits) {
            byte[] secret = poolSecrets.computeIfAbsent(
                    credit.poolId(), pool -> CreditRecord.poolSecret(secrets, credit.run(), pool));
            String text = CreditRecord.text(
                    credit.run(), credit.poolId(), credit.householdNo(), credit.weight(), credit.fen(), secret);
            if (credit.poolId() == poolId && credit.householdNo() == householdNo) {
                own = text;
                position = digests.size();
            }
            digests.add(CreditRecord.digest(text));
        }
        return RecordProof.of(own, digests, position, transaction);
    }

    private Uni<Statement> statement(
            SqlConnection connection, HouseholdView view, List<Integer> months, @Nullable Integer month) {
        AccountKey account = new AccountKey(AccountKind.HOUSEHOLD, view.id().toString());
        Uni<List<Statement.Line>> credits = month == null
                ? Uni.createFrom().item(List.of())
                : repository.lines(connection, view.id(), view.number(), month);
        return credits.chain(lines -> ledger.balances(connection, List.of(account))
                .chain(balances -> payments.of(connection, view.id())
                        .chain(paid -> repository
                                .confirmed(connection, view.number())
                                .chain(confirmed -> aids.received(connection, view.id())
                                        .map(aid -> {
                                            long due =
                                                    balances.getOrDefault(account, 0L) + sum(paid, Payment::onItsWay);
                                            return statement(
                                                    view,
                                                    months,
                                                    month,
                                                    lines,
                                                    steps(confirmed, due, paid),
                                                    due,
                                                    paid,
                                                    aid);
                                        })))));
    }

    private static Statement statement(
            HouseholdView view,
            List<Integer> months,
            @Nullable Integer month,
            List<Statement.Line> lines,
            Statement.Steps steps,
            long dueFen,
            List<Payment> paid,
            List<AidReceived> aid) {
        return new Statement(
                view.id(),
                view.number(),
                view.headMasked(),
                view.villageName(),
                view.persons(),
                view.bankLast4(),
                months,
                month,
                lines.stream().mapToLong(Statement.Line::amountFen).sum(),
                steps.creditedFen(),
                steps.paidFen(),
                dueFen,
                steps,
                paid,
                lines,
                aid);
    }

    private static Statement.Steps steps(long confirmedFen, long dueFen, List<Payment> payments) {
        long paid = sum(payments, Payment::arrived);
        return new Statement.Steps(
                confirmedFen,
                dueFen + paid,
                sum(payments, each -> each.noticedOn() != null && (each.arrived() || each.onItsWay())),
                paid,
                sum(payments, each -> each.stage().equals("ACKNOWLEDGED")));
    }

    private static long sum(List<Payment> payments, Predicate<Payment> which) {
        return payments.stream().filter(which).mapToLong(Payment::amountFen).sum();
    }

    private static @Nullable Integer shown(@Nullable Integer asked, List<Integer> months) {
        return asked != null || months.isEmpty() ? asked : months.get(0);
    }
}
