package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bangxiao.catalogue.GiftBoxDraft;
import org.bangxiao.catalogue.GiftBoxes;
import org.bangxiao.catalogue.ListingChange;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.ListingView;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.Presale;
import org.bangxiao.catalogue.Presales;
import org.bangxiao.catalogue.UnsoldGoods;
import org.bangxiao.catalogue.VisitDays;
import org.bangxiao.certification.ApplicationState;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;

/**
 * Has every certified product listed by its supplier, with its opening stock, a few found to lie unsold, one sold in advance,
 * some in a gift box, services by the day.
 */
@ApplicationScoped
class Shelving {
    /** Of so many goods the county finds one to lie unsold. */
    private static final int ONE_UNSOLD_IN = 45;

    private static final int WEIGHED_IN_GRAMS = 100;
    private static final int PRESOLD_AHEAD = 14;
    private static final int IN_THE_BOX = 3;
    private static final int HOSTED_AHEAD = 60;
    private static final Set<Integer> WEEKEND = Set.of(6, 7);
    private static final long PLACES_A_DAY = 20;

    private final Listings listings;
    private final UnsoldGoods unsold;
    private final Presales presales;
    private final GiftBoxes boxes;
    private final VisitDays days;
    private final BusinessClock clock;

    Shelving(
            Listings listings,
            UnsoldGoods unsold,
            Presales presales,
            GiftBoxes boxes,
            VisitDays days,
            BusinessClock clock) {
        this.listings = listings;
        this.unsold = unsold;
        this.presales = presales;
        this.boxes = boxes;
        this.days = days;
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

    /** Has a supplier sell the next harvest of oranges in advance, where any are harvested in two weeks. */
    void presell(World world, List<Shelved> shelf, Cast cast, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.today()));
        LocalDate first = calendar.today().plusDays(PRESOLD_AHEAD);
        LocalDate last = first.plusDays(PRESOLD_AHEAD);
        shelf.stream()
                .filter(goods -> goods.product().nameZh().contains("橙"))
                .filter(goods -> first.datesUntil(last.plusDays(1))
                        .allMatch(day -> goods.product().harvestMonths().contains(day.getMonthValue())))
                .reduce((one, later) -> later)
                .ifPresent(goods -> {
                    Actor supplier =
                            cast.of(world.suppliers().get(goods.product().supplier()), Role.SUPPLIER);
                    Presale presale = new Presale(first, first, last);
                    Steps.run(() -> presales.change(goods.listingId(), presale, supplier));
                });
    }

    /** Has the first supplier with several goods sold by the piece put them into a gift box. */
    void box(World world, List<Shelved> shelf, Cast cast) {
        Map<Integer, List<Shelved>> bySupplier = shelf.stream()
                .filter(goods -> !goods.product().weightApproximate())
                .collect(Collectors.groupingBy(goods -> goods.product().supplier(), TreeMap::new, Collectors.toList()));
        bySupplier.entrySet().stream()
                .filter(goods -> goods.getValue().size() > 1)
                .findFirst()
                .ifPresent(goods -> {
                    Actor supplier = cast.of(world.suppliers().get(goods.getKey()), Role.SUPPLIER);
                    GiftBoxDraft draft = new GiftBoxDraft(
                            "演示山货礼盒",
                            "Demo gift box",
                            "同一家供应方的几样好货，一盒寄到家。每样都有自己的认定证书。",
                            "Several goods of one supplier in one box, each with its own certificate.",
                            goods.getValue().stream()
                                    .limit(IN_THE_BOX)
                                    .map(one -> new GiftBoxDraft.Part(one.listingId(), 1))
                                    .toList());
                    Steps.run(() -> boxes.save(null, null, draft, supplier));
                });
    }

    /** Has each service open its weekends. */
    void host(World world, List<Shelved> shelf, Cast cast, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.today()));
        VisitDays.Opening weekends =
                new VisitDays.Opening(calendar.today(), calendar.today().plusDays(HOSTED_AHEAD), WEEKEND, PLACES_A_DAY);
        shelf.stream()
                .filter(goods -> world.services().contains(goods.product()))
                .forEach(goods -> {
                    Actor supplier =
                            cast.of(world.suppliers().get(goods.product().supplier()), Role.SUPPLIER);
                    Steps.run(() -> days.open(goods.listingId(), weekends, supplier));
                });
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
