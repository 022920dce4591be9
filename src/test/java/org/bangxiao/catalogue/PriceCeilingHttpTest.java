package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

/** A supplier asks no more than what was certified and the band above it: refused at the field, before the watch finds it. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PriceCeilingHttpTest {
    private static final Item OF_NO_VARIETY = Item.of("演示山货", "Demo goods").price(5_000);

    @Test
    void aPriceRisesAFifthAboveWhatWasCertifiedWhereNothingIsLikeIt() {
        Goods goods = Shelf.put(OF_NO_VARIETY);
        Actor clerk = People.of(Role.SUPPLIER, goods.organisationId());
        assertThat(fault(change(clerk, goods, 6_001))).isEqualTo("/priceFen price-above-certified");
        assertThat(change(clerk, goods, 6_001).path("errors[0].detail").toString())
                .contains("60.00", "50.00");
        assertThat(change(clerk, goods, 6_000).statusCode()).isEqualTo(200);
        assertThat(change(clerk, goods, 1).statusCode()).as("less is free").isEqualTo(200);

        Web desk = Web.signedIn(clerk);
        String page = "/desk/listings/" + goods.listingId();
        desk.get(page);
        Map<String, Object> form = new HashMap<>(Map.of("version", version(clerk, goods), "price", "60.01"));
        form.put("onSale", "true");
        Response again = desk.post(page, form);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("price-error", "value=\"60.01\"", "单价最高 60.00 元");

        Shelf.run("UPDATE catalogue_listing SET price_fen = 9000 WHERE id = ?", goods.listingId());
        assertThat(change(clerk, goods, 8_000).statusCode())
                .as("what stands above it from before may come down")
                .isEqualTo(200);
        assertThat(fault(tiers(clerk, goods, 8_001))).isEqualTo("/tiers/0/priceFen price-tier-not-lower");
    }

    @Test
    void aSheetAndAFirstListingAreMeasuredAlike() {
        Goods goods = Shelf.put(OF_NO_VARIETY);
        Actor clerk = People.of(Role.SUPPLIER, goods.organisationId());
        UUID unlisted = UUID.randomUUID();
        Shelf.certify(goods.organisationId(), unlisted, OF_NO_VARIETY);
        String file = "证书编号,单价（元）\nTEST-%s,60.01\nTEST-%s,60.01\n".formatted(goods.productId(), unlisted);
        JsonPath sheet = upload(clerk, file);
        assertThat(sheet.getList("rows.errors.flatten().code"))
                .containsExactly("price-above-certified", "price-above-certified");
        assertThat(sheet.getList("rows.errors.flatten().pointer")).containsExactly("/rows/2/price", "/rows/3/price");
        assertThat(upload(clerk, file.replace("60.01", "60.00")).getInt("rejected"))
                .isZero();
        assertThat(fault(list(clerk, unlisted, 6_001))).isEqualTo("/priceFen price-above-certified");
        assertThat(list(clerk, unlisted, 6_000).statusCode()).isEqualTo(201);
    }

    @Test
    void noPriceRisesAboveWhatTheWatchWouldOpenACaseFor() {
        Item hawthorn = Item.of("演示山楂", "Demo hawthorn").county("451223");
        Goods goods = Shelf.put(hawthorn.price(4_000));
        Actor clerk = People.of(Role.SUPPLIER, goods.organisationId());
        Goods cheap = Shelf.put(hawthorn.price(3_000));
        Shelf.put(hawthorn.price(3_000));
        assertThat(change(clerk, goods, 4_800).statusCode())
                .as("two like goods say nothing")
                .isEqualTo(200);
        change(clerk, goods, 4_000);
        Shelf.put(hawthorn.price(3_000));
        Shelf.put(goods.organisationId(), hawthorn.price(90_000));
        assertThat(fault(change(clerk, goods, 4_501)))
                .as("half above the median of others")
                .isEqualTo("/priceFen price-above-certified");
        assertThat(change(clerk, goods, 4_500).statusCode()).isEqualTo(200);
        UUID dear = UUID.randomUUID();
        Actor other = People.of(Role.SUPPLIER, Suppliers.cooperative("451223").id());
        Shelf.certify(other.organisationAs(Role.SUPPLIER).orElseThrow(), dear, hawthorn.price(9_000));
        assertThat(fault(list(other, dear, 9_001))).isEqualTo("/priceFen price-above-certified");
        assertThat(list(other, dear, 9_000).statusCode())
                .as("what was certified may always be asked")
                .isEqualTo(201);
        assertThat(change(People.of(Role.SUPPLIER, cheap.organisationId()), cheap, 3_600)
                        .statusCode())
                .isEqualTo(200);
    }

    private static Response list(Actor clerk, UUID product, long priceFen) {
        return People.as(clerk)
                .contentType("application/json")
                .body(Map.of("productId", product, "priceFen", priceFen, "stock", 1))
                .post("/api/listings");
    }

    private static Response change(Actor clerk, Goods goods, long priceFen) {
        return People.as(clerk)
                .contentType("application/json")
                .body(Map.of("version", version(clerk, goods), "priceFen", priceFen))
                .patch("/api/listings/" + goods.listingId());
    }

    private static Response tiers(Actor clerk, Goods goods, long priceFen) {
        return People.as(clerk)
                .contentType("application/json")
                .body(Map.of("tiers", List.of(Map.of("fromQuantity", 5, "priceFen", priceFen))))
                .put("/api/listings/" + goods.listingId() + "/prices");
    }

    private static JsonPath upload(Actor clerk, String file) {
        return People.as(clerk)
                .contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/goods-sheets?name=goods.csv")
                .jsonPath();
    }

    private static int version(Actor clerk, Goods goods) {
        return People.as(clerk)
                .get("/api/listings/" + goods.listingId())
                .jsonPath()
                .getInt("version");
    }

    private static String fault(Response answer) {
        return answer.path("errors[0].pointer") + " " + answer.path("errors[0].code");
    }
}
