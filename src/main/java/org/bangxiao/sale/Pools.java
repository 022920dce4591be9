package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.ledger.Ledger;

/** Finds the pools that sales accrue to and opens the missing ones with their ledger accounts. */
@ApplicationScoped
class Pools {
    private final SaleRepository repository;
    private final Ledger ledger;

    Pools(SaleRepository repository, Ledger ledger) {
        this.repository = repository;
        this.ledger = ledger;
    }

    Uni<Map<PoolKey, PoolKey.Pool>> open(SqlConnection tx, Set<PoolKey> keys) {
        return repository.pools(tx, keys).chain(found -> {
            List<PoolKey> missing =
                    keys.stream().filter(key -> !found.containsKey(key)).toList();
            if (missing.isEmpty()) {
                return Uni.createFrom().item(found);
            }
            return ledger.accounts(tx, missing.stream().map(PoolKey::account).toList())
                    .map(ids -> missing.stream()
                            .collect(Collectors.toMap(
                                    Function.identity(),
                                    key -> java.util.Objects.requireNonNull(ids.get(key.account())))))
                    .chain(accountIds -> repository.openPools(tx, accountIds))
                    .chain(() -> repository.pools(tx, keys));
        });
    }
}
