package org.bangxiao.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** The county's desk for suppliers: two officers at once, one person with two accounts, many rows. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupplierDeskHttpTest {
    private static final String COUNTY = "451224";
    private static final int ROUNDS = 5;
    private static final String NOTE = """
            INSERT INTO notice_note (id, account_id, message_key, arguments, link, once, at)
            VALUES (?, ?, 'note.supplier-confirmed', '[""]', '/desk/organisation', ?, now())""";

    @Inject
    BusinessClock clock;

    @Inject
    Accounts accounts;

    @Test
    void ofTwoOfficersWhoDecideAtOnceOneWinsAndTheOtherIsTold() throws Exception {
        List<String> tokens = List.of(officer(), officer());
        for (int round = 0; round < ROUNDS; round++) {
            UUID supplier = handedIn();
            List<Response> answers = bothAtOnce(tokens, List.of(supplier, supplier));
            assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409);
            assertThat(answers.stream()
                            .filter(answer -> answer.statusCode() == 409)
                            .map(answer -> answer.jsonPath().getString("code")))
                    .containsAnyOf("supplier-wrong-state", "supplier-changed-meanwhile");
            assertThat(deeds(supplier)).as("written down once").isEqualTo(1);
        }
    }

    @Test
    void twoOfficersWhoDecideOnTwoSuppliersAtOnceBothWin() throws Exception {
        List<Response> answers = bothAtOnce(List.of(officer(), officer()), List.of(handedIn(), handedIn()));
        assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    }

    @Test
    void whoActsForASupplierDoesNotLetItInUnderAnotherAccount() throws SQLException {
        UUID supplier = handedIn();
        // Not the one who registered it: a colleague, who is an officer too.
        Actor colleague = People.of(Role.SUPPLIER, supplier);
        String username = "o" + UUID.randomUUID().toString().substring(0, 8);
        Actor officer = Await.await(() -> accounts.open(new AccountDraft(
                username,
                username,
                People.PASSWORD,
                colleague.personId(),
                List.of(new Actor.Grant(Role.COUNTY_OFFICER, null, new AreaCode(COUNTY))),
                true)));
        Response refused = decide(People.token(officer), supplier);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("supplier-own-deed");
        String update = "UPDATE %s WHERE organisation_id = '" + supplier + "'";
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            for (String past : List.of(
                    "organisation_supplier SET state = 'CONFIRMED', confirmed_on = current_date, confirmed_person_id = '"
                            + colleague.personId() + "'",
                    "organisation_document SET state = 'CONFIRMED', decided_at = now(), decided_by = '"
                            + colleague.personId() + "'")) {
                assertThatThrownBy(() -> statement.executeUpdate(update.formatted(past)))
                        .as("past the use case")
                        .hasMessageContaining("organisation_nobody_confirms_themselves");
            }
        }
        assertThat(decide(officer(), supplier).statusCode()).isEqualTo(200);
    }

    @Test
    void theListAndTheInboxTakeTheSameStatementsHoweverManyRowsThereAre() {
        Actor officer = People.inArea(Role.COUNTY_OFFICER, "451225");
        String token = People.token(officer);
        notes(officer, 1);
        suppliers(1);
        Map<String, Integer> few = new HashMap<>();
        for (String path : List.of("/desk/suppliers?state=ALL", "/desk/inbox")) {
            get(token, path);
            few.put(path, Statements.of(() -> get(token, path)));
        }
        notes(officer, 60);
        suppliers(40);
        few.forEach((path, statements) -> assertThat(Statements.of(() -> get(token, path)))
                .as(path)
                .isEqualTo(statements)
                .isBetween(1, 6));
    }

    private static void suppliers(int count) {
        for (int i = 0; i < count; i++) {
            Suppliers.cooperative("451225");
        }
    }

    private static void notes(Actor officer, int count) {
        for (int i = 0; i < count; i++) {
            Shelf.run(
                    NOTE,
                    UUID.randomUUID(),
                    officer.accountId(),
                    UUID.randomUUID().toString());
        }
    }

    private static void get(String token, String path) {
        io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get(path)
                .then()
                .statusCode(200);
    }

    private static String officer() {
        return People.token(People.inArea(Role.COUNTY_OFFICER, COUNTY));
    }

    private static Response decide(String token, UUID supplier) {
        io.restassured.specification.RequestSpecification request = io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/json");
        int version = io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get("/api/suppliers/" + supplier)
                .path("supplier.version");
        return request.body(Map.of("action", "confirm", "version", version))
                .post("/api/suppliers/" + supplier + "/decision");
    }

    private static List<Response> bothAtOnce(List<String> tokens, List<UUID> suppliers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Response>> both = List.of(
                    () -> decide(tokens.get(0), suppliers.get(0)), () -> decide(tokens.get(1), suppliers.get(1)));
            List<Response> answers = new ArrayList<>();
            for (Future<Response> one : pool.invokeAll(both)) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private static int deeds(UUID supplier) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM platform_audit WHERE action = 'supplier-confirm' AND subject_id = '"
                                + supplier + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** A cooperative that waits to be let in, with its papers. */
    private UUID handedIn() {
        String username = "d" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> fields = new HashMap<>();
        fields.put("kind", "COOPERATIVE");
        fields.put("nameZh", "演示东兰山茶合作社" + username);
        fields.put("creditCode", Suppliers.creditCode());
        fields.put("areaCode", COUNTY);
        fields.put("legalPerson", "韦演示");
        fields.put("idNumber", "110101199003070011");
        fields.put("bankName", "农业银行东兰支行");
        fields.put("bankAccount", "6228480012345678901");
        fields.put("username", username);
        fields.put("password", People.PASSWORD);
        Response made = io.restassured.RestAssured.given()
                .contentType("application/json")
                .body(fields)
                .post("/api/suppliers");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", username, "password", People.PASSWORD));
        send(web, "business-licence", clock.today().plusYears(1));
        send(web, "bank-account", null);
        web.get("/desk/organisation");
        assertThat(web.post("/desk/organisation/submission", Map.of()).statusCode())
                .isEqualTo(303);
        return UUID.fromString(made.path("id"));
    }

    private void send(Web web, String kind, @org.jspecify.annotations.Nullable LocalDate until) {
        web.get("/desk/organisation");
        assertThat(web.postParts(
                                "/desk/organisation/documents",
                                Map.of(
                                        "kind",
                                        kind,
                                        "number",
                                        "演示",
                                        "issuedOn",
                                        clock.today().toString(),
                                        "expiresOn",
                                        until == null ? "" : until.toString(),
                                        "file",
                                        Papers.jpeg()))
                        .statusCode())
                .isEqualTo(303);
    }
}
