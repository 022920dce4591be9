package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
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

@Path("/api/supervision")
@Cancellable(false)
@Tag(name = "supervision")
class ComplaintResource {
    private static final int CREATED = 201;

    /** The number to ask with later. */
    record Receipt(String receipt) {}

    /** What became of a complaint, without saying of whom. */
    record Outcome(
            String receipt,
            Instant lodgedAt,
            @Nullable String answer,
            @Nullable Instant answeredAt) {}

    /** The office's answer. */
    record Answer(@Nullable String answer) {}

    /** Why somebody wants to reach whoever complained. */
    record Purpose(@Nullable String purpose) {}

    /** How to reach them. */
    record Contact(String contact) {}

    private final Complaints complaints;
    private final CurrentActor currentActor;

    ComplaintResource(Complaints complaints, CurrentActor currentActor) {
        this.complaints = complaints;
        this.currentActor = currentActor;
    }

    @POST
    @Path("/products/{id}/complaints")
    @PermitAll
    @ResponseStatus(CREATED)
    @Operation(summary = "Complain about goods and their seller; few a day from one address")
    public Uni<Receipt> lodge(
            @PathParam("id") UUID id, Complaints.@Nullable Draft draft, @Context HttpServerRequest request) {
        Complaints.Draft given = draft == null ? new Complaints.Draft(null, null, null) : draft;
        return complaints
                .goods(id)
                .chain(goods ->
                        complaints.lodge(id, given, request.remoteAddress().hostAddress()))
                .map(Receipt::new);
    }

    @GET
    @Path("/complaints/by-receipt/{receipt}")
    @PermitAll
    @Operation(summary = "What became of a complaint, for whoever holds its receipt")
    public Uni<Outcome> byReceipt(@PathParam("receipt") String receipt) {
        return complaints.byReceipt(receipt.replace("\u0000", "")).map(found -> {
            Complaint one = found.orElseThrow(Problem::notFound);
            return new Outcome(one.receipt(), one.lodgedAt(), one.answer(), one.answeredAt());
        });
    }

    @GET
    @Path("/complaints")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(
            summary = "Complaints in the caller's area: unanswered ones oldest first, with done=true the answered ones")
    public Uni<Page<Complaint>> list(
            @QueryParam("done") boolean done,
            @QueryParam("about") @Nullable String about,
            @QueryParam("area") @Nullable String area,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return complaints.list(currentActor.required(), Filter.of(!done, about, area, cursor, size));
    }

    @POST
    @Path("/complaints/{id}/answer")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Answer whoever complained")
    public Uni<Complaint> answer(@PathParam("id") UUID id, @Nullable Answer answer) {
        Actor actor = currentActor.required();
        return complaints
                .find(actor, id)
                .chain(seen -> complaints.answer(actor, id, answer == null ? null : answer.answer()));
    }

    @POST
    @Path("/complaints/{id}/contact")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "How to reach whoever complained, in the clear; the reading is written into the trail")
    public Uni<Contact> contact(@PathParam("id") UUID id, @Nullable Purpose purpose) {
        Actor actor = currentActor.required();
        return complaints
                .find(actor, id)
                .chain(seen -> complaints.contact(actor, id, purpose == null ? null : purpose.purpose()))
                .map(Contact::new);
    }
}
