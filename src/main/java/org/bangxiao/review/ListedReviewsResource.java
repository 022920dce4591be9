package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The reviews of a product as JSON. */
@Path("/api/products/{id}/reviews")
@Cancellable(false)
@Tag(name = "reviews")
class ListedReviewsResource {
    /** What is shown of a listing: how it was found on the whole, and the reviews of one page. */
    record Listed(Rating rating, Page<Review> reviews) {}

    private final Reviews reviews;

    ListedReviewsResource(Reviews reviews) {
        this.reviews = reviews;
    }

    @GET
    @PermitAll
    @Operation(summary = "What buyers say of a product, the newest first, and its rating")
    public Uni<Listed> listed(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("20") int size) {
        return reviews.goods(id)
                .chain(() -> reviews.rating(id))
                .chain(rating ->
                        reviews.ofListing(id, cursor, Page.sizeOf(size)).map(page -> new Listed(rating, page)));
    }
}
