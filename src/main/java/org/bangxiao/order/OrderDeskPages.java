package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's orders: what is paid, where it goes, that it is on its way. */
@Path("/desk/orders")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.SUPPLIER)
class OrderDeskPages {
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance desk(
                List<Shipping.DuePart> parts, String state, @Nullable String next, @Nullable String first);
    }

    private final Shipping shipping;
    private final CurrentActor actor;

    OrderDeskPages(Shipping shipping, CurrentActor actor) {
        this.shipping = shipping;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> orders(
            @QueryParam("state") @DefaultValue("") String state, @QueryParam("cursor") @Nullable String cursor) {
        return shipping.page(actor.required(), state.isEmpty() ? null : state, cursor, SIZE)
                .map(page -> Templates.desk(
                        page.items(),
                        state,
                        page.next() == null ? null : "/desk/orders?state=" + state + "&cursor=" + page.next(),
                        cursor == null ? null : "/desk/orders?state=" + state));
    }

    @POST
    @Path("{id}/ship")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> ship(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return shipping.ship(actor.required(), id, form.value("carrier"), form.value("trackingNumber"))
                .map(done -> Redirect.to("/desk/orders", "flash.shipped"));
    }
}
