package org.bangxiao.support;

import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.catalogue.ListingDraft;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.certification.ApplicationDraft;
import org.bangxiao.platform.Tx;

/** A product that went through certification and stands on the shelf, with its agreement and its households. */
public record OnSale(UUID listingId, Certified.Product product, long priceFen) {
    /** Fresh goods. */
    public static OnSale product(long priceFen, long stock) {
        return product(priceFen, stock, true);
    }

    /** Goods that keep. */
    public static OnSale keeping(long priceFen, long stock) {
        return product(priceFen, stock, false);
    }

    /** Fresh goods harvested in these months. */
    public static OnSale harvested(long priceFen, long stock, List<Integer> months) {
        return product(priceFen, stock, true, months);
    }

    /** A day on a farm, certified as a service, at 120 yuan a place; sold without days until its supplier offers some. */
    public static OnSale farmStay() {
        Certified.Product product = Certified.product(
                "451224",
                draft -> new ApplicationDraft(
                        "演示农家乐一日",
                        "Demo day on a farm",
                        "rural-tourism",
                        draft.countyCode(),
                        "1位/天",
                        null,
                        12_000,
                        draft.yearlyCapacity(),
                        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                        false,
                        false,
                        draft.linkId(),
                        draft.floorFenPerUnit(),
                        draft.dividendBasisPoints()));
        return new OnSale(listed(product, 30), product, 12_000);
    }

    /** Its supplier offers so many places on each of these days. */
    public OnSale open(LocalDate from, LocalDate to, int places) {
        People.as(product.supplier())
                .contentType("application/json")
                .body(Map.of("from", from.toString(), "to", to.toString(), "places", places))
                .put("/api/listings/" + listingId + "/days")
                .then()
                .statusCode(200);
        return this;
    }

    /** Its supplier takes so much for the first kilogram from now on, and 2 yuan for each half more, to everywhere. */
    public OnSale delivered(long firstFen) {
        Map<String, Object> zone = Map.of(
                "firstGrams",
                1_000,
                "firstFen",
                firstFen,
                "stepGrams",
                500,
                "stepFen",
                200,
                "daysFrom",
                2,
                "daysTo",
                4);
        People.as(product.supplier())
                .contentType("application/json")
                .body(Map.of("name", "演示模板", "standard", true, "zones", List.of(zone)))
                .post("/api/freight-templates")
                .then()
                .statusCode(201);
        return this;
    }

    /** From now on sold by weight, at 2.5 kg for each. */
    public OnSale weighed() {
        weigh().then().statusCode(200);
        return this;
    }

    /** Asks to sell it by weight. */
    public Response weigh() {
        String path = "/api/listings/" + listingId;
        int version = People.as(product.supplier()).get(path).jsonPath().getInt("version");
        return People.as(product.supplier())
                .contentType("application/json")
                .body(Map.of("version", version, "weighed", true))
                .patch(path);
    }

    private static OnSale product(long priceFen, long stock, boolean perishable) {
        return product(priceFen, stock, perishable, List.of());
    }

    private static OnSale product(long priceFen, long stock, boolean perishable, List<Integer> months) {
        Certified.Product product = Certified.product("451224", draft -> priced(draft, priceFen, perishable, months));
        return new OnSale(listed(product, stock), product, priceFen);
    }

    /** Fifty boxes of pomelos of the same supplier. */
    public UUID further() {
        return listed(
                Certified.product(
                        product.organisationId(),
                        product.supplier(),
                        product.countyCode(),
                        draft -> draft.named("演示柚子", "Demo pomelos")),
                50);
    }

    private static UUID listed(Certified.Product product, long stock) {
        Listings listings = Arc.container().instance(Listings.class).get();
        Tx tx = Arc.container().instance(Tx.class).get();
        return Await.await(() -> tx.write(connection -> listings.list(
                connection,
                new ListingDraft(product.productId(), null, stock, "", ""),
                product.organisationId(),
                null)));
    }

    private static ApplicationDraft priced(
            ApplicationDraft draft, long priceFen, boolean perishable, List<Integer> months) {
        return new ApplicationDraft(
                draft.nameZh(),
                draft.nameEn(),
                draft.category(),
                draft.countyCode(),
                draft.packageUnit(),
                draft.netWeightGrams(),
                priceFen,
                draft.yearlyCapacity(),
                months.isEmpty() ? draft.harvestMonths() : months,
                perishable,
                draft.geographicalIndication(),
                draft.linkId(),
                draft.floorFenPerUnit(),
                draft.dividendBasisPoints());
    }
}
