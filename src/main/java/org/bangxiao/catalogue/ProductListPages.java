package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.bangxiao.freight.DeliveryPlace;
import org.bangxiao.kernel.Page;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The list of the shop: searched, narrowed filter by filter, page by page. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ProductListPages {
    /** What was asked for, as the form shows it. */
    record Asked(
            String q,
            String sort,
            String county,
            String category,
            String certificate,
            @Nullable Long priceFrom,
            @Nullable Long priceTo,
            boolean inSeason,
            boolean needsBuyers,
            String shipsTo,
            int month) {
        static Asked of(ProductQuery query) {
            ProductFilter filter = query.filter();
            return new Asked(
                    query.q(),
                    query.sort().word(),
                    filter.county(),
                    filter.category(),
                    filter.certificate(),
                    filter.priceFromFen(),
                    filter.priceToFen(),
                    filter.inSeason(),
                    filter.needsBuyers(),
                    filter.shipsTo(),
                    filter.month());
        }
    }

    /** A county to choose. */
    record County(String code, String nameZh, String nameEn, boolean current) {}

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance products(
                Asked query,
                @Nullable String instead,
                long total,
                boolean more,
                List<ProductCard> products,
                FacetLinks facets,
                List<County> counties,
                List<String> sorts,
                @Nullable String next,
                @Nullable String first);
    }

    private final Products products;
    private final Origins origins;

    ProductListPages(Products products, Origins origins) {
        this.products = products;
        this.origins = origins;
    }

    @GET
    @Path("products")
    public Uni<TemplateInstance> list(
            @BeanParam ProductQuestion question, @CookieParam(DeliveryPlace.COOKIE) @Nullable String place) {
        ProductQuery asked = question.read();
        return products.shelf(asked).chain(shelf -> {
            ProductQuery query = shelf.shown(asked);
            Page<ProductCard> page = shelf.page();
            return products.facets(query)
                    .map(facets -> Templates.products(
                            Asked.of(query),
                            shelf.shownFor() == null ? null : asked.q(),
                            page.total(),
                            page.total() >= (query.q().isEmpty() ? Products.MOST_COUNTED : Products.MOST_FOUND),
                            page.items(),
                            FacetLinks.of(query, facets, origins, DeliveryPlace.of(place)),
                            counties(query.filter().county()),
                            sorts(query),
                            page.next() == null ? null : ProductLinks.to(query, page.next()),
                            query.cursor() == null ? null : ProductLinks.to(query, null)));
        });
    }

    private List<County> counties(String current) {
        return origins.counties().stream()
                .map(county -> new County(
                        county.code(),
                        county.name().zh(),
                        county.name().en(),
                        county.code().equals(current)))
                .toList();
    }

    private static List<String> sorts(ProductQuery query) {
        List<String> always = List.of("newest", "season", "price-asc", "price-desc");
        if (query.q().isEmpty()) {
            return always;
        }
        return List.of("relevance", "newest", "season", "price-asc", "price-desc");
    }
}
