package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.document.Documents;
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
import org.jspecify.annotations.Nullable;

/**
 * Agents act for suppliers: asked for by the agent with a paper, good once the supplier confirms it, within its days, until
 * one of them ends it. Whether somebody acts for a supplier is judged here and nowhere else.
 */
@ApplicationScoped
public class Mandates {
    /** Somebody in whose name an agent may apply. */
    public record Supplier(UUID id, String nameZh, String nameEn) {}

    /**
     * What an agent asks for.
     *
     * @param creditCode of the supplier
     * @param products   product ids; empty for everything
     * @param mayApply   to apply for certificates in the supplier's name too
     * @param toOn       last day
     */
    public record Wish(String creditCode, List<UUID> products, boolean mayApply, LocalDate fromOn, LocalDate toOn) {}

    private final Tx tx;
    private final MandateRepository repository;
    private final Documents documents;
    private final Inbox inbox;
    private final BusinessClock clock;

    Mandates(Tx tx, MandateRepository repository, Documents documents, Inbox inbox, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.documents = documents;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** Passes where the actor's organisation is the supplier or holds its mandate for the product; else {@code not-found}. */
    public Uni<Void> requireActsFor(SqlConnection connection, Actor actor, UUID supplier, UUID product) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return repository
                .actsFor(connection, own, supplier, product, clock.today())
                .invoke(acts -> {
                    if (!acts) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid();
    }

    /** The actor's own organisation and those it holds a mandate of today. */
    public Uni<List<UUID>> actedFor(SqlConnection connection, Actor actor) {
        return repository.actedFor(connection, actor.requireOrganisationAs(Role.SUPPLIER), clock.today());
    }

    /**
     * Whether the actor's organisation may apply for certificates in the supplier's name: its own, or under a mandate that
     * says so. A product that does not exist yet is null, and needs a mandate for everything.
     */
    public Uni<Boolean> appliesFor(SqlConnection connection, Actor actor, UUID supplier, @Nullable UUID product) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return repository.appliesFor(connection, own, supplier, product, clock.today());
    }

    /** Others in whose name the actor's organisation may apply with whatever product today. */
    public Uni<List<Supplier>> appliedFor(Actor actor) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.appliedFor(connection, own, clock.today()));
    }

    /**
     * An agent asks a supplier. Field problems: {@code mandate-supplier-unknown}, {@code supplier-days-invalid} and those of
     * {@link Documents}.
     */
    public Uni<UUID> propose(Actor agent, Wish wish, Path paper) {
        UUID own = agent.requireOrganisationAs(Role.SUPPLIER);
        if (wish.toOn().isBefore(wish.fromOn()) || wish.toOn().isBefore(clock.today())) {
            return Uni.createFrom().failure(Problem.field("/toOn", "supplier-days-invalid"));
        }
        Instant now = clock.instant();
        return documents
                .store(paper)
                .chain(stored -> tx.write(connection -> repository
                        .byCreditCode(connection, wish.creditCode())
                        .map(found -> found.filter(supplier -> !supplier.equals(own))
                                .orElseThrow(() -> Problem.field("/creditCode", "mandate-supplier-unknown")))
                        .map(supplier -> new Mandate(
                                Ids.next(),
                                own,
                                "",
                                supplier,
                                "",
                                List.copyOf(wish.products()),
                                wish.mayApply(),
                                wish.fromOn(),
                                wish.toOn(),
                                Mandate.State.PROPOSED,
                                stored.sha256()))
                        .call(mandate -> repository.insert(connection, mandate, agent, now))
                        .call(mandate -> tell(connection, mandate.supplierId(), "note.mandate-asked", mandate))
                        .call(mandate -> audit(connection, agent, "mandate-propose", mandate))
                        .map(Mandate::id)));
    }

    /** The supplier says yes or no; {@code not-found} for a stranger's, {@code supplier-wrong-state} where it was decided. */
    public Uni<Void> decide(Actor supplier, UUID id, boolean yes) {
        Mandate.State to = yes ? Mandate.State.CONFIRMED : Mandate.State.REFUSED;
        return tx.write(connection -> repository
                .find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(mandate -> supplier.requireOrganisation(Role.SUPPLIER, mandate.supplierId()))
                .call(mandate -> move(connection, mandate, Mandate.State.PROPOSED, to, supplier))
                .call(mandate -> tell(
                        connection,
                        mandate.agentId(),
                        yes ? "note.mandate-confirmed" : "note.mandate-refused",
                        mandate))
                .call(mandate -> audit(connection, supplier, yes ? "mandate-confirm" : "mandate-refuse", mandate))
                .replaceWithVoid());
    }

    /** Either side ends a mandate: from this moment the agent sees and sells nothing under it. */
    public Uni<Void> end(Actor actor, UUID id) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return tx.write(connection -> repository
                .find(connection, id)
                .map(found -> found.filter(mandate -> of(mandate, own)).orElseThrow(Problem::notFound))
                .call(mandate -> move(connection, mandate, Mandate.State.CONFIRMED, Mandate.State.ENDED, actor))
                .call(mandate -> tell(connection, mandate.agentId(), "note.mandate-ended", mandate))
                .call(mandate -> audit(connection, actor, "mandate-end", mandate))
                .replaceWithVoid());
    }

    /** What the actor's organisation gave or was given. */
    Uni<List<Mandate>> of(Actor actor) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.of(connection, own));
    }

    /** The paper of a mandate, for its two sides. */
    Uni<Response> paper(Actor actor, UUID id) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.find(connection, id))
                .map(found -> found.filter(mandate -> of(mandate, own)).orElseThrow(Problem::notFound))
                .chain(mandate -> documents.answer(mandate.sha256()));
    }

    private static boolean of(Mandate mandate, UUID organisation) {
        return mandate.agentId().equals(organisation) || mandate.supplierId().equals(organisation);
    }

    private Uni<Void> move(SqlConnection connection, Mandate mandate, Mandate.State from, Mandate.State to, Actor by) {
        return repository
                .move(connection, mandate.id(), from, to, by, clock.instant())
                .invoke(moved -> {
                    if (!moved) {
                        throw SupplierProblems.wrongState();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> tell(SqlConnection connection, UUID organisation, String key, Mandate mandate) {
        return inbox.tell(
                connection,
                new Note(
                        Reader.organisation(organisation),
                        key,
                        List.of(mandate.fromOn().toString(), mandate.toOn().toString()),
                        "/desk/mandates",
                        key + ":" + mandate.id()));
    }

    private Uni<Void> audit(SqlConnection connection, Actor by, String action, Mandate mandate) {
        return Audit.write(
                connection,
                Deeds.of(
                        clock.instant(),
                        by,
                        Role.SUPPLIER,
                        action,
                        mandate.supplierId(),
                        Map.of(
                                "mandate",
                                mandate.id().toString(),
                                "agent",
                                mandate.agentId().toString())));
    }
}
