package org.bangxiao.review;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
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
import java.util.UUID;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What buyers ask of a product, and the form of a buyer who asks. */
@Path("/products/{id}/questions")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class QuestionPages {
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "review", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance questions(
                SaleableListing goods,
                List<Question> questions,
                List<Question> own,
                boolean asks,
                boolean stranger,
                Form form,
                @Nullable String next,
                @Nullable String first);
    }

    private final Questions questions;
    private final Reviews reviews;
    private final CurrentActor actor;

    QuestionPages(Questions questions, Reviews reviews, CurrentActor actor) {
        this.questions = questions;
        this.reviews = reviews;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> listed(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable UUID cursor) {
        return page(id, cursor, Form.empty());
    }

    @POST
    @RolesAllowed(Role.CONSUMER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> ask(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> questions.ask(actor.required(), id, form.value("content")))
                        .map(asked -> Redirect.to(home(id), "flash.question-asked")),
                form,
                again -> page(id, null, again));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable UUID cursor, Form form) {
        boolean asks = actor.optional().filter(one -> one.has(Role.CONSUMER)).isPresent();
        Uni<List<Question>> own = asks && cursor == null
                ? questions.ownUnseen(actor.required(), id)
                : Uni.createFrom().item(List.of());
        return reviews.goods(id)
                .chain(goods -> own.chain(mine -> questions
                        .ofListing(id, cursor, SIZE)
                        .map(page -> Templates.questions(
                                goods,
                                page.items(),
                                mine,
                                asks,
                                actor.optional().isEmpty(),
                                form,
                                page.next() == null ? null : home(id) + "?cursor=" + page.next(),
                                cursor == null ? null : home(id)))));
    }

    private static String home(UUID listing) {
        return "/products/" + listing + "/questions";
    }
}
