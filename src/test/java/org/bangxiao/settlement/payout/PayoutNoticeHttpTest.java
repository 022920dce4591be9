package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PayoutNoticeHttpTest {
    @Inject
    Payouts payouts;

    @Inject
    PayoutFiles files;

    @Inject
    PayoutAnswers answers;

    @Inject
    BusinessClock clock;

    private final Payable county = Payable.fresh();
    private final Actor village = People.inArea(Role.VILLAGE_OFFICER, county.village());
    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aVillageSeesItsListAndAnObjectionHoldsTheFileBack() throws SQLException {
        county.households("103", 1_000, 2_500);
        PayoutView batch = approved();
        String here = "/api/payout-notices/" + batch.id() + "/" + county.village();
        as(village)
                .get("/api/payout-notices")
                .then()
                .body("items", hasSize(1))
                .body("items[0].totalFen", equalTo(3_500));
        assertThat(Web.said(as(village).body(Map.of("text", "韦某早就搬走了")).post(here + "/objections")))
                .isEqualTo("404 not-found");
        as(village)
                .post(here)
                .then()
                .statusCode(200)
                .body("endsOn", equalTo(clock.today().plusDays(7).toString()));
        assertThat(Web.said(as(village).post(here))).isEqualTo("409 payout-notice-posted");
        String said = as(village)
                .body(Map.of("text", "韦某早就搬走了"))
                .post(here + "/objections")
                .then()
                .statusCode(200)
                .body("lines", hasSize(2))
                .body("lines[0].headMasked", equalTo("韦**"))
                .extract()
                .path("objections[0].id");
        assertThat(SettledProvince.number("SELECT count(*) FROM settlement_payout_objection WHERE position("
                        + "convert_to('韦某', 'UTF8') in text_cipher) > 0"))
                .isZero();
        assertThat(Web.said(as(county.preparer()).post("/api/payouts/" + batch.id() + "/sending")))
                .isEqualTo("409 payout-objection-open");
        String answer = "/api/payout-notices/objections/" + said + "/answer";
        assertThat(Web.said(as(People.inArea(Role.COUNTY_OFFICER, "450125"))
                        .body(Map.of("text", "已经核实过了"))
                        .post(answer)))
                .isEqualTo("404 not-found");
        as(officer)
                .body(Map.of("text", "已核实，户籍仍在本村"))
                .post(answer)
                .then()
                .statusCode(200)
                .body("openObjections", equalTo(0))
                .body("objections[0].answer", containsString("户籍"));
        assertThat(Web.said(as(officer).body(Map.of("text", "再答复一次")).post(answer)))
                .isEqualTo("409 payout-objection-answered");
        clock.travelTo(clock.instant().plus(Duration.ofDays(8)));
        assertThat(Web.said(as(village).body(Map.of("text", "现在才说有问题")).post(here + "/objections")))
                .isEqualTo("409 payout-notice-over");
        as(People.inArea(Role.VILLAGE_OFFICER, county.county() + "100999"))
                .get(here)
                .then()
                .statusCode(404);
    }

    @Test
    void theStatementTellsCreditedNoticedPaidAndAcknowledgedApart() throws SQLException {
        List<UUID> households = county.households("103", 1_000, 2_500, 300);
        PayoutView batch = approved();
        String statement = "/api/households/" + households.get(0) + "/statement";
        as(village)
                .get(statement)
                .then()
                .statusCode(200)
                .body("totalFen", equalTo(1_000))
                .body("outstandingFen", equalTo(1_000))
                .body("payments[0].stage", equalTo("ON_ITS_WAY"));
        String here = "/api/payout-notices/" + batch.id() + "/" + county.village();
        as(village).post(here).then().statusCode(200);
        as(village)
                .get(statement)
                .then()
                .body("payments[0].stage", equalTo("NOTICED"))
                .body("steps.noticedFen", equalTo(1_000))
                .body("steps.paidFen", equalTo(0));
        String item = as(village).get(here).path("lines[0].itemId");
        String acknowledge = "/api/payout-notices/items/" + item + "/acknowledgement";
        Map<String, String> byPhone = Map.of("how", "PHONE", "who", "HEAD");
        assertThat(Web.said(as(village).body(byPhone).post(acknowledge))).isEqualTo("409 payout-not-paid");
        pay(batch);
        as(village)
                .get(statement)
                .then()
                .body("payments[0].stage", equalTo("PAID"))
                .body("paidFen", equalTo(1_000))
                .body("outstandingFen", equalTo(0))
                .body("steps.acknowledgedFen", equalTo(0));
        Payable.credit(households.subList(0, 1), 77);
        assertThat(Web.said(as(village)
                        .body(Map.of("how", "SHOUTED", "who", "HEAD"))
                        .post(acknowledge)))
                .isEqualTo("400 /how field-invalid");
        assertThat(Web.said(as(People.inArea(Role.VILLAGE_OFFICER, county.county() + "100999"))
                        .body(byPhone)
                        .post(acknowledge)))
                .isEqualTo("404 not-found");
        as(village)
                .body(byPhone)
                .post(acknowledge)
                .then()
                .statusCode(200)
                .body("acknowledged", equalTo(1))
                .body("lines[0].acknowledgedAt", notNullValue());
        assertThat(Web.said(as(village).body(byPhone).post(acknowledge))).isEqualTo("409 payout-acknowledged");
        as(village)
                .get(statement)
                .then()
                .body("payments[0].stage", equalTo("ACKNOWLEDGED"))
                .body("totalFen", equalTo(1_077))
                .body("paidFen", equalTo(1_000))
                .body("outstandingFen", equalTo(77))
                .body("steps.acknowledgedFen", equalTo(1_000));
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM platform_audit WHERE action = 'payout-acknowledge' AND subject_id = '"
                                + batch.id() + "' AND detail->>'actingFor' = 'household' AND person_id = '"
                                + village.personId() + "'"))
                .isEqualTo(1);
        as(village)
                .get("/desk/households/" + households.get(0) + "/statement")
                .then()
                .statusCode(200)
                .body(containsString("¥10.00"))
                .body(not(containsString("6228480000000001234")));
    }

    private PayoutView approved() {
        PayoutView draft = await(() -> payouts.prepare(county.preparer(), null, "103"));
        await(() -> payouts.reserve(county.preparer(), draft.id()));
        return await(() -> payouts.approve(county.approver(), draft.id(), draft.contentDigest()));
    }

    private void pay(PayoutView batch) {
        await(() -> files.send(county.preparer(), batch.id()));
        BankInTests bank = BankInTests.comma(await(() -> files.download(county.preparer(), batch.id()))
                .content()
                .getBytes());
        byte[] file = bank.answer("成功", bank.payments());
        await(() -> answers.take(county.preparer(), batch.id(), "back.txt", file));
    }

    private static RequestSpecification as(Actor actor) {
        return People.as(actor).contentType("application/json");
    }
}
