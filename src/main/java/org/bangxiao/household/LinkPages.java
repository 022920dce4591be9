package org.bangxiao.household;

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
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Benefit links at the desk: the supplier prepares terms, the county's office decides on them. */
@Path(LinkPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
@Produces(MediaType.TEXT_HTML)
class LinkPages {
    static final String HOME = "/desk/links";
    private static final int SIZE = 20;
    private static final int MEMBERS = 50;

    /** What the reader may do with a link. */
    record May(boolean prepare, boolean decide) {
        static May of(LinkHead link, Actor reader) {
            return new May(link.suppliedBy(reader), link.overseenBy(reader));
        }
    }

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance links(List<LinkRow> links, @Nullable String next, @Nullable String first);

        static native TemplateInstance link(
                LinkFile file, May may, LocalDate today, Form form, @Nullable String next, @Nullable String first);

        static native TemplateInstance terms(LinkHead link, @Nullable UUID draft, Form form);
    }

    private final LinkDesk desk;
    private final LinkTerms terms;
    private final BusinessClock clock;
    private final CurrentActor actor;

    LinkPages(LinkDesk desk, LinkTerms terms, BusinessClock clock, CurrentActor actor) {
        this.desk = desk;
        this.terms = terms;
        this.clock = clock;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return desk.page(actor.required(), cursor, SIZE)
                .map(page -> Templates.links(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return page(id, cursor, Form.empty());
    }

    /** An empty form, or one filled with the version before. */
    @GET
    @Path("/{id}/terms")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> fresh(@PathParam("id") UUID id) {
        LocalDate next = clock.today().withDayOfMonth(1).plusMonths(1);
        return desk.file(id, actor.required(), null, 1).map(file -> {
            file.link().own(actor.required());
            Terms open = file.draft();
            Form form = open == null ? LinkForm.fresh(next) : LinkForm.filled(open);
            return Templates.terms(file.link(), open == null ? null : open.id(), form);
        });
    }

    @POST
    @Path("/{id}/terms")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> prepare(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return write(id, null, posted, form -> terms.prepare(id, new LinkForm(form).terms(), actor.required()));
    }

    @POST
    @Path("/{id}/terms/{terms}")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> rewrite(
            @PathParam("id") UUID id, @PathParam("terms") UUID version, MultivaluedMap<String, String> posted) {
        return write(
                id, version, posted, form -> terms.rewrite(id, version, new LinkForm(form).terms(), actor.required()));
    }

    @POST
    @Path("/{id}/terms/{terms}/withdrawal")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> withdraw(
            @PathParam("id") UUID id, @PathParam("terms") UUID version, MultivaluedMap<String, String> posted) {
        return done(id, Form.of(posted), "flash.terms-withdrawn", () -> terms.withdraw(id, version, actor.required()));
    }

    @POST
    @Path("/{id}/terms/{terms}/return")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> giveBack(
            @PathParam("id") UUID id, @PathParam("terms") UUID version, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return done(
                id,
                form,
                "flash.terms-returned",
                () -> terms.giveBack(id, version, form.value("remark"), actor.required()));
    }

    @POST
    @Path("/{id}/terms/{terms}/approval")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> approve(
            @PathParam("id") UUID id, @PathParam("terms") UUID version, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return done(
                id,
                form,
                "flash.terms-approved",
                () -> terms.approve(id, version, form.value("sha256"), actor.required()));
    }

    private interface Writing {
        Uni<Terms> of(Form form);
    }

    private Uni<Response> write(
            UUID id, @Nullable UUID version, MultivaluedMap<String, String> posted, Writing writing) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> writing.of(form))
                        .map(made -> Redirect.to(HOME + "/" + id, "flash.terms-prepared")),
                form,
                again -> desk.file(id, actor.required(), null, 1)
                        .map(file -> Templates.terms(file.link().own(actor.required()), version, again)));
    }

    private Uni<Response> done(UUID id, Form form, String flash, Supplier<Uni<Terms>> work) {
        return FormAnswer.orAgain(
                Uni.createFrom().deferred(work::get).map(decided -> Redirect.to(HOME + "/" + id, flash)),
                form,
                again -> page(id, null, again));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable String cursor, Form form) {
        Actor reader = actor.required();
        return desk.file(id, reader, cursor, MEMBERS)
                .map(file -> Templates.link(
                        file,
                        May.of(file.link(), reader),
                        clock.today(),
                        form,
                        file.members().next() == null
                                ? null
                                : HOME + "/" + id + "?cursor=" + file.members().next(),
                        cursor == null ? null : HOME + "/" + id));
    }
}
