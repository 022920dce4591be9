package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** Suppliers show their own goods: up to six pictures, in their order, light in lists, nobody's before the goods are on sale. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PicturesHttpTest {
    private final Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示有图柚", "Demo pictured pomelo"));
    private final Actor supplier = People.of(Role.SUPPLIER, goods.organisationId());
    private final String own = "/api/listings/" + goods.listingId() + "/pictures";
    private final String product = "/api/products/" + goods.listingId();

    @Test
    void theFirstPictureStandsForTheGoodsWhereverTheyAreShown() throws IOException {
        assertThat(given().get(product).jsonPath().getString("picture")).startsWith("/assets/img/");
        int statements = Statements.of(() -> given().get("/products/" + goods.listingId()));
        add(Papers.jpegFromAPhone(6, "Demo village at 107.1 24.2"), "演示远景", "").statusCode(201);
        add(Papers.png(1_600, 1_200), "剖开的柚子", "a pomelo cut open").statusCode(201);
        JsonPath shown = given().get(product).jsonPath();
        assertThat(shown.getList("pictures.altZh")).containsExactly("演示远景", "剖开的柚子");
        assertThat(shown.getInt("pictures[1].widthPx")).isEqualTo(1_200);
        assertThat(shown.getInt("pictures[0].heightPx"))
                .as("upright, as it was held")
                .isEqualTo(320);
        arrange(List.of(shown.getString("pictures[1].sha256"), shown.getString("pictures[0].sha256")))
                .statusCode(200)
                .body("[0].altZh", equalTo("演示 0"));
        String small = People.as(supplier).get(own).jsonPath().getString("[0].smallUrl");
        byte[] light = given().get(small)
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .extract()
                .asByteArray();
        assertThat(light).hasSizeLessThan(12_000);
        assertThat(ImageIO.read(new ByteArrayInputStream(light)).getHeight()).isEqualTo(320);
        byte[] large = given().get(shown.getString("pictures[0].url")).asByteArray();
        assertThat(new String(large, StandardCharsets.ISO_8859_1))
                .as("where it was taken is nobody's business")
                .doesNotContain("Demo village");
        assertThat(given().get("/products?q=演示有图柚").asString()).contains("src=\"" + small + "\"");
        assertThat(given().get("/api/products?q=演示有图柚").asString()).contains(small);
        Web buyer = new Web();
        String page = buyer.get("/products/" + goods.listingId()).asString();
        assertThat(page).contains("alt=\"演示 0\" width=\"1200\" height=\"900\"", "href=\"#picture-2\"");
        assertThat(Statements.of(() -> given().get("/products/" + goods.listingId())))
                .isLessThanOrEqualTo(statements);
        buyer.post("/cart/lines", Map.of("listingId", goods.listingId(), "quantity", 1));
        assertThat(buyer.get("/cart").asString()).contains("src=\"" + small + "\"");
        arrange(List.of()).statusCode(200);
        assertThat(given().get(product).jsonPath().getString("picture")).startsWith("/assets/img/");
        given().get(small).then().statusCode(404);
    }

    @Test
    void picturesOfGoodsThatAreNotInTheShopAreTheirSuppliersAlone() {
        String url = add(Papers.jpeg(400, 300), "撤下来的照片", "")
                .statusCode(201)
                .extract()
                .path("[0].url");
        given().get(url).then().statusCode(200);
        Shelf.run("UPDATE catalogue_listing SET state = 'WITHDRAWN' WHERE id = ?", goods.listingId());
        given().get(url).then().statusCode(404);
        People.as(People.everywhere(Role.CONSUMER)).get(url).then().statusCode(404);
        People.as(People.of(Role.SUPPLIER, UUID.randomUUID())).get(url).then().statusCode(404);
        People.as(supplier).get(url).then().statusCode(200).header("Cache-Control", startsWith("private"));
        Web desk = Web.signedIn(supplier);
        assertThat(desk.get("/desk/listings/" + goods.listingId() + "/preview").asString())
                .contains(url);
        People.as(People.of(Role.SUPPLIER, UUID.randomUUID())).get(own).then().statusCode(404);
        Shelf.run("UPDATE catalogue_listing SET state = 'ON_SALE' WHERE id = ?", goods.listingId());
    }

    @Test
    void aSeventhIsRefusedHoweverManyComeAtOnceAndByTheDatabaseItself() throws Exception {
        String token = People.token(supplier);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Future<Integer>> sent = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            byte[] photo = Papers.jpeg(240 + n, 240);
            sent.add(senders.submit(() -> given().header("Authorization", "Bearer " + token)
                    .contentType("image/jpeg")
                    .body(photo)
                    .queryParam("altZh", "演示")
                    .post(own)
                    .statusCode()));
        }
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> one : sent) {
            answers.add(one.get());
        }
        senders.shutdown();
        assertThat(Collections.frequency(answers, 201)).isEqualTo(GoodsPictures.MOST);
        assertThat(Collections.frequency(answers, 409)).isEqualTo(2);
        assertThatThrownBy(() -> Shelf.run(
                        "UPDATE catalogue_picture SET place = 7 WHERE listing_id = ? AND place = 6", goods.listingId()))
                .hasMessageContaining("catalogue_picture_six");
        assertThatThrownBy(() -> Shelf.run(
                        "UPDATE catalogue_picture SET place = 1 WHERE listing_id = ? AND place = 2", goods.listingId()))
                .hasMessageContaining("catalogue_picture_in_its_place");
    }

    @Test
    void theFormComesBackWithWhatIsWrongAndItsButtonsOrderAndRemove() {
        Web desk = Web.signedIn(supplier);
        String home = "/desk/listings/" + goods.listingId() + "/pictures";
        assertThat(desk.get(home).asString()).contains("还没有图片");
        String again = desk.postParts(home, Map.of("newZh", "一张合同", "newEn", "", "file", Papers.pdf()))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(again).contains("一张合同", "这里要图片");
        assertThat(desk.postParts(home, Map.of("newZh", "太小", "newEn", "", "file", Papers.webp()))
                        .asString())
                .contains("短边至少 200 像素");
        assertThat(desk.postParts(home, Map.of("newZh", "", "newEn", "", "file", Papers.jpeg()))
                        .asString())
                .contains("请填写这一项");
        byte[] photo = new byte[0];
        for (String alt : List.of("甲", "乙", "丙")) {
            photo = Papers.png(300, 280);
            desk.postParts(home, Map.of("newZh", alt, "newEn", "", "file", photo))
                    .then()
                    .statusCode(303);
        }
        List<String> there = People.as(supplier).get(own).jsonPath().getList("sha256");
        Map<String, Object> rows = new HashMap<>();
        for (int row = 0; row < 3; row++) {
            rows.put("sha256-" + row, there.get(row));
            rows.put("altZh-" + row, List.of("甲", "乙", "丙").get(row));
        }
        desk.get(home);
        assertThat(desk.post(home + "/order", with(rows, "altZh-1", "")).asString())
                .contains("请填写这一项");
        desk.post(home + "/order", with(rows, "forward", there.get(2))).then().statusCode(303);
        assertThat(alts()).containsExactly("甲", "丙", "乙");
        desk.post(home + "/order", with(rows, "remove", there.get(0))).then().statusCode(303);
        assertThat(alts()).containsExactly("乙", "丙");
        add(photo, "又是丙", "").statusCode(409).body("code", equalTo("picture-twice"));
    }

    private List<String> alts() {
        return People.as(supplier).get(own).jsonPath().getList("altZh");
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private ValidatableResponse add(byte[] photo, String altZh, String altEn) {
        return People.as(supplier)
                .contentType("image/jpeg")
                .body(photo)
                .queryParam("altZh", altZh)
                .queryParam("altEn", altEn)
                .post(own)
                .then();
    }

    private ValidatableResponse arrange(List<String> hashes) {
        List<Map<String, String>> pictures = new ArrayList<>();
        hashes.forEach(hash -> pictures.add(Map.of("sha256", hash, "altZh", "演示 " + pictures.size())));
        return People.as(supplier)
                .contentType("application/json")
                .body(Map.of("pictures", pictures))
                .put(own)
                .then();
    }
}
