package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.Test;

/** Finding as people type, narrowing as they look: slips, suggestions, filters with their numbers, the order of what is found. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FindingHttpTest {
    @Inject
    BusinessClock clock;

    @Test
    void oneSlipStillFindsAndIsSaid() {
        String kind = Kinds.own();
        Goods pomelo =
                Shelf.put(Item.of("融安沙田柚", "Rong'an pomelo").category(kind).county("450224"));

        assertSlip(kind, "沙田釉", "沙田柚", pomelo);
        assertSlip(kind, "沙柚", "沙田柚", pomelo);
        assertSlip(kind, "沙田田柚", "沙田柚", pomelo);
        assertSlip(kind, "shatianyuo", "shatianyou", pomelo);
        assertSlip(kind, "shatanyou", "shatianyou", pomelo);
        assertSlip(kind, "pomello", "pomelo", pomelo);
        assertSlip(kind, "pmoelos", "pomelo", pomelo);
        assertSlip(kind, "柳州沙田釉", "柳州沙田柚", pomelo);
    }

    @Test
    void aCharacterOfTheSameSoundFindsToo() {
        String kind = Kinds.own();
        Goods kumquat =
                Shelf.put(Item.of("融安金桔", "Rong'an kumquat").category(kind).county("450224"));
        assertSlip(kind, "金橘", "jinju", kumquat);
        assertSlip(kind, "柳州金橘", "柳州jinju", kumquat);
    }

    @Test
    void whatIsRightIsNotCorrectedAndTwoSlipsAreTooMany() {
        String kind = Kinds.own();
        Goods pomelo = Shelf.put(Item.of("隆安蜜香柚", "Long'an honey pomelo").category(kind));
        assertThat(found(kind, "蜜香柚").getString("shownFor")).isNull();
        assertThat(ids(found(kind, "蜜香柚"))).containsExactly(pomelo.listingId());
        assertThat(ids(found(kind, "蜜黄梨"))).isEmpty();
        assertThat(found(kind, "蜜黄梨").getString("shownFor")).isNull();
    }

    @Test
    void aSlipIsNotCorrectedToWhatNobodyMayBuy() {
        String kind = Kinds.own();
        Goods taro =
                Shelf.put(Item.of("荔浦芋魁梧", "Lipu taro giant").category(kind).county("450381"));
        assertThat(ids(found(kind, "荔浦芋魁吾"))).containsExactly(taro.listingId());
        Shelf.whileSuspended(taro, () -> assertThat(ids(found(kind, "荔浦芋魁吾"))).isEmpty());
    }

    @Test
    void whatIsSoldInAMonthIsFoundByItAndWhoHasSaidNothingSellsAtTheHarvest() {
        String kind = Kinds.own();
        Goods harvested =
                Shelf.put(Item.of("融安青柚", "Rong'an green pomelo").category(kind).harvest(List.of(11)));
        Goods kept = Shelf.put(
                Item.of("融安窖藏青柚", "Rong'an kept pomelo").category(kind).harvest(List.of(11)));
        Shelf.run("UPDATE catalogue_listing SET sale_months = '{2,3}' WHERE id = ?", kept.listingId());
        assertThat(ids(soldIn(11, kind, "青柚"))).containsExactly(harvested.listingId());
        assertThat(ids(soldIn(2, kind, ""))).containsExactly(kept.listingId());
        given().get("/products?month=2&category=" + kind + "&lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("2 月在售"), containsString("name=\"month\" value=\"2\""));
        given().get("/products/" + kept.listingId()).then().body(containsString("/products?month=2"));
        for (String month : List.of("0", "13", "x")) {
            given().get("/api/products?month=" + month).then().statusCode(400);
        }
    }

    @Test
    void thePageSaysWhatItShowsInstead() {
        Shelf.put(Item.of("融安滑皮金桔", "Rong'an crystal kumquat").county("450224"));
        given().get("/products?q=滑皮金吉&lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("没有找到“滑皮金吉”"), containsString("融安滑皮金桔"));
        given().get("/products?q=kumqaut&lang=en")
                .then()
                .statusCode(200)
                .body(containsString("Nothing was found for “kumqaut”"), containsString("kumquat"));
    }

    @Test
    void theNextPageOfWhatWasCorrectedGoesOn() {
        String kind = Kinds.own();
        for (int i = 0; i < 5; i++) {
            Shelf.put(Item.of("融安沙田柚", "Pomelo " + i).category(kind));
        }
        JsonPath first = given().queryParams(Map.of("q", "沙田釉", "category", kind, "size", 3))
                .get("/api/products")
                .jsonPath();
        JsonPath second = given().queryParams(
                        Map.of("q", "沙田釉", "category", kind, "size", 3, "cursor", first.getString("next")))
                .get("/api/products")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(ids(first)).hasSize(3);
        assertThat(ids(second)).hasSize(2).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void whatIsHarvestedNowComesBeforeWhatIsNewerAmongEqualMatches() {
        String kind = Kinds.own();
        int month = clock.today().getMonthValue();
        Item item = Item.of("隆安火龙果", "Dragon fruit").category(kind);
        Goods inSeason = Shelf.put(item.harvest(List.of(month)));
        Goods newer = Shelf.put(item.harvest(List.of(month % 12 + 1)));
        Goods whole = Shelf.put(Item.of("火龙果", "Dragon fruit").category(kind).harvest(List.of(month % 12 + 1)));
        assertThat(ids(found(kind, "火龙果"))).containsExactly(whole.listingId(), inSeason.listingId(), newer.listingId());
        assertThat(ids(found(kind, "huolongguo")))
                .as("whatever it is written in")
                .isEqualTo(ids(found(kind, "火龙果")));
    }

    @Test
    void suggestionsBeginWithTheFirstCharacterOrInitial() {
        Goods chestnut = Shelf.put(Item.of("隆安板栗王", "Long'an chestnut king"));
        assertThat(suggested("隆").getList("items.nameZh", String.class)).contains("隆安县", "隆安板栗王");
        assertThat(suggested("l").getList("items")).isNotEmpty();
        assertThat(suggested("la").getList("items.nameZh", String.class)).contains("隆安县");
        assertThat(suggested("labl").getList("items.link", String.class)).contains("/products/" + chestnut.listingId());
        assertThat(suggested("banliw").getList("items.link", String.class))
                .contains("/products/" + chestnut.listingId());
        assertThat(suggested("chestnut k").getList("items.link", String.class))
                .contains("/products/" + chestnut.listingId());
        assertThat(suggested("水果").getList("items.link", String.class)).contains("/products?category=fruit");
        assertThat(suggested("隆安").getList("items")).hasSizeLessThanOrEqualTo(8);
        for (String nothing : List.of("", "  ", "!!!", "'; DROP TABLE x", "没有的东西")) {
            assertThat(suggested(nothing).getList("items")).isEmpty();
        }
        Shelf.whileSuspended(
                chestnut,
                () -> assertThat(suggested("labl").getList("items.link", String.class))
                        .doesNotContain("/products/" + chestnut.listingId()));
    }

    @Test
    void eachFilterSaysHowManyGoodsItLeavesBesideTheOthers() {
        String word = "八渡笋" + Kinds.han();
        int month = clock.today().getMonthValue();
        Item item = Item.of(word, "").harvest(List.of(month));
        Goods organic = Shelf.put(item.price(1_500));
        Shelf.put(item.price(3_000).category("tea"));
        Goods dear = Shelf.put(item.price(30_000).county("450224").harvest(List.of(month % 12 + 1)));
        second(organic, "organic", clock.today());
        second(dear, "organic", clock.today().minusDays(1));
        second(dear, "green-food", clock.today());

        JsonPath all = facets(Map.of("q", word));
        assertThat(counts(all, "counties")).containsExactlyInAnyOrderEntriesOf(Map.of("450123", 2, "450224", 1));
        assertThat(counts(all, "categories")).containsExactlyInAnyOrderEntriesOf(Map.of("fruit", 2, "tea", 1));
        assertThat(counts(all, "certificates"))
                .as("one whose last day was yesterday does not count")
                .containsExactlyInAnyOrderEntriesOf(Map.of("organic", 1, "green-food", 1));
        assertThat(all.getList("facets.prices.goods", Integer.class)).containsExactly(1, 1, 1);
        assertThat(all.getList("facets.prices.priceFrom", Integer.class)).containsExactly(null, 2_000, 20_000);
        assertThat(all.getInt("facets.inSeason")).isEqualTo(2);

        JsonPath inCounty = facets(Map.of("q", word, "county", "450123"));
        assertThat(counts(inCounty, "counties"))
                .as("the county can be changed for another")
                .containsExactlyInAnyOrderEntriesOf(Map.of("450123", 2, "450224", 1));
        assertThat(counts(inCounty, "certificates")).containsExactlyInAnyOrderEntriesOf(Map.of("organic", 1));
        assertThat(inCounty.getLong("total")).isEqualTo(2);

        for (Map<String, String> filter : List.of(
                Map.of("certificate", "organic"),
                Map.of("priceTo", "1999"),
                Map.of("priceFrom", "1500", "priceTo", "1500"),
                Map.of("county", "450100", "category", "fruit"))) {
            Map<String, String> asked = new HashMap<>(filter);
            asked.put("q", word);
            assertThat(ids(facets(asked))).as(filter.toString()).containsExactly(organic.listingId());
            asked.put("sort", "price-asc");
            assertThat(ids(facets(asked))).as(filter.toString()).containsExactly(organic.listingId());
        }
        assertThat(facets(Map.of("q", word, "inSeason", "true")).getLong("total"))
                .isEqualTo(2);

        Shelf.whileSuspended(
                organic,
                () -> assertThat(counts(facets(Map.of("q", word)), "certificates"))
                        .as("goods without a valid certificate are counted nowhere")
                        .containsExactlyInAnyOrderEntriesOf(Map.of("green-food", 1)));
    }

    @Test
    void thePlainListSaysNothingOfFacets() {
        given().get("/api/products?size=1")
                .then()
                .statusCode(200)
                .body("facets", nullValue())
                .body(not(containsString("facets")))
                .body(not(containsString("shownFor")));
        given().get("/api/products?certificate=A!&priceFrom=x&priceTo=-1&inSeason=1&needsBuyers=no")
                .then()
                .statusCode(400)
                .body(
                        "errors.pointer",
                        org.hamcrest.Matchers.contains(
                                "/certificate", "/priceFrom", "/priceTo", "/inSeason", "/needsBuyers"));
        given().get("/api/products?priceFrom=2&priceTo=1").then().statusCode(400);
        given().get("/api/products?facets=maybe").then().statusCode(400);
    }

    @Test
    void everyLinkOfTheListAddsOrTakesAwayOneFilter() {
        String word = "都安山羊" + Kinds.han();
        Goods goods = Shelf.put(Item.of(word, "").county("451228"));
        Shelf.put(Item.of(word, ""));
        second(goods, "organic", clock.today());
        String page = given().get("/products?q=" + word + "&inSeason=false&county=451228&lang=en")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(page)
                .contains("county=451228&amp;certificate=organic")
                .contains("county=451228&amp;priceFrom=2000&amp;priceTo=4999")
                .contains("county=450123")
                .doesNotContain("style=");
        String set = given().get("/products?q=" + word + "&certificate=organic&lang=en")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(set).contains("chip-set").contains("Organic product").contains("Clear all filters");
    }

    @Test
    void aListWithItsNumbersTakesTheSameStatementsHoweverManyGoodsThereAre() {
        String kind = Kinds.own();
        Shelf.put(Item.of("隆安香蕉", "Banana").category(kind));
        int few = Statements.of(() -> page("/products?category=" + kind));
        for (int i = 0; i < 40; i++) {
            Shelf.put(Item.of("隆安香蕉", "Banana " + i).category(kind).county(i % 2 == 0 ? "450123" : "450224"));
        }
        assertThat(Statements.of(() -> page("/products?category=" + kind)))
                .isLessThanOrEqualTo(few + 1)
                .isLessThanOrEqualTo(3);
        assertThat(Statements.of(() -> page("/api/products?facets=true&category=" + kind)))
                .isLessThanOrEqualTo(3);
        assertThat(Statements.of(() -> page("/api/products?q=香焦焦&category=" + kind)))
                .isLessThanOrEqualTo(4);
        assertThat(Statements.of(() -> page("/api/products/suggestions?q=xj"))).isLessThanOrEqualTo(1);
    }

    private void second(Goods goods, String kind, LocalDate lastDay) {
        Shelf.run("INSERT INTO document_content (sha256, media_type, size_bytes, width_px, height_px, content)"
                + " VALUES (sha256('x'::bytea), 'image/png', 1, 1, 1, 'x') ON CONFLICT DO NOTHING");
        String enter = """
                INSERT INTO certification_second (id, certificate_id, kind, number, valid_from, valid_to, sha256, entered_by,
                    entered_person, entered_at)
                SELECT gen_random_uuid(), id, ?, 'NO-1', ?, ?, sha256('x'::bytea), gen_random_uuid(), gen_random_uuid(), now()
                  FROM certification_certificate WHERE product_id = ?""";
        Shelf.run(enter, kind, Date.valueOf(lastDay.minusDays(30)), Date.valueOf(lastDay), goods.productId());
        String confirm = """
                UPDATE certification_second s SET state = 'CONFIRMED', decided_at = now(), decided_by = gen_random_uuid(),
                    decided_person = gen_random_uuid()
                  FROM certification_certificate c
                 WHERE s.state = 'ENTERED' AND s.certificate_id = c.id AND c.product_id = ?""";
        Shelf.run(confirm, goods.productId());
    }

    private static void assertSlip(String kind, String typed, String shownFor, Goods goods) {
        JsonPath page = found(kind, typed);
        assertThat(page.getString("shownFor")).as(typed).isEqualTo(shownFor);
        assertThat(ids(page)).as(typed).containsExactly(goods.listingId());
        assertThat(page.getLong("total")).isEqualTo(1);
    }

    private static JsonPath soldIn(int month, String kind, String q) {
        return given().queryParams(Map.of("category", kind, "q", q, "month", month))
                .get("/api/products")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath found(String kind, String q) {
        return given().queryParams(Map.of("category", kind, "q", q))
                .get("/api/products")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath facets(Map<String, String> asked) {
        return given().queryParams(asked)
                .queryParam("facets", "true")
                .get("/api/products")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Integer> counts(JsonPath page, String facet) {
        Map<String, Integer> counts = new HashMap<>();
        page.<Map<String, Object>>getList("facets." + facet)
                .forEach(count -> counts.put((String) count.get("id"), (Integer) count.get("goods")));
        return counts;
    }

    private static JsonPath suggested(String q) {
        return given().queryParam("q", q)
                .get("/api/products/suggestions")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void page(String path) {
        given().get(path).then().statusCode(200);
    }

    private static List<UUID> ids(JsonPath page) {
        return page.getList("items.id", String.class).stream()
                .map(UUID::fromString)
                .toList();
    }
}
