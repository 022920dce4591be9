package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.ProductCard;
import org.bangxiao.catalogue.ProductFilter;
import org.bangxiao.catalogue.ProductQuery;
import org.bangxiao.catalogue.Products;
import org.bangxiao.catalogue.ZoneDesk;
import org.bangxiao.catalogue.ZoneDraft;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;

/** Has the operator of counters open a zone with what is in season today. */
@ApplicationScoped
class Zoning {
    private static final int GOODS = 12;
    private static final int MONTHS = 6;

    private final ZoneDesk desk;
    private final Products products;
    private final BusinessClock clock;

    Zoning(ZoneDesk desk, Products products, BusinessClock clock) {
        this.desk = desk;
        this.products = products;
        this.clock = clock;
    }

    void open(Cast cast, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.today()));
        Words words = new Words();
        Actor operator = cast.accounts().values().stream()
                .filter(actor -> actor.has(Role.COUNTER_OPERATOR))
                .findFirst()
                .orElseThrow();
        Words.Word name = words.keyed("zone", "name");
        Words.Word lead = words.keyed("zone", "lead");
        ZoneDraft draft = new ZoneDraft(
                words.keyed("zone", "slug").en(),
                name.zh(),
                name.en(),
                lead.zh(),
                lead.en(),
                calendar.today(),
                calendar.today().plusMonths(MONTHS));
        ProductQuery inSeason = new ProductQuery("", ProductFilter.NOTHING, ProductQuery.Sort.SEASON, null, GOODS);
        List<UUID> goods = Steps.run(() -> products.list(inSeason)).items().stream()
                .map(ProductCard::id)
                .toList();
        UUID zone = Steps.run(() -> desk.open(operator, draft));
        Steps.run(() -> desk.arrange(operator, zone, goods).replaceWith(true));
    }
}
