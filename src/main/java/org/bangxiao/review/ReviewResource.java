package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Shopper;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Writing, answering and hiding reviews as JSON. A guest sends the cart's token, as for purchases. */
@Path("/api/reviews")
@Cancellable(false)
@Tag(name = "reviews")
class ReviewResource {
    record Reply(@Nullable String reply) {}

    record Hiding(@Nullable String reason) {}

    private final Reviews reviews;
    private final CurrentActor actor;

    ReviewResource(Reviews reviews, CurrentActor actor) {
        this.reviews = reviews;
        this.actor = actor;
    }

    @POST
    @PermitAll
    @Operation(summary = "Review a line of your order that was sent; once")
    public Uni<Response> write(Reviews.@Nullable Draft draft, @HeaderParam("Cart-Token") @Nullable String token) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return reviews.write(Shopper.of(actor, token), draft)
                .map(id -> Response.status(201).entity(Map.of("id", id)).build());
    }

    @POST
    @Path("/{id}/reply")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Answer a review of your goods; once")
    public Uni<Void> reply(@PathParam("id") UUID id, @Nullable Reply reply) {
        return reviews.reply(actor.required(), id, reply == null ? null : reply.reply());
    }

    @POST
    @Path("/{id}/hide")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE, Role.ADMINISTRATOR})
    @Operation(summary = "Hide a review with a reason; it stays in the records")
    public Uni<Void> hide(@PathParam("id") UUID id, @Nullable Hiding hiding) {
        return reviews.hide(actor.required(), id, hiding == null ? null : hiding.reason());
    }
}
