package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/** How sales split: one version of an agreement for each product and day, unchangeable once active. */
@ApplicationScoped
public class Agreements {
    private final AgreementRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Agreements(AgreementRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /** The same as {@link #activate(SqlConnection, AgreementDraft, UUID, UUID)} in a transaction of its own. */
    public Uni<Agreement> activate(AgreementDraft draft, UUID preparedBy, UUID approvedBy) {
        return tx.write(connection -> activate(connection, draft, preparedBy, approvedBy));
    }

    /**
     * Puts an agreement in force from its first day; the version before it ends on that day. Fails with
     * {@code agreement-four-eyes} (both are one person), {@code agreement-exceeds-price} (fee and floor do not fit into
     * the price), {@code agreement-invalid}, {@code agreement-from-a-later-day} (a version is in force from that day or a
     * later one, or the day has begun and a version is in force).
     *
     * @param preparedBy natural person
     * @param approvedBy another natural person
     */
    public Uni<Agreement> activate(SqlConnection connection, AgreementDraft draft, UUID preparedBy, UUID approvedBy) {
        if (preparedBy.equals(approvedBy)) {
            throw HouseholdProblems.fourEyes();
        }
        HouseholdProblems.check(draft);
        return repository
                .endBefore(connection, draft.productId(), draft.validFrom())
                .chain(last -> {
                    if (last > 0 && !draft.validFrom().isAfter(clock.today())) {
                        throw HouseholdProblems.overlaps();
                    }
                    int version = last + 1;
                    Agreement agreement = new Agreement(
                            Ids.next(),
                            draft.productId(),
                            draft.linkId(),
                            version,
                            draft.feeBasisPoints(),
                            draft.floorFenPerUnit(),
                            draft.dividendBasisPoints(),
                            draft.validFrom(),
                            null,
                            Agreement.digest(draft, version));
                    return repository.insert(connection, agreement, preparedBy, approvedBy);
                })
                .call(agreement -> Audit.write(connection, deed(agreement, preparedBy, approvedBy)))
                .onFailure(failure -> SqlState.violates(failure, "household_one_agreement_a_day"))
                .transform(overlap -> HouseholdProblems.overlaps());
    }

    /** The version in force for each product on a day; products without one are left out. */
    public Uni<Map<UUID, Agreement>> inForce(SqlConnection connection, Collection<UUID> productIds, LocalDate on) {
        return ofProducts(connection, productIds).map(versions -> {
            Map<UUID, Agreement> inForce = new HashMap<>();
            versions.forEach((product, all) -> all.stream()
                    .filter(version -> version.inForceOn(on))
                    .forEach(version -> inForce.put(product, version)));
            return inForce;
        });
    }

    /** Every version of each product, oldest first: for callers with sales of many days. */
    public Uni<Map<UUID, List<Agreement>>> ofProducts(SqlConnection connection, Collection<UUID> productIds) {
        return repository.ofProducts(connection, productIds);
    }

    private Audit.Deed deed(Agreement agreement, UUID preparedBy, UUID approvedBy) {
        return new Audit.Deed(
                clock.instant(),
                null,
                approvedBy,
                null,
                "agreement-activate",
                "agreement",
                agreement.id().toString(),
                Map.of(
                        "product", agreement.productId().toString(),
                        "version", agreement.version(),
                        "preparedBy", preparedBy.toString()));
    }
}
