package org.bangxiao.region;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/** The policy packs of every time: what was decided under a version is shown under that version, not under today's. */
@ApplicationScoped
public class PinnedPacks {
    private static final Logger LOG = Logger.getLogger(PinnedPacks.class);

    private final PolicyPacks packs;
    private final RegionRepository repository;
    private final Tx tx;
    private final BusinessClock clock;
    private final Map<String, PolicyPack> older = new ConcurrentHashMap<>();

    PinnedPacks(PolicyPacks packs, RegionRepository repository, Tx tx, BusinessClock clock) {
        this.packs = packs;
        this.repository = repository;
        this.tx = tx;
        this.clock = clock;
    }

    // A database that is slow to come must not hold the start back; the versions in use are in memory meanwhile.
    void atStart(@Observes StartupEvent start) {
        keep().onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(30))
                .indefinitely()
                .subscribe()
                .with(kept -> {}, failure -> LOG.error("The versions of the policy packs are not kept", failure));
    }

    /** Keeps the packs in use with their versions; those that are kept already stay as they are. */
    public Uni<Void> keep() {
        return tx.write(connection -> repository.keep(connection, packs.folders(), clock.instant()));
    }

    /** The pack of that version. Fails with {@link Problem} {@code not-found} for a version never in force here. */
    public Uni<PolicyPack> at(String version) {
        for (PolicyPack pack : packs.all()) {
            if (pack.version().equals(version)) {
                return Uni.createFrom().item(pack);
            }
        }
        PolicyPack known = older.get(version);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return tx.read(connection -> repository.find(connection, version)).map(found -> {
            PackFolder folder = found.orElseThrow(Problem::notFound);
            PolicyPack pack =
                    new PackReader().read(List.of(folder), folder.place()).get(0);
            older.put(version, pack);
            return pack;
        });
    }
}
