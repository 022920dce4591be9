package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/api/households")
@Cancellable(false)
@Tag(name = "households")
class HouseholdResource {
    /** Why somebody needs to see what is masked. */
    record ClearReading(@NotNull String purpose) {}

    /** @param relation OWN, SPOUSE, PARENT, CHILD, SIBLING or OTHER */
    record Relative(@NotNull String relation) {}

    private final Households households;
    private final Register register;
    private final Relatives relatives;
    private final BankChanges bankChanges;
    private final CurrentActor currentActor;

    HouseholdResource(
            Households households,
            Register register,
            Relatives relatives,
            BankChanges bankChanges,
            CurrentActor currentActor) {
        this.households = households;
        this.register = register;
        this.relatives = relatives;
        this.bankChanges = bankChanges;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "The households of the reader's area, masked")
    public Uni<Page<HouseholdView.Row>> list(
            @QueryParam("cursor") @DefaultValue("0") long cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return households.list(currentActor.required(), cursor, size);
    }

    @POST
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(
            summary = "Enter households of your county into the register",
            description = "All or none; those that stand in it already stay as they are. At most 10 000 at once.")
    public Uni<Registered> register(
            @NotNull @Size(min = 1, max = HouseholdSheet.MOST_ROWS) List<@NotNull Map<String, String>> rows) {
        return Uni.createFrom().deferred(() -> register.enter(currentActor.required(), HouseholdSheet.read(rows)));
    }

    @GET
    @Path("/bank-changes")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Other accounts that wait for a decision in the officer's county, oldest first")
    public Uni<List<BankChange>> bankChanges() {
        return bankChanges.waiting(currentActor.required());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "One household of the reader's area, masked, with its history and links")
    public Uni<HouseholdView> one(@PathParam("id") UUID id) {
        return households.seenBy(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/clear-readings")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Name and numbers in the clear for a stated purpose; every reading is kept in the audit trail")
    public Uni<HouseholdView.Clear> readClear(@PathParam("id") UUID id, @NotNull @Valid ClearReading body) {
        return households.readClear(currentActor.required(), id, body.purpose());
    }

    @POST
    @Path("/{id}/relatives")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @Operation(
            summary =
                    "An officer declares a household to be their own or a relative's: settlements of it are looked at")
    public Uni<Void> declareRelative(@PathParam("id") UUID id, @NotNull @Valid Relative body) {
        return relatives.declare(currentActor.required(), id, body.relation());
    }
}
