package org.bangxiao.review;

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
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier answers what was said of its goods; an office hides what breaks the law. */
@Path(Reviews.DESK)
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
class ReviewDeskPages {
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "review", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance desk(
                List<Review> reviews, boolean supplier, @Nullable String next, @Nullable String first);
    }

    private final Reviews reviews;
    private final CurrentActor actor;

    ReviewDeskPages(Reviews reviews, CurrentActor actor) {
        this.reviews = reviews;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return reviews.atDesk(actor.required(), cursor, SIZE)
                .map(page -> Templates.desk(
                        page.items(),
                        actor.required().has(Role.SUPPLIER),
                        page.next() == null ? null : Reviews.DESK + "?cursor=" + page.next(),
                        cursor == null ? null : Reviews.DESK));
    }

    @POST
    @Path("{id}/reply")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> reply(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return reviews.reply(actor.required(), id, Form.of(posted).value("reply"))
                .map(done -> Redirect.to(Reviews.DESK, "flash.review-replied"));
    }

    @POST
    @Path("{id}/hide")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE, Role.ADMINISTRATOR})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> hide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return reviews.hide(actor.required(), id, Form.of(posted).value("reason"))
                .map(done -> Redirect.to(Reviews.DESK, "flash.review-hidden"));
    }
}
