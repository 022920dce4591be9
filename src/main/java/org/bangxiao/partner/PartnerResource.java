package org.bangxiao.partner;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.partner.BatchReport.RowAnswer;
import org.bangxiao.sale.Confirmations;
import org.bangxiao.sale.Withdrawals;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/partners/{id}")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "partners")
class PartnerResource {
    private static final int ROWS_A_FILE = 50_000;

    private final Intake intake;
    private final Batches batches;
    private final CurrentActor currentActor;

    PartnerResource(Intake intake, Batches batches, CurrentActor currentActor) {
        this.intake = intake;
        this.batches = batches;
        this.currentActor = currentActor;
    }

    @POST
    @Path("/sales")
    @Consumes({
        "application/x-ndjson",
        "application/jsonl",
        MediaType.APPLICATION_JSON,
        MediaType.TEXT_PLAIN,
        MediaType.APPLICATION_OCTET_STREAM
    })
    @RolesAllowed(Role.PARTNER)
    @Operation(
            summary = "Report sales, one JSON object a line",
            description = "The Idempotency-Key names the report: the same content under it is answered again and has no"
                    + " second effect. Each row names its product by listingId, productId or certificateNumber.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/x-ndjson",
                            schema = @Schema(type = SchemaType.STRING),
                            example =
                                    "{\"externalId\":\"GZ-1\",\"certificateNumber\":\"GX-2026-451224-K7M3Q9-5\",\"quantity\":2,"
                                            + "\"grossFen\":9980,\"soldAt\":\"2026-10-01T02:03:04Z\",\"tags\":[\"gift\"]}"))
    public Uni<Response> report(
            @PathParam("id") UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String reference,
            @Context HttpServerRequest request) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        return intake.receive(id, reference, body(request))
                .chain(received -> batches.report(id, received.batchId())
                        .map(report -> Response.ok(report)
                                .header("Idempotency-Replayed", received.replayed())
                                .build()));
    }

    @GET
    @Path("/batches")
    @RolesAllowed(Role.PARTNER)
    @Operation(summary = "The partner's reports, newest first")
    public Uni<Page<BatchReport>> list(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        return batches.list(id, cursor, size);
    }

    @GET
    @Path("/batches/{batchId}")
    @RolesAllowed(Role.PARTNER)
    @Operation(summary = "What became of a report, with the answers to its first rows")
    public Uni<BatchReport> one(@PathParam("id") UUID id, @PathParam("batchId") UUID batchId) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        return batches.report(id, batchId);
    }

    @GET
    @Path("/batches/{batchId}/rows")
    @RolesAllowed(Role.PARTNER)
    @Operation(summary = "The answers to the rows of a report, at most 1000 at a time; cursor is the last row seen")
    public Uni<Page<RowAnswer>> rows(
            @PathParam("id") UUID id,
            @PathParam("batchId") UUID batchId,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("size") @DefaultValue("1000") int size) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        return batches.answers(id, batchId, cursor, size);
    }

    @GET
    @Path("/batches/{batchId}/rows.csv")
    @Produces("text/csv;charset=UTF-8")
    @RolesAllowed(Role.PARTNER)
    @Operation(summary = "The rows that were not accepted, as a file; 50 000 at a time")
    public Uni<Response> file(
            @PathParam("id") UUID id,
            @PathParam("batchId") UUID batchId,
            @QueryParam("cursor") @DefaultValue("0") int cursor) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        return batches.refused(id, batchId, cursor, ROWS_A_FILE).map(page -> PartnerPages.file(batchId, page));
    }

    @POST
    @Path("/batches/{batchId}/confirmations")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(
            summary =
                    "A supplier, or its agent, confirms its sales of a report: only then can households be paid out of them")
    public Uni<Confirmations.Confirmation> confirm(
            @PathParam("id") UUID id,
            @PathParam("batchId") UUID batchId,
            @QueryParam("supplier") @Nullable UUID supplier) {
        return batches.confirm(id, batchId, currentActor.required(), supplier);
    }

    /** @param externalIds the partner's own names of the sales */
    record Withdrawal(
            @Nullable List<String> externalIds, @Nullable String reason) {}

    @POST
    @Path("/withdrawals")
    @RolesAllowed(Role.PARTNER)
    @Operation(
            summary = "Take back sales that were reported by mistake",
            description = "All or none, with a reason, while their suppliers have not confirmed them.")
    public Uni<Withdrawals.Withdrawn> withdraw(@PathParam("id") UUID id, @Nullable Withdrawal asked) {
        currentActor.required().requireOrganisation(Role.PARTNER, id);
        List<String> ids = asked == null || asked.externalIds() == null ? List.of() : asked.externalIds();
        if (ids.stream().anyMatch(Objects::isNull)) {
            throw Problem.field("/externalIds", "field-required");
        }
        return batches.withdraw(id, currentActor.required(), ids, asked == null ? null : asked.reason());
    }

    /** The body as it comes; whoever waits for a go-ahead before sending it gets one. */
    private static Multi<byte[]> body(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return io.vertx.mutiny.core.http.HttpServerRequest.newInstance(request)
                .toMulti()
                .map(Buffer::getBytes);
    }
}
