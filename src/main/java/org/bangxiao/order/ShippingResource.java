package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A supplier's orders as JSON: accept, pack, send. */
@Path("/api")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "orders")
class ShippingResource {
    private static final int A_PAGE = 50;

    record Acceptance(@Nullable List<UUID> orders) {}

    /** @param accepted how many were not accepted before */
    record Accepted(int accepted) {}

    /** @param grams what the pieces weigh together; only of goods that are sold by weight */
    record LineRequest(
            @Nullable Integer lineNo,
            @Nullable Long quantity,
            @Nullable Long grams) {}

    /**
     * A parcel.
     *
     * @param lines       what is in it; absent: all that is due
     * @param seenParcels how many parcels of the order the sender knows of; where there are more it is refused
     */
    record ShipmentRequest(
            @Nullable String carrier,
            @Nullable String trackingNumber,
            @Nullable List<@Nullable LineRequest> lines,
            @Nullable Integer seenParcels) {}

    /** @param code what the guest shows, eight digits */
    record Code(@Nullable String code) {}

    /** @param order its id */
    record Visited(UUID order) {}

    private final Shipping shipping;
    private final Visits visits;
    private final CurrentActor actor;

    ShippingResource(Shipping shipping, Visits visits, CurrentActor actor) {
        this.shipping = shipping;
        this.visits = visits;
        this.actor = actor;
    }

    @GET
    @Path("/orders")
    @Operation(
            summary = "My organisation's paid orders",
            description = "view: accept, send (both the oldest first), later (sold in advance, the"
                    + " first due first), visit (guests to come, by their day), sent, done, all. Buyers are masked.")
    public Uni<Page<SupplierOrder>> orders(
            @QueryParam("view") @Nullable String view,
            @QueryParam("number") @Nullable String number,
            @QueryParam("cursor") @Nullable String cursor) {
        return shipping.page(
                actor.required(), Shipping.View.of(view), Objects.requireNonNullElse(number, ""), cursor, A_PAGE);
    }

    @GET
    @Path("/orders/{id}")
    @Operation(summary = "An order, its buyer in the clear while it has to be sent; the reading is noted")
    public Uni<SupplierOrder> order(@PathParam("id") UUID id) {
        return shipping.find(actor.required(), id);
    }

    @POST
    @Path("/orders/acceptance")
    @Operation(summary = "Say that orders will be sent")
    public Uni<Accepted> accept(@Nullable Acceptance request) {
        if (request == null || request.orders() == null || request.orders().contains(null)) {
            throw Problem.field("/orders", "field-required");
        }
        return shipping.accept(actor.required(), new LinkedHashSet<>(request.orders()))
                .map(Accepted::new);
    }

    @POST
    @Path("/orders/visits")
    @Operation(
            summary = "Note that the guests who show a code were there",
            description = "On their day at the earliest, and once; it counts as receipt.")
    public Uni<Visited> redeem(@Nullable Code request) {
        return visits.redeem(actor.required(), request == null ? "" : Objects.requireNonNullElse(request.code(), ""))
                .map(Visited::new);
    }

    @POST
    @Path("/orders/{id}/shipment")
    @Operation(
            summary = "The supplier has handed a parcel to a carrier",
            description =
                    "Of goods sold by weight grams are what the pieces of a line weigh; what is missing is paid back at once.")
    public Uni<Void> ship(@PathParam("id") UUID id, @Nullable ShipmentRequest request) {
        if (request == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        List<@Nullable LineRequest> lines = request.lines();
        return shipping.ship(
                actor.required(),
                id,
                new Shipment(
                        request.carrier(),
                        request.trackingNumber(),
                        lines == null
                                ? null
                                : lines.stream().map(ShippingResource::piece).toList(),
                        request.seenParcels()));
    }

    private static Shipment.Piece piece(@Nullable LineRequest line) {
        Integer lineNo = line == null ? null : line.lineNo();
        Long quantity = line == null ? null : line.quantity();
        if (line == null || lineNo == null || quantity == null) {
            throw Problem.field("/lines", "field-required");
        }
        return new Shipment.Piece(lineNo, quantity, line.grams());
    }
}
