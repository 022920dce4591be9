package org.bangxiao.settlement;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.ProofCheck;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SettlementHttpTest {
    @Inject
    Seals seals;

    @Inject
    Settlements settlements;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Inject
    Statements statements;

    @Inject
    BusinessClock clock;

    @TestHTTPResource("/")
    URI home;

    private final SettledProvince province = SettledProvince.fresh();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void fromPoolsToAStatementThatCanBeProven() throws SQLException {
        UUID link = province.link(new long[] {5, 3, 9, 1, 1, 4, 8, 2, 6}, HouseholdStatus.LIFTED);
        province.pool(link, month(), "DIVIDEND", 39_001);
        String id = prepareApproveRun();
        UUID household = province.householdsOf(link).get(2);
        Actor village = People.inArea(Role.VILLAGE_OFFICER, province.county() + "100200");
        String address = "/api/households/" + household + "/statement";
        People.as(village)
                .get(address)
                .then()
                .statusCode(200)
                .body("lines", hasSize(1))
                .body("lines[0].poolFen", equalTo(39_001))
                .body("lines[0].members", equalTo(9))
                .body("paidFen", equalTo(0))
                .body("headMasked", containsString("*"));
        Actor neighbour = People.inArea(Role.VILLAGE_OFFICER, province.county() + "100999");
        People.as(neighbour).get(address).then().statusCode(404);
        People.as(province.preparer()).get(address).then().statusCode(403);
        get(address).then().statusCode(401);
        await(seals::sealNow);
        long pool = People.as(village).get(address).jsonPath().getLong("lines[0].poolId");
        RecordProof proof = await(() -> statements.proof(village, household, UUID.fromString(id), pool));
        assertThat(ProofCheck.check(proof, keys())).hasSize(8).allMatch(ProofCheck.Finding::passed);
        String page = "/desk/households/" + household + "/statement";
        People.as(village).get(page).then().statusCode(200).body(containsString("/credits/" + id + "/" + pool));
        People.as(neighbour).get(page).then().statusCode(404);
        get("/roots")
                .then()
                .statusCode(200)
                .body(containsString(
                        proof.transaction() == null
                                ? "sealed"
                                : proof.transaction().checkpoint().root()));
        inTheBrowser(village, page, page + "/credits/" + id + "/" + pool);
    }

    @Test
    void theStatementSaysWhichSalesItCameFrom() {
        Certified.Product product = Certified.product();
        List<SaleDraft> drafts = List.of(sale(product, 3), sale(product, 4));
        await(() -> tx.write(connection -> sales.record(connection, drafts)));
        Actor preparer = People.inArea(Role.FINANCE, "450000");
        Actor approver = People.inArea(Role.FINANCE, "450000");
        Actor auditor = People.inArea(Role.AUDITOR, "450000");
        SettlementView prepared = await(() -> settlements.prepare(preparer, null, month()));
        assertThat(prepared.pools())
                .anyMatch(pool -> pool.productId().equals(product.productId())
                        && pool.productNameZh().equals("演示脐橙"));
        SettledProvince.approve(approver, prepared);
        await(() -> settlements.run(preparer, prepared.id()));
        Statement statement =
                await(() -> statements.of(auditor, product.households().get(0), null));
        assertThat(statement.lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line.sales()).isEqualTo(2);
            assertThat(line.quantity()).isEqualTo(7);
            assertThat(line.grossFen()).isEqualTo(7 * 3_990);
            assertThat(line.kind()).isEqualTo("SHARES");
            assertThat(line.members()).isEqualTo(12);
            assertThat(line.unit()).isNotBlank();
        });
        assertThat(statement.totalFen()).isEqualTo(statement.creditedFen()).isPositive();
    }

    private SaleDraft sale(Certified.Product product, long quantity) {
        return new SaleDraft(
                "test",
                UUID.randomUUID().toString(),
                null,
                product.productId(),
                product.organisationId(),
                quantity,
                quantity * 3_990,
                "ECOMMERCE",
                List.of(),
                clock.instant(),
                false);
    }

    private String prepareApproveRun() {
        RequestSpecification one = People.as(province.preparer()).contentType("application/json");
        String id = given().spec(one)
                .body(Map.of("month", month()))
                .post("/api/settlements")
                .then()
                .statusCode(201)
                .body("state", equalTo("PREPARED"))
                .extract()
                .path("id");
        String here = "/api/settlements/" + id;
        given().spec(one)
                .body(Map.of("month", 202613))
                .post("/api/settlements")
                .then()
                .statusCode(400);
        String digest = given().spec(one).get(here).path("resultDigest");
        Map<String, String> approval = Map.of("resultDigest", digest);
        given().spec(one)
                .body(approval)
                .post(here + "/approval")
                .then()
                .statusCode(409)
                .body("code", equalTo("four-eyes"));
        Actor stranger = People.inArea(Role.FINANCE, "980000");
        People.as(stranger).get(here).then().statusCode(404);
        People.as(People.inArea(Role.COUNTY_OFFICER, province.county()))
                .get(here)
                .then()
                .statusCode(403);
        get(here).then().statusCode(401);
        RequestSpecification other = People.as(province.approver()).contentType("application/json");
        given().spec(other).body(approval).post(here + "/approval").then().statusCode(200);
        given().spec(one).post(here + "/run").then().statusCode(200).body("state", equalTo("DONE"));
        given().spec(one).post(here + "/run").then().statusCode(200).body("state", equalTo("DONE"));
        People.as(province.preparer()).get("/api/settlements?size=1").then().body("items[0].id", equalTo(id));
        People.as(province.preparer()).get("/desk/settlements").then().statusCode(200);
        People.as(province.approver())
                .get("/desk/settlements/" + id)
                .then()
                .statusCode(200)
                .body(containsString(digest));
        return id;
    }

    private void inTheBrowser(Actor reader, String statement, String proof) {
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                page.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + People.token(reader)));
                page.navigate(home.resolve(statement).toString());
                browser.screenshot(page, "statement");
                page.navigate(home.resolve(proof).toString());
                page.locator("#proof-good").waitFor();
                assertThat(page.locator("#proof-steps [data-said=passed]:visible")
                                .count())
                        .isEqualTo(8);
                browser.screenshot(page, "credit-proof");
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Map<String, byte[]> keys() {
        Map<String, byte[]> keys = new HashMap<>();
        List<Map<String, String>> published =
                get("/api/proofs/keys").then().statusCode(200).extract().path("keys");
        published.forEach(key -> keys.put(key.get("kid"), Base64.getUrlDecoder().decode(key.get("x"))));
        return keys;
    }

    private int month() {
        return BusinessClock.monthOf(clock.instant());
    }
}
