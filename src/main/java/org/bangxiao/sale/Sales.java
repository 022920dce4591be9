package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Merkle;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.SqlState;

/**
 * Records sales: whatever their number, a few statements and ONE ledger transaction, whose content root is the Merkle
 * root of their record digests. Everything happens in the caller's transaction.
 */
@ApplicationScoped
public class Sales {
    /** Over how many records stands a node that is kept for their proofs; a power of two. */
    static final int RECORDS_A_NODE = 256;

    /** Beyond this many the digests are made off the event loop. */
    private static final int MANY = 500;

    private final SaleFacts facts;
    private final Capacity capacity;
    private final Pools pools;
    private final SaleRepository repository;
    private final Ledger ledger;
    private final BusinessClock clock;

    Sales(
            SaleFacts facts,
            Capacity capacity,
            Pools pools,
            SaleRepository repository,
            Ledger ledger,
            BusinessClock clock) {
        this.facts = facts;
        this.capacity = capacity;
        this.pools = pools;
        this.repository = repository;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Records all or none, in the order given; every draft of one source. Fails with {@code certificate-not-valid},
     * {@code agreement-missing}, {@code channel-unknown}, {@code capacity-exceeded} (product and units left),
     * {@code sale-recorded-already}, {@code sale-in-the-future} or a {@code sale-…-invalid}.
     */
    public Uni<List<RecordedSale>> record(SqlConnection tx, List<SaleDraft> drafts) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String source = sourceOf(drafts);
        Instant now = clock.instant();
        return facts.of(tx, drafts)
                .map(known -> {
                    List<Candidate> candidates = new ArrayList<>(drafts.size());
                    for (int i = 0; i < drafts.size(); i++) {
                        Object judged = facts.judge(i, drafts.get(i), known, now);
                        if (!(judged instanceof Candidate candidate)) {
                            throw SaleProblems.refused(judged.toString());
                        }
                        candidates.add(candidate);
                    }
                    return candidates;
                })
                .chain(candidates -> accruing(tx, candidates)
                        .call(() -> capacity.takeAll(tx, candidates))
                        .chain(accruing -> book(tx, candidates, accruing, source)))
                .onFailure(failure -> SqlState.violates(failure, "sale_reported_once"))
                .transform(twice -> SaleProblems.recordedAlready());
    }

    /**
     * Records what can be recorded and says for each draft what became of it, in the order given. Two calls of one source
     * wait for each other.
     *
     * @param reference where the drafts come from, kept with the ledger transaction
     */
    public Uni<List<Verdict>> takeIn(SqlConnection tx, List<SaleDraft> drafts, String reference) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Verdict[] verdicts = new Verdict[drafts.size()];
        Instant now = clock.instant();
        return repository
                .lockSource(tx, sourceOf(drafts))
                .chain(() -> repository.existing(tx, sourceOf(drafts), drafts))
                .chain(existing -> {
                    existing.judgeRepetitions(drafts, verdicts);
                    return facts.of(tx, drafts);
                })
                .chain(known -> offLoop(drafts.size(), () -> {
                    List<Candidate> candidates = new ArrayList<>();
                    for (int i = 0; i < verdicts.length; i++) {
                        if (verdicts[i] == null) {
                            Object judged = facts.judge(i, drafts.get(i), known, now);
                            if (judged instanceof Candidate candidate) {
                                candidates.add(candidate);
                            } else {
                                verdicts[i] = Verdict.rejected(judged.toString());
                            }
                        }
                    }
                    return candidates;
                }))
                .chain(candidates -> candidates.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : bookWhatFits(tx, candidates, reference, verdicts))
                .replaceWith(() -> Arrays.asList(verdicts));
    }

    private Uni<List<RecordedSale>> bookWhatFits(
            SqlConnection tx, List<Candidate> candidates, String reference, Verdict[] verdicts) {
        return accruing(tx, candidates)
                .chain(accruing -> capacity.takeWhatFits(tx, candidates).chain(held -> {
                    held.forEach(sale -> verdicts[sale.index()] = Verdict.HELD);
                    List<Candidate> fitting = without(candidates, held);
                    return fitting.isEmpty()
                            ? Uni.createFrom().<List<RecordedSale>>item(List.of())
                            : book(tx, fitting, accruing, reference).invoke(recorded -> {
                                for (int i = 0; i < recorded.size(); i++) {
                                    verdicts[fitting.get(i).index()] = Verdict.accepted(recorded.get(i));
                                }
                            });
                }));
    }

    /** Which accounts the money of sales goes to. */
    private record Accruing(Map<PoolKey, PoolKey.Pool> pools, Map<AccountKey, Long> accounts) {}

    /**
     * Before capacity is taken, whose rows all buyers of a product wait for until the holder has committed; and always
     * before it, so that no two wait for each other where an account is opened.
     */
    private Uni<Accruing> accruing(SqlConnection tx, List<Candidate> sales) {
        SaleLegs legs = SaleLegs.of(sales);
        return pools.open(tx, legs.pools())
                .chain(opened -> ledger.accounts(tx, legs.accounts()).map(ids -> new Accruing(opened, ids)));
    }

    private Uni<List<RecordedSale>> book(SqlConnection tx, List<Candidate> sales, Accruing accruing, String reference) {
        SaleLegs legs = SaleLegs.of(sales);
        SaleDraft first = sales.get(0).draft();
        LocalDate lastDay = sales.stream()
                .map(sale -> BusinessClock.dayOf(sale.draft().soldAt()))
                .max(LocalDate::compareTo)
                .orElseThrow();
        return offLoop(sales.size(), () -> Records.of(sales)).chain(records -> {
            Posting posting = Posting.of(
                            "SALE",
                            sales.get(0).recordedAt(),
                            lastDay,
                            "sale:" + first.source() + ":" + first.externalId(),
                            first.source(),
                            legs.lines(accruing.accounts(), accruing.pools()))
                    .from(reference)
                    .carrying(Merkle.rootOver(records.nodes()));
            return ledger.post(tx, posting)
                    .chain(txId -> repository
                            .insert(tx, sales, records.digests(), txId)
                            .chain(() -> records.nodes().size() == 1
                                    ? Uni.createFrom().voidItem()
                                    : repository.keep(tx, txId, records.nodes()))
                            .replaceWith(() -> recorded(sales, records.digests(), txId)));
        });
    }

    /** The digests of what is recorded, and the hashes over each few of them. */
    private record Records(List<byte[]> digests, List<byte[]> nodes) {
        static Records of(List<Candidate> sales) {
            List<byte[]> digests = new ArrayList<>(sales.size());
            for (Candidate sale : sales) {
                digests.add(Digests.sha256(sale.recordText()));
            }
            return new Records(digests, Merkle.nodes(digests, RECORDS_A_NODE));
        }
    }

    private static List<RecordedSale> recorded(List<Candidate> sales, List<byte[]> digests, long txId) {
        List<RecordedSale> recorded = new ArrayList<>(sales.size());
        for (int i = 0; i < sales.size(); i++) {
            Candidate sale = sales.get(i);
            recorded.add(new RecordedSale(
                    sale.id(),
                    sale.draft(),
                    sale.certificate().id(),
                    sale.agreement().id(),
                    sale.split(),
                    sale.recordedAt(),
                    txId,
                    i,
                    HexFormat.of().formatHex(digests.get(i))));
        }
        return recorded;
    }

    private static <T> Uni<T> offLoop(int size, Supplier<T> work) {
        Uni<T> done = Uni.createFrom().item(work);
        return size > MANY ? done.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) : done;
    }

    private static List<Candidate> without(List<Candidate> sales, Set<Candidate> held) {
        return held.isEmpty()
                ? sales
                : sales.stream().filter(sale -> !held.contains(sale)).toList();
    }

    private static String sourceOf(List<SaleDraft> drafts) {
        String source = drafts.get(0).source();
        if (!drafts.stream().allMatch(draft -> Objects.equals(draft.source(), source))) {
            throw new IllegalArgumentException("one source at a time");
        }
        return source;
    }
}
