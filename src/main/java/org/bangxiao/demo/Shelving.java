package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.catalogue.ListingChange;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.ListingView;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.UnsoldGoods;
import org.bangxiao.certification.ApplicationState;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;

/** Has every certified product listed by its supplier, with its opening stock, and a few found to lie unsold. */
@ApplicationScoped
class Shelving {
    /** Of so many goods the county finds one to lie unsold. */
    private static final int ONE_UNSOLD_IN = 45;

    private static final int WEIGHED_IN_GRAMS = 100;

    private final Listings listings;
    private final UnsoldGoods unsold;
    private final BusinessClock clock;

    Shelving(Listings listings, UnsoldGoods unsold, BusinessClock clock) {
        this.listings = listings;
        this.unsold = unsold;
        this.clock = clock;
    }

    /** A product on the shelf. */
    record Shelved(DemoProduct product, UUID productId, UUID listingId, String certificateNumber) {}

    List<Shelved> list(World world, List<ApplicationView> applications, Cast cast, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.listing()));
        Words words = new Words();
        List<Integer> certified = IntStream.range(0, applications.size())
                .filter(i -> applications.get(i).state() == ApplicationState.CERTIFIED)
                .boxed()
                .toList();
        List<Shelved> shelved = new ArrayList<>();
        Steps.each("listings", certified, i -> {
            DemoProduct product = world.products().get(i);
            DemoSupplier supplier = world.suppliers().get(product.supplier());
            Actor actor = cast.of(supplier, Role.SUPPLIER);
            ListingDraft draft = new ListingDraft(
                    applications.get(i).productId(),
                    null,
                    product.openingStock(),
                    filled(words.keyed("description", "").zh(), product.nameZh(), supplier.nameZh(), product.unit()),
                    filled(words.keyed("description", "").en(), product.nameEn(), supplier.nameEn(), product.unit()));
            ListingView listed = Steps.run(() -> listings.list(draft, actor));
            Long grams = listed.netWeightGrams();
            if (product.weightApproximate() && grams != null && grams % WEIGHED_IN_GRAMS == 0) {
                ListingChange byWeight = new ListingChange(listed.version(), null, null, null, null, true);
                Steps.run(() -> listings.change(listed.id(), byWeight, actor).replaceWith(true));
            }
            if (shelved.size() % ONE_UNSOLD_IN == 0) {
                Actor officer = cast.with(Role.COUNTY_OFFICER, listed.countyCode());
                String reason = words.keyed("marker", "unsold").zh();
                Steps.run(() -> unsold.mark(officer, listed.id(), true, reason).replaceWith(true));
            }
            shelved.add(new Shelved(product, listed.productId(), listed.id(), listed.certificateNumber()));
        });
        return shelved;
    }

    static Shelved of(Map<Integer, Shelved> byProduct, DemoSale sale) {
        return Optional.ofNullable(byProduct.get(sale.product()))
                .orElseThrow(() -> new IllegalStateException("not on the shelf: " + sale));
    }

    private static String filled(String text, String product, String supplier, String unit) {
        return text.replace("{product}", product)
                .replace("{supplier}", supplier)
                .replace("{unit}", unit);
    }
}
