package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.RecordProof;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A household's statement by JSON. */
@Path("/api/households/{id}/statement")
@Cancellable(false)
@Tag(name = "households")
class StatementResource {
    private final Statements statements;
    private final CurrentActor currentActor;

    StatementResource(Statements statements, CurrentActor currentActor) {
        this.statements = statements;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "What the household was credited in a month (yyyymm, else the newest) and out of which sales")
    public Uni<Statement> statement(@PathParam("id") UUID id, @QueryParam("month") @Nullable Integer month) {
        return statements.of(currentActor.required(), id, month);
    }

    @GET
    @Path("/credits/{settlement}/{pool}/proof")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "That one credit stands in the sealed journal")
    public Uni<RecordProof> proof(
            @PathParam("id") UUID id, @PathParam("settlement") UUID settlement, @PathParam("pool") long pool) {
        return statements.proof(currentActor.required(), id, settlement, pool);
    }
}
