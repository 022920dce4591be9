package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
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

@Path("/api/supervision/lists")
@Cancellable(false)
@Tag(name = "supervision")
class ListResource {
    private static final int CREATED = 201;

    /** MENDED or NOT_MENDED, and what was seen. */
    record FollowUp(@Nullable String outcome, @Nullable String note) {}

    /** Why an entry is taken off. */
    record Removal(@Nullable String reason) {}

    private final RedAndBlack lists;
    private final CurrentActor currentActor;

    ListResource(RedAndBlack lists, CurrentActor currentActor) {
        this.lists = lists;
        this.currentActor = currentActor;
    }

    @GET
    @PermitAll
    @Operation(summary = "The red and the black list, newest first; with removed=true what was taken off")
    public Uni<Page<ListEntry>> list(
            @QueryParam("list") @DefaultValue("") String list,
            @QueryParam("removed") boolean removed,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return lists.list(list, !removed, cursor, size);
    }

    @GET
    @Path("/{id}")
    @PermitAll
    @Operation(summary = "An entry of the lists; it stays for ever")
    public Uni<ListEntry> one(@PathParam("id") UUID id) {
        return lists.find(id);
    }

    @POST
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @ResponseStatus(CREATED)
    @Operation(summary = "Praise or criticise a supplier or a county in public; the black list with a day for mending")
    public Uni<ListEntry> enter(RedAndBlack.@Nullable Draft draft) {
        Actor actor = currentActor.required();
        if (draft == null) {
            throw Problem.field("/list", "field-required");
        }
        return lists.enter(actor, draft);
    }

    @POST
    @Path("/{id}/outcome")
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Write down whether it was mended")
    public Uni<ListEntry> followUp(@PathParam("id") UUID id, @Nullable FollowUp followUp) {
        Actor actor = currentActor.required();
        FollowUp given = followUp == null ? new FollowUp(null, null) : followUp;
        return lists.find(id).chain(seen -> lists.followUp(actor, id, given.outcome(), given.note()));
    }

    @POST
    @Path("/{id}/removal")
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Take an entry off the list by a decision")
    public Uni<ListEntry> remove(@PathParam("id") UUID id, @Nullable Removal removal) {
        Actor actor = currentActor.required();
        return lists.find(id).chain(seen -> lists.remove(actor, id, removal == null ? null : removal.reason()));
    }
}
