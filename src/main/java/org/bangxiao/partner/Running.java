package org.bangxiao.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Counts the reports being taken in by this process, so that partners cannot use up all of it. */
@ApplicationScoped
class Running {
    private final PartnerConfig config;
    private final Map<UUID, Integer> byPartner = new HashMap<>();
    private int all;

    Running(PartnerConfig config) {
        this.config = config;
    }

    /** Runs the work, or fails with {@code batch-too-many} where too many are running already. */
    <T> Uni<T> within(UUID partner, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            enter(partner);
            return work.get().onTermination().invoke(() -> leave(partner));
        });
    }

    private synchronized void enter(UUID partner) {
        if (all >= config.runningInAll() || byPartner.getOrDefault(partner, 0) >= config.running()) {
            throw PartnerProblems.tooManyAtOnce();
        }
        all++;
        byPartner.merge(partner, 1, Integer::sum);
    }

    private synchronized void leave(UUID partner) {
        all--;
        byPartner.computeIfPresent(partner, (id, running) -> running == 1 ? null : running - 1);
    }
}
