package org.bangxiao.promotion;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A buyer's coupons as JSON. */
@Path("/api/coupons")
@Cancellable(false)
@Authenticated
@Tag(name = "orders")
class CouponResource {
    private final Coupons coupons;
    private final CurrentActor actor;

    CouponResource(Coupons coupons, CurrentActor actor) {
        this.coupons = coupons;
        this.actor = actor;
    }

    @GET
    @Operation(
            summary = "Coupons that you have or may take today",
            description =
                    "The thirty that end first. Those with a code are not among them: the code itself is sent with"
                            + " the purchase.")
    public Uni<List<Coupon>> open() {
        return coupons.open(actor.required().accountId());
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Take a coupon, to be used with a purchase later; twice is the same as once")
    public Uni<Void> take(@PathParam("id") UUID id) {
        return coupons.take(actor.required(), id);
    }
}
