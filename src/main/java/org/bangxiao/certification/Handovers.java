package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.AgreementDraft;
import org.bangxiao.household.Agreements;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;

/**
 * Puts the split that was applied for in force once its product is certified, and makes the next version of a certificate
 * out of a renewal or a change: its facts and those of the goods on sale in one transaction. It follows the certifying
 * transaction and is done exactly once: the clockwork takes up what a crash in between left behind.
 */
@ApplicationScoped
class Handovers {
    private final Tx tx;
    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final CaseRepository cases;
    private final FollowUpRepository followUps;
    private final Agreements agreements;
    private final Instance<CertificateFollower> followers;
    private final Event<CertificateChanged> changed;

    Handovers(
            Tx tx,
            BusinessClock clock,
            PinnedPacks packs,
            CaseRepository cases,
            FollowUpRepository followUps,
            Agreements agreements,
            Instance<CertificateFollower> followers,
            Event<CertificateChanged> changed) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.cases = cases;
        this.followUps = followUps;
        this.agreements = agreements;
        this.followers = followers;
        this.changed = changed;
    }

    Uni<Void> handOver(UUID applicationId) {
        return tx.read(connection -> cases.find(connection, applicationId))
                .map(Optional::orElseThrow)
                .chain(view -> packs.at(view.packVersion()))
                .chain(pack -> tx.write(connection -> cases.toHandOver(connection, applicationId)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : handOver(connection, found.get(), pack))));
    }

    private Uni<Void> handOver(SqlConnection connection, CaseRepository.Handover terms, PolicyPack pack) {
        UUID certificateId = terms.certificateId();
        Uni<UUID> agreement = certificateId == null
                ? activated(connection, terms, terms.issuedOn())
                : agreements
                        .ofProducts(connection, List.of(terms.productId()))
                        .map(all -> all.getOrDefault(terms.productId(), List.of()))
                        .chain(versions -> versions.isEmpty()
                                ? activated(connection, terms, clock.today())
                                : following(connection, terms, versions.get(versions.size() - 1)));
        return agreement
                .chain(id -> cases.handedOver(connection, terms.applicationId(), id))
                .chain(() -> certificateId == null
                        ? Uni.createFrom().voidItem()
                        : newVersion(connection, terms, certificateId, pack));
    }

    /** The split that is in force goes on where it was not asked to be otherwise; else the new one from tomorrow. */
    private Uni<UUID> following(SqlConnection connection, CaseRepository.Handover terms, Agreement last) {
        boolean same = last.linkId().equals(terms.linkId())
                && last.feeBasisPoints() == terms.feeBasisPoints()
                && last.floorFenPerUnit() == terms.floorFenPerUnit()
                && last.dividendBasisPoints() == terms.dividendBasisPoints();
        LocalDate tomorrow = clock.today().plusDays(1);
        LocalDate from = last.validFrom().isBefore(tomorrow)
                ? tomorrow
                : last.validFrom().plusDays(1);
        return same ? Uni.createFrom().item(last.id()) : activated(connection, terms, from);
    }

    private Uni<UUID> activated(SqlConnection connection, CaseRepository.Handover terms, LocalDate from) {
        return agreements
                .activate(connection, draft(terms, from), terms.preparedBy(), terms.approvedBy())
                .map(Agreement::id);
    }

    private Uni<Void> newVersion(
            SqlConnection connection, CaseRepository.Handover terms, UUID certificateId, PolicyPack pack) {
        Instant now = clock.instant();
        return followUps
                .lastDay(connection, certificateId)
                .chain(last -> {
                    LocalDate today = BusinessClock.dayOf(now);
                    boolean renewal = terms.kind().equals(FollowUps.RENEWAL);
                    LocalDate from = renewal && !today.isAfter(last) ? last.plusDays(1) : today;
                    LocalDate to = renewal ? pack.scheme().lastDay(from) : last;
                    return followUps.newVersion(connection, terms.applicationId(), certificateId, from, to);
                })
                .chain(() -> follow(connection, terms.productId()))
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                now,
                                null,
                                terms.approvedBy(),
                                null,
                                terms.kind().equals(FollowUps.RENEWAL) ? "certificate-renew" : "certificate-write-anew",
                                "certificate",
                                certificateId.toString(),
                                Map.of("application", terms.applicationId().toString()))))
                .invoke(() -> changed.fire(new CertificateChanged(terms.productId())));
    }

    private Uni<Void> follow(SqlConnection connection, UUID productId) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (CertificateFollower follower : followers) {
            done = done.chain(() -> follower.follow(connection, productId));
        }
        return done;
    }

    private static AgreementDraft draft(CaseRepository.Handover terms, LocalDate from) {
        return new AgreementDraft(
                terms.productId(),
                terms.linkId(),
                terms.feeBasisPoints(),
                terms.floorFenPerUnit(),
                terms.dividendBasisPoints(),
                from,
                terms.priceFen());
    }
}
