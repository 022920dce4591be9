package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** A buyer's purchases, newest first. */
@ApplicationScoped
class PurchaseList {
    private static final int SIZE = 20;

    /** @param names the goods in one sentence */
    record Item(UUID id, String state, long totalFen, Instant placedAt, String names) {}

    private final Tx tx;
    private final PurchaseListRepository repository;

    PurchaseList(Tx tx, PurchaseListRepository repository) {
        this.tx = tx;
        this.repository = repository;
    }

    Uni<Page<Item>> page(Shopper shopper, @Nullable String cursor) {
        UUID after = cursor != null && cursor.matches("[0-9a-f-]{36}") ? UUID.fromString(cursor) : null;
        return repository
                .page(tx, shopper, after, SIZE + 1)
                .map(items -> new Page<>(
                        items.stream().limit(SIZE).toList(),
                        items.size() > SIZE ? items.get(SIZE - 1).id().toString() : null,
                        -1));
    }
}
