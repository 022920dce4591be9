package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
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

/** A supplier's own goods. */
@Path("/api/listings")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class ListingResource {
    /**
     * A certified product to be put on sale.
     *
     * @param priceFen absent: the price that was certified
     */
    record NewListing(
            @NotNull UUID productId,
            @Nullable Long priceFen,
            long stock,
            @Nullable String descriptionZh,
            @Nullable String descriptionEn) {}

    /**
     * What changes; what is absent stays.
     *
     * @param version as last read
     */
    record Change(
            @NotNull Integer version,
            @Nullable Long priceFen,
            @Nullable String descriptionZh,
            @Nullable String descriptionEn,
            @Nullable Boolean onSale) {}

    /**
     * Pieces put on the shelf.
     *
     * @param quantity below zero: written off
     */
    record StockChange(@NotNull Long quantity) {}

    private final Listings listings;
    private final CurrentActor actor;

    ListingResource(Listings listings, CurrentActor actor) {
        this.listings = listings;
        this.actor = actor;
    }

    @POST
    @Operation(summary = "Put a product on sale under its certificate")
    public Uni<Response> list(@NotNull @Valid NewListing body) {
        ListingDraft draft = new ListingDraft(
                body.productId(),
                body.priceFen(),
                body.stock(),
                Objects.requireNonNullElse(body.descriptionZh(), ""),
                Objects.requireNonNullElse(body.descriptionEn(), ""));
        return listings.list(draft, actor.required())
                .map(view -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/listings/" + view.id())
                        .entity(view)
                        .build());
    }

    @GET
    @Operation(summary = "My organisation's listings, the newest first")
    public Uni<Page<ListingView>> own(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @Nullable String size) {
        List<Problem.FieldError> errors = new ArrayList<>();
        int pieces = ProductQuery.size(size, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return listings.own(actor.required(), cursor, pieces);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of my organisation's listings")
    public Uni<ListingView> one(@PathParam("id") UUID id) {
        return listings.find(id, actor.required());
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change price, description, or whether it is on sale")
    public Uni<ListingView> change(@PathParam("id") UUID id, @NotNull @Valid Change body) {
        ListingChange change = new ListingChange(
                body.version(), body.priceFen(), body.descriptionZh(), body.descriptionEn(), body.onSale());
        return listings.change(id, change, actor.required()).chain(() -> listings.find(id, actor.required()));
    }

    @POST
    @Path("/{id}/stock")
    @Operation(summary = "Put pieces on the shelf or write them off; needs an Idempotency-Key")
    public Uni<Response> changeStock(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid StockChange body) {
        return listings.changeStock(id, body.quantity(), key, actor.required()).map(answer -> {
            Response.ResponseBuilder response = Response.status(answer.status())
                    .type(MediaType.APPLICATION_JSON)
                    .entity(answer.body());
            return (answer.replayed() ? response.header("Idempotency-Replayed", "true") : response).build();
        });
    }
}
