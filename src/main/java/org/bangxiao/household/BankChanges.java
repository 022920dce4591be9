package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;

/**
 * Another account for a household: an officer of its area writes it down, another person of the county lets it hold. While
 * money is on its way to the household nothing changes (RELIABILITY 2.10).
 */
@ApplicationScoped
public class BankChanges {
    private static final int SHORTEST_REASON = 5;
    private static final int LONGEST_REASON = 200;

    private final BankChangeRepository repository;
    private final Households households;
    private final PolicyPacks packs;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    BankChanges(
            BankChangeRepository repository,
            Households households,
            PolicyPacks packs,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.households = households;
        this.packs = packs;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Writes down another account. Fails with field problems {@code bank-code-invalid}, {@code bank-account-invalid},
     * {@code bank-reason-missing}, with {@code household-bank-change-waits} while another one is open, or {@code not-found}
     * outside the officer's area.
     */
    public Uni<UUID> ask(Actor officer, UUID household, BankChange.Draft draft) {
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .villageOf(connection, household)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(village -> {
                            if (!officer.actsIn(Role.VILLAGE_OFFICER, village)
                                    && !officer.actsIn(Role.COUNTY_OFFICER, village)) {
                                throw Problem.notFound();
                            }
                            check(draft, village);
                        })
                        .chain(() -> repository.ask(
                                connection,
                                id,
                                household,
                                draft,
                                Buffer.buffer(
                                        secrets.encrypt(draft.bankAccount(), SealedHousehold.place(household, "bank"))),
                                officer,
                                clock.instant()))
                        .chain(() -> audit(connection, officer, "household-bank-ask", household, id)))
                .onFailure()
                .transform(HouseholdProblems::ofBankChange)
                .replaceWith(id);
    }

    /**
     * Another person of the county lets it hold from today, or refuses it. Fails with {@code four-eyes},
     * {@code household-bank-in-flight}, {@code household-bank-change-decided}, {@code not-found}.
     */
    public Uni<Void> decide(Actor officer, UUID household, UUID id, boolean approved) {
        return tx.write(connection -> repository
                        .open(connection, household, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(open -> officer.requireArea(Role.COUNTY_OFFICER, open.villageCode()))
                        .invoke(open -> {
                            if (!open.waits()) {
                                throw HouseholdProblems.bankChangeDecided();
                            }
                        })
                        .call(() ->
                                repository.decide(connection, id, approved, officer, clock.instant(), clock.today()))
                        .call(() -> approved
                                ? repository.apply(connection, id)
                                : Uni.createFrom().voidItem())
                        .chain(open -> audit(
                                connection,
                                officer,
                                approved ? "household-bank-approve" : "household-bank-refuse",
                                open.household(),
                                id)))
                .onFailure()
                .transform(HouseholdProblems::ofBankChange);
    }

    /** A household's accounts over time, newest first, for whoever may see the household. */
    public Uni<List<BankChange>> of(Actor reader, UUID household) {
        return households
                .seenBy(reader, household)
                .chain(view -> tx.read(connection -> repository.of(connection, household, reader.personId())));
    }

    /** What waits in the officer's county, oldest first, at most a page. */
    public Uni<List<BankChange>> waiting(Actor officer) {
        String prefix =
                officer.areaAs(Role.COUNTY_OFFICER).map(AreaCode::prefix).orElse("");
        return tx.read(connection -> repository.waiting(connection, prefix, officer.personId(), Page.MAX_SIZE));
    }

    private void check(BankChange.Draft draft, String village) {
        boolean known = packs.forArea(village)
                .map(pack -> pack.payouts())
                .filter(rules -> rules.bank(draft.bankCode()).isPresent())
                .isPresent();
        if (!known) {
            throw Problem.field("/bankCode", "bank-code-invalid");
        }
        if (!BankNumbers.isAccount(draft.bankAccount())) {
            throw Problem.field("/bankAccount", "bank-account-invalid");
        }
        int length = draft.reason().strip().length();
        if (length < SHORTEST_REASON || length > LONGEST_REASON) {
            throw Problem.field("/reason", "bank-reason-missing");
        }
    }

    private Uni<Void> audit(SqlConnection connection, Actor actor, String deed, UUID household, UUID change) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        null,
                        deed,
                        "household",
                        household.toString(),
                        Map.of("change", change.toString())));
    }
}
