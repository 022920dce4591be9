package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.certification.Applying.APPLICATIONS;
import static org.bangxiao.certification.Applying.BAMA;
import static org.bangxiao.certification.Applying.json;
import static org.bangxiao.certification.Applying.opened;
import static org.bangxiao.certification.Applying.png;
import static org.bangxiao.certification.Applying.signedIn;
import static org.bangxiao.certification.Applying.whole;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.SupplierDocuments;
import org.bangxiao.organisation.TakingOn;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a supplier keeps in its own file answers the items of its applications by itself. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FromTheFileHttpTest {
    @Inject
    TakingOn takingOn;

    @Inject
    Documents documents;

    @Inject
    SupplierDocuments papers;

    @Inject
    BusinessClock clock;

    private final UUID cooperative = Suppliers.cooperative(BAMA).id();
    private final Actor supplier = People.of(Role.SUPPLIER, cooperative);
    private final Map<String, Object> product = whole(cooperative, "巴马火麻籽");

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @Test
    void aPaperOfTheFileAnswersItsItemIsMissingOnceItExpiredAndFollowsTheRenewal() throws Exception {
        LocalDate last = clock.today().plusDays(10);
        hold(last);
        String id = opened(People.token(supplier), product);
        item(id, "business-licence")
                .body("state", equalTo("THERE"))
                .body("files", hasSize(0))
                .body("fromFile.expiresOn", equalTo(last.toString()));
        item(id, "bank-account").body("state", equalTo("THERE")).body("fromFile.expiresOn", nullValue());
        item(id, "supply-plan").body("state", equalTo("MISSING")).body("fromFile", nullValue());
        assertThat(page(id)).contains("取自本单位档案", "有效至", "改用另一份", "长期有效");
        assertThat(evidenceCheck(id)).isEqualTo("2");

        clock.travelTo(last.plusDays(1).atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        item(id, "business-licence").body("state", equalTo("EXPIRED"));
        assertThat(page(id)).contains("已到期", "去换新的");
        assertThat(evidenceCheck(id)).isEqualTo("1");

        LocalDate further = last.plusYears(1);
        UUID renewed = renew(further);
        item(id, "business-licence").body("state", equalTo("EXPIRED"));
        Actor officer = People.inArea(Role.COUNTY_OFFICER, BAMA);
        Await.await(() -> papers.decide(officer, renewed, true, ""));
        item(id, "business-licence")
                .body("state", equalTo("THERE"))
                .body("fromFile.id", equalTo(renewed.toString()))
                .body("fromFile.expiresOn", equalTo(further.toString()));
        assertThat(evidenceCheck(id)).isEqualTo("2");
    }

    @Test
    void anotherPaperThatIsAttachedStandsInItsStead() {
        hold(clock.today().plusDays(10));
        String id = opened(People.token(supplier), product);
        json(People.token(supplier))
                .contentType("image/png")
                .body(png(41))
                .post(APPLICATIONS + "/" + id + "/evidence?kind=business-licence")
                .then()
                .statusCode(200);
        item(id, "business-licence")
                .body("state", equalTo("THERE"))
                .body("files", hasSize(1))
                .body("fromFile", nullValue());
    }

    @Test
    void theOfficerSeesAndOpensThePaperAndDecidesOnTheOneThatWasSeen() throws Exception {
        hold(clock.today().plusYears(1));
        String id = opened(People.token(supplier), product);
        Map<String, String> held =
                item(id, "business-licence").extract().path("items.find { it.kind == 'business-licence' }.fromFile");
        String one = held.get("id");
        String hash = held.get("sha256");
        Actor officer = People.inArea(Role.COUNTY_OFFICER, BAMA);
        String path = "/desk/applications/" + id + "/evidence/" + one;
        assertThat(People.as(officer).get(path).statusCode()).as("a draft").isEqualTo(404);
        json(People.token(supplier))
                .post(APPLICATIONS + "/" + id + "/submission")
                .then()
                .statusCode(200);
        String page = People.as(officer).get("/desk/applications/" + id).asString();
        assertThat(page).contains("取自单位档案", "/evidence/" + one, hash.substring(0, 12));
        People.as(officer).get(path).then().statusCode(200).contentType("application/pdf");
        for (Actor nobody : List.of(
                People.of(Role.SUPPLIER, Suppliers.cooperative(BAMA).id()),
                People.inArea(Role.COUNTY_OFFICER, "451223"))) {
            assertThat(People.as(nobody).get(path).statusCode()).isEqualTo(404);
        }
        assertThat(People.as(People.everywhere(Role.AUDITOR))
                        .get("/desk/audit?action=supplier-document-view&subject=" + cooperative)
                        .asString())
                .contains(officer.username());

        UUID renewed = renew(clock.today().plusYears(3));
        Await.await(() -> papers.decide(officer, renewed, true, ""));
        assertThat(sendBack(officer, id, page).statusCode())
                .as("the paper is another one now")
                .isEqualTo(409);
        String again = People.as(officer).get("/desk/applications/" + id).asString();
        assertThat(again).contains(renewed.toString());
        assertThat(sendBack(officer, id, again).statusCode()).isEqualTo(303);
        json(People.token(officer))
                .get(APPLICATIONS + "/" + id)
                .then()
                .body("decisions[0].files.document", org.hamcrest.Matchers.hasItem("business-licence"));
    }

    @Test
    void aCooperativeMayKeepAFoodLicenceThatNobodyAsksItForAndItsTeaIsAnsweredByIt() throws Exception {
        hold(clock.today().plusYears(1));
        assertThat(signedIn(supplier).get("/desk/organisation").asString()).contains("paper-food-licence", "不是必须的");
        UUID licence = add("food-licence", clock.today().plusYears(2));
        Actor officer = People.inArea(Role.COUNTY_OFFICER, BAMA);
        Await.await(() -> papers.decide(officer, licence, true, ""));
        Map<String, Object> tea = new java.util.HashMap<>(product);
        tea.put("category", "tea");
        String id = opened(People.token(supplier), tea);
        item(id, "food-licence").body("state", equalTo("THERE")).body("fromFile.id", equalTo(licence.toString()));
    }

    private static Response sendBack(Actor officer, String id, String page) {
        Web desk = new Web();
        desk.get("/sign-in");
        desk.post("/sign-in", Map.of("username", officer.username(), "password", People.PASSWORD));
        desk.get("/desk/applications/" + id).then().body(containsString("name=\"seen\""));
        return desk.post(
                "/desk/applications/" + id + "/decisions",
                Map.of(
                        "outcome",
                        "RETURN",
                        "reason",
                        "请补供应量说明",
                        "version",
                        field(page, "version"),
                        "seen",
                        field(page, "seen")));
    }

    private static String field(String page, String name) {
        return page.replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1");
    }

    private ValidatableResponse item(String id, String kind) {
        return json(People.token(supplier))
                .get(APPLICATIONS + "/" + id + "/evidence")
                .then()
                .statusCode(200)
                .rootPath("items.find { it.kind == '" + kind + "' }");
    }

    private String page(String id) {
        return signedIn(supplier)
                .get("/desk/applications/" + id + "/pieces/evidence")
                .asString();
    }

    /** How many of the papers that are needed the machine finds today. */
    private String evidenceCheck(String id) {
        return json(People.token(supplier))
                .get(APPLICATIONS + "/" + id + "/checks")
                .then()
                .extract()
                .jsonPath()
                .getString("find { it.id == 'evidence' }.figures[0]");
    }

    private void hold(LocalDate until) {
        LocalDate since = clock.today().minusYears(1);
        StoredDocument file = Await.await(() -> documents.store(Papers.pdf()));
        Await.await(() -> takingOn.with(
                cooperative,
                since,
                List.of(
                        new TakingOn.Held("business-licence", since, until, file.sha256()),
                        new TakingOn.Held("bank-account", since, null, file.sha256()))));
    }

    private UUID renew(LocalDate until) throws Exception {
        return add("business-licence", until);
    }

    private UUID add(String kind, LocalDate until) throws Exception {
        Path file = Files.write(Files.createTempFile("renewed", ".bin"), Papers.jpeg());
        return Await.await(() -> papers.add(
                supplier,
                new SupplierDocuments.Description(kind, "", clock.today().toString(), until.toString()),
                file));
    }
}
