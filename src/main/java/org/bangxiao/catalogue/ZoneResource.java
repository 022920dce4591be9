package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
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

/** Zones as JSON: anybody reads, their operators write, the region's office takes them off. */
@Path("/api/zones")
@Cancellable(false)
@Tag(name = "catalogue")
class ZoneResource {
    /** @param listings ids of goods in their order, at most 60 */
    record Goods(@Nullable List<@Nullable UUID> listings) {}

    record Hiding(@Nullable String reason) {}

    private final Zones zones;
    private final ZoneDesk desk;
    private final CurrentActor actor;

    ZoneResource(Zones zones, ZoneDesk desk, CurrentActor actor) {
        this.zones = zones;
        this.desk = desk;
        this.actor = actor;
    }

    @GET
    @PermitAll
    @Operation(summary = "Zones that stand open today, the latest first")
    public Uni<Page<Zone>> list(
            @QueryParam("cursor") @Nullable UUID cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return zones.open(cursor, size);
    }

    @GET
    @Path("/{zone}")
    @PermitAll
    @Operation(summary = "A zone by the end of its address, with those of its goods that are on sale")
    public Uni<ZoneView> one(@PathParam("zone") String slug) {
        return zones.shown(slug);
    }

    @POST
    @RolesAllowed(Role.COUNTER_OPERATOR)
    @Operation(summary = "Open a zone; goods are put in afterwards")
    public Uni<Response> open(@Nullable ZoneDraft draft) {
        return desk.open(actor.required(), given(draft))
                .map(id -> Response.status(201).entity(Map.of("id", id)).build());
    }

    @PUT
    @Path("/{zone}")
    @RolesAllowed(Role.COUNTER_OPERATOR)
    @Operation(summary = "Write a zone of yours anew")
    public Uni<Void> change(@PathParam("zone") UUID id, @Nullable ZoneDraft draft) {
        return desk.change(actor.required(), id, given(draft));
    }

    @PUT
    @Path("/{zone}/goods")
    @RolesAllowed(Role.COUNTER_OPERATOR)
    @Operation(summary = "Put these goods in, in this order, and take all others out")
    public Uni<Void> arrange(@PathParam("zone") UUID id, @Nullable Goods goods) {
        List<@Nullable UUID> listings = given(goods).listings();
        if (listings == null || listings.contains(null)) {
            throw Problem.field("/listings", "field-required");
        }
        return desk.arrange(actor.required(), id, listings);
    }

    @PUT
    @Path("/{zone}/hiding")
    @RolesAllowed(Role.REGION_OFFICER)
    @Operation(summary = "Take a zone of your area off, with the reason")
    public Uni<Void> hide(@PathParam("zone") UUID id, @Nullable Hiding hiding) {
        return desk.hide(actor.required(), id, given(hiding).reason());
    }

    @DELETE
    @Path("/{zone}/hiding")
    @RolesAllowed(Role.REGION_OFFICER)
    @Operation(summary = "Let a zone of your area be seen again")
    public Uni<Void> showAgain(@PathParam("zone") UUID id) {
        return desk.showAgain(actor.required(), id);
    }

    private static <T> T given(@Nullable T body) {
        if (body == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return body;
    }
}
