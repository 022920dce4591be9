package org.bangxiao.household;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/desk/households")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class HouseholdPages {
    private static final int ROWS_A_PAGE = 50;

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance households(
                List<HouseholdView.Row> rows,
                long total,
                boolean enters,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance household(HouseholdView household, List<String> relations);
    }

    private final Households households;
    private final Relatives relatives;
    private final CurrentActor currentActor;

    HouseholdPages(Households households, Relatives relatives, CurrentActor currentActor) {
        this.households = households;
        this.relatives = relatives;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @DefaultValue("0") long cursor) {
        return households
                .list(currentActor.required(), cursor, ROWS_A_PAGE)
                .map(page -> Templates.households(
                        page.items(),
                        page.total(),
                        currentActor.required().has(Role.COUNTY_OFFICER),
                        page.next() == null ? null : "/desk/households?cursor=" + page.next(),
                        cursor == 0 ? null : "/desk/households"));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        Actor reader = currentActor.required();
        boolean officer = reader.has(Role.VILLAGE_OFFICER) || reader.has(Role.COUNTY_OFFICER);
        return households
                .seenBy(reader, id)
                .map(seen -> Templates.household(seen, officer ? Relatives.RELATIONS : List.of()));
    }

    @POST
    @Path("/{id}/relatives")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> declareRelative(
            @PathParam("id") UUID id, @FormParam("relation") @DefaultValue("") String relation) {
        return relatives
                .declare(currentActor.required(), id, relation)
                .map(done -> Redirect.to("/desk/households/" + id, "flash.household-relative"));
    }
}
