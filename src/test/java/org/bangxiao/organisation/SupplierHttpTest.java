package org.bangxiao.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A supplier comes in by forms: registers, sends its papers in, is confirmed or sent back by its county. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupplierHttpTest {
    private static final String COUNTY = "451224";

    @Inject
    BusinessClock clock;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aCooperativeRegistersSendsItsPapersInAndIsConfirmedByItsCounty() {
        Registered supplier = registered();
        String before = supplier.web.get("/desk/organisation").asString();
        assertThat(before).contains("disabled").contains("填写中");
        assertThat(supplier.web.post("/desk/organisation/submission", Map.of()).statusCode())
                .isEqualTo(422);
        assertThat(send(supplier.web, "business-licence", today(), today().plusYears(1), Papers.jpeg())
                        .statusCode())
                .isEqualTo(303);
        assertThat(send(supplier.web, "bank-account", today(), null, Papers.pdf())
                        .statusCode())
                .isEqualTo(303);
        supplier.web.get("/desk/organisation");
        assertThat(supplier.web.post("/desk/organisation/submission", Map.of()).statusCode())
                .isEqualTo(303);

        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, COUNTY));
        assertThat(officer.get("/desk/inbox").asString()).contains(supplier.name);
        assertThat(officer.get("/desk/suppliers?q=" + supplier.name).asString()).contains(supplier.name);
        String page = officer.get("/desk/suppliers/" + supplier.id).asString();
        assertThat(page).contains("韦**").doesNotContain("韦演示").doesNotContain("110101199003070011");
        assertThat(decide(officer, supplier, "confirm", "").statusCode()).isEqualTo(303);
        assertThat(officer.get("/desk/suppliers/" + supplier.id).asString()).contains("已确认");
        String after = supplier.web.get("/desk/organisation").asString();
        assertThat(after).contains("可以销售到 " + today().plusYears(1));
        assertThat(supplier.web.get("/desk/inbox").asString()).contains("县里确认了您的单位");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndTheFormComesBackFilledIn() {
        Web web = new Web();
        web.get("/register/supplier");
        Map<String, String> wrong = new HashMap<>(fields("x"));
        String code = wrong.get("creditCode");
        char last = code.charAt(17) == '0' ? '1' : '0';
        wrong.put("creditCode", code.substring(0, 17) + last);
        wrong.put("idNumber", "110101199003070012");
        wrong.put("bankAccount", "123");
        wrong.put("areaCode", "440300");
        wrong.put("kind", "OFFICE");
        wrong.put("legalPerson", "");
        wrong.put("nameZh", "独");
        Response answer = web.post("/register/supplier", wrong);
        assertThat(answer.statusCode()).isEqualTo(400);
        for (String field :
                new String[] {"kind", "nameZh", "creditCode", "areaCode", "legalPerson", "idNumber", "bankAccount"}) {
            assertThat(answer.asString()).as(field).contains("id=\"" + field + "-error\"");
        }
        assertThat(answer.asString()).contains("value=\"独\"").doesNotContain("value=\"a-password-for-tests\"");
    }

    @Test
    void oneCreditCodeComesInOnceAndLeavesNoAccountBehind() {
        Registered first = registered();
        Map<String, String> again = new HashMap<>(fields("again"));
        again.put("creditCode", first.creditCode);
        Web web = new Web();
        web.get("/register/supplier");
        Response answer = web.post("/register/supplier", again);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("已经登记过");
        web.get("/register/supplier");
        again.put("creditCode", Suppliers.creditCode());
        assertThat(web.post("/register/supplier", again).statusCode()).isEqualTo(303);
    }

    @Test
    void aSupplierThatWasSentBackMendsItAndHandsItInAgain() {
        Registered supplier = handedIn();
        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, COUNTY));
        officer.get("/desk/suppliers/" + supplier.id);
        assertThat(decide(officer, supplier, "return", "").statusCode()).isEqualTo(400);
        assertThat(decide(officer, supplier, "return", "名称与执照不一致").statusCode()).isEqualTo(303);
        assertThat(supplier.web.get("/desk/organisation").asString()).contains("名称与执照不一致");
        String edit = supplier.web.get("/desk/organisation/edit").asString();
        String version = edit.replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1");
        Map<String, String> changed = new HashMap<>(fields("mended"));
        changed.put("creditCode", supplier.creditCode);
        changed.put("nameZh", supplier.name + "改");
        changed.put("version", version);
        changed.put("legalPerson", "");
        changed.put("idNumber", "");
        changed.put("bankAccount", "");
        assertThat(supplier.web.post("/desk/organisation/edit", changed).statusCode())
                .isEqualTo(303);
        assertThat(supplier.web.post("/desk/organisation/edit", changed).statusCode())
                .as("an older version")
                .isEqualTo(409);
        assertThat(supplier.web.get("/desk/organisation").asString()).contains("韦**", supplier.name + "改");
        assertThat(supplier.web.post("/desk/organisation/submission", Map.of()).statusCode())
                .isEqualTo(303);
        officer.get("/desk/suppliers/" + supplier.id);
        assertThat(decide(officer, supplier, "confirm", "").statusCode()).isEqualTo(303);
    }

    @Test
    void anotherCountyAStrangerAndTheSupplierItselfDecideNothing() {
        Registered supplier = handedIn();
        Web neighbour = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, "451223"));
        assertThat(neighbour.get("/desk/suppliers/" + supplier.id).statusCode()).isEqualTo(404);
        neighbour.get("/desk/inbox");
        neighbour.get("/desk/suppliers");
        assertThat(decide(neighbour, supplier, "confirm", "").statusCode()).isEqualTo(404);
        Web other = Web.signedIn(
                People.of(Role.SUPPLIER, Suppliers.cooperative(COUNTY).id()));
        String file = supplier.web
                .get("/desk/organisation")
                .asString()
                .replaceAll("(?s).*href=\"(/desk/organisation/documents/[^\"]+)\".*", "$1");
        assertThat(other.get(file).statusCode()).isEqualTo(404);
        assertThat(supplier.web.get(file).statusCode()).isEqualTo(200);
        supplier.web.get("/desk/organisation");
        assertThat(decide(supplier.web, supplier, "confirm", "").statusCode()).isEqualTo(403);
    }

    @Test
    void nameAndNumbersAreShownOnceForAPurposeThatIsWrittenDown() {
        Registered supplier = handedIn();
        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, COUNTY));
        officer.get("/desk/suppliers/" + supplier.id);
        String path = "/desk/suppliers/" + supplier.id + "/clear";
        assertThat(officer.post(path, Map.of("purpose", "x")).statusCode()).isEqualTo(400);
        String clear = officer.post(path, Map.of("purpose", "核对收款账户")).asString();
        assertThat(clear).contains("韦演示", "110101199003070011", "6228480012345678901");
        assertThat(officer.get("/desk/suppliers/" + supplier.id).asString()).doesNotContain("110101199003070011");
        Web auditor = Web.signedIn(People.everywhere(Role.AUDITOR));
        assertThat(auditor.get("/desk/audit?action=supplier-read-clear&subject=" + supplier.id)
                        .asString())
                .contains("核对收款账户");
    }

    @Test
    void hostileFilesAreRefusedAtTheFieldAndAFileThatIsTooLargeInWords() {
        Registered supplier = registered();
        byte[] page = "<html><script>alert(1)</script></html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Response refused = send(supplier.web, "bank-account", today(), null, page);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("id=\"file-bank-account-error\"", "value=\"" + today() + "\"");
        Response large = send(supplier.web, "bank-account", today(), null, new byte[11 * 1024 * 1024]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.asString()).contains("文件太大", "value=\"" + today() + "\"");
        Response huge = send(supplier.web, "bank-account", today(), null, new byte[25 * 1024 * 1024]);
        assertThat(huge.statusCode()).isEqualTo(413);
        Response without = send(supplier.web, "bank-account", today(), null, new byte[0]);
        assertThat(without.statusCode()).isEqualTo(400);
    }

    @Test
    void aPaperNeedsItsDaysAndTheyMustMakeSense() {
        Web web = registered().web;
        assertThat(send(web, "business-licence", today(), null, Papers.jpeg()).asString())
                .contains("id=\"expires-business-licence-error\"");
        assertThat(send(web, "business-licence", today().plusDays(1), today().plusDays(9), Papers.jpeg())
                        .asString())
                .contains("id=\"issued-business-licence-error\"");
        assertThat(send(web, "business-licence", today().minusDays(9), today().minusDays(1), Papers.jpeg())
                        .asString())
                .contains("id=\"expires-business-licence-error\"");
        assertThat(send(web, "nobody-asks-for-this", today(), null, Papers.jpeg())
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(web, "business-licence", today().minusDays(9), today(), Papers.jpeg())
                        .statusCode())
                .as("today is its last day")
                .isEqualTo(303);
    }

    @Test
    void theRegisterIsTakenAwayAsAFile() {
        Registered supplier = handedIn();
        Web officer = Web.signedIn(People.inArea(Role.COUNTY_OFFICER, COUNTY));
        Response file = officer.get("/desk/suppliers/suppliers.csv?q=" + supplier.creditCode);
        assertThat(file.contentType()).startsWith("text/csv");
        assertThat(file.asString()).contains(supplier.name).contains("REGISTERED");
        assertThat(file.asString().lines()).hasSize(2);
    }

    @Test
    void aProgramRegistersASupplierAndReadsWhatTheCountyDecided() {
        Map<String, String> fields = fields("api");
        fields.put("bankAccount", "6228480012345678901");
        Response made = io.restassured.RestAssured.given()
                .contentType("application/json")
                .body(fields)
                .post("/api/suppliers");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        String id = made.path("id");
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        Response seen = People.as(officer).get("/api/suppliers/" + id);
        assertThat(seen.path("supplier.state").toString()).isEqualTo("DRAFT");
        assertThat(seen.asString()).doesNotContain("110101199003070011", "6228480012345678901", "韦演示");
        Response early = People.as(officer)
                .contentType("application/json")
                .body(Map.of("action", "confirm", "version", 0))
                .post("/api/suppliers/" + id + "/decision");
        assertThat(early.path("code").toString()).isEqualTo("supplier-wrong-state");
        assertThat(People.as(officer)
                        .get("/api/suppliers?q=" + fields.get("creditCode"))
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
    }

    /** A supplier that has registered, and the browser it sits at. */
    private record Registered(UUID id, String name, String creditCode, Web web) {}

    private static Map<String, String> fields(String username) {
        Map<String, String> fields = new HashMap<>();
        fields.put("kind", "COOPERATIVE");
        fields.put("nameZh", "演示东兰板栗合作社" + UUID.randomUUID().toString().substring(0, 6));
        fields.put("nameEn", "");
        fields.put("creditCode", Suppliers.creditCode());
        fields.put("areaCode", COUNTY);
        fields.put("legalPerson", "韦演示");
        fields.put("idNumber", "110101199003070011");
        fields.put("bankName", "农业银行东兰支行");
        fields.put("bankAccount", "6228 4800 1234 5678 901");
        fields.put("username", "s-" + username + UUID.randomUUID().toString().substring(0, 8));
        fields.put("password", People.PASSWORD);
        return fields;
    }

    private static Registered registered() {
        Web web = new Web();
        web.get("/register/supplier");
        Map<String, String> fields = fields("new");
        Response answer = web.post("/register/supplier", fields);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        assertThat(answer.getHeader("Location")).endsWith("/sign-in?next=/desk/organisation");
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", fields.get("username"), "password", People.PASSWORD));
        String page = web.get("/desk/organisation").asString();
        assertThat(page).contains(fields.get("nameZh"));
        Web auditor = Web.signedIn(People.everywhere(Role.AUDITOR));
        String id = auditor.get("/desk/suppliers?state=ALL&q=" + fields.get("creditCode"))
                .asString()
                .replaceAll("(?s).*href=\"/desk/suppliers/([0-9a-f-]{36})\".*", "$1");
        return new Registered(UUID.fromString(id), fields.get("nameZh"), fields.get("creditCode"), web);
    }

    private Registered handedIn() {
        Registered supplier = registered();
        send(supplier.web, "business-licence", today(), today().plusYears(1), Papers.jpeg());
        send(supplier.web, "bank-account", today(), null, Papers.pdf());
        supplier.web.get("/desk/organisation");
        assertThat(supplier.web.post("/desk/organisation/submission", Map.of()).statusCode())
                .isEqualTo(303);
        return supplier;
    }

    private static Response send(
            Web web, String kind, LocalDate issued, @org.jspecify.annotations.Nullable LocalDate expires, byte[] file) {
        web.get("/desk/organisation");
        return web.postParts(
                "/desk/organisation/documents",
                Map.of(
                        "kind",
                        kind,
                        "number",
                        "演示 123",
                        "issuedOn",
                        issued.toString(),
                        "expiresOn",
                        expires == null ? "" : expires.toString(),
                        "file",
                        file));
    }

    private static Response decide(Web officer, Registered supplier, String action, String reason) {
        String page = officer.get("/desk/suppliers/" + supplier.id).asString();
        String version = page.contains("name=\"version\"")
                ? page.replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1")
                : "1";
        return officer.post(
                "/desk/suppliers/" + supplier.id + "/decision",
                Map.of("action", action, "version", version, "reason", reason));
    }

    private LocalDate today() {
        return clock.today();
    }
}
