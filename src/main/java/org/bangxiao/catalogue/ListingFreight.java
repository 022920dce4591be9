package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.freight.FreightTemplate;
import org.bangxiao.freight.FreightTemplates;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Suppliers say what a piece weighs packed, and which of their freight templates its delivery follows. */
@ApplicationScoped
public class ListingFreight {
    private static final long MOST_GRAMS = 1_000_000;

    private final Listings listings;
    private final ListingRepository repository;
    private final FreightTemplates templates;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    ListingFreight(
            Listings listings,
            ListingRepository repository,
            FreightTemplates templates,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.listings = listings;
        this.repository = repository;
        this.templates = templates;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * What a supplier says of a listing's delivery.
     *
     * @param templateId  null: the supplier's standard template, and free delivery where it has none
     * @param packedGrams of one piece, 1 to 1 000 000; null: its net weight
     */
    public record Choice(
            @Nullable UUID templateId, @Nullable Long packedGrams) {}

    /** The templates to choose from for goods of this supplier. */
    Uni<List<FreightTemplate>> choices(UUID organisation) {
        return tx.read(connection -> templates.of(connection, organisation));
    }

    /** {@code not-found} for another's listing; {@code freight-template-unknown}, {@code weight-out-of-range}. */
    public Uni<ListingView> choose(UUID id, Choice choice, Actor supplier) {
        Long grams = choice.packedGrams();
        if (grams != null && (grams < 1 || grams > MOST_GRAMS)) {
            throw Problem.field("/packedGrams", "weight-out-of-range", MOST_GRAMS);
        }
        return tx.write(connection -> listings.own(connection, id, supplier)
                .chain(listing -> templates.of(connection, listing.organisationId()))
                .invoke(known -> {
                    UUID template = choice.templateId();
                    if (template != null && known.stream().noneMatch(each -> template.equals(each.id()))) {
                        throw Problem.field("/templateId", "freight-template-unknown");
                    }
                })
                .chain(() -> repository.freight(connection, id, choice))
                .chain(() -> Audit.write(
                        connection, Listings.deed(clock.instant(), supplier, "listing-freight", id, Map.of())))
                .invoke(() -> window.changed(List.of(id)))
                .chain(() -> listings.own(connection, id, supplier)));
    }
}
