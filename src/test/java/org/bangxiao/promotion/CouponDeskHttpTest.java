package org.bangxiao.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.RunningCoupons;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who issues coupons, to whose goods and from whose money; and how buyers take them, by forms without scripts. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CouponDeskHttpTest {
    @AfterAll
    static void theBooksHold() {
        RunningCoupons.stop();
        Invariants.hold();
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndWhatIsIssuedStands() {
        Web desk = Web.signedIn(People.everywhere(Role.FINANCE));
        assertThat(desk.get("/desk/coupons/new").asString()).contains("name=\"offFen\"", "广西");
        Map<String, Object> form = new HashMap<>(form());
        form.putAll(Map.of("offFen", "50", "fromFen", "50", "budgetFen", "1", "code", "a b", "funding", "FUND"));
        form.putAll(Map.of("to", "2020-01-01", "areaCode", "999999", "category", "none", "mostUses", "x"));
        assertThat(faults(desk.post("/desk/coupons/new", form))).containsExactly("mostUses");
        form.put("mostUses", "0");
        assertThat(faults(desk.post("/desk/coupons/new", form)))
                .contains("fromFen", "budgetFen", "code", "fund", "to", "areaCode", "category", "mostUses");
        form = new HashMap<>(form());
        form.putAll(Map.of("nameZh", "只发一次的券", "code", "once" + System.nanoTime() % 1_000_000, "supplier", "没有这家"));
        assertThat(faults(desk.post("/desk/coupons/new", form))).containsExactly("supplier");
        form.put("supplier", "");
        form.put("campaign", "none");
        assertThat(faults(desk.post("/desk/coupons/new", form))).containsExactly("campaign");
        form.put("campaign", "");
        assertThat(desk.post("/desk/coupons/new", form).statusCode()).isEqualTo(303);
        assertThat(faults(desk.post("/desk/coupons/new", form)))
                .as("a code is one programme's")
                .containsExactly("code");
        String list = desk.get("/desk/coupons").asString();
        assertThat(list).contains("只发一次的券", "满 ¥50.00 减 ¥10.00", "进行中");
        String id = list.replaceAll("(?s).*?/desk/coupons/([0-9a-f-]{36})/stop.*", "$1");
        assertThat(desk.get("/desk/coupons/new?like=" + id).asString()).contains("value=\"只发一次的券\"", "value=\"10.00\"");
        assertThat(desk.post("/desk/coupons/" + id + "/stop", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(desk.post("/desk/coupons/" + id + "/stop", Map.of()).statusCode())
                .isEqualTo(409);
        assertThat(desk.get("/desk/coupons").asString()).contains("已停止");
        assertThat(desk.post("/desk/coupons/new", form).statusCode())
                .as("the code of a stopped one is free")
                .isEqualTo(303);
    }

    @Test
    void anOfficeSubsidisesItsOwnAreaAndASupplierGivesFromItsOwnPrice() {
        Actor county = People.inArea(Role.TASK_FORCE, "451200");
        assertThat(codes(issue(county, Map.of()))).containsExactly("coupon-outside-area");
        assertThat(codes(issue(county, Map.of("areaCode", "450300")))).containsExactly("coupon-outside-area");
        String id = issue(county, Map.of("areaCode", "451223")).path("id");
        Actor elsewhere = People.inArea(Role.TASK_FORCE, "450300");
        People.as(elsewhere).get("/api/desk/coupons/" + id).then().statusCode(404);
        People.as(elsewhere)
                .contentType("application/json")
                .post("/api/desk/coupons/" + id + "/stop")
                .then()
                .statusCode(404);
        People.as(People.inArea(Role.FINANCE, "450000"))
                .get("/api/desk/coupons/" + id)
                .then()
                .statusCode(200);
        Actor auditor = People.everywhere(Role.AUDITOR);
        People.as(auditor).get("/api/desk/coupons/" + id).then().statusCode(200);
        assertThat(issue(auditor, Map.of()).statusCode()).isEqualTo(403);
        assertThat(issue(People.everywhere(Role.CONSUMER), Map.of()).statusCode())
                .isEqualTo(403);

        Goods goods = Goods.certified(10);
        Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
        Response own = issue(supplier, Map.of("funding", "PLATFORM", "supplier", "someone else"));
        assertThat(own.jsonPath().getString("funding"))
                .as("nobody else pays for it")
                .isEqualTo("SUPPLIER");
        assertThat(own.jsonPath().getString("scope.organisationId"))
                .isEqualTo(goods.organisationId().toString());
        assertThat(People.as(supplier).get("/api/desk/coupons").jsonPath().getList("items.id"))
                .containsExactly((String) own.path("id"));
        assertThat(Web.signedIn(supplier).get("/desk/coupons/new").asString()).doesNotContain("name=\"funding\"");
        int one = Statements.of(() -> People.as(supplier).get("/api/desk/coupons"));
        issue(supplier, Map.of());
        assertThat(Statements.of(() -> People.as(supplier).get("/api/desk/coupons")))
                .isEqualTo(one);
        String first = People.as(supplier).get("/api/desk/coupons?size=1").path("next");
        assertThat(People.as(supplier)
                        .get("/api/desk/coupons?size=1&cursor=" + first)
                        .jsonPath()
                        .getList("items.id"))
                .containsExactly((String) own.path("id"));
        People.as(supplier)
                .contentType("application/json")
                .body("{}")
                .post("/api/desk/coupons")
                .then()
                .statusCode(400);
    }

    @Test
    void aBuyerTakesOneOnceAndTheLastIsGone() {
        Actor finance = People.everywhere(Role.FINANCE);
        String id = issue(finance, Map.of("mostUses", 1, "nameZh", "只有一张")).path("id");
        Web buyer = Web.signedIn(People.everywhere(Role.CONSUMER));
        assertThat(buyer.get("/account/coupons").asString()).contains("只有一张", "由平台补贴");
        buyer.post("/account/coupons/" + id, Map.of());
        buyer.post("/account/coupons/" + id, Map.of());
        assertThat(buyer.get("/account/coupons").asString()).contains("只有一张", "已领取");
        assertThat(People.as(finance).get("/api/desk/coupons/" + id).jsonPath().getInt("use.taken"))
                .isEqualTo(1);
        Actor second = People.everywhere(Role.CONSUMER);
        assertThat(People.as(second).get("/api/coupons").asString()).doesNotContain("只有一张");
        assertThat(People.as(second).put("/api/coupons/" + id).jsonPath().getString("code"))
                .isEqualTo("coupon-all-taken");
        People.as(second)
                .put("/api/coupons/00000000-0000-0000-0000-000000000000")
                .then()
                .statusCode(404);
        assertThat(new Web().get("/account/coupons").statusCode()).isEqualTo(303);
    }

    private static List<String> faults(Response page) {
        assertThat(page.statusCode()).isEqualTo(400);
        return java.util.regex.Pattern.compile("id=\"(\\w+)-error\"")
                .matcher(page.asString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> codes(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.jsonPath().getList("errors.code");
    }

    private static Map<String, Object> form() {
        LocalDate today = LocalDate.now(BusinessClock.CHINA);
        Map<String, Object> form = new HashMap<>(Map.of("nameZh", "演示券", "nameEn", "Demo", "funding", "PLATFORM"));
        form.putAll(Map.of("offFen", "10", "fromFen", "50", "budgetFen", "500", "mostUses", "9", "mostPerPerson", "1"));
        form.putAll(Map.of("from", today.toString(), "to", today.plusDays(3).toString()));
        return form;
    }

    private static Response issue(Actor issuer, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(form());
        body.putAll(Map.of("offFen", 1_000, "fromFen", 5_000, "budgetFen", 50_000, "mostUses", 9, "mostPerPerson", 1));
        body.putAll(more);
        return People.as(issuer).contentType("application/json").body(body).post("/api/desk/coupons");
    }
}
