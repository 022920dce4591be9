package org.bangxiao.certification;

import static org.bangxiao.certification.Applying.APPLICATIONS;
import static org.bangxiao.certification.Applying.BAMA;
import static org.bangxiao.certification.Applying.json;
import static org.bangxiao.certification.Applying.opened;
import static org.bangxiao.certification.Applying.png;
import static org.bangxiao.certification.Applying.signedIn;
import static org.bangxiao.certification.Applying.to;
import static org.bangxiao.certification.Applying.version;
import static org.bangxiao.certification.Applying.whole;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Papers, places and raw lots of an application, over pages and JSON. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class EvidenceHttpTest {
    @Test
    void papersComeAndGoWhileItIsWrittenAndStayOnceHandedIn() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Actor actor = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(actor);
        String id = opened(token, whole(cooperative, "巴马山茶"));
        Web supplier = signedIn(actor);
        String home = "/desk/applications/" + id;
        supplier.get(home + "/pieces/evidence")
                .then()
                .statusCode(200)
                .body(allOf(containsString("营业执照"), containsString("还缺"), not(containsString("食品生产或经营许可证</h2>"))));
        supplier.upload(
                        home + "/evidence",
                        Map.of("kind", "origin-statement"),
                        "page.html",
                        "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8),
                        "image/png")
                .then()
                .statusCode(400)
                .body(containsString("file-origin-statement-error"));
        to(supplier.upload(
                home + "/evidence", Map.of("kind", "origin-statement"), "sheet<b>.png", png(7), "image/png"));
        supplier.get(home + "/pieces/evidence").then().body(containsString("sheet&lt;b&gt;.png"));
        RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("image/png")
                .body(png(8))
                .post(APPLICATIONS + "/" + id + "/evidence?kind=business-licence&expiresOn=2019-12-31&name=licence.png")
                .then()
                .statusCode(200)
                .body("items.find { it.kind == 'business-licence' }.state", equalTo("EXPIRED"))
                .body("items.find { it.kind == 'origin-statement' }.state", equalTo("THERE"))
                .body("items.find { it.kind == 'food-licence' }.state", equalTo("NOT_NEEDED"))
                .body("items.find { it.kind == 'member-list' }.state", equalTo("MISSING"))
                .body("there", equalTo(1));
        RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("image/png")
                .body(png(9))
                .post(APPLICATIONS + "/" + id + "/evidence?kind=love-letter")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/kind"));
        whoReadsAndWhoTakesOut(supplier, home, token, id);
    }

    private static void whoReadsAndWhoTakesOut(Web supplier, String home, String token, String id) {
        String licence = json(token)
                .get(APPLICATIONS + "/" + id + "/evidence")
                .then()
                .extract()
                .path("items.find { it.kind == 'business-licence' }.files[0].id");
        String origin = json(token)
                .get(APPLICATIONS + "/" + id + "/evidence")
                .then()
                .extract()
                .path("items.find { it.kind == 'origin-statement' }.files[0].id");
        supplier.get(home + "/evidence/" + origin)
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("Content-Security-Policy", containsString("sandbox"));
        String stranger = People.token(
                People.of(Role.SUPPLIER, Suppliers.cooperative(BAMA).id()));
        String officer = People.token(People.inArea(Role.COUNTY_OFFICER, BAMA));
        for (String nobody : List.of(stranger, officer)) {
            json(nobody)
                    .get(APPLICATIONS + "/" + id + "/evidence/" + origin)
                    .then()
                    .statusCode(404);
            json(nobody).get(APPLICATIONS + "/" + id + "/evidence").then().statusCode(404);
        }
        json(stranger)
                .delete(APPLICATIONS + "/" + id + "/evidence/" + origin)
                .then()
                .statusCode(404);
        to(supplier.post(home + "/evidence/" + licence + "/removal", Map.of()));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("checks.find { it.id == 'evidence' }.code", equalTo("evidence-missing"));
        json(token)
                .delete(APPLICATIONS + "/" + id + "/evidence/" + origin)
                .then()
                .statusCode(409)
                .body("code", equalTo("evidence-kept"));
        json(officer)
                .get(APPLICATIONS + "/" + id + "/evidence/" + origin)
                .then()
                .statusCode(200);
        json(officer)
                .get(APPLICATIONS + "/" + id + "/evidence")
                .then()
                .statusCode(200)
                .body("items.find { it.kind == 'origin-statement' }.files", hasSize(1));
    }

    @Test
    void aServiceIsMeasuredByPlacesAndNotByWeight() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Actor actor = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(actor);
        Map<String, Object> lodging = new HashMap<>(whole(cooperative, "巴马农家两日游"));
        lodging.put("category", "rural-tourism");
        lodging.put("packageUnit", "两日/人");
        lodging.put("harvestMonths", List.of());
        String id = json(token)
                .body(lodging)
                .post(APPLICATIONS)
                .then()
                .statusCode(201)
                .body("product.netWeightGrams", nullValue())
                .body("product.harvestMonths", hasSize(12))
                .extract()
                .path("id");
        signedIn(actor)
                .get("/desk/applications/" + id + "/pieces/origin")
                .then()
                .statusCode(200)
                .body(allOf(containsString("一年可接待"), not(containsString("netWeightGrams"))));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"))
                .body("checks.id", not(hasItem("lots")));
    }

    @Test
    void aProcessedProductNamesItsRawLots() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Actor actor = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(actor);
        Map<String, Object> oil = new HashMap<>(whole(cooperative, "巴马茶油"));
        oil.put("category", "processed-farm-product");
        oil.put("yearlyCapacity", 100);
        String id = opened(token, oil);
        expectLots(token, id, "lots-none");
        Web supplier = signedIn(actor);
        String home = "/desk/applications/" + id;
        supplier.get(home + "/pieces/origin").then().body(containsString("rawLots-0-what"));
        Map<String, Object> piece = new HashMap<>(Map.of(
                "countyCode", BAMA,
                "netWeightGrams", "500",
                "harvestMonths", "9",
                "yearlyCapacity", "100",
                "rawLots-0-what", "茶籽",
                "rawLots-0-countyCode", BAMA,
                "rawLots-0-grams", "四十",
                "go", "next"));
        piece.put("version", version(supplier, home));
        supplier.post(home + "/pieces/origin", piece)
                .then()
                .statusCode(400)
                .body(allOf(containsString("value=\"四十\""), containsString("rawLots-0-grams-error")));
        piece.put("rawLots-0-grams", "49.999");
        piece.put("version", version(supplier, home));
        supplier.post(home + "/pieces/origin", piece)
                .then()
                .statusCode(400)
                .body(containsString("rawLots-0-document-error"));
        piece.put("rawLots-0-households", "6");
        piece.put("version", version(supplier, home));
        to(supplier.post(home + "/pieces/origin", piece));
        expectLots(token, id, "lots-short");
        piece.put("rawLots-0-grams", "50");
        piece.put("version", version(supplier, home));
        to(supplier.post(home + "/pieces/origin", piece));
        expectLots(token, id, "lots-enough");
    }

    @Test
    void theSameWorkersCountInTheOlderLinkOnly() {
        List<UUID> alone = Families.register(IntStream.range(0, 10)
                .mapToObj(i -> {
                    HouseholdDraft four = Families.draft(
                            BAMA,
                            new HouseholdDraft.Standing(
                                    HouseholdStatus.REGISTERED_POOR, LocalDate.of(2016, 1, 1), null));
                    return new HouseholdDraft(
                            four.villageCode(),
                            four.villageName(),
                            four.headName(),
                            four.idNumber(),
                            four.bankAccount(),
                            four.bankCode(),
                            1,
                            four.history(),
                            true);
                })
                .toList());
        String[] codes = {"people-once", "people-twice"};
        String[] outcomes = {"PASS", "FAIL"};
        for (int i = 0; i < 2; i++) {
            UUID cooperative = Suppliers.cooperative(BAMA).id();
            UUID link = Families.link(cooperative, LinkKind.WAGES, 100, alone, 100);
            String token = People.token(People.of(Role.SUPPLIER, cooperative));
            Map<String, Object> body = new HashMap<>(whole(cooperative, "巴马油茶" + i));
            body.put("linkId", link);
            json(token)
                    .get(APPLICATIONS + "/" + opened(token, body) + "/checks")
                    .then()
                    .statusCode(200)
                    .body("find { it.id == 'people' }.code", equalTo(codes[i]))
                    .body("find { it.id == 'link' }.outcome", equalTo(outcomes[i]));
        }
    }

    private static void expectLots(String token, String id, String code) {
        json(token)
                .get(APPLICATIONS + "/" + id + "/checks")
                .then()
                .statusCode(200)
                .body("find { it.id == 'lots' }.code", equalTo(code));
    }
}
