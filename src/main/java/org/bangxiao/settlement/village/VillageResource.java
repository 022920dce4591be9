package org.bangxiao.settlement.village;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Villages' collectives by JSON. */
@Path("/api/villages")
@Cancellable(false)
@Tag(name = "households")
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class VillageResource {
    private final Villages villages;
    private final CurrentActor currentActor;

    VillageResource(Villages villages, CurrentActor currentActor) {
        this.villages = villages;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(summary = "Villages of the caller's area whose collective has or had money to its name, by code")
    public Uni<Page<Village>> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return villages.list(currentActor.required(), cursor, size);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One village with the accounts that were asked for and what left for the bank")
    public Uni<Village.File> one(@PathParam("id") UUID id) {
        return villages.file(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/accounts")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @ResponseStatus(201)
    @Operation(summary = "Write an account down; it holds once another person of the county says so")
    public Uni<Village.File> ask(@PathParam("id") UUID id, Village.@Nullable Draft draft) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        Actor officer = currentActor.required();
        return villages.ask(officer, id, draft).chain(asked -> villages.file(officer, id));
    }

    @POST
    @Path("/{id}/accounts/{change}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Let the account hold: another natural person than the one who wrote it down")
    public Uni<Void> approve(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return villages.decide(currentActor.required(), id, change, true);
    }

    @POST
    @Path("/{id}/accounts/{change}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Refuse the account; the one before stays")
    public Uni<Void> refuse(@PathParam("id") UUID id, @PathParam("change") UUID change) {
        return villages.decide(currentActor.required(), id, change, false);
    }
}
