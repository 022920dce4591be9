package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Levels, terms and decisions on a real database, with the clock moved and people racing. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LevelsDbTest {
    private static final String DONGLAN = "451224";
    /** A Monday; no holiday in the weeks after it. */
    private static final LocalDate MONDAY = LocalDate.of(2020, 8, 3);

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

    @Inject
    Applications applications;

    @Inject
    Decisions decisions;

    @Inject
    Cases cases;

    @Inject
    Clockwork clockwork;

    @Inject
    Accounts accounts;

    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void jiangxiDecidesAtLevelsAndInDaysOfItsOwn() {
        on(MONDAY);
        Actor supplier = supplier("360424");
        ApplicationView submitted = Certified.submitted(supplier, draft(supplier, "360424"));
        Actor county = officer(Role.COUNTY_OFFICER, "360424");
        CaseView atCounty = await(() -> cases.find(county, submitted.id()));
        assertThat(atCounty.standing().level()).isEqualTo("COUNTY");
        assertThat(atCounty.standing().dueOn()).as("ten natural days").isEqualTo(MONDAY.plusDays(10));

        ApplicationView certified = Certified.throughAllSteps(submitted);
        assertThat(certified.state()).isEqualTo(ApplicationState.CERTIFIED);
        assertThat(certified.decisions()).extracting(DecisionView::level).containsExactly("COUNTY", "CITY", "PROVINCE");
        assertThat(certified.certificateNumber()).startsWith("JX-2020-360424-");

        on(MONDAY);
        Actor other = supplier(DONGLAN);
        ApplicationView guangxi = Certified.submitted(other, draft(other, DONGLAN));
        assertThat(await(() -> cases.find(officer(Role.COUNTY_OFFICER, DONGLAN), guangxi.id()))
                        .standing()
                        .dueOn())
                .as("five working days")
                .isEqualTo(MONDAY.plusDays(7));
        assertThat(Certified.throughAllSteps(guangxi).decisions())
                .extracting(DecisionView::level)
                .containsExactly("COUNTY", "CITY", "REGION");
    }

    @Test
    void aTermThatPassedIsReportedOnceToTheLevelAbove() {
        on(MONDAY);
        Actor supplier = supplier(DONGLAN);
        ApplicationView waiting = Certified.submitted(supplier, draft(supplier, DONGLAN));
        on(MONDAY.plusDays(7));
        await(() -> clockwork.advance());
        assertThat(deeds(waiting.id(), "case-escalate"))
                .as("the last day is not over")
                .isZero();
        on(MONDAY.plusDays(40));
        both(() -> clockwork.advance(), () -> clockwork.advance());
        await(() -> clockwork.advance());
        assertThat(deeds(waiting.id(), "case-escalate")).isEqualTo(1);
        assertThat(count(
                        "SELECT count(*) FROM notice_note WHERE role = 'city-officer' AND link = ?",
                        "/desk/applications/" + waiting.id()))
                .isEqualTo(1);
        CaseView seen = await(() -> cases.find(officer(Role.COUNTY_OFFICER, DONGLAN), waiting.id()));
        assertThat(seen.overdue()).isTrue();
        assertThat(seen.standing().escalatedAt()).isNotNull();
        assertThat(seen.application().state()).as("no level is skipped").isEqualTo(ApplicationState.IN_REVIEW);
        assertThat(seen.mayDecide()).isTrue();
        assertThat(Certified.passed(officer(Role.COUNTY_OFFICER, DONGLAN), seen.application())
                        .state())
                .isEqualTo(ApplicationState.ON_NOTICE);
    }

    @Test
    void aMissedTickIsMadeUpForOnceByHoweverManyProcesses() {
        on(MONDAY);
        List<ApplicationView> posted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Actor supplier = supplier(DONGLAN);
            posted.add(Certified.passed(
                    officer(Role.COUNTY_OFFICER, DONGLAN), Certified.submitted(supplier, draft(supplier, DONGLAN))));
        }
        on(MONDAY.plusDays(90));
        both(() -> clockwork.advance(), () -> clockwork.advance());
        await(() -> clockwork.advance());
        for (ApplicationView one : posted) {
            assertThat(deeds(one.id(), "notice-end")).isEqualTo(1);
            CaseView moved = await(() -> cases.find(officer(Role.CITY_OFFICER, "451200"), one.id()));
            assertThat(moved.application().step()).isEqualTo("city-review");
            assertThat(moved.standing().dueOn())
                    .as("the city's term begins when it could have begun to read")
                    .isAfter(MONDAY.plusDays(90));
        }
    }

    @Test
    void aCertificateThatExpiredIsNotedOnce() {
        Certified.Product product = Certified.product();
        on(clock.today().plusYears(3));
        both(() -> clockwork.advance(), () -> clockwork.advance());
        await(() -> clockwork.advance());
        assertThat(count(
                        "SELECT count(*) FROM platform_audit a JOIN certification_certificate c ON c.id::text = a.subject_id"
                                + " WHERE a.action = 'certificate-expire' AND c.number = ?",
                        product.certificateNumber()))
                .isEqualTo(1);
        assertThat(count(
                        "SELECT count(*) FROM notice_note WHERE message_key = 'note.certificate-expired' AND link = ?",
                        "/certificates/" + product.certificateNumber()))
                .isEqualTo(1);
    }

    @Test
    void aReturnNamesItsPointsAndTheNextOfficerSeesWhatChanged() {
        Actor supplier = supplier(DONGLAN);
        ApplicationDraft first = draft(supplier, DONGLAN);
        ApplicationView submitted = Certified.submitted(supplier, first);
        Actor officer = officer(Role.COUNTY_OFFICER, DONGLAN);
        String seen = await(() -> cases.find(officer, submitted.id())).seen();
        assertProblem(
                "invalid-input",
                () -> await(() -> decisions.decide(
                        officer, submitted.id(), returned(submitted, seen, new Point("colour", "写清颜色")))));
        ApplicationView back = await(() -> decisions.decide(
                officer,
                submitted.id(),
                returned(
                        submitted, seen, new Point("priceFen", "说明价格依据"), new Point("evidence:test-report", "报告已过期"))));
        assertThat(back.state()).isEqualTo(ApplicationState.RETURNED);
        assertThat(back.decisions().get(0).points())
                .extracting(Point::about)
                .containsExactly("priceFen", "evidence:test-report");
        assertThat(back.decisions().get(0).seen()).isEqualTo(seen);
        assertThat(back.reasonZh()).contains("说明价格依据");
        assertThat(count(
                        "SELECT count(*) FROM notice_note WHERE message_key = 'note.case-returned' AND link = ?",
                        "/desk/applications/" + back.id()))
                .isEqualTo(1);

        ApplicationDraft cheaper = new ApplicationDraft(
                first.nameZh(),
                first.nameEn(),
                first.category(),
                first.countyCode(),
                "10斤/箱",
                first.netWeightGrams(),
                3_500,
                first.yearlyCapacity(),
                first.harvestMonths(),
                first.perishable(),
                first.geographicalIndication(),
                first.linkId(),
                first.floorFenPerUnit(),
                first.dividendBasisPoints());
        ApplicationView changed = await(() -> applications.change(supplier, back.id(), back.version(), cheaper));
        await(() -> applications.submit(supplier, changed.id()));
        CaseView again = await(() -> cases.find(officer, changed.id()));
        assertThat(again.changes())
                .containsExactlyInAnyOrder(
                        new Sight.Change("packageUnit", "5斤/箱", "10斤/箱"), new Sight.Change("priceFen", "3990", "3500"));
        assertThat(again.seen()).isNotEqualTo(seen);
        assertProblem(
                "case-changed",
                () -> await(() -> decisions.decide(
                        officer,
                        again.application().id(),
                        new Decisions.Verdict(
                                DecisionOutcome.PASS, "", again.application().version(), seen, List.of()))));
    }

    @Test
    void figuresThatMovedSinceTheyWereShownAreShownAgainFirst() throws SQLException {
        Actor supplier = supplier(DONGLAN);
        ApplicationView submitted = Certified.submitted(supplier, draft(supplier, DONGLAN));
        // What stood on the page: twelve members of forty were thirteen then.
        run("UPDATE certification_application SET checks = replace(checks, '30.00%', '32.50%') WHERE id = '"
                + submitted.id() + "'");
        Actor officer = officer(Role.COUNTY_OFFICER, DONGLAN);
        CaseView before = await(() -> cases.find(officer, submitted.id()));
        Decisions.Verdict pass = new Decisions.Verdict(
                DecisionOutcome.PASS, "", before.application().version(), before.seen(), List.of());
        assertProblem("case-changed", () -> await(() -> decisions.decide(officer, submitted.id(), pass)));
        CaseView now = await(() -> cases.find(officer, submitted.id()));
        assertThat(now.application().decisions()).isEmpty();
        assertThat(now.application().checks()).anyMatch(check -> check.figures().contains("30.00%"));
        assertThat(await(() -> decisions.decide(
                                officer,
                                submitted.id(),
                                new Decisions.Verdict(
                                        DecisionOutcome.PASS,
                                        "",
                                        now.application().version(),
                                        now.seen(),
                                        List.of())))
                        .state())
                .isEqualTo(ApplicationState.ON_NOTICE);
    }

    @Test
    void ofManyOfficersAtOnceExactlyOneDecidesAndTheConstraintIsWhy() throws SQLException {
        Actor supplier = supplier(DONGLAN);
        ApplicationView submitted = Certified.submitted(supplier, draft(supplier, DONGLAN));
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Actor officer = officer(Role.COUNTY_OFFICER, DONGLAN);
            Decisions.Verdict verdict = new Decisions.Verdict(
                    i % 2 == 0 ? DecisionOutcome.PASS : DecisionOutcome.REJECT, "抢办", submitted.version());
            all.add(CompletableFuture.supplyAsync(() -> outcome(
                    () -> decisions.decide(officer, submitted.id(), verdict).map(view -> "done"))));
        }
        List<String> outcomes = all.stream().map(CompletableFuture::join).toList();
        assertThat(outcomes).containsOnlyOnce("done");
        assertThat(outcomes).filteredOn(one -> !one.equals("done")).allMatch(one -> one.equals("already-decided"));

        // Without the constraint a second decision on the same version would stand beside the first.
        String second = """
                INSERT INTO certification_decision (id, application_id, step, level, account_id, person_id, outcome, figures,
                    pack_version, decided_at, case_version)
                SELECT gen_random_uuid(), application_id, step, level, gen_random_uuid(), gen_random_uuid(), 'PASS', '[]',
                       pack_version, now(), case_version
                  FROM certification_decision WHERE application_id = '%s'""".formatted(submitted.id());
        assertThatThrownBy(() -> run(second)).hasMessageContaining("certification_case_decided_once");
        DatabaseAddress all0 = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all0.jdbcUrl(), all0.user(), all0.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DROP INDEX certification_case_decided_once");
            assertThat(statement.executeUpdate(second)).as("the control").isEqualTo(1);
            connection.rollback();
        }
    }

    @Test
    void twoAccountsOfOnePersonAreOnePerson() {
        on(MONDAY);
        Actor county = account(null, new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(DONGLAN)));
        Actor city = account(county.personId(), new Actor.Grant(Role.CITY_OFFICER, null, new AreaCode("451200")));
        assertThat(county.accountId()).isNotEqualTo(city.accountId());
        assertThat(county.personId()).isEqualTo(city.personId());
        Actor supplier = supplier(DONGLAN);
        ApplicationView posted = Certified.passed(county, Certified.submitted(supplier, draft(supplier, DONGLAN)));
        on(MONDAY.plusDays(20));
        await(() -> clockwork.advance());
        ApplicationView atCity = await(() -> applications.find(city, posted.id()));
        assertProblem("person-acted-at-another-level", () -> Certified.passed(city, atCity));

        UUID cooperative = Suppliers.cooperative(DONGLAN).id();
        Actor member = People.of(Role.SUPPLIER, cooperative);
        ApplicationView own = Certified.submitted(member, draft(member, DONGLAN));
        account(county.personId(), new Actor.Grant(Role.SUPPLIER, cooperative, null));
        assertProblem("own-organisation", () -> Certified.passed(county, own));
        assertThat(await(() -> applications.find(county, own.id())).decisions()).isEmpty();
    }

    private Actor account(@Nullable UUID personId, Actor.Grant grant) {
        String username = "l" + Long.toString(NUMBER.incrementAndGet(), 36);
        return await(() ->
                accounts.open(new AccountDraft(username, username, People.PASSWORD, personId, List.of(grant), true)));
    }

    private static Decisions.Verdict returned(ApplicationView view, String seen, Point... points) {
        return new Decisions.Verdict(DecisionOutcome.RETURN, "", view.version(), seen, List.of(points));
    }

    private static long deeds(UUID application, String action) {
        return count(
                "SELECT count(*) FROM platform_audit WHERE action = '" + action + "' AND subject_id = ?",
                application.toString());
    }

    private static long count(String sql, String value) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static void both(Supplier<Uni<Integer>> one, Supplier<Uni<Integer>> other) {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> await(one));
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> await(other));
        first.join();
        second.join();
    }

    private static String outcome(Supplier<Uni<String>> work) {
        try {
            return await(work);
        } catch (Problem problem) {
            return problem.code();
        }
    }

    private void on(LocalDate day) {
        clock.travelTo(
                day.atTime(LocalTime.of(9, 0)).atZone(BusinessClock.CHINA).toInstant());
    }

    private static ApplicationDraft draft(Actor supplier, String county) {
        List<UUID> households = Families.register(12, county, HouseholdStatus.REGISTERED_POOR);
        return Certified.draft(
                county,
                Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100));
    }

    private static Actor supplier(String county) {
        return People.of(Role.SUPPLIER, Suppliers.cooperative(county).id());
    }

    private static Actor officer(String role, String area) {
        return Certified.officer(role, area);
    }

    private static void assertProblem(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
