package org.bangxiao.invoice;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's invoices: asked for, issued, and those for which a red one is due. */
@Path(Invoices.DESK)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class InvoiceDeskPages {
    private static final int SIZE = 50;

    @CheckedTemplate(basePath = "invoice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance desk(
                List<Invoice> invoices, boolean waiting, @Nullable String next, @Nullable String first);

        static native TemplateInstance one(Invoices.Opened opened, Form form);
    }

    private final Invoices invoices;
    private final CurrentActor actor;

    InvoiceDeskPages(Invoices invoices, CurrentActor actor) {
        this.invoices = invoices;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("view") @Nullable String view, @QueryParam("cursor") @Nullable UUID cursor) {
        boolean waiting = !"all".equals(view);
        String here = Invoices.DESK + (waiting ? "?view=waiting" : "?view=all");
        return invoices.atDesk(actor.required(), waiting, cursor, SIZE)
                .map(page -> Templates.desk(
                        page.items(),
                        waiting,
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    @GET
    @Path("{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @Path("{id}/issue")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> issue(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() ->
                                invoices.issue(actor.required(), id, form.value("number"), day(form.value("issuedOn"))))
                        .map(done -> Redirect.to(Invoices.DESK + "/" + id, "flash.invoice-issued")),
                form,
                again -> page(id, again));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return invoices.open(actor.required(), id).map(opened -> Templates.one(opened, form));
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
