package org.bangxiao.certification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.PinnedPacks;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes many cases of which every check is met: each is decided by itself, under the officer's own name, with what was
 * seen of it, and answers by itself; one that fails does not stop the rest.
 */
@ApplicationScoped
public class BatchDecisions {
    /** The most cases of one batch. */
    static final int MOST = 100;

    private static final Logger LOG = Logger.getLogger(BatchDecisions.class);

    /** One case as it stood in the list. */
    public record Chosen(
            @Nullable UUID id, int version, @Nullable String seen) {}

    /**
     * What became of one.
     *
     * @param state   where it stands now; null where nothing was decided
     * @param problem code of what stood against it; null where it was decided
     */
    public record Answer(
            UUID id,
            String nameZh,
            String nameEn,
            @Nullable ApplicationState state,
            @Nullable String problem) {}

    private final Applications applications;
    private final Decisions decisions;
    private final PinnedPacks pinned;

    BatchDecisions(Applications applications, Decisions decisions, PinnedPacks pinned) {
        this.applications = applications;
        this.decisions = decisions;
        this.pinned = pinned;
    }

    /** {@code cases-none}, {@code cases-too-many}; what stands against a single case is in its answer. */
    public Uni<List<Answer>> pass(Actor actor, @Nullable List<Chosen> chosen) {
        if (chosen == null || chosen.isEmpty()) {
            throw Problem.field("/cases", "cases-none");
        }
        if (chosen.size() > MOST) {
            throw Problem.field("/cases", "cases-too-many", MOST);
        }
        Set<UUID> once = new HashSet<>();
        for (int i = 0; i < chosen.size(); i++) {
            Chosen one = chosen.get(i);
            if (one == null || one.id() == null || one.seen() == null) {
                throw Problem.field("/cases/" + i, "field-required");
            }
            if (!once.add(one.id())) {
                throw Problem.field("/cases/" + i, "field-invalid", one.id());
            }
        }
        return Multi.createFrom()
                .iterable(chosen)
                .onItem()
                .transformToUniAndConcatenate(one -> answer(actor, one))
                .collect()
                .asList();
    }

    private Uni<Answer> answer(Actor actor, Chosen one) {
        UUID id = Objects.requireNonNull(one.id());
        return applications
                .find(actor, id)
                .chain(view -> pass(actor, view, one)
                        .map(decided -> new Answer(id, name(view), english(view), decided.state(), null))
                        .onFailure()
                        .recoverWithItem(failure -> new Answer(id, name(view), english(view), null, code(id, failure))))
                .onFailure()
                .recoverWithItem(failure -> new Answer(id, "", "", null, code(id, failure)));
    }

    private Uni<ApplicationView> pass(Actor actor, ApplicationView view, Chosen one) {
        return pinned.at(view.packVersion()).chain(pack -> {
            if (!Checks.allowBatch(pack, view.checks())) {
                throw CertificationProblems.notAllGreen();
            }
            return decisions.decide(
                    actor,
                    view.id(),
                    new Decisions.Verdict(DecisionOutcome.PASS, "", one.version(), one.seen(), List.of()));
        });
    }

    private static String name(ApplicationView view) {
        return view.product().nameZh();
    }

    private static String english(ApplicationView view) {
        String name = view.product().nameEn();
        return name == null ? "" : name;
    }

    private static String code(UUID id, Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem.code();
        }
        LOG.errorf(failure, "application %s was not decided in its batch", id);
        return "internal-fault";
    }
}
