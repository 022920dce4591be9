package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.County;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.ReviewRules;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at between preparing and approving a run: what changed most, and what is odd. Each finding is answered by
 * somebody who did not prepare the run before another can approve it; whoever answered may be the one who approves.
 */
@ApplicationScoped
public class Reviews {
    private static final Set<String> CODES = Set.of("HOUSEHOLD_IN_TWO_AREAS", "CADRE_RELATIVE", "SPIKE");
    private static final Set<String> KINDS = Set.of("HOUSEHOLD", "VILLAGE", "COUNTY");
    private static final int SHORTEST = 5;
    private static final int LONGEST = 1_000;

    private final ReviewRepository repository;
    private final ReviewViewRepository views;
    private final SettlementRepository runs;
    private final PolicyPacks packs;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    Reviews(
            ReviewRepository repository,
            ReviewViewRepository views,
            SettlementRepository runs,
            PolicyPacks packs,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.views = views;
        this.runs = runs;
        this.packs = packs;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Which findings somebody wants to see.
     *
     * @param code   null for all
     * @param poolId null for those of every pool
     */
    public record Wanted(@Nullable String code, @Nullable Long poolId) {
        public static final Wanted ALL = new Wanted(null, null);

        public Wanted {
            code = code == null || code.isBlank() ? null : code;
        }
    }

    /**
     * Why findings stand.
     *
     * @param householdNo null for all findings of the code in the pool together
     * @param reason      5 to 1,000 characters
     */
    public record Given(String code, long poolId, @Nullable Long householdNo, String reason) {}

    /**
     * The review of a run, computed now where nobody asked for it before; {@code not-found} outside the reader's province, and
     * for a run that went on or was put aside without one.
     */
    public Uni<Review> of(Actor reader, UUID run) {
        return ready(reader, run).chain(() -> tx.read(connection -> read(connection, run)));
    }

    private Uni<Void> ready(Actor reader, UUID run) {
        return tx.read(connection -> find(connection, reader, run).chain(found -> repository.exists(connection, run)))
                .chain(kept -> kept
                        ? Uni.createFrom().voidItem()
                        : tx.write(connection -> ofLocked(connection, run)).replaceWithVoid());
    }

    /** The review of a run that the reader may see, computed while it is prepared; empty for one that went on without. */
    Uni<Optional<Review>> of(Actor reader, SettlementView run) {
        return run.state().equals("PREPARED")
                ? of(reader, run.id()).map(Optional::of)
                : tx.read(connection -> repository
                        .exists(connection, run.id())
                        .chain(kept -> kept
                                ? read(connection, run.id()).map(Optional::of)
                                : Uni.createFrom().item(Optional.<Review>empty())));
    }

    /** Findings in their order by cursor; {@code field-invalid} for a code there is none of, {@code not-found} as above. */
    public Uni<Page<Review.Finding>> findings(Actor reader, UUID run, Wanted wanted, int after, int size) {
        if (wanted.code() != null && !CODES.contains(wanted.code())) {
            throw Problem.field("/code", "field-invalid", wanted.code());
        }
        int limit = Page.sizeOf(size);
        return ready(reader, run)
                .chain(() -> tx.read(connection -> views.findings(connection, run, wanted, after, limit + 1)))
                .map(found ->
                        Page.of(found.stream().map(this::opened).toList(), limit, last -> String.valueOf(last.no())));
    }

    /**
     * The largest changes first, a thousand of them at most; {@code not-found} outside the reader's province.
     *
     * @param kind HOUSEHOLD, VILLAGE or COUNTY, else {@code field-invalid}
     */
    public Uni<Page<Review.Change>> changes(Actor reader, UUID run, String kind, int after, int size) {
        if (!KINDS.contains(kind)) {
            throw Problem.field("/kind", "field-invalid", kind);
        }
        int limit = Page.sizeOf(size);
        return ready(reader, run)
                .chain(() -> tx.read(connection -> views.changes(connection, run, kind, after, limit + 1)))
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.no())));
    }

    /**
     * Says why findings stand. Fails with {@code four-eyes} for who prepared the run, {@code settlement-state} once it is
     * approved, {@code settlement-answered}, field problems {@code settlement-reason} and {@code settlement-no-finding}.
     */
    public Uni<Review> answer(Actor reviewer, UUID run, Given given) {
        int length = given.reason().strip().length();
        if (length < SHORTEST || length > LONGEST) {
            throw Problem.field("/reason", "settlement-reason", SHORTEST, LONGEST);
        }
        if (!CODES.contains(given.code())) {
            throw Problem.field("/code", "settlement-no-finding");
        }
        UUID id = Ids.next();
        byte[] reason = secrets.encrypt(given.reason().strip(), place(id));
        return tx.write(connection -> runs.lock(connection, run)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(found -> reviewer.requireArea(Role.FINANCE, found.region()))
                        .invoke(found -> {
                            if (found.preparedPerson().equals(reviewer.personId())) {
                                throw SettlementProblems.fourEyes();
                            }
                            if (!found.state().equals("PREPARED")) {
                                throw SettlementProblems.wrongState(found.state());
                            }
                        })
                        .chain(() -> repository.answer(connection, id, run, given, reason, reviewer, clock.instant()))
                        .invoke(answered -> {
                            if (!answered) {
                                throw Problem.field("/poolId", "settlement-no-finding");
                            }
                        })
                        .chain(() -> audit(connection, reviewer, run, given)))
                .onFailure()
                .transform(SettlementProblems::of)
                .chain(() -> of(reviewer, run));
    }

    /** The review of a run that this transaction holds or takes hold of. */
    Uni<Review> ofLocked(SqlConnection connection, UUID id) {
        return runs.lock(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(run -> repository.exists(connection, id).chain(kept -> {
                    if (kept) {
                        return read(connection, id);
                    }
                    if (!run.state().equals("PREPARED")) {
                        throw Problem.notFound();
                    }
                    return compute(connection, run).chain(() -> read(connection, id));
                }));
    }

    private Uni<Void> compute(SqlConnection connection, Run run) {
        PolicyPack pack = packs.forArea(run.region()).orElse(null);
        ReviewRules rules = pack == null ? ReviewRules.USUAL : pack.settlementReview();
        UUID id = run.id();
        return repository
                .before(connection, run)
                .chain(before -> repository
                        .manyRows(connection)
                        .chain(() -> repository.addChanges(connection, id, before.orElse(null)))
                        .chain(() -> repository.addPoolChanges(connection, run))
                        .chain(() -> repository.addTwoAreas(connection, id, presentCodes(pack)))
                        .chain(() -> repository.plansAsUsual(connection))
                        .chain(() -> repository.addRelatives(connection, id))
                        .chain(() -> repository.addSpikes(connection, run, rules))
                        .chain(() -> repository.keep(connection, id, rules, before.orElse(null), clock.instant())));
    }

    private static Map<String, String> presentCodes(@Nullable PolicyPack pack) {
        Map<String, String> codes = new HashMap<>();
        if (pack != null) {
            for (County county : pack.counties()) {
                County.Former former = county.former();
                if (former != null) {
                    codes.put(former.code(), county.code());
                }
            }
        }
        return codes;
    }

    private Uni<Run> find(SqlConnection connection, Actor reader, UUID id) {
        return runs.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(run -> Settlements.requireReader(reader, run.region()));
    }

    private Uni<Review> read(SqlConnection connection, UUID run) {
        return views.find(connection, run)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(review -> views.groups(connection, run)
                        .map(groups -> new Review(
                                review.settlementId(),
                                review.reviewedAt(),
                                review.spikeBasisPoints(),
                                review.spikeLeastFen(),
                                review.spikeLeastMembers(),
                                review.beforeNumber(),
                                review.findings(),
                                review.open(),
                                review.digest(),
                                groups.stream().map(this::openedGroup).toList())));
    }

    private Review.Group openedGroup(ReviewViewRepository.With<Review.Group> kept) {
        Review.Group group = kept.found();
        return new Review.Group(
                group.code(), group.pool(), group.findings(), group.open(), group.fen(), answer(kept.answer()));
    }

    private Review.Finding opened(ReviewViewRepository.With<Review.Finding> kept) {
        Review.Finding found = kept.found();
        return new Review.Finding(
                found.no(),
                found.code(),
                found.pool(),
                found.householdNo(),
                found.headMasked(),
                found.villageName(),
                found.countyCode(),
                found.fen(),
                found.againstFen(),
                found.about(),
                answer(kept.answer()));
    }

    private Review.@Nullable Answer answer(ReviewViewRepository.@Nullable Sealed kept) {
        return kept == null
                ? null
                : new Review.Answer(
                        secrets.decrypt(kept.reason().getBytes(), place(kept.id())), kept.byName(), kept.at());
    }

    private Uni<Void> audit(SqlConnection connection, Actor actor, UUID run, Given given) {
        Map<String, Object> detail = new HashMap<>(Map.of("code", given.code(), "pool", given.poolId()));
        if (given.householdNo() != null) {
            detail.put("household", given.householdNo());
        }
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        Role.FINANCE,
                        "settlement-answer",
                        "settlement",
                        run.toString(),
                        detail));
    }

    private static String place(UUID answer) {
        return "settlement-answer:" + answer + ":reason";
    }
}
