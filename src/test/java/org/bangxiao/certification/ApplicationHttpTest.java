package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.certification.Applying.APPLICATIONS;
import static org.bangxiao.certification.Applying.BAMA;
import static org.bangxiao.certification.Applying.json;
import static org.bangxiao.certification.Applying.opened;
import static org.bangxiao.certification.Applying.signedIn;
import static org.bangxiao.certification.Applying.to;
import static org.bangxiao.certification.Applying.version;
import static org.bangxiao.certification.Applying.whole;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
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
        Actor actor = People.of(Role.SUPPLIER, cooperative);
        String token = People.token(actor);
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
        Map<String, Object> rest = new HashMap<>(whole(cooperative, "巴马香米"));
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
        checkedHandedInAndCopied(actor, token, id, rest);
    }

    private static void checkedHandedInAndCopied(Actor actor, String token, String id, Map<String, Object> rest) {
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
        Web supplier = signedIn(actor);
        supplier.get("/desk/applications/" + id).then().body(containsString("/copy"));
        assertThat(to(supplier.post("/desk/applications/" + id + "/copy", Map.of())))
                .endsWith("/pieces/product");
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
}
