package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From an unannounced visit to the closing of what it found, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InspectionHttpTest {
    private static final String API = "/api/supervision";

    @Inject
    Accounts accounts;

    @Inject
    Escalation escalation;

    @Inject
    BusinessClock clock;

    @AfterEach
    void back() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aVisitIsUnknownToTheInspectedUntilItIsDone() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        String visit = visit(county, goods);
        String finding = note(county, visit);
        for (String path : List.of(
                API + "/findings/" + finding,
                API + "/findings/" + finding + "/steps",
                "/desk/findings/" + finding,
                "/desk/findings/" + finding + "/files/" + file(county, finding))) {
            People.as(supplier).get(path).then().statusCode(404);
        }
        People.as(supplier).get(API + "/findings").then().body("items", hasSize(0));
        People.as(supplier).get("/desk/findings").then().body(not(containsString(finding)));
        for (String path : List.of(API + "/inspections", API + "/inspections/" + visit, "/desk/inspections/" + visit)) {
            People.as(supplier).get(path).then().statusCode(403);
        }
        conclude(county, visit);
        People.as(supplier).get(API + "/findings/" + finding).then().statusCode(200);
        People.as(supplier)
                .get("/desk/findings/" + finding + "/files/" + file(county, finding))
                .then()
                .statusCode(200)
                .header("Content-Type", "image/jpeg");
        People.as(supplier).get(API + "/findings/" + finding + "/steps").then().body("who[0]", equalTo(null));
        Actor other = People.of(Role.SUPPLIER, Goods.certified(1).organisationId());
        People.as(other).get(API + "/findings/" + finding).then().statusCode(404);
    }

    @Test
    void whatWasFoundIsOrderedProvenAndClosedBySomebodyElse() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        Actor finder = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        Actor sameself = secondAccount(finder);
        Actor colleague = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        String visit = visit(finder, goods);
        String finding = note(finder, visit);
        post(finder, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(10)), 409, "finding-moved-on");
        conclude(finder, visit);
        People.as(finder)
                .contentType("application/json")
                .body(Map.of("summary", "再来一次"))
                .post(API + "/inspections/" + visit + "/conclusion")
                .then()
                .statusCode(409)
                .body("code", equalTo("inspection-done"));
        post(finder, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(61)), 400, "invalid-input");
        post(finder, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(0)), 400, "invalid-input");
        post(finder, finding, "closing", Map.of("outcome", "CLOSED", "reason", "已改"), 409, "finding-moved-on");
        post(finder, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(60)), 200, null);
        prove(supplier, finding, 200);
        post(
                finder,
                finding,
                "closing",
                Map.of("outcome", "CLOSED", "reason", "已改"),
                409,
                "finding-closed-by-the-finder");
        post(
                sameself,
                finding,
                "closing",
                Map.of("outcome", "CLOSED", "reason", "已改"),
                409,
                "finding-closed-by-the-finder");
        assertThatThrownBy(
                        () -> SettledProvince.run("UPDATE supervision_finding SET state = 'CLOSED', closed_at = now(),"
                                + " closed_by = found_by, closed_person = found_person WHERE id = '" + finding + "'"))
                .hasMessageContaining("supervision_closed_by_somebody_else");
        post(finder, finding, "closing", Map.of("outcome", "SENT_BACK", "reason", "照片不清", "dueOn", day(5)), 200, null);
        prove(supplier, finding, 200);
        post(colleague, finding, "closing", Map.of("outcome", "CLOSED", "reason", "现场复核属实"), 200, null);
        People.as(colleague)
                .get(API + "/findings/" + finding + "/steps")
                .then()
                .body("kind", equalTo(List.of("FOUND", "ORDERED", "PROVEN", "SENT_BACK", "PROVEN", "CLOSED")));
        prove(supplier, finding, 409);
        People.as(colleague)
                .get("/desk/findings/" + finding)
                .then()
                .statusCode(200)
                .body(containsString("现场复核属实"));
        People.as(People.inArea(Role.AUDITOR, "450000"))
                .get("/desk/findings/findings.csv?done=true")
                .then()
                .statusCode(200)
                .body(containsString("标签与产地不符"));
    }

    @Test
    void aFindingThatLiesForSevenDaysGoesToTheLevelAbove() {
        Goods goods = Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        Actor city = People.inArea(Role.CITY_OFFICER, "451200");
        String visit = visit(county, goods);
        String finding = note(county, visit);
        conclude(county, visit);
        Instant found = clock.instant();
        clock.travelTo(found.plus(Duration.ofDays(7)));
        await(escalation::escalate);
        People.as(county).get(API + "/findings/" + finding).then().body("level", equalTo("COUNTY"));
        clock.travelTo(found.plus(Duration.ofDays(8)));
        await(escalation::escalate);
        People.as(county).get(API + "/findings/" + finding).then().body("level", equalTo("CITY"));
        post(county, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(5)), 403, "level-above-has-it");
        post(city, finding, "measure", Map.of("measure", "更换标签", "dueOn", day(5)), 200, null);
    }

    @Test
    void aDrawCanBeRepeatedAndNotBent() throws SQLException {
        Goods.certified(100);
        Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        String id = People.as(county)
                .contentType("application/json")
                .body(Map.of("area", Goods.COUNTY, "wanted", 2))
                .post(API + "/inspections/draws")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Actor auditor = People.inArea(Role.AUDITOR, "450000");
        var draw = People.as(auditor)
                .get(API + "/inspections/draws/" + id)
                .then()
                .extract()
                .jsonPath();
        String seed = draw.getString("seed");
        List<String> again = draw.getList("population", String.class).stream()
                .sorted(Comparator.comparing(
                        one -> HexFormat.of().formatHex(Digests.sha256((seed + one).getBytes(StandardCharsets.UTF_8)))))
                .limit(2)
                .toList();
        assertThat(draw.getList("drawn", String.class)).isEqualTo(again);
        People.as(auditor)
                .get("/desk/inspections/draws/" + id)
                .then()
                .statusCode(200)
                .body(containsString(seed));
        assertThatThrownBy(() ->
                        SettledProvince.run("UPDATE supervision_draw SET seed = seed || 'x' WHERE id = '" + id + "'"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> SettledProvince.run("INSERT INTO supervision_draw (id, region, area_code, seed,"
                        + " population, wanted, drawn, drawn_by, drawn_person, drawn_at)"
                        + " SELECT uuidv7(), region, area_code, seed, population, wanted,"
                        + " population[1:2] || population[1], drawn_by,"
                        + " drawn_person, drawn_at FROM supervision_draw WHERE id = '" + id + "'"))
                .hasMessageContaining("supervision_draw_can_be_repeated");
        assertThat(SettledProvince.number("SELECT count(*) FROM supervision_draw WHERE drawn <> supervision_drawn(seed,"
                        + " population, wanted)"))
                .isZero();
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        People.as(elsewhere).get(API + "/inspections/draws/" + id).then().statusCode(404);
    }

    @Test
    void nobodyInspectsTheirOwnAndOfficesSeeTheirArea() {
        Goods goods = Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        String visit = visit(county, goods);
        People.as(county)
                .contentType("application/json")
                .body(Map.of("certificate", goods.certificateNumber(), "reason", "群众反映"))
                .post(API + "/inspections")
                .then()
                .statusCode(409)
                .body("code", equalTo("inspection-under-way"));
        Actor own = await(() -> accounts.open(new AccountDraft(
                "own" + Long.toString(System.nanoTime(), 36),
                "own",
                People.PASSWORD,
                null,
                List.of(new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(Goods.COUNTY))),
                true)));
        await(() -> accounts.open(new AccountDraft(
                "sup" + Long.toString(System.nanoTime(), 36),
                "sup",
                People.PASSWORD,
                own.personId(),
                List.of(new Actor.Grant(Role.SUPPLIER, goods.organisationId(), null)),
                true)));
        noted(own, visit).then().statusCode(403).body("code", equalTo("supervision-own-organisation"));
        Actor elsewhere = People.inArea(Role.COUNTY_OFFICER, "450125");
        for (String path : List.of(API + "/inspections/" + visit, "/desk/inspections/" + visit)) {
            People.as(elsewhere).get(path).then().statusCode(404);
            People.as(People.inArea(Role.TASK_FORCE, "450000")).get(path).then().statusCode(200);
        }
        noted(elsewhere, visit).then().statusCode(404);
        People.as(People.inArea(Role.AUDITOR, "450000"))
                .get("/desk/inspections/" + visit)
                .then()
                .statusCode(200);
        noted(People.inArea(Role.AUDITOR, "450000"), visit).then().statusCode(403);
    }

    @Test
    void aHostileFileIsRefusedWithAReasonAndNothingIsWritten() {
        Goods goods = Goods.certified(100);
        Actor county = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
        String visit = visit(county, goods);
        People.as(county)
                .contentType("application/json")
                .body(found("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)))
                .post(API + "/inspections/" + visit + "/findings")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/file"));
        People.as(county).get(API + "/inspections/" + visit).then().body("findings", equalTo(0));
    }

    private static String visit(Actor officer, Goods goods) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("certificate", goods.certificateNumber(), "reason", "群众反映标签问题"))
                .post(API + "/inspections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static io.restassured.response.Response noted(Actor officer, String visit) {
        return People.as(officer)
                .contentType("application/json")
                .body(found(Papers.jpeg()))
                .post(API + "/inspections/" + visit + "/findings");
    }

    private static Map<String, Object> found(byte[] picture) {
        return Map.of("severity", "MAJOR", "content", "标签与产地不符", "files", List.of(base64(picture)));
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }

    private static String note(Actor officer, String visit) {
        return noted(officer, visit).then().statusCode(201).extract().path("id");
    }

    private static String file(Actor officer, String finding) {
        return People.as(officer)
                .get(API + "/findings/" + finding + "/steps")
                .then()
                .extract()
                .path("[0].files[0].sha256");
    }

    private static void conclude(Actor officer, String visit) {
        People.as(officer)
                .contentType("application/json")
                .body(Map.of("summary", "已现场查看，发现一项问题"))
                .post(API + "/inspections/" + visit + "/conclusion")
                .then()
                .statusCode(200);
    }

    private static void prove(Actor supplier, String finding, int status) {
        People.as(supplier)
                .contentType("application/json")
                .body(Map.of("proof", "已更换全部标签", "files", List.of(base64(Papers.png(200, 100)), base64(Papers.pdf()))))
                .post(API + "/findings/" + finding + "/proof")
                .then()
                .statusCode(status);
    }

    private static void post(
            Actor actor, String finding, String step, Map<String, String> body, int status, @Nullable String code) {
        var answer = People.as(actor)
                .contentType("application/json")
                .body(body)
                .post(API + "/findings/" + finding + "/" + step)
                .then()
                .statusCode(status);
        if (code != null) {
            answer.body("code", equalTo(code));
        }
    }

    private String day(int from) {
        return clock.today().plusDays(from).toString();
    }

    private Actor secondAccount(Actor person) {
        return await(() -> accounts.open(new AccountDraft(
                "second" + Long.toString(System.nanoTime(), 36),
                "second",
                People.PASSWORD,
                person.personId(),
                List.of(new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(Goods.COUNTY))),
                true)));
    }
}
