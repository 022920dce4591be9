package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.Agreements;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packs' sequences on a real database, with the clock moved. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CertificationDbTest {
    private static final String DONGLAN = "451224";
    /** A Monday; no holiday falls into the five working days after it. */
    private static final LocalDate MONDAY = LocalDate.of(2020, 8, 3);

    @Inject
    Applications applications;

    @Inject
    Decisions decisions;

    @Inject
    Objections objections;

    @Inject
    Notices notices;

    @Inject
    Certificates certificates;

    @Inject
    Suspensions suspensions;

    @Inject
    Clockwork clockwork;

    @Inject
    Agreements agreements;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void guangxiGoesFromTheCountyToTheAnnouncement() {
        on(MONDAY);
        Actor supplier = supplier(DONGLAN);
        ApplicationView application = Certified.submitted(supplier, draft(supplier, DONGLAN));
        assertThat(application.state()).isEqualTo(ApplicationState.IN_REVIEW);
        assertThat(application.step()).isEqualTo("county-review");

        ApplicationView posted = Certified.passed(officer(Role.COUNTY_OFFICER, DONGLAN), application);
        assertThat(posted.state()).isEqualTo(ApplicationState.ON_NOTICE);
        assertThat(posted.noticeEndsOn()).as("five working days").isEqualTo(MONDAY.plusDays(7));

        on(MONDAY.plusDays(7));
        await(() -> clockwork.advance());
        assertThat(read(posted).state()).as("the last day is not over").isEqualTo(ApplicationState.ON_NOTICE);
        on(MONDAY.plusDays(8));
        await(() -> clockwork.advance());
        ApplicationView atCity = read(posted);
        assertThat(atCity.step()).isEqualTo("city-review");

        ApplicationView atRegion = Certified.passed(officer(Role.CITY_OFFICER, "451200"), atCity);
        assertThat(atRegion.step()).isEqualTo("region-recheck");
        ApplicationView certified = Certified.passed(officer(Role.REGION_OFFICER, "450000"), atRegion);
        assertThat(certified.state()).isEqualTo(ApplicationState.CERTIFIED);
        assertThat(certified.certificateNumber()).startsWith("GX-2020-451224-");
        assertThat(certified.decisions()).extracting(DecisionView::level).containsExactly("COUNTY", "CITY", "REGION");
        assertThat(await(() -> notices.list(true, null, 50)).items())
                .extracting(NoticeView::certificateNumber)
                .contains(certified.certificateNumber());
        LocalDate announced = MONDAY.plusDays(8);
        Map<UUID, Agreement> inForce = await(
                () -> tx.read(connection -> agreements.inForce(connection, List.of(certified.productId()), announced)));
        assertThat(inForce).containsKey(certified.productId());
    }

    @Test
    void jiangxiPostsASecondNoticeAtTheCity() {
        on(MONDAY);
        Actor supplier = supplier("360424");
        ApplicationView posted = Certified.passed(
                officer(Role.COUNTY_OFFICER, "360424"), Certified.submitted(supplier, draft(supplier, "360424")));
        assertThat(posted.step()).isEqualTo("county-notice");
        on(MONDAY.plusDays(8));
        await(() -> clockwork.advance());
        ApplicationView second = Certified.passed(officer(Role.CITY_OFFICER, "360400"), read(posted));
        assertThat(second.step()).isEqualTo("city-notice");
        assertThat(second.noticeEndsOn()).as("seven natural days").isEqualTo(MONDAY.plusDays(15));
        on(MONDAY.plusDays(16));
        await(() -> clockwork.advance());
        ApplicationView last = read(posted);
        assertThat(last.step()).isEqualTo("province-recheck");
        ApplicationView certified = Certified.passed(officer(Role.REGION_OFFICER, "360000"), last);
        assertThat(certified.state()).isEqualTo(ApplicationState.CERTIFIED);
    }

    @Test
    void whatTheSchemeExcludesIsRefusedAtOnceAndStaysVisible() {
        Actor supplier = supplier(DONGLAN);
        UUID link = draft(supplier, DONGLAN).linkId();
        for (String name : List.of("龙脊水酒", "靖西烤烟", "东兰墨米酒", "罗城野生葡萄酒", "都安山葡萄酒")) {
            ApplicationView refused = Certified.submitted(
                    supplier,
                    new ApplicationDraft(
                            name,
                            "",
                            "农产品加工",
                            DONGLAN,
                            "500毫升/瓶",
                            null,
                            4_800,
                            100,
                            List.of(1),
                            false,
                            false,
                            link,
                            0,
                            null));
            assertThat(refused.state()).as(name).isEqualTo(ApplicationState.REJECTED);
            assertThat(refused.reasonZh()).as(name).contains("不予认定");
        }
        assertThat(await(() -> applications.mine(supplier, new Applications.Filter(null, 0, null, 50)))
                        .items())
                .hasSize(5)
                .allMatch(line -> line.state() == ApplicationState.REJECTED);
    }

    @Test
    void onePersonWithTwoAccountsIsStoppedAtTheSecondLevel() {
        on(MONDAY);
        Actor supplier = supplier(DONGLAN);
        Actor county = officer(Role.COUNTY_OFFICER, DONGLAN);
        ApplicationView posted = Certified.passed(county, Certified.submitted(supplier, draft(supplier, DONGLAN)));
        on(MONDAY.plusDays(20));
        await(() -> clockwork.advance());
        Actor sameAtCity = new Actor(
                UUID.randomUUID(),
                county.personId(),
                "other",
                "other",
                List.of(new Actor.Grant(Role.CITY_OFFICER, null, new AreaCode("451200"))));
        assertProblem("person-acted-at-another-level", () -> Certified.passed(sameAtCity, read(posted)));
        assertThat(read(posted).decisions()).as("nothing of it stays").hasSize(1);
    }

    @Test
    void theSuppliersOwnPersonDoesNotDecide() {
        Actor supplier = supplier(DONGLAN);
        ApplicationView application = Certified.submitted(supplier, draft(supplier, DONGLAN));
        Actor samePerson = new Actor(
                UUID.randomUUID(),
                supplier.personId(),
                "other",
                "other",
                List.of(new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(DONGLAN))));
        assertProblem("own-organisation", () -> Certified.passed(samePerson, application));
    }

    @Test
    void ofTwoOfficersAtOnceOneWins() {
        Actor supplier = supplier(DONGLAN);
        ApplicationView application = Certified.submitted(supplier, draft(supplier, DONGLAN));
        Decisions.Verdict pass = new Decisions.Verdict(DecisionOutcome.PASS, "", application.version());
        Decisions.Verdict reject = new Decisions.Verdict(DecisionOutcome.REJECT, "产量不实", application.version());
        Actor one = officer(Role.COUNTY_OFFICER, DONGLAN);
        Actor other = officer(Role.COUNTY_OFFICER, DONGLAN);
        List<String> outcomes = Race.both(
                () -> decisions.decide(one, application.id(), pass).map(view -> "done"),
                () -> decisions.decide(other, application.id(), reject).map(view -> "done"));
        assertThat(outcomes).containsExactlyInAnyOrder("done", "already-decided");
        assertThat(read(application).decisions()).hasSize(1);
    }

    @Test
    void anOpenObjectionStopsTheClock() {
        on(MONDAY);
        Actor supplier = supplier(DONGLAN);
        ApplicationView posted = Certified.passed(
                officer(Role.COUNTY_OFFICER, DONGLAN), Certified.submitted(supplier, draft(supplier, DONGLAN)));
        Actor region = officer(Role.REGION_OFFICER, "450000");
        UUID notice =
                await(() -> notices.ofApplication(supplier, posted.id())).get(0).id();

        on(MONDAY.plusDays(2));
        String receipt = await(() -> objections.lodge(notice, "这家合作社的社员名单里有不存在的人。", "13800000000"));
        assertThat(read(posted).state()).isEqualTo(ApplicationState.OBJECTED);
        on(MONDAY.plusDays(21));
        await(() -> clockwork.advance());
        assertThat(read(posted).state()).as("the clock stands still").isEqualTo(ApplicationState.OBJECTED);

        ObjectionView objection = await(() -> notices.byReceipt(receipt)).orElseThrow();
        assertProblem(
                "step-of-another-level",
                () -> await(
                        () -> objections.decide(officer(Role.COUNTY_OFFICER, DONGLAN), objection.id(), false, "查无此事")));
        await(() -> objections.decide(region, objection.id(), false, "查无此事"));
        // Posted on Monday, stopped on Wednesday: three working days were left; Monday again, so until Thursday.
        assertThat(read(posted).noticeEndsOn()).isEqualTo(MONDAY.plusDays(24));
        assertProblem("objection-decided", () -> await(() -> objections.decide(region, objection.id(), true, "再想想")));
        on(MONDAY.plusDays(25));
        await(() -> clockwork.advance());
        assertThat(read(posted).step()).isEqualTo("city-review");
        assertProblem("notice-closed", () -> await(() -> objections.lodge(notice, "公示结束以后的异议也要收吗？", "")));
    }

    @Test
    void anUpheldObjectionRejects() {
        on(MONDAY);
        Actor supplier = supplier(DONGLAN);
        ApplicationView posted = Certified.passed(
                officer(Role.COUNTY_OFFICER, DONGLAN), Certified.submitted(supplier, draft(supplier, DONGLAN)));
        UUID notice =
                await(() -> notices.ofApplication(supplier, posted.id())).get(0).id();
        String receipt = await(() -> objections.lodge(notice, "这个产品不是本县出产的，是外地贴牌。", null));
        ObjectionView objection = await(() -> notices.byReceipt(receipt)).orElseThrow();
        ApplicationView rejected =
                await(() -> objections.decide(officer(Role.CITY_OFFICER, "451200"), objection.id(), true, "经查属实，外地贴牌"));
        assertThat(rejected.state()).isEqualTo(ApplicationState.REJECTED);
        assertThat(rejected.reasonZh()).isEqualTo("经查属实，外地贴牌");
    }

    @Test
    void aPassAgainstTheCriteriaIsImpossible() {
        Actor supplier = supplier(DONGLAN);
        List<UUID> few = Families.register(7, DONGLAN, HouseholdStatus.REGISTERED_POOR);
        UUID weak = Families.link(organisation(supplier), LinkKind.SHARES, 36, few, 100);
        ApplicationView application = Certified.submitted(supplier, Certified.draft(DONGLAN, weak));
        assertThat(application.checks())
                .filteredOn(check -> check.id().equals("link"))
                .allMatch(check -> check.result() == Check.Result.NOT_MET
                        && check.figures().contains("19.44%"));
        assertProblem("criteria-not-met", () -> Certified.passed(officer(Role.COUNTY_OFFICER, DONGLAN), application));
        Actor officer = officer(Role.COUNTY_OFFICER, DONGLAN);
        ApplicationView returned = await(() -> decisions.decide(
                officer,
                application.id(),
                new Decisions.Verdict(DecisionOutcome.RETURN, "成员比例不足", application.version())));
        assertThat(returned.state()).isEqualTo(ApplicationState.RETURNED);
        ApplicationDraft better = draft(supplier, DONGLAN);
        ApplicationView changed =
                await(() -> applications.change(supplier, application.id(), returned.version(), better));
        ApplicationView again = await(() -> applications.submit(supplier, changed.id()));
        assertThat(again.state()).isEqualTo(ApplicationState.IN_REVIEW);
        assertThat(again.reasonZh()).isEmpty();
    }

    @Test
    void aCertificateHoldsToItsLastDayAndNotWhileItIsSuspended() {
        Certified.Product product = Certified.product();
        CertificateView certificate =
                await(() -> certificates.ofProduct(product.productId())).orElseThrow();
        assertThat(certificate.valid()).isTrue();
        assertThat(certificate.validTo())
                .isEqualTo(certificate.issuedOn().plusYears(2).minusDays(1));
        assertThat(validOn(product, certificate.issuedOn().minusDays(1))).isFalse();
        assertThat(validOn(product, certificate.issuedOn())).isTrue();
        assertThat(validOn(product, certificate.validTo())).isTrue();
        assertThat(validOn(product, certificate.validTo().plusDays(1))).isFalse();

        Actor region = officer(Role.REGION_OFFICER, "450000");
        LocalDate today = clock.today();
        await(() -> suspensions.suspend(region, product.certificateNumber(), "抽检不合格"));
        assertThat(validOn(product, today.minusDays(1)))
                .as("before the suspension")
                .isTrue();
        assertThat(validOn(product, today)).isFalse();
        await(() -> suspensions.lift(region, product.certificateNumber(), "复检合格"));
        assertThat(validOn(product, today)).isTrue();
        await(() -> suspensions.revoke(region, product.certificateNumber(), "弄虚作假"));
        assertThat(validOn(product, today)).isFalse();
        assertProblem(
                "certificate-state", () -> await(() -> suspensions.lift(region, product.certificateNumber(), "反悔")));
    }

    private boolean validOn(Certified.Product product, LocalDate day) {
        Map<UUID, CertificateView> valid =
                await(() -> tx.read(connection -> certificates.validOn(connection, List.of(product.productId()), day)));
        return valid.containsKey(product.productId());
    }

    private void on(LocalDate day) {
        Instant morning =
                day.atTime(LocalTime.of(9, 0)).atZone(BusinessClock.CHINA).toInstant();
        clock.travelTo(morning);
    }

    private ApplicationView read(ApplicationView application) {
        Actor auditor = officer(Role.AUDITOR, new AreaCode(application.product().countyCode()).province());
        return await(() -> applications.find(auditor, application.id()));
    }

    private static ApplicationDraft draft(Actor supplier, String county) {
        List<UUID> households = Families.register(12, county, HouseholdStatus.REGISTERED_POOR);
        return Certified.draft(county, Families.link(organisation(supplier), LinkKind.SHARES, 40, households, 100));
    }

    private static UUID organisation(Actor supplier) {
        return Objects.requireNonNull(supplier.grants().get(0).organisationId());
    }

    private static Actor supplier(String county) {
        UUID organisation = Suppliers.cooperative(county).id();
        return new Actor(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "supplier",
                "supplier",
                List.of(new Actor.Grant(Role.SUPPLIER, organisation, null)));
    }

    private static Actor officer(String role, String area) {
        return Certified.officer(role, area);
    }

    private static void assertProblem(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    /** Two pieces of work at the same moment; each answers what it says or the code of its problem. */
    private static final class Race {
        static List<String> both(Supplier<Uni<String>> one, Supplier<Uni<String>> other) {
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> outcome(one));
            CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> outcome(other));
            return List.of(first.join(), second.join());
        }

        private static String outcome(Supplier<Uni<String>> work) {
            try {
                return await(work);
            } catch (Problem problem) {
                return problem.code();
            }
        }
    }
}
