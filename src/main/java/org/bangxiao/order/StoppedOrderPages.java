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
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The office's list of paid orders under a stopped certificate, each with its decision. */
@Path(StoppedOrderPages.HERE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.ADMINISTRATOR})
class StoppedOrderPages {
    static final String HERE = "/desk/stopped-orders";

    private static final int SIZE = 20;
    private static final int MOST_EXPORTED = 10_000;
    private static final List<String> HEADING = List.of(
            "order",
            "supplier",
            "certificate",
            "state",
            "product",
            "quantity",
            "amountYuan",
            "paidAt",
            "stoppedSince",
            "outcome",
            "reason");

    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance stopped(
                List<StoppedOrder> orders, boolean decided, Form form, @Nullable String next, @Nullable String first);
    }

    private final StoppedOrders stopped;
    private final CurrentActor actor;

    StoppedOrderPages(StoppedOrders stopped, CurrentActor actor) {
        this.stopped = stopped;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("decided") @DefaultValue("false") boolean decided,
            @QueryParam("cursor") @Nullable String cursor) {
        return page(decided, cursor, Form.empty());
    }

    @GET
    @Path("/orders.csv")
    @Produces("text/csv")
    public Uni<Response> export(@QueryParam("decided") @DefaultValue("false") boolean decided) {
        return stopped.page(actor.required(), decided, null, MOST_EXPORTED)
                .map(page -> CsvFile.answer(
                        "stopped-orders.csv",
                        HEADING,
                        page.items().stream().map(StoppedOrderPages::row).toList()));
    }

    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                stopped.decide(actor.required(), id, form.value("outcome"), form.value("reason"))
                        .map(done -> Redirect.to(HERE, "flash.order-stop-decided")),
                form,
                again -> page(false, null, again));
    }

    private Uni<TemplateInstance> page(boolean decided, @Nullable String cursor, Form form) {
        String here = HERE + "?decided=" + decided;
        return stopped.page(actor.required(), decided, cursor, SIZE)
                .map(page -> Templates.stopped(
                        page.items(),
                        decided,
                        form,
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    private static List<String> row(StoppedOrder order) {
        return List.of(
                order.orderNumber(),
                order.supplierZh(),
                order.certificateNumber(),
                order.certificateState(),
                order.nameZh(),
                String.valueOf(order.quantity()),
                Money.yuan(order.amountFen()),
                Objects.requireNonNullElse(order.paidAt(), "").toString(),
                order.stoppedSince().toString(),
                Objects.requireNonNullElse(order.outcome(), ""),
                Objects.requireNonNullElse(order.reason(), ""));
    }
}
