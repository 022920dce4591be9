package org.bangxiao.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Suppliers;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ListingHttpTest {
    private static final Item CHESTNUT = Item.of("隆安板栗", "Long'an chestnut");

    @Inject
    Stock stock;

    @Inject
    Listings listings;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @Test
    void onlyACertificateOfOnesOwnThatHoldsTodayLetsAProductBeListedAndOnlyOnce() {
        OrganisationView cooperative = Suppliers.cooperative("450123");
        Actor supplier = People.of(Role.SUPPLIER, cooperative.id());
        RequestSpecification me = People.as(supplier);
        UUID product = UUID.randomUUID();
        list(me, product, 422, "product-not-certified");
        Shelf.certify(Suppliers.cooperative("450123").id(), product, CHESTNUT);
        list(me, product, 422, "product-not-certified");
        UUID own = UUID.randomUUID();
        Shelf.certify(cooperative.id(), own, CHESTNUT);
        Shelf.run("UPDATE certification_certificate SET state = 'REVOKED' WHERE product_id = ?", own);
        list(me, own, 422, "product-not-certified");
        Shelf.run("UPDATE certification_certificate SET state = 'VALID' WHERE product_id = ?", own);
        list(me, own, 201, null);
        list(me, own, 409, "product-listed-already");
        assertThatThrownBy(() -> Shelf.run(
                        "INSERT INTO catalogue_listing SELECT (l).* FROM (SELECT l FROM catalogue_listing l WHERE product_id = ?) x(l)",
                        own))
                .as("nor by a statement of anybody's")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDatabaseItselfRefusesAListingWithoutACertificate() {
        Goods goods = Shelf.put(CHESTNUT);
        assertThatThrownBy(() -> Shelf.run("""
                        INSERT INTO catalogue_listing (id, product_id, organisation_id, certificate_number, certificate_valid,
                            valid_to, name_zh, name_en, category, region, county_code, unit, price_fen, harvest_months,
                            perishable, link_id, search, listed_at)
                        SELECT gen_random_uuid(), gen_random_uuid(), organisation_id, certificate_number, true, valid_to,
                            name_zh, name_en, category, region, county_code, unit, price_fen, harvest_months, perishable,
                            link_id, search, listed_at FROM catalogue_listing WHERE id = ?
                        """, goods.listingId())).hasMessageContaining("no certificate holds");
    }

    @Test
    void whatIsNoLongerCertifiedIsNotSaleable() {
        Goods goods = Shelf.put(CHESTNUT);
        assertThat(saleable(goods, 0)).containsOnlyKeys(goods.listingId());
        Shelf.run(
                "UPDATE certification_certificate SET valid_to = issued_on + 1 WHERE product_id = ?",
                goods.productId());
        assertThat(saleable(goods, 2)).isEmpty();
    }

    @Test
    void onlyTheSupplierChangesAPriceAndNotOverSomebodyElsesChange() {
        Goods goods = Shelf.put(CHESTNUT);
        RequestSpecification me = People.as(People.of(Role.SUPPLIER, goods.organisationId()));
        RequestSpecification stranger = People.as(
                People.of(Role.SUPPLIER, Suppliers.cooperative("450123").id()));
        String path = "/api/listings/" + goods.listingId();
        Map<String, Object> change = Map.of("version", 0, "priceFen", 2_990);
        patch(stranger, path, change, 404);
        given().contentType("application/json").body(change).patch(path).then().statusCode(401);
        stranger.get(path).then().statusCode(404);
        patch(me, path, change, 200);
        me.contentType("application/json")
                .body(Map.of("version", 0, "priceFen", 1))
                .patch(path)
                .then()
                .statusCode(409)
                .body("code", equalTo("listing-changed-meanwhile"));
        me.contentType("application/json")
                .body(Map.of("version", 1, "priceFen", 0))
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/priceFen"));
        given().get("/api/products/" + goods.listingId()).then().body("priceFen", equalTo(2990));
        patch(me, path, Map.of("version", 1, "onSale", false), 200);
        given().get("/api/products/" + goods.listingId()).then().statusCode(404);
    }

    @Test
    void stockIsAddedOnceForOneKeyAndNeverTakenFromSomebody() {
        Goods goods = Shelf.put(CHESTNUT.stock(2));
        RequestSpecification me = People.as(People.of(Role.SUPPLIER, goods.organisationId()));
        String path = "/api/listings/" + goods.listingId() + "/stock";
        for (int call = 0; call < 2; call++) {
            me.contentType("application/json")
                    .header("Idempotency-Key", "load-7")
                    .body(Map.of("quantity", 5))
                    .post(path)
                    .then()
                    .statusCode(200)
                    .body("stock", equalTo(7));
        }
        RequestSpecification again = People.as(People.of(Role.SUPPLIER, goods.organisationId()));
        again.contentType("application/json")
                .body(Map.of("quantity", 5))
                .post(path)
                .then()
                .statusCode(400);
        again.contentType("application/json")
                .header("Idempotency-Key", "load-8")
                .body(Map.of("quantity", -8))
                .post(path)
                .then()
                .statusCode(409)
                .body("code", equalTo("stock-promised"));
    }

    @Test
    void aDraftIsSavedWithGapsSeenByItsSupplierAloneAndThenPublished() {
        OrganisationView cooperative = Suppliers.cooperative("450123");
        UUID product = UUID.randomUUID();
        Shelf.certify(cooperative.id(), product, CHESTNUT);
        Web web = Web.signedIn(People.of(Role.SUPPLIER, cooperative.id()));
        web.get("/desk/listings");
        String listing = web.post("/desk/listings", Map.of("productId", product, "draft", "true"))
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        String shop = listing.replace("/desk/listings", "/products");
        given().get(shop).then().statusCode(404);
        web.get(listing + "/preview").then().statusCode(200).body(containsString("这是预览"));
        Web.signedIn(People.of(Role.SUPPLIER, Suppliers.cooperative("450123").id()))
                .get(listing + "/preview")
                .then()
                .statusCode(404);
        web.get(listing).then().body(containsString("草稿"));
        web.post(listing, Map.of("version", 0, "price", "13")).then().statusCode(303);
        given().get(shop).then().statusCode(404);
        web.post(listing + "/keeping", Map.of("saleMonths", "11-2, 6", "shelfLifeDays", "30", "storage", "阴凉"))
                .then()
                .statusCode(303);
        web.post(listing + "/keeping", Map.of("saleMonths", "13", "shelfLifeDays", "0"))
                .then()
                .statusCode(400)
                .body(containsString("saleMonths-error"), containsString("shelfLifeDays-error"));
        web.post(listing, Map.of("version", 2, "price", "13", "onSale", "true"))
                .then()
                .statusCode(303);
        given().get(shop).then().statusCode(200).body(containsString("30 天"), containsString("阴凉"));
    }

    @Test
    void stockMovesForAReasonAndNeverBelowWhatIsHeld() {
        Goods goods = Shelf.put(CHESTNUT.stock(20));
        Actor clerk = People.of(Role.SUPPLIER, goods.organisationId());
        UUID shopper = UUID.randomUUID();
        await(() -> tx.write(connection -> stock.hold(
                connection,
                shopper,
                new java.util.TreeMap<>(Map.of(goods.listingId(), 6L)),
                clock.instant().plusSeconds(600))));
        assertThat(moved(clerk, goods, "WRITTEN_OFF", 15, "rats")).isEqualTo("409 stock-promised");
        assertThat(moved(clerk, goods, "COUNTED", 5, "")).isEqualTo("409 stock-promised");
        assertThat(moved(clerk, goods, "CORRECTED", -1, " ")).isEqualTo("400 invalid-input");
        assertThat(moved(clerk, goods, "ADDED", -1, "")).isEqualTo("400 invalid-input");
        assertThat(moved(clerk, goods, "COUNTED", 6, "")).isEqualTo("200 0");
        await(() -> tx.write(connection -> stock.take(connection, shopper, "purchase:" + shopper)));
        assertThat(moved(clerk, goods, "CORRECTED", 3, "forgot a box")).isEqualTo("200 3");
        assertThat(moved(clerk, goods, "COUNTED", 3, "")).isEqualTo("200 3");
        assertThat(moved(clerk, goods, "WRITTEN_OFF", 1, "=rats")).isEqualTo("200 2");
        var seen = People.as(clerk)
                .get("/api/listings/" + goods.listingId() + "/stock")
                .jsonPath();
        assertThat(seen.getList("items.kind"))
                .containsExactly("WRITTEN_OFF", "COUNTED", "CORRECTED", "SOLD", "COUNTED", "OPENED");
        assertThat(seen.getList("items.quantity", Integer.class)).containsExactly(-1, 0, 3, -6, -14, 20);
        assertThat(seen.getString("items[2].by")).isEqualTo(clerk.username());
        assertThat(People.as(clerk)
                        .get("/desk/listings/" + goods.listingId() + "/stock/export")
                        .asString())
                .contains("\"卖出\",-6", "\"'=rats\"", clerk.username());
        Actor stranger = People.of(Role.SUPPLIER, Shelf.put(CHESTNUT).organisationId());
        assertThat(moved(stranger, goods, "ADDED", 1, "")).isEqualTo("404 not-found");
        People.as(stranger)
                .get("/api/listings/" + goods.listingId() + "/stock")
                .then()
                .statusCode(404);
    }

    private static String moved(Actor clerk, Goods goods, String reason, long quantity, String note) {
        var answer = People.as(clerk)
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("reason", reason, "quantity", quantity, "note", note))
                .post("/api/listings/" + goods.listingId() + "/stock");
        return answer.statusCode() + " " + answer.jsonPath().getString(answer.statusCode() == 200 ? "stock" : "code");
    }

    @Test
    void theDeskListsAndChangesAndSaysAtTheFieldWhatIsWrong() {
        OrganisationView cooperative = Suppliers.cooperative("450123");
        Actor supplier = People.of(Role.SUPPLIER, cooperative.id());
        UUID product = UUID.randomUUID();
        Shelf.certify(cooperative.id(), product, CHESTNUT);
        Web web = new Web();
        web.get("/sign-in");
        web.post("/sign-in", Map.of("username", supplier.username(), "password", People.PASSWORD))
                .then()
                .statusCode(303);
        web.get("/desk/listings").then().statusCode(200).body(containsString(product.toString()));
        web.post("/desk/listings", Map.of("productId", product, "price", "12,5", "stock", "9"))
                .then()
                .statusCode(400)
                .body(containsString(Messages.get("zh", "problem.price-unreadable")), containsString("12,5"));
        String listing = web.post("/desk/listings", Map.of("productId", product, "price", "12.5", "stock", "9"))
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        web.get(listing).then().statusCode(200).body(containsString("12.50"));
        web.post(listing, Map.of("version", 0, "price", "13", "descriptionZh", "<b>脆</b>", "onSale", "true"))
                .then()
                .statusCode(303);
        web.post(listing, Map.of("version", 0, "price", "14", "onSale", "true"))
                .then()
                .statusCode(400)
                .body(containsString(Messages.get("zh", "problem.listing-changed-meanwhile")));
        web.get(listing);
        web.post(listing + "/stock", Map.of("key", "k1", "quantity", "-10"))
                .then()
                .statusCode(400)
                .body(containsString(Messages.get("zh", "problem.stock-promised")));
        web.post(listing + "/stock", Map.of("key", "k2", "quantity", "3"))
                .then()
                .statusCode(303);
        web.get(listing.replace("/desk/listings", "/products"))
                .then()
                .statusCode(200)
                .body(containsString("&lt;b&gt;脆"), containsString("max=\"12\""));
        web.get("/desk/listings/" + Shelf.put(CHESTNUT).listingId()).then().statusCode(404);
    }

    private Map<UUID, SaleableListing> saleable(Goods goods, int daysAhead) {
        return await(() -> tx.read(connection -> listings.saleable(
                connection, List.of(goods.listingId()), clock.today().plusDays(daysAhead))));
    }

    private static void list(
            RequestSpecification me, UUID product, int status, @org.jspecify.annotations.Nullable String code) {
        var answer = me.contentType("application/json")
                .body(Map.of("productId", product, "stock", 3))
                .post("/api/listings")
                .then()
                .statusCode(status);
        if (code != null) {
            answer.body("code", equalTo(code));
        }
    }

    private static void patch(RequestSpecification who, String path, Map<String, Object> change, int status) {
        who.contentType("application/json").body(change).patch(path).then().statusCode(status);
    }
}
