package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;

/** The contracts by which suppliers raise household income, and their figures on a day. */
@ApplicationScoped
public class BenefitLinks {
    private final LinkRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    BenefitLinks(LinkRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Opens a link with its members. Fails with {@code link-member-invalid} (an unknown household, one named twice, or
     * more people than it has) or {@code link-beyond-whole} (members hold more than the whole).
     */
    public Uni<UUID> open(LinkDraft draft) {
        UUID id = Ids.next();
        return tx.write(connection -> repository
                .insert(connection, id, draft)
                .chain(() -> addMembers(connection, id, draft.members()))
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                null,
                                null,
                                null,
                                "link-open",
                                "benefit-link",
                                id.toString(),
                                Map.of(
                                        "kind",
                                        draft.kind().name(),
                                        "members",
                                        draft.members().size()))))
                .replaceWith(id));
    }

    /** Adds members to a link inside the caller's transaction; problems as in {@link #open}. */
    public Uni<Void> addMembers(SqlConnection connection, UUID linkId, List<LinkDraft.Member> members) {
        if (members.stream().map(LinkDraft.Member::householdId).distinct().count() < members.size()) {
            throw HouseholdProblems.memberInvalid();
        }
        return repository
                .insertMembers(connection, linkId, members)
                .invoke(inserted -> {
                    if (inserted < members.size()) {
                        throw HouseholdProblems.memberInvalid();
                    }
                })
                .chain(() -> repository.isBeyondWhole(connection, linkId))
                .invoke(beyond -> {
                    if (beyond) {
                        throw HouseholdProblems.beyondWhole();
                    }
                })
                .replaceWithVoid();
    }

    /** The link's figures on a day; {@code not-found} where there is no such link. */
    public Uni<LinkFigures> figures(UUID linkId, LocalDate on) {
        return tx.read(connection -> figures(connection, List.of(linkId), on))
                .map(all -> all.get(linkId))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound);
    }

    /** The same for many at once; unknown links are left out. */
    public Uni<Map<UUID, LinkFigures>> figures(SqlConnection connection, Collection<UUID> linkIds, LocalDate on) {
        return repository.figures(connection, linkIds, on);
    }

    /**
     * The link's eligible people of a day whom an older link of the same kind counts already.
     *
     * @param sameSupplier true to look at the links of the same organisation only
     */
    public Uni<CountedBefore> countedBefore(SqlConnection connection, UUID linkId, boolean sameSupplier, LocalDate on) {
        return repository.countedBefore(connection, linkId, sameSupplier, on);
    }

    /** Every household that may be credited through one of the links on a day, by link and household number. */
    public Uni<List<LinkMember>> members(SqlConnection connection, Collection<UUID> linkIds, LocalDate on) {
        return repository.members(connection, linkIds, on);
    }

    /** The links of an organisation that are in force on a day and that certification looks at, by title. */
    public Uni<List<LinkView>> ofOrganisation(UUID organisationId, LocalDate on) {
        return tx.read(connection -> repository.ofOrganisation(connection, organisationId, on));
    }

    /** How many different households stand behind an organisation on a day, each counted once whatever its links. */
    public Uni<Map<UUID, Integer>> householdsBehind(
            SqlConnection connection, Collection<UUID> organisationIds, LocalDate on) {
        return repository.householdsBehind(connection, organisationIds, on);
    }
}
