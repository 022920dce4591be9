package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;

/**
 * A supplier asks for a further term, or for another name, origin, package or link. That is a case like the first one,
 * begun with all that was certified; until it is announced the certificate stays as it is and its goods stay on sale.
 */
@ApplicationScoped
public class FollowUps {
    public static final String RENEWAL = "RENEWAL";
    public static final String CHANGE = "CHANGE";

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Certificates certificates;
    private final FollowUpRepository repository;

    FollowUps(Tx tx, BusinessClock clock, PolicyPacks packs, Certificates certificates, FollowUpRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.certificates = certificates;
        this.repository = repository;
    }

    /**
     * Opens the draft of a renewal; answers the application's id. {@code not-found} for another organisation's certificate,
     * {@code certificate-renewal-not-yet} before the pack's days, {@code certificate-state} once revoked or expired,
     * {@code certificate-case-open} while another case follows the certificate.
     */
    public Uni<UUID> renew(Actor supplier, String number) {
        return open(supplier, number, RENEWAL);
    }

    /** Opens the draft of a change; answers the application's id and fails as {@link #renew} does, at any day of the term. */
    public Uni<UUID> change(Actor supplier, String number) {
        return open(supplier, number, CHANGE);
    }

    /** The cases that followed a certificate, newest first. */
    Uni<List<FollowUp>> of(CertificateView certificate) {
        return tx.read(connection -> repository.of(connection, certificate.id()));
    }

    /** What an application asks of the certificate that it follows; empty for a first one. */
    Uni<Optional<FollowUp>> asked(ApplicationView application) {
        String number = application.certificateNumber();
        return number == null
                ? Uni.createFrom().item(Optional.empty())
                : certificates
                        .byNumber(number)
                        .map(Optional::orElseThrow)
                        .chain(this::of)
                        .map(cases -> cases.stream()
                                .filter(one -> one.applicationId().equals(application.id()))
                                .findFirst());
    }

    /** Every version of a certificate, newest first. */
    Uni<List<CertificateVersion>> versions(CertificateView certificate) {
        return tx.read(connection -> repository.versions(connection, certificate.id()));
    }

    /** Whether the days are there in which it may be renewed. */
    boolean renewable(CertificateView certificate) {
        LocalDate today = clock.today();
        return certificate.state() != CertificateState.REVOKED
                && certificate.state() != CertificateState.EXPIRED
                && !today.isBefore(opens(certificate))
                && !today.isAfter(certificate.validTo());
    }

    /** The first day on which it may be renewed. */
    LocalDate opens(CertificateView certificate) {
        return certificate
                .validTo()
                .minusDays(pack(certificate).afterwards().renewal().opensDaysBefore());
    }

    private Uni<UUID> open(Actor supplier, String number, String kind) {
        Instant now = clock.instant();
        UUID id = Ids.next();
        return certificates
                .byNumber(number)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(certificate -> {
                    supplier.requireOrganisation(Role.SUPPLIER, certificate.organisationId());
                    if (certificate.state() == CertificateState.REVOKED
                            || certificate.state() == CertificateState.EXPIRED) {
                        throw CertificationProblems.certificateState();
                    }
                    if (kind.equals(RENEWAL) && !renewable(certificate)) {
                        throw CertificationProblems.renewalNotYet(opens(certificate));
                    }
                })
                .chain(certificate -> tx.write(connection -> repository
                        .open(
                                connection,
                                new FollowUpRepository.Opening(
                                        id,
                                        kind,
                                        certificate.id(),
                                        pack(certificate).version(),
                                        supplier,
                                        now))
                        .chain(() -> repository.takeEvidence(connection, id, clock.today()))
                        .chain(() -> Audit.write(
                                connection,
                                new Audit.Deed(
                                        now,
                                        supplier.accountId(),
                                        supplier.personId(),
                                        Role.SUPPLIER,
                                        kind.equals(RENEWAL) ? "renewal-open" : "change-open",
                                        "application",
                                        id.toString(),
                                        Map.of("certificate", certificate.number()))))))
                .onFailure(failure -> SqlState.violates(failure, "certification_one_case_a_certificate"))
                .transform(twice -> CertificationProblems.caseOpen())
                .replaceWith(id);
    }

    private PolicyPack pack(CertificateView certificate) {
        return packs.forArea(certificate.countyCode()).orElseThrow();
    }
}
