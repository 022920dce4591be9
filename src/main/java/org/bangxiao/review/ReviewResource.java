package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Reviews as JSON. A guest sends the cart's token, as for purchases. */
@Path("/api")
@Cancellable(false)
@Tag(name = "reviews")
class ReviewResource {
    record Reply(@Nullable String reply) {}

    record Hiding(@Nullable String reason) {}

    /** What is shown of a listing: how it was found on the whole, and the reviews of one page. */
    record Listed(Rating rating, Page<Review> reviews) {}

    private final Reviews reviews;
    private final CurrentActor actor;

    ReviewResource(Reviews reviews, CurrentActor actor) {
        this.reviews = reviews;
        this.actor = actor;
    }

    @GET
    @Path("/products/{id}/reviews")
    @PermitAll
    @Operation(summary = "What buyers say of a product, the newest first, and its rating")
    public Uni<Listed> listed(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("20") int size) {
        return reviews.rating(id)
                .chain(rating -> reviews.ofListing(id, cursor, size(size)).map(page -> new Listed(rating, page)));
    }

    @POST
    @Path("/reviews")
    @PermitAll
    @Operation(summary = "Review a line of your order that was sent; once")
    public Uni<Response> write(Reviews.@Nullable Draft draft, @HeaderParam("Cart-Token") @Nullable String token) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        Reviews.Author author =
                new Reviews.Author(actor.optional().map(Actor::accountId).orElse(null), token);
        return reviews.write(author, draft)
                .map(id -> Response.status(201).entity(Map.of("id", id)).build());
    }

    @POST
    @Path("/reviews/{id}/reply")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Answer a review of your goods; once")
    public Uni<Void> reply(@PathParam("id") UUID id, @Nullable Reply reply) {
        return reviews.reply(actor.required(), id, reply == null ? null : reply.reply());
    }

    @POST
    @Path("/reviews/{id}/hide")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE, Role.ADMINISTRATOR})
    @Operation(summary = "Hide a review with a reason; it stays in the records")
    public Uni<Void> hide(@PathParam("id") UUID id, @Nullable Hiding hiding) {
        return reviews.hide(actor.required(), id, hiding == null ? null : hiding.reason());
    }

    private static int size(int asked) {
        return Math.max(1, Math.min(asked, Page.MAX_SIZE));
    }
}
