package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/**
 * The money of freight. All of it is the supplier's, who pays the carrier: it is booked beside the sales and never part of
 * what households share. It goes back whole, once.
 */
@ApplicationScoped
class PartFreight {
    /** What buyers of the shop paid and sales take. */
    static final AccountKey BUYERS = new AccountKey(AccountKind.CLEARING, "retail");

    private final PartFreightRepository repository;
    private final Ledger ledger;
    private final BusinessClock clock;

    PartFreight(PartFreightRepository repository, Ledger ledger, BusinessClock clock) {
        this.repository = repository;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Books what suppliers are owed for delivery of a purchase; answers the posting's id, null where all of it is free. */
    Uni<@Nullable Long> book(SqlConnection tx, UUID purchase, Map<UUID, Long> bySupplier) {
        Map<AccountKey, Long> sums = new HashMap<>();
        bySupplier.forEach((supplier, fen) -> {
            if (fen > 0) {
                sums.put(new AccountKey(AccountKind.SUPPLIER, supplier.toString()), fen);
            }
        });
        if (sums.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        sums.put(BUYERS, -sums.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact));
        return ledger.accounts(tx, sums.keySet()).chain(ids -> {
            List<Posting.Line> lines = new ArrayList<>();
            sums.forEach((key, fen) -> lines.add(Posting.Line.of(Objects.requireNonNull(ids.get(key)), fen)));
            Instant now = clock.instant();
            return ledger.post(
                    tx, Posting.of("FREIGHT", now, BusinessClock.dayOf(now), "freight:" + purchase, "system", lines));
        });
    }

    /** What can still go back of an order's freight, with the order locked. */
    Uni<Optional<PartFreightRepository.Left>> left(SqlConnection tx, UUID part) {
        return repository.left(tx, part);
    }

    /** Takes it from its supplier; what the supplier was paid out already stands against its next money. */
    Uni<Void> giveBack(SqlConnection tx, PartFreightRepository.Left freight, String reference, String actor) {
        String owner = freight.organisationId().toString();
        AccountKey supplier = new AccountKey(AccountKind.SUPPLIER, owner);
        AccountKey owed = new AccountKey(AccountKind.RECOVERABLE, owner);
        Instant now = clock.instant();
        return ledger.accounts(tx, Set.of(BUYERS, supplier, owed))
                .chain(ids -> ledger.held(tx, Set.of(supplier)).chain(held -> {
                    long borne = Math.min(held.getOrDefault(supplier, 0L), freight.fen());
                    List<Posting.Line> lines = List.of(
                            Posting.Line.of(Objects.requireNonNull(ids.get(BUYERS)), freight.fen()),
                            Posting.Line.of(Objects.requireNonNull(ids.get(supplier)), -borne),
                            Posting.Line.of(Objects.requireNonNull(ids.get(owed)), borne - freight.fen()));
                    return ledger.post(
                            tx,
                            Posting.of(
                                            "FREIGHT_BACK",
                                            now,
                                            BusinessClock.dayOf(now),
                                            "freight-back:" + freight.partId(),
                                            actor,
                                            lines)
                                    .reversing(freight.txId()));
                }))
                .chain(txId -> repository.gaveBack(tx, freight, reference, txId, now));
    }
}
