package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
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

    /**
     * Enters those of an officer's county that are not in the register yet, all or none, and leaves those that are as they stand;
     * handed in again, nothing changes. Fails as {@link #register} does, and at {@code /households/<row>} with
     * {@code village-not-yours}, {@code household-twice} or {@code household-registered-already} (in another county).
     */
    public Uni<Registered> enter(Actor officer, List<HouseholdDraft> drafts) {
        HouseholdProblems.check(drafts);
        HouseholdProblems.checkRows(drafts, draft -> officer.actsIn(Role.COUNTY_OFFICER, draft.villageCode()));
        return Uni.createFrom()
                .item(() -> drafts.stream()
                        .map(draft -> SealedHousehold.seal(draft, secrets))
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(encrypted -> tx.write(connection -> repository
                        .villages(connection, encrypted)
                        .map(known -> missing(officer, encrypted, known))
                        .chain(missing -> repository
                                .insert(
                                        connection,
                                        missing.stream().map(encrypted::get).toList())
                                .chain(() -> repository.insertHistory(
                                        connection,
                                        missing.stream()
                                                .map(row -> encrypted.get(row).id())
                                                .toList(),
                                        missing.stream().map(drafts::get).toList()))
                                .chain(() -> Audit.write(connection, entered(officer, missing.size(), drafts.size())))
                                .replaceWith(new Registered(missing.size(), drafts.size() - missing.size())))))
                .onFailure(failure -> SqlState.violates(failure, "household_registered_once"))
                .transform(taken -> HouseholdProblems.registeredAlready());
    }

    /** The rows that are not in the register; those that another county registered are said. */
    private static List<Integer> missing(Actor officer, List<SealedHousehold> sealed, Map<Buffer, String> known) {
        List<Integer> missing = new ArrayList<>();
        List<Problem.FieldError> elsewhere = new ArrayList<>();
        for (int row = 0; row < sealed.size(); row++) {
            String village = known.get(sealed.get(row).idNumberHash());
            if (village == null) {
                missing.add(row);
            } else if (!officer.actsIn(Role.COUNTY_OFFICER, village)) {
                elsewhere.add(new Problem.FieldError(
                        "/households/" + row + "/idNumber", "household-registered-already", List.of()));
            }
        }
        if (!elsewhere.isEmpty()) {
            throw Problem.fields(elsewhere.subList(0, Math.min(elsewhere.size(), 100)));
        }
        return missing;
    }

    private Audit.Deed entered(Actor officer, int entered, int handedIn) {
        return new Audit.Deed(
                clock.instant(),
                officer.accountId(),
                officer.personId(),
                Role.COUNTY_OFFICER,
                "household-register",
                "household",
                "",
                Map.of("entered", String.valueOf(entered), "rows", String.valueOf(handedIn)));
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
