package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.certification.Applying.APPLICATIONS;
import static org.bangxiao.certification.Applying.BAMA;
import static org.bangxiao.certification.Applying.json;
import static org.bangxiao.certification.Applying.opened;
import static org.bangxiao.certification.Applying.png;
import static org.bangxiao.certification.Applying.signedIn;
import static org.bangxiao.certification.Applying.to;
import static org.bangxiao.certification.Applying.whole;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Agency;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent applies in a supplier's name only where its mandate says so, and so far as it goes. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AgentApplicationsHttpTest {
    private final UUID cooperative = Suppliers.cooperative(BAMA).id();
    private final Actor supplier = People.of(Role.SUPPLIER, cooperative);
    private final Agency agency = Agency.open();
    private final Map<String, Object> product = whole(cooperative, "巴马火麻");
    private String agent = "";

    @BeforeEach
    void theAgentSignsIn() {
        agent = People.token(agency.agent());
    }

    @Test
    void withoutAMandateOrWithOneForSellingAloneItNeitherSeesNorWritesApplications() {
        String id = opened(People.token(supplier), product);
        expectNothing(id);
        agency.mandate(supplier, List.of(), false);
        expectNothing(id);
        signedIn(agency.agent()).get("/desk/applications/new").then().body(not(containsString("name=\"supplier\"")));
    }

    @Test
    void underAMandateThatSaysSoItAppliesUntilTheMandateEnds() {
        UUID mandate = agency.mandate(supplier, List.of(), true);
        String id = json(agent)
                .body(product)
                .post(APPLICATIONS + "?supplier=" + cooperative)
                .then()
                .statusCode(201)
                .body("organisationId", equalTo(cooperative.toString()))
                .extract()
                .path("id");
        json(agent).get(APPLICATIONS).then().body("items.id", hasItem(id));
        json(agent)
                .contentType("image/png")
                .body(png(31))
                .post(APPLICATIONS + "/" + id + "/evidence?kind=supply-plan")
                .then()
                .statusCode(200);
        json(agent)
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"));
        // It is the supplier's: the supplier sees it and may take it back.
        json(People.token(supplier)).get(APPLICATIONS).then().body("items.id", hasItem(id));
        agency.end(mandate);
        expectNothing(id);
    }

    @Test
    void underAMandateForOneProductItWritesThatProductsApplicationsAndNoNewOne() {
        String token = People.token(supplier);
        String first = opened(token, product);
        String other = opened(token, whole(cooperative, "巴马山茶"));
        UUID productId = UUID.fromString(
                json(token).get(APPLICATIONS + "/" + first).then().extract().path("productId"));
        agency.mandate(supplier, List.of(productId), true);
        json(agent).get(APPLICATIONS + "/" + first).then().statusCode(200);
        json(agent).post(APPLICATIONS + "/" + first + "/copies").then().statusCode(404);
        json(agent).get(APPLICATIONS).then().body("items.id", equalTo(List.of(first)));
        expectNotFound(other);
        json(agent)
                .body(whole(cooperative, "巴马黑米"))
                .post(APPLICATIONS + "?supplier=" + cooperative)
                .then()
                .statusCode(404);
    }

    @Test
    void onPagesItChoosesInWhoseNameItApplies() {
        agency.mandate(supplier, List.of(), true);
        Web web = signedIn(agency.agent());
        web.get("/desk/applications/new").then().body(containsString("value=\"" + cooperative + "\""));
        String home = to(web.post(
                "/desk/applications",
                Map.of(
                        "supplier",
                        cooperative,
                        "nameZh",
                        "巴马油茶籽",
                        "packageUnit",
                        "1斤/袋",
                        "priceFen",
                        "30",
                        "go",
                        "next")));
        String id = home.replaceAll(".*/applications/([0-9a-f-]{36})/.*", "$1");
        web.get("/desk/applications").then().body(allOf(containsString("巴马油茶籽"), containsString("演示组织")));
        web.get("/desk/applications/" + id).then().statusCode(200).body(containsString("/withdrawal"));
        web.get("/desk/applications/" + id + "/pieces/link").then().statusCode(200);
        web.post(
                        "/desk/applications",
                        Map.of("supplier", Suppliers.cooperative(BAMA).id(), "nameZh", "别人的", "go", "next"))
                .then()
                .statusCode(404);
        assertThat(signedIn(supplier).get("/desk/applications").asString()).contains("巴马油茶籽");
    }

    private void expectNothing(String id) {
        json(agent).get(APPLICATIONS).then().statusCode(200).body("items", equalTo(List.of()));
        expectNotFound(id);
        json(agent)
                .body(product)
                .post(APPLICATIONS + "?supplier=" + cooperative)
                .then()
                .statusCode(404);
    }

    private void expectNotFound(String id) {
        String one = APPLICATIONS + "/" + id;
        json(agent).get(one).then().statusCode(404);
        json(agent).get(one + "/evidence").then().statusCode(404);
        json(agent).get(one + "/checks").then().statusCode(404);
        json(agent).post(one + "/submission").then().statusCode(404);
        json(agent).post(one + "/withdrawal").then().statusCode(404);
        json(agent)
                .body(Map.of("version", 0, "product", product))
                .put(one)
                .then()
                .statusCode(404);
    }
}
