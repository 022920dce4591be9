package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators put goods on sale together into zones of their own; the region's office may take one off. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ZonesHttpTest {
    private static final LocalDate TODAY = LocalDate.now(BusinessClock.CHINA);

    private final Actor operator =
            People.of(Role.COUNTER_OPERATOR, Suppliers.agent("450100").id());
    private String token;
    private final String slug = "zone-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Shelf.Goods> goods = IntStream.range(0, 3)
            .mapToObj(n -> Shelf.put(Item.of("演示专区货" + n, "Demo zone goods " + n)))
            .toList();

    @BeforeEach
    void signIn() {
        token = People.token(operator);
    }

    @Test
    void aZoneShowsWhatIsOnSaleInItsOperatorsOrderAndWhatLeavesTheShopHasLeftIt() {
        String zone = open(Map.of());
        arrange(zone, ids(2, 0, 1)).statusCode(204);
        shown().statusCode(200).body("goods.id", contains(ids(2, 0, 1).toArray()));
        given().get("/zones/" + slug + "?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("演示组织"), containsString("<h1>演示专区</h1>"), containsString("演示专区货2"));
        assertThat(Statements.of(() -> given().get("/zones/" + slug).then().statusCode(200)))
                .isLessThanOrEqualTo(3);
        for (String list : List.of("/", "/zones")) {
            given().get(list).then().statusCode(200).body(containsString("/zones/" + slug));
        }
        given().get("/api/zones").then().body("items.slug", hasItem(slug));

        Actor supplier = People.of(Role.SUPPLIER, goods.get(0).organisationId());
        onSale(supplier, false);
        shown().body("goods.id", contains(ids(2, 1).toArray()));
        given().get("/zones/" + slug).then().body(not(containsString("演示专区货0")));
        assertThat(Web.signedIn(operator)
                        .get("/desk/zones/" + zone + "?lang=zh")
                        .asString())
                .contains("演示专区货0", "现在不在售");
        arrange(zone, ids(0, 2, 1)).statusCode(204);
        shown().body("goods.id", contains(ids(2, 1).toArray()));
        onSale(supplier, true);
        shown().body("goods.id", contains(ids(0, 2, 1).toArray()));
        Shelf.whileSuspended(goods.get(1), () -> arrange(zone, ids(2, 0)).statusCode(204));
        shown().body("goods.id", contains(ids(2, 0).toArray()));
    }

    @Test
    void aZoneIsSeenOnItsDaysAloneAndChangedByItsOperatorAlone() {
        String zone = open(Map.of("from", TODAY.plusDays(1).toString()));
        shown().statusCode(404);
        given().get("/zones/" + slug).then().statusCode(404);
        given().get("/zones").then().body(not(containsString(slug)));
        as(token)
                .body(draft(Map.of("nameZh", "演示专区改名")))
                .put("/api/zones/" + zone)
                .then()
                .statusCode(204);
        shown().statusCode(200).body("zone.nameZh", equalTo("演示专区改名"), "goods.size()", equalTo(0));

        Actor other = People.of(Role.COUNTER_OPERATOR, Suppliers.agent("450100").id());
        String stranger = People.token(other);
        as(stranger).body(draft(Map.of())).put("/api/zones/" + zone).then().statusCode(404);
        as(stranger)
                .body(Map.of("listings", ids(0)))
                .put("/api/zones/" + zone + "/goods")
                .then()
                .statusCode(404);
        assertThat(Web.signedIn(other).get("/desk/zones/" + zone).statusCode()).isEqualTo(404);
        as(People.token(People.of(Role.SUPPLIER, goods.get(0).organisationId())))
                .body(draft(Map.of()))
                .post("/api/zones")
                .then()
                .statusCode(403);
    }

    @Test
    void theRegionsOfficeTakesAZoneOffWithAReasonThatItsOperatorReads() {
        String zone = open(Map.of());
        String hiding = "/api/zones/" + zone + "/hiding";
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        String office = People.token(region);
        as(People.token(People.inArea(Role.REGION_OFFICER, "360000")))
                .body(Map.of("reason", "越界"))
                .put(hiding)
                .then()
                .statusCode(404);
        as(office)
                .body(Map.of("reason", " "))
                .put(hiding)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/reason"), "errors[0].code", equalTo("field-required"));
        as(office).body(Map.of("reason", "名称会让人误会")).put(hiding).then().statusCode(204);
        shown().statusCode(404);
        given().get("/").then().body(not(containsString(slug)));
        assertThat(Web.signedIn(operator)
                        .get("/desk/zones/" + zone + "?lang=zh")
                        .asString())
                .contains("名称会让人误会");
        assertThat(as(token).get("/api/inbox").asString()).contains("演示专区", zone);
        assertThat(Web.signedIn(region).get("/desk/zones?lang=zh").asString()).contains(slug, "已隐藏");
        as(office).delete(hiding).then().statusCode(204);
        shown().statusCode(200);
        assertThat(People.as(People.everywhere(Role.AUDITOR))
                        .get("/desk/audit?lang=zh")
                        .asString())
                .contains("zone-hide", "zone-show");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndAZoneHoldsSixtyGoods() {
        String zone = open(Map.of());
        Map<String, Object> wrong = new HashMap<>(draft(Map.of("slug", "Not a slug", "to", "2020-01-01")));
        wrong.put("nameEn", "");
        as(token)
                .body(wrong)
                .post("/api/zones")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/slug", "/nameEn"));
        as(token)
                .body(draft(Map.of()))
                .post("/api/zones")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/slug"), "errors[0].code", equalTo("zone-slug-used"));
        as(token)
                .body(draft(Map.of("slug", slug + "-2", "to", "2020-01-01")))
                .post("/api/zones")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/to"), "errors[0].code", equalTo("zone-days"));
        String id = goods.get(0).listingId().toString();
        arrange(zone, List.of(id, id)).statusCode(400).body("errors[0].pointer", equalTo("/listings/1"));
        arrange(zone, List.of(UUID.randomUUID().toString()))
                .statusCode(400)
                .body("errors[0].code", equalTo("zone-good-unknown"));
        arrange(
                        zone,
                        IntStream.range(0, 61)
                                .mapToObj(n -> UUID.randomUUID().toString())
                                .toList())
                .statusCode(409)
                .body("code", equalTo("zone-full"));
        assertThatThrownBy(() -> Shelf.run(
                        "INSERT INTO catalogue_zone_good VALUES (?, ?, 61)",
                        UUID.fromString(zone),
                        goods.get(0).listingId()))
                .hasMessageContaining("catalogue_zone_sixty");
        Shelf.run("""
                INSERT INTO catalogue_zone SELECT gen_random_uuid(), organisation_id, slug || '-' || n, name_zh, name_en,
                       lead_zh, lead_en, from_day, to_day, NULL, 'test', opened_at
                  FROM catalogue_zone, generate_series(2, 20) n WHERE id = ?""", UUID.fromString(zone));
        as(token)
                .body(draft(Map.of("slug", slug + "-21")))
                .post("/api/zones")
                .then()
                .statusCode(409)
                .body("code", equalTo("zones-full"));
    }

    @Test
    void theDeskOrdersByButtonsShowsAPictureAndBringsFormsBackFilledIn() {
        Web desk = Web.signedIn(operator);
        Map<String, Object> form = new HashMap<>(draft(Map.of("slug", "x")));
        assertThat(desk.post("/desk/zones/new", form).asString()).contains("slug-error", "value=\"演示专区\"");
        form.put("slug", slug);
        String home = desk.post("/desk/zones/new", form).header("Location").replaceFirst("^https?://[^/]+", "");
        assertThat(home).matches("/desk/zones/[0-9a-f-]{36}.*");
        home = home.replaceFirst("\\?.*", "");
        for (Shelf.Goods one : goods) {
            desk.post(home + "/goods", Map.of("listing", one.listingId()));
        }
        desk.post(home + "/order", Map.of("forward", goods.get(2).listingId()));
        desk.post(home + "/order", Map.of("remove", goods.get(0).listingId()));
        shown().body("goods.id", contains(ids(2, 1).toArray()));
        assertThat(desk.post(home + "/goods", Map.of("listing", "nonsense")).statusCode())
                .isEqualTo(400);
        assertThat(desk.upload(home + "/picture", Map.of(), "a.txt", "no picture".getBytes(UTF_8), "text/plain")
                        .asString())
                .contains("file-error");
        desk.upload(home + "/picture", Map.of(), "a.jpg", Papers.jpeg(900, 300), "image/jpeg");
        String picture = given().get("/api/zones/" + slug).path("zone.picture");
        given().get(picture).then().statusCode(200).contentType("image/jpeg");
        given().get(picture.replaceFirst("/[0-9a-f]{6}", "/000000")).then().statusCode(404);
        desk.post(home + "/picture/remove", Map.of());
        given().get(picture).then().statusCode(404);
        assertThat(desk.get("/desk/zones?table=1").asString()).contains(slug);
    }

    private String open(Map<String, String> otherwise) {
        return as(token)
                .body(draft(otherwise))
                .post("/api/zones")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Map<String, Object> draft(Map<String, String> otherwise) {
        Map<String, Object> draft = new HashMap<>(Map.of(
                "slug", slug,
                "nameZh", "演示专区",
                "nameEn", "Demo zone",
                "leadZh", "这个季节的货",
                "leadEn", "Goods of this season",
                "from", TODAY.toString(),
                "to", TODAY.plusDays(30).toString()));
        draft.putAll(otherwise);
        return draft;
    }

    private ValidatableResponse arrange(String zone, List<String> listings) {
        return as(token)
                .body(Map.of("listings", listings))
                .put("/api/zones/" + zone + "/goods")
                .then();
    }

    private ValidatableResponse shown() {
        return given().get("/api/zones/" + slug).then();
    }

    private List<String> ids(int... places) {
        return IntStream.of(places)
                .mapToObj(place -> goods.get(place).listingId().toString())
                .toList();
    }

    private void onSale(Actor supplier, boolean onSale) {
        String path = "/api/listings/" + goods.get(0).listingId();
        RequestSpecification request = as(People.token(supplier));
        int version = request.get(path).path("version");
        as(People.token(supplier))
                .body(Map.of("version", version, "onSale", onSale))
                .patch(path)
                .then()
                .statusCode(200);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }
}
