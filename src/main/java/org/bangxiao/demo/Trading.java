package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.sale.Verdict;
import org.bangxiao.settlement.Review;
import org.bangxiao.settlement.Reviews;
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
    private static final int QUANTITY_TO_CONFIRM = 20;

    private final Sales sales;
    private final Reporting reporting;
    private final Seals seals;
    private final Settlements settlements;
    private final Reviews reviews;
    private final BusinessClock clock;
    private final Tx tx;

    Trading(
            Sales sales,
            Reporting reporting,
            Seals seals,
            Settlements settlements,
            Reviews reviews,
            BusinessClock clock,
            Tx tx) {
        this.sales = sales;
        this.reporting = reporting;
        this.seals = seals;
        this.settlements = settlements;
        this.reviews = reviews;
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
        Market market = new Market(byProduct, cast, partnerChannel(world));
        int recorded = 0;
        boolean settled = false;
        for (LocalDate day : days(calendar)) {
            clock.travelTo(DemoCalendar.morningOf(day));
            recorded += record(week(left), market, true);
            if (!settled && !day.isBefore(calendar.today().withDayOfMonth(1))) {
                settle(cast, calendar);
                settled = true;
            }
            Steps.run(seals::sealNow);
        }
        clock.reset();
        List<DemoSale> latest = week(left);
        latest.add(forDemoSupplier(market));
        recorded += record(latest, market, false);
        if (!settled) {
            settle(cast, calendar);
        }
        Steps.run(seals::sealNow);
        Steps.say(String.format("  %-28s %,9d", "sales", recorded));
    }

    /** Who sells what, and which channel is the partner's. */
    private record Market(Map<Integer, Shelving.Shelved> byProduct, Cast cast, String partnerChannel) {}

    /** The busiest channel of a pack is the partner's resale. */
    private static String partnerChannel(World world) {
        return world.settings().channels().get(0);
    }

    /** The latest report holds something that the demo supplier can confirm. */
    private DemoSale forDemoSupplier(Market market) {
        UUID own = market.cast().account("demo-supplier").requireOrganisationAs(Role.SUPPLIER);
        int product = market.byProduct().values().stream()
                .map(Shelving.Shelved::product)
                .filter(one -> market.cast().suppliers().get(one.supplier()).equals(own))
                .mapToInt(DemoProduct::number)
                .min()
                .orElseThrow();
        Instant soldAt = clock.instant().minus(Duration.ofHours(2));
        return new DemoSale("D-TO-CONFIRM", product, QUANTITY_TO_CONFIRM, soldAt, market.partnerChannel());
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
        List<DemoSale> sold = new ArrayList<>(
                left.stream().filter(sale -> sale.soldAt().isBefore(now)).toList());
        left.subList(0, sold.size()).clear();
        return sold;
    }

    private int record(List<DemoSale> week, Market market, boolean confirmed) {
        String reference = SOURCE + ":" + clock.today();
        Map<Boolean, List<DemoSale>> byPartner = week.stream()
                .collect(Collectors.partitioningBy(sale -> sale.channel().equals(market.partnerChannel())));
        List<DemoSale> reported = byPartner.getOrDefault(true, List.of());
        reporting.report(reference, reported, market.byProduct(), market.cast(), confirmed);
        List<SaleDraft> drafts = byPartner.getOrDefault(false, List.of()).stream()
                .map(sale -> draft(sale, market))
                .toList();
        List<Verdict> verdicts = Steps.run(() -> tx.write(connection -> sales.takeIn(connection, drafts, reference)));
        verdicts.stream()
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.REJECTED)
                .findFirst()
                .ifPresent(verdict -> {
                    throw new IllegalStateException("a demo sale is refused: " + verdict.code());
                });
        return week.size();
    }

    private static SaleDraft draft(DemoSale sale, Market market) {
        Shelving.Shelved shelved = Shelving.of(market.byProduct(), sale);
        return new SaleDraft(
                SOURCE,
                sale.externalId(),
                shelved.listingId(),
                shelved.productId(),
                market.cast().suppliers().get(shelved.product().supplier()),
                sale.quantity(),
                shelved.product().priceFen() * sale.quantity(),
                sale.channel(),
                List.of(TAG),
                sale.soldAt(),
                false);
    }

    private void settle(Cast cast, DemoCalendar calendar) {
        int month = calendar.settledMonth().getYear() * 100
                + calendar.settledMonth().getMonthValue();
        Actor preparer = cast.account("demo-finance-prepare");
        Actor approver = cast.account("demo-finance-approve");
        SettlementView prepared = Steps.run(() -> settlements.prepare(preparer, null, month));
        String reviewed = reviewed(approver, prepared.id());
        Steps.run(() -> settlements.approve(approver, prepared.id(), prepared.resultDigest(), reviewed));
        SettlementView done = Steps.run(() -> settlements.run(approver, prepared.id()));
        Steps.say(String.format("  %-28s %,9d households", "settlement " + month, done.households()));
    }

    /** Says of whatever is odd why it stands; answers what is approved. */
    private String reviewed(Actor approver, UUID run) {
        Review review = Steps.run(() -> reviews.of(approver, run));
        for (Review.Group group : review.groups()) {
            Reviews.Given given = new Reviews.Given(group.code(), group.pool().id(), null, "演示：核对了合同和户籍，情况属实");
            review = Steps.run(() -> reviews.answer(approver, run, given));
        }
        return review.digest();
    }
}
