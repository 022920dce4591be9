package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The pictures of a supplier's own goods. */
@Path("/api/listings/{id}/pictures")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class PictureResource {
    /** A picture that stays, and what is seen on it. */
    record Kept(
            @Nullable String sha256,
            @Nullable String altZh,
            @Nullable String altEn) {}

    record Arranged(@Nullable List<Kept> pictures) {}

    private final GoodsPictures pictures;
    private final Documents documents;
    private final CurrentActor actor;

    PictureResource(GoodsPictures pictures, Documents documents, CurrentActor actor) {
        this.pictures = pictures;
        this.documents = documents;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "The pictures of one of my organisation's goods, in their order")
    public Uni<List<GoodsPicture>> own(@PathParam("id") UUID id) {
        return pictures.of(id, actor.required());
    }

    @POST
    // What it is, its content says.
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary =
                    "Add a picture behind the others, at most six: JPEG, PNG or WebP as the body, what is seen on it as words")
    public Uni<Response> add(
            @PathParam("id") UUID id,
            @QueryParam("altZh") @DefaultValue("") String altZh,
            @QueryParam("altEn") @DefaultValue("") String altEn,
            byte @Nullable [] file) {
        return pictures.add(
                        id,
                        documents.check(file == null ? new byte[0] : file),
                        new GoodsPictures.Alt(altZh, altEn),
                        actor.required())
                .map(all -> Response.status(Response.Status.CREATED).entity(all).build());
    }

    @PUT
    @Operation(summary = "Show these pictures in this order and no others, each with its words")
    public Uni<List<GoodsPicture>> arrange(@PathParam("id") UUID id, @Nullable Arranged body) {
        if (body == null || body.pictures() == null || body.pictures().contains(null)) {
            throw Problem.field("/pictures", "field-required");
        }
        return pictures.arrange(
                id,
                body.pictures().stream()
                        .map(kept -> new GoodsPictures.Wish(
                                Objects.requireNonNullElse(kept.sha256(), ""),
                                new GoodsPictures.Alt(
                                        Objects.requireNonNullElse(kept.altZh(), ""),
                                        Objects.requireNonNullElse(kept.altEn(), ""))))
                        .toList(),
                actor.required());
    }
}
