package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.support.Certified;
import org.bangxiao.support.Families;
import org.bangxiao.support.GreenCases;
import org.bangxiao.support.ManyCases;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of an office, as long as the one of 2020, and many cases decided at once. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class QueueHttpTest {
    private static final String QUEUE = "/api/certification/queue";
    private static final String HUICHANG = "360733";
    private static final int OPEN_CASES = 7_082;

    @Inject
    PolicyPacks packs;

    private @Nullable UUID many;

    @AfterEach
    void emptyTheQueue() {
        if (many != null) {
            ManyCases.remove(many);
        }
    }

    @Test
    void aPageCostsTheSameWithSevenThousandOpenCases() {
        UUID supplier = many(60);
        String officer = People.token(People.inArea(Role.COUNTY_OFFICER, HUICHANG));
        json(officer).get(QUEUE).then().statusCode(200);
        int few = statements(officer, QUEUE + "?size=50");
        int page = statements(officer, "/desk/certification");
        ManyCases.put(packs.current("360000"), HUICHANG, supplier, OPEN_CASES - 60);
        assertThat(statements(officer, QUEUE + "?size=50")).isEqualTo(few);
        assertThat(statements(officer, QUEUE + "?size=200")).isEqualTo(few);
        assertThat(statements(officer, "/desk/certification")).isEqualTo(page);
        assertThat(few).isBetween(2, 8);

        HashSet<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonPath read = json(officer)
                    .get(QUEUE + "?size=200&cursor=" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(read.getList("items.application.id", String.class));
            cursor = read.getString("next");
            pages++;
        } while (cursor != null);
        assertThat(seen).as("every case once, page after page").hasSize(OPEN_CASES);
        assertThat(pages).isEqualTo(36);
        String file = json(officer)
                .get("/desk/certification/cases.csv?state=MINE")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("cases.csv"))
                .extract()
                .asString();
        assertThat(file.lines()).hasSize(OPEN_CASES + 1);
        json(officer).get("/desk/certification").then().body(containsString("7,082"));
    }

    @Test
    void thePriorityLaneGoesFirstAndFiltersNarrow() {
        many(200);
        String officer = People.token(People.inArea(Role.COUNTY_OFFICER, HUICHANG));
        JsonPath lane = list(officer, "state=MINE&size=200");
        assertThat(lane.getList("items.application.product.nameZh", String.class)
                        .subList(0, 3))
                .as("two of a supervised county, then the overdue ones, the oldest first")
                .containsExactly("演示件100", "演示件200", "演示件7");
        assertThat(lane.getBoolean("items[2].overdue")).isTrue();
        assertThat(list(officer, "priority=true").getList("items")).hasSize(2);
        assertThat(list(officer, "overdue=true&size=200").getList("items")).hasSize(28);
        assertThat(list(officer, "findings=REMARK&size=200").getList("items")).hasSize(20);
        assertThat(list(officer, "category=tea&size=200").getList("items")).hasSize(100);
        assertThat(list(officer, "words=" + "件19").getList("items")).hasSize(11);
        assertThat(list(officer, "step=county-review&county=360733&size=200").getList("items"))
                .hasSize(200);
        assertThat(list(officer, "step=city-review").getList("items")).isEmpty();
        assertThat(list(officer, "waitingDays=3650").getList("items")).isEmpty();
        assertThat(list(officer, "sort=AGE").getString("items[0].application.product.nameZh"))
                .isEqualTo("演示件1");
        assertThat(list(officer, "sort=NEWEST").getString("items[0].application.product.nameZh"))
                .isEqualTo("演示件200");
        json(officer).get(QUEUE + "?sort=PRETTIEST").then().statusCode(400);
        json(officer).get(QUEUE + "?state=GONE").then().statusCode(400);
        json(officer).get(QUEUE + "?cursor=nonsense").then().statusCode(400);

        String neighbour = People.token(People.inArea(Role.COUNTY_OFFICER, "360734"));
        json(neighbour).get(QUEUE).then().statusCode(200).body("items.size()", equalTo(0));
        String city = People.token(People.inArea(Role.CITY_OFFICER, "360700"));
        json(city).get(QUEUE + "?state=MINE").then().body("items.size()", equalTo(0));
        json(city)
                .get(QUEUE + "?state=IN_REVIEW&county=360733")
                .then()
                .body("items.size()", equalTo(50))
                .body("items.mayDecide", everyItem(equalTo(false)));
    }

    @Test
    void oneCaseFollowsTheOther() {
        many(30);
        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, HUICHANG));
        String first =
                caseLink(officer.get("/desk/certification?state=MINE&sort=AGE").asString());
        String id = first.replaceAll(".*/applications/([0-9a-f-]{36}).*", "$1");
        officer.get(first).then().statusCode(200).body(containsString("data-next"));
        String next = officer.get("/desk/certification/next?state=MINE&sort=AGE&after=" + id)
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        assertThat(next).doesNotContain(id).contains("/desk/applications/").contains("sort=AGE");
        String nextId = next.replaceAll(".*/applications/([0-9a-f-]{36}).*", "$1");
        officer.get("/desk/certification/next?state=MINE&sort=AGE&back=true&after=" + nextId)
                .then()
                .statusCode(303)
                .header("Location", containsString(id));
        officer.get("/desk/certification/next?state=MINE&sort=AGE&back=true&after=" + id)
                .then()
                .statusCode(303)
                .header("Location", containsString("/desk/certification?"));
        officer.get("/desk/certification/next").then().statusCode(400);
    }

    @Test
    void eachCaseOfABatchIsDecidedAndAnswersByItself() {
        Actor supplier = supplier();
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "451029");
        String token = People.token(officer);
        List<ApplicationView> green = List.of(
                GreenCases.submitted(supplier, "451029"),
                GreenCases.submitted(supplier, "451029"),
                GreenCases.submitted(supplier, "451029"));
        List<Map<String, Object>> cases = new ArrayList<>();
        for (ApplicationView one : green) {
            JsonPath seen = json(token)
                    .get("/api/certification/cases/" + one.id())
                    .then()
                    .statusCode(200)
                    .body("standing.findings", equalTo("GREEN"))
                    .extract()
                    .jsonPath();
            cases.add(Map.of("id", one.id(), "version", one.version(), "seen", seen.getString("seen")));
        }
        Map<String, Object> stale = Map.of(
                "id", green.get(1).id(), "version", 99, "seen", cases.get(1).get("seen"));
        json(token)
                .body(Map.of("cases", List.of(cases.get(0), stale, cases.get(2))))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(200)
                .body("[0].state", equalTo("ON_NOTICE"))
                .body("[1].problem", equalTo("case-changed"))
                .body("[2].state", equalTo("ON_NOTICE"));
        for (int i : new int[] {0, 2}) {
            json(token)
                    .get("/api/certification/applications/" + green.get(i).id())
                    .then()
                    .body("decisions.size()", equalTo(1))
                    .body("decisions[0].seen", equalTo(cases.get(i).get("seen")))
                    .body("decisions[0].outcome", equalTo("PASS"));
            People.as(People.everywhere(Role.AUDITOR))
                    .queryParam("subject", green.get(i).id().toString())
                    .get("/desk/audit")
                    .then()
                    .body(containsString("application-decide"))
                    .body(containsString(officer.username()));
        }
        json(token)
                .body(Map.of("cases", List.of()))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(400);
        json(token)
                .body(Map.of("cases", List.of(cases.get(1), cases.get(1))))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(400);
    }

    @Test
    void whatIsNotAllGreenIsNoMatterForABatch() {
        Actor supplier = supplier("451030");
        String token = People.token(People.inArea(Role.COUNTY_OFFICER, "451030"));
        ApplicationView alone = Certified.submitted(supplier, Certified.draft("451030", link(supplier, "451030")));
        String seen = json(token)
                .get("/api/certification/cases/" + alone.id())
                .then()
                .extract()
                .path("seen");
        json(token)
                .body(Map.of("cases", List.of(Map.of("id", alone.id(), "version", alone.version(), "seen", seen))))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(200)
                .body("[0].problem", equalTo("batch-not-all-green"));
        json(token)
                .body(Map.of("cases", List.of(Map.of("id", UUID.randomUUID(), "version", 1, "seen", seen))))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(200)
                .body("[0].problem", equalTo("not-found"));
    }

    @Test
    void whatNobodyCouldCompareIsLookedAtByAPersonAndTheQueueSaysSo() {
        Actor supplier = supplier("451081");
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "451081");
        String token = People.token(officer);
        ApplicationView green = GreenCases.submitted(supplier, "451081");
        ApplicationView alone = GreenCases.handedIn(supplier, unlikeAnything(supplier, "451081"));
        assertThat(alone.checks())
                .filteredOn(check -> check.result() != Check.Result.MET)
                .extracting(Check::id, Check::result)
                .containsExactly(tuple("price", Check.Result.OPEN));
        assertThat(list(token, "state=MINE&findings=OPEN").getList("items.application.id", String.class))
                .containsExactly(alone.id().toString());
        String page =
                Web.signedIn(officer).get("/desk/certification?state=MINE").asString();
        assertThat(page)
                .contains("value=\"" + green.id() + ":")
                .doesNotContain("value=\"" + alone.id() + ":")
                .contains("有项无从比较");
        String seen = json(token)
                .get("/api/certification/cases/" + alone.id())
                .then()
                .body("standing.findings", equalTo("OPEN"))
                .extract()
                .path("seen");
        json(token)
                .body(Map.of("cases", List.of(Map.of("id", alone.id(), "version", alone.version(), "seen", seen))))
                .post(QUEUE + "/decisions")
                .then()
                .statusCode(200)
                .body("[0].problem", equalTo("batch-not-all-green"));
        assertThat(Certified.passed(officer, alone).state())
                .as("opened and decided by itself")
                .isEqualTo(ApplicationState.ON_NOTICE);
    }

    /** Sold by a unit of its own, not by weight: nothing else is. */
    private static ApplicationDraft unlikeAnything(Actor supplier, String county) {
        ApplicationDraft like = GreenCases.draft(supplier, county);
        return new ApplicationDraft(
                like.nameZh(),
                like.nameEn(),
                like.category(),
                like.countyCode(),
                like.nameZh() + "/筐",
                null,
                like.priceFen(),
                like.yearlyCapacity(),
                like.harvestMonths(),
                like.perishable(),
                like.geographicalIndication(),
                like.linkId(),
                like.floorFenPerUnit(),
                like.dividendBasisPoints());
    }

    @Test
    void unsoldStockGoesFirstOnceAnOfficerHasFoundIt() {
        Actor supplier = supplier("450123");
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "450123");
        String token = People.token(officer);
        ApplicationView older = Certified.submitted(supplier, Certified.draft("450123", link(supplier, "450123")));
        ApplicationView younger = Certified.submitted(supplier, Certified.draft("450123", link(supplier, "450123")));
        assertThat(list(token, "state=MINE").getString("items[0].application.id"))
                .isEqualTo(older.id().toString());
        String path = "/api/certification/cases/" + younger.id() + "/unsold-stock";
        json(token).body(Map.of("unsold", true, "reason", "")).post(path).then().statusCode(400);
        json(token)
                .body(Map.of("unsold", true, "reason", "合作社仓库积压 30 吨"))
                .post(path)
                .then()
                .statusCode(200)
                .body("standing.unsoldStock", equalTo(true));
        assertThat(list(token, "state=MINE").getString("items[0].application.id"))
                .isEqualTo(younger.id().toString());
        json(token)
                .body(Map.of("unsold", true, "reason", "再来一次"))
                .post(path)
                .then()
                .statusCode(409);
        json(People.token(People.inArea(Role.COUNTY_OFFICER, "450124")))
                .body(Map.of("unsold", true, "reason", "别县的"))
                .post(path)
                .then()
                .statusCode(404);
    }

    private UUID many(int count) {
        many = Suppliers.cooperative(HUICHANG).id();
        ManyCases.put(packs.current("360000"), HUICHANG, many, count);
        return many;
    }

    private int statements(String token, String path) {
        return Statements.of(() -> json(token).get(path).then().statusCode(200));
    }

    private static JsonPath list(String token, String query) {
        return json(token)
                .get(QUEUE + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String caseLink(String html) {
        return html.replaceAll("(?s).*?<tr data-case.*?href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
    }

    private static Actor supplier() {
        return supplier("451029");
    }

    private static Actor supplier(String county) {
        return People.of(Role.SUPPLIER, Suppliers.cooperative(county).id());
    }

    private static UUID link(Actor supplier, String county) {
        List<UUID> households = Families.register(12, county, HouseholdStatus.REGISTERED_POOR);
        return Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100);
    }

    private static RequestSpecification json(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }
}
