package org.bangxiao.settlement.village;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.BankNumbers;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Words;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of villages: their money, and the account at which they are paid. An officer of the village writes an account
 * down, another person of the county lets it hold; while money is on its way nothing changes.
 */
@ApplicationScoped
public class Villages {
    private static final List<String> READERS = List.of(Role.AUDITOR, Role.COUNTY_OFFICER, Role.VILLAGE_OFFICER);
    private static final int LAST_DIGITS = 4;

    private final VillageRepository repository;
    private final BankNumbers numbers;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final Tx tx;

    Villages(VillageRepository repository, BankNumbers numbers, PolicyPacks packs, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.numbers = numbers;
        this.packs = packs;
        this.clock = clock;
        this.tx = tx;
    }

    /** The villages of the reader's area that have something to their name or had, by code. */
    Uni<Page<Village>> list(Actor reader, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        String after = cursor == null ? "" : cursor;
        if (!after.matches("\\d{0,12}")) {
            throw Problem.field("/cursor", "field-invalid", "cursor");
        }
        String sight = reader.sightAs(READERS);
        return tx.read(connection -> repository.page(connection, sight, after, limit + 1))
                .map(found -> Page.of(found, limit, Village::villageCode));
    }

    /** One with its accounts and payments; {@code not-found} outside the reader's area. */
    Uni<Village.File> file(Actor reader, UUID id) {
        String sight = reader.sightAs(READERS);
        return tx.read(connection -> known(connection, id)
                .invoke(village -> {
                    if (!village.villageCode().startsWith(sight)) {
                        throw Problem.notFound();
                    }
                })
                .chain(village -> repository
                        .changes(connection, id)
                        .chain(changes -> repository
                                .payments(connection, id)
                                .map(paid -> new Village.File(
                                        village,
                                        changes.stream()
                                                .map(each -> opened(id, each, reader))
                                                .toList(),
                                        paid)))));
    }

    /**
     * Writes an account down. Field problems {@code village-holder-invalid}, {@code bank-code-invalid},
     * {@code bank-account-invalid}, {@code bank-reason-missing}; {@code village-change-waits} while another one is open,
     * {@code not-found} outside the officer's area.
     */
    Uni<UUID> ask(Actor officer, UUID village, Village.Draft asked) {
        UUID id = Ids.next();
        return tx.write(connection -> known(connection, village)
                        .chain(found -> {
                            if (!officer.actsIn(Role.VILLAGE_OFFICER, found.villageCode())
                                    && !officer.actsIn(Role.COUNTY_OFFICER, found.villageCode())) {
                                throw Problem.notFound();
                            }
                            Village.Draft draft = checked(asked, found.villageCode());
                            String account = String.valueOf(draft.bankAccount());
                            return repository.ask(
                                    connection,
                                    id,
                                    village,
                                    numbers.sealName(village, String.valueOf(draft.holder())),
                                    String.valueOf(draft.bankCode()),
                                    numbers.sealAccount(village, account),
                                    account.substring(account.length() - LAST_DIGITS),
                                    String.valueOf(draft.reason()),
                                    officer,
                                    clock.instant());
                        })
                        .chain(() -> audit(connection, officer, "village-account-ask", village, id)))
                .onFailure()
                .transform(Villages::refusal)
                .replaceWith(id);
    }

    /**
     * Another person of the county lets it hold, or refuses it. Fails with {@code four-eyes}, {@code village-in-flight} while
     * money is on its way, {@code village-change-decided}, {@code not-found}.
     */
    Uni<Void> decide(Actor officer, UUID village, UUID change, boolean approved) {
        return tx.write(connection -> known(connection, village)
                        .invoke(found -> officer.requireArea(Role.COUNTY_OFFICER, found.villageCode()))
                        .chain(() -> repository.waits(connection, village, change))
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(waits -> {
                            if (!waits) {
                                throw Problem.of(Problem.Kind.CONFLICT, "village-change-decided");
                            }
                        })
                        .chain(() -> repository.decide(connection, change, approved, officer, clock.instant()))
                        .chain(() -> approved
                                ? repository.apply(connection, change)
                                : Uni.createFrom().voidItem())
                        .chain(() -> audit(
                                connection,
                                officer,
                                approved ? "village-account-approve" : "village-account-refuse",
                                village,
                                change)))
                .onFailure()
                .transform(Villages::refusal);
    }

    private Uni<Village> known(SqlConnection connection, UUID id) {
        return repository.find(connection, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Village.Draft checked(Village.Draft draft, String village) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String holder = Words.tidy(draft.holder());
        String bank = Words.tidy(draft.bankCode());
        String account = Words.tidy(draft.bankAccount());
        String reason = Words.tidy(draft.reason());
        if (holder.length() < 2 || holder.length() > 60) {
            errors.add(new Problem.FieldError("/holder", "village-holder-invalid", List.of()));
        }
        boolean known = packs.forArea(village)
                .map(pack -> pack.payouts())
                .filter(rules -> rules.bank(bank).isPresent())
                .isPresent();
        if (!known) {
            errors.add(new Problem.FieldError("/bankCode", "bank-code-invalid", List.of()));
        }
        if (!BankNumbers.isAccount(account)) {
            errors.add(new Problem.FieldError("/bankAccount", "bank-account-invalid", List.of()));
        }
        if (reason.length() < 5 || reason.length() > 200) {
            errors.add(new Problem.FieldError("/reason", "bank-reason-missing", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Village.Draft(holder, bank, account, reason);
    }

    private Village.Change opened(UUID village, VillageRepository.SealedChange change, Actor reader) {
        return new Village.Change(
                change.id(),
                numbers.name(village, change.holder().getBytes()),
                change.bankCode(),
                change.bankLast4(),
                change.reason(),
                change.state(),
                change.askedAt(),
                change.decidedAt(),
                change.askedPerson().equals(reader.personId()));
    }

    private static Throwable refusal(Throwable failure) {
        if (SqlState.violates(failure, "settlement_village_four_eyes")) {
            return Problem.of(Problem.Kind.CONFLICT, "four-eyes");
        }
        if (SqlState.violates(failure, "settlement_village_in_flight")) {
            return Problem.of(Problem.Kind.CONFLICT, "village-in-flight");
        }
        if (SqlState.violates(failure, "settlement_one_village_change_at_a_time")) {
            return Problem.of(Problem.Kind.CONFLICT, "village-change-waits");
        }
        return failure;
    }

    private Uni<Void> audit(SqlConnection connection, Actor by, String deed, UUID village, UUID change) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        by.accountId(),
                        by.personId(),
                        null,
                        deed,
                        "village",
                        village.toString(),
                        Map.of("change", change.toString())));
    }
}
