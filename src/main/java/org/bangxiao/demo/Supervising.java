package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.supervision.Complaint;
import org.bangxiao.supervision.Complaints;
import org.bangxiao.supervision.Finding;
import org.bangxiao.supervision.Findings;
import org.bangxiao.supervision.Inspection;
import org.bangxiao.supervision.Inspections;
import org.bangxiao.supervision.RedAndBlack;
import org.bangxiao.supervision.Upload;
import org.bangxiao.supervision.Watch;

/**
 * Supervises the demo world: complaints about the demo supplier, an inspection of it that was mended and closed by somebody
 * else, another one still to be made, an entry on each list, and what the watch finds by itself on the last day.
 */
@ApplicationScoped
class Supervising {
    private static final int DAYS_SINCE_THE_VISIT = 6;
    private static final int TERM_DAYS = 10;
    private static final int COMPLAINTS = 3;
    private static final String WORDS = "supervision";

    private final Complaints complaints;
    private final Inspections inspections;
    private final Findings findings;
    private final RedAndBlack lists;
    private final Watch watch;
    private final BusinessClock clock;

    Supervising(
            Complaints complaints,
            Inspections inspections,
            Findings findings,
            RedAndBlack lists,
            Watch watch,
            BusinessClock clock) {
        this.complaints = complaints;
        this.inspections = inspections;
        this.findings = findings;
        this.lists = lists;
        this.watch = watch;
        this.clock = clock;
    }

    void supervise(List<Shelving.Shelved> shelf, Cast cast, DemoCalendar calendar) {
        Words words = new Words();
        UUID own = cast.account("demo-supplier").requireOrganisationAs(Role.SUPPLIER);
        Shelving.Shelved goods = of(shelf, cast, own, true);
        Shelving.Shelved others = of(shelf, cast, own, false);
        visit(goods, cast, words, calendar.today());
        list(goods, others, cast, words, calendar.today());
        for (int i = 0; i < COMPLAINTS; i++) {
            String address = "demo-" + i;
            Complaints.Draft draft = new Complaints.Draft(
                    Complaint.About.DESCRIPTION, words.keyed(WORDS, "complaint").zh(), null);
            Steps.run(() -> complaints.lodge(goods.listingId(), draft, address));
        }
        clock.reset();
        Steps.run(watch::advance);
    }

    private static Shelving.Shelved of(List<Shelving.Shelved> shelf, Cast cast, UUID own, boolean mine) {
        return shelf.stream()
                .filter(one -> cast.suppliers().get(one.product().supplier()).equals(own) == mine)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is on the shelf to look at"));
    }

    /** Found by the county, ordered by it, proven by the supplier, closed by the city. */
    private void visit(Shelving.Shelved goods, Cast cast, Words words, LocalDate today) {
        Actor county = cast.account("demo-county");
        Actor supplier = cast.account("demo-supplier");
        LocalDate day = today.minusDays(DAYS_SINCE_THE_VISIT);
        clock.travelTo(DemoCalendar.morningOf(day));
        Inspection visit = Steps.run(() -> inspections.order(
                county, goods.certificateNumber(), words.keyed(WORDS, "why").zh()));
        Upload picture = Upload.of(Papers.png("inspection"));
        Finding found = Steps.run(() -> inspections.note(
                county,
                visit.id(),
                Finding.Severity.MINOR,
                words.keyed(WORDS, "found").zh(),
                List.of(picture)));
        Steps.run(() -> inspections.conclude(
                county, visit.id(), words.keyed(WORDS, "summary").zh()));
        Steps.run(() ->
                findings.order(county, found.id(), words.keyed(WORDS, "measure").zh(), day.plusDays(TERM_DAYS)));
        clock.travelTo(DemoCalendar.morningOf(day.plusDays(2)));
        Steps.run(() ->
                findings.prove(supplier, found.id(), words.keyed(WORDS, "proof").zh(), List.of(picture)));
        clock.travelTo(DemoCalendar.morningOf(day.plusDays(3)));
        Steps.run(() -> findings.close(
                cast.account("demo-city"),
                found.id(),
                words.keyed(WORDS, "closing").zh()));
        clock.travelTo(DemoCalendar.morningOf(today.minusDays(1)));
        Steps.run(() -> inspections.order(
                cast.account("demo-region"),
                goods.certificateNumber(),
                words.keyed(WORDS, "again").zh()));
    }

    /** Praise that stands, and criticism that was mended and taken off by a decision. */
    private void list(Shelving.Shelved goods, Shelving.Shelved others, Cast cast, Words words, LocalDate today) {
        Actor region = cast.account("demo-region");
        clock.travelTo(DemoCalendar.morningOf(today.minusDays(2)));
        Steps.run(() -> lists.enter(
                region,
                new RedAndBlack.Draft(
                        "RED",
                        goods.certificateNumber(),
                        null,
                        words.keyed(WORDS, "praise").zh(),
                        words.keyed(WORDS, "praise-evidence").zh(),
                        null)));
        UUID entry = Steps.run(() -> lists.enter(
                        region,
                        new RedAndBlack.Draft(
                                "BLACK",
                                others.certificateNumber(),
                                null,
                                words.keyed(WORDS, "criticism").zh(),
                                words.keyed(WORDS, "criticism-evidence").zh(),
                                today.plusDays(TERM_DAYS))))
                .id();
        clock.travelTo(DemoCalendar.morningOf(today.minusDays(1)));
        Steps.run(() -> lists.followUp(
                region, entry, "MENDED", words.keyed(WORDS, "mended").zh()));
        Steps.run(
                () -> lists.remove(region, entry, words.keyed(WORDS, "removal").zh()));
    }
}
