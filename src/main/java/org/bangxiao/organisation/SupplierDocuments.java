package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.document.StoredDocument;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** What suppliers hold: sent in with its days and its file, confirmed or refused by the county, shown to both. */
@ApplicationScoped
public class SupplierDocuments {
    /**
     * What is said of a file.
     *
     * @param issuedOn  as typed, ISO
     * @param expiresOn as typed, ISO; empty where it has no last day
     */
    public record Description(String kind, String number, String issuedOn, String expiresOn) {}

    private final Tx tx;
    private final SupplierRepository suppliers;
    private final SupplierDocumentRepository repository;
    private final StandingRepository standings;
    private final Documents documents;
    private final SupplierFile file;
    private final PolicyPacks packs;
    private final Inbox inbox;
    private final BusinessClock clock;

    SupplierDocuments(
            Tx tx,
            SupplierRepository suppliers,
            SupplierDocumentRepository repository,
            StandingRepository standings,
            Documents documents,
            SupplierFile file,
            PolicyPacks packs,
            Inbox inbox,
            BusinessClock clock) {
        this.tx = tx;
        this.suppliers = suppliers;
        this.repository = repository;
        this.standings = standings;
        this.documents = documents;
        this.file = file;
        this.packs = packs;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Takes in a document of the actor's supplier; it waits for the county. Field problems: {@code field-required},
     * {@code supplier-document-unknown}, {@code date-invalid}, {@code supplier-document-issued-later},
     * {@code supplier-document-expired}, {@code supplier-document-expiry-missing}, and those of {@link Documents}.
     */
    public Uni<UUID> add(Actor supplier, Description said, @Nullable Path file) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        Instant now = clock.instant();
        return tx.read(connection -> suppliers.find(connection, organisation, clock.today()))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(view -> {
                    Dates dates = checked(view, said, file != null);
                    return documents
                            .store(java.util.Objects.requireNonNull(file))
                            .chain(stored -> tx.write(connection ->
                                    added(connection, view, supplier, document(view, said, dates, stored, now))));
                });
    }

    private record Dates(LocalDate issuedOn, @Nullable LocalDate expiresOn) {}

    private Uni<UUID> added(SqlConnection connection, SupplierView view, Actor supplier, DocumentView document) {
        Note note = new Note(
                Reader.officers(Role.COUNTY_OFFICER, view.areaCode()),
                "note.supplier-document",
                List.of(view.nameZh(), SupplierIntake.shownEn(view)),
                "/desk/suppliers/" + view.id(),
                "supplier-document:" + document.id());
        return repository
                .insert(connection, document, supplier.personId())
                .chain(() -> view.state().letIn()
                        ? inbox.tell(connection, note)
                        : Uni.createFrom().voidItem())
                .chain(() -> Audit.write(
                        connection,
                        Deeds.of(
                                document.uploadedAt(),
                                supplier,
                                Role.SUPPLIER,
                                "supplier-document-add",
                                view.id(),
                                Map.of(
                                        "document",
                                        document.id().toString(),
                                        "kind",
                                        document.kind(),
                                        "sha256",
                                        document.sha256()))))
                .map(done -> document.id());
    }

    /** Decides on one document that waits, as an officer of its county; a refusal needs a reason, nobody decides on their own. */
    public Uni<Void> decide(Actor officer, UUID id, boolean good, String reason) {
        if (!good && reason.isBlank()) {
            throw SupplierProblems.reasonMissing();
        }
        Instant now = clock.instant();
        return tx.write(connection -> repository
                .find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(document -> suppliers
                        .lock(connection, document.organisationId(), clock.today())
                        .map(Optional::orElseThrow)
                        .invoke(view -> officer.requireArea(Role.COUNTY_OFFICER, view.areaCode()))
                        .call(view -> SupplierRegister.requireNotOwn(connection, suppliers, officer, view.id()))
                        .chain(view -> decided(connection, officer, view, document, good, reason.strip(), now))));
    }

    private Uni<Void> decided(
            SqlConnection connection,
            Actor officer,
            SupplierView view,
            DocumentView document,
            boolean good,
            String reason,
            Instant now) {
        DocumentView.State to = good ? DocumentView.State.CONFIRMED : DocumentView.State.REFUSED;
        String key = good ? "note.supplier-document-good" : "note.supplier-document-refused";
        return repository
                .decide(connection, document.id(), to, reason, officer.personId(), now)
                .invoke(mine -> {
                    if (!mine) {
                        throw SupplierProblems.documentDecided();
                    }
                })
                .chain(() -> standings.refresh(connection, view.id(), now))
                .chain(() -> inbox.tell(
                        connection,
                        new Note(
                                Reader.organisation(view.id()),
                                key,
                                names(view, document.kind()),
                                "/desk/organisation",
                                "supplier-document-decided:" + document.id())))
                .chain(() -> Audit.write(
                        connection,
                        Deeds.of(
                                now,
                                officer,
                                Role.COUNTY_OFFICER,
                                good ? "supplier-document-confirm" : "supplier-document-refuse",
                                view.id(),
                                Map.of(
                                        "document",
                                        document.id().toString(),
                                        "sha256",
                                        document.sha256(),
                                        "reason",
                                        reason))));
    }

    /** The file of a document, for its supplier and for those who watch over the area; looking at it is written down. */
    public Uni<Response> file(Actor reader, UUID id) {
        return tx.read(connection -> repository
                        .find(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .call(document -> suppliers
                                .find(connection, document.organisationId(), clock.today())
                                .map(Optional::orElseThrow)
                                .invoke(view -> SupplierRegister.requireReader(reader, view))))
                .chain(document -> file.open(reader, document));
    }

    /** The Chinese and the English name of a document, for notes. */
    List<String> names(SupplierView view, String kind) {
        return packs.forArea(view.areaCode())
                .flatMap(pack -> pack.document(kind))
                .map(EvidenceDocument::name)
                .map(name -> List.of(name.zh(), name.en()))
                .orElse(List.of(kind, kind));
    }

    private Dates checked(SupplierView view, Description said, boolean file) {
        List<Problem.FieldError> faults = new ArrayList<>();
        Optional<EvidenceDocument> paper = packs.forArea(view.areaCode()).stream()
                .flatMap(pack -> pack.documentsToKeep(view.kind().name()).stream())
                .filter(one -> one.id().equals(said.kind()))
                .findFirst();
        if (paper.isEmpty()) {
            faults.add(fault("/kind", "supplier-document-unknown"));
        }
        if (said.number().strip().length() > 60) {
            faults.add(new Problem.FieldError("/number", "field-too-long", List.of(60)));
        }
        if (!file) {
            faults.add(fault("/file", "document-missing"));
        }
        LocalDate issued = date(said.issuedOn(), "/issuedOn", faults);
        if (issued == null && said.issuedOn().isBlank()) {
            faults.add(fault("/issuedOn", "field-required"));
        }
        LocalDate expires = date(said.expiresOn(), "/expiresOn", faults);
        if (issued != null && issued.isAfter(clock.today())) {
            faults.add(fault("/issuedOn", "supplier-document-issued-later"));
        }
        if (expires != null && (expires.isBefore(clock.today()) || (issued != null && expires.isBefore(issued)))) {
            faults.add(fault("/expiresOn", "supplier-document-expired"));
        }
        if (said.expiresOn().isBlank()
                && paper.filter(EvidenceDocument::expires).isPresent()) {
            faults.add(fault("/expiresOn", "supplier-document-expiry-missing"));
        }
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        return new Dates(java.util.Objects.requireNonNull(issued), expires);
    }

    private static DocumentView document(
            SupplierView view, Description said, Dates dates, StoredDocument stored, Instant now) {
        return new DocumentView(
                Ids.next(),
                view.id(),
                said.kind(),
                said.number().strip(),
                dates.issuedOn(),
                dates.expiresOn(),
                DocumentView.State.WAITING,
                "",
                now,
                stored.sha256());
    }

    private static @Nullable LocalDate date(String typed, String pointer, List<Problem.FieldError> faults) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(typed.strip());
            if (date.getYear() > 1900 && date.getYear() < 3000) {
                return date;
            }
        } catch (DateTimeException notADate) {
            // said below
        }
        faults.add(fault(pointer, "date-invalid"));
        return null;
    }

    private static Problem.FieldError fault(String pointer, String code) {
        return new Problem.FieldError(pointer, code, List.of());
    }
}
