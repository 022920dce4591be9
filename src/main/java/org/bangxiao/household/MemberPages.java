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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The county's office puts down who comes into a link, takes part otherwise, or leaves. */
@Path(LinkPages.HOME + "/{id}/members")
@Cancellable(false)
@RolesAllowed(Role.COUNTY_OFFICER)
@Produces(MediaType.TEXT_HTML)
class MemberPages {
    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance entering(LinkHead link, Form form);

        static native TemplateInstance member(
                LinkHead link, MemberRow member, PassesTo rule, Form change, Form leaving);
    }

    private final Memberships members;
    private final BusinessClock clock;
    private final CurrentActor actor;

    MemberPages(Memberships members, BusinessClock clock, CurrentActor actor) {
        this.members = members;
        this.clock = clock;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> fresh(@PathParam("id") UUID id) {
        return entering(id, Form.of(Map.of("from", clock.today().toString(), "persons", "1")));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> enter(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                done(
                        id,
                        "flash.member-entered",
                        () -> members.enter(id, new LinkForm(form).entering(), actor.required())),
                form,
                again -> entering(id, again));
    }

    @GET
    @Path("/{household}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id, @PathParam("household") UUID household) {
        return member(id, household, null, null);
    }

    @POST
    @Path("/{household}/change")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(
            @PathParam("id") UUID id, @PathParam("household") UUID household, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                done(
                        id,
                        "flash.member-changed",
                        () -> members.change(id, household, new LinkForm(form).entering(), actor.required())),
                form,
                again -> member(id, household, again, null));
    }

    @POST
    @Path("/{household}/leaving")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> leave(
            @PathParam("id") UUID id, @PathParam("household") UUID household, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                done(
                        id,
                        "flash.member-left",
                        () -> members.leave(id, household, new LinkForm(form).leaving(), actor.required())),
                form,
                again -> member(id, household, null, again));
    }

    private static Uni<Response> done(UUID id, String flash, Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(work::get).map(ignored -> Redirect.to(LinkPages.HOME + "/" + id, flash));
    }

    private Uni<TemplateInstance> entering(UUID id, Form form) {
        return members.forOffice(id, actor.required()).map(link -> Templates.entering(link, form));
    }

    private Uni<TemplateInstance> member(UUID id, UUID household, @Nullable Form change, @Nullable Form leaving) {
        Actor officer = actor.required();
        return members.last(id, household, officer)
                .map(last -> Templates.member(
                        last.link(),
                        last.member(),
                        last.rule(),
                        change == null ? changing(last.member()) : change,
                        leaving == null ? Form.of(Map.of("on", clock.today().toString())) : leaving));
    }

    private Form changing(MemberRow member) {
        return Form.of(Map.of(
                "from", clock.today().toString(),
                "persons", String.valueOf(member.persons()),
                "weight", String.valueOf(member.weight()),
                "cannotWork", member.cannotWork() ? "true" : ""));
    }
}
