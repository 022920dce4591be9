package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.settlement.payout.BankInTests.Said;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A village's collective, from the account two persons enter to the bank's answer, and apart from every household. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VillagePayoutHttpTest {
    private static final String NUMBER = "6210980000000008888";

    private final Payable county = Payable.fresh();
    private final UUID household = county.households("103", 1_000).get(0);
    private final Actor village = People.inArea(Role.VILLAGE_OFFICER, county.village());
    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());
    private UUID collective = new UUID(0, 0);

    @BeforeEach
    void aVillageWasLeftSomething() throws SQLException {
        SettledProvince.run("INSERT INTO household_village (village_code) VALUES ('" + county.village() + "')");
        collective = UUID.fromString(SettledProvince.text(
                "SELECT id FROM household_village WHERE village_code = '" + county.village() + "'"));
        Payable.credit(List.of(collective), 7_777);
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aCollectiveIsPaidBesideTheHouseholdsAndCountsAsNone() {
        as(county.preparer())
                .get("/api/payouts/due")
                .then()
                .body("bankCode", equalTo(List.of("", "103")))
                .body("[0].villages", equalTo(1))
                .body("[0].villageFen", equalTo(7_777))
                .body("[0].households", equalTo(0));
        agreed();
        String here = reserved();
        as(county.preparer())
                .get(here)
                .then()
                .body("items", equalTo(2))
                .body("villages", equalTo(1))
                .body("villageFen", equalTo(7_777))
                .body("totalFen", equalTo(8_777));
        as(county.preparer())
                .get(here + "/items")
                .then()
                .body("items[1].householdId", nullValue())
                .body("items[1].villageId", equalTo(collective.toString()));
        assertThat(Web.said(approve(ask()))).as("money is on its way").isEqualTo("409 village-in-flight");
        BankInTests bank = sent(here);
        assertThat(bank.lines().get(2)).matches("D,2,[0-9a-f]{32}," + NUMBER + ",演示村经济合作社,77\\.77");
        List<BankInTests.Paid> all = bank.payments();
        answer(here, bank.answer(List.of(new Said(all.get(0), "成功", ""), new Said(all.get(1), "失败", "户名不符"))))
                .then()
                .statusCode(200);
        assertThat(Payable.balance(collective)).as("it came back").isEqualTo(7_777);
        String again = reserved();
        BankInTests second = sent(again);
        answer(again, second.answer("成功", second.payments())).then().statusCode(200);
        as(county.preparer()).get(again).then().body("state", equalTo("CLOSED")).body("items", equalTo(1));
        as(village)
                .get("/api/villages/" + collective)
                .then()
                .body("village.paidFen", equalTo(7_777))
                .body("village.dueFen", equalTo(0))
                .body("payments.state", equalTo(List.of("PAID", "FAILED")))
                .body(not(containsString(NUMBER)));
        theHouseholdsSeeTheirsOnly(here);
    }

    private void theHouseholdsSeeTheirsOnly(String here) {
        as(village)
                .get("/api/households/" + household + "/statement")
                .then()
                .body("totalFen", equalTo(1_000))
                .body("payments", hasSize(1));
        as(village)
                .get("/api" + here.substring("/api".length()).replace("payouts", "payout-notices") + "/"
                        + county.village())
                .then()
                .statusCode(200)
                .body("households", equalTo(1))
                .body("totalFen", equalTo(1_000));
        as(officer).get("/api/households/" + collective).then().statusCode(404);
        Web.signedIn(county.preparer())
                .get(here.replace("/api", "/desk") + "?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("村集体"));
    }

    @Test
    void anAccountHoldsOnlyInTwoHands() {
        String here = "/api/villages/" + collective + "/accounts";
        assertThat(Web.said(as(village).body(draft("1", NUMBER)).post(here)))
                .isEqualTo("400 /holder village-holder-invalid");
        assertThat(Web.said(as(village).body(draft("演示村经济合作社", "12")).post(here)))
                .isEqualTo("400 /bankAccount bank-account-invalid");
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        assertThat(Web.said(as(elsewhere).body(draft("演示村经济合作社", NUMBER)).post(here)))
                .isEqualTo("404 not-found");
        as(elsewhere).get("/api/villages/" + collective).then().statusCode(404);
        String own = as(officer)
                .body(draft("演示村经济合作社", NUMBER))
                .post(here)
                .then()
                .statusCode(201)
                .extract()
                .path("changes[0].id");
        assertThat(Web.said(approve(own))).isEqualTo("409 four-eyes");
        assertThat(Web.said(as(village).body(draft("演示村经济合作社", NUMBER)).post(here)))
                .isEqualTo("409 village-change-waits");
        assertThat(Web.said(as(officer).post(here + "/" + own + "/refusal"))).isEqualTo("204");
        assertThat(Web.said(as(officer).post(here + "/" + own + "/approval"))).isEqualTo("409 village-change-decided");
        assertThatThrownBy(() -> SettledProvince.run(
                        "INSERT INTO settlement_village_account SELECT village_id, id, holder_cipher, bank_code, bank_cipher,"
                                + " bank_last4 FROM settlement_village_change WHERE id = '" + own + "'"))
                .hasMessageContaining("was not approved");
        agreed();
        Web web = Web.signedIn(village);
        web.get("/desk/villages").then().statusCode(200).body(containsString("**** 8888"));
        web.get("/desk/villages/" + collective).then().statusCode(200).body(not(containsString(NUMBER)));
        web.post("/desk/villages/" + collective + "/accounts", Map.of("holder", "x", "bankCode", "103"))
                .then()
                .statusCode(400)
                .body(containsString("holder-error"));
    }

    private void agreed() {
        assertThat(Web.said(approve(ask()))).isEqualTo("204");
    }

    private String ask() {
        return as(village)
                .body(draft("演示村经济合作社", NUMBER))
                .post("/api/villages/" + collective + "/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("changes[0].id");
    }

    private Response approve(String change) {
        return as(officer).post("/api/villages/" + collective + "/accounts/" + change + "/approval");
    }

    private static Map<String, String> draft(String holder, String account) {
        return Map.of("holder", holder, "bankCode", "103", "bankAccount", account, "reason", "村集体开户");
    }

    private String reserved() {
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

    private BankInTests sent(String here) {
        as(county.approver())
                .body(Map.of("contentDigest", as(county.preparer()).get(here).path("contentDigest")))
                .post(here + "/approval")
                .then()
                .statusCode(200);
        as(county.preparer()).post(here + "/sending").then().statusCode(200);
        byte[] file = as(county.preparer())
                .post(here + "/file-readings")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(new String(file, Charset.forName("GBK"))).contains("演示村经济合作社");
        return BankInTests.comma(file);
    }

    private Response answer(String here, byte[] file) {
        return People.as(county.preparer())
                .contentType("application/octet-stream")
                .body(file)
                .post(here + "/answers?name=answer.txt");
    }

    private static RequestSpecification as(Actor actor) {
        return People.still(actor).contentType("application/json");
    }
}
