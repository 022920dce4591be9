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
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Year;
import java.util.List;
import org.bangxiao.catalogue.CampaignGoods;
import org.bangxiao.catalogue.Campaigns;
import org.bangxiao.catalogue.ShopWindow;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A campaign: its goods, what was sold of them on its days, and in its year up to its last day. */
@Path("/campaigns")
@Cancellable(false)
@WithTables
@PermitAll
@Produces(MediaType.TEXT_HTML)
class CampaignPages {
    private static final Duration FIGURES_KEPT = Duration.ofMinutes(1);

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance campaign(CampaignGoods shown, Figures figures, String year);
    }

    /** @param year from the year's first day up to the campaign's last */
    record Figures(CampaignSales days, CampaignSales year) {}

    private record FiguresOf(String campaign) {}

    private final Campaigns campaigns;
    private final ReportRepository repository;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    CampaignPages(Campaigns campaigns, ReportRepository repository, ShopWindow window, BusinessClock clock, Tx tx) {
        this.campaigns = campaigns;
        this.repository = repository;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    @GET
    @Path("{id}")
    public Uni<TemplateInstance> campaign(@PathParam("id") String id) {
        return campaigns
                .shown(id, clock.today())
                .chain(shown -> figures(shown)
                        .map(figures -> Templates.campaign(
                                shown,
                                figures,
                                String.valueOf(shown.campaign().from().getYear()))));
    }

    private Uni<Figures> figures(CampaignGoods shown) {
        LocalDate from = shown.campaign().from();
        LocalDate newYear = Year.of(from.getYear()).atMonthDay(MonthDay.of(1, 1));
        return window.show(
                new FiguresOf(shown.campaign().id()),
                Figures.class,
                figures -> List.of(),
                FIGURES_KEPT,
                () -> tx.read(connection -> repository.sold(
                        connection,
                        shown.area(),
                        newYear,
                        from,
                        shown.campaign().to())));
    }
}
