package org.bangxiao.settlement.payout;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.settlement.payout.BankInTests.Said;
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
class PayoutHttpTest {
    @Inject
    BusinessClock clock;

    private final Payable county = Payable.fresh();

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whatStandsToAHouseholdsNameReachesItsBankOnce() throws SQLException {
        List<UUID> households = county.households("103", 1_234, 50_000, 1, 777, 99);
        county.households("402", 4_000);
        String id = draft("103");
        String here = "/api/payouts/" + id;
        one().get(here)
                .then()
                .body("state", equalTo("DRAFT"))
                .body("items", equalTo(5))
                .body("totalFen", equalTo(52_111))
                .body("approvalsNeeded", equalTo(1));
        assertThat(said(one().body(Map.of("bank", "103")).post("/api/payouts"))).isEqualTo("409 payout-nothing");
        assertThat(said(one().post(here + "/sending"))).isEqualTo("409 payout-state");
        one().post(here + "/reservation").then().statusCode(200).body("state", equalTo("RESERVED"));
        one().post(here + "/reservation").then().statusCode(409);
        assertThat(households).allMatch(household -> Payable.balance(household) == 0);
        assertThat(Payable.onItsWay(UUID.fromString(id))).isEqualTo(52_111);
        String digest = one().get(here).path("contentDigest");
        assertThat(said(one().body(Map.of("contentDigest", digest)).post(here + "/approval")))
                .isEqualTo("409 four-eyes");
        assertThat(said(other().body(Map.of("contentDigest", "00")).post(here + "/approval")))
                .isEqualTo("409 payout-digest-mismatch");
        approve(here);
        assertThat(said(one().post(here + "/file-readings"))).isEqualTo("409 payout-state");
        one().post(here + "/sending").then().statusCode(200).body("state", equalTo("SENT"));
        assertThat(said(one().post(here + "/cancellation"))).isEqualTo("409 payout-state");
        byte[] file = file(here);
        assertThat(file(here)).isEqualTo(file);
        BankInTests bank = BankInTests.comma(file);
        assertThat(bank.lines().get(0)).matches("H,P\\d{8},\\d{8},5,521\\.11");
        assertThat(bank.lines().get(1)).matches("D,1,[0-9a-f]{32},6228480000000001234,韦大明,12\\.34");
        assertThat(bank.lines().get(6)).isEqualTo("T,5,521.11");
        assertThat(new String(file, Charset.forName("GBK"))).endsWith("\r\n");
        assertThat(SettledProvince.number("SELECT count(*) FROM platform_audit WHERE action = 'payout-file-read-clear'"
                        + " AND subject_id = '" + id + "'"))
                .isEqualTo(2);
        one().body(bank.answer("成功", bank.payments()))
                .post(here + "/answers?name=back.txt")
                .then()
                .statusCode(200)
                .body("paid", equalTo(5))
                .body("replayed", equalTo(false))
                .body("state", equalTo("DONE"));
        one().get(here)
                .then()
                .body("state", equalTo("CLOSED"))
                .body("progress.paidFen", equalTo(52_111))
                .body("progress.pending", equalTo(0));
        assertThat(Payable.onItsWay(UUID.fromString(id))).isZero();
    }

    @Test
    void eachAnswerOfTheBankIsBookedOnceAndNoneIsOverwritten() {
        List<UUID> households = county.households("103", 100, 200, 300, 400);
        String here = sent("103");
        BankInTests bank = BankInTests.comma(file(here));
        List<BankInTests.Paid> all = bank.payments();
        byte[] first = bank.answer(
                List.of(new Said(all.get(0), "成功", ""), new Said(all.get(1), "失败", "户名不符 6228480000000001234")));
        assertThat(said(answer(here, first))).isEqualTo("200");
        answer(here, first).then().body("replayed", equalTo(true)).body("paid", equalTo(1));
        assertThat(Payable.balance(households.get(1))).isEqualTo(200);
        one().get(here + "/items?state=FAILED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].reason", equalTo("户名不符 ****"))
                .body("items[0].headMasked", equalTo("韦**"));
        one().get(here).then().body("state", equalTo("SENT")).body("progress.pending", equalTo(2));
        // Of the other two nothing is known: they are in no new batch, the failed one is.
        one().body(Map.of("bank", "103"))
                .post("/api/payouts")
                .then()
                .statusCode(201)
                .body("items", equalTo(1));
        byte[] back = bank.answer(List.of(new Said(all.get(0), "退回", "销户"), new Said(all.get(2), "退回", "")));
        answer(here, back).then().statusCode(200).body("returned", equalTo(1)).body("failed", equalTo(1));
        assertThat(Payable.balance(households.get(0))).isEqualTo(100);
        assertThat(Payable.balance(households.get(2))).isEqualTo(300);
        assertThat(said(answer(
                        here, bank.answer(List.of(new Said(all.get(3), "失败", ""), new Said(all.get(1), "成功", ""))))))
                .isEqualTo("400 /rows/3 payout-answer-conflict");
        byte[] known = bank.answer(List.of(new Said(all.get(0), "成功", ""), new Said(all.get(1), "失败", "")));
        answer(here, known).then().statusCode(200).body("known", equalTo(2)).body("paid", equalTo(0));
        assertThat(said(answer(here, bank.answer("0000", all.subList(3, 4))))).isEqualTo("200");
        one().get(here)
                .then()
                .body("state", equalTo("CLOSED"))
                .body("progress.returned", equalTo(1))
                .body("progress.paidFen", equalTo(400));
        answer(here, bank.answer("退回", all.subList(3, 4)))
                .then()
                .statusCode(200)
                .body("returned", equalTo(1));
        assertThat(Payable.balance(households.get(3))).isEqualTo(400);
    }

    @Test
    void anAnswerThatIsCutOffOrOfSomethingElseIsRefusedWhole() {
        county.households("402", 1_000, 2_000, 3_000);
        String here = sent("402");
        BankInTests bank = BankInTests.bar(file(here));
        assertThat(bank.lines().get(0)).matches("BATCH\\|P\\d{8}\\|3\\|6000\\|\\d{8}");
        assertThat(bank.lines().get(1)).matches("[0-9a-f]{32}\\|韦大明\\|6228480000000001234\\|1000");
        List<Said> good =
                bank.payments().stream().map(each -> new Said(each, "S", "")).toList();
        assertThat(said(answer(here, bank.cutOff(good)))).isEqualTo("400 /file payout-answer-truncated");
        assertThat(said(answer(here, bank.counting(4, good)))).isEqualTo("400 /file payout-answer-truncated");
        assertThat(said(answer(here, bank.answerFor("P99999999", good))))
                .isEqualTo("400 /file payout-answer-other-batch");
        assertThat(said(answer(here, "x|y\n".getBytes(Charset.forName("UTF-8")))))
                .isEqualTo("400 /file payout-answer-header");
        assertThat(said(answer(here, new byte[0]))).isEqualTo("400 /file sheet-empty");
        assertThat(said(answer(here, new byte[] {(byte) 0xff, (byte) 0xfe, 0})))
                .isEqualTo("400 /file sheet-encoding-unknown");
        BankInTests.Paid second = bank.payments().get(1);
        assertThat(said(answer(
                        here,
                        bank.answer(List.of(
                                good.get(0), new Said(new BankInTests.Paid("0".repeat(32), "5"), "S", ""))))))
                .isEqualTo("400 /rows/3 payout-answer-item-unknown");
        assertThat(said(answer(
                        here,
                        bank.answer(
                                List.of(good.get(0), new Said(new BankInTests.Paid(second.item(), "2001"), "S", ""))))))
                .isEqualTo("400 /rows/3 payout-answer-amount-differs");
        assertThat(said(answer(here, bank.answer(List.of(good.get(1), good.get(1))))))
                .isEqualTo("400 /rows/3 payout-answer-item-twice");
        Said beyond = new Said(new BankInTests.Paid(second.item(), String.valueOf(Long.MAX_VALUE)), "S", "");
        assertThat(said(answer(here, bank.answer(List.of(beyond, beyond)))))
                .as("amounts that no sum can hold")
                .startsWith("400 /rows/2 payout-answer-shape");
        assertThat(said(answer(here, bank.answer(List.of(new Said(second, "?", ""))))))
                .isEqualTo("400 /rows/2 payout-answer-outcome");
        one().get(here).then().body("progress.pending", equalTo(3));
        assertThat(said(answer(here, bank.answer(good)))).isEqualTo("200");
        one().get(here).then().body("progress.paidFen", equalTo(6_000));
    }

    @Test
    void anyEditVoidsTheApprovalAndTheItemsMoneyGoesBack() {
        List<UUID> households = county.households("103", 500, 600);
        String here = reserved("103");
        String looked = one().get(here).path("contentDigest");
        approve(here);
        String item = one().get(here + "/items?size=1").path("items[0].id");
        assertThat(said(other().delete(here + "/items/" + item))).isEqualTo("409 payout-preparer-only");
        one().delete(here + "/items/" + item)
                .then()
                .statusCode(200)
                .body("state", equalTo("RESERVED"))
                .body("approvals", hasSize(0))
                .body("totalFen", equalTo(600))
                .body("contentDigest", not(equalTo(looked)));
        assertThat(Payable.balance(households.get(0))).isEqualTo(500);
        assertThat(said(one().post(here + "/sending"))).isEqualTo("409 payout-state");
        assertThat(said(other().body(Map.of("contentDigest", looked)).post(here + "/approval")))
                .isEqualTo("409 payout-digest-mismatch");
        approve(here);
        one().post(here + "/cancellation").then().statusCode(200).body("state", equalTo("CANCELLED"));
        assertThat(Payable.balance(households.get(1))).isEqualTo(600);
    }

    @Test
    void anApprovalHoldsADayAndIsGivenAnew() {
        county.households("103", 500);
        String here = reserved("103");
        approve(here);
        assertThat(said(other().body(digest(here)).post(here + "/approval"))).isEqualTo("409 payout-state");
        clock.travelTo(clock.instant().plus(Duration.ofHours(25)));
        assertThat(said(one().post(here + "/sending"))).isEqualTo("409 payout-approval-expired");
        approve(here);
        one().post(here + "/sending").then().statusCode(200).body("state", equalTo("SENT"));
    }

    @Test
    void aLargeSumTakesTwoApproversAndATooLargeOneIsRefused() {
        county.households("103", 50_000_001);
        String here = reserved("103");
        one().get(here).then().body("approvalsNeeded", equalTo(2));
        other().body(digest(here))
                .post(here + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("RESERVED"));
        assertThat(said(other().body(digest(here)).post(here + "/approval"))).isEqualTo("409 payout-approved-already");
        RequestSpecification third =
                People.as(People.inArea(Role.FINANCE, "450000")).contentType("application/json");
        third.body(digest(here)).post(here + "/approval").then().statusCode(200).body("state", equalTo("APPROVED"));
        county.households("402", 1_000_000_001);
        assertThat(said(one().body(Map.of("bank", "402")).post("/api/payouts"))).isEqualTo("409 payout-too-large");
    }

    @Test
    void nobodyApprovesABatchThatPaysTheirOwnHousehold() throws SQLException {
        UUID household = county.households("103", 500).get(0);
        String here = reserved("103");
        SettledProvince.run(
                "UPDATE identity_person SET id_number_hash = (SELECT id_number_hash FROM household WHERE id = '"
                        + household + "') WHERE id = '" + county.approver().personId() + "'");
        assertThat(said(other().body(digest(here)).post(here + "/approval"))).isEqualTo("409 payout-beneficiary");
    }

    @Test
    void aNameThatTheBankCannotWriteStopsTheFileAndNothingElse() {
        county.households("103", "韦\uD869\uDED6", 500);
        String here = reserved("103");
        approve(here);
        assertThat(said(one().post(here + "/sending"))).isEqualTo("409 payout-name-unwritable");
        one().post(here + "/cancellation").then().statusCode(200).body("state", equalTo("CANCELLED"));
    }

    @Test
    void strangersFindNothing() {
        county.households("103", 500);
        String here = "/api/payouts/" + draft("103");
        Actor elsewhere = People.inArea(Role.FINANCE, "450125");
        People.as(elsewhere).get(here).then().statusCode(404);
        People.as(elsewhere).get(here + "/items").then().statusCode(404);
        String page = here.replace("/api/", "/desk/");
        People.as(elsewhere).get(page + "/items").then().statusCode(404);
        one().get(page + "/items")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", containsString("attachment"))
                .body(containsString("韦**"))
                .body(not(containsString("韦大明")));
        People.as(elsewhere)
                .contentType("application/json")
                .post(here + "/reservation")
                .then()
                .statusCode(404);
        People.as(People.inArea(Role.AUDITOR, "450000")).get(here).then().statusCode(200);
        People.as(People.inArea(Role.AUDITOR, "450000"))
                .contentType("application/json")
                .post(here + "/file-readings")
                .then()
                .statusCode(403);
        People.as(People.inArea(Role.COUNTY_OFFICER, county.county()))
                .get(here)
                .then()
                .statusCode(403);
        get(here).then().statusCode(401);
        assertThat(said(one().body(Map.of("bank", "999")).post("/api/payouts")))
                .isEqualTo("400 /bank bank-code-invalid");
        assertThat(said(one().body(Map.of("bank", "103", "area", "450125")).post("/api/payouts")))
                .isEqualTo("404 not-found");
        one().get("/api/payouts/due").then().statusCode(200).body("households", hasSize(0));
        one().get("/api/payouts").then().body("items[0].areaCode", equalTo(county.county()));
        assertThat(said(one().post(here + "/cancellation"))).isEqualTo("200");
        one().get("/api/payouts/due").then().body("bankCode", hasItem("103"));
    }

    private String draft(String bank) {
        return one().body(Map.of("bank", bank))
                .post("/api/payouts")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/payouts/"))
                .extract()
                .path("id");
    }

    private String reserved(String bank) {
        String here = "/api/payouts/" + draft(bank);
        one().post(here + "/reservation").then().statusCode(200).body("state", equalTo("RESERVED"));
        return here;
    }

    private String sent(String bank) {
        String here = reserved(bank);
        approve(here);
        one().post(here + "/sending").then().statusCode(200).body("state", equalTo("SENT"));
        return here;
    }

    private void approve(String here) {
        other().body(digest(here))
                .post(here + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("APPROVED"));
    }

    private Map<String, String> digest(String here) {
        return Map.of("contentDigest", one().get(here).path("contentDigest"));
    }

    private byte[] file(String here) {
        return one().post(here + "/file-readings")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private Response answer(String here, byte[] file) {
        return People.as(county.preparer())
                .contentType("application/octet-stream")
                .body(file)
                .post(here + "/answers?name=answer.txt");
    }

    private RequestSpecification one() {
        return People.as(county.preparer()).contentType("application/json");
    }

    private RequestSpecification other() {
        return People.as(county.approver()).contentType("application/json");
    }

    private static String said(Response answer) {
        return Web.said(answer);
    }
}
