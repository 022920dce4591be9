package org.bangxiao.notice;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Page;
import org.bangxiao.notice.MailRepository.Claimed;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends notes by mail, each at most once. A note and its place in the outbox are written in one transaction. A sender
 * claims a mail and commits that before it talks to the server: a mail server knows no key by which the same mail would
 * be taken only once, so that between its answer and our commit either a second mail or none is possible, and nobody wants
 * to read twice that money came back. What a sender claimed and never noted, because it died or the conversation broke off,
 * may have been sent; it stays claimed, the administrator sees it as uncertain, and the reader finds the note in the inbox,
 * a guest on the order's page, whatever became of the mail. Only a definite refusal is tried again, five times in all, with growing pauses.
 */
@ApplicationScoped
public class MailOutbox {
    /** A conversation is over long before: what is claimed for longer is uncertain. */
    static final Duration UNDER_WAY = Duration.ofMinutes(5);

    /** Before the second, third, fourth and fifth time. */
    static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6));

    private static final Logger LOG = Logger.getLogger(MailOutbox.class);
    private static final int AT_ONCE = 500;

    private final Tx tx;
    private final BusinessClock clock;
    private final MailServer server;
    private final MailLinks links;
    private final MailAddresses addresses;
    private final MailRepository repository;

    MailOutbox(
            Tx tx,
            BusinessClock clock,
            MailServer server,
            MailLinks links,
            MailAddresses addresses,
            MailRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.server = server;
        this.links = links;
        this.addresses = addresses;
        this.repository = repository;
    }

    @Scheduled(
            every = "{bangxiao.mail.every}",
            delayed = "20s",
            identity = "mails",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return server.offered() ? send().replaceWithVoid() : Uni.createFrom().voidItem();
    }

    /** Sends what is due, one after the other; answers how many the server took. Others may do the same at the same time. */
    Uni<Integer> send() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(Step::more)
                .select()
                .first(AT_ONCE)
                .filter(Step::taken)
                .collect()
                .asList()
                .map(List::size);
    }

    /** Mails nobody knows the end of, and those that were refused for good, the latest note first; for the administrator. */
    Uni<Page<StuckMail>> stuck(String language, @Nullable UUID before, int size) {
        return tx.read(connection ->
                        repository.stuck(connection, clock.instant().minus(UNDER_WAY), before, size + 1))
                .map(found -> new Page<>(
                        found.stream()
                                .limit(size)
                                .map(row -> new StuckMail(
                                        row.noteId(),
                                        Messages.get(
                                                language,
                                                row.key(),
                                                row.arguments().toArray()),
                                        row.masked(),
                                        row.claimed() ? StuckMail.State.UNCERTAIN : StuckMail.State.REFUSED,
                                        row.tries(),
                                        row.refusal(),
                                        row.at()))
                                .toList(),
                        found.size() > size ? found.get(size - 1).noteId().toString() : null,
                        -1));
    }

    /** How many wait for their turn. */
    Uni<Long> waiting() {
        return repository.waiting(tx.pool());
    }

    private record Step(boolean more, boolean taken) {}

    private Uni<Step> next() {
        return tx.write(connection -> repository.claim(connection, clock.instant(), GuestMails.MAILS_A_DAY))
                // Another sender took the last of the day for that address: the next round passes it over.
                .onFailure(failure -> SqlState.violates(failure, "notice_few_unasked"))
                .recoverWithItem(Optional.empty())
                .chain(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().item(new Step(false, false))
                        : deliver(claimed.get()).map(taken -> new Step(true, taken)));
    }

    private Uni<Boolean> deliver(Claimed mail) {
        return Uni.createFrom()
                .deferred(() -> server.send(letter(mail)))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf("mail %s cannot be written: %s", mail.noteId(), failure.getClass());
                    return new MailServer.Answer(MailServer.Outcome.UNCERTAIN, 0);
                })
                .chain(answer -> switch (answer.outcome()) {
                    case TAKEN ->
                        tx.write(connection -> repository.sent(connection, mail.noteId()))
                                .replaceWith(true);
                    case REFUSED ->
                        tx.write(connection -> again(mail)
                                        ? repository.later(
                                                connection,
                                                mail.noteId(),
                                                clock.instant().plus(PAUSES.get(mail.tries() - 1)),
                                                answer.code())
                                        : repository.givenUp(connection, mail.noteId(), answer.code()))
                                .replaceWith(false);
                    case UNCERTAIN -> Uni.createFrom().item(false);
                });
    }

    private static boolean again(Claimed mail) {
        return mail.tries() <= PAUSES.size();
    }

    private MailServer.Letter letter(Claimed mail) {
        String language = mail.language();
        String stop = MailLinks.STOP + links.token(MailLinks.Way.STOP, mail.addressId());
        String text = Messages.get(language, mail.key(), mail.arguments().toArray());
        return new MailServer.Letter(
                mail.noteId().toString(),
                addresses.open(mail.addressId(), mail.sealed()),
                Messages.get(language, "mail.subject", text),
                Messages.get(
                        language,
                        mail.guest() ? "mail.guest.body" : "mail.body",
                        text,
                        server.address(
                                mail.guest()
                                        ? mail.link() + links.token(MailLinks.Way.OPEN, mail.addressId())
                                        : "/desk/inbox/" + mail.noteId()),
                        server.address(stop)),
                stop);
    }
}
