package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The desk. */
@Path("/desk")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class DeskPages {
    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance desk(
                String displayName, List<DeskView.Tile> tiles, List<DeskView.Task> tasks, List<DeskView.Link> links);
    }

    private final Desk desk;
    private final CurrentActor currentActor;

    DeskPages(Desk desk, CurrentActor currentActor) {
        this.desk = desk;
        this.currentActor = currentActor;
    }

    @GET
    @Authenticated
    public Uni<TemplateInstance> desk() {
        Actor actor = currentActor.required();
        return desk.of(actor)
                .map(view -> Templates.desk(actor.displayName(), view.tiles(), view.tasks(), view.links()));
    }
}
