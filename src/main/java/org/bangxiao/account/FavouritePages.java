package org.bangxiao.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
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
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** One's own favourites. */
@Path(FavouritePages.HOME)
@Cancellable(false)
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class FavouritePages {
    static final String HOME = "/account/favourites";
    private static final int SIZE = 20;

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance favourites(
                List<Favourite> favourites, @Nullable String next, @Nullable String first);
    }

    private final Favourites favourites;
    private final CurrentActor actor;

    FavouritePages(Favourites favourites, CurrentActor actor) {
        this.favourites = favourites;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return favourites
                .page(actor.required(), cursor, SIZE)
                .map(page -> Templates.favourites(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @POST
    @Path("{listing}")
    public Uni<Response> keep(@PathParam("listing") UUID listing, MultivaluedMap<String, String> posted) {
        return favourites.keep(actor.required(), listing).map(kept -> Redirect.to(HOME, "flash.favourite-kept"));
    }

    @POST
    @Path("{listing}/remove")
    public Uni<Response> drop(@PathParam("listing") UUID listing, MultivaluedMap<String, String> posted) {
        return favourites.drop(actor.required(), listing).map(gone -> Redirect.to(HOME, "flash.favourite-dropped"));
    }
}
