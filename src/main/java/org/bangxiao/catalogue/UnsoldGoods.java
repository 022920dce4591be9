package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Goods of which stock lies unsold (滞销): officers say so and take it back, and the shop brings them before buyers. */
@ApplicationScoped
public class UnsoldGoods {
    private static final int SHORTEST_REASON = 2;
    private static final int LONGEST_REASON = 500;
    private static final List<String> OFFICERS = List.of(Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER);

    private final UnsoldRepository repository;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    UnsoldGoods(UnsoldRepository repository, ShopWindow window, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * An officer in whose area the goods grow says whether they lie unsold, and how this is known.
     *
     * @throws Problem {@code not-found} outside the area, {@code field-required} and {@code field-too-long} for the reason
     */
    public Uni<Void> mark(Actor officer, UUID listing, boolean unsold, @Nullable String written) {
        String reason = written == null ? "" : written.strip();
        if (reason.length() < SHORTEST_REASON) {
            throw Problem.field("/reason", "field-required");
        }
        if (reason.length() > LONGEST_REASON) {
            throw Problem.field("/reason", "field-too-long", LONGEST_REASON);
        }
        Instant now = clock.instant();
        return tx.write(connection -> repository
                        .county(connection, listing)
                        .map(county -> OFFICERS.stream()
                                .filter(role -> county != null && officer.actsIn(role, county))
                                .findFirst()
                                .orElseThrow(Problem::notFound))
                        .call(role -> unsold
                                ? repository.found(connection, listing, reason, officer, now)
                                : repository.sold(connection, listing))
                        .chain(role -> Audit.write(
                                connection,
                                new Audit.Deed(
                                        now,
                                        officer.accountId(),
                                        officer.personId(),
                                        role,
                                        unsold ? "listing-unsold-stock" : "listing-stock-sold",
                                        "listing",
                                        listing.toString(),
                                        Map.of("reason", reason)))))
                .invoke(() -> window.changed());
    }
}
