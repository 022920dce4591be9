package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a supplier owes its households: written by one person, put in force by another who saw the same text. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LinkTermsHttpTest {
    @Inject
    Accounts accounts;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void theOfficeApprovesExactlyTheTextItSaw() {
        Contracts link = Contracts.of(LinkKind.PRODUCE, 1, 500_000);
        Response made = link.prepare(Map.of("rateFen", 380, "rule", "  按质 论价\n "));
        String draft = "/terms/" + made.path("id");
        String seen = made.path("sha256");
        assertThat((String) made.path("figures.rule")).isEqualTo("按质 论价");
        assertThat(codes(link.prepare(Map.of()))).containsExactly("terms-draft-open");
        assertThat(link.post(link.supplier(), draft + "/approval", Map.of("sha256", seen))
                        .statusCode())
                .isEqualTo(403);
        Response anew = People.as(link.supplier())
                .contentType("application/json")
                .body(link.terms(Map.of("rateFen", 420)))
                .put("/api/links/" + link.id() + draft);
        assertThat(anew.statusCode()).isEqualTo(200);
        assertThat(codes(link.post(link.office(), draft + "/approval", Map.of("sha256", seen))))
                .as("what was seen is void")
                .containsExactly("terms-changed");
        assertThat(codes(link.post(link.office(), draft + "/return", Map.of("remark", " "))))
                .containsExactly("reason-needed");
        assertThat((String) link.post(link.office(), draft + "/return", Map.of("remark", "保底价与合同不符"))
                        .path("state"))
                .isEqualTo("RETURNED");
        String last = anew.path("sha256");
        assertThat(codes(link.post(link.office(), draft + "/approval", Map.of("sha256", last))))
                .as("a returned one is prepared again first")
                .containsExactly("terms-decided");
        People.as(link.supplier())
                .contentType("application/json")
                .body(link.terms(Map.of("rateFen", 420)))
                .put("/api/links/" + link.id() + draft)
                .then()
                .statusCode(200);
        Response approved = link.post(link.office(), draft + "/approval", Map.of("sha256", last));
        assertThat((String) approved.path("state")).isEqualTo("ACTIVE");
        assertThat(codes(link.post(link.supplier(), draft + "/withdrawal", Map.of())))
                .containsExactly("terms-decided");
        assertThatThrownBy(() -> Contracts.rows(
                        "UPDATE household_terms SET rate_fen = 1 WHERE id = '" + approved.path("id") + "'"))
                .as("whoever writes")
                .hasMessageContaining("terms in force stand");
    }

    @Test
    void aLaterVersionEndsTheOneBeforeAndNoneBeginsInThePast() {
        Contracts link = Contracts.of(LinkKind.LAND, 1, 2_000);
        LocalDate next = Contracts.today().plusDays(1);
        assertThat(codes(approve(
                        link,
                        Map.of(
                                "validFrom",
                                Contracts.firstOfMonth().minusDays(1).toString()))))
                .containsExactly("terms-from-a-later-day");
        link.post(link.supplier(), "/terms/" + open(link) + "/withdrawal", Map.of());
        link.agreed(Map.of());
        assertThat(codes(approve(
                        link,
                        Map.of("rateFen", 2_000, "validFrom", Contracts.today().toString()))))
                .containsExactly("terms-from-a-later-day");
        link.post(link.supplier(), "/terms/" + open(link) + "/withdrawal", Map.of());
        link.agreed(Map.of("rateFen", 2_000, "validFrom", next.toString()));
        List<String> ends = link.get(link.office(), "").jsonPath().getList("terms.validTo");
        assertThat(ends).as("the newest first").startsWith(null, null).contains(next.toString());
    }

    @Test
    void theOfficeEntersAContractOfASupplierOfItsCounty() {
        OrganisationView supplier = Suppliers.cooperative(Contracts.COUNTY);
        Actor office = People.inArea(Role.COUNTY_OFFICER, Contracts.COUNTY);
        Map<String, Object> contract = new HashMap<>(Map.of(
                "creditCode", String.valueOf(supplier.creditCode()),
                "kind", "LAND",
                "title", "土地流转合同",
                "whole", 66_700,
                "validFrom", "2026-01-01"));
        Response made = opened(office, contract);
        assertThat(made.statusCode()).isEqualTo(201);
        People.as(office)
                .get("/api/links/" + made.path("id"))
                .then()
                .statusCode(200)
                .body("link.whole", equalTo(66_700))
                .body("link.organisationId", equalTo(supplier.id().toString()))
                .body("members.items", hasSize(0));
        People.as(People.of(Role.SUPPLIER, supplier.id()))
                .get("/api/links/" + made.path("id"))
                .then()
                .statusCode(200);
        assertThat(codes(opened(People.inArea(Role.COUNTY_OFFICER, "450125"), contract)))
                .as("a supplier of another county")
                .containsExactly("link-supplier-unknown");
        contract.putAll(Map.of("creditCode", "1", "whole", 0, "title", " ", "validTo", "2025-12-31"));
        assertThat(codes(opened(office, contract)))
                .containsExactlyInAnyOrder(
                        "link-supplier-unknown", "link-whole-invalid", "field-required", "link-ends-before");
        assertThat(opened(People.of(Role.SUPPLIER, supplier.id()), contract).statusCode())
                .isEqualTo(403);
        Web web = Web.signedIn(office);
        web.get("/desk/links/new").then().statusCode(200);
        Map<String, String> form = new HashMap<>(Map.of(
                "creditCode",
                String.valueOf(supplier.creditCode()),
                "kind",
                "PRODUCE",
                "title",
                "收购合同",
                "whole",
                "1.5"));
        web.post("/desk/links/new", form).then().statusCode(400).body(containsString("validFrom-error"));
        form.put("validFrom", "2026-01-01");
        String page = web.post("/desk/links/new", form)
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        People.as(office)
                .get("/api/links" + page.substring(page.lastIndexOf('/')))
                .then()
                .body("link.whole", equalTo(1_500));
    }

    private static Response opened(Actor by, Map<String, Object> contract) {
        return People.as(by).contentType("application/json").body(contract).post("/api/links");
    }

    @Test
    void onePersonWithTwoHatsIsNotFourEyes() {
        Contracts link = Contracts.of(LinkKind.SHARES, 1, 5);
        Actor both = await(() -> accounts.open(new AccountDraft(
                "both" + System.nanoTime(),
                "both",
                People.PASSWORD,
                null,
                List.of(
                        new Actor.Grant(Role.SUPPLIER, link.organisationId(), null),
                        new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(Contracts.COUNTY))),
                true)));
        Response made = link.post(both, "/terms", link.terms(Map.of()));
        Response own =
                link.post(both, "/terms/" + made.path("id") + "/approval", Map.of("sha256", made.path("sha256")));
        assertThat(codes(own)).containsExactly("agreement-four-eyes");
    }

    @Test
    void eachKindAsksForItsFiguresAndNoOthers() {
        Contracts work = Contracts.of(LinkKind.WAGES, 0, 1);
        Map<String, Object> wrong = work.terms(Map.of("validFrom", "2026-02-02", "rateFen", -1));
        wrong.remove("workUnit");
        assertThat(codes(work.post(work.supplier(), "/terms", wrong)))
                .containsExactly("field-required", "terms-rate-range", "terms-from-first-of-month");
        assertThat(codes(Contracts.of(LinkKind.SHARES, 0, 1).prepare(Map.of("periodMonths", 5, "basisPoints", 10_001))))
                .containsExactlyInAnyOrder("terms-period-unknown", "terms-share-range");
        assertThat(codes(Contracts.of(LinkKind.ASSET, 0, 1).prepare(Map.of("project", " ", "rule", ""))))
                .containsExactly("field-required", "field-required");
        Response land = Contracts.of(LinkKind.LAND, 0, 1)
                .prepare(Map.of("workUnit", "HOUR", "yieldBasisPoints", 5, "leavesTo", "VILLAGE"));
        assertThat(land.statusCode()).isEqualTo(201);
        assertThat(land.jsonPath().getString("figures.workUnit")).isNull();
        assertThat(land.jsonPath().getString("figures.yieldBasisPoints")).isNull();
        assertThat((String) Contracts.of(LinkKind.WAGES, 0, 1)
                        .prepare(Map.of("leavesTo", "VILLAGE"))
                        .path("figures.leavesTo"))
                .as("the work of a month leaves nothing behind")
                .isEqualTo("REMAINING");
    }

    @Test
    void nobodyLearnsOfTheLinksOfOthers() {
        Contracts link = Contracts.of(LinkKind.SHARES, 2, 5).agreed(Map.of());
        Contracts other = Contracts.of(LinkKind.SHARES, 1, 5);
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        assertThat(link.get(other.supplier(), "").statusCode()).isEqualTo(404);
        assertThat(link.get(elsewhere, "").statusCode()).isEqualTo(404);
        assertThat(link.post(other.supplier(), "/terms", link.terms(Map.of())).statusCode())
                .isEqualTo(404);
        assertThat(link.get(People.inArea(Role.AUDITOR, "450000"), "").statusCode())
                .isEqualTo(200);
        assertThat(People.as(other.supplier()).get("/api/links").asString())
                .doesNotContain(link.id().toString());
        assertThat(link.get(link.supplier(), "").asString())
                .as("a supplier knows its households by number")
                .doesNotContain(link.households().get(0).toString())
                .contains("\"householdNo\":" + link.number(0));
        int one = Statements.of(() -> People.as(other.supplier()).get("/api/links"));
        assertThat(Statements.of(() -> People.as(link.office()).get("/api/links")))
                .isEqualTo(one);
    }

    @Test
    void theTermsAreWrittenReturnedAndApprovedByForms() {
        Contracts link = Contracts.of(LinkKind.SHARES, 1, 5);
        Web supplier = Web.signedIn(link.supplier());
        String home = "/desk/links/" + link.id();
        assertThat(supplier.get("/desk/links").asString()).contains(home, "尚无条款");
        assertThat(supplier.get(home + "/terms").asString()).contains("每股每期保底");
        Response faulty = supplier.post(home + "/terms", Map.of("rateFen", "1.234", "validFrom", "x"));
        assertThat(faulty.statusCode()).isEqualTo(400);
        assertThat(faulty.asString()).contains("id=\"rateFen-error\"", "id=\"validFrom-error\"");
        Map<String, String> form = Map.of(
                "rateFen", "12.5",
                "periodMonths", "12",
                "basisPoints", "40",
                "leavesTo", "VILLAGE",
                "validFrom", Contracts.firstOfMonth().toString());
        assertThat(supplier.post(home + "/terms", form).statusCode()).isEqualTo(303);
        String page = supplier.get(home).asString();
        assertThat(page).contains("12.50", "40%", "归村集体账户", "待批准").doesNotContain("批准本条款");
        Web office = Web.signedIn(link.office());
        String seen = office.get(home).asString();
        String draft = seen.replaceAll("(?s).*?/terms/([0-9a-f-]{36})/approval.*", "$1");
        String sha256 = seen.replaceAll("(?s).*?name=\"sha256\" value=\"([0-9a-f]{64})\".*", "$1");
        assertThat(office.post(home + "/terms/" + draft + "/approval", Map.of("sha256", "x"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(office.post(home + "/terms/" + draft + "/approval", Map.of("sha256", sha256))
                        .statusCode())
                .isEqualTo(303);
        assertThat(office.get(home).asString()).contains("第 1 版有效", "条款已批准");
    }

    private static Response approve(Contracts link, Map<String, Object> more) {
        Response made = link.prepare(more);
        return link.post(
                link.office(), "/terms/" + made.path("id") + "/approval", Map.of("sha256", made.path("sha256")));
    }

    private static String open(Contracts link) {
        return link.get(link.office(), "").jsonPath().getString("terms.find { it.state == 'PREPARED' }.id");
    }

    static List<String> codes(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isGreaterThanOrEqualTo(400);
        List<String> fields = answer.jsonPath().getList("errors.code");
        return fields == null || fields.isEmpty() ? List.of(answer.jsonPath().getString("code")) : fields;
    }
}
