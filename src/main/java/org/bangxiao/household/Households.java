package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;

/** What an officer may see of the households of the own area: masked, or in the clear for a written purpose. */
@ApplicationScoped
public class Households {
    /** The roles that may look into the register, each in its area. */
    static final List<String> READERS = List.of(Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR);

    private static final int DIGITS_OF_A_COUNTY = 6;

    private final HouseholdRepository repository;
    private final Organisations organisations;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    Households(
            HouseholdRepository repository, Organisations organisations, Secrets secrets, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.organisations = organisations;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /** The households of the reader's area by number; the total is not counted for areas above a county. */
    public Uni<Page<HouseholdView.Row>> list(Actor reader, long after, int size) {
        String prefix = reader.sightAs(READERS);
        int limit = Page.sizeOf(size);
        return tx.read(connection -> repository
                .page(connection, prefix, after, limit + 1, clock.today())
                .chain(rows -> (prefix.length() < DIGITS_OF_A_COUNTY
                                ? Uni.createFrom().item(-1L)
                                : repository.count(connection, prefix))
                        .map(total -> page(rows, limit, total))));
    }

    /** The masked household, or {@code not-found} for one that is outside the reader's area. */
    public Uni<HouseholdView> seenBy(Actor reader, UUID id) {
        return known(id).invoke(found -> requireArea(reader, found.villageCode()));
    }

    /** The masked household for whoever has shown in another way that it is theirs to see; {@code not-found} for no id. */
    public Uni<HouseholdView> known(UUID id) {
        return tx.read(connection -> repository
                .find(connection, id)
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .chain(found -> organisations
                        .names(
                                connection,
                                found.links().stream()
                                        .map(HouseholdView.LinkView::organisationId)
                                        .distinct()
                                        .toList())
                        .map(found::withNames)));
    }

    /**
     * Name and numbers in the clear, for an officer of the county, entered in the audit trail with the purpose.
     * Fails with field problem {@code reading-purpose-missing}, or {@code not-found} outside the area.
     */
    public Uni<HouseholdView.Clear> readClear(Actor officer, UUID id, String purpose) {
        if (purpose.strip().length() < 5) {
            throw HouseholdProblems.purposeMissing();
        }
        Audit.Deed deed = new Audit.Deed(
                clock.instant(),
                officer.accountId(),
                officer.personId(),
                Role.COUNTY_OFFICER,
                "household-read-clear",
                "household",
                id.toString(),
                Map.of("purpose", purpose.strip()));
        return tx.write(connection -> repository
                .find(connection, id)
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .invoke(found -> officer.requireArea(Role.COUNTY_OFFICER, found.villageCode()))
                .chain(() -> Audit.write(connection, deed))
                .chain(() -> repository.encrypted(connection, id))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .map(encrypted -> opened(id, encrypted)));
    }

    private HouseholdView.Clear opened(UUID id, HouseholdRepository.Sealed encrypted) {
        Buffer bank = encrypted.bank();
        return new HouseholdView.Clear(
                secrets.decrypt(encrypted.head().getBytes(), SealedHousehold.place(id, "head")),
                secrets.decrypt(encrypted.idNumber().getBytes(), SealedHousehold.place(id, "id-number")),
                bank == null ? null : secrets.decrypt(bank.getBytes(), SealedHousehold.place(id, "bank")));
    }

    private static Page<HouseholdView.Row> page(List<HouseholdView.Row> rows, int limit, long total) {
        return Page.of(rows, limit, last -> Long.toString(last.number()), total);
    }

    private static void requireArea(Actor reader, String villageCode) {
        if (READERS.stream().noneMatch(role -> reader.actsIn(role, villageCode))) {
            throw Problem.notFound();
        }
    }
}
