package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Villages' lists of payments by JSON. */
@Path("/api/payout-notices")
@Cancellable(false)
@Tag(name = "payouts")
class PayoutNoticeResource {
    /** Words of a villager or an officer. */
    record Said(@NotNull String text) {}

    /**
     * A household said that the money is there.
     *
     * @param how IN_PERSON or PHONE
     * @param who HEAD or MEMBER of the household
     */
    record Acknowledgement(@NotNull String how, @NotNull String who) {}

    private final PayoutNotices notices;
    private final CurrentActor currentActor;

    PayoutNoticeResource(PayoutNotices notices, CurrentActor currentActor) {
        this.notices = notices;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "The lists of the reader's area, newest batch first")
    public Uni<Page<PayoutNotice>> list(
            @QueryParam("cursor") @DefaultValue("") String cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return notices.list(currentActor.required(), cursor, size);
    }

    @GET
    @Path("/{batch}/{village}")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    @Operation(summary = "A village's list with masked names, and what was said against it")
    public Uni<PayoutNotice> one(@PathParam("batch") UUID batch, @PathParam("village") String village) {
        return notices.find(currentActor.required(), batch, village);
    }

    @POST
    @Path("/{batch}/{village}")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    @Operation(summary = "Hang the list out from today")
    public Uni<PayoutNotice> post(@PathParam("batch") UUID batch, @PathParam("village") String village) {
        return notices.post(currentActor.required(), batch, village);
    }

    @POST
    @Path("/{batch}/{village}/objections")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    @Operation(summary = "Write down what somebody says against the list")
    public Uni<PayoutNotice> object(
            @PathParam("batch") UUID batch, @PathParam("village") String village, @NotNull @Valid Said body) {
        return notices.object(currentActor.required(), batch, village, body.text());
    }

    @POST
    @Path("/objections/{objection}/answer")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Answer an objection: somebody else than who wrote it down")
    public Uni<PayoutNotice> answer(@PathParam("objection") UUID objection, @NotNull @Valid Said body) {
        return notices.answer(currentActor.required(), objection, body.text());
    }

    @POST
    @Path("/items/{item}/acknowledgement")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    @Operation(summary = "Write down for a household that its money is there")
    public Uni<PayoutNotice> acknowledge(@PathParam("item") UUID item, @NotNull @Valid Acknowledgement body) {
        return notices.acknowledge(currentActor.required(), item, body.how(), body.who());
    }
}
