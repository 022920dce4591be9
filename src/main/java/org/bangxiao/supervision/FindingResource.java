package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
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

@Path("/api/supervision/findings")
@Cancellable(false)
@Tag(name = "supervision")
@RolesAllowed({
    Role.SUPPLIER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class FindingResource {
    /** What is to be mended, and by when. */
    record Measure(@Nullable String measure, @Nullable LocalDate dueOn) {}

    /** What was mended; pictures and papers in base64. */
    record Proof(@Nullable String proof, @Nullable List<byte[]> files) {}

    /** CLOSED or SENT_BACK with the reason; sent back with another day. */
    record Closing(
            @Nullable String outcome,
            @Nullable String reason,
            @Nullable LocalDate dueOn) {}

    private final Findings findings;
    private final CurrentActor currentActor;

    FindingResource(Findings findings, CurrentActor currentActor) {
        this.findings = findings;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(summary = "Findings: an officer's area, or what was published about the caller's own organisation")
    public Uni<Page<Finding>> list(
            @QueryParam("done") boolean done,
            @QueryParam("state") @Nullable String state,
            @QueryParam("area") @Nullable String area,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return findings.list(currentActor.required(), Filter.of(!done, state, area, cursor, size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A finding; a supplier's own once it is published")
    public Uni<Finding> one(@PathParam("id") UUID id) {
        return findings.find(currentActor.required(), id);
    }

    @GET
    @Path("/{id}/steps")
    @Operation(summary = "What happened to a finding, step by step")
    public Uni<List<Step>> steps(@PathParam("id") UUID id) {
        Actor actor = currentActor.required();
        return findings.find(actor, id)
                .chain(one -> findings.steps(id))
                .map(steps -> actor.has(Role.SUPPLIER)
                        ? steps.stream().map(Step::withoutNames).toList()
                        : steps);
    }

    @POST
    @Path("/{id}/measure")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Order what is to be mended by a day")
    public Uni<Finding> order(@PathParam("id") UUID id, @Nullable Measure measure) {
        Actor actor = currentActor.required();
        Measure given = measure == null ? new Measure(null, null) : measure;
        return findings.find(actor, id).chain(seen -> findings.order(actor, id, given.measure(), given.dueOn()));
    }

    @POST
    @Path("/{id}/proof")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Show what was mended, with up to six pictures or papers in base64")
    public Uni<Finding> prove(@PathParam("id") UUID id, @Nullable Proof proof) {
        Actor actor = currentActor.required();
        Proof given = proof == null ? new Proof(null, null) : proof;
        return findings.find(actor, id)
                .chain(seen -> findings.prove(actor, id, given.proof(), Upload.sent(given.files())));
    }

    @POST
    @Path("/{id}/closing")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Close what was mended, never by whoever found it, or send it back with another day")
    public Uni<Finding> close(@PathParam("id") UUID id, @Nullable Closing closing) {
        Actor actor = currentActor.required();
        return findings.find(actor, id).chain(seen -> {
            String outcome = closing == null ? null : closing.outcome();
            if (closing != null && "SENT_BACK".equals(outcome)) {
                return findings.sendBack(actor, id, closing.reason(), closing.dueOn());
            }
            if (closing == null || !"CLOSED".equals(outcome)) {
                throw Problem.field("/outcome", "field-required");
            }
            return findings.close(actor, id, closing.reason());
        });
    }
}
