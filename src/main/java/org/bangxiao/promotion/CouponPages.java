package org.bangxiao.promotion;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A buyer's coupons: those there are to take, and those taken. */
@Path(CouponPages.HOME)
@Cancellable(false)
@Authenticated
@Produces(MediaType.TEXT_HTML)
class CouponPages {
    static final String HOME = "/account/coupons";

    @CheckedTemplate(basePath = "promotion", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance coupons(List<Coupon> coupons, ScopeNames names);
    }

    private final Coupons coupons;
    private final ScopeNames names;
    private final CurrentActor actor;

    CouponPages(Coupons coupons, ScopeNames names, CurrentActor actor) {
        this.coupons = coupons;
        this.names = names;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> open() {
        return coupons.open(actor.required().accountId()).map(found -> Templates.coupons(found, names));
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> take(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return coupons.take(actor.required(), id)
                .map(taken -> Redirect.to(HOME, "flash.coupon-taken"))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithItem(Redirect.to(HOME, "flash.coupon-gone"));
    }
}
