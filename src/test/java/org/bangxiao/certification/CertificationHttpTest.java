package org.bangxiao.certification;

import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certification through the front door: JSON, then pages. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CertificationHttpTest {
    private static final String DONGLAN = "451224";
    private static final String APPLICATIONS = "/api/certification/applications";

    @Inject
    BusinessClock clock;

    @Inject
    Clockwork clockwork;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aProductIsCertifiedOverJson() {
        UUID cooperative = Suppliers.cooperative(DONGLAN).id();
        String supplier = People.token(People.of(Role.SUPPLIER, cooperative));
        String county = People.token(People.inArea(Role.COUNTY_OFFICER, DONGLAN));
        String city = People.token(People.inArea(Role.CITY_OFFICER, "451200"));
        String region = People.token(People.inArea(Role.REGION_OFFICER, "450000"));

        String id = handedIn(supplier, cooperative, county);
        json(People.token(People.inArea(Role.COUNTY_OFFICER, "451223")))
                .get(APPLICATIONS + "/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        json(city)
                .body(verdict("PASS", "", 1, seen(county, id)))
                .post(APPLICATIONS + "/" + id + "/decisions")
                .then()
                .statusCode(403)
                .body("code", equalTo("step-of-another-level"));
        json(county)
                .body(verdict("REJECT", " ", 1, seen(county, id)))
                .post(APPLICATIONS + "/" + id + "/decisions")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/reason"));
        int posted = decide(county, id, 1)
                .body("state", equalTo("ON_NOTICE"))
                .extract()
                .path("version");
        json(county)
                .body(verdict("PASS", "", 1, seen(county, id)))
                .post(APPLICATIONS + "/" + id + "/decisions")
                .then()
                .statusCode(409)
                .body("code", equalTo("already-decided"));

        Instant start = clock.instant();
        clock.travelTo(start.plusSeconds(20L * 24 * 3600));
        await(() -> clockwork.advance());
        int atRegion = decide(city, id, posted + 1).extract().path("version");
        String number = decide(region, id, atRegion)
                .body("state", equalTo("CERTIFIED"))
                .extract()
                .path("certificateNumber");
        RestAssured.get("/api/certificates/" + number)
                .then()
                .statusCode(200)
                .body("state", equalTo("VALID"))
                .body("households", equalTo(12))
                .body("householdsFewerThan", nullValue())
                .body("countyName.zh", equalTo("东兰县"))
                .body("history.outcome", everyItem(equalTo("PASS")));
        RestAssured.get("/api/certification/notices?announcements=true")
                .then()
                .statusCode(200)
                .body("items.certificateNumber", hasItem(number));
    }

    /** A draft that no officer sees, handed in and computed. */
    private static String handedIn(String supplier, UUID cooperative, String county) {
        String id = json(supplier)
                .body(body(cooperative))
                .post(APPLICATIONS)
                .then()
                .statusCode(201)
                .body("state", equalTo("DRAFT"))
                .extract()
                .path("id");
        json(county).get(APPLICATIONS + "/" + id).then().statusCode(404);
        json(supplier)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"))
                .body("step", equalTo("county-review"))
                .body(
                        "checks.id",
                        hasItems(
                                "exclusion",
                                "origin",
                                "link",
                                "people",
                                "price",
                                "value",
                                "name",
                                "duplicate",
                                "evidence"))
                .body("checks.find { it.id == 'link' }.figures", hasItem("30.00%"));
        return id;
    }

    @Test
    void everyFaultStandsAtItsField() {
        UUID cooperative = Suppliers.cooperative(DONGLAN).id();
        String supplier = People.token(People.of(Role.SUPPLIER, cooperative));
        json(supplier)
                .body(Map.of("nameZh", "", "category", "gold", "countyCode", "110101", "linkId", UUID.randomUUID()))
                .post(APPLICATIONS)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-input"))
                .body(
                        "errors.pointer",
                        contains(
                                "/nameZh",
                                "/packageUnit",
                                "/category",
                                "/countyCode",
                                "/priceFen",
                                "/yearlyCapacity",
                                "/harvestMonths"));
        Map<String, Object> foreign = body(Suppliers.cooperative(DONGLAN).id());
        json(supplier)
                .body(foreign)
                .post(APPLICATIONS)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("link-unknown"));
    }

    @Test
    void aStrangersApplicationLooksLikeNone() {
        Certified.Product product = Certified.product();
        String stranger = People.token(
                People.of(Role.SUPPLIER, Suppliers.cooperative(DONGLAN).id()));
        String foreign = json(stranger)
                .get(APPLICATIONS + "/" + product.applicationId())
                .then()
                .statusCode(404)
                .extract()
                .asString();
        String none = json(stranger)
                .get(APPLICATIONS + "/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .extract()
                .asString();
        org.assertj.core.api.Assertions.assertThat(foreign).isEqualTo(none);
        json(stranger).get(APPLICATIONS).then().statusCode(200).body("items.size()", equalTo(0));
    }

    @Test
    void anOfficersListGoesOnByCursor() {
        UUID cooperative = Suppliers.cooperative("451027").id();
        Actor supplier = People.of(Role.SUPPLIER, cooperative);
        UUID link = link(cooperative, "451027");
        for (int i = 0; i < 3; i++) {
            Certified.submitted(supplier, Certified.draft("451027", link));
        }
        String county = People.token(People.inArea(Role.COUNTY_OFFICER, "451027"));
        String next = json(county)
                .get(APPLICATIONS + "?state=IN_REVIEW&size=2")
                .then()
                .statusCode(200)
                .body("items.countyCode", everyItem(equalTo("451027")))
                .body("items.size()", equalTo(2))
                .extract()
                .path("next");
        json(county)
                .get(APPLICATIONS + "?state=IN_REVIEW&size=2&cursor=" + next)
                .then()
                .body("items.size()", equalTo(1))
                .body("next", nullValue());
        json(county).get(APPLICATIONS + "?cursor=nonsense").then().statusCode(400);
    }

    @Test
    void theCertificatesPageShowsMarkAndCodeUntilItIsRevoked() {
        Certified.Product product = Certified.product();
        String number = product.certificateNumber();
        RestAssured.get("/certificates/" + number)
                .then()
                .statusCode(200)
                .body(allOf(containsString(number), containsString("演示脐橙"), containsString("12 户")));
        RestAssured.get("/certificates/" + number + "/qr.svg")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .body(startsWith("<svg"));
        RestAssured.get("/certificates/" + number + "/mark.svg").then().statusCode(200);
        RestAssured.given()
                .redirects()
                .follow(false)
                .get("/verify?number=" + number.replace("-", "").toLowerCase(java.util.Locale.ROOT))
                .then()
                .statusCode(303)
                .header("Location", containsString("/certificates/" + number));
        RestAssured.get("/verify?number=GX-2020-451224-AAAAAA-A")
                .then()
                .statusCode(404)
                .body(containsString("没有查到"));
        json(People.token(People.inArea(Role.REGION_OFFICER, "450000")))
                .body(Map.of("state", "REVOKED", "reason", "弄虚作假"))
                .post("/api/certificates/" + number + "/changes")
                .then()
                .statusCode(200);
        RestAssured.get("/certificates/" + number).then().body(containsString("弄虚作假"));
        RestAssured.get("/certificates/" + number + "/mark.svg").then().statusCode(404);
    }

    @Test
    void aSupplierAppliesAndAnOfficerDecidesOnPages() {
        UUID cooperative = Suppliers.cooperative(DONGLAN).id();
        UUID link = link(cooperative, DONGLAN);
        Web supplier = Web.signedIn(People.of(Role.SUPPLIER, cooperative));
        supplier.get("/desk/applications").then().statusCode(200);
        String path = handedInOnPages(supplier, link);
        supplier.get(path).then().statusCode(200).body(allOf(containsString("审核中"), containsString("30.00%")));

        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, DONGLAN));
        officer.get("/desk/certification").then().statusCode(200).body(containsString("东兰墨米"));
        String seen = seenOnPage(officer.get(path)
                .then()
                .statusCode(200)
                .body(containsString("name=\"outcome\""))
                .extract()
                .asString());
        officer.post(path + "/decisions", Map.of("version", "3", "seen", seen, "outcome", "REJECT", "reason", ""))
                .then()
                .statusCode(400)
                .body(containsString("reason-error"));
        officer.post(path + "/decisions", Map.of("version", "3", "seen", seen, "outcome", "PASS", "reason", ""))
                .then()
                .statusCode(303);
        Web anybody = new Web();
        String notice = RestAssured.get("/api/certification/notices?size=200")
                .then()
                .extract()
                .path("items.find { it.nameZh == '东兰墨米' }.id");
        anybody.get("/notices").then().statusCode(200).body(containsString("东兰墨米"));
        anybody.get("/notices/" + notice).then().statusCode(200).body(containsString("objections"));
        anybody.postParts("/notices/" + notice + "/objections", Map.of("content", "短", "contact", ""))
                .then()
                .statusCode(400)
                .body(containsString("content-error"));
        String after = anybody.postParts(
                        "/notices/" + notice + "/objections", Map.of("content", "这家合作社没有按合同分红给农户。", "contact", ""))
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        anybody.get(after.substring(after.indexOf("/objections/"))).then().body(containsString("回执号"));
        anybody.get("/announcements/" + notice).then().statusCode(404);
        officer.get(path).then().body(allOf(containsString("没有按合同分红"), not(containsString("name=\"outcome\""))));
    }

    /** Piece by piece: product, origin, link, then the promise. */
    private static String handedInOnPages(Web supplier, UUID link) {
        supplier.get("/desk/applications/new").then().statusCode(200);
        String origin = to(supplier.post(
                "/desk/applications",
                Map.of(
                        "nameZh", "东兰墨米",
                        "category", "grain",
                        "packageUnit", "5斤/袋",
                        "priceFen", "58.50",
                        "go", "next")));
        String path = origin.substring(0, origin.indexOf("/pieces"));
        String next = to(supplier.post(
                origin,
                Map.of(
                        "version", "0",
                        "countyCode", DONGLAN,
                        "harvestMonths", List.of("9", "10"),
                        "yearlyCapacity", "800",
                        "go", "next")));
        supplier.get(next).then().statusCode(200).body(containsString("演示合同"));
        to(supplier.post(next, Map.of("version", "1", "linkId", link.toString(), "go", "next")));
        supplier.post(path + "/submission", Map.of()).then().statusCode(400).body(containsString("promise-error"));
        to(supplier.post(path + "/submission", Map.of("promise", "true")));
        return path;
    }

    private static String to(io.restassured.response.Response redirect) {
        String location = redirect.then().statusCode(303).extract().header("Location");
        return location.substring(location.indexOf("/desk"));
    }

    private static io.restassured.response.ValidatableResponse decide(String token, String id, int version) {
        return json(token)
                .body(verdict("PASS", "", version, seen(token, id)))
                .post(APPLICATIONS + "/" + id + "/decisions")
                .then()
                .statusCode(200);
    }

    private static Map<String, Object> verdict(String outcome, String reason, int version, String seen) {
        return Map.of("outcome", outcome, "reason", reason, "version", version, "seen", seen);
    }

    /** The digest of the case as it stands before the officer. */
    private static String seen(String token, String id) {
        return json(token)
                .get("/api/certification/cases/" + id)
                .then()
                .statusCode(200)
                .extract()
                .path("seen");
    }

    private static String seenOnPage(String html) {
        java.util.regex.Matcher seen = java.util.regex.Pattern.compile("name=\"seen\" value=\"([0-9a-f]{64})\"")
                .matcher(html);
        return seen.find() ? seen.group(1) : "";
    }

    private static RequestSpecification json(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static UUID link(UUID organisation, String county) {
        List<UUID> households = Families.register(12, county, HouseholdStatus.REGISTERED_POOR);
        return Families.link(organisation, LinkKind.SHARES, 40, households, 100);
    }

    private static Map<String, Object> body(UUID organisation) {
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("nameZh", "东兰板栗");
        body.put("nameEn", "Donglan chestnuts");
        body.put("category", "fruit");
        body.put("countyCode", DONGLAN);
        body.put("packageUnit", "3斤/袋");
        body.put("netWeightGrams", 1_500);
        body.put("priceFen", 3_600);
        body.put("yearlyCapacity", 5_000);
        body.put("harvestMonths", List.of(9, 10));
        body.put("perishable", true);
        body.put("geographicalIndication", false);
        body.put("linkId", link(organisation, DONGLAN));
        body.put("floorFenPerUnit", 150);
        return body;
    }
}
