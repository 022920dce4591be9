package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.bangxiao.household.AgreementDraft;
import org.bangxiao.household.Agreements;
import org.bangxiao.platform.Tx;

/**
 * Puts the split that was applied for in force once its product is certified. It follows the certifying transaction and
 * is done exactly once: the clockwork takes up what a crash in between left behind, and nothing sells meanwhile.
 */
@ApplicationScoped
class Handovers {
    private final Tx tx;
    private final CaseRepository cases;
    private final Agreements agreements;

    Handovers(Tx tx, CaseRepository cases, Agreements agreements) {
        this.tx = tx;
        this.cases = cases;
        this.agreements = agreements;
    }

    Uni<Void> handOver(UUID applicationId) {
        return tx.write(connection -> cases.toHandOver(connection, applicationId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : agreements
                                .activate(
                                        connection,
                                        draft(found.get()),
                                        found.get().preparedBy(),
                                        found.get().approvedBy())
                                .chain(agreement -> cases.handedOver(connection, applicationId, agreement.id()))));
    }

    private static AgreementDraft draft(CaseRepository.Handover terms) {
        return new AgreementDraft(
                terms.productId(),
                terms.linkId(),
                terms.feeBasisPoints(),
                terms.floorFenPerUnit(),
                terms.dividendBasisPoints(),
                terms.issuedOn(),
                terms.priceFen());
    }
}
