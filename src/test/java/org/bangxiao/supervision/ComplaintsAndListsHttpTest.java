package org.bangxiao.supervision;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.Standings;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Web;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strangers may do and read: complaints with a receipt, the red and the black list; and cases that suspend. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ComplaintsAndListsHttpTest {
    private static final String CONTENT = "收到的货与图片不符，请核查。";

    @Inject
    BusinessClock clock;

    @Inject
    Complaints complaints;

    @Inject
    Watch watch;

    @Inject
    Standings standings;

    @Inject
    PolicyPacks packs;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @AfterEach
    void back() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aBuyerComplainsAndReadsTheAnswerByTheReceipt() throws SQLException {
        forget();
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示山货", "Demo goods"));
        Web web = new Web();
        web.get("/products/" + goods.listingId())
                .then()
                .body(containsString("/products/" + goods.listingId() + "/complain"));
        web.get("/products/" + goods.listingId() + "/complain").then().statusCode(200);
        web.post("/products/" + goods.listingId() + "/complain", Map.of("about", "", "content", "短", "contact", ""))
                .then()
                .statusCode(400);
        Response done = web.post(
                "/products/" + goods.listingId() + "/complain",
                Map.of("about", "QUALITY", "content", CONTENT, "contact", "13800001234"));
        done.then().statusCode(303);
        String receipt = done.getHeader("Location").replaceAll(".*receipt=", "");
        web.get("/complaints?receipt=" + receipt)
                .then()
                .body(containsString(receipt))
                .body(not(containsString("13800001234")));
        assertThat(SettledProvince.number("SELECT count(*) FROM supervision_complaint WHERE receipt = '" + receipt
                        + "' AND encode(contact_cipher, 'escape') NOT LIKE '%13800001234%' AND"
                        + " octet_length(sender_digest) = 32"))
                .isEqualTo(1);
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "450123");
        String id = id(receipt);
        People.as(officer)
                .get("/desk/complaints/" + id)
                .then()
                .statusCode(200)
                .body(not(containsString("13800001234")));
        json(officer, "/api/supervision/complaints/" + id + "/contact", Map.of("purpose", "核实到货情况"))
                .then()
                .body("contact", equalTo("13800001234"));
        assertThat(SettledProvince.number("SELECT count(*) FROM platform_audit WHERE action = 'complaint-contact-read'"
                        + " AND subject_id = '" + id + "' AND account_id = '" + officer.accountId() + "'"))
                .isEqualTo(1);
        json(officer, "/api/supervision/complaints/" + id + "/answer", Map.of("answer", "已责成卖家换货"))
                .then()
                .statusCode(200);
        json(officer, "/api/supervision/complaints/" + id + "/answer", Map.of("answer", "再答一次"))
                .then()
                .statusCode(409);
        given().get("/api/supervision/complaints/by-receipt/" + receipt).then().body("answer", equalTo("已责成卖家换货"));
        json(
                        People.inArea(Role.COUNTY_OFFICER, "451224"),
                        "/api/supervision/complaints/" + id + "/contact",
                        Map.of("purpose", "好奇"))
                .then()
                .statusCode(404);
        given().get("/api/supervision/complaints/by-receipt/K20260101-AAAAAAAAAA0")
                .then()
                .statusCode(404);
    }

    @Test
    void oneAddressComplainsFiveTimesADay() throws SQLException {
        forget();
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示山货", "Demo goods"));
        String path = "/api/supervision/products/" + goods.listingId() + "/complaints";
        Map<String, String> body = Map.of("about", "PRICE", "content", CONTENT);
        for (int i = 0; i < 5; i++) {
            given().contentType("application/json").body(body).post(path).then().statusCode(201);
        }
        given().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(429)
                .body("code", equalTo("complaints-too-many"));
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        given().contentType("application/json").body(body).post(path).then().statusCode(201);
        forget();
    }

    @Test
    void whoStandsOnAListIsReadByAnybodyAndComesOffByADecision() {
        Goods goods = Goods.certified(100);
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Map<String, String> draft = new HashMap<>(Map.of(
                "list", "BLACK", "certificate", goods.certificateNumber(), "reason", "拒不整改", "evidence", "检查记录第 1 号"));
        json(region, "/api/supervision/lists", draft)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/dueOn"));
        draft.put("dueOn", clock.today().plusDays(30).toString());
        json(People.inArea(Role.REGION_OFFICER, "360000"), "/api/supervision/lists", draft)
                .then()
                .statusCode(404);
        String id = json(region, "/api/supervision/lists", draft)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(sells(goods)).as("blacklisted suppliers do not sell").isFalse();
        json(region, "/api/supervision/lists", draft).then().statusCode(409).body("code", equalTo("listed-already"));
        given().get("/lists")
                .then()
                .statusCode(200)
                .body(containsString("/lists/" + id))
                .body(containsString("拒不整改"));
        given().get("/lists/entries.csv?list=BLACK").then().statusCode(200).body(containsString("检查记录第 1 号"));
        given().get("/api/supervision/lists/" + id).then().body("dueOn", equalTo(draft.get("dueOn")));
        json(region, "/api/supervision/lists/" + id + "/outcome", Map.of("outcome", "MENDED", "note", "已整改到位"))
                .then()
                .statusCode(200);
        assertThatThrownBy(() -> SettledProvince.run("DELETE FROM supervision_list_entry WHERE id = '" + id + "'"))
                .hasMessageContaining("frozen");
        assertThatThrownBy(() -> SettledProvince.run(
                        "UPDATE supervision_list_entry SET removed_at = now() WHERE id = '" + id + "'"))
                .hasMessageContaining("supervision_removed_by_decision");
        json(region, "/api/supervision/lists/" + id + "/removal", Map.of("reason", "整改到位，予以撤下"))
                .then()
                .statusCode(200);
        assertThat(sells(goods)).isTrue();
        given().get("/lists").then().body(not(containsString("/lists/" + id)));
        given().get("/lists?removed=true").then().body(containsString("/lists/" + id));
        given().get("/lists/" + id).then().body(containsString("整改到位，予以撤下"));
        Map<String, String> county =
                Map.of("list", "RED", "countyCode", "451223", "reason", "帮扶成效突出", "evidence", "季度通报");
        json(region, "/api/supervision/lists", county).then().statusCode(201).body("nameZh", equalTo("凤山县"));
    }

    @Test
    void aCaseSuspendsTheCertificateWhereTheLevelMay() {
        OnSale goods = OnSale.product(3_990, 10_000);
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(new SaleDraft(
                        "watch",
                        goods.listingId().toString(),
                        goods.listingId(),
                        goods.product().productId(),
                        goods.product().organisationId(),
                        9_000,
                        9_000 * 3_990L,
                        Goods.CHANNEL,
                        List.of(),
                        clock.instant().minusSeconds(1),
                        false)))));
        await(() -> watch.look(packs.current("450000"), Cause.CAPACITY_NEAR));
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        String id = caseOf(region, goods);
        Actor auditor = People.inArea(Role.AUDITOR, "450000");
        People.as(auditor).get("/desk/watch/" + id).then().statusCode(200).body(not(containsString("/decision")));
        json(auditor, "/api/supervision/cases/" + id + "/decision", Map.of())
                .then()
                .statusCode(403);
        json(region, "/api/supervision/cases/" + id + "/decision", Map.of("outcome", "CERTIFICATE_SUSPENDED"))
                .then()
                .statusCode(400);
        json(
                        region,
                        "/api/supervision/cases/" + id + "/decision",
                        Map.of("outcome", "CERTIFICATE_SUSPENDED", "reason", "产能存疑，暂停销售"))
                .then()
                .statusCode(200)
                .body("outcome", equalTo("CERTIFICATE_SUSPENDED"));
        given().get("/api/certificates/" + goods.product().certificateNumber())
                .then()
                .body("state", equalTo("SUSPENDED"));
        People.as(region).get("/desk/watch/cases.csv?done=true").then().body(containsString("产能存疑，暂停销售"));
    }

    private boolean sells(Goods goods) {
        return await(() -> tx.read(connection -> standings
                .requireSelling(connection, goods.organisationId())
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false)));
    }

    private static String caseOf(Actor actor, OnSale goods) {
        String cursor = "";
        while (true) {
            var page = People.as(actor)
                    .get("/api/supervision/cases?size=200&cursor=" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            @Nullable
            String found = page.getString(
                    "items.find { it.productId == '" + goods.product().productId() + "' }?.id");
            if (found != null) {
                return found;
            }
            cursor = String.valueOf(page.getString("next"));
        }
    }

    private static Response json(Actor actor, String path, Map<String, String> body) {
        return People.as(actor).contentType("application/json").body(body).post(path);
    }

    private static String id(String receipt) throws SQLException {
        try (var connection = PostgresForTests.connect();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT id FROM supervision_complaint WHERE receipt = '" + receipt + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The tests all come from one address: what was counted of it is moved away. */
    private static void forget() throws SQLException {
        SettledProvince.tamper("UPDATE supervision_complaint SET sender_digest = sha256(uuid_send(id))");
    }
}
