package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.freight.Freight;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Provinces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What is on sale, for programs. */
@Path(ProductResource.PATH)
@Cancellable(false)
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "products")
class ProductResource {
    static final String PATH = "/api/products";

    /**
     * One product.
     *
     * @param pricePerJinFen price of 500 g; null where it is not sold by weight
     * @param weighed        true: paid for by its net weight, weighed when it is packed, what is missing paid back
     * @param households     how many stand behind it; null for fewer than 10
     * @param tiers          from how many on one unit costs less today, and how much; empty where it never does
     * @param picture        where the picture lies that stands for it: its supplier's first, else a drawing
     * @param pictures       its supplier's own; empty where there are none
     * @param presale        until when it is sold in advance and in which days it is sent; null where it is sent as usual
     * @param days           on which a service is booked, with the places that are free; null of what is not sold by the day
     * @param split          where the price of one unit goes by the agreement in force
     */
    record Product(
            UUID id,
            UUID productId,
            String nameZh,
            String nameEn,
            String descriptionZh,
            String descriptionEn,
            String countyCode,
            String countyName,
            String countyNameEn,
            String prefectureName,
            String category,
            long priceFen,
            @Nullable Long pricePerJinFen,
            String unit,
            @Nullable Long netWeightGrams,
            boolean weighed,
            List<Integer> harvestMonths,
            boolean inSeason,
            boolean perishable,
            boolean geographicalIndication,
            String certificateNumber,
            LocalDate certificateValidTo,
            String supplierName,
            @Nullable Integer households,
            long stock,
            @Nullable Presale presale,
            @Nullable OpenDays days,
            int reviews,
            @Nullable String rating,
            String picture,
            List<GoodsPicture> pictures,
            List<PriceTier> tiers,
            List<Part> split) {
        static Product of(ProductView view) {
            ProductCard card = view.card();
            return new Product(
                    card.id(),
                    card.productId(),
                    card.nameZh(),
                    card.nameEn(),
                    view.descriptionZh(),
                    view.descriptionEn(),
                    card.countyCode(),
                    card.countyNameZh(),
                    card.countyNameEn(),
                    view.prefectureNameZh(),
                    card.category(),
                    card.priceFen(),
                    card.pricePerJinFen(),
                    card.unit(),
                    view.netWeightGrams(),
                    view.weighed(),
                    card.harvest(),
                    card.inSeason(),
                    card.perishable(),
                    card.geographicalIndication(),
                    card.certificateNumber(),
                    view.certificateValidTo(),
                    view.supplierNameZh(),
                    card.fewHouseholds() ? null : card.households(),
                    card.stock(),
                    card.presale(),
                    view.days(),
                    card.reviews(),
                    card.reviews() == 0 ? null : card.rating(),
                    card.picture(),
                    view.pictures(),
                    view.steps(),
                    view.legs().stream()
                            .map(leg -> new Part(leg.leg(), leg.amountFen()))
                            .toList());
        }
    }

    /** @param leg FLOOR, DIVIDEND, SUPPLIER or FEE */
    record Part(String leg, long amountFen) {}

    /**
     * @param province  its code
     * @param delivered false: nothing is sent there
     * @param freight   null where nothing is sent there
     */
    record Delivered(
            String province, boolean delivered, @Nullable Freight freight) {}

    private final Products products;
    private final Suggestions suggestions;
    private final KeptAnswers kept;

    ProductResource(Products products, Suggestions suggestions, KeptAnswers kept) {
        this.products = products;
        this.suggestions = suggestions;
        this.kept = kept;
    }

    @GET
    @Operation(
            summary =
                    "Products on sale under a certificate that holds today; total is exact up to 10 000, in a search up to 1 000")
    @APIResponseSchema(ProductShelf.ProductList.class)
    public Uni<byte[]> list(
            @BeanParam ProductQuestion question,
            @Parameter(description = "true: say how many goods each filter would leave") @QueryParam("facets") @Nullable
                    String facets,
            @Context HttpServerRequest request) {
        ProductQuery query = question.read();
        List<Problem.FieldError> errors = new ArrayList<>();
        boolean counted = ProductQuery.only("/facets", facets, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        if (!counted) {
            kept.means(request.query(), query);
        }
        return products.shelf(query)
                .chain(shelf -> counted
                        ? products.facets(shelf.shown(query)).map(numbers -> shelf.json(kept.writer(), numbers))
                        : Uni.createFrom().item(shelf.json(kept.writer())));
    }

    @GET
    @Path("/suggestions")
    @Operation(
            summary = "What somebody may mean who has begun to type: counties, kinds of goods and products, at most 8")
    public Uni<Suggestions.Suggested> suggestions(
            @Parameter(description = "the first characters, letters or initials", example = "jin")
                    @QueryParam("q")
                    @Nullable
                    String q) {
        return suggestions.of(q);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One product on sale")
    public Uni<Product> one(@PathParam("id") UUID id) {
        return products.find(id).map(Product::of);
    }

    @GET
    @Path("/{id}/delivery")
    @Operation(summary = "What delivery of one piece to a province costs, and in how many days it comes")
    public Uni<Delivered> delivery(
            @PathParam("id") UUID id,
            @Parameter(description = "the province's code; the goods' own if absent", example = "440000")
                    @QueryParam("province")
                    @Nullable
                    String province) {
        if (province != null && Provinces.of(province).isEmpty()) {
            throw Problem.field("/province", "province-unknown", province);
        }
        return products.find(id).map(view -> {
            ProductPages.Coming coming = ProductPages.Coming.of(view, province);
            return new Delivered(coming.place(), coming.freight() != null, coming.freight());
        });
    }
}
