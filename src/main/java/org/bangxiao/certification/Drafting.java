package org.bangxiao.certification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.ApplicationRules;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** Keeps an application while it is being written: piece by piece, with gaps, copied from one that is there. */
@ApplicationScoped
public class Drafting {
    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Organisations organisations;
    private final Applications applications;
    private final ApplicationRepository repository;
    private final CaseRepository cases;
    private final EvidenceRepository evidence;
    private final Evidence papers;
    private final Findings findings;
    private final Applicants applicants;

    Drafting(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            Organisations organisations,
            Applications applications,
            ApplicationRepository repository,
            CaseRepository cases,
            EvidenceRepository evidence,
            Evidence papers,
            Findings findings,
            Applicants applicants) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.organisations = organisations;
        this.applications = applications;
        this.repository = repository;
        this.cases = cases;
        this.evidence = evidence;
        this.papers = papers;
        this.findings = findings;
        this.applicants = applicants;
    }

    /** A draft as it stands, with what was typed and could not be read. */
    record Kept(ApplicationView view, Map<String, String> typed) {}

    /** A new draft of the actor's organisation; what is missing may be missing, what is wrong is a field problem. */
    public Uni<ApplicationView> open(Actor actor, ApplicationDraft written) {
        return open(actor, null, written);
    }

    /** The same in the name of a supplier; {@code not-found} for one whom the actor may not apply for. */
    public Uni<ApplicationView> open(Actor actor, @Nullable UUID supplier, ApplicationDraft written) {
        return applicants.supplier(actor, supplier).chain(own -> open(actor, own, written, Map.of()));
    }

    /** Lays some fields over a draft or a returned application; {@code already-decided} for an old version. */
    public Uni<ApplicationView> lay(Actor actor, UUID id, int version, ObjectNode some) {
        return kept(actor, id).chain(kept -> {
            // Another county may lie under another pack, which is asked when the whole is tidied.
            ApplicationDraft draft = DraftText.with(kept.view().product(), some);
            Map<String, String> typed = kept.typed().entrySet().stream()
                    .filter(entry -> !some.has(entry.getKey().split("-", 2)[0]))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return keep(actor, kept.view(), version, draft, typed);
        });
    }

    /** Writes what a piece of the form said, with what could not be read beside it. */
    Uni<ApplicationView> keep(
            Actor actor, ApplicationView seen, int version, ApplicationDraft written, Map<String, String> typed) {
        Instant now = clock.instant();
        UUID id = seen.id();
        return pack(seen.organisationId(), written)
                .chain(pack -> {
                    ApplicationDraft draft = Drafts.withGaps(written, Optional.of(pack));
                    return findings.ownLink(seen.organisationId(), draft.linkId(), clock.today())
                            .chain(() -> repository.transaction(() -> repository
                                    .locked(id)
                                    .invoke(application -> {
                                        if (application.version != version) {
                                            throw CertificationProblems.alreadyDecided();
                                        }
                                        application.write(draft, pack, actor);
                                        application.typed = DraftText.write(typed);
                                    })
                                    .call(() -> repository.audit(
                                            Evidence.deed(actor, "application-change", id, Map.of(), now)))));
                })
                .chain(() -> applications.read(id));
    }

    /** @param organisationId somebody whom the actor may apply for */
    Uni<ApplicationView> open(Actor actor, UUID organisationId, ApplicationDraft written, Map<String, String> typed) {
        Instant now = clock.instant();
        return pack(organisationId, written).chain(pack -> {
            ApplicationDraft draft = Drafts.withGaps(written, Optional.of(pack));
            return findings.ownLink(organisationId, draft.linkId(), clock.today())
                    .chain(() -> organisation(organisationId))
                    .map(organisation -> {
                        Application opened = Application.open(organisationId, organisation.demo(), now);
                        opened.write(draft, pack, actor);
                        opened.typed = DraftText.write(typed);
                        return opened;
                    })
                    .chain(opened -> repository
                            .transaction(() -> repository
                                    .persist(opened)
                                    .call(() -> repository.audit(
                                            Evidence.deed(actor, "application-create", opened.id, Map.of(), now))))
                            .chain(() -> applications.read(opened.id)));
        });
    }

    /**
     * A new draft that says what another application of the same supplier says, with the papers that are about the
     * supplier and not about the product.
     */
    public Uni<ApplicationView> copy(Actor actor, UUID id) {
        Instant now = clock.instant();
        return applications
                .own(actor, id)
                .chain(original -> open(actor, original.organisationId(), original.product())
                        .call(copy -> {
                            Set<String> kinds = packs
                                    .forArea(original.product().countyCode())
                                    .map(PolicyPack::documents)
                                    .orElse(List.of())
                                    .stream()
                                    .filter(EvidenceDocument::ofSupplier)
                                    .map(EvidenceDocument::id)
                                    .collect(Collectors.toSet());
                            return tx.write(connection -> evidence.copy(connection, id, copy.id(), kinds, now, actor));
                        }));
    }

    /** How far the actor's own draft is; {@code not-found} for a stranger. */
    public Uni<Progress> progress(Actor actor, UUID id) {
        return kept(actor, id)
                .chain(kept -> papers.checklist(kept.view()).chain(checklist -> progress(kept, checklist)));
    }

    Uni<Progress> progress(Kept kept, Checklist checklist) {
        return pack(kept.view().organisationId(), kept.view().product()).map(pack -> {
            List<FieldError> gaps = Drafts.gaps(kept.view().product(), Optional.of(pack));
            return Progress.of(
                    gaps,
                    kept.typed(),
                    checklist,
                    pack.application().missingEvidence() == ApplicationRules.Missing.REFUSE);
        });
    }

    /** The checks of today, as the next submission would freeze them; for whoever may read the application. */
    public Uni<List<Check>> checks(Actor actor, UUID id) {
        return applications
                .find(actor, id)
                .chain(view -> pack(view.organisationId(), view.product())
                        .chain(pack -> findings.of(pack, view, clock.today())));
    }

    Uni<Kept> kept(Actor actor, UUID id) {
        return applications
                .own(actor, id)
                .invoke(view -> Application.require(view.state().editable()))
                .chain(view ->
                        tx.read(connection -> cases.typed(connection, id)).map(typed -> new Kept(view, typed)));
    }

    /** The pack of the county of origin, of the supplier's own area while none is named. */
    Uni<PolicyPack> pack(UUID organisationId, ApplicationDraft draft) {
        Optional<PolicyPack> named = packs.forArea(Drafts.plain(draft.countyCode()));
        return named.map(pack -> Uni.createFrom().item(pack))
                .orElseGet(() -> organisation(organisationId)
                        .map(organisation -> packs.forArea(organisation.areaCode())
                                .orElseThrow(() -> Problem.field("/countyCode", "county-unknown"))));
    }

    private Uni<OrganisationView> organisation(UUID id) {
        return organisations.find(id).onItem().ifNull().failWith(Problem::forbidden);
    }
}
