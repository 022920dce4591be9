package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.freight.DeliveryPlace;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.promotion.CodeTries;
import org.bangxiao.promotion.Coupons;
import org.bangxiao.region.Provinces;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Where to, and what it costs with delivery. The freight shown is that of the address chosen; whoever chooses another is
 * shown the new total before anything is ordered.
 */
@Path("/checkout")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class CheckoutPages {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance checkout(
                CartView cart, Form form, String idempotencyKey, List<SavedAddress> addresses);
    }

    private final Carts carts;
    private final Checkout checkout;
    private final AddressBook addresses;
    private final OrderMail mails;
    private final CodeTries tries;
    private final CurrentActor actor;

    CheckoutPages(
            Carts carts,
            Checkout checkout,
            AddressBook addresses,
            OrderMail mails,
            CodeTries tries,
            CurrentActor actor) {
        this.carts = carts;
        this.checkout = checkout;
        this.addresses = addresses;
        this.mails = mails;
        this.tries = tries;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> form(
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            @CookieParam(DeliveryPlace.COOKIE) @Nullable String place) {
        return book().chain(book -> carts.view(shopper(guest), placeOf(book, Form.empty(), place), Coupons.BEST)
                .chain(cart -> cart.ready()
                        ? form(cart, Form.empty(), book, 200)
                        : Uni.createFrom().item(Redirect.to("/cart"))));
    }

    @POST
    public Uni<Response> checkout(
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            @CookieParam(DeliveryPlace.COOKIE) @Nullable String place,
            @Context HttpServerRequest http) {
        Form form = Form.of(posted);
        String address = http.remoteAddress().hostAddress();
        Asked asked = new Asked(shopper(guest), address, place);
        Shopper shopper = asked.shopper();
        if (!form.value("recount").isEmpty()) {
            return again(asked, form, null);
        }
        Receiver receiver = Receiver.of(form);
        String language = Shell.languageOf(http);
        return Uni.createFrom()
                .deferred(() -> tries.guarded(
                        shopper.accountId(),
                        address,
                        coupon(form),
                        () -> checkout.place(new Checkout.Command(
                                shopper,
                                receiver,
                                form.value("addressId").isEmpty() ? null : OrderPages.id(form.value("addressId")),
                                number(form, "cartVersion"),
                                total(form),
                                coupon(form),
                                mails.wish(shopper, form.value("mail"), language),
                                form.value("idempotencyKey")))))
                .call(answer -> kept(form, receiver, answer.replayed()))
                .map(answer -> Redirect.to(new JsonObject(answer.body()).getString("payPath")))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(asked, form.with(problem), problem));
    }

    /** Whose checkout it is, from where, and where the visitor said it goes. */
    private record Asked(
            Shopper shopper, String address, @Nullable String place) {}

    /**
     * The form again as it was filled in; an emptied or changed cart is looked at first.
     *
     * @param before why nothing was ordered; null where only the total is asked for
     */
    private Uni<Response> again(Asked asked, Form form, @Nullable Problem before) {
        return book().chain(book -> {
            Shopper shopper = asked.shopper();
            String to = placeOf(book, form, asked.place());
            int status = before == null ? 200 : before.kind().status();
            // Whoever was told of the coupon is not told twice.
            String chosen = before != null && ofTheCoupon(before) ? null : coupon(form);
            return tries.guarded(shopper.accountId(), asked.address(), chosen, () -> carts.view(shopper, to, chosen))
                    .chain(cart -> shown(cart, form, book, status))
                    .onFailure(Problem.class)
                    .recoverWithUni(problem -> {
                        // The coupon can't be used: said at its field, and the rest stays as it was typed.
                        Form said = form.failed() ? form : form.with(problem);
                        return carts.view(shopper, to, null)
                                .chain(cart -> shown(
                                        cart,
                                        said,
                                        book,
                                        Math.max(status, problem.kind().status())))
                                .map(response -> FormAnswer.waiting(response, problem));
                    })
                    .map(response -> before == null ? response : FormAnswer.waiting(response, before));
        });
    }

    private static boolean ofTheCoupon(Problem problem) {
        return problem.retryAfter() != null
                || problem.errors().stream().anyMatch(error -> error.pointer().equals("/coupon"));
    }

    private Uni<Response> shown(CartView cart, Form form, List<SavedAddress> book, int status) {
        return cart.shops().isEmpty()
                ? Uni.createFrom().item(Redirect.to("/purchases", "flash.cart-ordered"))
                : form(cart, form, book, status);
    }

    /** A code that is typed counts before the one that is ticked. */
    private static @Nullable String coupon(Form form) {
        String code = form.value("couponCode");
        return !code.isEmpty() ? code : form.value("coupon").isEmpty() ? null : form.value("coupon");
    }

    /** The province of the address that is chosen or typed; before that of the preferred one, or where the visitor said. */
    private static @Nullable String placeOf(List<SavedAddress> book, Form form, @Nullable String cookie) {
        String chosen = form.value("addressId");
        String typed = form.value("province");
        boolean fresh = chosen.isEmpty()
                && form.value("receiver").isEmpty()
                && form.value("recount").isEmpty();
        Optional<String> saved = book.stream()
                .filter(address -> fresh || address.id().toString().equals(chosen))
                .findFirst()
                .map(SavedAddress::province);
        if (saved.isPresent()) {
            return saved.get();
        }
        return DeliveryPlace.of(
                !typed.isEmpty()
                        ? typed
                        : Provinces.named(form.value("address"))
                                .map(Provinces.Province::code)
                                .orElse(cookie));
    }

    private Uni<List<SavedAddress>> book() {
        return actor.optional()
                .map(buyer -> addresses.list(buyer.accountId()))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private static Uni<Response> form(CartView cart, Form form, List<SavedAddress> book, int status) {
        return Templates.checkout(cart, form, Ids.next().toString(), book)
                .createUni()
                .map(html -> FormAnswer.html(status, html));
    }

    /** A new address goes into the book where its owner ticked so; a full book is no reason to lose the order. */
    private Uni<Void> kept(Form form, Receiver receiver, boolean replayed) {
        Optional<Actor> buyer = actor.optional();
        return buyer.isEmpty()
                        || replayed
                        || form.value("keep").isEmpty()
                        || !form.value("addressId").isEmpty()
                ? Uni.createFrom().voidItem()
                : addresses
                        .add(buyer.get(), receiver)
                        .replaceWithVoid()
                        .onFailure(Problem.class)
                        .recoverWithNull();
    }

    private Shopper shopper(@Nullable String guest) {
        UUID account = actor.optional().map(Actor::accountId).orElse(null);
        return new Shopper(account, guest);
    }

    private static @Nullable Integer number(Form form, String name) {
        return form.value(name).matches("\\d{1,9}") ? Integer.valueOf(form.value(name)) : null;
    }

    private static @Nullable Long total(Form form) {
        return form.value("totalFen").matches("\\d{1,18}") ? Long.valueOf(form.value("totalFen")) : null;
    }
}
