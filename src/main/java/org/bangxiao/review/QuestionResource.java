package org.bangxiao.review;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Answering and hiding questions as JSON. */
@Path("/api/questions")
@Cancellable(false)
@Tag(name = "questions")
class QuestionResource {
    record Answer(@Nullable String answer) {}

    record Hiding(@Nullable String reason) {}

    private final Questions questions;
    private final CurrentActor actor;

    QuestionResource(Questions questions, CurrentActor actor) {
        this.questions = questions;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({
        Role.CONSUMER,
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "What you asked, what is asked of the goods you answer for, or what was answered in your area")
    public Uni<Page<Question>> own(
            @Parameter(description = "true: those with their answer; an office sees no others")
                    @QueryParam("answered")
                    @DefaultValue("false")
                    boolean answered,
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("size") @DefaultValue("20") int size) {
        return questions.atDesk(actor.required(), answered, cursor, within(size));
    }

    @POST
    @Path("/{id}/answer")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Answer a question of goods you answer for; within a day the answer may be put right")
    public Uni<Void> answer(@PathParam("id") UUID id, @Nullable Answer body) {
        return questions.answer(actor.required(), id, body == null ? null : body.answer());
    }

    @POST
    @Path("/{id}/hide")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE, Role.ADMINISTRATOR})
    @Operation(summary = "Hide an answered question with a reason; it stays in the records")
    public Uni<Void> hide(@PathParam("id") UUID id, @Nullable Hiding hiding) {
        return questions.hide(actor.required(), id, hiding == null ? null : hiding.reason());
    }

    static int within(int size) {
        return Page.sizeOf(size);
    }
}
