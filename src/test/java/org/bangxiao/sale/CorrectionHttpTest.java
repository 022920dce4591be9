package org.bangxiao.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A wrong sale is reversed and recorded anew. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CorrectionHttpTest {
    private static final Instant THEN = Instant.parse("2020-02-05T02:00:00Z");
    private static final String WHY = "伙伴来函说明多报了九箱";

    @Inject
    Sales sales;

    @Inject
    Refunds refunds;

    @Inject
    Tx tx;

    private final Actor maker = People.inArea(Role.FINANCE, "450000");
    private final Actor checker = People.inArea(Role.FINANCE, "450000");

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aWrongSaleIsReversedWholeAndRecordedAnewWithItsDayAsIfItHadNeverBeenWrong() throws SQLException {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        UUID wrong = sold(goods, source, 10, 50_000, false);
        String id = ask(maker, wrong, 1, 5_000, WHY)
                .statusCode(201)
                .body("state", equalTo("ASKED"), "was.quantity", equalTo(10), "right.grossFen", equalTo(5_000))
                .extract()
                .path("id");
        decide(maker, id, "approval").statusCode(409).body("code", equalTo("four-eyes"));
        String right = decide(checker, id, "approval")
                .statusCode(200)
                .body("state", equalTo("APPROVED"))
                .extract()
                .path("newSaleId");
        Goods other = Goods.certified(100);
        String elsewhere = "partner:" + UUID.randomUUID();
        sold(other, elsewhere, 1, 5_000, false);
        assertThat(balances(goods, source))
                .as("what stands on each account")
                .isEqualTo(balances(other, elsewhere))
                .containsEntry("CLEARING", -5_000L);
        assertThat(SettledProvince.number("SELECT count(*) FROM ledger_tx t JOIN sale_refund r ON r.tx_id = t.id"
                        + " JOIN sale s ON s.id = r.sale_id WHERE s.id = '" + wrong + "' AND t.reverses_tx = s.tx_id"))
                .isOne();
        RestAssured.get("/api/sales/" + right)
                .then()
                .body("corrects", equalTo(wrong.toString()), "soldAt", equalTo(THEN.toString()));
        RestAssured.get("/api/sales/" + wrong).then().body("correctedBy", equalTo(right), "quantity", equalTo(10));
        RestAssured.get("/sales/" + wrong).then().body(containsString("/sales/" + right));
        decide(checker, id, "approval").statusCode(409).body("code", equalTo("correction-decided"));
        ask(maker, wrong, 2, 5_000, WHY).statusCode(409).body("code", equalTo("correction-after-refund"));
        ask(maker, UUID.fromString(right), 2, 10_000, WHY).statusCode(201);
    }

    @Test
    void whatIsRefusedStaysAsItWasAndCanBeAskedForAgain() throws SQLException {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        UUID sale = sold(goods, source, 10, 50_000, false);
        Map<String, Long> before = balances(goods, source);
        String id = ask(maker, sale, 9, 45_000, WHY).statusCode(201).extract().path("id");
        ask(checker, sale, 8, 40_000, WHY).statusCode(409).body("code", equalTo("correction-waits"));
        decide(checker, id, "refusal").statusCode(200).body("state", equalTo("REFUSED"));
        assertThat(balances(goods, source)).isEqualTo(before);
        ask(checker, sale, 8, 40_000, WHY).statusCode(201);
    }

    @Test
    void onlyACountedSaleOfOnesAreaThatNoBuyerPaidAndNobodyTookBackCanBeCorrected() {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        UUID sale = sold(goods, source, 10, 50_000, false);
        Actor neighbour = People.inArea(Role.FINANCE, "360000");
        ask(neighbour, sale, 1, 5_000, WHY).statusCode(400).body("errors[0].code", equalTo("sale-unknown"));
        ask(maker, UUID.randomUUID(), 1, 5_000, WHY).statusCode(400).body("errors[0].pointer", equalTo("/saleId"));
        ask(maker, sale, 0, 5_000, WHY).statusCode(400).body("errors[0].pointer", equalTo("/quantity"));
        ask(maker, sale, 1, 0, WHY).statusCode(400).body("errors[0].pointer", equalTo("/grossFen"));
        ask(maker, sale, 1, 5_000, "错").statusCode(400).body("errors[0].pointer", equalTo("/reason"));
        ask(maker, sale, 10, 50_000, WHY).statusCode(400).body("errors[0].code", equalTo("correction-changes-nothing"));
        ask(maker, sold(goods, "retail", 1, 5_000, false), 1, 4_000, WHY)
                .statusCode(409)
                .body("code", equalTo("correction-of-order"));
        ask(maker, sold(goods, source, 1, 5_000, true), 1, 4_000, WHY)
                .statusCode(409)
                .body("code", equalTo("sale-not-counted"));
        String id = ask(maker, sale, 1, 5_000, WHY).statusCode(201).extract().path("id");
        decide(neighbour, id, "approval").statusCode(404);
        People.as(neighbour).get("/api/corrections/" + id).then().statusCode(404);
        People.as(neighbour).get("/api/corrections").then().body("items.id", not(hasItem(id)));
        People.as(People.inArea(Role.AUDITOR, "450000"))
                .get("/api/corrections")
                .then()
                .body("items.id", hasItem(id));
        RefundDraft part = new RefundDraft("test", UUID.randomUUID().toString(), sale, 1, 5_000);
        await(() -> tx.write(connection -> refunds.refund(connection, List.of(part), "system")));
        decide(checker, id, "approval").statusCode(409).body("code", equalTo("correction-after-refund"));
    }

    @Test
    void whoeverWritesACorrectionOfOneHandOrHalfOfOneIsRefusedByTheTable() {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        UUID sale = sold(goods, source, 10, 50_000, false);
        UUID other = sold(goods, source, 1, 5_000, false);
        String id = ask(maker, sale, 1, 5_000, WHY).statusCode(201).extract().path("id");
        RefundDraft whole = new RefundDraft("test", UUID.randomUUID().toString(), sale, 10, 50_000);
        UUID refund = await(() -> tx.write(connection -> refunds.refund(connection, List.of(whole), "system")))
                .get(0)
                .id();
        String approve = "UPDATE sale_correction SET state = 'APPROVED', decided_by = asked_by, decided_at = now(),"
                + " decided_person = %s, new_sale_id = '%s', refund_id = '" + refund + "' WHERE id = '" + id + "'";
        assertThatThrownBy(() -> SettledProvince.run(approve.formatted("asked_person", other)))
                .hasMessageContaining("sale_correction_four_eyes");
        UUID wrongAmount = sold(goods, source, 2, 5_000, false);
        assertThatThrownBy(() -> SettledProvince.run(approve.formatted("gen_random_uuid()", wrongAmount)))
                .hasMessageContaining("takes all back and records it anew");
        assertThatThrownBy(() -> SettledProvince.run("DELETE FROM sale_correction WHERE id = '" + id + "'"))
                .hasMessageContaining("decided once");
    }

    private UUID sold(Goods goods, String source, long quantity, long fen, boolean reported) {
        SaleDraft draft = goods.sale(source, UUID.randomUUID().toString(), quantity, fen, THEN, reported);
        return await(() -> tx.write(connection -> sales.record(connection, List.of(draft))))
                .get(0)
                .id();
    }

    private static ValidatableResponse ask(Actor by, UUID sale, long quantity, long fen, String why) {
        return People.as(by)
                .contentType(ContentType.JSON)
                .body(Map.of("saleId", sale, "quantity", quantity, "grossFen", fen, "reason", why))
                .post("/api/corrections")
                .then();
    }

    private static ValidatableResponse decide(Actor by, String id, String how) {
        return People.as(by)
                .contentType(ContentType.JSON)
                .post("/api/corrections/" + id + "/" + how)
                .then();
    }

    /** What the goods' supplier, their pools and their door hold, by kind of account. */
    private static Map<String, Long> balances(Goods goods, String source) throws SQLException {
        String sum =
                "SELECT coalesce(sum(b.posted), 0) FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id"
                        + " WHERE a.kind = '%s' AND a.owner LIKE '%s%%'";
        return Map.of(
                "CLEARING", SettledProvince.number(sum.formatted("CLEARING", source)),
                "SUPPLIER", SettledProvince.number(sum.formatted("SUPPLIER", goods.organisationId())),
                "SUPPLIER_DEBT", SettledProvince.number(sum.formatted("SUPPLIER_DEBT", goods.organisationId())),
                "POOL",
                        SettledProvince.number(
                                sum.formatted("POOL", goods.agreement().id())));
    }
}
