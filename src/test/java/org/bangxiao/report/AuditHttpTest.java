package org.bangxiao.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.support.Certified;
import org.bangxiao.support.GreenCases;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AuditHttpTest {
    @Inject
    Accounts accounts;

    @Test
    void anAuditorFindsWhoDidWhat() {
        Actor opened = People.everywhere(Role.CONSUMER);
        People.as(People.everywhere(Role.AUDITOR))
                .queryParam("subject", opened.accountId())
                .get("/desk/audit")
                .then()
                .statusCode(200)
                .body(containsString("account-open"))
                .body(containsString(opened.accountId().toString()));
    }

    @Test
    void theFileHoldsEveryDeedThatMatches() throws SQLException {
        String kind = "kind-" + UUID.randomUUID();
        write(kind, 1234);
        Actor auditor = People.everywhere(Role.AUDITOR);
        String file = People.as(auditor)
                .queryParam("kind", kind)
                .get("/desk/audit/trail.csv")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/csv"))
                .header("Content-Disposition", containsString("audit.csv"))
                .extract()
                .asString();
        List<String> lines = file.lines().toList();
        assertThat(lines).hasSize(1235).doesNotHaveDuplicates();
        assertThat(lines.get(1)).as("a formula is made a text").contains("\"'=1234\"");
        People.as(auditor)
                .queryParam("kind", kind)
                .get("/desk/audit")
                .then()
                .statusCode(200)
                .body(containsString("cursor="))
                .body(containsString("=1234"))
                .body(not(containsString("=1000<")));
    }

    @Test
    void othersDoNotReadTheTrail() {
        People.as(People.everywhere(Role.FINANCE)).get("/desk/audit").then().statusCode(403);
        given().redirects().follow(false).get("/desk/audit").then().statusCode(303);
    }

    @Test
    void anOfficerFindsTheDeedsOfTheOwnAreaAndNoOthers() {
        Certified.Product own = Certified.product("451229", draft -> draft);
        Certified.Product foreign = Certified.product("450225", draft -> draft);
        Actor county = People.inArea(Role.COUNTY_OFFICER, "451229");
        People.as(county)
                .queryParam("kind", "application")
                .queryParam("subject", own.applicationId().toString())
                .get("/desk/audit")
                .then()
                .statusCode(200)
                .body(containsString("application-decide"))
                .body(containsString("451229"));
        People.as(county)
                .queryParam("subject", foreign.applicationId().toString())
                .get("/desk/audit")
                .then()
                .statusCode(200)
                .body(containsString("没有符合的记录"));
        String file = People.as(People.inArea(Role.CITY_OFFICER, "451200"))
                .queryParam("action", "application-decide")
                .get("/desk/audit/trail.csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(file)
                .contains(own.applicationId().toString())
                .doesNotContain(foreign.applicationId().toString());
        People.as(People.everywhere(Role.AUDITOR))
                .queryParam("subject", foreign.applicationId().toString())
                .get("/desk/audit")
                .then()
                .body(containsString("application-decide"));
    }

    @Test
    void daysAreThoseOfChina() throws SQLException {
        String kind = "kind-" + UUID.randomUUID();
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO platform_audit (at, action, subject_kind, subject_id)
                        VALUES ('2026-03-01 23:59:59+08', 'first', ?, 'x'), ('2026-03-02 00:00:00+08', 'second', ?, 'x')""")) {
            insert.setString(1, kind);
            insert.setString(2, kind);
            insert.executeUpdate();
        }
        Actor auditor = People.everywhere(Role.AUDITOR);
        People.as(auditor)
                .queryParams("kind", kind, "to", "2026-03-01")
                .get("/desk/audit/trail.csv")
                .then()
                .body(containsString("first"))
                .body(not(containsString("second")));
        People.as(auditor)
                .queryParams("kind", kind, "from", "2026-03-02")
                .get("/desk/audit/trail.csv")
                .then()
                .body(containsString("second"))
                .body(not(containsString("first")));
        People.as(auditor).queryParam("from", "gold").get("/desk/audit").then().statusCode(400);
    }

    @Test
    void nobodyChangesOrForgetsADeed() {
        for (String deed : List.of(
                "UPDATE platform_audit SET action = 'nothing' WHERE id = (SELECT max(id) FROM platform_audit)",
                "DELETE FROM platform_audit WHERE id = (SELECT max(id) FROM platform_audit)",
                "TRUNCATE platform_audit")) {
            assertThatThrownBy(() -> SettledProvince.run(deed)).as(deed).hasMessageContaining("append-only");
        }
    }

    @Test
    void onePersonsDeedsAreFoundUnderAllTheirAccounts() throws SQLException {
        Actor first = People.inArea(Role.COUNTY_OFFICER, "451229");
        Actor second = await(() -> accounts.open(new AccountDraft(
                "second" + Long.toString(System.nanoTime(), 36),
                "second",
                People.PASSWORD,
                first.personId(),
                List.of(new Actor.Grant(Role.CITY_OFFICER, null, new AreaCode("451200"))),
                true)));
        String subject = UUID.randomUUID().toString();
        deed(first, subject, "451229");
        deed(second, subject, "451229");
        deed(People.inArea(Role.COUNTY_OFFICER, "451229"), subject, "451229");
        String file = People.as(People.everywhere(Role.AUDITOR))
                .queryParams("subject", subject, "account", first.username())
                .get("/desk/audit/trail.csv")
                .asString();
        assertThat(file.lines()).hasSize(3);
        assertThat(file).contains(first.username(), second.username());
    }

    @Test
    void anAreaIsLookedForWithinTheReadersOwn() throws SQLException {
        String subject = UUID.randomUUID().toString();
        Actor clerk = People.everywhere(Role.ADMINISTRATOR);
        deed(clerk, subject, "451229");
        deed(clerk, subject, "451224");
        deed(clerk, subject, "450225");
        Actor auditor = People.everywhere(Role.AUDITOR);
        assertThat(deeds(auditor, subject, "")).isEqualTo(3);
        assertThat(deeds(auditor, subject, "451200")).isEqualTo(2);
        assertThat(deeds(auditor, subject, "451229")).isEqualTo(1);
        Actor city = People.inArea(Role.CITY_OFFICER, "451200");
        assertThat(deeds(city, subject, "")).isEqualTo(2);
        assertThat(deeds(city, subject, "450225")).as("not theirs").isZero();
        People.as(city).queryParam("area", "Hechi").get("/desk/audit").then().statusCode(400);
    }

    @Test
    void whatTheServiceDoesByItselfIsReadByTheCountyItHappensIn() throws SQLException {
        UUID supplier = Suppliers.cooperative("451229").id();
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO platform_audit (at, action, subject_kind, subject_id) VALUES (now(),"
                                + " 'supplier-standing', 'supplier', ?)")) {
            insert.setString(1, supplier.toString());
            insert.executeUpdate();
        }
        assertThat(deeds(People.inArea(Role.COUNTY_OFFICER, "451229"), supplier.toString(), ""))
                .isPositive();
        assertThat(deeds(People.inArea(Role.COUNTY_OFFICER, "451224"), supplier.toString(), ""))
                .isZero();
    }

    @Test
    void anOfficersLookAtAPaperIsWrittenDownAndTheApplicantsOwnIsNot() {
        UUID organisation = Suppliers.cooperative("451224").id();
        Actor supplier = People.of(Role.SUPPLIER, organisation);
        UUID id = GreenCases.submitted(supplier, "451224").id();
        Actor county = People.inArea(Role.COUNTY_OFFICER, "451224");
        String papers = "/api/certification/applications/" + id + "/evidence";
        String paper = papers + "/"
                + People.as(supplier)
                        .get(papers)
                        .then()
                        .extract()
                        .path("items.find { it.files.size() > 0 }.files[0].id");
        People.as(supplier).get(paper).then().statusCode(200);
        assertThat(views(id)).isZero();
        People.as(county).get(paper).then().statusCode(200);
        assertThat(views(id)).isEqualTo(1);
    }

    private static long views(UUID application) {
        return People.as(People.everywhere(Role.AUDITOR))
                        .queryParams("subject", application.toString(), "action", "evidence-view")
                        .get("/desk/audit/trail.csv")
                        .asString()
                        .lines()
                        .count()
                - 1;
    }

    private static long deeds(Actor reader, String subject, String area) {
        return People.as(reader)
                        .queryParams("subject", subject, "area", area)
                        .get("/desk/audit/trail.csv")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines()
                        .count()
                - 1;
    }

    private static void deed(Actor who, String subject, String area) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO platform_audit (at, account_id, person_id, action, subject_kind, subject_id,"
                                + " area_code) VALUES (now(), ?, ?, 'look-at', 'thing', ?, ?)")) {
            insert.setObject(1, who.accountId());
            insert.setObject(2, who.personId());
            insert.setString(3, subject);
            insert.setString(4, area);
            insert.executeUpdate();
        }
    }

    private static void write(String kind, int deeds) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
                        SELECT now(), 'look-at', ?, '=' || n, '{"demo": true}' FROM generate_series(1, ?) n""")) {
            insert.setString(1, kind);
            insert.setInt(2, deeds);
            insert.executeUpdate();
        }
    }
}
