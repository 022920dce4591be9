package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.settlement.payout.PayoutRepository.Amount;

/** The postings of payouts: between households, the batch's account of money on its way, and the bank. */
@ApplicationScoped
class PayoutBooking {
    private static final AccountKey BANK = new AccountKey(AccountKind.BANK, "payouts");

    private final Ledger ledger;
    private final BusinessClock clock;

    PayoutBooking(Ledger ledger, BusinessClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** From the households to the way: never more than they have, or {@code ledger-account-overdrawn}. */
    Uni<Long> reserve(SqlConnection connection, UUID batch, String key, List<Amount> amounts) {
        return account(connection, transit(batch))
                .chain(transit -> post(connection, "PAYOUT_RESERVE", batch, key, transit, amounts, -1));
    }

    /** From the way back to the households: the bank did not pay, or an item was taken out. */
    Uni<Long> back(SqlConnection connection, UUID batch, String key, List<Amount> amounts) {
        return account(connection, transit(batch))
                .chain(transit -> post(connection, "PAYOUT_BACK", batch, key, transit, amounts, 1));
    }

    /** From the way to the bank: it paid. */
    Uni<Long> paid(SqlConnection connection, UUID batch, String key, List<Amount> amounts) {
        AccountKey way = transit(batch);
        long fen = sum(amounts);
        return ledger.accounts(connection, List.of(way, BANK))
                .chain(ids -> post(
                        connection,
                        "PAYOUT_PAID",
                        batch,
                        key,
                        List.of(
                                Posting.Line.of(ids.getOrDefault(way, 0L), -fen),
                                Posting.Line.of(ids.getOrDefault(BANK, 0L), fen))));
    }

    /** From the bank back to the households: what it had paid came back. */
    Uni<Long> returned(SqlConnection connection, UUID batch, String key, List<Amount> amounts) {
        return account(connection, BANK)
                .chain(bank -> post(connection, "PAYOUT_RETURNED", batch, key, bank, amounts, 1));
    }

    private Uni<Long> post(
            SqlConnection connection,
            String kind,
            UUID batch,
            String key,
            long against,
            List<Amount> amounts,
            int sign) {
        List<Posting.Line> lines = new ArrayList<>(amounts.size() + 1);
        amounts.forEach(each -> lines.add(Posting.Line.of(each.accountId(), sign * each.fen())));
        lines.add(Posting.Line.of(against, -sign * sum(amounts)));
        return post(connection, kind, batch, key, lines);
    }

    private Uni<Long> post(SqlConnection connection, String kind, UUID batch, String key, List<Posting.Line> lines) {
        Instant now = clock.instant();
        String whole = "payout:" + batch + ":" + key;
        return ledger.post(
                connection,
                Posting.of(kind, now, BusinessClock.dayOf(now), whole, "system", lines)
                        .from("payout:" + batch));
    }

    private Uni<Long> account(SqlConnection connection, AccountKey key) {
        return ledger.accounts(connection, List.of(key)).map((Map<AccountKey, Long> ids) -> ids.getOrDefault(key, 0L));
    }

    private static AccountKey transit(UUID batch) {
        return new AccountKey(AccountKind.TRANSIT, batch.toString());
    }

    private static long sum(List<Amount> amounts) {
        return amounts.stream().mapToLong(Amount::fen).reduce(0, Math::addExact);
    }
}
