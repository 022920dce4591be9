package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.RecordRepository.Found;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The work and the deliveries of households, put down by the supplier each once: what makes the weights of a month. Whoever
 * sends the same again changes nothing; what was wrong is struck out with a reason and put down anew.
 */
@ApplicationScoped
public class Records {
    static final int MOST = 500;
    private static final long MOST_UNITS = 1_000_000_000;
    private static final int MINUTES_A_DAY = 1_440;
    private static final int MOST_PERSONS = 30;

    /**
     * What came of it.
     *
     * @param added   put down now
     * @param already there before, the same in everything
     */
    public record Recorded(int added, int already) {}

    private final LinkDeskRepository links;
    private final LinkDesk desk;
    private final RecordRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Records(LinkDeskRepository links, LinkDesk desk, RecordRepository repository, BusinessClock clock, Tx tx) {
        this.links = links;
        this.desk = desk;
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Puts all down or none. {@code link-not-recorded} for a link that is neither of work nor of purchase; {@code
     * invalid-input} with each row that is wrong: {@code household-unknown}, {@code record-not-member}, {@code
     * record-without-terms}, {@code record-day-range}, {@code record-slip-taken} (another record of this supplier has the
     * number), {@code record-worked-already}; {@code not-found} for somebody else's link.
     */
    public Uni<Recorded> add(UUID linkId, List<RecordDraft> asked, Actor supplier) {
        Instant now = clock.instant();
        return tx.write(connection -> locked(connection, linkId, supplier).chain(link -> {
                    List<RecordDraft> drafts = checked(asked, link.kind());
                    return repository.look(connection, link, drafts).chain(found -> {
                        refuseWrong(drafts, found, link.kind());
                        List<RecordDraft> fresh = new ArrayList<>();
                        for (int i = 0; i < drafts.size(); i++) {
                            if (!found.get(i).same()) {
                                fresh.add(drafts.get(i));
                            }
                        }
                        Recorded done = new Recorded(fresh.size(), drafts.size() - fresh.size());
                        return fresh.isEmpty()
                                ? Uni.createFrom().item(done)
                                : repository
                                        .insert(connection, link, fresh, supplier, now)
                                        .chain(() -> told(connection, "record-add", linkId, fresh.size(), supplier))
                                        .replaceWith(done);
                    });
                }))
                .onFailure(failure -> SqlState.violates(failure, "household_slip_once"))
                .transform(taken -> LinkProblems.slipTaken());
    }

    /**
     * Strikes a record out; its number is free again. Field problem {@code reason-needed}; {@code record-struck} (409) where it
     * is already, or its month has passed for good.
     */
    public Uni<Void> strike(UUID linkId, UUID id, @Nullable String because, Actor supplier) {
        String why = LinkProblems.reason("because", because);
        return tx.write(connection -> locked(connection, linkId, supplier)
                .chain(link -> repository.strike(connection, linkId, id, why, supplier, clock.instant(), earliest()))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .invoke(done -> {
                    if (!done) {
                        throw LinkProblems.struckAlready();
                    }
                })
                .chain(() -> told(connection, "record-strike", linkId, 1, supplier)));
    }

    /** The records of a month, given by its first day, the newest first. */
    public Uni<Page<RecordRow>> page(UUID linkId, LocalDate month, Actor reader, @Nullable UUID cursor, int size) {
        int limit = Math.max(1, Math.min(size, MOST));
        return tx.read(connection -> desk.head(connection, linkId, reader)
                        .chain(link -> repository.page(
                                connection, linkId, month, month.plusMonths(1).minusDays(1), cursor, limit + 1)))
                .map(found -> Page.of(found, limit, last -> last.id().toString()));
    }

    private Uni<LinkHead> locked(SqlConnection connection, UUID linkId, Actor supplier) {
        return links.lock(connection, linkId)
                .map(found -> found.orElseThrow(Problem::notFound).own(supplier))
                .invoke(link -> {
                    if (!link.kind().recorded()) {
                        throw LinkProblems.notRecorded();
                    }
                });
    }

    /** Sheets of the month before come in late. */
    private LocalDate earliest() {
        return clock.today().withDayOfMonth(1).minusMonths(1);
    }

    private List<RecordDraft> checked(List<RecordDraft> asked, LinkKind kind) {
        if (asked.isEmpty() || asked.size() > MOST) {
            throw Problem.field("/records", "records-number", MOST);
        }
        List<Problem.FieldError> errors = new ArrayList<>();
        List<RecordDraft> drafts = new ArrayList<>();
        Set<Object> slips = new HashSet<>();
        Set<Object> worked = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            RecordDraft draft = asked.get(i).tidy(kind);
            drafts.add(draft);
            check(draft, kind, i, errors);
            wrong(!slips.add(String.valueOf(draft.slip())), i, "slip", "record-slip-taken", errors);
            boolean twice = kind == LinkKind.WAGES
                    && !worked.add(draft.householdNo() + " " + draft.person() + " " + draft.day());
            wrong(twice, i, "day", "record-worked-already", errors);
        }
        refuse(errors);
        return drafts;
    }

    private void check(RecordDraft draft, LinkKind kind, int i, List<Problem.FieldError> errors) {
        LocalDate day = draft.day();
        Long units = draft.units();
        Long price = draft.priceFen();
        Integer person = draft.person();
        String lot = draft.lot();
        wrong(!String.valueOf(draft.slip()).matches("\\S{1,40}"), i, "slip", "record-slip-needed", errors);
        wrong(draft.householdNo() == null, i, "householdNo", "field-required", errors);
        wrong(person != null && (person < 1 || person > MOST_PERSONS), i, "person", "record-person-range", errors);
        wrong(
                day == null || day.isAfter(clock.today()) || day.isBefore(earliest()),
                i,
                "day",
                "record-day-range",
                errors);
        wrong(units == null || units < 1 || units > MOST_UNITS, i, "units", "record-units-range", errors);
        wrong(
                kind == LinkKind.PRODUCE && (price == null || price < 0 || price > TermsDraft.HIGHEST_FEN),
                i,
                "priceFen",
                "record-price-needed",
                errors);
        wrong(lot != null && lot.length() > 40, i, "lot", "terms-words-long", errors);
    }

    private static void refuseWrong(List<RecordDraft> drafts, List<Found> found, LinkKind kind) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Found one = found.get(i);
            if (one.same()) {
                continue;
            }
            Integer person = drafts.get(i).person();
            Long units = drafts.get(i).units();
            wrong(one.household() == null, i, "householdNo", "household-unknown", errors);
            wrong(one.household() != null && !one.member(), i, "householdNo", "record-not-member", errors);
            wrong(!one.termed(), i, "day", "record-without-terms", errors);
            wrong(one.slipTaken(), i, "slip", "record-slip-taken", errors);
            wrong(one.workedThat(), i, "day", "record-worked-already", errors);
            wrong(
                    one.household() != null && person != null && person > one.persons(),
                    i,
                    "person",
                    "record-person-range",
                    errors);
            wrong(
                    kind == LinkKind.WAGES && one.workUnit() == WorkUnit.HOUR && units != null && units > MINUTES_A_DAY,
                    i,
                    "units",
                    "record-units-range",
                    errors);
        }
        refuse(errors);
    }

    private static void wrong(boolean wrong, int row, String field, String code, List<Problem.FieldError> errors) {
        if (wrong) {
            errors.add(new Problem.FieldError("/records/" + row + "/" + field, code, List.of()));
        }
    }

    private static void refuse(List<Problem.FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors.subList(0, Math.min(errors.size(), 100)));
        }
    }

    private Uni<Void> told(SqlConnection connection, String action, UUID linkId, int records, Actor supplier) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        supplier.accountId(),
                        supplier.personId(),
                        Role.SUPPLIER,
                        action,
                        "benefit-link",
                        linkId.toString(),
                        Map.of("records", records)));
    }
}
