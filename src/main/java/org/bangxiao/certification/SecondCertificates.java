package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Label;
import org.bangxiao.region.Named;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of others beside ours: the supplier enters one with its document, an officer of the county compares and
 * confirms it, and it is shown while it holds.
 */
@ApplicationScoped
public class SecondCertificates {
    private static final int NUMBER_MAX = 60;
    private static final int REASON_MAX = 500;

    /** What the supplier writes, as it was typed. */
    record Entry(String kind, String number, String validFrom, String validTo) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Documents documents;
    private final Certificates certificates;
    private final SecondRepository repository;
    private final Event<CertificateChanged> changed;

    SecondCertificates(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            Documents documents,
            Certificates certificates,
            SecondRepository repository,
            Event<CertificateChanged> changed) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.documents = documents;
        this.certificates = certificates;
        this.repository = repository;
        this.changed = changed;
    }

    /** Those that are confirmed and hold on that day, by product; for the pages of goods. */
    public Uni<List<SecondCertificate>> shown(SqlConnection connection, CertificateView certificate, LocalDate day) {
        return of(connection, certificate)
                .map(all -> all.stream().filter(one -> one.holdsOn(day)).toList());
    }

    /** The same for a page of goods that knows its product and county only. */
    public Uni<List<SecondCertificate>> ofProduct(
            SqlConnection connection, UUID productId, String countyCode, LocalDate day) {
        return repository
                .ofProduct(connection, productId)
                .map(rows -> rows.stream()
                        .map(row -> named(row, countyCode))
                        .filter(one -> one.holdsOn(day))
                        .toList());
    }

    /** All that were ever entered for a certificate, newest first. */
    Uni<List<SecondCertificate>> of(SqlConnection connection, CertificateView certificate) {
        return repository
                .of(connection, certificate.id())
                .map(rows -> rows.stream()
                        .map(row -> named(row, certificate.countyCode()))
                        .toList());
    }

    Uni<List<SecondCertificate>> of(CertificateView certificate) {
        return tx.read(connection -> of(connection, certificate));
    }

    /** The kinds that the region knows. */
    List<Named> kinds(String countyCode) {
        return packs.forArea(countyCode).orElseThrow().secondCertificates();
    }

    /**
     * The supplier enters one for its own certificate. {@code not-found} for another's; field problems for what cannot be
     * read; {@code second-certificate-known} where this number is there already.
     */
    Uni<UUID> enter(Actor supplier, String number, Entry entry, @Nullable Path file) {
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(certificate -> supplier.requireOrganisation(Role.SUPPLIER, certificate.organisationId()))
                .chain(certificate -> {
                    LocalDate[] term = checked(certificate, entry, file);
                    return documents
                            .store(java.util.Objects.requireNonNull(file))
                            .chain(stored -> tx.write(
                                    connection -> entered(connection, supplier, certificate, entry, term, stored)));
                })
                .onFailure(failure -> SqlState.violates(failure, "certification_second_once"))
                .transform(twice -> Problem.field("/number", "second-certificate-known"));
    }

    /**
     * An officer of the county says what the document shows. {@code not-found} outside the area, {@code already-decided}
     * where it was decided before, {@code field-required} where a refusal has no reason.
     */
    Uni<Void> decide(Actor officer, String number, UUID id, boolean confirmed, String written) {
        String reason = Drafts.plain(written);
        if (!confirmed && reason.isEmpty()) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-required"));
        }
        if (reason.length() > REASON_MAX) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-too-long", REASON_MAX));
        }
        Instant now = clock.instant();
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(certificate -> officer.requireArea(Role.COUNTY_OFFICER, certificate.countyCode()))
                .chain(certificate -> tx.write(connection -> repository
                                .decide(connection, certificate.id(), id, confirmed, reason, officer, now)
                                .invoke(done -> {
                                    if (!done) {
                                        throw CertificationProblems.alreadyDecided();
                                    }
                                })
                                .chain(() -> Audit.write(
                                        connection,
                                        deed(
                                                officer,
                                                Role.COUNTY_OFFICER,
                                                confirmed ? "second-certificate-confirm" : "second-certificate-refuse",
                                                id,
                                                certificate,
                                                now))))
                        .invoke(() -> changed.fire(new CertificateChanged(certificate.productId()))));
    }

    /** The document behind one; {@code not-found} for whoever is neither its supplier nor an office of the area. */
    Uni<Response> document(Actor reader, CertificateRegister register, String number, UUID id) {
        return register.find(reader, number)
                .chain(entry -> of(entry.certificate()))
                .map(all -> all.stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(Problem::notFound))
                .chain(one -> documents.answer(one.sha256()));
    }

    private Uni<UUID> entered(
            SqlConnection connection,
            Actor supplier,
            CertificateView certificate,
            Entry entry,
            LocalDate[] term,
            StoredDocument stored) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        return repository
                .enter(
                        connection,
                        new SecondRepository.Row(
                                id,
                                certificate.id(),
                                entry.kind(),
                                entry.number().strip(),
                                term[0],
                                term[1],
                                stored.sha256()),
                        supplier,
                        now)
                .chain(() -> Audit.write(
                        connection, deed(supplier, Role.SUPPLIER, "second-certificate-enter", id, certificate, now)))
                .replaceWith(id);
    }

    private LocalDate[] checked(CertificateView certificate, Entry entry, @Nullable Path file) {
        List<FieldError> errors = new ArrayList<>();
        if (kinds(certificate.countyCode()).stream().noneMatch(kind -> kind.id().equals(entry.kind()))) {
            errors.add(new FieldError("/kind", "field-required", List.of()));
        }
        String number = entry.number().strip();
        if (number.length() < 3) {
            errors.add(new FieldError("/number", "field-required", List.of()));
        } else if (number.length() > NUMBER_MAX) {
            errors.add(new FieldError("/number", "field-too-long", List.of(NUMBER_MAX)));
        }
        LocalDate from = day("/validFrom", entry.validFrom(), errors);
        LocalDate to = day("/validTo", entry.validTo(), errors);
        if (to.isBefore(from)) {
            errors.add(new FieldError("/validTo", "field-invalid", List.of(entry.validTo())));
        }
        if (file == null) {
            errors.add(new FieldError("/file", "field-required", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new LocalDate[] {from, to};
    }

    private static LocalDate day(String pointer, String typed, List<FieldError> errors) {
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeException e) {
            errors.add(new FieldError(pointer, typed.isBlank() ? "field-required" : "field-invalid", List.of(typed)));
            return LocalDate.MAX;
        }
    }

    private SecondCertificate named(SecondRepository.Stored row, String countyCode) {
        Label name = kinds(countyCode).stream()
                .filter(kind -> kind.id().equals(row.row().kind()))
                .findFirst()
                .map(Named::name)
                .orElse(new Label(row.row().kind(), row.row().kind()));
        return new SecondCertificate(
                row.row().id(),
                row.row().kind(),
                name,
                row.row().number(),
                row.row().validFrom(),
                row.row().validTo(),
                row.state(),
                row.row().sha256(),
                row.reason());
    }

    private static Audit.Deed deed(
            Actor actor, String role, String action, UUID id, CertificateView certificate, Instant now) {
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                role,
                action,
                "second-certificate",
                id.toString(),
                Map.of("certificate", certificate.number()));
    }
}
