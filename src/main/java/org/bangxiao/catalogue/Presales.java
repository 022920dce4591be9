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
import org.jspecify.annotations.Nullable;

/** Suppliers sell goods before they can be sent, and say until when and in which days they are sent. */
@ApplicationScoped
public class Presales {
    private final Listings listings;
    private final PresaleRepository repository;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    Presales(Listings listings, PresaleRepository repository, ShopWindow window, BusinessClock clock, Tx tx) {
        this.listings = listings;
        this.repository = repository;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Says that goods are sold in advance, and when they are sent; null: they are sold and sent as usual from now on.
     * Orders keep the window they were placed with.
     *
     * @throws Problem {@code not-found} for another's listing; {@code invalid-input} with each field that is wrong, see
     *     {@link Presale#faults}; {@code days-presold} (409) for what is sold by the day
     */
    public Uni<ListingView> change(UUID id, @Nullable Presale presale, Actor supplier) {
        return tx.write(connection -> listings.own(connection, id, supplier)
                .invoke(listing -> {
                    if (presale != null && listing.cancelHours() != null) {
                        throw CatalogueProblems.byDayOrInAdvance();
                    }
                })
                .chain(listing -> repository.harvest(connection, id).invoke(harvest -> {
                    List<Problem.FieldError> errors =
                            presale == null ? List.of() : presale.faults(clock.today(), listing.presale(), harvest);
                    if (!errors.isEmpty()) {
                        throw Problem.fields(errors);
                    }
                }))
                .chain(() -> repository.write(connection, id, presale))
                .chain(() -> Audit.write(
                        connection,
                        Listings.deed(
                                clock.instant(),
                                supplier,
                                "listing-presale",
                                id,
                                presale == null
                                        ? Map.of()
                                        : Map.of(
                                                "from",
                                                presale.sendFrom().toString(),
                                                "to",
                                                presale.sendTo().toString()))))
                .invoke(() -> window.changed())
                .chain(() -> listings.own(connection, id, supplier)));
    }
}
