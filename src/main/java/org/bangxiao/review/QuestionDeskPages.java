package org.bangxiao.review;

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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier answers what is asked of its goods; an office hides what breaks the law. */
@Path(Questions.DESK)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    Role.SUPPLIER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.ADMINISTRATOR
})
class QuestionDeskPages {
    private static final int SIZE = 20;
    private static final String ANSWERED = Questions.DESK + "?answered=true";

    @CheckedTemplate(basePath = "review", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance questionDesk(
                List<Question> questions,
                boolean supplier,
                boolean answered,
                Instant now,
                @Nullable UUID faulty,
                Form form,
                @Nullable String next,
                @Nullable String first);
    }

    private final Questions questions;
    private final CurrentActor actor;
    private final BusinessClock clock;

    QuestionDeskPages(Questions questions, CurrentActor actor, BusinessClock clock) {
        this.questions = questions;
        this.actor = actor;
        this.clock = clock;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("answered") @DefaultValue("false") boolean answered,
            @QueryParam("cursor") @Nullable UUID cursor) {
        return page(answered, cursor, null, Form.empty());
    }

    @POST
    @Path("{id}/answer")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> answer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> questions.answer(actor.required(), id, form.value("answer")))
                .map(done -> Redirect.to(Questions.DESK, "flash.question-answered"))
                .onFailure(QuestionDeskPages::onTheForm)
                .recoverWithUni(failure -> again(id, form, (Problem) failure));
    }

    @POST
    @Path("{id}/hide")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE, Role.ADMINISTRATOR})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> hide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> questions.hide(actor.required(), id, form.value("reason")))
                .map(done -> Redirect.to(Questions.DESK, "flash.question-hidden"))
                .onFailure(QuestionDeskPages::onTheForm)
                .recoverWithUni(failure -> again(id, form, (Problem) failure));
    }

    private static boolean onTheForm(Throwable failure) {
        return failure instanceof Problem problem && !problem.errors().isEmpty();
    }

    /** The list in which the question stands, with its form filled in. */
    private Uni<Response> again(UUID id, Form form, Problem problem) {
        return page(form.value("answered").equals("true"), null, id, form.with(problem))
                .chain(again -> FormAnswer.refused(again, problem));
    }

    private Uni<TemplateInstance> page(boolean asked, @Nullable UUID cursor, @Nullable UUID faulty, Form form) {
        boolean supplier = actor.required().has(Role.SUPPLIER);
        boolean answered = asked || !supplier;
        String home = answered ? ANSWERED : Questions.DESK;
        return questions
                .atDesk(actor.required(), answered, cursor, SIZE)
                .map(page -> Templates.questionDesk(
                        page.items(),
                        supplier,
                        answered,
                        clock.instant(),
                        faulty,
                        form,
                        page.next() == null ? null : home + (answered ? "&" : "?") + "cursor=" + page.next(),
                        cursor == null ? null : home));
    }
}
