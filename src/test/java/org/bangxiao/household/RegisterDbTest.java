package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bangxiao.household.HouseholdDraft.Standing;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Families;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RegisterDbTest {
    private static final String COUNTY = "451223";
    private static final LocalDate SPRING = LocalDate.of(2020, 3, 1);
    private static final LocalDate DAY = LocalDate.of(2020, 9, 1);

    @Inject
    Register register;

    @Inject
    BenefitLinks links;

    @Inject
    Agreements agreements;

    @Inject
    Tx tx;

    @Test
    void nobodyIsRegisteredTwiceAndNoNumberStandsInTheClear() throws SQLException {
        HouseholdDraft draft = Families.draft(COUNTY, new Standing(HouseholdStatus.MONITORED, SPRING, null));
        UUID id = Families.register(List.of(draft)).get(0);
        refused("household-registered-already", () -> Families.register(List.of(draft)));
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT household::text FROM household WHERE id = '" + id + "'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).contains("韦**").doesNotContain("大明", draft.idNumber(), "6228480000000001234");
        }
    }

    @Test
    void aWrongCheckCharacterIsAFieldProblem() {
        HouseholdDraft good = Families.draft(COUNTY, new Standing(HouseholdStatus.LIFTED, SPRING, null));
        String wrong = good.idNumber().substring(0, 17) + (good.idNumber().charAt(17) == '1' ? '2' : '1');
        HouseholdDraft bad = new HouseholdDraft(
                good.villageCode(), good.villageName(), good.headName(), wrong, null, null, 3, good.history(), true);
        assertThatThrownBy(() -> Families.register(List.of(good, bad)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .containsExactly(new Problem.FieldError(
                                        "/households/1/idNumber", "id-number-invalid", List.of())));
    }

    @Test
    void eligibilityIsJudgedOnTheDayAndNobodyCountsTwice() {
        OrganisationView cooperative = Suppliers.cooperative(COUNTY);
        List<UUID> members = new ArrayList<>();
        for (HouseholdStatus status : HouseholdStatus.values()) {
            members.addAll(Families.register(1, COUNTY, status));
        }
        members.addAll(Families.register(List.of(Families.draft(
                COUNTY,
                new Standing(HouseholdStatus.REGISTERED_POOR, LocalDate.of(2016, 1, 1), SPRING),
                new Standing(HouseholdStatus.REMOVED, SPRING, null)))));
        UUID shares = Families.link(cooperative.id(), LinkKind.SHARES, 20, members, 5);
        UUID land = Families.link(cooperative.id(), LinkKind.LAND, 10_000, members, 700);

        LinkFigures before = await(() -> links.figures(shares, SPRING.minusDays(1)));
        assertThat(before.eligibleHouseholds()).isEqualTo(5);
        LinkFigures figures = await(() -> links.figures(shares, SPRING));
        assertThat(figures.eligibleHouseholds()).as("removed that day").isEqualTo(4);
        assertThat(figures.eligiblePersons()).isEqualTo(4);
        assertThat(figures.eligibleWeight()).isEqualTo(20);
        assertThat(figures.members()).isEqualTo(7);
        assertThat(figures.shareBasisPoints()).as("four of twenty people").isEqualTo(2_000);
        assertThat(await(() -> links.figures(land, DAY)).shareBasisPoints()).isEqualTo(2_800);
        Map<UUID, Integer> behind =
                await(() -> tx.read(connection -> links.householdsBehind(connection, List.of(cooperative.id()), DAY)));
        assertThat(behind).as("two links, one household each").containsEntry(cooperative.id(), 4);
        List<LinkMember> credited =
                await(() -> tx.read(connection -> links.members(connection, List.of(shares, land), DAY)));
        assertThat(credited).hasSize(8);
    }

    @Test
    void aLinkNeverHoldsMoreThanItsWholeNorStrangers() {
        OrganisationView cooperative = Suppliers.cooperative(COUNTY);
        List<UUID> two = Families.register(2, COUNTY, HouseholdStatus.LIFTED);
        Families.link(cooperative.id(), LinkKind.PRODUCE, 1_000, two, 500);
        refused("link-beyond-whole", () -> Families.link(cooperative.id(), LinkKind.PRODUCE, 1_000, two, 501));
        refused(
                "link-member-invalid",
                () -> Families.link(cooperative.id(), LinkKind.WAGES, 30, List.of(UUID.randomUUID()), 8));
    }

    @Test
    void anAgreementNeedsTwoPeopleAPriceThatBearsItAndALaterDay() {
        OrganisationView cooperative = Suppliers.cooperative(COUNTY);
        UUID link = Families.link(cooperative.id(), LinkKind.SHARES, 10, List.of(), 1);
        UUID product = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        AgreementDraft first = new AgreementDraft(product, link, 500, 2_000, 1_000, SPRING, 10_000);
        refused("agreement-four-eyes", () -> await(() -> agreements.activate(first, person, person)));
        refused(
                "agreement-exceeds-price",
                () -> Families.agreement(new AgreementDraft(product, link, 500, 2_000, 1_000, SPRING, 2_100), person));
        Agreement opened = Families.agreement(first, person);
        assertThat(opened.version()).isEqualTo(1);
        refused("agreement-from-a-later-day", () -> Families.agreement(first, person));
        LocalDate next =
                LocalDate.now(org.bangxiao.platform.BusinessClock.CHINA).plusDays(1);
        AgreementDraft second = new AgreementDraft(product, link, 400, 2_500, 1_000, next, 10_000);
        assertThat(Families.agreement(second, person).version()).isEqualTo(2);
        assertThat(inForce(product, DAY))
                .isEqualTo(
                        new Agreement(opened.id(), product, link, 1, 500, 2_000, 1_000, SPRING, next, opened.sha256()));
        assertThat(inForce(product, next)).extracting(Agreement::feeBasisPoints).isEqualTo(400);
    }

    private @Nullable Agreement inForce(UUID product, LocalDate day) {
        Map<UUID, Agreement> all =
                await(() -> tx.read(connection -> agreements.inForce(connection, List.of(product), day)));
        return all.get(product);
    }

    private static void refused(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
