package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** From what the watch found to the day when somebody else closes it, by the forms of the pages alone. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CaseCourseHttpTest extends WatchedGoods {
    private final Actor decider = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);
    private final Actor colleague = People.inArea(Role.COUNTY_OFFICER, Goods.COUNTY);

    @Test
    void aMeasureThatACaseOrdersIsProvenAndClosedBySomebodyElse() {
        Goods goods = Goods.certified(10);
        Web office = in(decider);
        Web supplier = in(People.of(Role.SUPPLIER, goods.organisationId()));
        String watched = opened(goods);
        Map<String, String> verdict = new HashMap<>(Map.of("outcome", "MEASURE_ORDERED", "reason", "补报扩产证明，暂停预售"));
        verdict.put("dueOn", day(61));
        office.get(watched);
        office.post(watched + "/decision", verdict)
                .then()
                .statusCode(400)
                .body(containsString("补报扩产证明，暂停预售"))
                .body(containsString("class=\"error\""));
        verdict.put("dueOn", day(60));
        redirected(office.post(watched + "/decision", verdict), watched);
        office.get(watched).then().body(not(containsString("/decision\"")));
        office.post(watched + "/decision", verdict).then().statusCode(409);

        String finding = link(office.get(watched), "/desk/findings/");
        supplier.get("/desk/findings").then().body(containsString(finding));
        supplier.get(finding).then().statusCode(200).body(containsString("补报扩产证明，暂停预售"));
        redirected(supplier.postParts(finding + "/proof", Map.of("proof", "已补报，附证明", "file", Papers.pdf())), finding);
        office.get(finding).then().body(containsString("已补报，附证明"));
        office.post(finding + "/closing", Map.of("outcome", "CLOSED", "reason", "属实", "dueOn", ""))
                .then()
                .statusCode(409);
        closed(finding);
        office.get(watched).then().body(containsString("已销号"));
        supplier.get(finding).then().body(containsString("已销号"));
    }

    @Test
    void anInspectionThatACaseOrdersGoesOnToTheClosingOfWhatItFound() {
        Goods goods = Goods.certified(10);
        Web office = in(decider);
        Web supplier = in(People.of(Role.SUPPLIER, goods.organisationId()));
        String watched = opened(goods);
        office.get(watched);
        Map<String, String> verdict = Map.of("outcome", "INSPECTION_ORDERED", "reason", "产能存疑，现场核实", "dueOn", "");
        redirected(office.post(watched + "/decision", verdict), watched);
        String visit = link(office.get(watched), "/desk/inspections/");
        office.get(visit).then().statusCode(200).body(containsString("产能存疑，现场核实"));
        supplier.get(visit).then().statusCode(403);

        redirected(
                office.postParts(
                        visit + "/findings",
                        Map.of("severity", "MAJOR", "content", "基地面积与申报不符", "file", Papers.jpeg())),
                visit);
        String finding = link(office.get(visit), "/desk/findings/");
        supplier.get(finding).then().statusCode(404);
        supplier.get("/desk/findings").then().body(not(containsString(finding)));
        redirected(office.post(visit + "/conclusion", Map.of("summary", "已现场丈量")), visit);
        office.get(watched).then().body(containsString(finding)).body(containsString(visit));

        office.get(finding);
        redirected(office.post(finding + "/measure", Map.of("measure", "更正申报面积", "dueOn", day(10))), finding);
        supplier.get(finding);
        redirected(
                supplier.postParts(finding + "/proof", Map.of("proof", "已更正", "file", Papers.png(200, 100))), finding);
        office.get(finding);
        office.post(finding + "/closing", Map.of("outcome", "CLOSED", "reason", "属实", "dueOn", ""))
                .then()
                .statusCode(409);
        redirected(
                office.post(finding + "/closing", Map.of("outcome", "SENT_BACK", "reason", "照片不清", "dueOn", day(5))),
                finding);
        supplier.get(finding);
        redirected(
                supplier.postParts(finding + "/proof", Map.of("proof", "重拍照片", "file", Papers.png(220, 100))), finding);
        closed(finding);
        office.get(watched).then().body(containsString("已销号"));
    }

    private void closed(String finding) {
        Web other = in(colleague);
        other.get(finding);
        redirected(
                other.post(finding + "/closing", Map.of("outcome", "CLOSED", "reason", "复核属实", "dueOn", "")), finding);
        other.get(finding).then().body(containsString("复核属实")).body(not(containsString("/closing")));
    }

    /** A case of goods that are sold out, as its page. */
    private String opened(Goods goods) {
        sell(goods, 10);
        look(Cause.CAPACITY_NEAR);
        UUID id = one(goods.productId()).id();
        return "/desk/watch/" + id;
    }

    private String day(int from) {
        return clock.today().plusDays(from).toString();
    }

    private static Web in(Actor actor) {
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", actor.username(), "password", People.PASSWORD))
                .then()
                .statusCode(303);
        return web;
    }

    private static void redirected(Response response, String to) {
        response.then().statusCode(303);
        assertThat(response.getHeader("Location")).endsWith(to);
    }

    /** The one link of the page that leads on. */
    private static String link(Response page, String prefix) {
        Matcher found =
                Pattern.compile("href=\"(" + prefix + "[0-9a-f-]{36})\"").matcher(page.asString());
        List<String> links = found.results().map(hit -> hit.group(1)).distinct().toList();
        assertThat(links).hasSize(1);
        return links.get(0);
    }
}
