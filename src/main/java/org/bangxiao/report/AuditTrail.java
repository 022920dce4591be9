package org.bangxiao.report;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.Tx;

/** The trail of deeds as an auditor reads it: newest first, by cursor, or whole as a stream. Reads only. */
@ApplicationScoped
public class AuditTrail {
    private static final int ROWS_A_READ = 500;

    private final Tx tx;
    private final AuditRepository repository;

    AuditTrail(Tx tx, AuditRepository repository) {
        this.tx = tx;
        this.repository = repository;
    }

    /** A page of deeds older than the cursor; the total is not counted. */
    Uni<Page<AuditEntry>> page(AuditFilter filter, long olderThan, int size) {
        return repository
                .find(tx.pool(), filter, olderThan, size + 1)
                .map(found -> Page.of(found, size, last -> String.valueOf(last.id())));
    }

    /** Every deed that matches; between two reads no connection is held, however slowly the reader takes them. */
    Multi<AuditEntry> stream(AuditFilter filter) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicLong(Long.MAX_VALUE),
                        last -> repository
                                .find(tx.pool(), filter, last.get(), ROWS_A_READ)
                                .invoke(found -> {
                                    if (!found.isEmpty()) {
                                        last.set(found.get(found.size() - 1).id());
                                    }
                                }))
                .whilst(found -> found.size() == ROWS_A_READ)
                .onItem()
                .disjoint();
    }
}
