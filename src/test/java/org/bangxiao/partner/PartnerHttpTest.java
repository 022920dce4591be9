package org.bangxiao.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Agency;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PartnerHttpTest {
    private static final Instant SOLD = Instant.parse("2025-06-01T01:02:03Z");

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void everyRowIsAnsweredAndAReplayHasNoEffect() {
        Goods goods = Goods.certified(10);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        String body = row("a", goods, 4, 20_000) + row("a", goods, 4, 20_000) + row("a", goods, 4, 19_999)
                + row("b", goods, 7, 35_000) + "{\"externalId\":\"c\"}\n"
                + row("d", goods, 1, 5_000).replace(goods.certificateNumber(), "T-UNKNOWN")
                + row("e", goods, 6, 30_000);
        String reference = "2025-06";
        String id = report(actor, partner, reference, body)
                .statusCode(200)
                .header("Idempotency-Replayed", equalTo("false"))
                .body("rows", equalTo(7))
                .body("accepted", equalTo(2))
                .body("duplicate", equalTo(1))
                .body("conflict", equalTo(1))
                .body("rejected", equalTo(2))
                .body("held", equalTo(1))
                .body("grossFen", equalTo(50_000))
                .body(
                        "answers.status",
                        contains(
                                "ACCEPTED",
                                "DUPLICATE",
                                "CONFLICT",
                                "HELD_CAPACITY",
                                "REJECTED",
                                "REJECTED",
                                "ACCEPTED"))
                .body("answers.row", contains(1, 2, 3, 4, 5, 6, 7))
                .body("answers[6].externalId", equalTo("e"))
                .body("answers[5].code", equalTo("row-product-unknown"))
                .extract()
                .path("id");
        report(actor, partner, reference, body)
                .statusCode(200)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("id", equalTo(id))
                .body("accepted", equalTo(2));
        report(actor, partner, reference, body + row("f", goods, 1, 5_000))
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        report(actor, partner, "again", body)
                .statusCode(200)
                .body("accepted", equalTo(0))
                .body("duplicate", equalTo(3))
                .body("conflict", equalTo(1))
                .body("held", equalTo(1));
        People.as(actor)
                .get("/api/partners/" + partner + "/batches/" + id + "/rows?cursor=2&size=3")
                .then()
                .statusCode(200)
                .body("items.row", contains(3, 4, 5))
                .body("next", equalTo("5"));
        String file = People.as(actor)
                .get("/api/partners/" + partner + "/batches/" + id + "/rows.csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(file.lines().toList()).hasSize(6).contains("\"4\",\"b\",\"HELD_CAPACITY\",\"capacity-exceeded\"");
    }

    @Test
    void onlyTheOwnPartnerReportsAndOnlyTheSupplierConfirms() {
        Goods goods = Goods.certified(100);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        String body = row("a", goods, 1, 5_000);
        report(People.of(Role.PARTNER, Suppliers.partner().id()), partner, "x", body)
                .statusCode(404);
        report(People.of(Role.SUPPLIER, goods.organisationId()), partner, "x", body)
                .statusCode(403);
        report(actor, partner, null, body).statusCode(400).body("code", equalTo("idempotency-key-missing"));
        report(actor, partner, "empty", "\n \n").statusCode(400).body("code", equalTo("batch-empty"));
        String id = report(actor, partner, "x", body).statusCode(200).extract().path("id");

        String path = "/api/partners/" + partner + "/batches/" + id + "/confirmations";
        Actor stranger = People.of(Role.SUPPLIER, Goods.certified(1).organisationId());
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        confirm(stranger, path).statusCode(404);
        confirm(actor, path).statusCode(403);
        confirm(supplier, path).statusCode(200).body("sales", equalTo(1)).body("movedFen", equalTo(655));
        confirm(supplier, path).statusCode(409).body("code", equalTo("sale-nothing-to-confirm"));
    }

    @Test
    void whatWasReportedByMistakeIsTakenBackUntilItIsConfirmedAndLeavesNothing() throws Exception {
        Goods goods = Goods.certified(10);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        String id = report(
                        actor,
                        partner,
                        "w",
                        row("w1", goods, 4, 20_000) + row("w2", goods, 3, 15_000) + row("w3", goods, 3, 15_000))
                .statusCode(200)
                .body("accepted", equalTo(3))
                .extract()
                .path("id");
        String path = "/api/partners/" + partner + "/withdrawals";
        withdraw(actor, path, List.of(), "")
                .statusCode(400)
                .body("errors.pointer", contains("/externalIds", "/reason"));
        withdraw(actor, path, List.of("w1", "w9"), "误报").statusCode(409).body("code", equalTo("sale-not-withdrawable"));
        withdraw(People.of(Role.PARTNER, Suppliers.partner().id()), path, List.of("w1"), "误报")
                .statusCode(404);
        withdraw(supplier, path, List.of("w1"), "误报").statusCode(403);
        withdraw(actor, path, List.of("w1"), "误报").statusCode(200).body("grossFen", equalTo(20_000));
        withdraw(actor, path, List.of("w1"), "误报").statusCode(409);
        report(actor, partner, "again", row("x", goods, 4, 20_000))
                .statusCode(200)
                .body("accepted", equalTo(1));
        Web desk = Web.signedIn(actor);
        desk.get("/desk/partner");
        assertThat(desk.post("/desk/partner/withdrawals", Map.of("externalIds", "w2\nw9", "reason", "重了"))
                        .asString())
                .contains("没有报过", "w9", "重了");
        String confirmations = "/api/partners/" + partner + "/batches/" + id + "/confirmations";
        List<Callable<Integer>> both = List.of(
                () -> confirm(supplier, confirmations).extract().statusCode(),
                () -> withdraw(actor, path, List.of("w2", "w3"), "误报").extract().statusCode());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : pool.invokeAll(both)) {
            answers.add(answer.get());
        }
        pool.shutdownNow();
        assertThat(answers).as("either is told").containsExactlyInAnyOrder(200, 409);
        // What it leaves of pools, capacity and accounts is counted when the class is over.
    }

    private static ValidatableResponse withdraw(Actor actor, String path, List<String> ids, String reason) {
        return People.as(actor)
                .contentType("application/json")
                .body(Map.of("externalIds", ids, "reason", reason))
                .post(path)
                .then();
    }

    @Test
    void anAgentConfirmsOnlyWhatItHasAMandateFor() {
        Goods goods = Goods.certified(100);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        Agency agency = Agency.open();
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        String id = report(actor, partner, "a-1", row("a", goods, 1, 5_000))
                .statusCode(200)
                .extract()
                .path("id");
        String path = "/api/partners/" + partner + "/batches/" + id + "/confirmations?supplier=";
        confirm(agency.agent(), path + goods.organisationId()).statusCode(404);
        UUID other = agency.mandate(supplier, List.of(UUID.randomUUID()), false);
        confirm(agency.agent(), path + goods.organisationId()).statusCode(404);
        assertThat(waiting(agency.agent())).doesNotContain(id);
        agency.end(other);
        UUID mandate = agency.mandate(supplier, List.of(goods.productId()), false);
        assertThat(waiting(agency.agent())).contains(id, goods.organisationId().toString());
        agency.end(mandate);
        assertThat(waiting(agency.agent())).doesNotContain(id);
        confirm(agency.agent(), path + goods.organisationId()).statusCode(404);
        agency.mandate(supplier, List.of(goods.productId()), false);
        confirm(agency.agent(), path + goods.organisationId()).statusCode(200).body("sales", equalTo(1));
        assertThat(waiting(supplier)).as("confirmed for the supplier").doesNotContain(id);
    }

    @Test
    void aReportOfGoodsWithAndWithoutAMandateWaitsForTheSupplierItself() {
        Goods mandated = Goods.certified(100);
        Goods kept = mandated.further(100);
        Actor supplier = People.of(Role.SUPPLIER, mandated.organisationId());
        Agency agency = Agency.open();
        agency.mandate(supplier, List.of(mandated.productId()), false);
        UUID partner = Suppliers.partner().id();
        String rows = row("m", mandated, 1, 5_000) + row("k", kept, 1, 5_000);
        String id = report(People.of(Role.PARTNER, partner), partner, "mixed-1", rows)
                .statusCode(200)
                .body("accepted", equalTo(2))
                .extract()
                .path("id");
        String path = "/api/partners/" + partner + "/batches/" + id + "/confirmations?supplier=";
        assertThat(waiting(agency.agent())).doesNotContain(id);
        confirm(agency.agent(), path + mandated.organisationId()).statusCode(404);
        confirm(supplier, path + mandated.organisationId()).statusCode(200).body("sales", equalTo(2));
    }

    private static String waiting(Actor actor) {
        return People.as(actor)
                .get("/desk/confirmations")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void aReportOfManyChunksAddsUpExactly() {
        Goods goods = Goods.certified(1_000_000);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        StringBuilder body = new StringBuilder();
        int rows = 24_000;
        for (int i = 0; i < rows; i++) {
            body.append(i % 1_000 == 7 ? "{}\n" : row("n" + i, goods, 1, 5_000));
        }
        String id = report(actor, partner, "large", body.toString())
                .statusCode(200)
                .body("rows", equalTo(rows))
                .body("accepted", equalTo(rows - 24))
                .body("rejected", equalTo(24))
                .body("answers", hasSize(1_000))
                .extract()
                .path("id");
        People.as(actor)
                .get("/api/partners/" + partner + "/batches/" + id + "/rows?cursor=20006&size=2")
                .then()
                .statusCode(200)
                .body("items.externalId", contains("n20006", null))
                .body("items.row", contains(20_007, 20_008));
    }

    @Test
    void theDeskShowsWhatWasNotAccepted() {
        Goods goods = Goods.certified(100);
        UUID partner = Suppliers.partner().id();
        Actor actor = People.of(Role.PARTNER, partner);
        String id = report(actor, partner, "desk-1", row("a", goods, 1, 5_000) + "{}\n")
                .statusCode(200)
                .extract()
                .path("id");
        People.as(actor).get("/desk/partner?lang=en").then().statusCode(200).body(containsString("desk-1"));
        People.as(actor)
                .get("/desk/partner/" + id + "?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("This row lacks a field."));
        People.as(People.of(Role.SUPPLIER, goods.organisationId()))
                .get("/desk/confirmations?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("desk-1"));
    }

    private static String row(String externalId, Goods goods, long quantity, long grossFen) {
        return "{\"externalId\":\"" + externalId + "\",\"certificateNumber\":\"" + goods.certificateNumber()
                + "\",\"quantity\":" + quantity + ",\"grossFen\":" + grossFen + ",\"soldAt\":\"" + SOLD
                + "\",\"channel\":\"" + Goods.CHANNEL + "\"}\n";
    }

    private static ValidatableResponse confirm(Actor actor, String path) {
        return People.as(actor).contentType("application/json").post(path).then();
    }

    private static ValidatableResponse report(
            Actor actor, UUID partner, @org.jspecify.annotations.Nullable String reference, String body) {
        io.restassured.specification.RequestSpecification request =
                People.as(actor).contentType("application/x-ndjson").body(body.getBytes(StandardCharsets.UTF_8));
        if (reference != null) {
            request.header("Idempotency-Key", reference);
        }
        return request.post("/api/partners/" + partner + "/sales").then();
    }
}
