package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The picture of a product to hand on, in the reader's language. */
@Path("/products/{id}/poster.png")
@Cancellable(false)
@PermitAll
class PosterPages {
    private final Posters posters;
    private final Shell shell;

    PosterPages(Posters posters, Shell shell) {
        this.posters = posters;
        this.shell = shell;
    }

    @GET
    @Produces({"image/png", MediaType.TEXT_HTML})
    public Uni<Response> poster(@PathParam("id") UUID id, @Context UriInfo here, @Context Request request) {
        return posters.of(id, shell.locale(), here.getBaseUri() + "products/" + id)
                .map(drawn -> {
                    EntityTag tag = new EntityTag(drawn.digest());
                    Response.ResponseBuilder same = request.evaluatePreconditions(tag);
                    return (same != null ? same : Response.ok(drawn.png().getBytes(), "image/png"))
                            .tag(tag)
                            .header("Cache-Control", "private, max-age=300")
                            .build();
                });
    }
}
