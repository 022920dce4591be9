package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.freight.DeliveryPlace;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The cart, and the purchase afterwards, for guests and for those who are signed in. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class OrderPages {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance cart(CartView cart);

        static native TemplateInstance purchases(
                List<PurchaseList.Item> purchases, @Nullable String next, @Nullable String first);
    }

    private final Carts carts;
    private final PurchasePage page;
    private final PurchaseList list;
    private final CurrentActor actor;

    OrderPages(Carts carts, PurchasePage page, PurchaseList list, CurrentActor actor) {
        this.carts = carts;
        this.page = page;
        this.list = list;
        this.actor = actor;
    }

    @GET
    @Path("cart")
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> cart(
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            @CookieParam(DeliveryPlace.COOKIE) @Nullable String place) {
        return carts.view(shopper(guest), DeliveryPlace.of(place), null).map(Templates::cart);
    }

    @POST
    @Path("cart/lines")
    @PermitAll
    public Uni<Response> add(
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            HttpServerRequest request) {
        Form form = Form.of(posted);
        Visitor visitor = Visitor.of(actor, guest);
        return Uni.createFrom()
                .deferred(() -> carts.add(visitor.shopper(), id(form.value("listingId")), quantity(form), day(form)))
                .map(done -> next(form))
                .onFailure(OrderPages::ofTheDay)
                .recoverWithItem(problem -> chooseAgain(form, (Problem) problem))
                .map(response -> visitor.known(response, request));
    }

    @POST
    @Path("cart/lines/{listingId}")
    @PermitAll
    public Uni<Response> change(
            @PathParam("listingId") UUID listing,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return carts.change(shopper(guest), listing, quantity(Form.of(posted)))
                .map(done -> Redirect.to("/cart", "flash.changed"));
    }

    @POST
    @Path("cart/lines/{listingId}/remove")
    @PermitAll
    public Uni<Response> remove(
            @PathParam("listingId") UUID listing,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return carts.remove(shopper(guest), listing).map(done -> Redirect.to("/cart", "flash.removed"));
    }

    @POST
    @Path("cart/settle")
    @PermitAll
    public Uni<Response> settle(
            MultivaluedMap<String, String> posted, @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return carts.settle(shopper(guest)).map(cart -> Redirect.to("/cart", "flash.cart-settled"));
    }

    @GET
    @Path("purchases/{id}")
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> purchase(
            @PathParam("id") UUID id, @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return page.own(id, shopper(guest), Form.empty());
    }

    @GET
    @Path("purchases")
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> purchases(
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            @jakarta.ws.rs.QueryParam("cursor") @Nullable String cursor) {
        return list.page(shopper(guest), cursor)
                .map(page -> Templates.purchases(
                        page.items(),
                        page.next() == null ? null : "/purchases?cursor=" + page.next(),
                        cursor == null ? null : "/purchases"));
    }

    /** Buy now goes on to the checkout, the other button stays with the product. */
    private static Response next(Form form) {
        return switch (form.value("then")) {
            case "checkout" -> Redirect.to("/checkout");
            case "stay" -> Redirect.to("/products/" + id(form.value("listingId")), "flash.added");
            default -> Redirect.to("/cart", "flash.added");
        };
    }

    private static boolean ofTheDay(Throwable failure) {
        return failure instanceof Problem problem
                && problem.errors().stream().anyMatch(error -> error.pointer().equals("/day"));
    }

    /** What is wrong with the day is said where the days are. */
    private static Response chooseAgain(Form form, Problem problem) {
        return Redirect.to(
                "/products/" + id(form.value("listingId")),
                "flash." + problem.errors().get(0).code());
    }

    /** What is no day is a day that nobody offers. */
    private static @Nullable LocalDate day(Form form) {
        try {
            return form.value("day").isEmpty() ? null : LocalDate.parse(form.value("day"));
        } catch (DateTimeException e) {
            throw Problem.field("/day", "day-not-open", form.value("day"));
        }
    }

    private Shopper shopper(@Nullable String guest) {
        return Shopper.of(actor, guest);
    }

    private static long quantity(Form form) {
        String text = form.value("quantity");
        if (!text.matches("\\d{1,4}")) {
            throw OrderProblems.quantity();
        }
        return Long.parseLong(text);
    }

    static UUID id(String text) {
        return Optional.of(text)
                .filter(value -> value.matches("[0-9a-fA-F-]{36}"))
                .map(UUID::fromString)
                .orElseThrow(Problem::notFound);
    }
}
