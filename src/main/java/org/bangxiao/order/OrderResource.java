package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Idempotency;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.promotion.CodeTries;
import org.bangxiao.region.Provinces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Carts and purchases as JSON. A guest is known by the token that opening the cart answered, sent back in the header
 * {@code Cart-Token}; a signed-in buyer by the bearer token.
 */
@Path("/api")
@Cancellable(false)
@Tag(name = "orders")
class OrderResource {
    record CartRequest(@Nullable List<LineRequest> lines) {}

    /** @param day for which a service is booked that is sold by the day */
    record LineRequest(
            UUID listingId, long quantity, @Nullable LocalDate day) {}

    record QuantityRequest(long quantity) {}

    /** @param boxes 1 to 99 */
    record BoxesRequest(UUID boxId, long boxes) {}

    record OpenedCart(@Nullable String token, CartView cart) {}

    /** @param mail where a guest is told of it by mail, at most 254 letters; counts for nothing where one is signed in */
    record PurchaseRequest(
            @Nullable Receiver receiver,
            @Nullable UUID addressId,
            @Nullable Integer cartVersion,
            @Nullable Long totalFen,
            @Nullable String coupon,
            @Nullable String mail) {}

    private final Carts carts;
    private final AddBox addBox;
    private final Checkout checkout;
    private final Purchases purchases;
    private final Readdress readdress;
    private final OrderMail mails;
    private final CodeTries tries;
    private final CurrentActor actor;

    OrderResource(
            Carts carts,
            AddBox addBox,
            Checkout checkout,
            Purchases purchases,
            Readdress readdress,
            OrderMail mails,
            CodeTries tries,
            CurrentActor actor) {
        this.carts = carts;
        this.addBox = addBox;
        this.checkout = checkout;
        this.purchases = purchases;
        this.readdress = readdress;
        this.mails = mails;
        this.tries = tries;
        this.actor = actor;
    }

    @POST
    @Path("/carts")
    @PermitAll
    @Operation(summary = "Open a cart", description = "The token names a guest's cart: send it back as Cart-Token.")
    public Uni<Response> open(@Nullable CartRequest request, @HeaderParam("Cart-Token") @Nullable String token) {
        UUID account = actor.optional().map(Actor::accountId).orElse(null);
        String secret = token == null && account == null ? Ids.secret() : token;
        Shopper shopper = new Shopper(account, secret);
        List<LineRequest> lines = request == null || request.lines() == null ? List.of() : request.lines();
        Uni<Void> filled = Uni.createFrom().voidItem();
        for (LineRequest line : lines) {
            if (line == null || line.listingId() == null) {
                throw Problem.field("/lines/listingId", "field-required");
            }
            filled = filled.chain(() -> carts.add(shopper, line.listingId(), line.quantity(), line.day()));
        }
        return filled.chain(() -> carts.view(shopper))
                .map(cart -> Response.status(201)
                        .entity(new OpenedCart(account == null ? secret : null, cart))
                        .build());
    }

    @GET
    @Path("/carts/current")
    @PermitAll
    @Operation(summary = "What is in the cart")
    public Uni<CartView> cart(
            @Parameter(description = "code of the province to deliver to: says what that costs", example = "440000")
                    @QueryParam("province")
                    @Nullable
                    String province,
            @Parameter(description = "id or code of a coupon: says what it takes off; signed-in buyers only")
                    @QueryParam("coupon")
                    @Nullable
                    String coupon,
            @HeaderParam("Cart-Token") @Nullable String token,
            @Context HttpServerRequest http) {
        if (province != null && Provinces.of(province).isEmpty()) {
            throw Problem.field("/province", "province-unknown", province);
        }
        Shopper shopper = shopper(token);
        return tries.guarded(
                shopper.accountId(),
                http.remoteAddress().hostAddress(),
                coupon,
                () -> carts.view(shopper, province, coupon));
    }

    @POST
    @Path("/carts/current/boxes")
    @PermitAll
    @Operation(
            summary = "Put gift boxes into the cart",
            description = "Each of their goods becomes a line of its own, all of them or none. box-incomplete and"
                    + " box-short name the goods that lack.")
    public Uni<CartView> addBoxes(@Nullable BoxesRequest request, @HeaderParam("Cart-Token") @Nullable String token) {
        if (request == null || request.boxId() == null) {
            throw Problem.field("/boxId", "field-required");
        }
        Shopper shopper = shopper(token);
        return addBox.add(shopper, request.boxId(), request.boxes()).chain(() -> carts.view(shopper));
    }

    @PUT
    @Path("/carts/current/lines/{listingId}")
    @PermitAll
    @Operation(summary = "Set how many of a listing are in the cart")
    public Uni<CartView> change(
            @PathParam("listingId") UUID listingId,
            @Nullable QuantityRequest request,
            @HeaderParam("Cart-Token") @Nullable String token) {
        Shopper shopper = shopper(token);
        if (request == null) {
            throw Problem.field("/quantity", "field-required");
        }
        return carts.change(shopper, listingId, request.quantity()).chain(() -> carts.view(shopper));
    }

    @POST
    @Path("/carts/current/settle")
    @PermitAll
    @Operation(
            summary = "Make the cart such that it can be bought",
            description = "What may not be sold leaves it, too many are lowered, today's prices count as seen;"
                    + " the answer's changes are what was done.")
    public Uni<CartView> settle(@HeaderParam("Cart-Token") @Nullable String token) {
        return carts.settle(shopper(token));
    }

    @DELETE
    @Path("/carts/current/lines/{listingId}")
    @PermitAll
    @Operation(summary = "Take a listing out of the cart")
    public Uni<CartView> remove(
            @PathParam("listingId") UUID listingId, @HeaderParam("Cart-Token") @Nullable String token) {
        Shopper shopper = shopper(token);
        return carts.remove(shopper, listingId).chain(() -> carts.view(shopper));
    }

    @POST
    @Path("/purchases")
    @PermitAll
    @Operation(
            summary = "Buy what is in the cart",
            description =
                    "Needs an Idempotency-Key. Holds the goods for ten minutes, makes one order for each supplier and"
                            + " sending window or day of visit, and says where to pay.")
    public Uni<Response> purchase(
            @Nullable PurchaseRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Cart-Token") @Nullable String token,
            @Context HttpServerRequest http) {
        if (request == null || (request.receiver() == null && request.addressId() == null)) {
            throw Problem.field("/receiver", "field-required");
        }
        Receiver receiver = request.receiver() == null ? Receiver.none() : request.receiver();
        Shopper shopper = shopper(token);
        return tries.guarded(
                        shopper.accountId(),
                        http.remoteAddress().hostAddress(),
                        request.coupon(),
                        () -> checkout.place(new Checkout.Command(
                                shopper,
                                receiver,
                                request.addressId(),
                                request.cartVersion(),
                                request.totalFen(),
                                request.coupon(),
                                mails.wish(shopper, request.mail(), Shell.languageOf(http)),
                                key)))
                .map(OrderResource::answer);
    }

    @GET
    @Path("/purchases/{id}")
    @PermitAll
    @Operation(summary = "A purchase with its orders, how far each is, and the sales that they became")
    public Uni<PurchaseView> purchase(@PathParam("id") UUID id, @HeaderParam("Cart-Token") @Nullable String token) {
        return purchases.view(id, shopper(token));
    }

    @PUT
    @Path("/purchases/{id}/receiver")
    @PermitAll
    @Operation(
            summary = "Send a purchase somewhere else",
            description = "Within the same province, until a supplier of it accepts its order.")
    public Uni<Void> readdress(
            @PathParam("id") UUID id, @Nullable Receiver receiver, @HeaderParam("Cart-Token") @Nullable String token) {
        if (receiver == null) {
            throw Problem.field("/receiver", "field-required");
        }
        return readdress.change(id, shopper(token), receiver);
    }

    private Shopper shopper(@Nullable String token) {
        return Shopper.of(actor, token);
    }

    private static Response answer(Idempotency.Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.body());
        return (answer.replayed() ? response.header("Idempotency-Replayed", "true") : response).build();
    }
}
