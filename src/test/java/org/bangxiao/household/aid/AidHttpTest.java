package org.bangxiao.household.aid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Grants, loans and donations, from the officer who writes one down to the statement that shows it apart. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AidHttpTest {
    private static final String API = "/api/aid";

    private final Payable county = Payable.fresh();
    private final UUID household = county.households("103", 500).get(0);
    private final Actor village = People.inArea(Role.VILLAGE_OFFICER, county.village());
    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());
    private final Actor colleague = People.inArea(Role.COUNTY_OFFICER, county.county());

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whatCameBesideSalesStandsOnTheStatementAndInNoSum() throws SQLException {
        long posted = SettledProvince.number("SELECT count(*) FROM ledger_tx");
        List<String> kinds = List.of("GRANT", "LOAN", "DONATION");
        for (String kind : kinds) {
            String one = entered(village, Map.of("kind", kind));
            statement().body("aid", hasSize(kinds.indexOf(kind)));
            as(officer).post(one + "/confirmation").then().statusCode(200).body("state", equalTo("CONFIRMED"));
        }
        statement()
                .body("aid.kind", equalTo(List.of("DONATION", "LOAN", "GRANT")))
                .body("aid[2].amountFen", equalTo(300_000))
                .body("totalFen", equalTo(500))
                .body("outstandingFen", equalTo(500))
                .body("steps.creditedFen", equalTo(500));
        assertThat(SettledProvince.number("SELECT count(*) FROM ledger_tx")).isEqualTo(posted);
        Web.signedIn(village)
                .get("/desk/households/" + household + "/statement?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("不计入销售收入"))
                .body(containsString("县农业农村局"));
    }

    @Test
    void whatWasWrongIsVoidedWithTheReasonByAnotherPersonAndStaysReadable() {
        String one = entered(officer, Map.of());
        assertThat(Web.said(as(officer).post(one + "/confirmation"))).isEqualTo("409 four-eyes");
        assertThat(Web.said(why(colleague, one + "/voiding", "重复登记"))).isEqualTo("409 aid-moved-on");
        as(colleague).post(one + "/confirmation").then().statusCode(200);
        assertThat(Web.said(as(colleague).post(one + "/confirmation"))).isEqualTo("409 aid-moved-on");
        assertThat(Web.said(why(officer, one + "/voiding", "重复登记"))).isEqualTo("409 four-eyes");
        assertThat(Web.said(why(colleague, one + "/voiding", " "))).isEqualTo("400 /reason reason-needed");
        assertThat(Web.said(why(colleague, one + "/voiding", "重复登记"))).isEqualTo("200");
        statement().body("aid", hasSize(0));
        as(village).get(one).then().body("state", equalTo("VOIDED")).body("reason", equalTo("重复登记"));

        String refused = entered(village, Map.of());
        assertThat(Web.said(why(officer, refused + "/refusal", "没有验收单"))).isEqualTo("200");
        assertThat(Web.said(as(colleague).post(refused + "/confirmation"))).isEqualTo("409 aid-moved-on");
        statement().body("aid", hasSize(0));
        for (String change : List.of(
                "UPDATE household_aid SET amount_fen = 1",
                "DELETE FROM household_aid_step",
                "TRUNCATE household_aid CASCADE")) {
            assertThatThrownBy(() -> SettledProvince.run(change)).hasMessageContaining("append");
        }
    }

    @Test
    void eachFieldIsAskedForAndStrangersFindNothing() {
        assertThat(said(village, Map.of("kind", ""))).isEqualTo("/kind field-required");
        assertThat(said(village, Map.of("giver", "局"))).isEqualTo("/giver field-required");
        assertThat(said(village, Map.of("amountFen", 0))).isEqualTo("/amountFen aid-amount-invalid");
        assertThat(said(village, Map.of("kind", "LOAN", "goods", "化肥"))).isEqualTo("/goods aid-loan-of-goods");
        assertThat(said(
                        village,
                        Map.of(
                                "receivedOn",
                                java.time.LocalDate.now(BusinessClock.CHINA)
                                        .plusDays(1)
                                        .toString())))
                .isEqualTo("/receivedOn aid-day-ahead");
        Map<String, Object> collective = draft(Map.of("villageCode", "450125999999"));
        collective.remove("householdId");
        assertThat(Web.said(as(village).body(collective).post(API))).isEqualTo("400 /villageCode aid-village-unknown");
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        assertThat(Web.said(as(elsewhere).body(draft(Map.of())).post(API))).isEqualTo("404 not-found");
        String one = entered(village, Map.of());
        as(elsewhere).get(one).then().statusCode(404);
        as(elsewhere).post(one + "/confirmation").then().statusCode(404);
        as(village).post(one + "/confirmation").then().statusCode(403);
        as(People.everywhere(Role.AUDITOR)).get(one).then().statusCode(200);
    }

    @Test
    void aVillagesCollectiveHasItsOwnAndTheListIsTakenAwayMasked() {
        Web web = Web.signedIn(officer);
        web.get("/desk/aid/new").then().statusCode(200);
        Map<String, String> form = new HashMap<>(
                Map.of("villageCode", county.village(), "kind", "DONATION", "giver", "对口帮扶单位", "goods", "路灯 20 盏"));
        form.putAll(Map.of("amountFen", "四千", "receivedOn", "2026-11-02"));
        web.post("/desk/aid", form)
                .then()
                .statusCode(400)
                .body(containsString("amountFen-error"))
                .body(containsString("value=\"对口帮扶单位\""));
        form.put("amountFen", "4000.50");
        String page =
                web.post("/desk/aid", form).then().statusCode(303).extract().header("Location");
        Web other = Web.signedIn(colleague);
        other.get(page).then().body(containsString("/confirmation"));
        other.post(page.substring(page.indexOf("/desk")) + "/confirmation", Map.of())
                .then()
                .statusCode(303);
        as(officer)
                .get(API + "?state=CONFIRMED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].householdId", nullValue())
                .body("items[0].amountFen", equalTo(400_050));
        entered(village, Map.of());
        web.get("/desk/aid/aid.csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(containsString("路灯 20 盏"))
                .body(containsString("韦**"))
                .body(not(containsString("韦大明")));
        statement().body("aid", hasSize(0));
    }

    @Test
    void nobodyConfirmsWhatReachedTheirOwnHousehold() {
        HouseholdDraft family = Families.draft(
                county.county(),
                new HouseholdDraft.Standing(
                        org.bangxiao.household.HouseholdStatus.LIFTED, java.time.LocalDate.of(2016, 1, 1), null));
        UUID own = Families.register(List.of(family)).get(0);
        as(People.everywhere(Role.ADMINISTRATOR))
                .body(Map.of("username", officer.username(), "idNumber", family.idNumber()))
                .post("/api/staff-accounts/person")
                .then()
                .statusCode(204);
        String one = entered(village, Map.of("householdId", own));
        assertThat(Web.said(as(officer).post(one + "/confirmation"))).isEqualTo("409 aid-beneficiary");
        as(colleague).post(one + "/confirmation").then().statusCode(200);
    }

    private io.restassured.response.ValidatableResponse statement() {
        return as(village)
                .get("/api/households/" + household + "/statement")
                .then()
                .statusCode(200);
    }

    private String entered(Actor by, Map<String, Object> other) {
        return API + "/"
                + as(by).body(draft(other))
                        .post(API)
                        .then()
                        .statusCode(201)
                        .body("state", equalTo("ENTERED"))
                        .extract()
                        .path("id");
    }

    private String said(Actor by, Map<String, Object> other) {
        return Web.said(as(by).body(draft(other)).post(API)).substring("400 ".length());
    }

    private Map<String, Object> draft(Map<String, Object> other) {
        Map<String, Object> draft = new HashMap<>(Map.of(
                "householdId",
                household,
                "kind",
                "GRANT",
                "giver",
                "县农业农村局",
                "amountFen",
                300_000,
                "receivedOn",
                "2026-11-01"));
        draft.putAll(other);
        draft.values().removeIf(""::equals);
        return draft;
    }

    private static io.restassured.response.Response why(Actor by, String path, String reason) {
        return as(by).body(Map.of("reason", reason)).post(path);
    }

    private static RequestSpecification as(Actor actor) {
        return People.still(actor).contentType("application/json");
    }
}
