package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Changes of households' accounts by JSON. */
@Path("/api/households/{id}/bank-changes")
@Cancellable(false)
@Tag(name = "households")
class BankChangeResource {
    /**
     * Another account.
     *
     * @param bankCode    the bank's three digits in the national payment system
     * @param bankAccount 12 to 19 digits
     * @param reason      why it changes, 5 to 200 characters
     */
    record NewAccount(
            @NotNull String bankCode,
            @NotNull String bankAccount,
            @NotNull String reason) {
        @Override
        public String toString() {
            return "NewAccount[" + bankCode + "]";
        }
    }

    private final BankChanges changes;
    private final CurrentActor currentActor;

    BankChangeResource(BankChanges changes, CurrentActor currentActor) {
        this.changes = changes;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "A household's accounts over time, masked, newest first")
    public Uni<List<BankChange>> of(@PathParam("id") UUID id) {
        return changes.of(currentActor.required(), id);
    }

    @POST
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @Operation(summary = "Write down another account; it holds once another person of the county says so")
    public Uni<Response> ask(@PathParam("id") UUID id, @NotNull @Valid NewAccount body) {
        return changes.ask(
                        currentActor.required(),
                        id,
                        new BankChange.Draft(body.bankCode(), body.bankAccount(), body.reason()))
                .map(change -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/households/" + id + "/bank-changes")
                        .entity(change)
                        .build());
    }

    @POST
    @Path("/{change}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Let the account hold from today: another natural person than the one who wrote it down")
    public Uni<Void> approve(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return changes.decide(currentActor.required(), id, change, true);
    }

    @POST
    @Path("/{change}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Refuse the change; the account stays")
    public Uni<Void> refuse(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return changes.decide(currentActor.required(), id, change, false);
    }
}
