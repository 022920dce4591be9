package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bangxiao.certification.ApplicationDraft;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.certification.Applications;
import org.bangxiao.certification.Clockwork;
import org.bangxiao.certification.DecisionOutcome;
import org.bangxiao.certification.Decisions;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.platform.BusinessClock;

/** Products that went through certification by the use cases, months ago, so that they are valid today. */
public final class Certified {
    private static final Duration LONG_ENOUGH = Duration.ofDays(60);
    private static final Duration PAST_A_NOTICE = Duration.ofDays(20);

    /**
     * A certified product with everybody behind it.
     *
     * @param supplier an account of the organisation, who can sign in
     */
    public record Product(
            UUID productId,
            UUID applicationId,
            String certificateNumber,
            UUID organisationId,
            UUID linkId,
            List<UUID> households,
            Actor supplier,
            String countyCode) {}

    private Certified() {}

    /** Five jin of oranges a box from Donglan at 39.90 yuan, 10 000 a year, 2 yuan floor and 10 % dividend, 12 households. */
    public static Product product() {
        return product("451224", draft -> draft);
    }

    /** The same with changes; the region is the county's. */
    public static Product product(String countyCode, UnaryOperator<ApplicationDraft> changes) {
        OrganisationView cooperative = Suppliers.cooperative(countyCode);
        return product(cooperative.id(), People.of(Role.SUPPLIER, cooperative.id()), countyCode, changes);
    }

    /** A further product of a supplier that is there already. */
    public static Product product(
            UUID organisationId, Actor supplier, String countyCode, UnaryOperator<ApplicationDraft> changes) {
        List<UUID> households = Families.register(12, countyCode, HouseholdStatus.REGISTERED_POOR);
        UUID linkId = Families.link(organisationId, LinkKind.SHARES, 40, households, 100);
        ApplicationDraft draft = changes.apply(draft(countyCode, linkId));
        BusinessClock clock = bean(BusinessClock.class);
        Duration offset = Duration.between(Instant.now(), clock.instant());
        try {
            clock.travelTo(clock.instant().minus(LONG_ENOUGH));
            ApplicationView application = throughAllSteps(submitted(supplier, draft));
            return new Product(
                    application.productId(),
                    application.id(),
                    String.valueOf(application.certificateNumber()),
                    organisationId,
                    linkId,
                    households,
                    supplier,
                    countyCode);
        } finally {
            back(clock, offset);
        }
    }

    public static ApplicationDraft draft(String countyCode, UUID linkId) {
        return new ApplicationDraft(
                "演示脐橙",
                "Demo oranges",
                "fruit",
                countyCode,
                "5斤/箱",
                2_500L,
                3_990,
                10_000,
                List.of(11, 12, 1),
                true,
                false,
                linkId,
                200,
                1_000);
    }

    public static ApplicationView submitted(Actor supplier, ApplicationDraft draft) {
        Applications applications = bean(Applications.class);
        ApplicationView created = Await.await(() -> applications.create(supplier, draft));
        return Await.await(() -> applications.submit(supplier, created.id()));
    }

    /** Passed by an officer of each level, the clock moved over each notice. */
    public static ApplicationView throughAllSteps(ApplicationView submitted) {
        Applications applications = bean(Applications.class);
        BusinessClock clock = bean(BusinessClock.class);
        AreaCode county = new AreaCode(submitted.product().countyCode());
        Actor[] officers = {
            officer(Role.COUNTY_OFFICER, county.county()),
            officer(Role.CITY_OFFICER, county.prefecture()),
            officer(Role.REGION_OFFICER, county.province())
        };
        ApplicationView application = submitted;
        int turn = 0;
        while (!application.state().closed()) {
            UUID id = application.id();
            switch (application.state()) {
                case IN_REVIEW -> application = passed(officers[turn++], application);
                case ON_NOTICE -> {
                    clock.travelTo(clock.instant().plus(PAST_A_NOTICE));
                    Await.await(() -> bean(Clockwork.class).advance());
                    application = Await.await(() -> applications.find(officers[0], id));
                }
                default -> throw new IllegalStateException("stuck: " + application);
            }
        }
        return application;
    }

    public static ApplicationView passed(Actor officer, ApplicationView application) {
        Decisions decisions = bean(Decisions.class);
        return Await.await(() -> decisions.decide(
                officer, application.id(), new Decisions.Verdict(DecisionOutcome.PASS, "材料齐全", application.version())));
    }

    /** An officer without an account: enough for the use cases, not to sign in. */
    public static Actor officer(String role, String areaCode) {
        return new Actor(
                UUID.randomUUID(),
                UUID.randomUUID(),
                role,
                role,
                List.of(new Actor.Grant(role, null, new AreaCode(areaCode))));
    }

    private static void back(BusinessClock clock, Duration offset) {
        if (offset.abs().compareTo(Duration.ofMinutes(1)) < 0) {
            clock.reset();
        } else {
            clock.travelTo(Instant.now().plus(offset));
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
