package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/** Enters households into the register and keeps their history. Names and numbers are encrypted before they travel. */
@ApplicationScoped
public class Register {
    private final HouseholdRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    Register(HouseholdRepository repository, Secrets secrets, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Registers all or none; up to about 10 000 at a time. Fails with field problems {@code id-number-invalid},
     * {@code village-code-invalid}, {@code bank-account-invalid}, {@code household-incomplete}, or with
     * {@code household-registered-already}, {@code household-status-overlaps}.
     *
     * @return the new ids in the order of the drafts
     */
    public Uni<List<UUID>> register(List<HouseholdDraft> drafts) {
        HouseholdProblems.check(drafts);
        return Uni.createFrom()
                .item(() -> drafts.stream()
                        .map(draft -> SealedHousehold.seal(draft, secrets))
                        .toList())
                // Three ciphers for each household: not on an event loop.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(encrypted -> inserted(encrypted, drafts))
                .onFailure(failure -> SqlState.violates(failure, "household_registered_once"))
                .transform(taken -> HouseholdProblems.registeredAlready())
                .onFailure(failure -> SqlState.violates(failure, "household_one_status_at_a_time"))
                .transform(overlap -> HouseholdProblems.statusOverlaps());
    }

    private Uni<List<UUID>> inserted(List<SealedHousehold> encrypted, List<HouseholdDraft> drafts) {
        List<UUID> ids = encrypted.stream().map(SealedHousehold::id).toList();
        return tx.write(connection -> repository
                .insert(connection, encrypted)
                .chain(() -> repository.insertHistory(connection, ids, drafts))
                .replaceWith(ids));
    }

    /** Ends the standing of that day and begins another; {@code household-status-overlaps} where a later one stands. */
    public Uni<Void> changeStatus(UUID householdId, HouseholdStatus to, LocalDate from, Actor by) {
        Audit.Deed deed = new Audit.Deed(
                clock.instant(),
                by.accountId(),
                by.personId(),
                null,
                "household-status",
                "household",
                householdId.toString(),
                Map.of("status", to.name(), "from", from.toString()));
        return tx.write(connection -> repository
                        .changeStatus(connection, householdId, to, from)
                        .chain(() -> Audit.write(connection, deed)))
                .onFailure(failure -> SqlState.violates(failure, "household_one_status_at_a_time"))
                .transform(overlap -> HouseholdProblems.statusOverlaps());
    }
}
