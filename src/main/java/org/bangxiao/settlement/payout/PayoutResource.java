package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Payouts by JSON. None of these takes a second time: each step of a batch and each file of a bank is done once. */
@Path("/api/payouts")
@Cancellable(false)
@Tag(name = "payouts")
class PayoutResource {
    /**
     * Whom to pay.
     *
     * @param area six digits of a province, prefecture or county; without it the caller's own
     * @param bank the bank's three digits in the national payment system
     */
    record NewPayout(@Nullable String area, @NotNull String bank) {}

    /** @param contentDigest the digest that was looked at */
    record Approval(@NotNull String contentDigest) {}

    private final Payouts payouts;
    private final PayoutFiles files;
    private final PayoutAnswers answers;
    private final CurrentActor currentActor;

    PayoutResource(Payouts payouts, PayoutFiles files, PayoutAnswers answers, CurrentActor currentActor) {
        this.payouts = payouts;
        this.files = files;
        this.answers = answers;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Draft a batch of everybody of an area who has money at one bank")
    public Uni<Response> prepare(@NotNull @Valid NewPayout body) {
        return payouts.prepare(currentActor.required(), body.area(), body.bank())
                .map(view -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/payouts/" + view.id())
                        .entity(view)
                        .build());
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Batches, newest first")
    public Uni<Page<PayoutView>> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return payouts.list(currentActor.required(), Page.numberOf(cursor, Integer.MAX_VALUE, Integer::valueOf), size);
    }

    @GET
    @Path("/due")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "What could be paid now, by bank")
    public Uni<List<PayoutView.Due>> due() {
        return payouts.due(currentActor.required());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "A batch, its approvals and how far the bank has answered")
    public Uni<PayoutView> one(@PathParam("id") UUID id) {
        return payouts.find(currentActor.required(), id);
    }

    @GET
    @Path("/{id}/items")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "The items of a batch, masked")
    public Uni<Page<PayoutView.Item>> items(
            @PathParam("id") UUID id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return payouts.items(currentActor.required(), id, state, Page.numberOf(cursor, 0, Integer::valueOf), size);
    }

    @DELETE
    @Path("/{id}/items/{item}")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Take an item out before the file is made; every approval is void")
    public Uni<PayoutView> remove(@PathParam("id") UUID id, @PathParam("item") UUID item) {
        return payouts.remove(currentActor.required(), id, item);
    }

    @POST
    @Path("/{id}/reservation")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Set the money aside; again after an interruption it goes on")
    public Uni<PayoutView> reserve(@PathParam("id") UUID id) {
        return payouts.reserve(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Approve the content: another natural person than the one who prepared it")
    public Uni<PayoutView> approve(@PathParam("id") UUID id, @NotNull @Valid Approval body) {
        return payouts.approve(currentActor.required(), id, body.contentDigest());
    }

    @POST
    @Path("/{id}/cancellation")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Put aside a batch whose file was not made; what was set aside goes back")
    public Uni<PayoutView> cancel(@PathParam("id") UUID id) {
        return payouts.cancel(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/sending")
    @RolesAllowed(Role.FINANCE)
    @Operation(summary = "Make the bank's file: from now on the batch counts as sent")
    public Uni<PayoutView> send(@PathParam("id") UUID id) {
        return files.send(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/file-readings")
    @RolesAllowed(Role.FINANCE)
    @Operation(
            summary = "The bank's file with names and accounts in the clear; every reading is kept in the audit trail")
    public Uni<Response> file(@PathParam("id") UUID id) {
        return files.download(currentActor.required(), id).map(PayoutResource::attachment);
    }

    @GET
    @Path("/{id}/answers")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "The bank's answers that were taken in, newest first")
    public Uni<List<PayoutView.Answer>> answers(@PathParam("id") UUID id) {
        return payouts.answers(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/answers")
    @RolesAllowed(Role.FINANCE)
    // What it is, its content says.
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Take in the bank's answer, whole or not at all; the same file again changes nothing")
    public Uni<PayoutView.Answer> take(
            @PathParam("id") UUID id, @QueryParam("name") @Nullable String name, byte @Nullable [] file) {
        return answers.take(currentActor.required(), id, name == null ? "" : name, file == null ? new byte[0] : file);
    }

    static Response attachment(PayoutFiles.Made file) {
        return Response.ok(file.content().getBytes(), MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
