package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.bangxiao.catalogue.CampaignGoods;
import org.bangxiao.catalogue.ShopWindow;
import org.bangxiao.platform.Tx;

/** What campaigns sold. */
@ApplicationScoped
class CampaignFigures {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * Sales that count (certified, confirmed), less what was taken back since.
     *
     * @param sales         how many of them are not wholly taken back
     * @param grossFen      what was paid for the goods
     * @param householdsFen what of that goes to households: floor and dividend
     * @param suppliers     whose goods they were
     */
    record Sold(long sales, long grossFen, long householdsFen, long suppliers) {}

    /** @param year from the first day of the campaign's year up to its last day */
    record Spans(Sold days, Sold year) {}

    private record SpansOf(String campaign) {}

    private final ReportRepository repository;
    private final ShopWindow window;
    private final Tx tx;

    CampaignFigures(ReportRepository repository, ShopWindow window, Tx tx) {
        this.repository = repository;
        this.window = window;
        this.tx = tx;
    }

    /** On a campaign's days, and in its year; a minute old at most. */
    Uni<Spans> of(CampaignGoods shown) {
        LocalDate from = shown.campaign().from();
        LocalDate to = shown.campaign().to();
        return window.show(
                new SpansOf(shown.campaign().id()),
                Spans.class,
                spans -> List.of(),
                KEPT,
                () -> tx.read(
                        connection -> repository.sold(connection, shown.area(), from.withDayOfYear(1), from, to)));
    }
}
