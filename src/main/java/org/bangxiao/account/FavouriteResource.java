package org.bangxiao.account;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** One's own favourites as JSON. */
@Path("/api/favourites")
@Cancellable(false)
@Authenticated
@Tag(name = "account")
class FavouriteResource {
    private final Favourites favourites;
    private final CurrentActor actor;

    FavouriteResource(Favourites favourites, CurrentActor actor) {
        this.favourites = favourites;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Goods you keep for later, the latest first")
    public Uni<Page<Favourite>> page(
            @QueryParam("cursor") @Nullable UUID cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return favourites.page(actor.required(), cursor, size);
    }

    @PUT
    @Path("/{listing}")
    @Operation(summary = "Keep goods for later; where they are sold out you are told once they are back")
    public Uni<Void> keep(@PathParam("listing") UUID listing) {
        return favourites.keep(actor.required(), listing);
    }

    @DELETE
    @Path("/{listing}")
    @Operation(summary = "Keep goods no longer")
    public Uni<Void> drop(@PathParam("listing") UUID listing) {
        return favourites.drop(actor.required(), listing);
    }
}
