package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Afterwards;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * Stops certificates, lets them hold again, takes them back for good: by an officer whose level the pack names, or by a
 * watch of the system. What is stopped is off every shelf with the commit, because each seller asks the certificate in
 * its own transaction; paid orders stay and wait for a decision.
 */
@ApplicationScoped
public class Suspensions {
    private static final int REASON_MAX = 500;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Certificates certificates;
    private final CertificateRepository repository;
    private final Inbox inbox;
    private final Event<CertificateChanged> changed;

    Suspensions(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            Certificates certificates,
            CertificateRepository repository,
            Inbox inbox,
            Event<CertificateChanged> changed) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.certificates = certificates;
        this.repository = repository;
        this.inbox = inbox;
        this.changed = changed;
    }

    /**
     * Stops the mark from now on. Fails with {@code not-found} outside the officer's area, {@code level-not-competent},
     * {@code certificate-state} where it is stopped already, {@code field-required} without a reason.
     */
    public Uni<CertificateView> suspend(Actor actor, String number, String reason) {
        return byOfficer(actor, number, CertificateState.SUSPENDED, reason);
    }

    /** Takes the certificate back for good; fails as {@link #suspend} does. */
    public Uni<CertificateView> revoke(Actor actor, String number, String reason) {
        return byOfficer(actor, number, CertificateState.REVOKED, reason);
    }

    /** Lifts a suspension; never by a lower level than stopped it. Fails as {@link #suspend} does. */
    public Uni<CertificateView> lift(Actor actor, String number, String reason) {
        return byOfficer(actor, number, CertificateState.VALID, reason);
    }

    /**
     * A watch of the system stops a product's certificate in the caller's transaction.
     *
     * @param cause which watch: capital letters and underscores, e.g. {@code CAPACITY_EXCEEDED}
     * @return whether it was stopped by this call; false where there is none or it is stopped already
     */
    public Uni<Boolean> suspend(SqlConnection connection, UUID productId, String cause, String reason) {
        return bySystem(connection, productId, CertificateState.SUSPENDED, cause, reason);
    }

    /** A measure that ran out takes the certificate back; see {@link #suspend(SqlConnection, UUID, String, String)}. */
    public Uni<Boolean> revoke(SqlConnection connection, UUID productId, String cause, String reason) {
        return bySystem(connection, productId, CertificateState.REVOKED, cause, reason);
    }

    /** Lifts what this same watch stopped; answers false where somebody else stopped it or nobody did. */
    public Uni<Boolean> lift(SqlConnection connection, UUID productId, String cause, String reason) {
        return repository
                .locked(connection, productId, clock.today())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : repository
                                .history(connection, found.get().id())
                                .chain(history -> last(history)
                                                .filter(change -> change.state() == CertificateState.SUSPENDED
                                                        && change.cause().equals(cause))
                                                .isEmpty()
                                        ? Uni.createFrom().item(false)
                                        : written(
                                                connection,
                                                found.get(),
                                                new CertificateChange(
                                                        clock.instant(), CertificateState.VALID, cause, null, reason),
                                                null)));
    }

    /** Whether the actor's office may bring that state about for a certificate as it stands; for offering it on a page. */
    boolean may(Actor actor, CertificateView certificate, CertificateState state, List<CertificateChange> history) {
        return level(actor, certificate, state, history).isPresent();
    }

    private Uni<CertificateView> byOfficer(Actor actor, String number, CertificateState state, String written) {
        String reason = Drafts.plain(written);
        if (reason.isEmpty()) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-required"));
        }
        if (reason.length() > REASON_MAX) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-too-long", REASON_MAX));
        }
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(certificate -> reads(actor, certificate))
                .chain(certificate -> tx.write(connection -> repository
                        .locked(connection, certificate.productId(), clock.today())
                        .map(Optional::orElseThrow)
                        .chain(now -> repository.history(connection, now.id()).chain(history -> {
                            Level level = level(actor, now, state, history)
                                    .orElseThrow(CertificationProblems::levelNotCompetent);
                            CertificateChange change = new CertificateChange(
                                    clock.instant(), state, CertificateChange.OFFICER, level.id(), reason);
                            return written(connection, now, change, actor);
                        }))
                        .invoke(done -> {
                            if (!done) {
                                throw CertificationProblems.certificateState();
                            }
                        })))
                .chain(() -> certificates.byNumber(number))
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(certificate -> changed.fire(new CertificateChanged(certificate.productId())));
    }

    private Uni<Boolean> bySystem(
            SqlConnection connection, UUID productId, CertificateState state, String cause, String reason) {
        if (cause.equals(CertificateChange.OFFICER)) {
            throw new IllegalArgumentException("an officer has a name");
        }
        return repository
                .locked(connection, productId, clock.today())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : written(
                                connection,
                                found.get(),
                                new CertificateChange(clock.instant(), state, cause, null, reason),
                                null));
    }

    private Uni<Boolean> written(
            SqlConnection connection, CertificateView certificate, CertificateChange change, @Nullable Actor actor) {
        return repository
                .change(connection, certificate.id(), change, actor == null ? null : actor.accountId())
                .call(done -> done
                        ? Audit.write(connection, deed(certificate, change, actor))
                                .chain(() -> inbox.tell(connection, note(certificate, change)))
                        : Uni.createFrom().voidItem())
                .invoke(done -> {
                    if (done) {
                        changed.fire(new CertificateChanged(certificate.productId()));
                    }
                });
    }

    private Optional<Level> level(
            Actor actor, CertificateView certificate, CertificateState state, List<CertificateChange> history) {
        PolicyPack pack = packs.forArea(certificate.countyCode()).orElseThrow();
        Afterwards rules = pack.afterwards();
        List<String> named = switch (state) {
            case SUSPENDED -> rules.suspend();
            case REVOKED -> rules.revoke();
            case VALID, EXPIRED -> rules.lift();
        };
        List<String> ids = pack.levels().stream().map(Level::id).toList();
        List<String> competent = named.isEmpty() ? ids.subList(ids.size() - 1, ids.size()) : named;
        int least = state == CertificateState.VALID
                ? last(history).map(CertificateChange::level).map(ids::indexOf).orElse(0)
                : 0;
        return pack.levels().stream()
                .filter(level -> competent.contains(level.id())
                        && ids.indexOf(level.id()) >= least
                        && Course.role(actor, pack, level.id(), certificate.countyCode())
                                .isPresent())
                .findFirst();
    }

    /** An office of another area learns nothing. */
    private void reads(Actor actor, CertificateView certificate) {
        PolicyPack pack = packs.forArea(certificate.countyCode()).orElseThrow();
        if (pack.levels().stream()
                .noneMatch(level -> Course.role(actor, pack, level.id(), certificate.countyCode())
                        .isPresent())) {
            throw Problem.notFound();
        }
    }

    private static Optional<CertificateChange> last(List<CertificateChange> history) {
        return history.stream().reduce((first, second) -> second);
    }

    private static Note note(CertificateView certificate, CertificateChange change) {
        return new Note(
                Reader.organisation(certificate.organisationId()),
                "note.certificate-" + change.state().name().toLowerCase(Locale.ROOT),
                List.of(certificate.number(), certificate.nameZh(), change.reason()),
                "/desk/certificates/" + certificate.number(),
                "certificate-" + change.state() + ":" + certificate.id() + ":" + change.since());
    }

    private static Audit.Deed deed(CertificateView certificate, CertificateChange change, @Nullable Actor actor) {
        String action = switch (change.state()) {
            case SUSPENDED -> "certificate-suspend";
            case REVOKED -> "certificate-revoke";
            case VALID -> "certificate-lift";
            case EXPIRED -> "certificate-expire";
        };
        Map<String, Object> detail = new HashMap<>();
        detail.put("number", certificate.number());
        detail.put("cause", change.cause());
        detail.put("level", Objects.requireNonNullElse(change.level(), ""));
        detail.put("reason", change.reason());
        return new Audit.Deed(
                change.since(),
                actor == null ? null : actor.accountId(),
                actor == null ? null : actor.personId(),
                null,
                action,
                "certificate",
                certificate.id().toString(),
                detail);
    }
}
