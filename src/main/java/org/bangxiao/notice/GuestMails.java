package org.bangxiao.notice;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/**
 * Where somebody without an account is told by mail of one thing, the subject: a guest's order. The address was typed for
 * that alone and is not confirmed by a link first, as shops do it for mails that belong to a purchase. So that nobody's
 * mailbox is filled by others:
 *
 * <ul>
 *   <li>only what happens to that order is told, never anything else, and nothing before it is paid, since money costs;
 *   <li>at most {@link #MAILS_A_DAY} first attempts a day go to one address, whatever orders they are of; what is more waits
 *       for the next day (the database counts, {@code notice_few_unasked});
 *   <li>an order has at most {@link #ADDRESSES_EACH} addresses one after the other;
 *   <li>each mail ends them by one click, and every program that guards mailboxes is told so.
 * </ul>
 *
 * <p>The link in the mails opens that order alone, to be read only: whoever reads the mailbox may not be who typed its
 * address. It lives {@link #AFTERWARDS} after the last news of the order, or after the last day for which it was planned.
 * It outlives the end of the mails, for whoever unsubscribes still wants to know; but another address, or ending them on the
 * order's own page, ends the links sent before: there the guest says that they went to somebody else.
 */
@ApplicationScoped
public class GuestMails {
    /** Under a keyed digest of the address, see {@code notice_unasked}; the database holds the same number. */
    static final int MAILS_A_DAY = 10;

    /** The database holds the same number. */
    static final int ADDRESSES_EACH = 5;

    static final Duration AFTERWARDS = Duration.ofDays(180);

    /**
     * Where to, checked.
     *
     * @param language of every mail
     */
    public record Wish(String address, String language) {
        /** Never in the clear by accident. */
        @Override
        public String toString() {
            return "Wish[" + MailAddresses.masked(address) + "]";
        }
    }

    /**
     * What a link opens.
     *
     * @param told whether mails still go out
     * @param stop path by which they are ended
     */
    public record Opened(UUID subject, boolean told, String stop) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final MailServer server;
    private final MailLinks links;
    private final GuestMailRepository repository;

    GuestMails(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            MailServer server,
            MailLinks links,
            GuestMailRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.server = server;
        this.links = links;
        this.repository = repository;
    }

    /** At the field {@code mail}: {@code mail-address}, and {@code mail-not-offered} where no mail is. */
    public Wish checked(String typed, String language) {
        if (!server.offered()) {
            throw Problem.field("/mail", "mail-not-offered");
        }
        return new Wish(MailAddresses.checked(typed, "/mail"), language);
    }

    /**
     * Puts this address in the place of the one before; the links that went there end. Answers the address's id, which is
     * another one each time. {@code mail-given-often} after five.
     *
     * @param lastDay until when something is planned, e.g. to be sent
     */
    public Uni<UUID> give(SqlConnection connection, UUID subject, Wish wish, LocalDate lastDay) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String address = wish.address();
        return repository
                .give(
                        connection,
                        subject,
                        new GuestMailRepository.Given(
                                id,
                                Buffer.buffer(secrets.encrypt(address, MailAddresses.place(id))),
                                Buffer.buffer(secrets.lookupDigest("mail:" + address.toLowerCase(Locale.ROOT))),
                                new MailAddress(MailAddresses.masked(address), wish.language(), now, false),
                                lives(lastDay)))
                .onFailure(failure -> SqlState.violates(failure, "notice_address_given_rarely"))
                .transform(often -> Problem.of(Problem.Kind.TOO_MANY, "mail-given-often", ADDRESSES_EACH))
                .chain(() -> deed(connection, subject, "mail-address-give"))
                .replaceWith(id);
    }

    /** Where mails of it go, masked; empty where nowhere. */
    public Uni<Optional<MailAddress>> of(UUID subject) {
        return repository.of(tx.pool(), subject);
    }

    /** Ends them for the one who may see the subject: the address is forgotten, and the links end. */
    public Uni<Void> stop(SqlConnection connection, UUID subject) {
        return repository
                .end(connection, subject, Ids.next())
                .chain(ended -> ended
                        ? deed(connection, subject, "mail-address-stop")
                        : Uni.createFrom().voidItem());
    }

    /** What a mail's link opens; empty where it is none of ours or its time is over. */
    public Uni<Optional<Opened>> open(String token) {
        Optional<UUID> address = links.address(MailLinks.Way.OPEN, token);
        return address.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : repository
                        .open(tx.pool(), address.get(), clock.instant())
                        .map(found -> found.map(row -> new Opened(
                                row.subject(),
                                row.told(),
                                MailLinks.STOP + links.token(MailLinks.Way.STOP, address.get()))));
    }

    /** Writes a note in the transaction of its deed where an address waits for it; the same only once. */
    Uni<Void> tell(SqlConnection connection, Note note) {
        Instant now = clock.instant();
        return repository.tell(connection, note, now, now.plus(AFTERWARDS));
    }

    /** Ends them by a mail's own link; the links to the subject stay. */
    Uni<Void> stopAt(SqlConnection connection, UUID address) {
        return repository
                .endAt(connection, address)
                .chain(subject -> subject.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : deed(connection, subject.get(), "mail-address-stop"));
    }

    /** Addresses whose links are over are forgotten, and what was counted for a day. */
    @Scheduled(
            every = "1h",
            delayed = "3m",
            identity = "guest-mails",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.write(connection -> repository.forget(connection, clock.instant()));
    }

    private Instant lives(LocalDate lastDay) {
        Instant planned = lastDay.plusDays(1).atStartOfDay(BusinessClock.CHINA).toInstant();
        Instant now = clock.instant();
        return (planned.isAfter(now) ? planned : now).plus(AFTERWARDS);
    }

    private Uni<Void> deed(SqlConnection connection, UUID subject, String action) {
        return Audit.write(
                connection,
                new Audit.Deed(clock.instant(), null, null, null, action, "purchase", subject.toString(), Map.of()));
    }
}
