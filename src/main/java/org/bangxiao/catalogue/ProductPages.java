package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.KeptPages;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The shop: front page, list, product. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ProductPages {
    /** A category or county to choose. */
    record Choice(String id, String nameZh, String nameEn, String link, boolean current) {}

    /** What was asked for, as the form shows it. */
    record Asked(String q, String category, String county, String sort) {}

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance home(
                ProductRepository.Figures figures,
                List<Choice> categories,
                List<ProductCard> inSeason,
                List<ProductCard> newest,
                List<Leg> legs,
                List<Choice> counties);

        static native TemplateInstance products(
                Asked query,
                long total,
                boolean more,
                List<ProductCard> products,
                @Nullable String next,
                @Nullable String first,
                List<Choice> categories,
                List<Choice> counties,
                List<String> sorts);

        static native TemplateInstance product(
                ProductView product, ProductCard card, List<Leg> legs, List<ProductCard> similar);
    }

    private final Products products;
    private final Origins origins;
    private final KeptPages kept;

    ProductPages(Products products, Origins origins, KeptPages kept) {
        this.products = products;
        this.origins = origins;
        this.kept = kept;
    }

    @GET
    public Uni<TemplateInstance> home() {
        return products.front()
                .map(front -> Templates.home(
                        front.figures(),
                        categories(new Asked("", "", "", "")),
                        front.inSeason(),
                        front.newest(),
                        front.legs(),
                        counties("")));
    }

    @GET
    @Path("products")
    public Uni<TemplateInstance> list(
            @QueryParam("q") @Nullable String q,
            @QueryParam("county") @Nullable String county,
            @QueryParam("category") @Nullable String category,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @Nullable String size) {
        ProductQuery query = ProductQuery.of(q, county, category, sort, cursor, size);
        return products.list(query).map(page -> {
            Asked asked = new Asked(
                    query.q(), query.category(), query.county(), query.sort().word());
            return Templates.products(
                    asked,
                    page.total(),
                    page.total() >= (query.q().isEmpty() ? Products.MOST_COUNTED : Products.MOST_FOUND),
                    page.items(),
                    next(asked, page),
                    query.cursor() == null ? null : link(asked, asked.category(), ""),
                    categories(asked),
                    counties(query.county()),
                    sorts(asked));
        });
    }

    @GET
    @Path("products/{id}")
    public Uni<String> product(@PathParam("id") UUID id) {
        return products.find(id)
                .chain(view -> products.similar(view.card())
                        .chain(similar -> kept.show(
                                id,
                                List.of(view, similar),
                                () -> Templates.product(view, view.card(), view.legs(), similar))));
    }

    private List<Choice> categories(Asked asked) {
        return origins.categories().stream()
                .map(category -> new Choice(
                        category.id(),
                        category.name().zh(),
                        category.name().en(),
                        link(asked, category.id(), ""),
                        category.id().equals(asked.category())))
                .toList();
    }

    private List<Choice> counties(String current) {
        return origins.counties().stream()
                .map(county -> new Choice(
                        county.code(),
                        county.name().zh(),
                        county.name().en(),
                        "/products?county=" + county.code(),
                        county.code().equals(current)))
                .toList();
    }

    private static List<String> sorts(Asked asked) {
        List<String> always = List.of("newest", "season", "price-asc", "price-desc");
        if (asked.q().isEmpty()) {
            return always;
        }
        return List.of("relevance", "newest", "season", "price-asc", "price-desc");
    }

    private static @Nullable String next(Asked asked, Page<ProductCard> page) {
        return page.next() == null ? null : link(asked, asked.category(), page.next());
    }

    /** The same question with another category or from another place on. */
    private static String link(Asked asked, String category, String cursor) {
        StringBuilder link = new StringBuilder("/products?");
        add(link, "q", asked.q());
        add(link, "category", category);
        add(link, "county", asked.county());
        add(link, "sort", asked.sort());
        add(link, "cursor", cursor);
        link.setLength(link.length() - 1);
        return link.toString();
    }

    private static void add(StringBuilder link, String name, String value) {
        if (!value.isEmpty()) {
            link.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        }
    }
}
