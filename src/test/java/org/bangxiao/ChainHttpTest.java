package org.bangxiao;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.certification.Clockwork;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One yuan through the whole house, by the front door alone: certify, list, sell, record, split, credit, prove. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ChainHttpTest {
    private static final String COUNTY = "451228";
    private static final long PRICE_FEN = 5_000;

    @AfterEach
    void backToToday() {
        clock().reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aPurchaseReachesTheHouseholdsBehindTheCertificateAndCanBeProven() {
        UUID cooperative = Suppliers.cooperative(COUNTY).id();
        Actor supplier = People.of(Role.SUPPLIER, cooperative);
        List<UUID> households = Families.register(12, COUNTY, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(cooperative, LinkKind.SHARES, 40, households, 100);
        clock().travelTo(clock().instant().minus(Duration.ofDays(60)));

        JsonPath certified = certify(supplier, link);
        clock().reset();
        String number = certified.getString("certificateNumber");
        given().get("/api/certificates/" + number).then().statusCode(200);
        String listing = list(supplier, certified.getString("productId"));
        given().get("/api/products/" + listing).then().statusCode(200);

        String sale = buy(listing, 3);
        settle();
        long credited = 0;
        Actor auditor = People.everywhere(Role.AUDITOR);
        for (UUID household : households) {
            JsonPath statement = People.as(auditor)
                    .get("/api/households/" + household + "/statement")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            credited += statement.getLong("creditedFen");
        }
        // 150.00 yuan: 2 % fee is 3.00, the floor 3 × 2.00, a tenth of the other 141.00 is dividend.
        assertThat(credited).isEqualTo(600 + 1_410);

        Await.await(() -> Arc.container().instance(Seals.class).get().sealNow());
        given().get("/api/sales/" + sale + "/proof").then().statusCode(200);
    }

    private static JsonPath certify(Actor supplier, UUID link) {
        Map<String, Object> draft = new HashMap<>();
        draft.put("nameZh", "演示山羊肉");
        draft.put("nameEn", "Demo goat meat");
        draft.put("category", "livestock-and-poultry");
        draft.put("countyCode", COUNTY);
        draft.put("packageUnit", "5斤/箱");
        draft.put("netWeightGrams", 2_500);
        draft.put("priceFen", PRICE_FEN);
        draft.put("yearlyCapacity", 1_000);
        draft.put("harvestMonths", List.of(1, 11, 12));
        draft.put("perishable", true);
        draft.put("geographicalIndication", false);
        draft.put("linkId", link);
        draft.put("floorFenPerUnit", 200);
        draft.put("dividendBasisPoints", 1_000);
        JsonPath application = created(json(supplier).body(draft).post("/api/certification/applications"));
        String path = "/api/certification/applications/" + application.getString("id");
        application = done(json(supplier).post(path + "/submission"));
        Map<String, Actor> officers = Map.of(
                "county-review", People.inArea(Role.COUNTY_OFFICER, COUNTY),
                "city-review", People.inArea(Role.CITY_OFFICER, "451200"),
                "region-recheck", People.inArea(Role.REGION_OFFICER, "450000"));
        for (int turn = 0; turn < 10 && !"CERTIFIED".equals(application.getString("state")); turn++) {
            if ("ON_NOTICE".equals(application.getString("state"))) {
                clock().travelTo(clock().instant().plus(Duration.ofDays(12)));
                Await.await(
                        () -> Arc.container().instance(Clockwork.class).get().advance());
                application = done(json(supplier).get(path));
            } else {
                Actor officer = officers.get(application.getString("step"));
                assertThat(officer).as(application.prettify()).isNotNull();
                String seen = done(json(officer).get("/api/certification/cases/" + application.getString("id")))
                        .getString("seen");
                Map<String, Object> verdict =
                        Map.of("outcome", "PASS", "reason", "", "version", application.getInt("version"), "seen", seen);
                application = done(json(officer).body(verdict).post(path + "/decisions"));
            }
        }
        assertThat(application.getString("state")).isEqualTo("CERTIFIED");
        return application;
    }

    private static String list(Actor supplier, String productId) {
        return created(json(supplier)
                        .body(Map.of("productId", productId, "priceFen", PRICE_FEN, "stock", 100))
                        .post("/api/listings"))
                .getString("id");
    }

    private static String buy(String listing, int quantity) {
        String token = created(given().contentType("application/json")
                        .body(Map.of("lines", List.of(Map.of("listingId", listing, "quantity", quantity))))
                        .post("/api/carts"))
                .getString("token");
        JsonPath placed = created(given().contentType("application/json")
                .header("Cart-Token", token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "receiver", Map.of("receiver", "演示顾客", "phone", "13800000000", "address", "广东省深圳市演示路 1 号")))
                .post("/api/purchases"));
        Web payer = new Web();
        payer.get(placed.getString("payPath"));
        payer.post(placed.getString("payPath"), Map.of("outcome", "pay"));
        JsonPath purchase = given().header("Cart-Token", token)
                .get("/api/purchases/" + placed.getString("purchaseId"))
                .jsonPath();
        assertThat(purchase.getString("state")).isEqualTo("PAID");
        assertThat(purchase.getLong("householdsFen")).isEqualTo(600 + 1_410);
        return purchase.getString("parts[0].lines[0].saleId");
    }

    private static void settle() {
        Actor preparer = People.everywhere(Role.FINANCE);
        Actor approver = People.everywhere(Role.FINANCE);
        JsonPath run = created(json(preparer)
                .body(Map.of("region", "450000", "month", BusinessClock.monthOf(clock().instant())))
                .post("/api/settlements"));
        String path = "/api/settlements/" + run.getString("id");
        String reviewed = SettledProvince.answered(approver, UUID.fromString(run.getString("id")));
        Map<String, String> approval = Map.of("resultDigest", run.getString("resultDigest"), "reviewDigest", reviewed);
        json(preparer).body(approval).post(path + "/approval").then().statusCode(409);
        done(json(approver).body(approval).post(path + "/approval"));
        assertThat(done(json(approver).post(path + "/run")).getString("state")).isEqualTo("DONE");
    }

    private static RequestSpecification json(Actor actor) {
        return People.as(actor).contentType("application/json");
    }

    private static JsonPath created(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return response.jsonPath();
    }

    private static JsonPath done(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private static BusinessClock clock() {
        return Arc.container().instance(BusinessClock.class).get();
    }
}
