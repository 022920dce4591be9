package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.WatchRules;
import org.jspecify.annotations.Nullable;

/** What is to be mended, from the measure over the supplier's proof to the closing by somebody else. */
@ApplicationScoped
public class Findings {
    private static final int CONTENT_MAX = 2000;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final FindingRepository repository;
    private final Uploads uploads;
    private final Documents documents;
    private final Telling telling;

    Findings(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            FindingRepository repository,
            Uploads uploads,
            Documents documents,
            Telling telling) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.uploads = uploads;
        this.documents = documents;
        this.telling = telling;
    }

    /** What officers may read in their area, or a supplier of itself. */
    Uni<Page<Finding>> list(Actor actor, Filter filter) {
        Uni<List<Finding>> all = actor.organisationAs(Role.SUPPLIER)
                .map(own -> repository.of(tx.pool(), own, filter))
                .orElseGet(() -> repository.inArea(tx.pool(), Duty.sight(actor), filter));
        return all.map(found -> Page.of(found, filter.size(), last -> String.valueOf(last.number())));
    }

    /** One finding; a supplier's own only once it is published, anything else is {@code not-found}. */
    public Uni<Finding> find(Actor actor, UUID id) {
        return repository
                .find(tx.pool(), id)
                .map(found -> found.filter(one -> reads(actor, one)).orElseThrow(Problem::notFound));
    }

    private static boolean reads(Actor actor, Finding one) {
        if (actor.organisationAs(Role.SUPPLIER)
                .filter(one.organisationId()::equals)
                .isPresent()) {
            return one.publishedAt() != null;
        }
        return !actor.has(Role.SUPPLIER) && one.countyCode().startsWith(Duty.sight(actor));
    }

    Uni<List<Step>> steps(UUID id) {
        return repository.steps(tx.pool(), id);
    }

    /** What was ordered in a case, and what a visit found that was sent for it. */
    Uni<List<Finding>> ofCase(UUID caseId) {
        return repository.ofCase(tx.pool(), caseId);
    }

    /** A picture or paper of a finding that the reader may read. */
    public Uni<Response> file(Actor actor, UUID id, String sha256) {
        return find(actor, id)
                .chain(one -> repository.has(tx.pool(), id, sha256))
                .chain(belongs ->
                        belongs ? documents.answer(sha256) : Uni.createFrom().failure(Problem.notFound()));
    }

    /** A measure that a case of the watch ends with; published at once. */
    Uni<Void> orderedByCase(
            SqlConnection connection,
            Actor actor,
            PolicyPack pack,
            WatchCase one,
            String measure,
            @Nullable LocalDate dueOn,
            Instant now) {
        LocalDate due = term(pack, dueOn, now);
        UUID id = Ids.next();
        FindingRepository.Note note = new FindingRepository.Note(
                id,
                one.region(),
                null,
                one.id(),
                one.organisationId(),
                one.countyCode(),
                Finding.Severity.MAJOR,
                measure,
                one.level(),
                due);
        return repository
                .note(connection, note, actor, now)
                .chain(() -> repository.turn(
                        connection,
                        id,
                        new FindingRepository.Turn(Finding.State.ORDERED, one.level(), due, measure, due),
                        actor,
                        now))
                .chain(() -> repository.step(connection, id, "ORDERED", measure, actor, now, List.of()))
                .chain(() -> telling.measureOrdered(connection, one.organisationId(), id, due, now))
                .chain(() -> deed(connection, actor, one.countyCode(), "finding-order", id, now));
    }

    /**
     * Orders what is to be mended by a day. {@code finding-moved-on} where that was done or the visit still goes on,
     * {@code level-above-has-it}; at fields {@code field-required}, {@code remedy-term}.
     */
    public Uni<Finding> order(Actor actor, UUID id, @Nullable String measure, @Nullable LocalDate dueOn) {
        String text = SupervisionProblems.words("measure", measure, CONTENT_MAX);
        Instant now = clock.instant();
        return officer(actor, id, (connection, one, pack) -> {
            if (one.state() != Finding.State.FOUND || one.publishedAt() == null) {
                throw SupervisionProblems.findingMovedOn();
            }
            LocalDate due = term(pack, dueOn, now);
            return moved(
                            connection,
                            actor,
                            one,
                            "ORDERED",
                            text,
                            new Change(Finding.State.ORDERED, due, text, due),
                            now)
                    .chain(() -> telling.measureOrdered(connection, one.organisationId(), id, due, now));
        });
    }

    /** What the supplier shows for it, with pictures or papers. {@code finding-moved-on} where nothing is ordered. */
    public Uni<Finding> prove(Actor actor, UUID id, @Nullable String proof, List<Upload> files) {
        String text = SupervisionProblems.words("proof", proof, CONTENT_MAX);
        Instant now = clock.instant();
        return find(actor, id)
                .invoke(one -> actor.requireOrganisation(Role.SUPPLIER, one.organisationId()))
                .chain(() -> uploads.checked(files))
                .chain(checked -> tx.write(connection -> repository
                        .locked(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(one -> {
                            if (one.state() != Finding.State.ORDERED) {
                                throw SupervisionProblems.findingMovedOn();
                            }
                            LocalDate due = BusinessClock.dayOf(now)
                                    .plusDays(rules(pack(one)).problemDays());
                            return uploads.kept(connection, checked)
                                    .chain(kept -> repository.step(connection, id, "PROVEN", text, actor, now, kept))
                                    .chain(() -> turn(
                                            connection,
                                            actor,
                                            one,
                                            new Change(Finding.State.PROVEN, due, null, null),
                                            now))
                                    .chain(() -> telling.proven(connection, pack(one), one, due, now))
                                    .chain(() -> deed(connection, actor, one.countyCode(), "finding-prove", id, now));
                        })))
                .chain(() -> find(actor, id));
    }

    /** The proof does not do: mend it by another day. */
    public Uni<Finding> sendBack(Actor actor, UUID id, @Nullable String reason, @Nullable LocalDate dueOn) {
        String text = SupervisionProblems.words("reason", reason, CONTENT_MAX);
        Instant now = clock.instant();
        return officer(actor, id, (connection, one, pack) -> {
            if (one.state() != Finding.State.PROVEN) {
                throw SupervisionProblems.findingMovedOn();
            }
            LocalDate due = term(pack, dueOn, now);
            return moved(
                            connection,
                            actor,
                            one,
                            "SENT_BACK",
                            text,
                            new Change(Finding.State.ORDERED, due, null, due),
                            now)
                    .chain(() -> telling.measureOrdered(connection, one.organisationId(), id, due, now));
        });
    }

    /**
     * Closes what was mended. {@code finding-closed-by-the-finder} for the natural person who found it, under whichever
     * account; {@code finding-moved-on} without a proof.
     */
    public Uni<Finding> close(Actor actor, UUID id, @Nullable String reason) {
        String text = SupervisionProblems.words("reason", reason, CONTENT_MAX);
        Instant now = clock.instant();
        return officer(actor, id, (connection, one, pack) -> {
            if (one.state() != Finding.State.PROVEN) {
                throw SupervisionProblems.findingMovedOn();
            }
            return moved(
                            connection,
                            actor,
                            one,
                            "CLOSED",
                            text,
                            new Change(Finding.State.CLOSED, one.dueOn(), null, null),
                            now)
                    .chain(() -> telling.closed(connection, one, now));
        });
    }

    private interface Work {
        Uni<Void> on(SqlConnection connection, Finding one, PolicyPack pack);
    }

    private record Change(
            Finding.State state,
            LocalDate dueOn,
            @Nullable String measure,
            @Nullable LocalDate measureDueOn) {}

    private Uni<Finding> officer(Actor actor, UUID id, Work work) {
        return find(actor, id)
                .chain(seen -> tx.write(connection -> repository
                        .locked(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(one -> {
                            PolicyPack pack = pack(one);
                            Duty.require(actor, pack, one.countyCode(), one.level());
                            return work.on(connection, one, pack);
                        })))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> find(actor, id));
    }

    private Uni<Void> moved(
            SqlConnection connection, Actor actor, Finding one, String kind, String text, Change change, Instant now) {
        return turn(connection, actor, one, change, now)
                .chain(() -> repository.step(connection, one.id(), kind, text, actor, now, List.of()))
                .chain(() -> deed(
                        connection,
                        actor,
                        one.countyCode(),
                        "finding-" + kind.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        one.id(),
                        now));
    }

    private Uni<Void> turn(SqlConnection connection, Actor actor, Finding one, Change change, Instant now) {
        FindingRepository.Turn turn = new FindingRepository.Turn(
                change.state(), one.level(), change.dueOn(), change.measure(), change.measureDueOn());
        return repository.turn(connection, one.id(), turn, actor, now);
    }

    private static Uni<Void> deed(
            SqlConnection connection, Actor actor, String county, String action, UUID id, Instant now) {
        return Deeds.write(connection, Deeds.by(actor, county, now), action, "finding", id, Map.of());
    }

    /** The day, or {@code remedy-term} where it is not after today or later than the pack allows. */
    private static LocalDate term(PolicyPack pack, @Nullable LocalDate dueOn, Instant now) {
        LocalDate today = BusinessClock.dayOf(now);
        int most = rules(pack).remedyDaysAtMost();
        if (dueOn == null) {
            throw Problem.field("/dueOn", "field-required");
        }
        if (!dueOn.isAfter(today) || dueOn.isAfter(today.plusDays(most))) {
            throw Problem.field("/dueOn", "remedy-term", most);
        }
        return dueOn;
    }

    private PolicyPack pack(Finding one) {
        return packs.forArea(one.countyCode()).orElseThrow();
    }

    static WatchRules rules(PolicyPack pack) {
        WatchRules rules = pack.watch();
        if (rules == null) {
            throw Problem.notFound();
        }
        return rules;
    }
}
