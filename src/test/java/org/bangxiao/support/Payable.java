package org.bangxiao.support;

import io.quarkus.arc.Arc;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.Tx;

/** A county of Guangxi of its own with finance people and households that have money in the ledger. */
public final class Payable {
    private static final AtomicInteger NUMBER = new AtomicInteger(9_900);

    private final String county = "45" + NUMBER.incrementAndGet();
    private final Actor preparer = People.inArea(Role.FINANCE, county);
    private final Actor approver = People.inArea(Role.FINANCE, county);

    public static Payable fresh() {
        return new Payable();
    }

    public String county() {
        return county;
    }

    /** The village that its households live in. */
    public String village() {
        return county + "100200";
    }

    public Actor preparer() {
        return preparer;
    }

    public Actor approver() {
        return approver;
    }

    /** New households with an account at this bank, credited with so many fen each. */
    public List<UUID> households(String bank, long... fen) {
        return households(bank, "韦大明", fen);
    }

    public List<UUID> households(String bank, String head, long... fen) {
        List<HouseholdDraft> drafts = new ArrayList<>();
        for (int i = 0; i < fen.length; i++) {
            HouseholdDraft draft = Families.draft(
                    county, new HouseholdDraft.Standing(HouseholdStatus.LIFTED, LocalDate.of(2016, 1, 1), null));
            drafts.add(new HouseholdDraft(
                    draft.villageCode(),
                    draft.villageName(),
                    head,
                    draft.idNumber(),
                    draft.bankAccount(),
                    bank,
                    draft.persons(),
                    draft.history(),
                    true));
        }
        List<UUID> households = Families.register(drafts);
        credit(households, fen);
        return households;
    }

    /** Puts so many fen to their names. */
    public static void credit(List<UUID> households, long... fen) {
        Ledger ledger = Arc.container().instance(Ledger.class).get();
        Tx tx = Arc.container().instance(Tx.class).get();
        AccountKey clearing = new AccountKey(AccountKind.CLEARING, "test");
        List<AccountKey> keys = new ArrayList<>(List.of(clearing));
        households.forEach(household -> keys.add(of(household)));
        Await.await(() ->
                tx.write(connection -> ledger.accounts(connection, keys).chain(ids -> {
                    List<Posting.Line> lines = new ArrayList<>();
                    long sum = 0;
                    for (int i = 0; i < fen.length; i++) {
                        lines.add(Posting.Line.of(ids.getOrDefault(of(households.get(i)), 0L), fen[i]));
                        sum += fen[i];
                    }
                    lines.add(Posting.Line.of(ids.getOrDefault(clearing, 0L), -sum));
                    return ledger.post(
                            connection,
                            Posting.of(
                                    "TEST",
                                    Instant.parse("2026-11-10T04:00:00Z"),
                                    LocalDate.of(2026, 11, 10),
                                    "credit-" + UUID.randomUUID(),
                                    "test",
                                    lines));
                })));
    }

    /** What stands to a household's name. */
    public static long balance(UUID household) {
        return balance(of(household));
    }

    /** What of a batch is on its way. */
    public static long onItsWay(UUID batch) {
        return balance(new AccountKey(AccountKind.TRANSIT, batch.toString()));
    }

    private static long balance(AccountKey key) {
        Ledger ledger = Arc.container().instance(Ledger.class).get();
        Tx tx = Arc.container().instance(Tx.class).get();
        Map<AccountKey, Long> found =
                Await.await(() -> tx.read(connection -> ledger.balances(connection, List.of(key))));
        return found.getOrDefault(key, 0L);
    }

    private static AccountKey of(UUID household) {
        return new AccountKey(AccountKind.HOUSEHOLD, household.toString());
    }
}
