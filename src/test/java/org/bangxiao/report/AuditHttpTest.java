package org.bangxiao.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Certified;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AuditHttpTest {
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
                .body(not(containsString("application-decide")));
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
