package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
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
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPack;

/**
 * Leaves something to decide on the desks of the demo officers: other packages of the demo supplier's first product,
 * one waiting for each level and one on notice. They come after the 220 and are no part of their count.
 */
@ApplicationScoped
class OpenCases {
    private static final int DAYS_PAST_ANY_NOTICE = 25;
    private static final int DAYS_ON_NOTICE = 1;

    private final Applications applications;
    private final Decisions decisions;
    private final Clockwork clockwork;
    private final BusinessClock clock;
    private final Papers papers;

    OpenCases(Applications applications, Decisions decisions, Clockwork clockwork, BusinessClock clock, Papers papers) {
        this.applications = applications;
        this.decisions = decisions;
        this.clockwork = clockwork;
        this.clock = clock;
        this.papers = papers;
    }

    /** What the cases are written from. */
    private record Desk(PolicyPack pack, Cast cast, DemoProduct product, UUID link) {}

    void leave(World world, PolicyPack pack, Cast cast, List<Map<LinkKind, UUID>> links, DemoCalendar calendar) {
        DemoProduct product = product(world, cast);
        UUID link = links.get(product.supplier()).get(product.agreement().kind());
        if (link == null) {
            throw new IllegalStateException("no benefit link behind " + product.nameZh());
        }
        Desk desk = new Desk(pack, cast, product, link);
        List<Words.Word> variants = new Words().of("variant");
        clock.travelTo(DemoCalendar.morningOf(calendar.today().minusDays(DAYS_PAST_ANY_NOTICE)));
        ApplicationView forRegion = passed(desk, submitted(desk, variants.get(0)));
        ApplicationView forCity = passed(desk, submitted(desk, variants.get(1)));
        clock.travelTo(DemoCalendar.morningOf(calendar.today().minusDays(DAYS_ON_NOTICE)));
        Steps.run(clockwork::advance);
        passUntil(desk, forRegion.id(), Role.REGION_OFFICER);
        passUntil(desk, forCity.id(), Role.CITY_OFFICER);
        passed(desk, submitted(desk, variants.get(2)));
        submitted(desk, variants.get(3));
        clock.reset();
    }

    private static DemoProduct product(World world, Cast cast) {
        UUID own = cast.account("demo-supplier").requireOrganisationAs(Role.SUPPLIER);
        return world.products().stream()
                .filter(one -> one.certifiable()
                        && cast.suppliers().get(one.supplier()).equals(own))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the demo supplier sells nothing"));
    }

    private ApplicationView submitted(Desk desk, Words.Word variant) {
        Actor applicant = desk.cast().account("demo-supplier");
        ApplicationDraft like = Certifying.draft(desk.product(), desk.pack(), desk.link());
        ApplicationDraft draft = like.named(like.nameZh() + variant.zh(), like.nameEn() + ", " + variant.en());
        UUID id = Steps.run(() -> applications.create(applicant, draft)).id();
        papers.complete(applicant, id, clock.today());
        return Steps.run(() -> applications.submit(applicant, id));
    }

    private ApplicationView passed(Desk desk, ApplicationView seen) {
        Actor officer = Certifying.officer(seen, desk.pack(), desk.cast());
        Decisions.Verdict pass = new Decisions.Verdict(
                DecisionOutcome.PASS, new Words().keyed("marker", "pass").zh(), seen.version());
        return Steps.run(() -> decisions.decide(officer, seen.id(), pass));
    }

    private void passUntil(Desk desk, UUID id, String role) {
        Actor reader = desk.cast().account("demo-region");
        ApplicationView seen = Steps.run(() -> applications.find(reader, id));
        while (seen.state() == ApplicationState.IN_REVIEW
                && !desk.pack()
                        .level(desk.pack()
                                .reviewStep(String.valueOf(seen.step()))
                                .level())
                        .officers()
                        .contains(role)) {
            seen = passed(desk, seen);
        }
    }
}
