package org.bangxiao.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.settlement.Settlements;
import org.bangxiao.support.Aided;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Households whose credits fell, from the runs that paid them to the county that helps. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RelapseHttpTest {
    private static final String API = "/api/relapse-alerts";
    private static final String COUNTY = "451027";

    @Inject
    Settlements settlements;

    @Inject
    Relapse relapse;

    @Inject
    BusinessClock clock;

    private final SettledProvince province = SettledProvince.fresh();
    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);

    @AfterEach
    void back() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whoFellOrStandsBelowTheLineIsAlertedOnceAndNobodyElse() throws SQLException {
        clock.travelTo(java.time.Instant.parse("2026-11-20T02:00:00Z"));
        // Four people each: the line of a household is 80,000 fen; half of what was before is 250,000.
        Family fell = family(HouseholdStatus.LIFTED);
        Family poor = family(HouseholdStatus.MONITORED);
        Family steady = family(HouseholdStatus.LIFTED);
        Family fresh = family(HouseholdStatus.LIFTED);
        Family registered = family(HouseholdStatus.REGISTERED_POOR);
        credited("2025-03-10", Map.of(fell, 500_000L, poor, 500_000L, steady, 500_000L, registered, 500_000L));
        credited(
                "2026-05-10",
                Map.of(fell, 249_999L, poor, 79_999L, steady, 250_000L, fresh, 1_000L, registered, 1_000L));
        // What was given is no income: it neither hides a fall nor makes one.
        Aided.grant(fell.household(), LocalDate.of(2026, 5, 11), 9_000_000L);
        Aided.grant(steady.household(), LocalDate.of(2025, 3, 11), 9_000_000L);
        await(relapse::look);
        await(relapse::look);

        assertThat(rules(fell)).containsExactly("DROPPED");
        assertThat(rules(poor)).containsExactlyInAnyOrder("BELOW_LINE", "DROPPED");
        assertThat(rules(steady)).as("half is not more than half").isEmpty();
        assertThat(rules(fresh)).as("never credited before").isEmpty();
        assertThat(rules(registered)).as("not lifted yet").isEmpty();

        UUID alert = UUID.fromString(String.valueOf(alerts(fell).get(0).get("id")));
        assertThatThrownBy(() ->
                        SettledProvince.run("INSERT INTO monitoring_alert (household_id, village_code, rule, month,"
                                + " standing, persons, year_fen, before_fen, expected_fen, opened_at) SELECT household_id, village_code,"
                                + " rule, 202601, standing, persons, 0, 0, 1, now() FROM monitoring_alert WHERE id = '"
                                + alert + "'"))
                .hasMessageContaining("monitoring_one_open_alert");
        theCountyIsToldOnceAndOfNobody(alert);
        theCountyDealsWithIt(alert, fell);
    }

    private void theCountyIsToldOnceAndOfNobody(UUID alert) throws SQLException {
        String link = "/desk/relapse-alerts/" + alert;
        String note = "SELECT %s FROM notice_note WHERE link = '" + link + "'";
        assertThat(SettledProvince.number(note.formatted("count(*)"))).isEqualTo(1);
        assertThat(SettledProvince.text(note.formatted("arguments::text")))
                .as("the alert's number and nothing else")
                .isEqualTo(SettledProvince.text(
                        "SELECT jsonb_build_array(number::text)::text FROM monitoring_alert WHERE id = '" + alert
                                + "'"));
        People.as(officer).get("/api/inbox").then().statusCode(200).body("items.link", hasItem(link));
        People.as(People.inArea(Role.COUNTY_OFFICER, "450125"))
                .get("/api/inbox")
                .then()
                .body("items.link", not(hasItem(link)));
    }

    private void figures(int resolved, int waiting, int work) {
        Actor village = People.inArea(Role.VILLAGE_OFFICER, COUNTY + "100200");
        for (Actor reader : List.of(officer, village)) {
            List<String> areas = People.as(reader)
                    .get(API + "/figures")
                    .then()
                    .statusCode(200)
                    .body("items[0].opened", equalTo(3))
                    .body("items[0].resolved", equalTo(resolved))
                    .body("items[0].waiting", equalTo(waiting))
                    .body("items[0].measures.JOB", equalTo(work))
                    .extract()
                    .path("items.areaCode");
            assertThat(areas)
                    .as("a county, then its villages")
                    .isEqualTo(reader == officer ? List.of(COUNTY, COUNTY + "100200") : List.of(COUNTY + "100200"));
        }
        People.as(officer)
                .get("/desk/relapse-alerts/figures.csv")
                .then()
                .statusCode(200)
                .body(containsString(COUNTY + "100200\",\"演示村\",3," + resolved + ",0," + waiting + "," + work));
        People.as(officer).get("/desk/relapse-alerts/figures?lang=zh").then().body(containsString("演示村"));
        People.as(officer).get("/desk/relapse-alerts?lang=zh").then().body(containsString("今年以来"));
    }

    private void theCountyDealsWithIt(UUID alert, Family fell) throws SQLException {
        String one = API + "/" + alert;
        People.as(officer).get(one).then().statusCode(200).body("headMasked", equalTo("韦**"));
        People.as(People.inArea(Role.COUNTY_OFFICER, "450125")).get(one).then().statusCode(404);
        People.as(People.inArea(Role.COUNTY_OFFICER, "450125"))
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"JOB\",\"measure\":\"介绍到扶贫车间务工\"}")
                .post(one + "/measure")
                .then()
                .statusCode(404);
        People.as(People.everywhere(Role.AUDITOR)).get(one).then().statusCode(200);
        People.as(People.everywhere(Role.CONSUMER)).get(one).then().statusCode(403);
        send(one + "/ending", "{\"state\":\"RESOLVED\",\"reason\":\"已经好转\"}", 409);
        send(one + "/measure", "{\"kind\":\"JOB\",\"measure\":\" \"}", 400);
        send(one + "/measure", "{\"kind\":\"JOB\",\"measure\":\"介绍到扶贫车间务工\"}", 200);
        figures(0, 2, 1);
        send(one + "/measure", "{\"kind\":\"LOAN\",\"measure\":\"小额信贷两万元\"}", 409);
        send(one + "/ending", "{\"state\":\"RESOLVED\",\"reason\":\"务工收入稳定\"}", 200);
        figures(1, 2, 0);
        send(one + "/ending", "{\"state\":\"DISMISSED\",\"reason\":\"重复\"}", 409);
        await(relapse::look);
        clock.travelTo(java.time.Instant.parse("2026-12-20T02:00:00Z"));
        await(relapse::look);
        assertThat(rules(fell)).as("left alone for its quiet days").isEmpty();
        clock.travelTo(java.time.Instant.parse("2027-03-20T02:00:00Z"));
        await(relapse::look);
        assertThat(rules(fell)).as("then looked at again").contains("DROPPED");
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM platform_audit WHERE subject_kind = 'relapse-alert' AND subject_id = '"
                                + alert + "'"))
                .as("opened, measure, resolved")
                .isEqualTo(3);
        People.as(officer)
                .get("/desk/relapse-alerts/alerts.csv?done=true")
                .then()
                .statusCode(200)
                .body(containsString("务工收入稳定"))
                .body(not(containsString("韦大明")));
    }

    private void send(String path, String body, int status) {
        People.as(officer)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(status);
    }

    private record Family(UUID household, UUID link) {}

    private Family family(HouseholdStatus status) {
        List<UUID> households = Families.register(1, COUNTY, status);
        UUID link = Families.link(Suppliers.cooperative(province.county()).id(), LinkKind.SHARES, 10, households, 5);
        return new Family(households.get(0), link);
    }

    /** A run that gives each household so much, finished on that day. */
    private void credited(String day, Map<Family, Long> fen) throws SQLException {
        for (Map.Entry<Family, Long> one : fen.entrySet()) {
            province.pool(one.getKey().link(), 202501, "DIVIDEND", one.getValue());
        }
        String region = province.county().substring(0, 2) + "0000";
        SettlementView run = await(() -> settlements.prepare(province.preparer(), region, 202609));
        province.approve(run);
        await(() -> settlements.run(province.preparer(), run.id()));
        SettledProvince.tamper(
                "UPDATE settlement_run SET finished_at = '" + day + "T04:00:00Z' WHERE id = '" + run.id() + "'");
    }

    private List<String> rules(Family family) {
        return alerts(family).stream()
                .map(one -> String.valueOf(one.get("rule")))
                .toList();
    }

    private List<Map<String, Object>> alerts(Family family) {
        List<Map<String, Object>> all = People.as(officer)
                .get(API + "?size=100")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
        return all.stream()
                .filter(one -> family.household().toString().equals(one.get("householdId")))
                .toList();
    }
}
