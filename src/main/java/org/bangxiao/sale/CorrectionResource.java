package org.bangxiao.sale;

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

/** Corrections by JSON. A sale is corrected once, so that none of these takes a second time. */
@Path("/api/corrections")
@Cancellable(false)
@Tag(name = "sales")
class CorrectionResource {
    /**
     * What is right.
     *
     * @param quantity units of the product
     * @param grossFen what was paid for all of them
     * @param reason   why, 5 to 200 characters
     */
    record NewCorrection(
            @NotNull UUID saleId,
            @NotNull Long quantity,
            @NotNull Long grossFen,
            @NotNull String reason) {}

    private final Corrections corrections;
    private final CurrentActor actor;

    CorrectionResource(Corrections corrections, CurrentActor actor) {
        this.corrections = corrections;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Corrections of your area, the newest first")
    public Uni<Page<Correction>> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return corrections.list(actor.required(), cursor, size);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "One correction")
    public Uni<Correction> one(@PathParam("id") UUID id) {
        return corrections.find(actor.required(), id);
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Say what is right of a sale that was recorded wrongly; another person approves it")
    public Uni<Response> ask(@NotNull @Valid NewCorrection body) {
        return corrections
                .ask(
                        actor.required(),
                        body.saleId(),
                        new Correction.Figures(body.quantity(), body.grossFen()),
                        body.reason())
                .chain(id -> corrections.find(actor.required(), id))
                .map(made -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/corrections/" + made.id())
                        .entity(made)
                        .build());
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Reverse the wrong sale and record it anew: another natural person than the one who asked")
    public Uni<Correction> approve(@PathParam("id") UUID id) {
        return corrections.approve(actor.required(), id).chain(() -> corrections.find(actor.required(), id));
    }

    @POST
    @Path("/{id}/refusal")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Leave the sale as it was recorded")
    public Uni<Correction> refuse(@PathParam("id") UUID id) {
        return corrections.refuse(actor.required(), id).chain(() -> corrections.find(actor.required(), id));
    }
}
