package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.FrozenPools;
import org.jspecify.annotations.Nullable;

/** Settlement runs from preparation to the last credit, by finance people of the province; auditors look on. */
@ApplicationScoped
public class Settlements {
    private static final int FIRST_MONTH = 200001;

    private final SettlementRepository runs;
    private final SettlementViewRepository views;
    private final Reviews reviews;
    private final Preparation preparation;
    private final Execution execution;
    private final FrozenPools frozenPools;
    private final BusinessClock clock;
    private final Tx tx;

    Settlements(
            SettlementRepository runs,
            SettlementViewRepository views,
            Reviews reviews,
            Preparation preparation,
            Execution execution,
            FrozenPools frozenPools,
            BusinessClock clock,
            Tx tx) {
        this.runs = runs;
        this.views = views;
        this.reviews = reviews;
        this.preparation = preparation;
        this.execution = execution;
        this.frozenPools = frozenPools;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Freezes what the province's confirmed pools up to a month hold now, who shares them and what each gets. Fails with
     * {@code settlement-month-invalid}, {@code settlement-open-run} while another is on its way, or
     * {@code settlement-nothing} where there is nothing to share.
     *
     * @param region province code; null means the actor's own
     * @param month  {@code yyyymm}, not after the running one
     */
    public Uni<SettlementView> prepare(Actor actor, @Nullable String region, int month) {
        String province = region == null ? provinceOf(actor) : region;
        requireFinance(actor, province);
        if (month < FIRST_MONTH
                || month % 100 < 1
                || month % 100 > 12
                || month > BusinessClock.monthOf(clock.instant())) {
            throw SettlementProblems.monthInvalid();
        }
        return tx.write(connection -> runs.hasOpenRun(connection, province)
                        .chain(open -> open
                                ? Uni.createFrom().failure(Problem.of(Problem.Kind.CONFLICT, "settlement-open-run"))
                                : preparation.prepare(connection, actor, province, month))
                        .call(id -> audit(connection, actor, "settlement-prepare", id)))
                .onFailure()
                .transform(SettlementProblems::of)
                .chain(this::view);
    }

    /**
     * Another natural person puts a name to the result and to what was found in it. Fails with {@code four-eyes},
     * {@code settlement-digest-mismatch} where the digest is not the run's, {@code settlement-findings-open} while a finding has
     * no answer, {@code settlement-review-mismatch}, {@code settlement-state}.
     *
     * @param reviewDigest {@link Review#digest}; may be left out only where the review found nothing
     */
    public Uni<SettlementView> approve(Actor actor, UUID id, String resultDigest, @Nullable String reviewDigest) {
        return change(actor, id, "settlement-approve", (connection, run) -> {
            requireState(run, "PREPARED");
            if (!run.resultDigest().equals(resultDigest)) {
                throw SettlementProblems.digestMismatch();
            }
            if (run.preparedPerson().equals(actor.personId())) {
                throw SettlementProblems.fourEyes();
            }
            return reviews.ofLocked(connection, id).chain(review -> {
                if (review.open() > 0) {
                    throw SettlementProblems.findingsOpen(review.open());
                }
                if (reviewDigest == null
                        ? review.findings() > 0
                        : !review.digest().equals(reviewDigest)) {
                    throw SettlementProblems.reviewMismatch();
                }
                return runs.approve(connection, id, actor, review.digest(), clock.instant());
            });
        });
    }

    /** Puts a prepared or approved run aside; its pools are free for the next. */
    public Uni<SettlementView> reject(Actor actor, UUID id) {
        return change(actor, id, "settlement-reject", (connection, run) -> {
            if (!run.state().equals("APPROVED")) {
                requireState(run, "PREPARED");
            }
            return runs.state(connection, id, "REJECTED")
                    .chain(() -> runs.pools(connection, id))
                    .chain(pools -> frozenPools.thaw(connection, PoolToShare.ids(pools)));
        });
    }

    /**
     * Credits every household of an approved run; called again, it goes on where it was cut off. Fails with
     * {@code settlement-digest-mismatch} before anything is posted where what was frozen is not what was approved.
     */
    public Uni<SettlementView> run(Actor actor, UUID id) {
        return run(actor, id, Integer.MAX_VALUE);
    }

    Uni<SettlementView> run(Actor actor, UUID id, int chunks) {
        return tx.write(connection ->
                        ofProvince(connection, actor, id).call(() -> audit(connection, actor, "settlement-run", id)))
                .chain(() -> execution.work(id, chunks))
                .chain(() -> view(id));
    }

    /** A run with its pools; {@code not-found} outside the reader's province. */
    public Uni<SettlementView> find(Actor reader, UUID id) {
        return view(id).invoke(view -> requireReader(reader, view.region()));
    }

    /** Runs of the reader's provinces, newest first; without their pools. */
    public Uni<Page<SettlementView>> list(Actor reader, int before, int size) {
        int limit = Page.sizeOf(size);
        String digits = reader.areaAs(reader.has(Role.FINANCE) ? Role.FINANCE : Role.AUDITOR)
                .map(AreaCode::province)
                .map(code -> code.substring(0, 2))
                .orElse("");
        return tx.read(connection -> views.list(connection, digits, before, limit + 1))
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.number())));
    }

    private Uni<SettlementView> change(
            Actor actor, UUID id, String deed, BiFunction<SqlConnection, Run, Uni<Void>> work) {
        return tx.write(connection -> runs.lock(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(run -> requireFinance(actor, run.region()))
                        .chain(run -> work.apply(connection, run))
                        .chain(() -> audit(connection, actor, deed, id)))
                .onFailure()
                .transform(SettlementProblems::of)
                .chain(() -> view(id));
    }

    private Uni<Run> ofProvince(SqlConnection connection, Actor actor, UUID id) {
        return runs.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(run -> requireFinance(actor, run.region()));
    }

    private Uni<SettlementView> view(UUID id) {
        return tx.read(connection -> views.find(connection, id)).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Void> audit(SqlConnection connection, Actor actor, String deed, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        Role.FINANCE,
                        deed,
                        "settlement",
                        id.toString(),
                        Map.of()));
    }

    private static String provinceOf(Actor actor) {
        return actor.areaAs(Role.FINANCE)
                .map(AreaCode::province)
                .orElseThrow(() -> Problem.field("/region", "field-required"));
    }

    private static void requireFinance(Actor actor, String region) {
        if (!region.matches("\\d{2}0000")) {
            throw Problem.field("/region", "field-invalid", region);
        }
        actor.requireArea(Role.FINANCE, region);
    }

    static void requireReader(Actor reader, String region) {
        if (!reader.actsIn(Role.FINANCE, region) && !reader.actsIn(Role.AUDITOR, region)) {
            throw Problem.notFound();
        }
    }

    private static void requireState(Run run, String state) {
        if (!run.state().equals(state)) {
            throw SettlementProblems.wrongState(run.state());
        }
    }
}
