package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BankChangeHttpTest {
    private static final String NUMBER = "6210980000000005678";

    private final Payable county = Payable.fresh();
    private final UUID household = county.households("103", 1).get(0);
    private final Actor village = People.inArea(Role.VILLAGE_OFFICER, county.village());
    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void oneOfficerWritesAnAccountDownAndAnotherLetsItHold() {
        String here = "/api/households/" + household + "/bank-changes";
        Map<String, String> other = Map.of("bankCode", "402", "bankAccount", NUMBER, "reason", "旧卡已经注销");
        assertThat(Web.said(as(village)
                        .body(Map.of("bankCode", "999", "bankAccount", NUMBER, "reason", "旧卡已经注销"))
                        .post(here)))
                .isEqualTo("400 /bankCode bank-code-invalid");
        assertThat(Web.said(as(village)
                        .body(Map.of("bankCode", "402", "bankAccount", "12", "reason", "旧卡已经注销"))
                        .post(here)))
                .isEqualTo("400 /bankAccount bank-account-invalid");
        assertThat(Web.said(as(village)
                        .body(Map.of("bankCode", "402", "bankAccount", NUMBER, "reason", ""))
                        .post(here)))
                .isEqualTo("400 /reason bank-reason-missing");
        assertThat(Web.said(as(People.inArea(Role.VILLAGE_OFFICER, "450125100201"))
                        .body(other)
                        .post(here)))
                .isEqualTo("404 not-found");
        as(village).body(other).post(here).then().statusCode(201);
        String change = as(officer)
                .get("/api/households/bank-changes")
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].bankLast4", equalTo("5678"))
                .body(not(containsString(NUMBER)))
                .extract()
                .path("[0].id");
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        as(elsewhere).post(here + "/" + change + "/approval").then().statusCode(404);
        as(officer)
                .post("/api/households/" + UUID.randomUUID() + "/bank-changes/" + change + "/approval")
                .then()
                .statusCode(404);
        as(officer).post(here + "/" + change + "/approval").then().statusCode(204);
        assertThat(Web.said(as(officer).post(here + "/" + change + "/refusal")))
                .isEqualTo("409 household-bank-change-decided");
        as(village)
                .get("/api/households/" + household)
                .then()
                .body("bankLast4", equalTo("5678"))
                .body("bankCode", equalTo("402"));
        as(village).get(here).then().body("[0].state", equalTo("APPROVED")).body("[0].beforeLast4", equalTo("1234"));
    }

    @Test
    void theSameByPagesAndNobodyDecidesTheirOwn() {
        String here = "/desk/households/" + household + "/bank";
        Web web = Web.signedIn(officer);
        web.get(here).then().statusCode(200).body(containsString("**** 1234"));
        web.post(here, Map.of("bankCode", "402", "bankAccount", NUMBER, "reason", "短"))
                .then()
                .statusCode(400)
                .body(containsString("value=\"" + NUMBER + "\""));
        web.post(here, Map.of("bankCode", "402", "bankAccount", NUMBER, "reason", "旧卡已经注销"))
                .then()
                .statusCode(303);
        web.get("/desk/bank-changes").then().statusCode(200).body(containsString(here));
        String change = as(officer).get("/api/households/bank-changes").path("[0].id");
        web.get(here).then().body(not(containsString(NUMBER))).body(not(containsString(change + "/approval")));
        web.post(here + "/" + change + "/approval", Map.of()).then().statusCode(409);
        web.post(here + "/" + change + "/refusal", Map.of()).then().statusCode(303);
        web.get(here).then().body(containsString("**** 1234"));
    }

    private static RequestSpecification as(Actor actor) {
        return People.as(actor).contentType("application/json");
    }
}
