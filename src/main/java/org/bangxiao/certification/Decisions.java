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
     * @param reason  needed for everything but a pass
     * @param version of the application that the officer has seen
     */
    public record Verdict(
            @Nullable DecisionOutcome outcome, @Nullable String reason, int version) {}

    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final Applications applications;
    private final ApplicationRepository repository;
    private final CaseRepository cases;
    private final Findings findings;
    private final Handovers handovers;

    Decisions(
            BusinessClock clock,
            PinnedPacks packs,
            Applications applications,
            ApplicationRepository repository,
            CaseRepository cases,
            Findings findings,
            Handovers handovers) {
        this.clock = clock;
        this.packs = packs;
        this.applications = applications;
        this.repository = repository;
        this.cases = cases;
        this.findings = findings;
        this.handovers = handovers;
    }

    /**
     * Decides on the step at hand with the figures of today. {@code step-of-another-level} where the officer's role or
     * area is not the step's, {@code person-acted-at-another-level}, {@code own-organisation}, {@code criteria-not-met}
     * for a pass against the scheme, {@code already-decided} where the version is not the latest.
     */
    public Uni<ApplicationView> decide(Actor actor, UUID id, Verdict verdict) {
        DecisionOutcome outcome = outcome(verdict);
        String reason = reason(verdict.reason(), outcome != DecisionOutcome.PASS);
        Instant now = clock.instant();
        return applications
                .find(actor, id)
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> {
                            ReviewStep step = mayDecide(actor, view, verdict.version(), pack);
                            String role = Course.role(
                                            actor,
                                            pack,
                                            step.level(),
                                            view.product().countyCode())
                                    .orElseThrow();
                            return findings.of(pack, view, clock.today())
                                    .invoke(checks -> {
                                        if (outcome == DecisionOutcome.PASS && !Checks.allowPass(checks)) {
                                            throw CertificationProblems.criteriaNotMet();
                                        }
                                    })
                                    .chain(checks -> repository.transaction(() -> repository
                                            .locked(id)
                                            .chain(application -> decided(
                                                    application,
                                                    view.version(),
                                                    pack,
                                                    checks,
                                                    Decision.of(
                                                            application,
                                                            step.id(),
                                                            step.level(),
                                                            actor,
                                                            outcome,
                                                            reason,
                                                            cases.write(checks),
                                                            now)))
                                            .call(() -> repository.audit(deed(actor, role, step, id, outcome, now)))));
                        })
                        .chain(state -> state == ApplicationState.CERTIFIED
                                ? handovers.handOver(id)
                                : Uni.createFrom().voidItem())
                        .chain(() -> applications.read(id)));
    }

    private Uni<ApplicationState> decided(
            Application application, int seen, PolicyPack pack, List<Check> checks, Decision decision) {
        if (application.version != seen || application.state != ApplicationState.IN_REVIEW) {
            throw CertificationProblems.alreadyDecided();
        }
        Instant now = decision.decidedAt;
        application.checks = decision.figures;
        List<Object> rows = switch (decision.outcome) {
            case PASS -> {
                application.passedBy = decision.personId;
                application.criterion = Checks.criterion(checks).orElse(null);
                yield Course.onward(application, pack, now);
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
                .map(added -> application.state);
    }

    private static ReviewStep mayDecide(Actor actor, ApplicationView view, int version, PolicyPack pack) {
        if (view.version() != version) {
            throw CertificationProblems.alreadyDecided();
        }
        String at = view.step();
        if (at == null || view.state() != ApplicationState.IN_REVIEW) {
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
