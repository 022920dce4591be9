package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.organisation.OrganisationKind;
import org.bangxiao.organisation.SupplierIntake;
import org.bangxiao.organisation.TakingOn;
import org.bangxiao.region.EvidenceDocument;

/** Gives the demo's suppliers the papers their region asks of them; those of a few end soon, so that they are reminded. */
@ApplicationScoped
class Licences {
    private static final int ENDING_ONE_IN = 60;
    private static final int ENDING_DAYS = 25;
    private static final int VALID_YEARS = 3;

    private final SupplierIntake intake;
    private final TakingOn takingOn;
    private final Documents documents;
    private final Map<String, String> stored = new HashMap<>();

    Licences(SupplierIntake intake, TakingOn takingOn, Documents documents) {
        this.intake = intake;
        this.takingOn = takingOn;
        this.documents = documents;
    }

    /**
     * @param opening the first day of the demo world
     * @param today   its last
     */
    void give(UUID organisation, DemoSupplier supplier, LocalDate opening, LocalDate today) {
        OrganisationKind kind = OrganisationKind.valueOf(supplier.type().name());
        boolean endingSoon = supplier.number() % ENDING_ONE_IN == ENDING_ONE_IN - 1;
        LocalDate until = endingSoon ? today.plusDays(ENDING_DAYS) : today.plusYears(VALID_YEARS);
        List<TakingOn.Held> papers = intake.papersOf(kind, supplier.countyCode()).stream()
                .map(paper -> new TakingOn.Held(
                        paper.id(), opening.minusYears(1), paper.expires() ? until : null, file(paper)))
                .toList();
        Steps.run(() -> takingOn.with(organisation, opening, papers));
    }

    private String file(EvidenceDocument paper) {
        return stored.computeIfAbsent(
                paper.id(),
                kind -> Steps.run(() -> documents.store(Papers.png(kind))).sha256());
    }
}
