package org.bangxiao.promotion;

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
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The desk of whoever issues coupons: offices from funds, suppliers from their own price. */
@Path(ProgrammePages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed({Role.FINANCE, Role.TASK_FORCE, Role.SUPPLIER})
@Produces(MediaType.TEXT_HTML)
class ProgrammePages {
    static final String HOME = "/desk/coupons";
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "promotion", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance programmes(
                List<Programme> programmes,
                LocalDate today,
                boolean issues,
                ScopeNames names,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance programme(
                boolean supplier, List<String> funds, List<ScopeNames.Choice> areas, ScopeNames names, Form form);
    }

    private final Programmes programmes;
    private final ScopeNames names;
    private final BusinessClock clock;
    private final CurrentActor actor;

    ProgrammePages(Programmes programmes, ScopeNames names, BusinessClock clock, CurrentActor actor) {
        this.programmes = programmes;
        this.names = names;
        this.clock = clock;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({Role.FINANCE, Role.TASK_FORCE, Role.SUPPLIER, Role.AUDITOR})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return programmes
                .page(actor.required(), cursor, SIZE)
                .map(page -> Templates.programmes(
                        page.items(),
                        clock.today(),
                        office() || actor.required().has(Role.SUPPLIER),
                        names,
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    /** An empty form, or one filled with the terms of another programme. */
    @GET
    @Path("/new")
    public Uni<TemplateInstance> fresh(@QueryParam("like") @Nullable UUID like) {
        return like == null
                ? page(ProgrammeForm.fresh(clock.today(), own()))
                : programmes.find(actor.required(), like).chain(one -> page(ProgrammeForm.like(one, clock.today())));
    }

    @POST
    @Path("/new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> issue(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> programmes.issue(actor.required(), ProgrammeForm.read(form)))
                        .map(issued -> Redirect.to(HOME, "flash.coupon-issued")),
                form,
                this::page);
    }

    @POST
    @Path("/{id}/stop")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> stop(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return programmes.stop(actor.required(), id).map(done -> Redirect.to(HOME, "flash.coupon-stopped"));
    }

    private Uni<TemplateInstance> page(Form form) {
        return programmes
                .funds(actor.required())
                .map(funds -> Templates.programme(!office(), funds, names.areas(own()), names, form));
    }

    /** The area of an office; null where that is everywhere. */
    private @Nullable AreaCode own() {
        return Programmes.officeOf(actor.required())
                .flatMap(actor.required()::areaAs)
                .orElse(null);
    }

    private boolean office() {
        return Programmes.officeOf(actor.required()).isPresent();
    }
}
