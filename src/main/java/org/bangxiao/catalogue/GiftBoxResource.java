package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Gift boxes as JSON: anybody reads one, suppliers write their own. */
@Path("/api/boxes")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class GiftBoxResource {
    /**
     * A box to be written.
     *
     * @param goods 2 to 10 of the supplier's own on sale, each with 1 to 99 pieces
     */
    record NewBox(
            @Nullable String nameZh,
            @Nullable String nameEn,
            @Nullable String textZh,
            @Nullable String textEn,
            @Nullable List<NewPart> goods) {
        GiftBoxDraft draft() {
            List<NewPart> given = goods == null ? List.of() : goods;
            List<Problem.FieldError> errors = new ArrayList<>();
            List<GiftBoxDraft.Part> parts = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                NewPart part = given.get(i);
                UUID listing = part == null ? null : part.listingId();
                if (part == null || listing == null) {
                    errors.add(new Problem.FieldError("/goods/" + i + "/listingId", "field-required", List.of()));
                } else {
                    parts.add(new GiftBoxDraft.Part(listing, part.pieces()));
                }
            }
            if (!errors.isEmpty()) {
                throw Problem.fields(errors);
            }
            return new GiftBoxDraft(text(nameZh), text(nameEn), text(textZh), text(textEn), List.copyOf(parts));
        }

        private static String text(@Nullable String given) {
            return Objects.requireNonNullElse(given, "");
        }
    }

    record NewPart(@Nullable UUID listingId, int pieces) {}

    private final GiftBoxes boxes;
    private final CurrentActor actor;

    GiftBoxResource(GiftBoxes boxes, CurrentActor actor) {
        this.boxes = boxes;
        this.actor = actor;
    }

    @POST
    @Operation(
            summary = "Put goods of my organisation together as a gift box",
            description = "It is offered at once. Goods sold by weight or in advance are in no box.")
    public Uni<Response> add(@Nullable NewBox body) {
        if (body == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return boxes.save(null, null, body.draft(), actor.required())
                .chain(id -> boxes.own(id, actor.required()))
                .map(box -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/boxes/" + box.id())
                        .entity(box)
                        .build());
    }

    @GET
    @Operation(summary = "My organisation's gift boxes, the newest first")
    public Uni<Page<GiftBoxView>> own(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @Nullable String size) {
        List<Problem.FieldError> errors = new ArrayList<>();
        int pieces = ProductQuery.size(size, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return boxes.own(actor.required(), cursor, pieces);
    }

    @GET
    @Path("/{id}")
    @PermitAll
    @Operation(
            summary = "A gift box that is offered, at today's prices",
            description = "Goods that cannot be bought say why; the box cannot be bought then.")
    public Uni<GiftBoxView> one(@PathParam("id") UUID id) {
        return boxes.find(id);
    }
}
