package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.AccountDraft;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;

/**
 * A supplier writes itself down, adds its papers and hands itself in. Field problems: {@code supplier-kind-invalid},
 * {@code credit-code-invalid}, {@code credit-code-taken}, {@code supplier-area-unknown}, {@code id-number-invalid},
 * {@code bank-account-invalid}, {@code organisation-name-length}, {@code field-required}.
 */
@ApplicationScoped
public class SupplierIntake {
    private final Tx tx;
    private final SupplierRepository repository;
    private final SupplierDocumentRepository documents;
    private final Accounts accounts;
    private final PolicyPacks packs;
    private final Secrets secrets;
    private final Inbox inbox;
    private final BusinessClock clock;

    SupplierIntake(
            Tx tx,
            SupplierRepository repository,
            SupplierDocumentRepository documents,
            Accounts accounts,
            PolicyPacks packs,
            Secrets secrets,
            Inbox inbox,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.documents = documents;
        this.accounts = accounts;
        this.packs = packs;
        this.secrets = secrets;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Somebody without an account registers a supplier and opens the account that acts for it; both or neither. Further
     * field problems: those of {@link Accounts}.
     *
     * @return the supplier's id
     */
    public Uni<UUID> register(SupplierDraft written, String username, String password) {
        SupplierDraft draft = checked(written, false);
        UUID id = Ids.next();
        List<Actor.Grant> grants = List.of(new Actor.Grant(Role.SUPPLIER, id, null));
        AccountDraft account = new AccountDraft(username, shortened(draft.nameZh()), password, null, grants, false);
        return accounts.openFor(account, (connection, actor) -> opened(connection, id, draft, actor))
                .onFailure(failure -> SqlState.violates(failure, "organisation_credit_code_taken"))
                .transform(taken -> OrganisationProblems.creditCodeTaken());
    }

    /** Somebody who has an account does; {@code supplier-already} (409) where it acts for one. */
    public Uni<UUID> register(SupplierDraft written, Actor actor) {
        if (actor.has(Role.SUPPLIER)) {
            return Uni.createFrom().failure(SupplierProblems.already());
        }
        SupplierDraft draft = checked(written, false);
        UUID id = Ids.next();
        return tx.write(connection -> opened(connection, id, draft, actor)
                        .call(() -> accounts.grant(
                                connection, actor.accountId(), new Actor.Grant(Role.SUPPLIER, id, null))))
                .onFailure(failure -> SqlState.violates(failure, "organisation_credit_code_taken"))
                .transform(taken -> OrganisationProblems.creditCodeTaken());
    }

    /**
     * Changes what was written, while it is being filled in or was sent back: {@code supplier-wrong-state},
     * {@code supplier-changed-meanwhile}.
     */
    public Uni<Void> change(Actor supplier, int version, SupplierDraft written) {
        UUID id = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.write(connection -> editable(connection, id)
                        .chain(view -> {
                            if (view.version() != version) {
                                throw SupplierProblems.changedMeanwhile();
                            }
                            SupplierDraft draft =
                                    checked(written, !view.bankLast4().isEmpty());
                            return repository.change(
                                    connection,
                                    id,
                                    draft,
                                    SealedPerson.of(id, draft, secrets),
                                    required(draft),
                                    supplier);
                        })
                        .chain(() -> audit(connection, supplier, "supplier-change", id, Map.of())))
                .onFailure(failure -> SqlState.violates(failure, "organisation_credit_code_taken"))
                .transform(taken -> OrganisationProblems.creditCodeTaken());
    }

    /**
     * Hands it in to the county; {@code supplier-papers-missing} (422) names what is lacking: a required paper that was
     * not sent in, was refused, or has expired.
     */
    public Uni<Void> handIn(Actor supplier) {
        UUID id = supplier.requireOrganisationAs(Role.SUPPLIER);
        Instant now = clock.instant();
        return tx.write(connection -> editable(connection, id)
                .chain(view -> documents
                        .of(connection, id)
                        .invoke(held -> requireWhole(view, held))
                        .chain(() -> repository.handedIn(connection, id, requiredOf(view), now))
                        .chain(() -> inbox.tell(
                                connection,
                                new Note(
                                        Reader.officers(Role.COUNTY_OFFICER, view.areaCode()),
                                        "note.supplier-registered",
                                        List.of(view.nameZh(), shownEn(view)),
                                        "/desk/suppliers/" + id,
                                        "supplier-registered:" + id + ":" + view.version()))))
                .chain(() -> audit(connection, supplier, "supplier-hand-in", id, Map.of())));
    }

    /** The documents that a supplier of this kind in this county must hold. */
    public List<EvidenceDocument> papersOf(OrganisationKind kind, String areaCode) {
        return packs.forArea(areaCode)
                .map(pack -> pack.documentsOfSupplier(kind.name()))
                .orElse(List.of());
    }

    private Uni<UUID> opened(SqlConnection connection, UUID id, SupplierDraft draft, Actor actor) {
        Instant now = clock.instant();
        return repository
                .insert(connection, id, draft, SealedPerson.of(id, draft, secrets), required(draft), actor, now)
                .chain(() ->
                        audit(connection, actor, "supplier-register", id, Map.of("kind", String.valueOf(draft.kind()))))
                .replaceWith(id);
    }

    private Uni<SupplierView> editable(SqlConnection connection, UUID id) {
        return repository.lock(connection, id, clock.today()).map(found -> {
            SupplierView view = found.orElseThrow(Problem::notFound);
            if (!view.state().editable()) {
                throw SupplierProblems.wrongState();
            }
            return view;
        });
    }

    private void requireWhole(SupplierView view, List<DocumentView> held) {
        if (view.bankLast4().isEmpty()) {
            throw Problem.field("/bankAccount", "field-required");
        }
        String lacking = String.join(
                ", ",
                papersOf(view.kind(), view.areaCode()).stream()
                        .filter(paper -> held.stream().noneMatch(one -> counts(one, paper.id())))
                        .map(paper -> paper.name().zh())
                        .toList());
        if (!lacking.isEmpty()) {
            throw SupplierProblems.papersMissing(lacking);
        }
    }

    private boolean counts(DocumentView held, String kind) {
        return held.kind().equals(kind)
                && held.state() != DocumentView.State.REFUSED
                && (held.expiresOn() == null || !held.expiresOn().isBefore(clock.today()));
    }

    private SupplierDraft checked(SupplierDraft written, boolean known) {
        SupplierDraft draft = written.tidy();
        List<Problem.FieldError> faults = new ArrayList<>(draft.faults(known));
        boolean county = packs.forArea(plain(draft.areaCode()))
                .flatMap((PolicyPack pack) -> pack.countyOn(draft.areaCode(), clock.today()))
                .isPresent();
        if (!county) {
            faults.add(new Problem.FieldError("/areaCode", "supplier-area-unknown", List.of()));
        }
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
        return draft;
    }

    private List<String> required(SupplierDraft draft) {
        return draft.kind() == null
                ? List.of()
                : papersOf(draft.kind(), draft.areaCode()).stream()
                        .map(EvidenceDocument::id)
                        .toList();
    }

    private List<String> requiredOf(SupplierView view) {
        return papersOf(view.kind(), view.areaCode()).stream()
                .map(EvidenceDocument::id)
                .toList();
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80);
    }

    private static String plain(String areaCode) {
        return areaCode.matches("\\d{6}") ? areaCode : "000000";
    }

    static String shownEn(SupplierView view) {
        return view.nameEn().isEmpty() ? view.nameZh() : view.nameEn();
    }

    private Uni<Void> audit(SqlConnection connection, Actor by, String action, UUID id, Map<String, Object> detail) {
        return Audit.write(connection, Deeds.of(clock.instant(), by, Role.SUPPLIER, action, id, detail));
    }
}
