package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.sale.Verdict;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.settlement.Settlements;

/**
 * Lives through the last full month and the running one: each week the sales of that week are recorded and sealed; once
 * the month is over it is settled, prepared by one finance person and approved by the other.
 */
@ApplicationScoped
class Trading {
    private static final int DAYS_A_WEEK = 7;
    private static final String SOURCE = "demo-books";
    private static final String TAG = "demo";

    private final Sales sales;
    private final Seals seals;
    private final Settlements settlements;
    private final BusinessClock clock;
    private final Tx tx;

    Trading(Sales sales, Seals seals, Settlements settlements, BusinessClock clock, Tx tx) {
        this.sales = sales;
        this.seals = seals;
        this.settlements = settlements;
        this.clock = clock;
        this.tx = tx;
    }

    void trade(World world, List<Shelving.Shelved> shelf, Cast cast, DemoCalendar calendar) {
        Map<Integer, Shelving.Shelved> byProduct = shelf.stream()
                .collect(Collectors.toMap(shelved -> shelved.product().number(), Function.identity()));
        Instant first = DemoCalendar.morningOf(calendar.settledMonth());
        List<DemoSale> left = new ArrayList<>(world.sales(Progress.SILENT)
                .filter(sale -> sale.soldAt().isAfter(first) && byProduct.containsKey(sale.product()))
                .toList());
        int recorded = 0;
        boolean settled = false;
        for (LocalDate day : days(calendar)) {
            clock.travelTo(DemoCalendar.morningOf(day));
            recorded += record(week(left), byProduct, cast);
            if (!settled && !day.isBefore(calendar.today().withDayOfMonth(1))) {
                settle(cast, calendar);
                settled = true;
            }
            Steps.run(seals::sealNow);
        }
        clock.reset();
        recorded += record(week(left), byProduct, cast);
        if (!settled) {
            settle(cast, calendar);
        }
        Steps.run(seals::sealNow);
        Steps.say(String.format("  %-28s %,9d", "sales", recorded));
    }

    /** Weeks of the month that is settled, the second day of the running one, then weeks up to yesterday. */
    private static List<LocalDate> days(DemoCalendar calendar) {
        LocalDate running = calendar.settledMonth().plusMonths(1);
        Stream<LocalDate> before =
                calendar.settledMonth().plusDays(DAYS_A_WEEK).datesUntil(running, java.time.Period.ofDays(DAYS_A_WEEK));
        LocalDate second = running.plusDays(1);
        return second.isBefore(calendar.today())
                ? Stream.concat(before, second.datesUntil(calendar.today(), java.time.Period.ofDays(DAYS_A_WEEK)))
                        .toList()
                : before.toList();
    }

    /** Takes out what was sold by now. */
    private List<DemoSale> week(List<DemoSale> left) {
        Instant now = clock.instant();
        List<DemoSale> sold =
                left.stream().filter(sale -> sale.soldAt().isBefore(now)).toList();
        left.subList(0, sold.size()).clear();
        return sold;
    }

    private int record(List<DemoSale> week, Map<Integer, Shelving.Shelved> byProduct, Cast cast) {
        List<SaleDraft> drafts = week.stream()
                .map(sale -> draft(sale, byProduct, cast))
                .flatMap(Optional::stream)
                .toList();
        if (drafts.isEmpty()) {
            return 0;
        }
        String reference = SOURCE + ":" + clock.today();
        List<Verdict> verdicts = Steps.run(() -> tx.write(connection -> sales.takeIn(connection, drafts, reference)));
        verdicts.stream()
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.REJECTED)
                .findFirst()
                .ifPresent(verdict -> {
                    throw new IllegalStateException("a demo sale is refused: " + verdict.code());
                });
        return drafts.size();
    }

    private static Optional<SaleDraft> draft(DemoSale sale, Map<Integer, Shelving.Shelved> byProduct, Cast cast) {
        return Optional.ofNullable(byProduct.get(sale.product()))
                .map(shelved -> new SaleDraft(
                        SOURCE,
                        sale.externalId(),
                        shelved.listingId(),
                        shelved.productId(),
                        cast.suppliers().get(shelved.product().supplier()),
                        sale.quantity(),
                        shelved.product().priceFen() * sale.quantity(),
                        sale.channel(),
                        List.of(TAG),
                        sale.soldAt(),
                        false));
    }

    private void settle(Cast cast, DemoCalendar calendar) {
        int month = calendar.settledMonth().getYear() * 100
                + calendar.settledMonth().getMonthValue();
        Actor preparer = cast.account("demo-finance-prepare");
        Actor approver = cast.account("demo-finance-approve");
        SettlementView prepared = Steps.run(() -> settlements.prepare(preparer, null, month));
        Steps.run(() -> settlements.approve(approver, prepared.id(), prepared.resultDigest()));
        SettlementView done = Steps.run(() -> settlements.run(approver, prepared.id()));
        Steps.say(String.format("  %-28s %,9d households", "settlement " + month, done.households()));
    }
}
