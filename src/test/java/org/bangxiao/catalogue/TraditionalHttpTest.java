package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Who reads traditional characters reads the whole shop in them, and finds goods by them. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class TraditionalHttpTest {
    @Test
    void theShopIsReadInTraditionalCharactersAndRemembersIt() {
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示龙须面条礼盒", "Demo noodles"));
        Web reader = new Web();
        String product =
                reader.get("/products/" + goods.listingId() + "?lang=zh-Hant").asString();
        assertThat(product)
                .contains("lang=\"zh-Hant\"", "演示龍鬚麪條禮盒", "購物車", "隆安縣", "查驗證書")
                .doesNotContain("购物车", "隆安县", "演示龙须面条礼盒");
        assertThat(reader.get("/cart").asString()).as("the next page too").contains("購物車");
        assertThat(given().header("Accept-Language", "zh-TW,zh;q=0.9").get("/").asString())
                .contains("lang=\"zh-Hant\"");
        assertThat(given().header("Accept-Language", "zh-CN").get("/").asString())
                .contains("lang=\"zh-CN\"");
        assertThat(given().header("Accept-Language", "zh-HK")
                        .get("/api/products/" + goods.productId())
                        .then()
                        .statusCode(404)
                        .extract()
                        .<String>path("title"))
                .isEqualTo("沒有找到這個頁面或這條記錄。");
    }

    @Test
    void goodsAreFoundByTraditionalCharactersAndTheWordsTypedStandAsTyped() {
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示凤凰单丛茶", "Demo oolong"));
        String found = given().queryParam("q", "鳳凰單叢")
                .queryParam("lang", "zh")
                .get("/products")
                .asString();
        assertThat(found).contains("/products/" + goods.listingId(), "鳳凰單叢");
        assertThat(given().queryParam("q", "鳳凰單")
                        .get("/api/products/suggestions")
                        .jsonPath()
                        .getList("items.nameZh"))
                .contains("演示凤凰单丛茶");
    }

    @Test
    void goodsThatTheirSupplierNamedInTraditionalCharactersAreFoundByEitherScript() {
        Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示鹿谷烏龍", "Demo high mountain tea"));
        for (String typed : List.of("鹿谷烏龍", "鹿谷乌龙")) {
            assertThat(given().queryParam("q", typed)
                            .get("/api/products")
                            .jsonPath()
                            .<String>getList("items.id"))
                    .as(typed)
                    .contains(goods.listingId().toString());
        }
    }
}
