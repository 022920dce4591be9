package org.bangxiao.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** The one way money moves: accounts by what they are, transactions that sum to nil, in the caller's transaction. */
@ApplicationScoped
public class Ledger {
    private static final int MONTHS_AHEAD = 2;

    private final LedgerRepository repository;
    private final Tx tx;
    private final BusinessClock clock;

    Ledger(LedgerRepository repository, Tx tx, BusinessClock clock) {
        this.repository = repository;
        this.tx = tx;
        this.clock = clock;
    }

    /** The ids of these accounts; those that are missing are opened. */
    public Uni<Map<AccountKey, Long>> accounts(SqlConnection connection, Collection<AccountKey> keys) {
        return repository.accounts(connection, List.copyOf(keys));
    }

    /**
     * Writes one transaction and answers its id; opens the month where it is missing. Refuses with
     * {@code ledger-account-overdrawn}, {@code ledger-posted-twice} or {@code ledger-period-closed} (409), after which
     * the caller's transaction can only roll back.
     */
    public Uni<Long> post(SqlConnection connection, Posting posting) {
        return repository
                .post(connection, posting, BusinessClock.monthOf(posting.recordedAt()))
                .onFailure()
                .transform(LedgerProblems::of);
    }

    /** What these accounts hold in fen; those that do not exist hold nothing. */
    public Uni<Map<AccountKey, Long>> balances(SqlConnection connection, Collection<AccountKey> keys) {
        return repository.balances(connection, List.copyOf(keys));
    }

    /** The same, with nobody else moving these balances until the transaction ends; for accounts that can't go below nil. */
    public Uni<Map<AccountKey, Long>> held(SqlConnection connection, Collection<AccountKey> keys) {
        return repository.held(connection, List.copyOf(keys));
    }

    /** Opens this month and the next two, so that no sale at a month's first second has to make a table. */
    @Scheduled(every = "12h", identity = "ledger-open-periods")
    Uni<Void> openMonthsAhead() {
        LocalDate today = clock.today();
        List<Integer> months = IntStream.rangeClosed(0, MONTHS_AHEAD)
                .mapToObj(today::plusMonths)
                .map(day -> day.getYear() * 100 + day.getMonthValue())
                .toList();
        return tx.write(connection -> repository.openPeriods(connection, months));
    }
}
