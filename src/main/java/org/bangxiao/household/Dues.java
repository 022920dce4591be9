package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.bangxiao.household.DueMonth.Line;
import org.bangxiao.household.DueRepository.Holder;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** What is due by the terms of a link for a month: each record and each day judged by the terms and the register of that day. */
@ApplicationScoped
public class Dues {
    private static final long MOST_INCOME_FEN = 100_000_000_000_000L;
    private static final int LONGEST_PAPER = 80;

    /** What was earned in a month. */
    public record Income(@Nullable Long incomeFen, @Nullable String paper) {}

    private final LinkDesk desk;
    private final LinkDeskRepository links;
    private final TermsRepository terms;
    private final DueRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Dues(
            LinkDesk desk,
            LinkDeskRepository links,
            TermsRepository terms,
            DueRepository repository,
            BusinessClock clock,
            Tx tx) {
        this.desk = desk;
        this.links = links;
        this.terms = terms;
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /** The month begins on {@code first}; {@code not-found} where the link is not the reader's to see. */
    public Uni<DueMonth> of(UUID linkId, LocalDate first, Actor reader) {
        int month = monthOf(first);
        return tx.read(connection -> desk.head(connection, linkId, reader)
                .chain(link -> terms.ofLink(connection, linkId).chain(all -> {
                    List<Terms> active = all.stream()
                            .filter(one -> one.state() == Terms.State.ACTIVE)
                            .toList();
                    return switch (link.kind()) {
                        case WAGES, PRODUCE ->
                            recorded(connection, link, active, first)
                                    .map(lines -> DueMonth.of(month, link.kind(), null, lines));
                        case LAND ->
                            rents(connection, linkId, active, first)
                                    .map(lines -> DueMonth.of(month, link.kind(), null, lines));
                        case SHARES, ASSET ->
                            repository
                                    .income(connection, linkId, month)
                                    .chain(income -> shared(connection, link, active, first, income)
                                            .map(lines -> DueMonth.of(month, link.kind(), income, lines)));
                    };
                })));
    }

    /**
     * The supplier puts down what an enterprise or a project earned, once for each month. {@code link-not-recorded} for other
     * kinds, {@code invalid-input}, {@code income-there} (409).
     */
    public Uni<Void> earned(UUID linkId, LocalDate first, Income asked, Actor supplier) {
        Long fen = asked.incomeFen();
        String paper = asked.paper() == null ? "" : asked.paper().strip();
        if (fen == null || fen < 0 || fen > MOST_INCOME_FEN) {
            throw Problem.field("/incomeFen", "field-required");
        }
        if (paper.length() < 2 || paper.length() > LONGEST_PAPER) {
            throw Problem.field("/paper", "income-paper-needed", LONGEST_PAPER);
        }
        if (first.isAfter(clock.today())) {
            throw Problem.field("/month", "record-day-range");
        }
        return tx.write(connection -> links.lock(connection, linkId)
                        .map(found -> found.orElseThrow(Problem::notFound).own(supplier))
                        .invoke(link -> {
                            if (!link.kind().sharesIncome()) {
                                throw LinkProblems.notRecorded();
                            }
                        })
                        .chain(link -> repository.earned(
                                connection, link, monthOf(first), fen, paper, supplier, clock.instant()))
                        .chain(() -> Audit.write(connection, deed(linkId, first, supplier))))
                .onFailure(failure -> SqlState.violates(failure, "household_income_once"))
                .transform(there -> LinkProblems.incomeThere());
    }

    private Uni<List<Line>> recorded(SqlConnection connection, LinkHead link, List<Terms> active, LocalDate first) {
        return repository
                .records(connection, link.id(), first, first.plusMonths(1))
                .map(records -> {
                    Map<Long, Long> units = new TreeMap<>();
                    Map<Long, Long> fen = new TreeMap<>();
                    records.forEach(one -> units.merge(one.householdNo(), one.units(), Math::addExact));
                    if (link.kind() == LinkKind.PRODUCE) {
                        records.forEach(one -> on(active, one.day())
                                .forEach(terms -> fen.merge(
                                        one.householdNo(),
                                        Due.produce(one.units(), terms.rateFen(), one.priceFen()),
                                        Math::addExact)));
                    } else {
                        // Wages change on the first of a month only, so that its last day has the rate of all its days.
                        on(active, first.plusMonths(1).minusDays(1))
                                .forEach(terms -> units.forEach((number, sum) -> fen.put(
                                        number,
                                        Due.wages(
                                                Objects.requireNonNull(
                                                        terms.figures().workUnit()),
                                                sum,
                                                terms.rateFen()))));
                    }
                    List<Line> lines = new ArrayList<>();
                    units.forEach((number, sum) -> lines.add(new Line(number, sum, fen.getOrDefault(number, 0L))));
                    return lines;
                });
    }

    private Uni<List<Line>> rents(SqlConnection connection, UUID linkId, List<Terms> active, LocalDate first) {
        return repository
                .holdings(connection, linkId, first, first.plusMonths(1))
                .map(holdings -> {
                    Map<Long, Long> fen = new TreeMap<>();
                    Map<Long, Long> held = new TreeMap<>();
                    holdings.forEach(one -> {
                        held.merge(one.householdNo(), one.weight(), Math::max);
                        for (Terms terms : active) {
                            LocalDate from = later(one.from(), terms.validFrom());
                            LocalDate end = terms.validTo();
                            LocalDate to = end != null && end.isBefore(one.to()) ? end : one.to();
                            if (from.isBefore(to)) {
                                fen.merge(
                                        one.householdNo(),
                                        Due.rent(one.weight(), terms.rateFen(), from, to),
                                        Math::addExact);
                            }
                        }
                    });
                    List<Line> lines = new ArrayList<>();
                    held.forEach((number, weight) -> lines.add(new Line(number, weight, fen.getOrDefault(number, 0L))));
                    return lines;
                });
    }

    private Uni<List<Line>> shared(
            SqlConnection connection, LinkHead link, List<Terms> active, LocalDate first, @Nullable Long income) {
        LocalDate last = first.plusMonths(1).minusDays(1);
        Terms terms = on(active, last).stream().findFirst().orElse(null);
        if (terms == null || (link.kind() == LinkKind.SHARES && !terms.closes(monthOf(first)))) {
            return Uni.createFrom().item(List.of());
        }
        return repository.holders(connection, link.id(), last).map(holders -> {
            long[] due = due(link, terms, holders, income == null ? 0 : income, monthOf(first));
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < due.length; i++) {
                lines.add(new Line(holders.get(i).householdNo(), holders.get(i).weight(), due[i]));
            }
            return lines;
        });
    }

    private static long[] due(LinkHead link, Terms terms, List<Holder> holders, long income, int month) {
        long[] weights = holders.stream().mapToLong(Holder::weight).toArray();
        long[] numbers = holders.stream().mapToLong(Holder::householdNo).toArray();
        String salt = link.id() + ":" + month;
        if (link.kind() == LinkKind.ASSET) {
            boolean[] cannotWork = new boolean[holders.size()];
            for (int i = 0; i < cannotWork.length; i++) {
                cannotWork[i] = holders.get(i).cannotWork();
            }
            return Due.asset(income, terms.basisPoints(), terms.rateFen(), cannotWork, weights, numbers, salt);
        }
        long[] due = Due.shared(income, terms.basisPoints(), weights, numbers, salt);
        for (int i = 0; i < due.length; i++) {
            due[i] = Math.addExact(due[i], Due.floor(weights[i], terms.rateFen()));
        }
        return due;
    }

    private static List<Terms> on(List<Terms> active, LocalDate day) {
        return active.stream().filter(one -> one.inForceOn(day)).toList();
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static int monthOf(LocalDate first) {
        return first.getYear() * 100 + first.getMonthValue();
    }

    private Audit.Deed deed(UUID linkId, LocalDate first, Actor supplier) {
        return new Audit.Deed(
                clock.instant(),
                supplier.accountId(),
                supplier.personId(),
                Role.SUPPLIER,
                "income-record",
                "benefit-link",
                linkId.toString(),
                Map.of("month", monthOf(first)));
    }
}
