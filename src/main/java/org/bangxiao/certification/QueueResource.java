package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/certification")
@Cancellable(false)
@Tag(name = "certification")
class QueueResource {
    /** The cases of a batch as they stood in the list. */
    record Batch(@Nullable List<BatchDecisions.Chosen> cases) {}

    /** Whether stock lies unsold, and how the officer knows. */
    record UnsoldStock(boolean unsold, @Nullable String reason) {}

    private final Queue queue;
    private final Cases cases;
    private final BatchDecisions batches;
    private final CurrentActor currentActor;

    QueueResource(Queue queue, Cases cases, BatchDecisions batches, CurrentActor currentActor) {
        this.queue = queue;
        this.cases = cases;
        this.batches = batches;
        this.currentActor = currentActor;
    }

    @GET
    @Path("/queue")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(
            summary = "An office's cases: the priority lane first, then what is due first; state=MINE for one's turn")
    public Uni<Page<QueueLine>> list(
            @BeanParam QueueAsked asked,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        Actor actor = currentActor.required();
        return queue.page(actor, asked.filter(queue.decides(actor)), cursor, size);
    }

    @GET
    @Path("/cases/{id}")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(
            summary = "A case as it stands, with the digest that a decision sends back and what changed since the last")
    public Uni<CaseView> one(@PathParam("id") UUID id) {
        return cases.find(currentActor.required(), id);
    }

    @POST
    @Path("/queue/decisions")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Operation(summary = "Pass many cases that no check says anything against; each is decided and answers by itself")
    public Uni<List<BatchDecisions.Answer>> pass(@Nullable Batch batch) {
        return batches.pass(currentActor.required(), batch == null ? null : batch.cases());
    }

    @POST
    @Path("/cases/{id}/unsold-stock")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Operation(summary = "Put a case into the priority lane because stock lies unsold, or take it out")
    public Uni<CaseView> unsoldStock(@PathParam("id") UUID id, @Nullable UnsoldStock mark) {
        if (mark == null) {
            throw Problem.field("/reason", "field-required");
        }
        Actor actor = currentActor.required();
        return queue.markUnsold(actor, id, mark.unsold(), mark.reason()).chain(() -> cases.find(actor, id));
    }
}
