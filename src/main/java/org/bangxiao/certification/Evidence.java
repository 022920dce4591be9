package org.bangxiao.certification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.DocumentView;
import org.bangxiao.organisation.SupplierFile;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** The papers of an application: attached and taken out while it is written, kept for ever once it was handed in. */
@ApplicationScoped
public class Evidence {
    private static final int NAME_MAX = 120;
    private static final int MOST_OF_AN_APPLICATION = 100;

    private final Tx tx;
    private final BusinessClock clock;
    private final Documents documents;
    private final Applications applications;
    private final CaseRepository cases;
    private final EvidenceRepository repository;
    private final Findings findings;
    private final FiledPapers filed;
    private final SupplierFile supplierFile;
    private final PinnedPacks packs;

    Evidence(
            Tx tx,
            BusinessClock clock,
            Documents documents,
            Applications applications,
            CaseRepository cases,
            EvidenceRepository repository,
            Findings findings,
            FiledPapers filed,
            SupplierFile supplierFile,
            PinnedPacks packs) {
        this.tx = tx;
        this.clock = clock;
        this.documents = documents;
        this.applications = applications;
        this.cases = cases;
        this.repository = repository;
        this.findings = findings;
        this.filed = filed;
        this.supplierFile = supplierFile;
        this.packs = packs;
    }

    /**
     * One paper to attach.
     *
     * @param kind      id of one of the pack's documents
     * @param name      as the file was called; shortened where it is long, the kind where it is empty
     * @param expiresOn last day on which the paper holds
     */
    public record Paper(String kind, String name, @Nullable LocalDate expiresOn) {}

    /**
     * Attaches an uploaded file. Problems: {@code not-found} for a stranger, {@code application-state} once it is handed
     * in, field problems {@code evidence-kind-unknown} at {@code /kind}, {@code evidence-too-many} and those of
     * {@link Documents} at {@code /file}.
     */
    public Uni<Checklist> attach(Actor actor, UUID id, Paper paper, Path file) {
        return writable(actor, id, Set.of(paper.kind()))
                .chain(view -> documents.check(file))
                .chain(checked -> attach(actor, id, Map.of(paper, checked)))
                .chain(() -> checklist(actor, id));
    }

    /** The same for bytes at hand. */
    public Uni<Checklist> attach(Actor actor, UUID id, Paper paper, byte[] file) {
        return writable(actor, id, Set.of(paper.kind()))
                .chain(view -> documents.check(file))
                .chain(checked -> attach(actor, id, Map.of(paper, checked)))
                .chain(() -> checklist(actor, id));
    }

    /** Attaches several files that were checked before, all or none; the same problems. */
    public Uni<Void> attachAll(Actor actor, UUID id, Map<Paper, CheckedDocument> papers) {
        return writable(actor, id, papers.keySet().stream().map(Paper::kind).collect(Collectors.toSet()))
                .chain(view -> attach(actor, id, papers));
    }

    /** Takes a paper out; {@code evidence-kept} once it was handed in, {@code not-found} where there is none. */
    public Uni<Checklist> remove(Actor actor, UUID id, UUID evidenceId) {
        Instant now = clock.instant();
        return applications
                .own(actor, id)
                .chain(() -> tx.write(connection -> repository
                        .remove(connection, id, evidenceId)
                        .invoke(removed -> {
                            if (!removed) {
                                throw Problem.notFound();
                            }
                        })
                        .chain(() -> Audit.write(
                                connection,
                                deed(actor, "evidence-remove", id, Map.of("evidence", evidenceId.toString()), now)))))
                .onFailure(failure -> SqlState.violates(failure, "certification_evidence_is_kept"))
                .transform(kept -> CertificationProblems.evidenceKept())
                .chain(() -> checklist(actor, id));
    }

    /** What the application needs and has, for its applicant and the offices of its area. */
    public Uni<Checklist> checklist(Actor actor, UUID id) {
        return applications.find(actor, id).chain(this::checklist);
    }

    /** The same for an application that the caller may read. */
    Uni<Checklist> checklist(ApplicationView view) {
        LocalDate on = clock.today();
        return packs.at(view.packVersion())
                .chain(pack -> tx.read(connection -> findings.figures(connection, view.product(), on)
                        .chain(figures -> repository
                                .of(connection, view.id())
                                .chain(files -> filed.of(connection, pack, view.organisationId(), on)
                                        .map(answers -> Checklist.of(
                                                view.id(),
                                                pack,
                                                view.product(),
                                                figures.orElse(null),
                                                files,
                                                answers,
                                                on))))));
    }

    /**
     * One paper's content with safe headers, for whoever may read the application: one that was attached, or one of the
     * supplier's own file that answers an item. Papers name people: that somebody else than the applicant looked at one is
     * written down.
     */
    public Uni<Response> content(Actor actor, UUID id, UUID evidenceId) {
        return applications
                .find(actor, id)
                .chain(view -> tx.write(connection -> repository
                                .find(connection, id, evidenceId)
                                .call(found -> found.isEmpty()
                                                || actor.organisationAs(Role.SUPPLIER)
                                                        .filter(view.organisationId()::equals)
                                                        .isPresent()
                                        ? Uni.createFrom().voidItem()
                                        : Audit.write(connection, looked(actor, id, found.get()))))
                        .chain(found -> found.isPresent()
                                ? documents.answer(found.get().sha256())
                                : checklist(view).chain(list -> supplierFile.open(actor, fromFile(list, evidenceId)))));
    }

    private Audit.Deed looked(Actor actor, UUID id, EvidenceView paper) {
        return new Audit.Deed(
                clock.instant(),
                actor.accountId(),
                actor.personId(),
                null,
                "evidence-view",
                "application",
                id.toString(),
                Map.of("evidence", paper.id().toString(), "sha256", paper.sha256()));
    }

    private static DocumentView fromFile(Checklist list, UUID id) {
        return list.items().stream()
                .map(Checklist.Item::fromFile)
                .filter(paper -> paper != null && paper.id().equals(id))
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private Uni<ApplicationView> writable(Actor actor, UUID id, Set<String> kinds) {
        return applications
                .own(actor, id)
                .invoke(view -> Application.require(view.state().editable()))
                .call(view -> packs.at(view.packVersion()).invoke(pack -> known(pack, kinds)));
    }

    private static void known(PolicyPack pack, Set<String> kinds) {
        Set<String> listed = pack.documents().stream().map(EvidenceDocument::id).collect(Collectors.toSet());
        if (!listed.containsAll(kinds)) {
            throw Problem.field("/kind", "evidence-kind-unknown");
        }
    }

    private Uni<Void> attach(Actor actor, UUID id, Map<Paper, CheckedDocument> papers) {
        Instant now = clock.instant();
        return tx.write(connection -> cases.lock(connection, id)
                        .chain(() -> repository.of(connection, id))
                        .invoke(files -> {
                            if (files.size() + papers.size() > MOST_OF_AN_APPLICATION) {
                                throw Problem.field("/file", "evidence-too-many", MOST_OF_AN_APPLICATION);
                            }
                        })
                        .chain(() -> Multi.createFrom()
                                .iterable(papers.entrySet())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        paper -> add(connection, actor, id, paper.getKey(), paper.getValue(), now))
                                .collect()
                                .last())
                        .replaceWithVoid())
                .onFailure(failure -> SqlState.violates(failure, "certification_evidence_is_kept"))
                .transform(closed -> CertificationProblems.applicationState());
    }

    private Uni<Void> add(
            SqlConnection connection, Actor actor, UUID id, Paper paper, CheckedDocument file, Instant now) {
        String name = Drafts.plain(paper.name()).isEmpty() ? paper.kind() : Drafts.plain(paper.name());
        String sha256 = file.facts().sha256();
        EvidenceRepository.Entry entry = new EvidenceRepository.Entry(
                Ids.next(),
                id,
                paper.kind(),
                sha256,
                name.substring(0, Math.min(name.length(), NAME_MAX)),
                paper.expiresOn(),
                now);
        return documents
                .keep(connection, file)
                .chain(() -> repository.add(connection, entry, actor))
                .chain(() -> Audit.write(
                        connection,
                        deed(actor, "evidence-add", id, Map.of("kind", paper.kind(), "sha256", sha256), now)));
    }

    static Audit.Deed deed(Actor actor, String action, UUID id, Map<String, Object> detail, Instant now) {
        return new Audit.Deed(
                now, actor.accountId(), actor.personId(), Role.SUPPLIER, action, "application", id.toString(), detail);
    }
}
