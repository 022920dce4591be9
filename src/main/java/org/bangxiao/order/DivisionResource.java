package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Divisions;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What an address may be chosen from, step by step. */
@Path("/api/divisions")
@Cancellable(false)
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "addresses")
class DivisionResource {
    private static final int DAY_SECONDS = 86_400;

    /** @param inside cities of a province, districts of a city, streets and towns of a district */
    record Inside(List<Divisions.Division> inside) {}

    @GET
    @Path("{code}")
    @Operation(summary = "What lies inside a province, city or district by its code; not-found where nothing is known")
    @APIResponseSchema(Inside.class)
    public Uni<Response> inside(@PathParam("code") String code) {
        List<Divisions.Division> found = Divisions.inside(code);
        if (found.isEmpty()) {
            throw Problem.notFound();
        }
        CacheControl day = new CacheControl();
        day.setMaxAge(DAY_SECONDS);
        return Uni.createFrom()
                .item(Response.ok(new Inside(found)).cacheControl(day).build());
    }
}
