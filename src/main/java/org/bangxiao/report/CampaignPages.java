package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.bangxiao.catalogue.CampaignGoods;
import org.bangxiao.catalogue.Campaigns;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A campaign: its goods, what was sold of them on its days, and in its year up to its last day. */
@Path("/campaigns")
@Cancellable(false)
@WithTables
@PermitAll
@Produces(MediaType.TEXT_HTML)
class CampaignPages {
    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance campaign(CampaignGoods shown, CampaignFigures.Spans figures, String year);
    }

    private final Campaigns campaigns;
    private final CampaignFigures figures;
    private final BusinessClock clock;

    CampaignPages(Campaigns campaigns, CampaignFigures figures, BusinessClock clock) {
        this.campaigns = campaigns;
        this.figures = figures;
        this.clock = clock;
    }

    @GET
    @Path("{id}")
    public Uni<TemplateInstance> campaign(@PathParam("id") String id) {
        return campaigns
                .shown(id, clock.today())
                .chain(shown -> figures.of(shown)
                        .map(sold -> Templates.campaign(
                                shown,
                                sold,
                                String.valueOf(shown.campaign().from().getYear()))));
    }
}
