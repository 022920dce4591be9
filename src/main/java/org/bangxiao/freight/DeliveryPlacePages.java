package org.bangxiao.freight;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Provinces;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Asks where goods are to go; the answer is kept in a cookie. */
@Path("/delivery-place")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class DeliveryPlacePages {
    private static final int YEAR_SECONDS = 31_536_000;

    /** Remembers it and goes back; {@code province-unknown} for what is no province's code. */
    @GET
    public Response choose(
            @QueryParam("province") @DefaultValue("") String province,
            @QueryParam("back") @DefaultValue("/") String back) {
        if (Provinces.of(province).isEmpty()) {
            throw Problem.field("/province", "province-unknown", province);
        }
        return Response.fromResponse(Redirect.to(Redirect.local(back, "/")))
                .cookie(new NewCookie.Builder(DeliveryPlace.COOKIE)
                        .value(province)
                        .path("/")
                        .maxAge(YEAR_SECONDS)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build())
                .build();
    }
}
