package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.certification.Suspensions;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** The queue of what the watch found, and the decision of each case with its reason. */
@ApplicationScoped
public class Cases {
    static final int REASON_MAX = 500;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final CaseRepository repository;
    private final Findings findings;
    private final Inspections inspections;
    private final Suspensions suspensions;

    Cases(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            CaseRepository repository,
            Findings findings,
            Inspections inspections,
            Suspensions suspensions) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.findings = findings;
        this.inspections = inspections;
        this.suspensions = suspensions;
    }

    /**
     * What an officer decides.
     *
     * @param reason why; for a measure, what is to be mended
     * @param dueOn by when it is to be mended; for a measure only
     */
    public record Verdict(
            @Nullable CaseOutcome outcome,
            @Nullable String reason,
            @Nullable LocalDate dueOn) {}

    /** A page of the cases that the reader may see. */
    Uni<Page<WatchCase>> list(Actor actor, Filter filter) {
        return repository
                .list(tx.pool(), Duty.sight(actor), filter)
                .map(found -> Page.of(found, filter.size(), last -> String.valueOf(last.number())));
    }

    /** One case, or {@code not-found} outside the reader's area. */
    public Uni<WatchCase> find(Actor actor, UUID id) {
        String sight = Duty.sight(actor);
        return repository
                .find(tx.pool(), id)
                .map(found ->
                        found.filter(one -> one.countyCode().startsWith(sight)).orElseThrow(Problem::notFound));
    }

    /** What was done about a case so far. */
    Uni<List<CaseRepository.Deed>> deeds(UUID id) {
        return repository.deeds(tx.pool(), "watch-case", id);
    }

    /**
     * Decides a case: at the level where it waits or above. {@code watch-case-decided}, {@code level-above-has-it},
     * {@code level-not-competent} to suspend, {@code supervision-own-organisation}, {@code inspection-under-way}; at fields
     * {@code field-required}, {@code remedy-term} (at most the pack's days).
     */
    public Uni<WatchCase> decide(Actor actor, UUID id, Verdict verdict) {
        CaseOutcome outcome = verdict.outcome();
        if (outcome == null) {
            return Uni.createFrom().failure(Problem.field("/outcome", "field-required"));
        }
        String reason = SupervisionProblems.words("reason", verdict.reason(), REASON_MAX);
        Instant now = clock.instant();
        return find(actor, id)
                .chain(seen -> tx.write(connection -> repository
                        .locked(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(one ->
                                decided(connection, actor, one, new Decided(outcome, reason, verdict.dueOn()), now))))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> find(actor, id));
    }

    private record Decided(
            CaseOutcome outcome, String reason, @Nullable LocalDate dueOn) {}

    private Uni<Void> decided(SqlConnection connection, Actor actor, WatchCase one, Decided decided, Instant now) {
        PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow();
        Duty.require(actor, pack, one.countyCode(), one.level());
        if (!one.open()) {
            throw SupervisionProblems.caseDecided();
        }
        Uni<Void> followed = switch (decided.outcome()) {
            case DISMISSED -> Uni.createFrom().voidItem();
            case MEASURE_ORDERED ->
                findings.orderedByCase(connection, actor, pack, one, decided.reason(), decided.dueOn(), now);
            case CERTIFICATE_SUSPENDED -> suspended(connection, actor, pack, one, decided.reason());
            case INSPECTION_ORDERED -> inspections.orderedByCase(connection, actor, one, decided.reason(), now);
        };
        return repository
                .decide(connection, one.id(), decided.outcome(), decided.reason(), actor, now)
                .chain(() -> followed)
                .chain(() -> Deeds.write(
                        connection,
                        Deeds.by(actor, one.countyCode(), now),
                        "watch-case-decide",
                        "watch-case",
                        one.id(),
                        Map.of("outcome", decided.outcome().name(), "reason", decided.reason())));
    }

    private Uni<Void> suspended(SqlConnection connection, Actor actor, PolicyPack pack, WatchCase one, String reason) {
        if (one.productId() == null) {
            throw SupervisionProblems.noProduct();
        }
        if (!maySuspend(actor, pack, one.countyCode())) {
            throw Problem.of(Problem.Kind.FORBIDDEN, "level-not-competent");
        }
        return suspensions
                .suspend(
                        connection,
                        Objects.requireNonNull(one.productId()),
                        one.cause().name(),
                        reason)
                .invoke(stopped -> {
                    if (!stopped) {
                        throw Problem.of(Problem.Kind.CONFLICT, "certificate-state");
                    }
                })
                .replaceWithVoid();
    }

    /** Whether the pack lets the actor's level, or one below it, suspend certificates of that county. */
    static boolean maySuspend(Actor actor, PolicyPack pack, String countyCode) {
        List<String> named = pack.afterwards().suspend();
        Level highest = pack.levels().get(pack.levels().size() - 1);
        List<String> competent = named.isEmpty() ? List.of(highest.id()) : named;
        return competent.stream().anyMatch(level -> Duty.decides(actor, pack, countyCode, level));
    }
}
