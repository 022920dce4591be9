package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The review of a settlement run by JSON. None of these takes a second time: a finding is answered once. */
@Path("/api/settlements/{id}/review")
@Cancellable(false)
@Tag(name = "settlements")
class ReviewResource {
    /**
     * Why findings stand.
     *
     * @param code        HOUSEHOLD_IN_TWO_AREAS, CADRE_RELATIVE or SPIKE
     * @param householdNo without it all findings of the code in the pool
     * @param reason      5 to 1,000 characters
     */
    record NewAnswer(
            @NotNull String code,
            @NotNull Long poolId,
            @Nullable Long householdNo,
            @NotNull String reason) {}

    private final Reviews reviews;
    private final CurrentActor currentActor;

    ReviewResource(Reviews reviews, CurrentActor currentActor) {
        this.reviews = reviews;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(
            summary =
                    "What is odd in a run, by kind and pool, and the digest that is approved; computed when first asked for")
    public Uni<Review> one(@PathParam("id") UUID id) {
        return reviews.of(currentActor.required(), id);
    }

    @GET
    @Path("/findings")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "The households about which something is odd, masked, with the answers")
    public Uni<Page<Review.Finding>> findings(
            @PathParam("id") UUID id,
            @QueryParam("code") @Nullable String code,
            @QueryParam("pool") @Nullable Long pool,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return reviews.findings(
                currentActor.required(),
                id,
                new Reviews.Wanted(code, pool),
                Page.numberOf(cursor, 0, Integer::valueOf),
                size);
    }

    @GET
    @Path("/changes")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "What changed most against the run before: kind HOUSEHOLD, VILLAGE or COUNTY")
    public Uni<Page<Review.Change>> changes(
            @PathParam("id") UUID id,
            @QueryParam("kind") @DefaultValue("COUNTY") String kind,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return reviews.changes(currentActor.required(), id, kind, Page.numberOf(cursor, 0, Integer::valueOf), size);
    }

    @POST
    @Path("/answers")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Say why findings stand: another natural person than the one who prepared the run")
    public Uni<Review> answer(@PathParam("id") UUID id, @NotNull @Valid NewAnswer body) {
        return reviews.answer(
                currentActor.required(),
                id,
                new Reviews.Given(body.code(), body.poolId(), body.householdNo(), body.reason()));
    }
}
