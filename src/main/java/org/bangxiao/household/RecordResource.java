package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Records of work and deliveries, and what is due by them, as JSON. */
@Path("/api/links/{id}")
@Cancellable(false)
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
@Tag(name = "households")
class RecordResource {
    /** Rows to put down, all or none. */
    record Sheet(@Nullable List<@Nullable RecordDraft> records) {}

    /** Why a record is struck out. */
    record Strike(@Nullable String because) {}

    private final Records records;
    private final Dues dues;
    private final BusinessClock clock;
    private final CurrentActor actor;

    RecordResource(Records records, Dues dues, BusinessClock clock, CurrentActor actor) {
        this.records = records;
        this.dues = dues;
        this.clock = clock;
        this.actor = actor;
    }

    @POST
    @Path("/records")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(
            summary = "Put down work or deliveries, all or none",
            description = "A slip number is used once for a supplier; the same row again changes nothing.")
    public Uni<Records.Recorded> add(@PathParam("id") UUID id, @Nullable Sheet body) {
        if (body == null || body.records() == null || body.records().contains(null)) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return records.add(id, List.copyOf(body.records()), actor.required());
    }

    @GET
    @Path("/records")
    @Operation(summary = "The records of a month, the newest first")
    public Uni<Page<RecordRow>> page(
            @PathParam("id") UUID id,
            @QueryParam("month") @Nullable String month,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("100") int size) {
        return records.page(id, Months.first(month, clock.today()), actor.required(), cursor, size);
    }

    @POST
    @Path("/records/{record}/strike")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Strike a record out that was wrong")
    public Uni<Void> strike(@PathParam("id") UUID id, @PathParam("record") UUID record, @Nullable Strike body) {
        return records.strike(id, record, body == null ? null : body.because(), actor.required());
    }

    @GET
    @Path("/due")
    @Operation(summary = "What is due by the terms for a month, by household number")
    public Uni<DueMonth> due(@PathParam("id") UUID id, @QueryParam("month") @Nullable String month) {
        return dues.of(id, Months.first(month, clock.today()), actor.required());
    }

    @PUT
    @Path("/income/{month}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Put down what was earned in a month (2026-11), once")
    public Uni<Void> earned(@PathParam("id") UUID id, @PathParam("month") String month, Dues.@Nullable Income body) {
        if (body == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        LocalDate first = Months.first(month, clock.today());
        return dues.earned(id, first, body, actor.required());
    }
}
