package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Whether suppliers may sell and apply. Selling stops and goes on by itself: by the days of documents and of the
 * blacklist, and by decisions.
 */
@ApplicationScoped
public class Standings {
    private final StandingRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Standings(StandingRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /** The standings of suppliers, in one statement on the seller's connection; who never came in is missing. */
    public Uni<Map<UUID, Standing>> of(SqlConnection connection, Collection<UUID> organisations) {
        return repository.of(connection, organisations);
    }

    /** Passes where the supplier may sell now; otherwise {@code supplier-not-selling} (422). */
    public Uni<Void> requireSelling(SqlConnection connection, UUID organisation) {
        return repository
                .sells(connection, organisation, clock.instant())
                .invoke(sells -> {
                    if (!sells) {
                        throw Problem.of(Problem.Kind.UNPROCESSABLE, "supplier-not-selling");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Passes where the supplier may ask for something to be certified today; otherwise {@code supplier-not-confirmed} or
     * {@code supplier-blacklisted} (422).
     */
    public Uni<Void> requireMayApply(SqlConnection connection, UUID organisation) {
        return of(connection, java.util.List.of(organisation))
                .invoke(found -> {
                    Standing standing = found.get(organisation);
                    if (standing == null) {
                        throw Problem.of(Problem.Kind.UNPROCESSABLE, "supplier-not-confirmed");
                    }
                    if (standing.blacklistedOn(clock.today())) {
                        throw Problem.of(Problem.Kind.UNPROCESSABLE, "supplier-blacklisted");
                    }
                })
                .replaceWithVoid();
    }

    /** The same on a connection of its own, for those in no transaction yet. */
    public Uni<Void> requireMayApply(UUID organisation) {
        return tx.read(connection -> requireMayApply(connection, organisation));
    }
}
