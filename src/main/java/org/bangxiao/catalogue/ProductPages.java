package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
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

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance home(
                FrontPage.Front front, @Nullable Campaign campaign, List<Choice> categories, List<Choice> counties);

        static native TemplateInstance product(
                ProductView product, ProductCard card, List<Leg> legs, List<ProductCard> similar, boolean preview);
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
    public Uni<String> product(@PathParam("id") UUID id) {
        return products.find(id)
                .chain(view -> products.similar(view.card())
                        .chain(similar -> kept.show(
                                id,
                                List.of(view, similar),
                                () -> Templates.product(view, view.card(), view.legs(), similar, false))));
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
