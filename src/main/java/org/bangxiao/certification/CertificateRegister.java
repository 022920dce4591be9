package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Certificates as lists: an office's area, a supplier's own, and for everybody every change of state there ever was. */
@ApplicationScoped
public class CertificateRegister {
    static final int MOST_EXPORTED = 10_000;

    private static final List<String> READERS = List.of(
            Role.REGION_OFFICER,
            Role.TASK_FORCE,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            Role.CITY_OFFICER,
            Role.COUNTY_OFFICER);

    /**
     * What a list is to show.
     *
     * @param state null for all
     * @param text  a number or the beginning of a name; empty for all
     */
    public record Filter(
            @Nullable CertificateState state,
            String text,
            @Nullable String cursor,
            int size) {}

    /** A certificate with what became of it and what the reader may do to it. */
    record Entry(
            CertificateView certificate, List<CertificateChange> history, List<CertificateState> may, boolean own) {}

    /** One change of state as everybody reads it; the issue itself is the first. */
    public record Announced(
            String number,
            String nameZh,
            String nameEn,
            String countyCode,
            CertificateChange change,
            UUID certificateId) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final Certificates certificates;
    private final CertificateRepository repository;
    private final RegisterRepository register;
    private final Suspensions suspensions;

    CertificateRegister(
            Tx tx,
            BusinessClock clock,
            Certificates certificates,
            CertificateRepository repository,
            RegisterRepository register,
            Suspensions suspensions) {
        this.tx = tx;
        this.clock = clock;
        this.certificates = certificates;
        this.repository = repository;
        this.register = register;
        this.suspensions = suspensions;
    }

    /** Those of the actor's area or organisation, newest first; {@code forbidden} without an office or a supplier. */
    public Uni<Page<CertificateView>> page(Actor actor, Filter filter) {
        Optional<String> role = READERS.stream().filter(actor::has).findFirst();
        @Nullable UUID own = role.isPresent() ? null : actor.requireOrganisationAs(Role.SUPPLIER);
        String area = role.flatMap(actor::areaAs).map(AreaCode::prefix).orElse("");
        int size = Math.max(1, Math.min(filter.size(), MOST_EXPORTED));
        return tx.read(connection -> register.page(
                        connection,
                        new RegisterRepository.Query(
                                own,
                                area,
                                filter.state(),
                                filter.text().strip(),
                                Cursor.read(filter.cursor()),
                                size + 1),
                        clock.today()))
                .map(found -> page(found, size));
    }

    /** One of them; {@code not-found} for any other. */
    Uni<Entry> find(Actor actor, String number) {
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(certificate -> {
                    boolean own = own(actor, certificate);
                    if (!own && READERS.stream().noneMatch(role -> actor.actsIn(role, certificate.countyCode()))) {
                        throw Problem.notFound();
                    }
                    return tx.read(connection -> repository.history(connection, certificate.id()))
                            .map(history -> new Entry(certificate, history, may(actor, certificate, history), own));
                });
    }

    /** Every change of state of every certificate, newest first. */
    Uni<Page<Announced>> announced(@Nullable String cursor, int size) {
        Cursor after = Cursor.read(cursor);
        return tx.read(connection -> register.announced(connection, after, size + 1))
                .map(found -> {
                    List<Announced> shown = found.stream().limit(size).toList();
                    Announced last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
                    return new Page<>(
                            shown,
                            last == null || found.size() <= size
                                    ? null
                                    : new Cursor(last.change().since(), last.certificateId()).text(),
                            -1);
                });
    }

    Uni<List<CertificateChange>> history(UUID certificateId) {
        return tx.read(connection -> repository.history(connection, certificateId));
    }

    private List<CertificateState> may(Actor actor, CertificateView certificate, List<CertificateChange> history) {
        CertificateState stored = history.isEmpty()
                ? CertificateState.VALID
                : history.get(history.size() - 1).state();
        return switch (stored) {
            case VALID -> allowed(actor, certificate, history, CertificateState.SUSPENDED, CertificateState.REVOKED);
            case SUSPENDED -> allowed(actor, certificate, history, CertificateState.VALID, CertificateState.REVOKED);
            case REVOKED, EXPIRED -> List.of();
        };
    }

    private List<CertificateState> allowed(
            Actor actor, CertificateView certificate, List<CertificateChange> history, CertificateState... states) {
        return List.of(states).stream()
                .filter(state -> suspensions.may(actor, certificate, state, history))
                .toList();
    }

    static boolean own(Actor actor, CertificateView certificate) {
        return actor.organisationAs(Role.SUPPLIER)
                .filter(certificate.organisationId()::equals)
                .isPresent();
    }

    private static Page<CertificateView> page(List<CertificateView> found, int size) {
        if (found.size() <= size) {
            return new Page<>(found, null, -1);
        }
        CertificateView last = found.get(size - 1);
        return new Page<>(found.subList(0, size), new Cursor(start(last.issuedOn()), last.id()).text(), -1);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
