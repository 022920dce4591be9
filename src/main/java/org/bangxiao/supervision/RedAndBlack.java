package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Blacklist;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.County;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * The red and the black list (红黑榜): entered, followed up and taken off by the highest level of the region, each time with
 * its reason; readable by anybody, for ever.
 */
@ApplicationScoped
public class RedAndBlack {
    private static final int WORDS_MAX = 2000;
    private static final int REASON_MAX = 500;
    private static final int NUMBER_MAX = 40;
    private static final List<String> LISTS = List.of("RED", "BLACK");
    private static final List<String> OUTCOMES = List.of("MENDED", "NOT_MENDED");

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Organisations organisations;
    private final Blacklist blacklist;
    private final ListRepository repository;
    private final InspectionRepository holders;
    private final Telling telling;

    RedAndBlack(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            Organisations organisations,
            Blacklist blacklist,
            ListRepository repository,
            InspectionRepository holders,
            Telling telling) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.organisations = organisations;
        this.blacklist = blacklist;
        this.repository = repository;
        this.holders = holders;
        this.telling = telling;
    }

    /**
     * What is entered.
     *
     * @param list RED or BLACK
     * @param certificate a certificate of the supplier that is meant; left out where the county is
     * @param countyCode the county that is meant; left out where a supplier is
     * @param dueOn by when it is to be mended; for the black list
     */
    public record Draft(
            @Nullable String list,
            @Nullable String certificate,
            @Nullable String countyCode,
            @Nullable String reason,
            @Nullable String evidence,
            @Nullable LocalDate dueOn) {}

    /** What stands on the lists, or what was taken off; newest first, for anybody. */
    public Uni<Page<ListEntry>> list(String list, boolean standing, @Nullable String cursor, int size) {
        Filter place = Filter.of(false, list, null, cursor, size);
        if (!list.isEmpty() && !LISTS.contains(list)) {
            return Uni.createFrom().failure(Problem.field("/list", "field-invalid", "list"));
        }
        return repository
                .list(tx.pool(), list, standing, place.after(), size + 1)
                .map(found -> Page.of(found, size, last -> String.valueOf(last.number())));
    }

    /** One entry, for anybody. */
    public Uni<ListEntry> find(UUID id) {
        return repository.find(tx.pool(), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /**
     * Enters a supplier or a county. {@code listed-already}, {@code level-above-has-it}, {@code supervision-own-organisation}; at fields
     * {@code field-required}, {@code certificate-unknown}, {@code county-unknown}, {@code remedy-term}.
     */
    public Uni<ListEntry> enter(Actor actor, Draft draft) {
        String list = draft.list() == null ? "" : draft.list();
        if (!LISTS.contains(list)) {
            return Uni.createFrom().failure(Problem.field("/list", "field-required"));
        }
        String reason = SupervisionProblems.words("reason", draft.reason(), REASON_MAX);
        String evidence = SupervisionProblems.words("evidence", draft.evidence(), WORDS_MAX);
        LocalDate due = due(list, draft.dueOn());
        Instant now = clock.instant();
        UUID id = Ids.next();
        return tx.write(connection -> subject(connection, draft).chain(subject -> {
                    PolicyPack pack = highest(actor, subject.countyCode());
                    return blacklisted(connection, actor, list, subject, reason)
                            .map(ban -> new ListRepository.Note(
                                    id,
                                    list,
                                    pack.key(),
                                    subject.organisationId(),
                                    subject.countyCode(),
                                    subject.name().zh(),
                                    subject.name().en(),
                                    reason,
                                    evidence,
                                    due,
                                    ban.orElse(null),
                                    subject.demo()))
                            .chain(note -> repository.enter(connection, note, actor, now))
                            .chain(() -> telling.listed(
                                    connection,
                                    pack,
                                    subject.organisationId(),
                                    subject.countyCode(),
                                    subject.name().zh(),
                                    due,
                                    "list-" + list,
                                    id))
                            .chain(() ->
                                    deed(connection, actor, subject.countyCode(), "list-enter", id, now, list, reason));
                }))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> find(id));
    }

    /** Writes down what became of it. {@code list-entry-closed} where that was done or it stands off the list. */
    public Uni<ListEntry> followUp(Actor actor, UUID id, @Nullable String outcome, @Nullable String note) {
        if (outcome == null || !OUTCOMES.contains(outcome)) {
            return Uni.createFrom().failure(Problem.field("/outcome", "field-required"));
        }
        String text = SupervisionProblems.words("note", note, WORDS_MAX);
        Instant now = clock.instant();
        return changed(actor, id, (connection, entry) -> {
            if (entry.outcome() != null) {
                throw SupervisionProblems.entryClosed();
            }
            return repository
                    .outcome(connection, id, outcome, text, now)
                    .chain(() -> tell(connection, entry, "list-outcome"))
                    .chain(() ->
                            deed(connection, actor, entry.countyCode(), "list-follow-up", id, now, entry.list(), text));
        });
    }

    /** Takes an entry off the list by a decision; it stays readable among those taken off. {@code list-entry-closed}. */
    public Uni<ListEntry> remove(Actor actor, UUID id, @Nullable String reason) {
        String text = SupervisionProblems.words("reason", reason, REASON_MAX);
        Instant now = clock.instant();
        return changed(
                actor,
                id,
                (connection, entry) -> repository
                        .blacklisting(connection, id)
                        .chain(ban -> ban.isPresent()
                                ? blacklist.lift(connection, actor, ban.get(), text)
                                : Uni.createFrom().item(false))
                        .chain(() -> repository.remove(connection, id, text, actor, now))
                        .chain(() -> tell(connection, entry, "list-removed"))
                        .chain(() -> deed(
                                connection, actor, entry.countyCode(), "list-remove", id, now, entry.list(), text)));
    }

    /** Tells once of each entry whose day is over, however often it is called. */
    Uni<Void> remind() {
        return Telling.each(
                packs.all(),
                pack -> tx.write(connection -> repository
                        .daysOver(connection, pack.key(), clock.today())
                        .chain(entries ->
                                Telling.each(entries, entry -> telling.listDayOver(connection, pack, entry)))));
    }

    /** Who stands on the black list neither applies nor sells. */
    private Uni<Optional<UUID>> blacklisted(
            SqlConnection connection, Actor actor, String list, Subject subject, String reason) {
        UUID organisation = subject.organisationId();
        return list.equals("BLACK") && organisation != null
                ? blacklist
                        .enter(connection, actor, organisation, clock.today(), null, reason, true)
                        .map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Void> tell(SqlConnection connection, ListEntry entry, String what) {
        return telling.listed(
                connection,
                packs.forArea(entry.countyCode()).orElseThrow(),
                entry.organisationId(),
                entry.countyCode(),
                entry.nameZh(),
                entry.dueOn(),
                what,
                entry.id());
    }

    private interface Change {
        Uni<Void> on(SqlConnection connection, ListEntry entry);
    }

    private record Subject(
            @Nullable UUID organisationId, String countyCode, OrganisationView.Name name, boolean demo) {}

    private Uni<ListEntry> changed(Actor actor, UUID id, Change change) {
        return tx.write(connection -> repository
                        .locked(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(entry -> highest(actor, entry.countyCode()))
                        .chain(entry -> {
                            if (!entry.standing()) {
                                throw SupervisionProblems.entryClosed();
                            }
                            return change.on(connection, entry);
                        }))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> find(id));
    }

    private Uni<Subject> subject(SqlConnection connection, Draft draft) {
        String number = draft.certificate() == null ? "" : draft.certificate().strip();
        String code = draft.countyCode() == null ? "" : draft.countyCode().strip();
        if (number.isEmpty()) {
            if (code.isEmpty()) {
                throw Problem.field("/certificate", "field-required");
            }
            County county = packs.forArea(code.matches("\\d{6}") ? code : "000000")
                    .flatMap(pack -> pack.county(code))
                    .orElseThrow(() -> Problem.field("/countyCode", "county-unknown"));
            return Uni.createFrom()
                    .item(new Subject(
                            null,
                            code,
                            new OrganisationView.Name(
                                    county.name().zh(), county.name().en()),
                            false));
        }
        if (number.length() > NUMBER_MAX) {
            throw Problem.field("/certificate", "field-too-long", NUMBER_MAX);
        }
        return holders.holder(connection, number)
                .map(found -> found.orElseThrow(() -> Problem.field("/certificate", "certificate-unknown")))
                .chain(one -> organisations
                        .names(connection, List.of(one.organisationId()))
                        .map(names -> new Subject(
                                one.organisationId(),
                                one.countyCode(),
                                Optional.ofNullable(names.get(one.organisationId()))
                                        .orElseThrow(Problem::notFound),
                                Boolean.TRUE.equals(one.facts().get("demo")))));
    }

    private @Nullable LocalDate due(String list, @Nullable LocalDate dueOn) {
        if (list.equals("RED")) {
            return null;
        }
        if (dueOn == null) {
            throw Problem.field("/dueOn", "field-required");
        }
        if (!dueOn.isAfter(clock.today())) {
            throw Problem.field("/dueOn", "day-not-to-come");
        }
        return dueOn;
    }

    private PolicyPack highest(Actor actor, String countyCode) {
        PolicyPack pack = packs.forArea(countyCode).orElseThrow(Problem::notFound);
        List<Level> levels = pack.levels();
        Duty.require(actor, pack, countyCode, levels.get(levels.size() - 1).id());
        return pack;
    }

    private static Uni<Void> deed(
            SqlConnection connection,
            Actor actor,
            String county,
            String action,
            UUID id,
            Instant now,
            String list,
            String reason) {
        Map<String, Object> detail = new HashMap<>();
        detail.put("list", list);
        detail.put("reason", reason);
        return Deeds.write(connection, Deeds.by(actor, county, now), action, "list-entry", id, detail);
    }
}
