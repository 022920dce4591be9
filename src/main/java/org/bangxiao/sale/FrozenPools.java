package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;

/** What a settlement has promised out of pools: a refund takes only what is above it. */
@ApplicationScoped
public class FrozenPools {
    private final RefundRepository repository;

    FrozenPools(RefundRepository repository) {
        this.repository = repository;
    }

    /** Keeps refunds of a province's sales waiting until the transaction ends. */
    public Uni<Void> lock(SqlConnection tx, String provinceDigits) {
        return repository.lockPools(tx, provinceDigits);
    }

    /** @param fen what is promised, by the pool's id */
    public Uni<Void> freeze(SqlConnection tx, Map<Long, Long> fen) {
        return repository.freeze(tx, fen);
    }

    /** The promise is kept or taken back. */
    public Uni<Void> thaw(SqlConnection tx, Collection<Long> poolIds) {
        return repository.thaw(tx, poolIds);
    }
}
