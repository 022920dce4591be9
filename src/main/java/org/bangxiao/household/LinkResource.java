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
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Benefit links, their terms and their members as JSON. */
@Path("/api/links")
@Cancellable(false)
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
@Tag(name = "households")
class LinkResource {
    /** What the officer saw: the digest of the text that is approved. */
    record Approval(@Nullable String sha256) {}

    /** Why a draft goes back. */
    record Return(@Nullable String remark) {}

    private final LinkDesk desk;
    private final LinkOpening opening;
    private final LinkTerms terms;
    private final Memberships members;
    private final CurrentActor actor;

    LinkResource(LinkDesk desk, LinkOpening opening, LinkTerms terms, Memberships members, CurrentActor actor) {
        this.desk = desk;
        this.opening = opening;
        this.terms = terms;
        this.members = members;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Your links, or those of the suppliers of your area, the newest first")
    public Uni<Page<LinkRow>> page(
            @QueryParam("cursor") @Nullable UUID cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return desk.page(actor.required(), cursor, size);
    }

    @POST
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(
            summary =
                    "Enter a contract of a supplier of your county, without members; it owes nothing until it has terms")
    public Uni<Response> open(LinkOpening.@Nullable Draft draft) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return opening.open(actor.required(), draft)
                .map(id -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/links/" + id)
                        .entity(Map.of("id", id))
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A link with its terms and who takes part, by household number")
    public Uni<LinkFile> one(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return desk.file(id, actor.required(), cursor, size);
    }

    @POST
    @Path("/{id}/terms")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Prepare the next version of the terms; it is in force once the county's office approves it")
    public Uni<Response> prepare(@PathParam("id") UUID id, @Nullable TermsDraft draft) {
        return terms.prepare(id, given(draft), actor.required())
                .map(made -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/links/" + id)
                        .entity(made)
                        .build());
    }

    @PUT
    @Path("/{id}/terms/{terms}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Write an open draft anew; what was seen of it before can no longer be approved")
    public Uni<Terms> rewrite(@PathParam("id") UUID id, @PathParam("terms") UUID version, @Nullable TermsDraft draft) {
        return terms.rewrite(id, version, given(draft), actor.required());
    }

    @POST
    @Path("/{id}/terms/{terms}/withdrawal")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Take an open draft back")
    public Uni<Terms> withdraw(@PathParam("id") UUID id, @PathParam("terms") UUID version) {
        return terms.withdraw(id, version, actor.required());
    }

    @POST
    @Path("/{id}/terms/{terms}/return")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Give a draft back with a remark")
    public Uni<Terms> giveBack(@PathParam("id") UUID id, @PathParam("terms") UUID version, @Nullable Return body) {
        return terms.giveBack(id, version, given(body).remark(), actor.required());
    }

    @POST
    @Path("/{id}/terms/{terms}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(
            summary = "Approve a draft, naming the digest of the text you saw",
            description = "It is in force from its first day; the version before it ends on that day.")
    public Uni<Terms> approve(@PathParam("id") UUID id, @PathParam("terms") UUID version, @Nullable Approval body) {
        return terms.approve(id, version, given(body).sha256(), actor.required());
    }

    @POST
    @Path("/{id}/members")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "A household of your area takes part from a day on")
    public Uni<Void> enter(@PathParam("id") UUID id, @Nullable Entering body) {
        return members.enter(id, given(body), actor.required());
    }

    @POST
    @Path("/{id}/members/{household}/change")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "A household takes part otherwise from a day on")
    public Uni<Void> change(@PathParam("id") UUID id, @PathParam("household") UUID household, @Nullable Entering body) {
        return members.change(id, household, given(body), actor.required());
    }

    @POST
    @Path("/{id}/members/{household}/leaving")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(
            summary = "A household leaves on a day",
            description = "Its part goes where the terms say: to those who stay, to a household you name, or to its"
                    + " village.")
    public Uni<Void> leave(@PathParam("id") UUID id, @PathParam("household") UUID household, @Nullable Leaving body) {
        return members.leave(id, household, given(body), actor.required());
    }

    private static <T> T given(@Nullable T body) {
        if (body == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return body;
    }
}
