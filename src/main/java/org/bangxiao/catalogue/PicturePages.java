package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The pictures of goods themselves, each under its digest: what a browser has once fetched it never asks for again. */
@Path("/pictures")
@Cancellable(false)
@PermitAll
class PicturePages {
    private static final String NAME = "[0-9a-f]{64}\\.jpg";
    private static final int DIGITS = 64;

    private final GoodsPictures pictures;
    private final CurrentActor actor;

    PicturePages(GoodsPictures pictures, CurrentActor actor) {
        this.pictures = pictures;
        this.actor = actor;
    }

    @GET
    @Path("{id}/{file}")
    @Produces({"image/jpeg", MediaType.TEXT_HTML})
    public Uni<Response> picture(@PathParam("id") UUID id, @PathParam("file") String file) {
        if (!file.matches(NAME)) {
            throw Problem.notFound();
        }
        return pictures.file(id, file.substring(0, DIGITS), actor.optional());
    }
}
