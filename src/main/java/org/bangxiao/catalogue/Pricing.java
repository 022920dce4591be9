package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Suppliers let the price of a unit fall with the quantity and in a period. */
@ApplicationScoped
public class Pricing {
    /** As many as a buyer can still read. */
    static final int MOST_TIERS = 8;

    private final Listings listings;
    private final PriceRepository repository;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    Pricing(Listings listings, PriceRepository repository, ShopWindow window, BusinessClock clock, Tx tx) {
        this.listings = listings;
        this.repository = repository;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /** The tiers of one of the supplier's own listings; {@code not-found} for any other. */
    public Uni<List<PriceTier>> find(UUID id, Actor supplier) {
        return tx.read(
                connection -> listings.own(connection, id, supplier).chain(listing -> repository.find(connection, id)));
    }

    /**
     * These tiers and no others; orders keep the price they were bought at.
     *
     * @throws Problem {@code not-found}; {@code invalid-input} with each field that is wrong: {@code price-tier-not-lower}
     *     than the listing's own price, {@code price-tier-period}, {@code price-tier-for-nothing} from one piece on
     *     without a period, {@code price-tier-twice}, {@code price-tiers-too-many}
     */
    public Uni<List<PriceTier>> change(UUID id, List<PriceTier> tiers, Actor supplier) {
        if (tiers.size() > MOST_TIERS) {
            throw Problem.field("/tiers", "price-tiers-too-many", MOST_TIERS);
        }
        return tx.write(connection -> listings.own(connection, id, supplier)
                .invoke(listing -> {
                    List<Problem.FieldError> errors = PriceTier.faults(tiers, listing.priceFen());
                    if (!errors.isEmpty()) {
                        throw Problem.fields(errors);
                    }
                })
                .chain(() -> repository.write(connection, id, tiers))
                .chain(() -> Audit.write(
                        connection,
                        Listings.deed(clock.instant(), supplier, "listing-prices", id, Map.of("tiers", tiers.size()))))
                .invoke(() -> window.changed(List.of(id)))
                .replaceWith(tiers));
    }
}
