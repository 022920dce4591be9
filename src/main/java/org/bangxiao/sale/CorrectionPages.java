package org.bangxiao.sale;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Corrections at the desk of finance people and auditors. */
@Path(CorrectionPages.HOME)
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class CorrectionPages {
    static final String HOME = "/desk/corrections";
    private static final int SIZE = 50;

    @CheckedTemplate(basePath = "sale", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance corrections(
                List<Correction> corrections, boolean may, Form form, @Nullable String next, @Nullable String first);

        static native TemplateInstance correction(
                Correction correction, Correction.@Nullable Effect effect, boolean may, Form form);
    }

    private final Corrections corrections;
    private final CurrentActor actor;

    CorrectionPages(Corrections corrections, CurrentActor actor) {
        this.corrections = corrections;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("sale") @Nullable String sale) {
        return list(cursor, sale == null ? Form.empty() : Form.of(Map.of("saleId", sale)));
    }

    @POST
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> ask(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> corrections.ask(
                                actor.required(),
                                id(form.value("saleId")),
                                new Correction.Figures(quantity(form.value("quantity")), fen(form.value("grossFen"))),
                                form.value("reason")))
                        .map(id -> Redirect.to(HOME + "/" + id, "flash.correction-asked")),
                form,
                again -> list(null, again));
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.FINANCE, Role.AUDITOR})
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return one(id, Form.empty());
    }

    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> approve(@PathParam("id") UUID id) {
        return done(id, "flash.correction-approved", corrections.approve(actor.required(), id));
    }

    @POST
    @Path("/{id}/refusal")
    @RolesAllowed(Role.FINANCE)
    public Uni<Response> refuse(@PathParam("id") UUID id) {
        return done(id, "flash.correction-refused", corrections.refuse(actor.required(), id));
    }

    private Uni<Response> done(UUID id, String flash, Uni<Void> work) {
        return FormAnswer.orAgain(
                work.map(ignored -> Redirect.to(HOME + "/" + id, flash)), Form.empty(), again -> one(id, again));
    }

    private Uni<TemplateInstance> list(@Nullable String cursor, Form form) {
        Actor reader = actor.required();
        return corrections
                .list(reader, cursor, SIZE)
                .map(page -> Templates.corrections(
                        page.items(),
                        reader.has(Role.FINANCE),
                        form,
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    private Uni<TemplateInstance> one(UUID id, Form form) {
        Actor reader = actor.required();
        return corrections
                .find(reader, id)
                .chain(found -> found.state().equals("ASKED")
                        ? corrections
                                .effect(found)
                                .map(effect -> Templates.correction(found, effect, reader.has(Role.FINANCE), form))
                        : Uni.createFrom().item(Templates.correction(found, null, false, form)));
    }

    /** The id, or the end of the address of the sale's page. */
    private static UUID id(String typed) {
        try {
            return UUID.fromString(typed.strip().replaceAll("^.*/sales/", ""));
        } catch (IllegalArgumentException e) {
            throw Problem.field("/saleId", "sale-unknown");
        }
    }

    private static long quantity(String typed) {
        try {
            return Long.parseLong(typed.strip());
        } catch (NumberFormatException e) {
            throw Problem.field("/quantity", "sale-quantity-invalid");
        }
    }

    private static long fen(String typed) {
        try {
            return Money.parseYuan(typed);
        } catch (NumberFormatException e) {
            throw Problem.field("/grossFen", "sale-gross-invalid");
        }
    }
}
