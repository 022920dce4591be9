package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.household.LinkTermsHttpTest.codes;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Households come into a link, take part otherwise, leave, come back; each day is judged as it was. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MembersHttpTest {
    private static final LocalDate FIRST = Contracts.firstOfMonth();

    @Inject
    BenefitLinks links;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aHouseholdLeavesComesBackAndEachDayKeepsWhatItWas() {
        Contracts link = Contracts.of(LinkKind.SHARES, 2, 5);
        UUID household = link.households().get(0);
        assertThat(leave(link, household, FIRST, Map.of()).statusCode()).isEqualTo(204);
        assertThat(codes(leave(link, household, FIRST.plusDays(1), Map.of()))).containsExactly("link-no-spell");
        assertThat(codes(enter(link, link.number(1), 1, 7, FIRST))).containsExactly("link-spell-overlaps");
        assertThat(enter(link, link.number(0), 2, 8, FIRST.plusDays(10)).statusCode())
                .isEqualTo(204);
        assertThat(weight(link, FIRST.minusDays(1))).isEqualTo(10);
        assertThat(weight(link, FIRST.plusDays(3))).isEqualTo(5);
        assertThat(weight(link, FIRST.plusDays(10))).isEqualTo(13);
        Response change =
                link.post(link.office(), "/members/" + household + "/change", entering(null, 1, 3, FIRST.plusDays(20)));
        assertThat(change.statusCode()).isEqualTo(204);
        assertThat(weight(link, FIRST.plusDays(19))).isEqualTo(13);
        assertThat(weight(link, FIRST.plusDays(20))).isEqualTo(8);
        Response file = link.get(link.office(), "");
        assertThat(file.jsonPath().getList("changes.kind")).containsExactly("CHANGE", "ENTER", "LEAVE");
        assertThat(file.jsonPath().getList("members.items.householdNo")).hasSize(4);
        assertThatThrownBy(
                        () -> Contracts.rows("DELETE FROM household_link_member WHERE link_id = '" + link.id() + "'"))
                .as("what has been is kept")
                .hasMessageContaining("is kept");
        assertThat(link.post(link.supplier(), "/members", entering(1L, 1, 1, FIRST))
                        .statusCode())
                .as("who pays does not choose who is paid")
                .isEqualTo(403);
    }

    @Test
    void whatIsFreedGoesWhereTheTermsOfTheDaySay() {
        Contracts named = Contracts.of(LinkKind.LAND, 2, 700).agreed(Map.of("leavesTo", "SUCCESSOR"));
        LocalDate on = FIRST.plusDays(5);
        assertThat(codes(leave(named, named.households().get(0), on, Map.of())))
                .containsExactly("link-successor-missing");
        assertThat(codes(leave(named, named.households().get(0), on, Map.of("successorNo", 999_999_999))))
                .containsExactly("household-unknown");
        UUID heir = Families.register(1, Contracts.COUNTY, HouseholdStatus.MONITORED)
                .get(0);
        assertThat(leave(named, named.households().get(0), on, Map.of("successorNo", Contracts.number(heir)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(sharers(named, on))
                .containsExactlyInAnyOrder(named.number(1) + ":700", Contracts.number(heir) + ":700");

        Contracts village = Contracts.of(LinkKind.LAND, 2, 700).agreed(Map.of("leavesTo", "VILLAGE"));
        assertThat(leave(village, village.households().get(0), on, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(sharers(village, on.minusDays(1)))
                .containsExactlyInAnyOrder(village.number(0) + ":700", village.number(1) + ":700");
        assertThat(sharers(village, on)).containsExactlyInAnyOrder(village.number(1) + ":700", "-451226100200:700");
        assertThat(await(() -> links.figures(village.id(), on)).eligibleWeight())
                .as("a village is no household: what certification counts")
                .isEqualTo(700);

        Contracts staying = Contracts.of(LinkKind.LAND, 2, 700);
        leave(staying, staying.households().get(0), on, Map.of());
        assertThat(sharers(staying, on)).containsExactly(staying.number(1) + ":700");
    }

    @Test
    void theWholeIsHeldOnNoDayByMore() {
        Contracts link = Contracts.of(LinkKind.LAND, 1, 100);
        UUID second =
                Families.register(1, Contracts.COUNTY, HouseholdStatus.LIFTED).get(0);
        assertThat(codes(enter(link, Contracts.number(second), 1, 901, FIRST))).containsExactly("link-beyond-whole");
        assertThat(leave(link, link.households().get(0), FIRST.plusDays(3), Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(codes(enter(link, Contracts.number(second), 1, 901, FIRST.plusDays(2))))
                .as("for a day they would both hold")
                .containsExactly("link-beyond-whole");
        assertThat(enter(link, Contracts.number(second), 1, 1_000, FIRST.plusDays(3))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aMonthThatHasPassedStaysAsItWasAndStrangersStayOut() {
        Contracts link = Contracts.of(LinkKind.SHARES, 1, 5);
        UUID elsewhere = Families.register(1, "450125", HouseholdStatus.LIFTED).get(0);
        assertThat(codes(enter(link, Contracts.number(elsewhere), 1, 1, FIRST))).containsExactly("household-unknown");
        assertThat(codes(enter(link, link.number(0), 1, 1, FIRST.minusDays(1)))).containsExactly("link-day-passed");
        assertThat(codes(leave(link, link.households().get(0), FIRST.minusDays(1), Map.of())))
                .containsExactly("link-day-passed");
        UUID small =
                Families.register(1, Contracts.COUNTY, HouseholdStatus.LIFTED).get(0);
        assertThat(codes(enter(link, Contracts.number(small), 5, 1, FIRST))).containsExactly("household-fewer-people");
        Map<String, Object> silent = entering(Contracts.number(small), 1, 1, FIRST);
        silent.put("reason", " ");
        assertThat(codes(link.post(link.office(), "/members", silent))).containsExactly("reason-needed");
        assertThat(link.post(People.inArea(Role.COUNTY_OFFICER, "450125"), "/members", silent)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theOfficePutsItDownByForms() {
        Contracts link = Contracts.of(LinkKind.SHARES, 1, 5).agreed(Map.of("leavesTo", "SUCCESSOR"));
        UUID second =
                Families.register(1, Contracts.COUNTY, HouseholdStatus.LIFTED).get(0);
        Web office = Web.signedIn(link.office());
        String home = "/desk/links/" + link.id();
        office.get(home + "/members");
        Response faulty = office.post(home + "/members", Map.of("householdNo", "x", "from", FIRST.toString()));
        assertThat(faulty.statusCode()).isEqualTo(400);
        assertThat(faulty.asString()).contains("id=\"householdNo-error\"");
        String number = String.valueOf(Contracts.number(second));
        Map<String, String> form = Map.of(
                "householdNo", number, "persons", "1", "weight", "4", "from", FIRST.toString(), "reason", "新签入股协议");
        assertThat(office.post(home + "/members", form).statusCode()).isEqualTo(303);
        String member = home + "/members/" + second;
        assertThat(office.get(member).asString()).contains("由另一户接替其份额");
        assertThat(office.post(
                                member + "/leaving",
                                Map.of("on", FIRST.plusDays(4).toString(), "reason", "外出务工", "successorNo", number))
                        .asString())
                .contains("id=\"successorNo-error\"");
        assertThat(office.post(
                                member + "/change",
                                Map.of(
                                        "persons",
                                        "1",
                                        "weight",
                                        "6",
                                        "from",
                                        FIRST.plusDays(2).toString(),
                                        "reason",
                                        "增股"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(office.get(home).asString()).contains("新签入股协议", "增股", "加入", "变更");
        assertThat(Web.signedIn(link.supplier()).get(home).asString())
                .contains("增股")
                .doesNotContain("/members/" + second);
    }

    private static Map<String, Object> entering(Long number, int persons, long weight, LocalDate from) {
        Map<String, Object> body =
                new HashMap<>(Map.of("persons", persons, "weight", weight, "from", from.toString(), "reason", "演示原因"));
        body.put("householdNo", number);
        return body;
    }

    private static Response enter(Contracts link, long number, int persons, long weight, LocalDate from) {
        return link.post(link.office(), "/members", entering(number, persons, weight, from));
    }

    private static Response leave(Contracts link, UUID household, LocalDate on, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("on", on.toString(), "reason", "演示原因"));
        body.putAll(more);
        return link.post(link.office(), "/members/" + household + "/leaving", body);
    }

    private long weight(Contracts link, LocalDate day) {
        return await(() -> links.figures(link.id(), day)).eligibleWeight();
    }

    private static List<String> sharers(Contracts link, LocalDate day) {
        return Contracts.rows("SELECT household_no || ':' || weight FROM household_sharers(ARRAY['" + link.id()
                + "'::uuid], '" + day + "')");
    }
}
