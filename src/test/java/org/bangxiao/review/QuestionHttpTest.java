package org.bangxiao.review;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Agency;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A buyer asks before buying; the supplier or its agent answers once and corrects within a day; offices hide. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class QuestionHttpTest {
    private static final String ASKED = "这个柚子皮厚不厚，甜不甜？";

    @Inject
    BusinessClock clock;

    private final Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示问答柚", "Demo asked pomelo"));
    private final Actor buyer = People.everywhere(Role.CONSUMER);
    private final Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
    private String bearer = "";

    @BeforeEach
    void theBuyerSignsIn() {
        bearer = People.token(buyer);
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @Test
    void whatIsAskedIsSeenByAskerAndSupplierAloneUntilItIsAnsweredAndTheAskerIsToldOnce() {
        String page = "/products/" + goods.listingId() + "/questions";
        assertThat(given().get(page).asString()).contains("/sign-in?next=" + page);
        Web asker = Web.signedIn(buyer);
        asker.get(page);
        String again = asker.post(page, Map.of("content", "甜吗"))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(again).contains("甜吗</textarea>", "请至少写 10 个字");
        asker.post(page, Map.of("content", ASKED)).then().statusCode(303);
        assertThat(asker.get(page).asString()).contains(ASKED, "等待供应方答复");
        assertThat(given().get(page).asString()).doesNotContain(ASKED);
        assertThat(Web.signedIn(People.everywhere(Role.CONSUMER)).get(page).asString())
                .doesNotContain(ASKED);
        assertThat(desk(People.inArea(Role.COUNTY_OFFICER, "450123"), false).getList("items.listingId"))
                .as("an office judges what is public")
                .doesNotContain(goods.listingId().toString());
        Web answering = Web.signedIn(supplier);
        assertThat(answering.get("/desk").asString()).contains("待答复提问");
        assertThat(answering.get("/desk/questions").asString()).contains(ASKED);
        String id = desk(supplier, false).getString("items[0].id");
        assertThat(answering
                        .post("/desk/questions/" + id + "/answer", Map.of("answer", ""))
                        .then()
                        .statusCode(400)
                        .extract()
                        .asString())
                .contains(ASKED, "请填写这一项");
        answering
                .post("/desk/questions/" + id + "/answer", Map.of("answer", "皮薄，甜。"))
                .then()
                .statusCode(303);
        answer(supplier, id, "皮薄，甜度十二度。").statusCode(204);
        assertThat(given().get(page).asString()).contains(ASKED, "甜度十二度", "更正");
        assertThat(given().get("/products/" + goods.listingId()).asString())
                .as("the product's own page shows it")
                .contains(ASKED, "甜度十二度", "全部 1 条问答");
        assertThat(told(buyer)).as("of the answer, not of its correction").isEqualTo(1);
        assertThat(told(People.everywhere(Role.CONSUMER))).isZero();
    }

    @Test
    void anAnswerIsPutRightForADayByWhoMayAndByNobodyElse() {
        String id = asked();
        Agency agency = Agency.open();
        answer(agency.agent(), id, "没有委托").statusCode(404);
        answer(People.of(Role.SUPPLIER, UUID.randomUUID()), id, "别人").statusCode(404);
        agency.mandate(supplier, List.of(goods.productId()), false);
        assertThat(desk(agency.agent(), false).getList("items.id")).containsExactly(id);
        answer(agency.agent(), id, "代为答复：皮薄。").statusCode(204);
        clock.travelTo(clock.instant().plus(Duration.ofHours(25)));
        answer(supplier, id, "反悔了，皮厚。").statusCode(409).body("code", equalTo("question-answered"));
        assertThatThrownBy(() -> Shelf.run(
                        "UPDATE review_question SET answer = '改了', corrected_at = answered_at + interval '25 hours'"
                                + " WHERE id = ?",
                        UUID.fromString(id)))
                .hasMessageContaining("review_answer_corrected_within_a_day");
        for (String sql : List.of(
                "UPDATE review_question SET answer = '偷改' WHERE id = ?",
                "UPDATE review_question SET content = '换了一个问题，十个字' WHERE id = ?",
                "DELETE FROM review_question WHERE id = ?")) {
            assertThatThrownBy(() -> Shelf.run(sql, UUID.fromString(id))).hasMessageContaining("not rewritten");
        }
    }

    @Test
    void aBuyerAsksFiveTimesADayHoweverManyAtOnce() throws Exception {
        List<Integer> answers = atOnce(9, () -> ask(bearer).statusCode());
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(Questions.A_DAY);
        assertThat(answers.stream().filter(status -> status == 429)).hasSize(4);
        ask(bearer).then().statusCode(429).body("code", equalTo("question-enough-today"));
        ask(People.token(People.everywhere(Role.CONSUMER))).then().statusCode(201);
        String sixth =
                "INSERT INTO review_question (id, listing_id, county_code, account_id, asked_on, content, asked_at)"
                        + " SELECT gen_random_uuid(), listing_id, county_code, account_id, asked_on, content, asked_at"
                        + " FROM review_question WHERE account_id = '" + buyer.accountId() + "' LIMIT 1";
        assertThatThrownBy(() -> Shelf.run(sixth)).hasMessageContaining("review_question_five_a_day");
        try (Connection without = PostgresForTests.connect();
                Statement statement = without.createStatement()) {
            without.setAutoCommit(false);
            statement.execute("ALTER TABLE review_question DROP CONSTRAINT review_question_five_a_day");
            assertThat(statement.executeUpdate(sixth))
                    .as("without the rule nothing stops a sixth")
                    .isEqualTo(1);
            without.rollback();
        }
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        given().header("Authorization", "Bearer " + People.token(buyer))
                .contentType("application/json")
                .body(Map.of("content", ASKED))
                .post("/api/products/" + goods.listingId() + "/questions")
                .then()
                .statusCode(201);
    }

    @Test
    void anOfficeHidesWhatWasAnsweredAndThePageTakesTheSameStatementsForMany() {
        String id = asked();
        Actor county = People.inArea(Role.COUNTY_OFFICER, "450123");
        hide(county, id).statusCode(404);
        answer(supplier, id, "皮薄，甜。").statusCode(204);
        String page = "/products/" + goods.listingId() + "/questions";
        int few = Statements.of(() -> given().get(page).then().statusCode(200));
        for (int n = 0; n < 3; n++) {
            answer(supplier, asked(), "第 " + n + " 次答复").statusCode(204);
        }
        assertThat(Statements.of(() -> given().get(page).then().statusCode(200)))
                .isEqualTo(few)
                .isLessThanOrEqualTo(5);
        hide(People.inArea(Role.COUNTY_OFFICER, "451224"), id).statusCode(404);
        assertThat(Web.signedIn(county).get("/desk/questions").asString()).contains("隐藏这条问答");
        hide(county, id).statusCode(204);
        hide(county, id).statusCode(409).body("code", equalTo("question-hidden"));
        answer(supplier, id, "再改").statusCode(409).body("code", equalTo("question-hidden"));
        assertThat(given().get("/api" + page).jsonPath().getList("items.id"))
                .doesNotContain(id)
                .hasSize(3);
        assertThat(given().get("/products/" + goods.listingId()).asString()).contains("全部 3 条问答");
        assertThat(Web.signedIn(buyer).get(page).asString())
                .as("the asker sees why")
                .contains("留了电话号码");
        assertThat(People.as(buyer)
                        .get("/api/questions?answered=true&size=2")
                        .jsonPath()
                        .getString("next"))
                .isNotNull();
    }

    private String asked() {
        return ask(bearer).then().statusCode(201).extract().path("id");
    }

    private Response ask(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(Map.of("content", ASKED))
                .post("/api/products/" + goods.listingId() + "/questions");
    }

    private static io.restassured.response.ValidatableResponse answer(Actor actor, String id, String text) {
        return People.as(actor)
                .contentType("application/json")
                .body(Map.of("answer", text))
                .post("/api/questions/" + id + "/answer")
                .then();
    }

    private static io.restassured.response.ValidatableResponse hide(Actor officer, String id) {
        return People.as(officer)
                .contentType("application/json")
                .body(Map.of("reason", "留了电话号码"))
                .post("/api/questions/" + id + "/hide")
                .then();
    }

    private static JsonPath desk(Actor actor, boolean answered) {
        return People.as(actor).get("/api/questions?answered=" + answered).jsonPath();
    }

    private static long told(Actor reader) {
        List<String> texts = People.as(reader)
                .header("Accept-Language", "zh")
                .get("/api/inbox")
                .jsonPath()
                .getList("items.text");
        return texts.stream().filter(text -> text.contains("有答复了")).count();
    }

    private static List<Integer> atOnce(int times, Callable<Integer> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(times);
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : workers.invokeAll(Collections.nCopies(times, work))) {
            answers.add(answer.get());
        }
        workers.shutdown();
        return answers;
    }
}
