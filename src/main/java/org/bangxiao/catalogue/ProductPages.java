package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.bangxiao.freight.DeliveryPlace;
import org.bangxiao.freight.Freight;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.KeptPages;
import org.bangxiao.region.Campaign;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The shop: front page and product. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ProductPages {
    /** A category or county to choose. */
    record Choice(String id, String nameZh, String nameEn, String link) {}

    /**
     * One piece on its way to a province.
     *
     * @param place   the province's code
     * @param freight null: nothing is sent there
     */
    record Coming(String place, @Nullable Freight freight) {
        static Coming of(ProductView view, @Nullable String place) {
            String to = place == null ? new AreaCode(view.card().countyCode()).province() : place;
            Freight.Goods one = view.delivery().goods(1, view.card().priceFen());
            return new Coming(to, one.deliveredTo(to) ? Freight.of(to, List.of(one)) : null);
        }
    }

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance home(
                FrontPage.Front front, @Nullable Campaign campaign, List<Choice> categories, List<Choice> counties);

        static native TemplateInstance product(
                ProductView product,
                ProductCard card,
                List<Leg> legs,
                List<ProductCard> similar,
                Coming coming,
                boolean preview);
    }

    private final Products products;
    private final FrontPage frontPage;
    private final Campaigns campaigns;
    private final Origins origins;
    private final BusinessClock clock;
    private final KeptPages kept;

    ProductPages(
            Products products,
            FrontPage frontPage,
            Campaigns campaigns,
            Origins origins,
            BusinessClock clock,
            KeptPages kept) {
        this.products = products;
        this.frontPage = frontPage;
        this.campaigns = campaigns;
        this.origins = origins;
        this.clock = clock;
        this.kept = kept;
    }

    @GET
    public Uni<TemplateInstance> home() {
        return frontPage
                .front()
                .map(front -> Templates.home(
                        front, campaigns.spokenOf(clock.today()).orElse(null), categories(), counties()));
    }

    @GET
    @Path("products/{id}")
    public Uni<String> product(@PathParam("id") UUID id, @CookieParam(DeliveryPlace.COOKIE) @Nullable String cookie) {
        String place = DeliveryPlace.of(cookie);
        return products.find(id)
                .chain(view -> products.similar(view.card())
                        .chain(similar -> kept.show(
                                place == null ? id : List.of(id, place),
                                List.of(view, similar),
                                () -> Templates.product(
                                        view, view.card(), view.legs(), similar, Coming.of(view, place), false))));
    }

    private List<Choice> categories() {
        return origins.categories().stream()
                .map(category -> new Choice(
                        category.id(),
                        category.name().zh(),
                        category.name().en(),
                        "/products?category=" + category.id()))
                .toList();
    }

    private List<Choice> counties() {
        return origins.counties().stream()
                .map(county -> new Choice(
                        county.code(), county.name().zh(), county.name().en(), "/counties/" + county.code()))
                .toList();
    }
}
