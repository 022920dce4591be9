package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.certification.ApplicationDraft;
import org.bangxiao.certification.ApplicationState;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.certification.Applications;
import org.bangxiao.certification.Clockwork;
import org.bangxiao.certification.DecisionOutcome;
import org.bangxiao.certification.Decisions;
import org.bangxiao.certification.RawLot;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ProductGroup;

/** Takes every product through certification: its supplier applies, each level decides in turn, notices run their days. */
@ApplicationScoped
class Certifying {
    private static final int DAYS_BETWEEN_SESSIONS = 3;
    private static final int BULK_DISCOUNT_ONE_IN = 10;
    private static final int DELIVERING = 12;

    private final Applications applications;
    private final Decisions decisions;
    private final Clockwork clockwork;
    private final BusinessClock clock;
    private final Papers papers;

    Certifying(
            Applications applications, Decisions decisions, Clockwork clockwork, BusinessClock clock, Papers papers) {
        this.applications = applications;
        this.decisions = decisions;
        this.clockwork = clockwork;
        this.clock = clock;
        this.papers = papers;
    }

    /** @return the applications in the order of the products; the excluded ones rejected, all others certified */
    List<ApplicationView> certify(
            World world, PolicyPack pack, Cast cast, List<Map<LinkKind, UUID>> links, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.application()));
        List<ApplicationView> all = new ArrayList<>();
        Steps.each("applications", world.products(), product -> {
            DemoSupplier supplier = world.suppliers().get(product.supplier());
            Actor applicant = cast.of(supplier, Role.SUPPLIER);
            UUID link = linkOf(product, links);
            ApplicationDraft draft = draft(product, pack, link);
            UUID id = Steps.run(() -> applications.create(applicant, draft)).id();
            papers.complete(applicant, id, calendar.application());
            all.add(Steps.run(() -> applications.submit(applicant, id)));
        });
        LocalDate day = calendar.application();
        while (all.stream().anyMatch(one -> !one.state().closed())) {
            day = day.plusDays(DAYS_BETWEEN_SESSIONS);
            if (day.isAfter(calendar.listing())) {
                throw new IllegalStateException("certification takes longer than the demo's past is long");
            }
            clock.travelTo(DemoCalendar.morningOf(day));
            session(all, pack, cast);
        }
        return all;
    }

    /** One day of office work: whatever is at a review is decided by the officer whose turn it is. */
    private void session(List<ApplicationView> all, PolicyPack pack, Cast cast) {
        if (Steps.run(clockwork::advance) > 0) {
            for (int i = 0; i < all.size(); i++) {
                ApplicationView seen = all.get(i);
                if (!seen.state().closed()) {
                    Actor reader = officer(seen, pack, cast);
                    all.set(i, Steps.run(() -> applications.find(reader, seen.id())));
                }
            }
        }
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).state() == ApplicationState.IN_REVIEW) {
                waiting.add(i);
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        waiting.sort(Comparator.naturalOrder());
        Steps.each("decisions " + all.get(waiting.get(0)).step(), waiting, i -> {
            ApplicationView seen = all.get(i);
            Actor officer = officer(seen, pack, cast);
            Decisions.Verdict pass = new Decisions.Verdict(
                    DecisionOutcome.PASS, new Words().keyed("marker", "pass").zh(), seen.version());
            all.set(i, Steps.run(() -> decisions.decide(officer, seen.id(), pass)));
        });
    }

    static Actor officer(ApplicationView application, PolicyPack pack, Cast cast) {
        AreaCode county = new AreaCode(application.product().countyCode());
        String level = pack.reviewStep(String.valueOf(application.step())).level();
        String role = pack.level(level).officers().get(0);
        return switch (role) {
            case Role.COUNTY_OFFICER -> cast.with(role, county.county());
            case Role.CITY_OFFICER -> cast.with(role, county.prefecture());
            default -> cast.with(role, county.province());
        };
    }

    private static UUID linkOf(DemoProduct product, List<Map<LinkKind, UUID>> links) {
        UUID link = links.get(product.supplier()).get(product.agreement().kind());
        if (link == null) {
            throw new IllegalStateException("no benefit link behind " + product.nameZh());
        }
        return link;
    }

    static ApplicationDraft draft(DemoProduct product, PolicyPack pack, UUID link) {
        return new ApplicationDraft(
                product.nameZh(),
                product.nameEn(),
                pack.category(product.categoryZh()).orElseThrow().id(),
                product.countyCode(),
                product.unit(),
                product.netWeightGrams(),
                product.priceFen(),
                product.yearlyCapacityUnits(),
                product.harvestMonths(),
                product.perishable(),
                product.geographicalIndication(),
                link,
                product.agreement().floorFenPerUnit(),
                product.agreement().dividendBasisPoints(),
                product.priceFen() - product.priceFen() / BULK_DISCOUNT_ONE_IN,
                Math.multiplyExact(product.priceFen(), product.yearlyCapacityUnits()),
                null,
                rawLots(product, pack));
    }

    /** Processed goods are made of one lot from their county, half as heavy again as they are. */
    private static List<RawLot> rawLots(DemoProduct product, PolicyPack pack) {
        Long grams = product.netWeightGrams();
        boolean processed =
                pack.groupOf(product.categoryZh()).filter(ProductGroup::rawLots).isPresent();
        if (!processed || grams == null) {
            return List.of();
        }
        long made = Math.multiplyExact(grams, product.yearlyCapacityUnits());
        return List.of(new RawLot(
                new Words().keyed("marker", "raw").zh(), product.countyCode(), made + made / 2, DELIVERING, null));
    }
}
