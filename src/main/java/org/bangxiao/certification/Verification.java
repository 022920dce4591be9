package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.CertificateText;
import org.bangxiao.region.Label;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;

/** Anybody may ask whether a certificate is genuine and what it stands for. */
@ApplicationScoped
public class Verification {
    /** Fewer households than these are never told as a number. */
    static final int LEAST_HOUSEHOLDS = 10;

    private final Tx tx;
    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final Certificates certificates;
    private final CertificateRepository repository;
    private final FollowUpRepository followUps;
    private final SecondCertificates seconds;
    private final CaseRepository cases;
    private final Organisations organisations;
    private final BenefitLinks links;

    Verification(
            Tx tx,
            BusinessClock clock,
            PinnedPacks packs,
            Certificates certificates,
            CertificateRepository repository,
            FollowUpRepository followUps,
            SecondCertificates seconds,
            CaseRepository cases,
            Organisations organisations,
            BenefitLinks links) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.certificates = certificates;
        this.repository = repository;
        this.followUps = followUps;
        this.seconds = seconds;
        this.cases = cases;
        this.organisations = organisations;
        this.links = links;
    }

    private record Behind(
            CertifiedProduct product,
            ApplicationView application,
            Optional<OrganisationView.Name> organisation,
            int households,
            List<CertificateChange> changes,
            List<CertificateVersion> versions,
            List<SecondCertificate> seconds) {}

    /** {@code not-found} alike for a number never issued and for one that is misspelt. */
    public Uni<PublicCertificate> of(String typed) {
        return certificates
                .byNumber(typed)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(certificate -> packs.at(certificate.packVersion())
                        .chain(pack -> tx.read(connection -> behind(connection, certificate))
                                .map(behind -> shown(certificate, pack, behind))));
    }

    /** The region's mark as SVG, while the certificate is valid; {@code not-found} else. */
    public Uni<String> mark(String typed) {
        return certificates.byNumber(typed).chain(found -> {
            CertificateView certificate = found.filter(CertificateView::valid).orElseThrow(Problem::notFound);
            return packs.at(certificate.packVersion()).map(PolicyPack::markSvg);
        });
    }

    private Uni<Behind> behind(SqlConnection connection, CertificateView certificate) {
        UUID organisationId = certificate.organisationId();
        return certificates
                .products(connection, List.of(certificate.productId()))
                .map(products -> Objects.requireNonNull(products.get(certificate.productId())))
                .chain(product -> cases.find(connection, certificate.applicationId())
                        .map(Optional::orElseThrow)
                        .chain(application -> organisations
                                .names(connection, List.of(organisationId))
                                .map(names -> Optional.ofNullable(names.get(organisationId)))
                                .chain(name -> links.figures(connection, List.of(product.linkId()), clock.today())
                                        .map(figures -> Optional.ofNullable(figures.get(product.linkId()))
                                                .map(LinkFigures::eligibleHouseholds)
                                                .orElse(0))
                                        .chain(households -> repository
                                                .history(connection, certificate.id())
                                                .chain(changes -> followUps
                                                        .versions(connection, certificate.id())
                                                        .chain(versions -> seconds.shown(
                                                                        connection, certificate, clock.today())
                                                                .map(others -> new Behind(
                                                                        product,
                                                                        application,
                                                                        name,
                                                                        households,
                                                                        changes,
                                                                        versions,
                                                                        others))))))));
    }

    private PublicCertificate shown(CertificateView certificate, PolicyPack pack, Behind behind) {
        LocalDate said = saidOn(certificate, behind.versions(), clock.today());
        CertificateText text = pack.certificateOn(said);
        Label unknown = new Label("", "");
        boolean tell = behind.households() >= LEAST_HOUSEHOLDS;
        return new PublicCertificate(
                certificate.number(),
                certificate.state(),
                certificate.stateReason(),
                certificate.productId(),
                certificate.nameZh(),
                certificate.nameEn(),
                certificate.category(),
                pack.category(certificate.category())
                        .map(category -> category.name())
                        .orElse(unknown),
                certificate.countyCode(),
                pack.areaName(certificate.countyCode()).orElse(unknown),
                certificate.organisationId(),
                behind.organisation()
                        .map(name -> new Label(name.zh(), name.en()))
                        .orElse(unknown),
                behind.product().packageUnit(),
                certificate.yearlyCapacity(),
                certificate.issuedOn(),
                certificate.validTo(),
                tell ? behind.households() : null,
                tell ? null : LEAST_HOUSEHOLDS,
                pack.criterion(certificate.criterion())
                        .map(criterion -> criterion.name())
                        .orElse(unknown),
                pack.scheme().name(),
                text.title(),
                text.statement(),
                text.promise(),
                text.free(),
                pack.wordsOn(said).mark(),
                certificate.packVersion(),
                behind.product().demo(),
                behind.application().decisions().stream()
                        .map(decision -> new PublicCertificate.Passed(
                                pack.reviewStep(decision.step()).name(), decision.outcome(), decision.decidedAt()))
                        .toList(),
                behind.changes(),
                behind.versions(),
                behind.seconds(),
                pack.wordsOn(said));
    }

    /** The first day of the version that holds: a renewal speaks in the words of its own time. */
    private static LocalDate saidOn(CertificateView certificate, List<CertificateVersion> versions, LocalDate today) {
        return versions.stream()
                .map(CertificateVersion::validFrom)
                .filter(day -> !day.isAfter(today))
                .max(Comparator.naturalOrder())
                .orElse(certificate.issuedOn());
    }
}
