package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.household.Leaving;
import org.bangxiao.household.LinkDesk;
import org.bangxiao.household.LinkFile;
import org.bangxiao.household.LinkKind;
import org.bangxiao.household.LinkTerms;
import org.bangxiao.household.MemberRow;
import org.bangxiao.household.Memberships;
import org.bangxiao.household.PassesTo;
import org.bangxiao.household.RecordDraft;
import org.bangxiao.household.Records;
import org.bangxiao.household.Terms;
import org.bangxiao.household.TermsDraft;
import org.bangxiao.household.WorkUnit;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;

/** Gives the contracts of a few suppliers their terms, and this month's first deliveries, work and a leaving. */
@ApplicationScoped
class Contracting {
    private static final int SUPPLIERS = 4;
    private static final int ROWS = 5;

    private final LinkDesk desk;
    private final LinkTerms terms;
    private final Memberships members;
    private final Records records;
    private final BusinessClock clock;

    Contracting(LinkDesk desk, LinkTerms terms, Memberships members, Records records, BusinessClock clock) {
        this.desk = desk;
        this.terms = terms;
        this.members = members;
        this.records = records;
        this.clock = clock;
    }

    void agree(World world, Cast cast, List<Map<LinkKind, UUID>> links, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.today()));
        UUID own = cast.account("demo-supplier").requireOrganisationAs(Role.SUPPLIER);
        world.suppliers().stream()
                .filter(supplier -> supplier.number() < SUPPLIERS
                        || cast.suppliers().get(supplier.number()).equals(own))
                .forEach(supplier -> links.get(supplier.number())
                        .forEach((kind, link) -> agree(
                                kind,
                                link,
                                cast.of(supplier, Role.SUPPLIER),
                                cast.with(Role.COUNTY_OFFICER, supplier.countyCode()))));
    }

    private void agree(LinkKind kind, UUID link, Actor supplier, Actor office) {
        Terms draft =
                Steps.run(() -> terms.prepare(link, draft(kind, clock.today().withDayOfMonth(1)), supplier));
        Steps.run(() -> terms.approve(link, draft.id(), draft.sha256(), office));
        LinkFile file = Steps.run(() -> desk.file(link, office, null, 200));
        List<MemberRow> counted =
                file.members().items().stream().filter(MemberRow::counts).toList();
        if (kind.recorded()) {
            List<RecordDraft> rows = new ArrayList<>();
            for (int i = 0; i < Math.min(ROWS, counted.size()); i++) {
                rows.add(row(kind, i, counted.get(i).householdNo()));
            }
            if (!rows.isEmpty()) {
                Steps.run(() -> records.add(link, rows, supplier));
            }
        } else if (counted.size() > 1) {
            UUID leaves = Objects.requireNonNull(counted.get(0).householdId());
            Leaving leaving = new Leaving(clock.today(), null, "举家迁居外地（演示）");
            Steps.run(() -> members.leave(link, leaves, leaving, office));
        }
    }

    private RecordDraft row(LinkKind kind, int i, long household) {
        String slip = "演示-" + kind.name().charAt(0) + "-" + (1_001 + i);
        return kind == LinkKind.WAGES
                ? new RecordDraft(slip, household, 1, clock.today(), 420L + 30L * i, null, null)
                : new RecordDraft(slip, household, null, clock.today(), 38_500L + 7_250L * i, 460L, "演示批次1");
    }

    private static TermsDraft draft(LinkKind kind, LocalDate from) {
        boolean work = kind == LinkKind.WAGES;
        boolean shares = kind == LinkKind.SHARES;
        long rate = switch (kind) {
            case WAGES -> 1_800;
            case SHARES -> 2_000;
            case PRODUCE -> 420;
            case LAND -> 80_000;
            case ASSET -> 10_000;
        };
        return new TermsDraft(
                work ? WorkUnit.HOUR : null,
                rate,
                shares ? 4_000 : null,
                shares ? 12 : null,
                null,
                null,
                "演示条款",
                kind == LinkKind.LAND ? PassesTo.VILLAGE : PassesTo.REMAINING,
                from);
    }
}
