package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Statements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ProductsHttpTest {
    @Inject
    BusinessClock clock;

    @Test
    void aProductIsFoundByChinesePinyinInitialsPlaceAndEnglish() {
        String kind = Kinds.own();
        Goods chestnut = Shelf.put(Item.of("隆安板栗", "Long'an chestnut").category(kind));
        Goods fish = Shelf.put(Item.of("布泉酸鱼", "Buquan sour fish").category(kind));
        Goods kumquat =
                Shelf.put(Item.of("融安金桔", "Rong'an kumquat").category(kind).county("450224"));
        Goods tea =
                Shelf.put(Item.of("凌云白毫茶", "Lingyun white tea").category(kind).county("451027"));
        Goods pig =
                Shelf.put(Item.of("东兰墨米", "Donglan black rice").category(kind).county("451224"));

        assertThat(found(kind, "隆安")).containsExactly(chestnut.listingId(), fish.listingId());
        assertThat(found(kind, "板栗")).containsExactly(chestnut.listingId());
        assertThat(found(kind, "隆安酸鱼")).containsExactly(fish.listingId());
        assertThat(found(kind, "金桔")).containsExactly(kumquat.listingId());
        assertThat(found(kind, "la"))
                .contains(chestnut.listingId(), fish.listingId())
                .doesNotContain(tea.listingId());
        assertThat(found(kind, "banli")).containsExactly(chestnut.listingId());
        assertThat(found(kind, "hechi")).containsExactly(pig.listingId());
        assertThat(found(kind, "hc")).contains(pig.listingId());
        assertThat(found(kind, "Kumquats")).containsExactly(kumquat.listingId());
        assertThat(found(kind, "long'an chestnut")).containsExactly(chestnut.listingId());
        assertThat(found(kind, "茶")).containsExactly(tea.listingId());
        assertThat(found(kind, "没有的东西")).isEmpty();
        assertThat(found(kind, "'; DROP TABLE x; -- & | ! :* ()")).isEmpty();
        assertThat(found(kind, "!!!")).isEmpty();
    }

    @Test
    void whatIsNamedSoComesBeforeWhatOnlyComesFromThere() {
        String kind = Kinds.own();
        Goods named = Shelf.put(Item.of("隆安香蕉", "Long'an banana").category(kind));
        Goods whole = Shelf.put(Item.of("隆安", "Long'an").category(kind));
        Goods from = Shelf.put(Item.of("布泉酸鱼", "Sour fish").category(kind));
        assertThat(found(kind, "隆安")).containsExactly(whole.listingId(), named.listingId(), from.listingId());
    }

    @Test
    void pagesHaveNoGapsAndNoDoublesWhileGoodsAreAdded() {
        for (String sort : List.of("newest", "price-asc", "price-desc", "season", "relevance")) {
            String kind = Kinds.own();
            List<UUID> there = new ArrayList<>();
            int month = clock.today().getMonthValue();
            for (int i = 0; i < 12; i++) {
                Item item = Item.of("隆安板栗", "Chestnut " + i)
                        .category(kind)
                        .price(1_000 + (i % 3) * 100)
                        .harvest(List.of(i % 2 == 0 ? month : month % 12 + 1));
                there.add(Shelf.put(item).listingId());
            }
            List<UUID> seen = new ArrayList<>();
            String cursor = null;
            do {
                JsonPath page = page(kind, "relevance".equals(sort) ? "板栗" : "", sort, cursor, 5);
                ids(page).forEach(seen::add);
                cursor = page.getString("next");
                Shelf.put(Item.of("隆安板栗", "Later").category(kind).price(1_050).harvest(List.of(month)));
            } while (cursor != null);
            assertThat(seen).as(sort).doesNotHaveDuplicates().containsAll(there);
        }
    }

    @Test
    void ordersAreWhatTheySay() {
        String kind = Kinds.own();
        int month = clock.today().getMonthValue();
        Item item = Item.of("隆安火龙果", "Dragon fruit").category(kind);
        Goods old = Shelf.put(item.price(300).harvest(List.of(month)));
        Goods dear = Shelf.put(item.price(900).harvest(List.of(month % 12 + 1)));
        Goods cheap = Shelf.put(item.price(100).harvest(List.of(month)));
        assertThat(ids(page(kind, "", "newest", null, 9))).containsExactly(id(cheap), id(dear), id(old));
        assertThat(ids(page(kind, "", "price-asc", null, 9))).containsExactly(id(cheap), id(old), id(dear));
        assertThat(ids(page(kind, "", "price-desc", null, 9))).containsExactly(id(dear), id(old), id(cheap));
        assertThat(ids(page(kind, "", "season", null, 9))).containsExactly(id(cheap), id(old), id(dear));
        assertThat(page(kind, "", "newest", null, 1).getLong("total")).isEqualTo(3);
        assertThat(page(kind, "", "newest", null, 2).getString("next")).isNotBlank();
    }

    @Test
    void aProductSaysWhatOneNeedsToKnow() {
        Goods goods = Shelf.put(Item.of("隆安板栗", "Long'an chestnut").stock(7));
        given().get("/api/products?q=隆安板栗&size=200")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("items.find { it.id == '" + goods.listingId() + "' }.countyName", equalTo("隆安县"))
                .body("items.find { it.id == '" + goods.listingId() + "' }.priceFen", equalTo(3600))
                .body(
                        "items.find { it.id == '" + goods.listingId() + "' }.certificateNumber",
                        equalTo(goods.certificateNumber()))
                .body("items.find { it.id == '" + goods.listingId() + "' }.stock", equalTo(7));
        given().get("/api/products/" + goods.listingId())
                .then()
                .statusCode(200)
                .body("pricePerJinFen", equalTo(1200))
                .body("households", nullValue())
                .body("prefectureName", equalTo("南宁市"));
        given().get("/api/products/" + UUID.randomUUID()).then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void badQuestionsAreNamed() {
        given().get("/api/products?sort=colour&size=0&county=x")
                .then()
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("/sort", "/size", "/county")));
        given().get("/api/products?cursor=abc")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("cursor-invalid"));
        String ofAnother = new Cursor(ProductQuery.Sort.PRICE_ASC, 0, 1, UUID.randomUUID()).encode();
        given().get("/api/products?cursor=" + ofAnother).then().statusCode(400);
    }

    @Test
    void withoutACertificateThatHoldsNothingIsShown() {
        String kind = Kinds.own();
        Goods goods = Shelf.put(Item.of("隆安板栗", "Chestnut").category(kind));
        assertThat(ids(page(kind, "", "", null, 9))).containsExactly(id(goods));
        Shelf.run("UPDATE certification_certificate SET state = 'SUSPENDED' WHERE product_id = ?", goods.productId());
        assertThat(ids(page(kind, "", "", null, 9))).isEmpty();
        given().get("/products/" + goods.listingId()).then().statusCode(404);
        Shelf.run("UPDATE certification_certificate SET state = 'VALID' WHERE product_id = ?", goods.productId());
        assertThat(ids(page(kind, "", "", null, 9))).containsExactly(id(goods));
        try {
            clock.travelTo(LocalDate.now(BusinessClock.CHINA)
                    .plusYears(2)
                    .plusDays(1)
                    .atStartOfDay(BusinessClock.CHINA)
                    .toInstant());
            assertThat(ids(page(kind, "", "", null, 9))).isEmpty();
        } finally {
            clock.reset();
        }
    }

    @Test
    void thePagesShowItInBothLanguages() {
        String kind = Kinds.own();
        Goods goods =
                Shelf.put(Item.of("融安金桔", "Rong'an kumquat").county("450224").category("fruit"));
        Shelf.put(Item.of("融安滑皮金桔", "Rong'an crystal kumquat").county("450224").category(kind));
        given().get("/products?q=金桔&county=450224&lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("融安金桔"), containsString("融安县"), not(containsString("style=")));
        given().get("/products?lang=en&category=" + kind)
                .then()
                .statusCode(200)
                .body(containsString("Rong&#39;an crystal kumquat"), containsString("County"));
        given().get("/products/" + goods.listingId() + "?lang=zh")
                .then()
                .statusCode(200)
                .body(
                        containsString(goods.certificateNumber()),
                        containsString("/cart/lines"),
                        containsString("12.00"));
        given().get("/products/" + goods.listingId() + "?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("fewer than 10"));
        given().get("/?lang=en").then().statusCode(200).body(containsString("kumquat"));
        given().get("/products?q=没有的东西").then().statusCode(200);
    }

    @Test
    void whereThePriceGoesAddsUpToThePrice() {
        OnSale oranges = OnSale.product(3_990, 5);
        JsonPath product = given().get("/api/products/" + oranges.listingId())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(product.getList("split.amountFen", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3_990);
        assertThat(product.getInt("households")).isEqualTo(12);
        given().get("/products/" + oranges.listingId())
                .then()
                .statusCode(200)
                .body(containsString("yuan-bar"), containsString(Messages.get("zh", "leg.FLOOR")));
    }

    @Test
    void aPageTakesTheSameStatementsHoweverManyGoodsThereAre() {
        Shelf.put(Item.of("隆安香蕉", "Banana"));
        given().get("/").then().statusCode(200);
        int few = statements("/");
        String kind = Kinds.own();
        for (int i = 0; i < 30; i++) {
            Shelf.put(Item.of("隆安香蕉", "Banana " + i).category(kind));
        }
        int listed = statements("/api/products?category=" + kind + "&size=3");
        assertThat(statements("/")).isEqualTo(few).isBetween(5, 6);
        assertThat(statements("/api/products?category=" + kind + "&size=20"))
                .isEqualTo(listed)
                .isBetween(1, 2);
    }

    private int statements(String path) {
        return Statements.of(() -> given().get(path).then().statusCode(200));
    }

    private static List<UUID> found(String kind, String q) {
        return ids(page(kind, q, "", null, 50));
    }

    private static JsonPath page(String kind, String q, String sort, @Nullable String cursor, int size) {
        return given().queryParams(Map.of(
                        "category", kind, "q", q, "sort", sort, "size", size, "cursor", cursor == null ? "" : cursor))
                .get("/api/products")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<UUID> ids(JsonPath page) {
        return page.getList("items.id", String.class).stream()
                .map(UUID::fromString)
                .toList();
    }

    private static UUID id(Goods goods) {
        return goods.listingId();
    }
}
