package org.bangxiao.report;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.ledger.SealCheck;
import org.bangxiao.platform.Invariants;
import org.bangxiao.settlement.RunCheck;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The operator's check of the books: every invariant, then every seal from the first block to the last signature and the root of
 * every closed settlement run, recomputed from the journal as it stands. As a command it says what it found and ends the service:
 * {@code BANGXIAO_MODE=check}.
 */
@ApplicationScoped
public class BooksCheck {
    private static final Logger LOG = Logger.getLogger(BooksCheck.class);
    private static final int DOES_NOT_HOLD = 2;

    /** What was found. */
    public record Found(List<Invariants.Breach> breaches, SealCheck.Verdict seals, RunCheck.Verdict runs) {
        public boolean holds() {
            return breaches.isEmpty() && seals.holds() && runs.holds();
        }

        /** One finding a line, for a terminal. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(Invariants.queries().size() + " invariants, " + breaches.size() + " broken");
            breaches.forEach(breach -> lines.add("broken: " + breach.name() + " " + breach.examples()));
            lines.add(seals.blocks() + " blocks and " + seals.checkpoints() + " signatures recomputed");
            if (!seals.holds()) {
                lines.add("block " + seals.badBlock() + " does not hold: " + seals.reason());
            }
            lines.add(runs.runs() + " settlement runs recomputed");
            if (!runs.holds()) {
                lines.add("settlement " + runs.badRun() + " does not hold: root");
            }
            lines.add(holds() ? "The books hold." : "The books do not hold.");
            return lines;
        }
    }

    private final Invariants invariants;
    private final SealCheck seals;
    private final RunCheck runs;
    private final boolean asked;

    BooksCheck(
            Invariants invariants,
            SealCheck seals,
            RunCheck runs,
            @ConfigProperty(name = "bangxiao.check-and-exit", defaultValue = "false") boolean asked) {
        this.invariants = invariants;
        this.seals = seals;
        this.runs = runs;
        this.asked = asked;
    }

    public Uni<Found> check() {
        return invariants
                .check()
                .chain(breaches -> seals.verify()
                        .chain(verdict -> runs.verify().map(closed -> new Found(breaches, verdict, closed))));
    }

    void start(@Observes @Priority(9_000) StartupEvent event) throws Throwable {
        if (asked) {
            Found found = VertxContextSupport.subscribeAndAwait(this::check);
            found.lines().forEach(LOG::info);
            Quarkus.asyncExit(found.holds() ? 0 : DOES_NOT_HOLD);
        }
    }
}
