package org.bangxiao.order;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** One's own address book as JSON: masked in lists, in the clear one at a time. */
@Path("/api/addresses")
@Cancellable(false)
@Authenticated
@Tag(name = "orders")
class AddressResource {
    private final AddressBook book;
    private final CurrentActor actor;

    AddressResource(AddressBook book, CurrentActor actor) {
        this.book = book;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Your addresses, masked, the preferred one first")
    public Uni<List<SavedAddress>> list() {
        return book.list(actor.required().accountId());
    }

    @POST
    @Operation(summary = "Keep an address; the first is preferred, twenty at most")
    public Uni<Response> add(@Nullable Receiver receiver) {
        return book.add(actor.required(), given(receiver))
                .map(id -> Response.status(201).entity(Map.of("id", id)).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of your addresses in the clear; the reading is written down")
    public Uni<Receiver> one(@PathParam("id") UUID id) {
        return book.read(actor.required(), id);
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Write one of your addresses anew")
    public Uni<Void> change(@PathParam("id") UUID id, @Nullable Receiver receiver) {
        return book.change(actor.required(), id, given(receiver));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Forget one of your addresses")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return book.remove(actor.required(), id);
    }

    @POST
    @Path("/{id}/prefer")
    @Operation(summary = "Take this address unless another is chosen")
    public Uni<Void> prefer(@PathParam("id") UUID id) {
        return book.prefer(actor.required(), id);
    }

    private static Receiver given(@Nullable Receiver receiver) {
        if (receiver == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return receiver;
    }
}
