package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Where people are told by mail too: one address for each account, sealed, used once its reader has agreed by a link that
 * lives an hour and works once. Ending it forgets the address and what still waited to be sent there.
 */
@ApplicationScoped
public class MailAddresses {
    /** Links a day for one account, and to one address. */
    static final int LINKS_A_DAY = 5;

    static final Duration LINK_LIVES = Duration.ofHours(1);

    private static final int MOST_LETTERS = 254;

    private static final String WORD = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

    /** What every mail server takes; no blanks, no lists, no second line. */
    private static final Pattern ADDRESS =
            Pattern.compile(WORD + "(\\." + WORD + ")*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final MailServer server;
    private final MailLinks links;
    private final GuestMails guests;
    private final MailAddressRepository repository;

    MailAddresses(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            MailServer server,
            MailLinks links,
            GuestMails guests,
            MailAddressRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.server = server;
        this.links = links;
        this.guests = guests;
        this.repository = repository;
    }

    /** The account's own; {@code not-found} where no mail is offered. */
    Uni<Optional<MailAddress>> of(Actor owner) {
        offered();
        return repository.of(tx.pool(), owner.accountId());
    }

    /**
     * Puts this address in the place of the one before and sends its link. Field problem {@code mail-address}; {@code
     * mail-asked-often} after five links in a day for the account or to the address; {@code mail-not-sent} where the
     * server did not take it; {@code not-found} where no mail is offered.
     *
     * @param language of this and every later mail
     */
    Uni<MailAddress> give(Actor owner, String typed, String language) {
        offered();
        String address = checked(typed, "/address");
        UUID id = Ids.next();
        String secret = Ids.secret();
        Instant now = clock.instant();
        MailAddress shown = new MailAddress(masked(address), language, now, false);
        return tx.write(connection -> repository
                        .give(
                                connection,
                                new MailAddressRepository.Given(
                                        id,
                                        owner.accountId(),
                                        Buffer.buffer(secrets.encrypt(address, place(id))),
                                        Buffer.buffer(Digests.sha256(secret)),
                                        now.plus(LINK_LIVES)),
                                shown)
                        .chain(() -> repository.asked(
                                connection,
                                owner.accountId(),
                                secrets.lookupDigest("mail:" + address.toLowerCase(Locale.ROOT)),
                                now))
                        .invoke(times -> {
                            if (times > LINKS_A_DAY) {
                                throw Problem.of(Problem.Kind.TOO_MANY, "mail-asked-often", LINKS_A_DAY);
                            }
                        })
                        .chain(() -> deed(connection, owner.accountId(), owner.personId(), "mail-address-give")))
                .chain(() -> server.send(new MailServer.Letter(
                        id.toString(),
                        address,
                        Messages.get(language, "mail.confirm.subject"),
                        Messages.get(language, "mail.confirm.body", server.address("/mail/confirm/" + secret)),
                        null)))
                .map(answer -> {
                    if (answer.outcome() != MailServer.Outcome.TAKEN) {
                        throw Problem.of(Problem.Kind.UNAVAILABLE, "mail-not-sent");
                    }
                    return shown;
                });
    }

    /** What a link is about; {@code mail-link-stale} (404) where it was used, ran out or never was. */
    Uni<String> asked(String secret) {
        return repository
                .masked(tx.pool(), Digests.sha256(secret), clock.instant())
                .map(found -> found.orElseThrow(MailAddresses::stale));
    }

    /** Agrees to be told there, once; {@code mail-link-stale} (404) as above. */
    Uni<Void> confirm(String secret) {
        return tx.write(connection -> repository
                .confirm(connection, Digests.sha256(secret), clock.instant())
                .map(found -> found.orElseThrow(MailAddresses::stale))
                .chain(account -> deed(connection, account, null, "mail-address-confirm")));
    }

    /** Ends it; nothing happens where there is none. */
    Uni<Void> stop(Actor owner) {
        return tx.write(connection -> forget(connection, owner));
    }

    /** Whether mails still go there that carry this link, and to whom; {@code not-found} where it is none of ours. */
    Uni<MailAddressRepository.Running> running(String token) {
        return repository.running(tx.pool(), ofLink(token));
    }

    /** Ends it by a mail's own link, once or again; {@code not-found} where it is none of ours. */
    Uni<Void> stop(String token) {
        UUID address = ofLink(token);
        return tx.write(connection -> repository
                .forget(connection, address)
                .chain(account -> account.isEmpty()
                        ? guests.stopAt(connection, address)
                        : deed(connection, account.get(), null, "mail-address-stop")));
    }

    /** In the clear, for its owner's own file; empty where there is none. */
    public Uni<Optional<JsonObject>> whole(SqlConnection connection, Actor owner) {
        return repository
                .of(connection, owner.accountId())
                .chain(shown -> shown.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : repository
                                .sealed(connection, owner.accountId())
                                .map(kept -> Optional.of(new JsonObject()
                                        .put("address", open(kept.id(), kept.sealed()))
                                        .put("language", shown.get().language())
                                        .put("givenAt", shown.get().givenAt().toString())
                                        .put("confirmed", shown.get().confirmed()))));
    }

    /** Forgets it with everything that waited; nothing happens where there is none. */
    public Uni<Void> forget(SqlConnection connection, Actor owner) {
        return repository
                .forgetOf(connection, owner.accountId())
                .chain(gone -> gone
                        ? deed(connection, owner.accountId(), owner.personId(), "mail-address-stop")
                        : Uni.createFrom().voidItem());
    }

    String open(UUID id, Buffer sealed) {
        return secrets.decrypt(sealed.getBytes(), place(id));
    }

    private void offered() {
        if (!server.offered()) {
            throw Problem.notFound();
        }
    }

    private UUID ofLink(String token) {
        return links.address(MailLinks.Way.STOP, token).orElseThrow(Problem::notFound);
    }

    /** @param pointer the field where {@code mail-address} is said */
    static String checked(String typed, String pointer) {
        String address = typed.strip();
        if (address.length() > MOST_LETTERS || !ADDRESS.matcher(address).matches()) {
            throw Problem.field(pointer, "mail-address");
        }
        return address;
    }

    static String masked(String address) {
        return address.charAt(0) + "***" + address.substring(address.lastIndexOf('@'));
    }

    /** To what the sealed address is bound. */
    static String place(UUID id) {
        return "notice_address:" + id;
    }

    private static Problem stale() {
        return Problem.of(Problem.Kind.NOT_FOUND, "mail-link-stale");
    }

    private Uni<Void> deed(SqlConnection connection, UUID account, @Nullable UUID person, String action) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(), account, person, null, action, "account", account.toString(), Map.of()));
    }
}
