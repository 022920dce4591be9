package org.bangxiao.household.aid;

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

/** Grants, loans and donations by JSON. */
@Path("/api/aid")
@Cancellable(false)
@Tag(name = "households")
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class AidResource {
    /** Why it is refused or voided, 2 to 200 characters. */
    record Why(@Nullable String reason) {}

    private final Aids aids;
    private final CurrentActor currentActor;

    AidResource(Aids aids, CurrentActor currentActor) {
        this.aids = aids;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(summary = "Grants, loans and donations of the caller's area, masked, the newest first")
    public Uni<Page<Aid>> list(
            @QueryParam("state") Aid.@Nullable State state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return aids.list(currentActor.required(), state, cursor, size);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One grant, loan or donation with what became of it")
    public Uni<Aid> one(@PathParam("id") UUID id) {
        return aids.find(currentActor.required(), id);
    }

    @POST
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @ResponseStatus(201)
    @Operation(summary = "Write down what reached a household or a village; it counts once another person confirms it")
    public Uni<Aid> enter(@Nullable AidDraft draft) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return aids.enter(currentActor.required(), draft);
    }

    @POST
    @Path("/{id}/confirmation")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Confirm it: another natural person than the one who wrote it down")
    public Uni<Aid> confirm(@PathParam("id") UUID id) {
        return aids.confirm(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Do not take it, with the reason")
    public Uni<Aid> refuse(@PathParam("id") UUID id, @Nullable Why why) {
        Actor officer = currentActor.required();
        return aids.find(officer, id).chain(seen -> aids.refuse(officer, id, why == null ? null : why.reason()));
    }

    @POST
    @Path("/{id}/voiding")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Void what was confirmed and was wrong, with the reason; it stays readable and counts no more")
    public Uni<Aid> voided(@PathParam("id") UUID id, @Nullable Why why) {
        Actor officer = currentActor.required();
        return aids.find(officer, id).chain(seen -> aids.voided(officer, id, why == null ? null : why.reason()));
    }
}
