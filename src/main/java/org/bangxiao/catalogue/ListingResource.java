package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
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
    private static final int A_PAGE = 50;

    /**
     * A certified product to be put on sale.
     *
     * @param priceFen  absent: the price that was certified
     * @param published false: saved as a draft; absent: on sale at once
     */
    record NewListing(
            @NotNull UUID productId,
            @Nullable Long priceFen,
            long stock,
            @Nullable String descriptionZh,
            @Nullable String descriptionEn,
            @Nullable Boolean published) {}

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
            @Nullable Boolean onSale,
            @Nullable Boolean weighed) {}

    record Keeping(
            @Nullable List<Integer> saleMonths,
            @Nullable Integer shelfLifeDays,
            @Nullable String storage) {}

    /** The last day on which it can be ordered, and the first and last on which it is sent. */
    record NewPresale(
            @NotNull LocalDate soldUntil,
            @NotNull LocalDate sendFrom,
            @NotNull LocalDate sendTo) {}

    record NewPrices(@Nullable List<PriceTier> tiers) {}

    /**
     * What happened to the stock.
     *
     * @param quantity how many came in, were written off or were counted, or the difference of a correction
     * @param reason   absent: came in, or below zero written off
     * @param note     a correction needs one
     */
    record Moved(
            @NotNull Long quantity,
            StockChange.@Nullable Reason reason,
            @Nullable String note) {}

    private final Listings listings;
    private final StockBook book;
    private final Pricing pricing;
    private final ListingFreight freight;
    private final Presales presales;
    private final CurrentActor actor;

    ListingResource(
            Listings listings,
            StockBook book,
            Pricing pricing,
            ListingFreight freight,
            Presales presales,
            CurrentActor actor) {
        this.listings = listings;
        this.book = book;
        this.pricing = pricing;
        this.freight = freight;
        this.presales = presales;
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
                Objects.requireNonNullElse(body.descriptionEn(), ""),
                body.published() == null || body.published());
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
    @Operation(
            summary = "Change price, description, whether it is on sale or by weight",
            description =
                    "weighed: paid for by its certified weight, weighed when it is packed, what is missing paid back.")
    public Uni<ListingView> change(@PathParam("id") UUID id, @NotNull @Valid Change body) {
        ListingChange change = new ListingChange(
                body.version(),
                body.priceFen(),
                body.descriptionZh(),
                body.descriptionEn(),
                body.onSale(),
                body.weighed());
        return listings.change(id, change, actor.required()).chain(() -> listings.find(id, actor.required()));
    }

    @GET
    @Path("/{id}/stock")
    @Operation(summary = "All that moved the stock of one of my organisation's listings, the newest first")
    public Uni<Page<StockMovement>> stock(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return book.movements(id, actor.required(), cursor, A_PAGE);
    }

    @PUT
    @Path("/{id}/keeping")
    @Operation(summary = "Say in which months goods are sent and how they keep")
    public Uni<ListingView> keep(@PathParam("id") UUID id, @Nullable Keeping body) {
        if (body == null || (body.saleMonths() != null && body.saleMonths().contains(null))) {
            throw Problem.field("/saleMonths", "field-required");
        }
        List<Integer> months = body.saleMonths() == null ? List.of() : body.saleMonths();
        ShelfData data = new ShelfData(
                months.stream().distinct().sorted().toList(),
                body.shelfLifeDays(),
                Objects.requireNonNullElse(body.storage(), "").strip());
        return listings.keep(id, data, actor.required());
    }

    @PUT
    @Path("/{id}/freight")
    @Operation(summary = "Say what a piece weighs packed and which freight template its delivery follows")
    public Uni<ListingView> deliver(@PathParam("id") UUID id, ListingFreight.@Nullable Choice body) {
        return freight.choose(id, body == null ? new ListingFreight.Choice(null, null) : body, actor.required());
    }

    @PUT
    @Path("/{id}/presale")
    @Operation(
            summary = "Sell goods before they can be sent",
            description = "Sold until a day and sent within a window, at most 120 days ahead and in the months of the"
                    + " certified harvest. Orders keep the window they were placed with.")
    public Uni<ListingView> presell(@PathParam("id") UUID id, @NotNull @Valid NewPresale body) {
        return presales.change(id, new Presale(body.soldUntil(), body.sendFrom(), body.sendTo()), actor.required());
    }

    @DELETE
    @Path("/{id}/presale")
    @Operation(summary = "Sell and send goods as usual again; orders placed before keep their window")
    public Uni<ListingView> endPresale(@PathParam("id") UUID id) {
        return presales.change(id, null, actor.required());
    }

    @GET
    @Path("/{id}/prices")
    @Operation(summary = "By how much the price of a unit falls with the quantity or in a period")
    public Uni<List<PriceTier>> prices(@PathParam("id") UUID id) {
        return pricing.find(id, actor.required());
    }

    @PUT
    @Path("/{id}/prices")
    @Operation(
            summary = "Let the price of a unit fall with the quantity or in a period",
            description = "These tiers and no others; the buyer pays the lowest that applies.")
    public Uni<List<PriceTier>> reprice(@PathParam("id") UUID id, @Nullable NewPrices body) {
        if (body == null || body.tiers() == null || body.tiers().contains(null)) {
            throw Problem.field("/tiers", "field-required");
        }
        return pricing.change(id, body.tiers(), actor.required());
    }

    @POST
    @Path("/{id}/stock")
    @Operation(summary = "Note what came in, was counted, written off or corrected; needs an Idempotency-Key")
    public Uni<Response> changeStock(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Moved body) {
        StockChange change =
                new StockChange(body.reason(), body.quantity(), Objects.requireNonNullElse(body.note(), ""));
        return book.change(id, change, key, actor.required()).map(answer -> {
            Response.ResponseBuilder response = Response.status(answer.status())
                    .type(MediaType.APPLICATION_JSON)
                    .entity(answer.body());
            return (answer.replayed() ? response.header("Idempotency-Replayed", "true") : response).build();
        });
    }
}
