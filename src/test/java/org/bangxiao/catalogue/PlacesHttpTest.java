package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.County;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The front page, the counties and the campaigns. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PlacesHttpTest {
    @Inject
    BusinessClock clock;

    @Inject
    PolicyPacks packs;

    @AfterEach
    void back() {
        clock.reset();
    }

    @Test
    void everyCountyOfEveryPackHasItsPageAndNothingElseHas() {
        for (County county :
                packs.all().stream().flatMap(pack -> pack.counties().stream()).toList()) {
            given().get("/counties/" + county.code() + "?lang=zh")
                    .then()
                    .statusCode(200)
                    .body(containsString("<h1>" + county.name().zh() + "</h1>"));
        }
        for (String code : List.of("440300", "450000", "450500", "459999", "x", "45")) {
            given().get("/counties/" + code).then().statusCode(404);
        }
        given().get("/counties?lang=zh").then().statusCode(200).body(containsString("/counties/450123"));
    }

    @Test
    void aCountySaysWhatItWasAndWhichCityHelpedItOnTheDay() {
        on(LocalDate.of(2020, 9, 10));
        given().get("/counties/450123?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("结对城市：茂名市"), containsString("化州市"), containsString("贫困县"));
        on(LocalDate.of(2016, 5, 1));
        given().get("/counties/450123?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("No pairing is proven for today."), containsString("for 2019"));
        given().get("/counties/450225?lang=zh").then().statusCode(200).body(containsString("列入名单"));
    }

    @Test
    void aCountyIsFoundByTheCodeItHadBefore() {
        given().get("/counties/360782?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("<h1>南康区</h1>"), containsString("南康市"));
    }

    @Test
    void aCountyShowsItsGoodsAndOneWithoutAValidCertificateNoLonger() {
        String name = "乐业猕猴桃" + Kinds.han();
        Goods goods = Shelf.put(Item.of(name, "Leye kiwi").county("451028"));
        given().get("/counties/451028?lang=zh").then().statusCode(200).body(containsString(name));
        given().get("/counties/450123?lang=zh").then().statusCode(200).body(not(containsString(name)));
        given().get("/products/" + goods.listingId()).then().body(containsString("/counties/451028"));
        given().get("/?lang=zh").then().statusCode(200).body(containsString(name), containsString("新近认定"));
        Shelf.whileSuspended(goods, () -> {
            for (String page : List.of("/counties/451028?lang=zh", "/?lang=zh", "/products?q=" + name)) {
                given().get(page).then().statusCode(200).body(not(containsString("/products/" + goods.listingId())));
            }
        });
    }

    @Test
    void eachCountyShowsWhereItLiesInItsProvince() {
        given().get("/counties/451028?lang=zh").then().body(containsString("/counties/451028/map.svg"));
        assertThat(marked("451028")).isEqualTo(1);
        assertThat(marked("451000")).as("a prefecture's counties").isGreaterThan(5);
        assertThat(marked("451023")).as("by the code it had, too").isEqualTo(1);
        assertThat(packs.all().stream()
                        .flatMap(pack -> pack.counties().stream())
                        .map(County::code)
                        .filter(code -> marked(code) != 1))
                .isEmpty();
        given().get("/counties/459999/map.svg").then().statusCode(404);
    }

    private static int marked(String code) {
        String map = given().get("/counties/" + code + "/map.svg")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .extract()
                .asString();
        return map.split("r=\"7\"", -1).length - 1;
    }

    @Test
    void aCampaignIsSpokenOfWhileItRunsAndHasItsPageInTheWordsOfItsTime() {
        on(LocalDate.of(2020, 9, 10));
        given().get("/?lang=zh").then().statusCode(200).body(containsString("/campaigns/month-2020"));
        given().get("/campaigns/month-2020?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("2020年全国消费扶贫月"), containsString("进行中"), containsString("2020-09-30"));
        on(LocalDate.of(2026, 10, 1));
        given().get("/?lang=zh").then().statusCode(200).body(not(containsString("/campaigns/")));
        given().get("/campaigns/month-2020?lang=en").then().statusCode(200).body(containsString("Over"));
        on(LocalDate.of(2026, 8, 20));
        given().get("/?lang=en").then().statusCode(200).body(containsString("/campaigns/month-2026"));
        given().get("/campaigns/month-2026?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("消费帮扶月"), containsString("即将开始"));
        given().get("/campaigns/no-such-thing").then().statusCode(404);
    }

    @Test
    void whatAnOfficerFoundUnsoldIsBroughtBeforeBuyersUntilItIsTakenBack() {
        String name = "马山黑山羊" + Kinds.han();
        Goods goods = Shelf.put(Item.of(name, "Mashan goat").county("450124"));
        String path = "/api/products/" + goods.listingId() + "/unsold-stock";
        Actor county = People.inArea(Role.COUNTY_OFFICER, "450124");
        Map<String, Object> unsold = Map.of("unsold", true, "reason", "还有两百只卖不出去");
        People.as(People.inArea(Role.COUNTY_OFFICER, "450123"))
                .contentType("application/json")
                .body(unsold)
                .post(path)
                .then()
                .statusCode(404);
        People.as(county)
                .contentType("application/json")
                .body(Map.of("unsold", true, "reason", " "))
                .post(path)
                .then()
                .statusCode(400);
        given().get("/products?needsBuyers=true&county=450124").then().body(not(containsString(name)));

        People.as(county)
                .contentType("application/json")
                .body(unsold)
                .post(path)
                .then()
                .statusCode(204);
        for (String place : List.of("/", "/counties/450124", "/counties/450100")) {
            given().get(place + "?lang=zh").then().statusCode(200).body(containsString("这些好货正等买主"));
        }
        given().get("/products?needsBuyers=true&county=450124").then().body(containsString(name));
        given().get("/products?needsBuyers=true&q=" + name)
                .then()
                .body(containsString("/products/" + goods.listingId()));
        given().get("/api/products?facets=true&q=" + name).then().body("facets.needsBuyers", equalTo(1));

        People.as(county)
                .contentType("application/json")
                .body(Map.of("unsold", false, "reason", "已由对口单位买完"))
                .post(path)
                .then()
                .statusCode(204);
        given().get("/products?needsBuyers=true&county=450124").then().body(not(containsString(name)));
    }

    @Test
    void aPrefectureShowsItsCountiesWithTheirPairingAndTheGoodsOfAllOfThem() {
        String name = "南宁火龙果" + Kinds.han();
        Shelf.put(Item.of(name, "Longan pitaya").county("450123"));
        on(LocalDate.of(2020, 9, 10));
        given().get("/counties/450100?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("<h1>南宁市</h1>"), containsString(name))
                .body(containsString("/counties/450124"), containsString("茂名市"));
        given().get("/counties?lang=zh").then().body(containsString("/counties/450100"));
        assertThat(given().get("/counties/450100?table=1").asString()).contains("隆安县", "茂名市");
        assertThat(Statements.of(() -> get("/counties/450100"))).isLessThanOrEqualTo(4);
    }

    @Test
    void aPlaceTakesTheSameStatementsHoweverManyGoodsThereAre() {
        Shelf.put(Item.of("凤山核桃", "Walnut").county("451223"));
        get("/counties/451223");
        int few = Statements.of(() -> get("/counties/451223"));
        for (int i = 0; i < 30; i++) {
            Shelf.put(Item.of("凤山核桃", "Walnut " + i).county("451223"));
        }
        assertThat(Statements.of(() -> get("/counties/451223")))
                .isLessThanOrEqualTo(few + 1)
                .isLessThanOrEqualTo(3);
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(12, 0).atZone(BusinessClock.CHINA).toInstant());
    }

    private static void get(String path) {
        given().get(path).then().statusCode(200);
    }
}
