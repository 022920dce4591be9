package org.bangxiao.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whose account it is: entered once by an administrator, kept as a hash, and held against the households that are paid. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PersonsHttpTest {
    private final Actor administrator = People.everywhere(Role.ADMINISTRATOR);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void nobodyApprovesABatchThatPaysTheirOwnHouseholdAndOthersDo() {
        Payable county = Payable.fresh();
        HouseholdDraft family = family(county.county());
        UUID own = Families.register(List.of(family)).get(0);
        Payable.credit(List.of(own), 500);
        String here = reserved(county);
        identify(county.approver(), family.idNumber()).then().statusCode(204);
        Map<String, String> digest =
                Map.of("contentDigest", as(county.preparer()).get(here).path("contentDigest"));
        assertThat(Web.said(as(county.approver()).body(digest).post(here + "/approval")))
                .isEqualTo("409 payout-beneficiary");
        // The control: somebody else who is known too, and nobody's relative.
        Actor other = People.inArea(Role.FINANCE, county.county());
        identify(other, Families.idNumber(county.county())).then().statusCode(204);
        as(other).body(digest).post(here + "/approval").then().statusCode(200).body("state", equalTo("APPROVED"));
    }

    @Test
    void twoAccountsOfOnePersonAreOneEvenForWhatWasPreparedBefore() throws SQLException {
        Payable county = Payable.fresh();
        county.households("103", 500);
        String here = reserved(county);
        Map<String, String> digest =
                Map.of("contentDigest", as(county.preparer()).get(here).path("contentDigest"));
        String number = Families.idNumber(county.county());
        identify(county.approver(), number).then().statusCode(204);
        identify(county.preparer(), number.toLowerCase(java.util.Locale.ROOT))
                .then()
                .statusCode(204);
        assertThat(Web.said(as(county.approver()).body(digest).post(here + "/approval")))
                .isEqualTo("409 four-eyes");
        assertThat(SettledProvince.number("SELECT count(DISTINCT person_id) FROM identity_account WHERE id IN ('"
                        + county.approver().accountId() + "', '"
                        + county.preparer().accountId() + "')"))
                .isEqualTo(1);
        Map<String, Object> account = new HashMap<>(
                Map.of("username", "third" + System.nanoTime(), "displayName", "third", "password", People.PASSWORD));
        account.put("grants", List.of(Map.of("role", Role.FINANCE, "areaCode", county.county())));
        account.put("idNumber", number);
        as(administrator)
                .body(account)
                .post("/api/staff-accounts")
                .then()
                .statusCode(201)
                .body("personId", equalTo(county.approver().personId().toString()));
        account.put("username", "fourth" + System.nanoTime());
        account.put("personId", People.everywhere(Role.CONSUMER).personId());
        assertThat(Web.said(as(administrator).body(account).post("/api/staff-accounts")))
                .isEqualTo("409 person-known-already");
        Actor stranger = People.inArea(Role.FINANCE, county.county());
        as(stranger).body(digest).post(here + "/approval").then().statusCode(200);
    }

    @Test
    void aNumberIsCheckedEnteredOnceAndNowhereInTheClear() throws SQLException {
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "450125");
        String number = Families.idNumber("450125");
        char last = number.charAt(17);
        assertThat(Web.said(identify(officer, number.substring(0, 17) + (last == '1' ? '2' : '1'))))
                .isEqualTo("400 /idNumber id-number-invalid");
        assertThat(Web.said(as(administrator)
                        .body(Map.of("username", "nobody-here", "idNumber", number))
                        .post("/api/staff-accounts/person")))
                .isEqualTo("400 /username account-unknown");
        identify(officer, number).then().statusCode(204).body(not(containsString(number)));
        identify(officer, number).then().statusCode(204);
        assertThat(Web.said(identify(officer, Families.idNumber("450125")))).isEqualTo("409 person-known-already");
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM identity_person p WHERE to_jsonb(p)::text LIKE '%" + number + "%'"))
                .isZero();
        assertThat(SettledProvince.number("SELECT count(*) FROM platform_audit a WHERE a.subject_id = '"
                        + officer.accountId() + "' AND a.action = 'account-person' AND to_jsonb(a)::text NOT LIKE '%"
                        + number + "%'"))
                .isEqualTo(2);
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE identity_person SET id_number_hash = NULL WHERE id = '" + officer.personId() + "'"))
                .hasMessageContaining("what is known of a person stays");
        as(officer)
                .body(Map.of("username", officer.username(), "idNumber", number))
                .post("/api/staff-accounts/person")
                .then()
                .statusCode(403);
    }

    @Test
    void nobodyPutsTermsInForceThatTheirOwnHouseholdLivesBy() {
        HouseholdDraft family = family(Contracts.COUNTY);
        List<UUID> households = Families.register(List.of(family));
        UUID organisation = Suppliers.cooperative(Contracts.COUNTY).id();
        Contracts link = new Contracts(
                Families.link(organisation, LinkKind.LAND, 20_000, households, 2_000),
                LinkKind.LAND,
                organisation,
                households,
                People.of(Role.SUPPLIER, organisation),
                People.inArea(Role.COUNTY_OFFICER, Contracts.COUNTY));
        identify(link.office(), family.idNumber()).then().statusCode(204);
        Response made = link.prepare(Map.of());
        String path = "/terms/" + made.path("id") + "/approval";
        Map<String, Object> text = Map.of("sha256", made.path("sha256"));
        assertThat(Web.said(link.post(link.office(), path, text))).isEqualTo("409 terms-beneficiary");
        Actor other = People.inArea(Role.COUNTY_OFFICER, Contracts.COUNTY);
        link.post(other, path, text).then().statusCode(200);
    }

    private static HouseholdDraft family(String county) {
        return Families.draft(
                county, new HouseholdDraft.Standing(HouseholdStatus.LIFTED, LocalDate.of(2016, 1, 1), null));
    }

    private Response identify(Actor account, String number) {
        return as(administrator)
                .body(Map.of("username", account.username(), "idNumber", number))
                .post("/api/staff-accounts/person");
    }

    private static String reserved(Payable county) {
        String id = as(county.preparer())
                .body(Map.of("bank", "103"))
                .post("/api/payouts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(county.preparer()).post("/api/payouts/" + id + "/reservation").then().statusCode(200);
        return "/api/payouts/" + id;
    }

    private static RequestSpecification as(Actor actor) {
        return People.still(actor).contentType("application/json");
    }
}
