package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stranger objects; a level above looks into it; the notice goes on or the case ends. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ObjectionHttpTest {
    private static final String FENGSHAN = "451223";
    private static final String WORDS = "这家合作社的分红表里有已经去世的人。";

    @Inject
    Notices notices;

    @Inject
    Clockwork clockwork;

    @Inject
    BusinessClock clock;

    /** Tests come from one address: what others objected today is not counted against us. */
    @BeforeEach
    void forgetSenders() throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement forget =
                        connection.prepareStatement("UPDATE certification_objection SET address_digest = NULL")) {
            forget.executeUpdate();
        }
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void anObjectionIsFollowedByItsReceiptFromTheFormToTheOutcome() {
        Posted posted = posted();
        Web stranger = new Web();
        stranger.get("/notices/" + posted.notice)
                .then()
                .statusCode(200)
                .body(allOf(
                        containsString("multipart/form-data"),
                        containsString("市级"),
                        containsString("公示期"),
                        containsString("5 个工作日"),
                        containsString("暂定")));
        String followed = stranger.postParts(
                        "/notices/" + posted.notice + "/objections",
                        Map.of("content", WORDS, "name", "演示举报人", "contact", "13800000000", "file", Papers.jpeg()))
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        String page = followed.substring(followed.indexOf("/objections/"));
        stranger.get(page)
                .then()
                .statusCode(200)
                .body(allOf(containsString("已收到"), containsString("市级"), not(containsString("演示举报人"))));
        RestAssured.get("/objections/20260101-ABCDEF-A").then().statusCode(404).body(containsString("没有这个回执号"));

        Actor city = People.inArea(Role.CITY_OFFICER, "451200");
        Web officer = Web.signedIn(city);
        String desk = desk(
                officer.get("/desk/objections").then().statusCode(200).extract().asString(), posted.name);
        officer.get(desk).then().statusCode(200).body(allOf(containsString(WORDS), not(containsString("13800000000"))));
        officer.get(desk + "/evidence").then().statusCode(200).contentType("image/jpeg");
        officer.post(desk + "/contact", Map.of("purpose", "")).then().statusCode(400);
        officer.post(desk + "/contact", Map.of("purpose", "电话核实"))
                .then()
                .statusCode(200)
                .body(allOf(containsString("演示举报人"), containsString("13800000000")));
        officer.post(desk + "/taking", Map.of()).then().statusCode(303);
        officer.post(desk + "/notes", Map.of("text", "已到村核对，名单与户籍一致。")).then().statusCode(303);
        stranger.get(page).then().body(containsString("正在调查"));
        officer.post(desk + "/decision", Map.of("outcome", "DISMISSED", "reason", ""))
                .then()
                .statusCode(400)
                .body(containsString("reason-error"));
        officer.post(desk + "/decision", Map.of("outcome", "DISMISSED", "reason", "经核实名单属实"))
                .then()
                .statusCode(303);
        stranger.get(page).then().body(allOf(containsString("不成立"), containsString("经核实名单属实"), containsString("公示继续")));
        assertThat(await(() -> notices.find(posted.notice)).state()).isEqualTo(NoticeView.State.OPEN);
        assertThat(deeds(posted.application))
                .contains("objection-lodge", "objection-contact-read", "objection-take", "objection-note");
        officer.get("/desk/objections/objections.csv?open=false")
                .then()
                .statusCode(200)
                .body(allOf(containsString("DISMISSED"), not(containsString("13800000000"))));
    }

    @Test
    void whoPassedItOrIsNotOfTheLevelDoesNotAnswer() {
        Posted posted = posted();
        objected(posted, WORDS).then().statusCode(201);
        Web county = Web.signedIn(posted.county);
        String desk = desk(county.get("/desk/objections").asString(), posted.name);
        county.get(desk).then().statusCode(200).body(not(containsString("name=\"outcome\"")));
        for (String deed : List.of("/taking", "/decision", "/notes", "/contact")) {
            county.post(
                            desk + deed,
                            Map.of("outcome", "DISMISSED", "reason", "自己查自己", "text", "自己查自己", "purpose", "看看是谁"))
                    .then()
                    .statusCode(403);
        }
        Web.signedIn(People.inArea(Role.CITY_OFFICER, "450300"))
                .get(desk)
                .then()
                .statusCode(404);
    }

    @Test
    void anUpheldObjectionEndsTheCaseAndALateOneIsRefusedWithItsReason() {
        Posted posted = posted();
        objected(posted, WORDS).then().statusCode(201);
        Web region = Web.signedIn(People.inArea(Role.REGION_OFFICER, "450000"));
        String desk = desk(region.get("/desk/objections").asString(), posted.name);
        region.get(desk);
        region.post(desk + "/decision", Map.of("outcome", "UPHELD", "reason", "分红表不实"))
                .then()
                .statusCode(303);
        region.get("/desk/applications/" + posted.application)
                .then()
                .body(allOf(containsString("不予认定"), containsString("分红表不实")));
        objected(posted, WORDS).then().statusCode(409).body("code", equalTo("notice-closed"));

        Posted other = posted();
        Web late = new Web();
        late.get("/notices/" + other.notice).then().statusCode(200);
        clock.travelTo(clock.instant().plus(Duration.ofDays(30)));
        late.postParts("/notices/" + other.notice + "/objections", Map.of("content", WORDS))
                .then()
                .statusCode(409)
                .body(containsString("公示已经结束"));
    }

    @Test
    void oneSenderObjectsThreeTimesADayToOneNotice() {
        Posted posted = posted();
        for (int i = 0; i < 3; i++) {
            objected(posted, WORDS + i).then().statusCode(201);
        }
        objected(posted, WORDS).then().statusCode(429).body("code", equalTo("too-many-objections"));
        objected(posted(), WORDS).then().statusCode(201);
        clock.travelTo(clock.instant().plus(Duration.ofHours(25)));
        objected(posted, WORDS).then().statusCode(201);
    }

    @Test
    void aHostileFileIsRefusedAndNothingIsLodged() {
        Posted posted = posted();
        Web stranger = new Web();
        stranger.get("/notices/" + posted.notice);
        stranger.postParts(
                        "/notices/" + posted.notice + "/objections",
                        Map.of(
                                "content",
                                WORDS,
                                "file",
                                "<script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .then()
                .statusCode(400)
                .body(allOf(containsString("file-error"), containsString(WORDS)));
        assertThat(await(() -> notices.find(posted.notice)).state()).isEqualTo(NoticeView.State.OPEN);
    }

    @Test
    void anObjectionPastItsTermIsReportedOnce() {
        Posted posted = posted();
        objected(posted, WORDS).then().statusCode(201);
        clock.travelTo(clock.instant().plus(Duration.ofDays(40)));
        await(() -> clockwork.advance());
        await(() -> clockwork.advance());
        assertThat(deeds(posted.application).stream().filter("objection-escalate"::equals))
                .hasSize(1);
        Web.signedIn(People.inArea(Role.REGION_OFFICER, "450000"))
                .get("/desk/objections?overdue=true")
                .then()
                .body(containsString(posted.name));
    }

    @Test
    void announcementsStayAreSearchedAndTakenAway() {
        Certified.Product product = Certified.product(FENGSHAN, draft -> draft);
        String address = RestAssured.get("/api/certification/notices?announcements=true&size=200")
                .then()
                .extract()
                .path("items.find { it.certificateNumber == '" + product.certificateNumber() + "' }.id");
        RestAssured.get("/announcements/" + address)
                .then()
                .statusCode(200)
                .body(containsString(product.certificateNumber()));
        String year = String.valueOf(clock.today().getYear());
        RestAssured.get("/announcements?words=脐橙&county=451223&category=fruit")
                .then()
                .statusCode(200)
                .body(containsString("/announcements/" + address));
        RestAssured.get("/announcements?words=没有这样的产品").then().statusCode(200).body(not(containsString(address)));
        RestAssured.get("/announcements?year=1999").then().statusCode(200).body(not(containsString(address)));
        RestAssured.get("/announcements?year=gold").then().statusCode(400);
        RestAssured.get("/announcements/announcements.csv?county=451223&year=" + year)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(allOf(containsString("/announcements/" + address), containsString(product.certificateNumber())));
        RestAssured.get("/notices?county=451223").then().statusCode(200);
    }

    private record Posted(UUID notice, UUID application, String name, Actor county) {}

    private Posted posted() {
        Actor supplier =
                People.of(Role.SUPPLIER, Suppliers.cooperative(FENGSHAN).id());
        List<UUID> households = Families.register(12, FENGSHAN, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(supplier.requireOrganisationAs(Role.SUPPLIER), LinkKind.SHARES, 40, households, 100);
        String name = "演示" + UUID.randomUUID().toString().substring(0, 8);
        ApplicationDraft like = Certified.draft(FENGSHAN, link);
        ApplicationDraft draft = new ApplicationDraft(
                name,
                like.nameEn(),
                like.category(),
                like.countyCode(),
                like.packageUnit(),
                like.netWeightGrams(),
                like.priceFen(),
                like.yearlyCapacity(),
                like.harvestMonths(),
                like.perishable(),
                like.geographicalIndication(),
                like.linkId(),
                like.floorFenPerUnit(),
                like.dividendBasisPoints());
        Actor county = People.inArea(Role.COUNTY_OFFICER, FENGSHAN);
        ApplicationView passed = Certified.passed(county, Certified.submitted(supplier, draft));
        UUID notice =
                await(() -> notices.ofApplication(county, passed.id())).get(0).id();
        return new Posted(notice, passed.id(), name, county);
    }

    private static io.restassured.response.Response objected(Posted posted, String words) {
        return RestAssured.given()
                .contentType("application/json")
                .body(Map.of("content", words))
                .post("/api/certification/notices/" + posted.notice + "/objections");
    }

    /** The address of the objection to that product in the list. */
    private static String desk(String html, String name) {
        return html.replaceAll("(?s).*href=\"(/desk/objections/[0-9a-f-]{36})\">" + name + ".*", "$1");
    }

    private static List<String> deeds(UUID application) {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT action FROM platform_audit WHERE subject_id = ?")) {
            query.setString(1, application.toString());
            List<String> deeds = new java.util.ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    deeds.add(rows.getString(1));
                }
            }
            return deeds;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
