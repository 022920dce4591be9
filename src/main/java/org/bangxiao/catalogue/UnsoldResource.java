package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Goods that lie unsold, for the offices' programs. */
@Path("/api/products/{id}/unsold-stock")
@Cancellable(false)
@RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
@Tag(name = "products")
class UnsoldResource {
    /** Whether stock lies unsold, and how the officer knows. */
    record Unsold(boolean unsold, @Nullable String reason) {}

    private final UnsoldGoods goods;
    private final CurrentActor actor;

    UnsoldResource(UnsoldGoods goods, CurrentActor actor) {
        this.goods = goods;
        this.actor = actor;
    }

    @POST
    @Operation(summary = "Bring goods before buyers because stock lies unsold, or no longer")
    public Uni<Void> mark(@PathParam("id") UUID id, @NotNull Unsold body) {
        return goods.mark(actor.required(), id, body.unsold(), body.reason());
    }
}
