package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The questions of a product as JSON. */
@Path("/api/products/{id}/questions")
@Cancellable(false)
@Tag(name = "questions")
class ListedQuestionsResource {
    record Asked(@Nullable String content) {}

    private final Questions questions;
    private final Reviews reviews;
    private final CurrentActor actor;

    ListedQuestionsResource(Questions questions, Reviews reviews, CurrentActor actor) {
        this.questions = questions;
        this.reviews = reviews;
        this.actor = actor;
    }

    @GET
    @PermitAll
    @Operation(summary = "What was asked of a product and answered, the newest first")
    public Uni<Page<Question>> listed(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("20") int size) {
        return reviews.goods(id).chain(() -> questions.ofListing(id, cursor, QuestionResource.within(size)));
    }

    @POST
    @RolesAllowed(Role.CONSUMER)
    @Operation(summary = "Ask something of a product on sale, in 10 to 200 characters; at most 5 times a day")
    public Uni<Response> ask(@PathParam("id") UUID id, @Nullable Asked body) {
        return questions
                .ask(actor.required(), id, body == null ? null : body.content())
                .map(asked -> Response.status(201).entity(Map.of("id", asked)).build());
    }
}
