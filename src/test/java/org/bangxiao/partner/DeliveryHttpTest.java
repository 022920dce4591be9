package org.bangxiao.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Partners' networks: the same report from two machines, and a line that breaks in the middle of one. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DeliveryHttpTest {
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aReportSentTwiceAtOnceAndOnceMoreUnderAnotherReferenceRecordsEachSaleOnce() throws Exception {
        Goods goods = Goods.certified(1_000_000);
        UUID partner = Suppliers.partner().id();
        String token = People.token(People.of(Role.PARTNER, partner));
        String body = rows(goods, 400);
        List<CompletableFuture<Response>> reports = new ArrayList<>();
        for (String reference : List.of("same", "same")) {
            reports.add(CompletableFuture.supplyAsync(() -> report(token, partner, reference, body)));
        }
        List<Response> answers = new ArrayList<>();
        for (CompletableFuture<Response> report : reports) {
            answers.add(report.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertThat(answers.stream().map(Response::statusCode)).as(said(answers)).contains(OK);
        assertThat(answers.stream().map(Response::statusCode))
                .as(said(answers))
                .allMatch(status -> status == OK || status == 409 || status == 429);
        assertThat(report(token, partner, "another", body).jsonPath().getInt("accepted"))
                .isZero();
        assertThat(recorded(partner)).isEqualTo(400);
    }

    @Test
    void aReportWhoseLineBreaksGoesOnBehindWhatIsRecordedAndRecordsEachSaleOnce() throws Exception {
        Goods goods = Goods.certified(1_000_000);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        String token = People.token(actor);
        int rows = 30_000;
        byte[] body = rows(goods, rows).getBytes(StandardCharsets.UTF_8);
        try (Socket line = new Socket(home.getHost(), home.getPort())) {
            line.getOutputStream()
                    .write(("POST /api/partners/" + partner + "/sales HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer "
                                    + token + "\r\nIdempotency-Key: broken\r\nContent-Type: application/x-ndjson\r\n"
                                    + "Content-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            line.getOutputStream().write(body, 0, body.length - 1_000);
            line.getOutputStream().flush();
            awaitRecorded(partner);
            line.setSoLinger(true, 0);
        }
        long before = recorded(partner);
        assertThat(before).isBetween(1L, rows - 1L);
        Response again = report(token, partner, "broken", new String(body, StandardCharsets.UTF_8));
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(OK);
        assertThat(again.jsonPath().getInt("rows")).isEqualTo(rows);
        assertThat(again.jsonPath().getInt("accepted")).isEqualTo(rows);
        assertThat(recorded(partner)).isEqualTo(rows);
    }

    private static String said(List<Response> answers) {
        return answers.stream()
                .map(answer -> answer.statusCode() + " " + answer.asString())
                .toList()
                .toString();
    }

    private static String rows(Goods goods, int rows) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            body.append("{\"externalId\":\"n")
                    .append(i)
                    .append("\",\"certificateNumber\":\"")
                    .append(goods.certificateNumber())
                    .append("\",\"quantity\":1,\"grossFen\":5000,\"soldAt\":\"2025-06-01T01:02:03Z\",\"channel\":\"")
                    .append(Goods.CHANNEL)
                    .append("\"}\n");
        }
        return body.toString();
    }

    private static Response report(String token, UUID partner, String reference, String body) {
        return io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/x-ndjson")
                .header("Idempotency-Key", reference)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/partners/" + partner + "/sales");
    }

    private static void awaitRecorded(UUID partner) throws SQLException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (recorded(partner) == 0) {
            assertThat(System.nanoTime()).as("patience").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static long recorded(UUID partner) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement question =
                        connection.prepareStatement("SELECT count(*) FROM sale WHERE source = 'partner:' || ?")) {
            question.setString(1, partner.toString());
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }
}
