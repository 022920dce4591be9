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
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Settlement runs by JSON. None of these takes a second time: a run is opened, approved and posted once each. */
@Path("/api/settlements")
@Cancellable(false)
@Tag(name = "settlements")
class SettlementResource {
    /**
     * What to settle.
     *
     * @param region province code; without it the caller's own
     * @param month  the newest month of sale to pay, {@code yyyymm}
     */
    record NewSettlement(@Nullable String region, @NotNull Integer month) {}

    /**
     * @param resultDigest the digest that was looked at
     * @param reviewDigest the review's digest; may be left out only where nothing odd was found
     */
    record Approval(@NotNull String resultDigest, @Nullable String reviewDigest) {}

    private final Settlements settlements;
    private final CurrentActor currentActor;

    SettlementResource(Settlements settlements, CurrentActor currentActor) {
        this.settlements = settlements;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Prepare a run: freeze pools, members and what each household gets")
    public Uni<Response> prepare(@NotNull @Valid NewSettlement body) {
        return settlements
                .prepare(currentActor.required(), body.region(), body.month())
                .map(view -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/settlements/" + view.id())
                        .entity(view)
                        .build());
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Runs, newest first")
    public Uni<Page<SettlementView>> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return settlements.list(
                currentActor.required(), Page.numberOf(cursor, Integer.MAX_VALUE, Integer::valueOf), size);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(
            summary = "A run with its pools, the months it pays, how far it has come and the root it was closed with")
    public Uni<SettlementView> one(@PathParam("id") UUID id) {
        return settlements.find(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    @Operation(
            summary =
                    "Approve a run and what was answered in its review: another natural person than the one who prepared it")
    public Uni<SettlementView> approve(@PathParam("id") UUID id, @NotNull @Valid Approval body) {
        return settlements.approve(currentActor.required(), id, body.resultDigest(), body.reviewDigest());
    }

    @POST
    @Path("/{id}/rejection")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Put a run aside that has not begun")
    public Uni<SettlementView> reject(@PathParam("id") UUID id) {
        return settlements.reject(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/run")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Credit the households of an approved run; again after an interruption it goes on")
    public Uni<SettlementView> run(@PathParam("id") UUID id) {
        return settlements.run(currentActor.required(), id);
    }
}
