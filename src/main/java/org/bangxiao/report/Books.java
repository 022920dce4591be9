package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The books as of any day, for auditors and the province's finance people: the trial balance, one account, one transaction.
 * A day counts in two ways: by when a transaction was recorded, which never changes afterwards, and by the day it concerns
 * (value date), which what is reported late still moves. Amounts are fen; a credit is positive, a debit negative. Accounts of
 * the platform are open to every reader, those of a household, a village or a supplier to readers of its area alone.
 */
@ApplicationScoped
public class Books {
    private static final List<String> READERS = List.of(Role.FINANCE, Role.AUDITOR);
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,9})");
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);

    /** How the day of a transaction is told. */
    public enum By {
        RECORDED,
        VALUE
    }

    /**
     * One kind of account.
     *
     * @param accounts  that do not stand at nil
     * @param debitFen  what those below nil stand below it, together
     * @param creditFen what those above nil stand at, together
     */
    public record KindBalance(AccountKind kind, long accounts, long debitFen, long creditFen) {}

    /** All accounts at the end of a day; debits and credits are the same or the books are broken. */
    public record TrialBalance(LocalDate day, By by, List<KindBalance> kinds, long debitFen, long creditFen) {}

    /**
     * One line on an account.
     *
     * @param afterFen what the account stood at after it, in the order of recording; null on accounts with too many lines
     */
    public record AccountLine(
            long transactionId,
            int lineNo,
            String kind,
            LocalDate valueDate,
            Instant recordedAt,
            long fen,
            @Nullable Long afterFen) {}

    /**
     * One account.
     *
     * @param id          as the canonical text of a transaction names it
     * @param nowFen      what it stands at
     * @param recordedFen what it stood at by the end of the day, by what was recorded until then
     * @param valueFen    the same by what concerns the days until then, whenever it was recorded
     * @param lines       how many stand on it
     */
    public record AccountBalance(
            long id,
            AccountKind kind,
            String owner,
            LocalDate day,
            long nowFen,
            long recordedFen,
            long valueFen,
            long lines,
            Page<AccountLine> page) {
        AccountBalance with(Page<AccountLine> read) {
            return new AccountBalance(id, kind, owner, day, nowFen, recordedFen, valueFen, lines, read);
        }
    }

    /** @param owner null where the account is none of the reader's area */
    public record EntryLine(
            int lineNo, AccountKind kind, @Nullable String owner, long fen) {
        public long debitFen() {
            return Math.max(0, -fen);
        }
    }

    /**
     * One transaction of the journal.
     *
     * @param reverses    the transaction it takes back from
     * @param reversedBy  those that took back from it, the first ten
     * @param contentRoot Merkle root over the records it carries, hexadecimal; null where it carries none
     * @param bodyHash    SHA-256 over its canonical text, hexadecimal
     */
    public record JournalEntry(
            long id,
            String kind,
            int period,
            LocalDate valueDate,
            Instant recordedAt,
            String key,
            @Nullable String source,
            @Nullable Long reverses,
            List<Long> reversedBy,
            @Nullable String contentRoot,
            String bodyHash,
            Page<EntryLine> lines) {
        JournalEntry with(Page<EntryLine> read) {
            return new JournalEntry(
                    id,
                    kind,
                    period,
                    valueDate,
                    recordedAt,
                    key,
                    source,
                    reverses,
                    reversedBy,
                    contentRoot,
                    bodyHash,
                    read);
        }
    }

    private final BooksRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Books(BooksRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /** All kinds of accounts at the end of a day. */
    public Uni<TrialBalance> trial(LocalDate day, By by) {
        return tx.read(connection -> repository.trial(connection, day, by))
                .map(kinds -> new TrialBalance(
                        day,
                        by,
                        kinds,
                        kinds.stream().mapToLong(KindBalance::debitFen).sum(),
                        kinds.stream().mapToLong(KindBalance::creditFen).sum()));
    }

    /**
     * An account with its lines, the latest first; {@code not-found} for one that does not exist or is none of the reader's.
     */
    public Uni<AccountBalance> account(
            Actor reader, String kind, String owner, LocalDate day, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        BooksRepository.Cursor before = cursor == null ? BooksRepository.Cursor.END : cursorOf(cursor);
        return tx.read(connection -> repository
                .account(connection, kind, owner.strip(), day, reader.sightAs(READERS))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(account -> repository
                        .lines(connection, account, before, limit + 1)
                        .map(lines -> account.with(
                                Page.of(lines, limit, last -> last.transactionId() + "-" + last.lineNo())))));
    }

    /** A transaction with its lines in their order, the owners of other areas left out; {@code not-found} where there is none. */
    public Uni<JournalEntry> entry(Actor reader, long id, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        int after = Page.numberOf(cursor, 0, Integer::valueOf);
        return tx.read(connection -> repository
                .entry(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(entry -> repository
                        .entryLines(connection, entry, after, limit + 1, reader.sightAs(READERS))
                        .map(lines -> entry.with(Page.of(lines, limit, last -> String.valueOf(last.lineNo()))))));
    }

    /** What the body hash of a transaction is over; {@code not-found} where there is none. */
    public Uni<String> text(long id) {
        return tx.read(connection -> repository.text(connection, id))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** A day as somebody typed it, today where nobody did; {@code date-invalid} at {@code /day} otherwise. */
    LocalDate day(@Nullable String typed) {
        LocalDate today = clock.today();
        if (typed == null || typed.isBlank()) {
            return today;
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (!day.isBefore(FIRST) && !day.isAfter(today)) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // answered like a day that is out of range
        }
        throw Problem.field("/day", "date-invalid");
    }

    static By by(@Nullable String typed) {
        return "VALUE".equals(typed) ? By.VALUE : By.RECORDED;
    }

    private static BooksRepository.Cursor cursorOf(String text) {
        Matcher read = CURSOR.matcher(text);
        if (!read.matches()) {
            throw Problem.field("/cursor", "cursor-invalid");
        }
        return new BooksRepository.Cursor(Long.parseLong(read.group(1)), Integer.parseInt(read.group(2)));
    }
}
