package org.bangxiao.review;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.order.Bought;
import org.bangxiao.order.Shopper;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What buyers say of a product, and the form of a buyer who says something. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ReviewPages {
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "review", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance reviews(
                SaleableListing goods,
                Rating rating,
                List<Review> reviews,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance write(Bought.Line line, Form form);
    }

    private final Reviews reviews;
    private final CurrentActor actor;

    ReviewPages(Reviews reviews, CurrentActor actor) {
        this.reviews = reviews;
        this.actor = actor;
    }

    @GET
    @Path("products/{id}/reviews")
    public Uni<TemplateInstance> listed(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable UUID cursor) {
        String home = "/products/" + id + "/reviews";
        return reviews.goods(id)
                .chain(goods -> reviews.rating(id)
                        .chain(rating -> reviews.ofListing(id, cursor, SIZE)
                                .map(page -> Templates.reviews(
                                        goods,
                                        rating,
                                        page.items(),
                                        page.next() == null ? null : home + "?cursor=" + page.next(),
                                        cursor == null ? null : home))));
    }

    @GET
    @Path("orders/{part}/lines/{line}/review")
    public Uni<TemplateInstance> form(
            @PathParam("part") UUID part,
            @PathParam("line") int line,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return reviews.line(Shopper.of(actor, guest), part, line).map(found -> Templates.write(found, Form.empty()));
    }

    @POST
    @Path("orders/{part}/lines/{line}/review")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> write(
            @PathParam("part") UUID part,
            @PathParam("line") @DefaultValue("0") int line,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        Form form = Form.of(posted);
        Integer stars = form.value("stars").matches("[1-5]") ? Integer.valueOf(form.value("stars")) : null;
        Reviews.Draft draft = new Reviews.Draft(part, line, stars, form.value("content"));
        return reviews.line(Shopper.of(actor, guest), part, line)
                .chain(bought -> FormAnswer.orAgain(
                        Uni.createFrom()
                                .deferred(() -> reviews.write(Shopper.of(actor, guest), draft))
                                .map(id ->
                                        Redirect.to("/products/" + bought.listingId() + "/reviews", "flash.reviewed")),
                        form,
                        again -> Uni.createFrom().item(Templates.write(bought, again))));
    }
}
