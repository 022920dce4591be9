package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The county's office enters households into the register. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RegisterHttpTest {
    private static final String COUNTY = "451225";
    private static final String HEADING = "村代码,村名,户主姓名,户主证件号,家庭人数,户类型,从哪天起,银行代码,银行账号\r\n";

    private final Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void householdsAreEnteredOnceHoweverOftenTheyAreHandedInAndNothingOfThemIsInTheClear() throws SQLException {
        Map<String, String> one = household();
        Map<String, String> two = household();
        enter(officer, List.of(one)).statusCode(200).body("entered", equalTo(1), "known", equalTo(0));
        enter(officer, List.of(one, two)).statusCode(200).body("entered", equalTo(1), "known", equalTo(1));
        enter(officer, List.of(one, two)).statusCode(200).body("entered", equalTo(0), "known", equalTo(2));
        String row = "SELECT string_agg(h::text, '') FROM household h WHERE h.village_code = '" + COUNTY + "100001'";
        assertThat(SettledProvince.text(row))
                .contains("韦**")
                .doesNotContain("韦大明", one.get("idNumber"), one.get("bankAccount"));
        assertThat(SettledProvince.text("SELECT string_agg(detail::text, '') FROM platform_audit WHERE action ="
                        + " 'household-register'"))
                .contains("entered")
                .doesNotContain(one.get("idNumber"));
    }

    @Test
    void aWrongRowIsSaidAtItsCellAndNothingIsEntered() throws SQLException {
        long before = households();
        Map<String, String> wrong = household();
        wrong.put("idNumber", "450101199001011234");
        wrong.put("persons", "0");
        enter(officer, List.of(household(), wrong))
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/households/1/persons")));
        wrong.put("persons", "3");
        enter(officer, List.of(household(), wrong))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/households/1/idNumber"));
        Map<String, String> away = household();
        away.put("villageCode", "451226100001");
        enter(officer, List.of(away)).statusCode(400).body("errors[0].code", equalTo("village-not-yours"));
        Map<String, String> twice = household();
        enter(officer, List.of(twice, twice)).statusCode(400).body("errors[0].code", equalTo("household-twice"));
        assertThat(households()).isEqualTo(before);
        Actor neighbour = People.inArea(Role.COUNTY_OFFICER, "451226");
        away.put("idNumber", twice.get("idNumber"));
        enter(officer, List.of(twice)).statusCode(200);
        enter(neighbour, List.of(away)).statusCode(400).body("errors[0].code", equalTo("household-registered-already"));
    }

    @Test
    void aSheetInTheNationalEncodingIsTakenAndAWrongOneComesBackRowByRow() throws SQLException {
        long before = households();
        Web desk = Web.signedIn(officer);
        assertThat(desk.get("/desk/households").asString()).contains("/desk/households/register");
        desk.get("/desk/households/register");
        String good = line(household()) + line(household());
        String bad = good + "x,演示村,韦小明,450101199001011234,4,脱贫户,2020-01-01,,\r\n";
        assertThat(desk.upload("/desk/households/register/sheet", Map.of(), "h.csv", bytes(bad), "text/csv")
                        .asString())
                .contains("<th scope=\"row\">4</th>", "户主证件号");
        assertThat(households()).isEqualTo(before);
        assertThat(desk.upload("/desk/households/register/sheet", Map.of(), "h.csv", bytes(good), "text/csv")
                        .statusCode())
                .isEqualTo(303);
        assertThat(households()).isEqualTo(before + 2);
        desk.get("/desk/households/register");
        Map<String, String> one = household();
        one.put("persons", "");
        desk.post("/desk/households/register/one", one)
                .then()
                .statusCode(400)
                .body(containsString(one.get("villageName")), containsString("persons-error"));
        one.put("persons", "2");
        desk.post("/desk/households/register/one", one).then().statusCode(303);
        assertThat(households()).isEqualTo(before + 3);
        desk.get("/desk/households").then().body(not(containsString(one.get("headName"))));
    }

    private static Map<String, String> household() {
        return new HashMap<>(Map.of(
                "villageCode", COUNTY + "100001",
                "villageName", "演示村",
                "headName", "韦大明",
                "idNumber", Families.idNumber(COUNTY),
                "persons", "4",
                "status", "LIFTED",
                "since", "2020-01-01",
                "bankCode", "103",
                "bankAccount", "6228480000000009876"));
    }

    private static String line(Map<String, String> household) {
        return String.join(
                        ",", HouseholdSheet.COLUMNS.stream().map(household::get).toList())
                + "\r\n";
    }

    private static byte[] bytes(String rows) {
        return (HEADING + rows).getBytes(Charset.forName("GB18030"));
    }

    private static ValidatableResponse enter(Actor by, List<Map<String, String>> rows) {
        return People.as(by)
                .contentType(ContentType.JSON)
                .body(rows)
                .post("/api/households")
                .then();
    }

    private static long households() throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM household WHERE county_code = '" + COUNTY + "'");
    }
}
