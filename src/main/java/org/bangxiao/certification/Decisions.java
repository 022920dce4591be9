package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;
import org.jspecify.annotations.Nullable;

/** Officers decide, level by level, in the order of the pack that the application is pinned to. */
@ApplicationScoped
public class Decisions {
    private static final int REASON_MAX = 2000;

    /**
     * A decision as it is handed in.
     *
     * @param outcome PASS, RETURN or REJECT
     * @param reason  needed for everything but a pass; a return may have points instead
     * @param version of the application that the officer has seen
     * @param seen    digest of what stood before the officer ({@link CaseView#seen}); null where nothing was shown and
     *     the caller goes by the figures of today
     * @param points  what a return asks to mend
     */
    public record Verdict(
            @Nullable DecisionOutcome outcome,
            @Nullable String reason,
            int version,
            @Nullable String seen,
            @Nullable List<Point> points) {
        public Verdict(@Nullable DecisionOutcome outcome, @Nullable String reason, int version) {
            this(outcome, reason, version, null, null);
        }
    }

    /** All that a decision goes by. */
    private record Judged(
            ApplicationView view,
            PolicyPack pack,
            List<CaseFile> files,
            ReviewStep step,
            String role,
            DecisionOutcome outcome,
            String reason,
            List<Point> points,
            Instant now) {}

    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final Applications applications;
    private final ApplicationRepository repository;
    private final CaseFiles files;
    private final Sight sight;
    private final Findings findings;
    private final Handovers handovers;

    Decisions(
            BusinessClock clock,
            PinnedPacks packs,
            Applications applications,
            ApplicationRepository repository,
            CaseFiles files,
            Sight sight,
            Findings findings,
            Handovers handovers) {
        this.clock = clock;
        this.packs = packs;
        this.applications = applications;
        this.repository = repository;
        this.files = files;
        this.sight = sight;
        this.findings = findings;
        this.handovers = handovers;
    }

    /**
     * Decides on the step at hand with the figures of today. {@code step-of-another-level} where the officer's role or
     * area is not the step's, {@code person-acted-at-another-level}, {@code own-organisation}, {@code criteria-not-met}
     * for a pass against the scheme, {@code already-decided} where somebody was faster, {@code case-changed} where text,
     * files or figures are not those that were shown.
     */
    public Uni<ApplicationView> decide(Actor actor, UUID id, Verdict verdict) {
        DecisionOutcome outcome = outcome(verdict);
        Instant now = clock.instant();
        return applications
                .find(actor, id)
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> files.of(view)
                                .map(evidence -> judged(actor, view, pack, evidence, verdict, outcome, now))))
                .chain(judged -> findings.of(judged.pack(), judged.view(), clock.today())
                        .call(today ->
                                verdict.seen() == null ? Uni.createFrom().voidItem() : settle(actor, judged, today))
                        .invoke(today -> {
                            if (outcome == DecisionOutcome.PASS && !Checks.allowPass(today)) {
                                throw CertificationProblems.criteriaNotMet();
                            }
                        })
                        .chain(today -> repository.transaction(() -> repository
                                .locked(id)
                                .chain(application -> decided(application, actor, judged, today))
                                .call(() -> repository.audit(
                                        deed(actor, judged.role(), judged.step(), id, outcome, now))))))
                .chain(state -> state == ApplicationState.CERTIFIED
                        ? handovers.handOver(id)
                        : Uni.createFrom().voidItem())
                .chain(() -> applications.read(id));
    }

    private Judged judged(
            Actor actor,
            ApplicationView view,
            PolicyPack pack,
            List<CaseFile> evidence,
            Verdict verdict,
            DecisionOutcome outcome,
            Instant now) {
        ReviewStep step = mayDecide(actor, view, verdict.version(), pack);
        if (verdict.seen() != null && !verdict.seen().equals(sight.digest(view, evidence))) {
            throw CertificationProblems.caseChanged();
        }
        List<Point> points = Points.tidy(verdict.points(), outcome, pack);
        String reason = reason(verdict.reason(), outcome != DecisionOutcome.PASS && points.isEmpty());
        String role = Course.role(actor, pack, step.level(), view.product().countyCode())
                .orElseThrow(CertificationProblems::stepOfAnotherLevel);
        return new Judged(
                view,
                pack,
                evidence,
                step,
                role,
                outcome,
                reason.isEmpty() ? Points.joined(points) : reason,
                points,
                now);
    }

    /** Where today's figures say something else than those shown, they are put in their place and nothing is decided. */
    private Uni<Void> settle(Actor actor, Judged judged, List<Check> today) {
        if (!Sight.differ(judged.view().checks(), today)) {
            return Uni.createFrom().voidItem();
        }
        UUID id = judged.view().id();
        return repository
                .transaction(() -> repository
                        .locked(id)
                        .invoke(application -> {
                            if (application.version == judged.view().version()) {
                                application.checks = sight.write(today);
                            }
                        })
                        .call(() -> repository.audit(new Audit.Deed(
                                judged.now(),
                                actor.accountId(),
                                actor.personId(),
                                judged.role(),
                                "application-recheck",
                                "application",
                                id.toString(),
                                Map.of("step", judged.step().id())))))
                .chain(() -> Uni.createFrom().failure(CertificationProblems.caseChanged()));
    }

    private Uni<ApplicationState> decided(Application application, Actor actor, Judged judged, List<Check> today) {
        if (application.version != judged.view().version()) {
            throw application.state == ApplicationState.IN_REVIEW
                            && judged.step().id().equals(application.step)
                    ? CertificationProblems.caseChanged()
                    : CertificationProblems.alreadyDecided();
        }
        Instant now = judged.now();
        Decision decision = Decision.of(
                        application,
                        judged.step().id(),
                        judged.step().level(),
                        actor,
                        judged.outcome(),
                        judged.reason(),
                        sight.write(today),
                        now)
                .over(
                        judged.view().version(),
                        sight.digest(judged.view(), judged.files()),
                        sight.write(judged.files()),
                        sight.snapshot(judged.view()),
                        sight.write(judged.points()));
        application.checks = decision.figures;
        List<Object> rows = switch (decision.outcome) {
            case PASS -> {
                application.passedBy = decision.personId;
                application.criterion = Checks.criterion(today).orElse(null);
                yield Course.onward(application, judged.pack(), now);
            }
            case RETURN -> {
                application.stop(ApplicationState.RETURNED, decision.reason, "", now);
                yield List.<Object>of();
            }
            default -> {
                application.stop(ApplicationState.REJECTED, decision.reason, "", now);
                yield List.<Object>of();
            }
        };
        // The decision goes in first: the guards of the database judge it before anything comes of it.
        return repository
                .add(List.of(decision))
                .chain(() -> repository.add(rows))
                .chain(() -> repository.tell(Terms.decided(application, decision.outcome, decision.id), now))
                .map(added -> application.state);
    }

    private static ReviewStep mayDecide(Actor actor, ApplicationView view, int version, PolicyPack pack) {
        String at = view.step();
        boolean inReview = at != null && view.state() == ApplicationState.IN_REVIEW;
        if (view.version() != version) {
            throw inReview ? CertificationProblems.caseChanged() : CertificationProblems.alreadyDecided();
        }
        if (at == null || !inReview) {
            throw CertificationProblems.applicationState();
        }
        ReviewStep step = pack.reviewStep(at);
        if (Course.role(actor, pack, step.level(), view.product().countyCode()).isEmpty()) {
            throw CertificationProblems.stepOfAnotherLevel();
        }
        if (actor.grants().stream().anyMatch(grant -> view.organisationId().equals(grant.organisationId()))) {
            throw CertificationProblems.ownOrganisation();
        }
        return step;
    }

    private static DecisionOutcome outcome(Verdict verdict) {
        DecisionOutcome outcome = verdict.outcome();
        if (outcome == null) {
            throw Problem.field("/outcome", "field-required");
        }
        if (outcome == DecisionOutcome.OBJECTION_DISMISSED || outcome == DecisionOutcome.OBJECTION_UPHELD) {
            throw Problem.field("/outcome", "field-invalid", outcome);
        }
        return outcome;
    }

    static String reason(@Nullable String written, boolean needed) {
        String reason = Drafts.plain(written);
        if (needed && reason.isEmpty()) {
            throw Problem.field("/reason", "field-required");
        }
        if (reason.length() > REASON_MAX) {
            throw Problem.field("/reason", "field-too-long", REASON_MAX);
        }
        return reason;
    }

    static Audit.Deed deed(Actor actor, String role, ReviewStep step, UUID id, DecisionOutcome outcome, Instant now) {
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                role,
                "application-decide",
                "application",
                id.toString(),
                Map.of("step", step.id(), "outcome", outcome.name()));
    }
}
