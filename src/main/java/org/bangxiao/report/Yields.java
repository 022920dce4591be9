package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Whether more is sold than can have come of what households delivered (DOMAIN 8: forged origin papers for raw material),
 * for the supplier itself and for the office of its county. It warns; nothing is stopped by it.
 */
@ApplicationScoped
public class Yields {
    private static final List<String> READERS = List.of(Role.COUNTY_OFFICER, Role.AUDITOR);

    private final YieldRepository repository;
    private final Tx tx;

    Yields(YieldRepository repository, Tx tx) {
        this.repository = repository;
        this.tx = tx;
    }

    /** A supplier's own links, or those of an officer's area, the newest first. */
    public Uni<Page<YieldRow>> page(Actor reader, @Nullable UUID cursor, int size) {
        Optional<UUID> own = reader.organisationAs(Role.SUPPLIER);
        String area = own.isPresent() ? "" : reader.sightAs(READERS);
        int limit = Page.sizeOf(size);
        return tx.read(connection -> repository.page(connection, own.orElse(null), area, cursor, limit + 1))
                .map(found -> Page.of(found, limit, last -> last.linkId().toString()));
    }
}
