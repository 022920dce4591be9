package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An application written in pieces, with gaps and papers, over pages and JSON. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ApplicationHttpTest {
    private static final String BAMA = "451227";
    private static final String APPLICATIONS = "/api/certification/applications";

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aPieceIsKeptWithItsGapsAndWhatCouldNotBeReadStandsInTheFormAgain() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Web supplier = signedIn(People.of(Role.SUPPLIER, cooperative));
        supplier.get("/desk/applications/new").then().statusCode(200);
        Response wrong = supplier.post(
                "/desk/applications", Map.of("nameZh", "巴马火麻仁", "priceFen", "三十", "packageUnit", "1斤/袋", "go", "next"));
        wrong.then()
                .statusCode(400)
                .body(allOf(
                        containsString("value=\"巴马火麻仁\""),
                        containsString("value=\"三十\""),
                        containsString("priceFen-error")));
        String id = wrong.asString().replaceAll("(?s).*action=\"/desk/applications/([0-9a-f-]{36})/.*", "$1");
        String home = "/desk/applications/" + id;
        supplier.get("/desk/applications").then().body(containsString("巴马火麻仁"));
        supplier.get(home + "/pieces/product")
                .then()
                .statusCode(200)
                .body(allOf(containsString("value=\"三十\""), containsString("value=\"1斤/袋\"")));
        assertThat(to(supplier.get(home + "/edit"))).endsWith("/pieces/product");
        supplier.get(home + "/pieces/check")
                .then()
                .statusCode(200)
                .body(allOf(containsString("/pieces/product#priceFen"), containsString("/pieces/link#linkId")));
        supplier.post(home + "/submission", Map.of("promise", "true")).then().statusCode(400);
        String back = to(supplier.post(
                home + "/pieces/origin", Map.of("version", version(supplier, home), "countyCode", BAMA, "go", "back")));
        assertThat(back).endsWith("/pieces/product");
        supplier.post(home + "/pieces/product", Map.of("version", "0", "nameZh", "旧的", "go", "next"))
                .then()
                .statusCode(409)
                .body(containsString("value=\"旧的\""));
        assertThat(to(supplier.post(
                        home + "/pieces/product",
                        Map.of(
                                "version", version(supplier, home),
                                "nameZh", "巴马火麻仁",
                                "category", "processed-farm-product",
                                "packageUnit", "1斤/袋",
                                "priceFen", "30",
                                "go", "later"))))
                .isEqualTo("/desk/applications");
        assertThat(to(supplier.get(home + "/edit"))).endsWith("/pieces/origin");
    }

    @Test
    void aFloorAboveALoweredPriceIsMendedInItsOwnPiece() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        Actor actor = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(actor);
        String id = opened(token, whole(cooperative, "巴马香猪肉"));
        Web supplier = signedIn(actor);
        String home = "/desk/applications/" + id;
        to(supplier.post(
                home + "/pieces/product",
                Map.of(
                        "version", version(supplier, home),
                        "nameZh", "巴马香猪肉",
                        "category", "livestock-and-poultry",
                        "packageUnit", "1斤/袋",
                        "priceFen", "1",
                        "go", "next")));
        supplier.get(home + "/pieces/link").then().body(containsString("value=\"2.00\""));
        json(token)
                .get(APPLICATIONS + "/" + id + "/progress")
                .then()
                .body("ready", equalTo(false))
                .body("parts.find { it.piece == 'LINK' }.gaps.pointer", hasItem("/floorFenPerUnit"));
    }

    @Test
    void aDraftIsWrittenBitByBitOverJsonAndHandedInWhole() {
        UUID cooperative = Suppliers.cooperative(BAMA).id();
        String token = People.token(People.of(Role.SUPPLIER, cooperative));
        String id = json(token)
                .body(Map.of("nameZh", "巴马香米"))
                .post(APPLICATIONS + "/drafts")
                .then()
                .statusCode(201)
                .body("state", equalTo("DRAFT"))
                .body("product.linkId", nullValue())
                .extract()
                .path("id");
        json(token)
                .get(APPLICATIONS + "/" + id + "/progress")
                .then()
                .statusCode(200)
                .body("ready", equalTo(false))
                .body("parts.piece", equalTo(List.of("PRODUCT", "ORIGIN", "LINK", "EVIDENCE", "CHECK")))
                .body("parts[0].gaps.pointer", hasItems("/category", "/priceFen"));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/category", "/priceFen", "/linkId"));
        Map<String, Object> rest = new java.util.HashMap<>(whole(cooperative, "巴马香米"));
        rest.remove("nameZh");
        json(token)
                .body(Map.of("version", 7, "product", rest))
                .patch(APPLICATIONS + "/" + id)
                .then()
                .statusCode(409);
        json(token)
                .body(Map.of("version", 0, "product", Map.of("priceFen", "viel")))
                .patch(APPLICATIONS + "/" + id)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/priceFen"));
        json(token)
                .body(Map.of("version", 0, "product", Map.of("netWeightGrams", -5)))
                .patch(APPLICATIONS + "/" + id)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/netWeightGrams"));
        json(token)
                .body(Map.of("version", 0, "product", rest))
                .patch(APPLICATIONS + "/" + id)
                .then()
                .statusCode(200)
                .body("product.nameZh", equalTo("巴马香米"))
                .body("product.priceFen", equalTo(3_000));
        json(token)
                .get(APPLICATIONS + "/" + id + "/checks")
                .then()
                .statusCode(200)
                .body("find { it.id == 'link' }.code", equalTo("link-shares"))
                .body("find { it.id == 'link' }.outcome", equalTo("PASS"))
                .body("find { it.id == 'link' }.threshold", equalTo("20.00%"))
                .body("find { it.id == 'evidence' }.outcome", equalTo("WARN"));
        json(token)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"))
                .body("checks.find { it.id == 'name' }.outcome", equalTo("PASS"));
        json(token)
                .body(Map.of("version", 2, "product", rest))
                .patch(APPLICATIONS + "/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("application-state"));
        String copy = json(token)
                .post(APPLICATIONS + "/" + id + "/copies")
                .then()
                .statusCode(201)
                .body("product.nameZh", equalTo("巴马香米"))
                .extract()
                .path("id");
        json(token)
                .post(APPLICATIONS + "/" + copy + "/submission")
                .then()
                .statusCode(200)
                .body("checks.find { it.id == 'duplicate' }.code", equalTo("duplicate-same"))
                .body("checks.find { it.id == 'duplicate' }.outcome", equalTo("FAIL"));
    }

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
        Map<String, Object> lodging = new java.util.HashMap<>(whole(cooperative, "巴马农家两日游"));
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
        Map<String, Object> oil = new java.util.HashMap<>(whole(cooperative, "巴马茶油"));
        oil.put("category", "processed-farm-product");
        oil.put("yearlyCapacity", 100);
        String id = opened(token, oil);
        expectLots(token, id, "lots-none");
        Web supplier = signedIn(actor);
        String home = "/desk/applications/" + id;
        supplier.get(home + "/pieces/origin").then().body(containsString("rawLots-0-what"));
        Map<String, Object> piece = new java.util.HashMap<>(Map.of(
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
        List<UUID> alone = Families.register(java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> {
                    HouseholdDraft four = Families.draft(BAMA, new HouseholdDraft.Standing(
                            HouseholdStatus.REGISTERED_POOR, java.time.LocalDate.of(2016, 1, 1), null));
                    return new HouseholdDraft(
                            four.villageCode(), four.villageName(), four.headName(), four.idNumber(),
                            four.bankAccount(), 1, four.history(), true);
                })
                .toList());
        String[] codes = {"people-once", "people-twice"};
        String[] outcomes = {"PASS", "FAIL"};
        for (int i = 0; i < 2; i++) {
            UUID cooperative = Suppliers.cooperative(BAMA).id();
            UUID link = Families.link(cooperative, LinkKind.WAGES, 100, alone, 100);
            String token = People.token(People.of(Role.SUPPLIER, cooperative));
            Map<String, Object> body = new java.util.HashMap<>(whole(cooperative, "巴马油茶" + i));
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

    private static Web signedIn(Actor actor) {
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", actor.username(), "password", People.PASSWORD, "next", ""))
                .then()
                .statusCode(303);
        web.get("/desk/applications/new").then().statusCode(200);
        return web;
    }

    private static String version(Web web, String home) {
        return web.get(home + "/pieces/product")
                .asString()
                .replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1");
    }

    private static String to(Response redirect) {
        String location = redirect.then().statusCode(303).extract().header("Location");
        return location.substring(location.indexOf("/desk"));
    }

    private static String opened(String token, Map<String, Object> body) {
        return json(token)
                .body(body)
                .post(APPLICATIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification json(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    static Map<String, Object> whole(UUID organisation, String nameZh) {
        List<UUID> households = Families.register(12, BAMA, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(organisation, LinkKind.SHARES, 40, households, 100);
        return Map.of(
                "nameZh",
                nameZh,
                "category",
                "grain",
                "countyCode",
                BAMA,
                "packageUnit",
                "1斤/袋",
                "netWeightGrams",
                500,
                "priceFen",
                3_000,
                "yearlyCapacity",
                2_000,
                "harvestMonths",
                List.of(9, 10),
                "linkId",
                link,
                "floorFenPerUnit",
                200);
    }

    /** A small picture, another one for each number. */
    static byte[] png(int number) {
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(number % 40, number / 40, 0xC23A12);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
