package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Zones as visitors see them: those that stand open, and each with its goods. */
@Path(ZonePages.HOME)
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ZonePages {
    static final String HOME = "/zones";
    private static final int ZONES_A_PAGE = 24;
    private static final int DIGITS = 64;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance zones(List<Zone> zones, @Nullable String next, @Nullable String first);

        static native TemplateInstance zone(
                Zone zone, String operatorZh, String operatorEn, List<ProductCard> products);
    }

    private final Zones zones;

    ZonePages(Zones zones) {
        this.zones = zones;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable UUID cursor) {
        return zones.open(cursor, ZONES_A_PAGE)
                .map(page -> Templates.zones(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("{slug}")
    public Uni<TemplateInstance> zone(@PathParam("slug") String slug) {
        return zones.shown(slug)
                .map(view -> Templates.zone(view.zone(), view.operatorZh(), view.operatorEn(), view.goods()));
    }

    @GET
    @Path("{slug}/{file}")
    @Produces({"image/jpeg", MediaType.TEXT_HTML})
    public Uni<Response> picture(@PathParam("slug") String slug, @PathParam("file") String file) {
        if (!file.matches("[0-9a-f]{64}\\.jpg")) {
            throw Problem.notFound();
        }
        return zones.picture(slug, file.substring(0, DIGITS));
    }
}
