package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.certification.CertificateStanding;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.certification.Certificates;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.Agreements;
import org.bangxiao.organisation.Standing;
import org.bangxiao.organisation.Standings;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** What the agreements and certificates of the days sold say about a list of drafts, in a few statements for all. */
@ApplicationScoped
class SaleFacts {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

    /** What is known of all drafts together. */
    record Known(
            Map<UUID, List<Agreement>> agreements,
            Map<UUID, CertificateStanding> certificates,
            Map<UUID, Standing> suppliers) {}

    private final Agreements agreements;
    private final Certificates certificates;
    private final Standings standings;
    private final PolicyPacks packs;

    SaleFacts(Agreements agreements, Certificates certificates, Standings standings, PolicyPacks packs) {
        this.agreements = agreements;
        this.certificates = certificates;
        this.standings = standings;
        this.packs = packs;
    }

    Uni<Known> of(SqlConnection connection, List<SaleDraft> drafts) {
        Set<UUID> products = drafts.stream().map(SaleDraft::productId).collect(Collectors.toSet());
        Set<UUID> organisations = drafts.stream().map(SaleDraft::organisationId).collect(Collectors.toSet());
        return agreements
                .ofProducts(connection, products)
                .chain(versions -> certificates
                        .standings(connection, products)
                        .chain(certified -> standings
                                .of(connection, organisations)
                                .map(suppliers -> new Known(versions, certified, suppliers))));
    }

    /** The draft with its certificate, agreement and split, or the code of what stands against it. */
    Object judge(int index, SaleDraft draft, Known known, Instant now) {
        String fault = draft.fault();
        if (fault != null) {
            return fault;
        }
        if (draft.soldAt().isAfter(now.plus(CLOCKS_MAY_DIFFER))) {
            return "sale-in-the-future";
        }
        LocalDate day = BusinessClock.dayOf(draft.soldAt());
        CertificateStanding standing = known.certificates().get(draft.productId());
        if (standing == null || !standing.heldAt(draft.soldAt())) {
            return "certificate-not-valid";
        }
        CertificateView certificate = standing.certificate();
        if (!certificate.organisationId().equals(draft.organisationId())) {
            return "certificate-not-valid";
        }
        Standing supplier = known.suppliers().get(draft.organisationId());
        if (supplier == null || !supplier.sellsAt(draft.soldAt())) {
            return "supplier-not-selling";
        }
        if (!hasChannel(certificate, draft.channel())) {
            return "channel-unknown";
        }
        Agreement agreement = inForce(known.agreements().getOrDefault(draft.productId(), List.of()), day);
        return agreement == null ? "agreement-missing" : Candidate.of(index, draft, certificate, agreement, now);
    }

    private boolean hasChannel(CertificateView certificate, String channel) {
        return packs.forArea(certificate.countyCode())
                .flatMap(pack -> pack.channel(channel))
                .isPresent();
    }

    private static @Nullable Agreement inForce(List<Agreement> versions, LocalDate day) {
        for (Agreement version : versions) {
            if (version.inForceOn(day)) {
                return version;
            }
        }
        return null;
    }
}
