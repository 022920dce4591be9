package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** A supplier's word that reported sales were delivered: what they accrued becomes payable, by a ledger transaction. */
@ApplicationScoped
public class Confirmations {
    /**
     * What was confirmed.
     *
     * @param txId the ledger transaction that moved the pools; null where the sales had nothing for households in them
     */
    public record Confirmation(
            long sales, long movedFen, @Nullable Long txId) {}

    private final SaleRepository repository;
    private final Pools pools;
    private final Ledger ledger;
    private final BusinessClock clock;

    Confirmations(SaleRepository repository, Pools pools, Ledger ledger, BusinessClock clock) {
        this.repository = repository;
        this.pools = pools;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Confirms an organisation's reported sales of these ledger transactions, in the caller's transaction. Fails with
     * {@code sale-nothing-to-confirm}, also for a second time.
     *
     * @param reference names the report that is confirmed, for ever
     */
    public Uni<Confirmation> confirm(
            SqlConnection tx, Collection<Long> txIds, UUID organisationId, String reference, UUID accountId) {
        return repository.confirm(tx, txIds, organisationId).chain(confirmed -> {
            if (confirmed.sales() == 0) {
                throw SaleProblems.nothingToConfirm();
            }
            Map<PoolKey, Long> sums = confirmed.sums();
            if (sums.isEmpty()) {
                return Uni.createFrom().item(new Confirmation(confirmed.sales(), 0, null));
            }
            Set<PoolKey> both = new HashSet<>(sums.keySet());
            sums.keySet().forEach(key -> both.add(confirmedPoolOf(key)));
            long moved = sums.values().stream().reduce(0L, Math::addExact);
            return pools.open(tx, both)
                    .chain(opened -> ledger.post(
                            tx, posting(sums, opened, "confirm:" + reference + ":" + organisationId, accountId)))
                    .map(txId -> new Confirmation(confirmed.sales(), moved, txId));
        });
    }

    private Posting posting(Map<PoolKey, Long> sums, Map<PoolKey, PoolKey.Pool> opened, String key, UUID accountId) {
        List<Posting.Line> lines = new ArrayList<>();
        sums.forEach((reported, fen) -> {
            PoolKey.Pool from = Objects.requireNonNull(opened.get(reported));
            PoolKey.Pool to = Objects.requireNonNull(opened.get(confirmedPoolOf(reported)));
            lines.add(new Posting.Line(from.accountId(), from.id(), -fen));
            lines.add(new Posting.Line(to.accountId(), to.id(), fen));
        });
        Instant now = clock.instant();
        return Posting.of("CONFIRM", now, BusinessClock.dayOf(now), key, accountId.toString(), lines);
    }

    private static PoolKey confirmedPoolOf(PoolKey reported) {
        return new PoolKey(reported.agreementId(), reported.month(), reported.leg(), PoolKey.Basis.CONFIRMED);
    }
}
