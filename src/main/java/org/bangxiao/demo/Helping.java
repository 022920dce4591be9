package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.aid.Aid;
import org.bangxiao.household.aid.AidDraft;
import org.bangxiao.household.aid.Aids;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.monitoring.Alert;
import org.bangxiao.monitoring.Alerts;
import org.bangxiao.platform.BusinessClock;

/**
 * What helps the demo county beside its sales: a grant to a household and a donation to a village, in two hands, and two households
 * that may fall back, one of which has been helped.
 */
@ApplicationScoped
class Helping {
    private static final String WORDS = "helping";
    private static final int DAYS_SINCE_THE_GRANT = 20;
    private static final int DAYS_SINCE_THE_ALERT = 10;
    private static final long GRANT_FEN = 300_000;
    private static final long DONATION_FEN = 1_200_000;

    private final Aids aids;
    private final Alerts alerts;
    private final DemoRepository repository;
    private final BusinessClock clock;

    Helping(Aids aids, Alerts alerts, DemoRepository repository, BusinessClock clock) {
        this.aids = aids;
        this.alerts = alerts;
        this.repository = repository;
        this.clock = clock;
    }

    void help(Cast cast, List<UUID> households) {
        Words words = new Words();
        LocalDate today = clock.today();
        Actor village = cast.account("demo-village");
        Actor county = cast.account("demo-county");
        String code = village.areaAs(Role.VILLAGE_OFFICER).map(AreaCode::value).orElseThrow();
        clock.travelTo(DemoCalendar.morningOf(today.minusDays(DAYS_SINCE_THE_GRANT)));
        Steps.run(() -> repository.householdOf(code, households))
                .ifPresent(household -> give(
                        village,
                        county,
                        new AidDraft(
                                household,
                                null,
                                Aid.Kind.GRANT,
                                words.keyed(WORDS, "office").zh(),
                                null,
                                GRANT_FEN,
                                clock.today())));
        give(
                village,
                county,
                new AidDraft(
                        null,
                        code,
                        Aid.Kind.DONATION,
                        words.keyed(WORDS, "donor").zh(),
                        words.keyed(WORDS, "goods").zh(),
                        DONATION_FEN,
                        clock.today()));
        clock.travelTo(DemoCalendar.morningOf(today.minusDays(DAYS_SINCE_THE_ALERT)));
        List<UUID> opened = Steps.run(() -> repository.alerts(
                county.areaAs(Role.COUNTY_OFFICER).map(AreaCode::value).orElseThrow(), clock.instant(), clock.today()));
        clock.reset();
        opened.stream().skip(1).forEach(alert -> {
            Steps.run(() -> alerts.measure(
                    county,
                    alert,
                    Alert.Measure.JOB,
                    words.keyed(WORDS, "measure").zh()));
            Steps.run(() -> alerts.end(
                    county,
                    alert,
                    Alert.State.RESOLVED,
                    words.keyed(WORDS, "resolved").zh()));
        });
    }

    private void give(Actor village, Actor county, AidDraft draft) {
        Aid entered = Steps.run(() -> aids.enterDemo(village, draft));
        Steps.run(() -> aids.confirm(county, entered.id()));
    }
}
