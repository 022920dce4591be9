package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** What suppliers owe the members of their links: prepared by the supplier, put in force by the office of its county. */
@ApplicationScoped
public class LinkTerms {
    private static final String SUBJECT = "link-terms";

    private final LinkDeskRepository links;
    private final TermsRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    LinkTerms(LinkDeskRepository links, TermsRepository repository, BusinessClock clock, Tx tx) {
        this.links = links;
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * The supplier writes a version, which replaces nothing until it is approved. {@code invalid-input} with each field that
     * is wrong; {@code terms-draft-open} (409) while another is on its way; {@code not-found} for somebody else's link.
     */
    public Uni<Terms> prepare(UUID linkId, TermsDraft asked, Actor supplier) {
        Instant now = clock.instant();
        UUID id = Ids.next();
        return tx.write(connection -> locked(connection, linkId).chain(link -> {
            TermsDraft draft = asked.checked(link.own(supplier).kind(), link.validFrom());
            return repository
                    .ofLink(connection, linkId)
                    .invoke(all -> {
                        if (all.stream().anyMatch(one -> one.state().open())) {
                            throw LinkProblems.draftOpen();
                        }
                    })
                    .chain(all -> repository.insert(connection, id, link, all.size() + 1, draft, supplier, now))
                    .chain(() -> told(connection, "terms-prepare", supplier, Role.SUPPLIER, id))
                    .chain(() -> one(connection, linkId, id));
        }));
    }

    /** The supplier writes an open draft anew, which voids what was seen of it; problems as in {@link #prepare}. */
    public Uni<Terms> rewrite(UUID linkId, UUID id, TermsDraft asked, Actor supplier) {
        Instant now = clock.instant();
        return tx.write(connection -> locked(connection, linkId).chain(link -> {
            link.own(supplier);
            return open(connection, linkId, id)
                    .chain(terms -> {
                        TermsDraft draft = asked.checked(link.kind(), link.validFrom());
                        String sha256 = Terms.digest(linkId, link.kind(), terms.version(), draft);
                        return repository.rewrite(connection, id, sha256, draft, supplier, now);
                    })
                    .chain(() -> told(connection, "terms-rewrite", supplier, Role.SUPPLIER, id))
                    .chain(() -> one(connection, linkId, id));
        }));
    }

    /** The supplier takes an open draft back; {@code terms-decided} (409) where it is none any more. */
    public Uni<Terms> withdraw(UUID linkId, UUID id, Actor supplier) {
        return tx.write(connection -> locked(connection, linkId)
                .map(link -> link.own(supplier))
                .chain(link -> open(connection, linkId, id))
                .chain(terms -> decided(
                        connection, terms, Terms.State.WITHDRAWN, null, supplier, Role.SUPPLIER, "terms-withdraw")));
    }

    /** The office gives a prepared draft back; field problem {@code reason-needed}, {@code terms-decided} (409). */
    public Uni<Terms> giveBack(UUID linkId, UUID id, @Nullable String remark, Actor officer) {
        String why = LinkProblems.reason("remark", remark);
        return decide(
                linkId,
                id,
                officer,
                connection -> terms -> decided(
                        connection, terms, Terms.State.RETURNED, why, officer, Role.COUNTY_OFFICER, "terms-give-back"));
    }

    /**
     * The office puts a prepared draft in force from its first day; the version before it ends on that day. Fails with
     * {@code agreement-four-eyes} (both are one person), {@code terms-beneficiary} (409: the approver's own household takes
     * part), {@code terms-changed} (409: the text is not the one that was seen),
     * {@code terms-decided} (409), {@code terms-from-a-later-day} (409: a version is in force and the day has begun, or a later
     * one is; without one, the month has passed).
     *
     * @param sha256 digest of the text that was seen
     */
    public Uni<Terms> approve(UUID linkId, UUID id, @Nullable String sha256, Actor officer) {
        return decide(linkId, id, officer, connection -> terms -> {
            if (!terms.sha256().equals(sha256)) {
                throw LinkProblems.changed();
            }
            return repository
                    .ofLink(connection, linkId)
                    .invoke(all -> requireLater(terms, all))
                    .chain(() -> repository.endBefore(connection, linkId, terms.validFrom()))
                    .chain(() -> decided(
                            connection,
                            terms,
                            Terms.State.ACTIVE,
                            null,
                            officer,
                            Role.COUNTY_OFFICER,
                            "terms-approve"));
        });
    }

    /** Every version of a link, the newest first. */
    Uni<List<Terms>> ofLink(SqlConnection connection, UUID linkId) {
        return repository.ofLink(connection, linkId);
    }

    private void requireLater(Terms terms, List<Terms> all) {
        boolean first = all.stream().noneMatch(one -> one.state() == Terms.State.ACTIVE);
        boolean late = first
                ? terms.validFrom().isBefore(clock.today().withDayOfMonth(1))
                : !terms.validFrom().isAfter(clock.today());
        if (late) {
            throw LinkProblems.laterDay();
        }
    }

    private Uni<Terms> decide(
            UUID linkId, UUID id, Actor officer, Function<SqlConnection, Function<Terms, Uni<Terms>>> work) {
        return tx.write(connection -> locked(connection, linkId)
                        .map(link -> link.office(officer))
                        .chain(link -> open(connection, linkId, id))
                        .invoke(terms -> {
                            if (terms.state() != Terms.State.PREPARED) {
                                throw LinkProblems.decided();
                            }
                        })
                        .chain(terms -> work.apply(connection).apply(terms)))
                .onFailure(failure -> SqlState.violates(failure, "household_terms_four_eyes"))
                .transform(same -> HouseholdProblems.fourEyes())
                .onFailure(failure -> SqlState.violates(failure, "household_terms_beneficiary"))
                .transform(own -> LinkProblems.ownHousehold())
                .onFailure(failure -> SqlState.violates(failure, "household_one_terms_a_day"))
                .transform(overlap -> LinkProblems.laterDay());
    }

    private Uni<Terms> decided(
            SqlConnection connection,
            Terms terms,
            Terms.State state,
            @Nullable String remark,
            Actor by,
            String role,
            String deed) {
        return repository
                .decide(connection, terms.id(), state, remark, by, clock.instant())
                .chain(() -> told(connection, deed, by, role, terms.id()))
                .chain(() -> one(connection, terms.linkId(), terms.id()));
    }

    private Uni<LinkHead> locked(SqlConnection connection, UUID linkId) {
        return links.lock(connection, linkId).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Terms> open(SqlConnection connection, UUID linkId, UUID id) {
        return one(connection, linkId, id).invoke(terms -> {
            if (!terms.state().open()) {
                throw LinkProblems.decided();
            }
        });
    }

    private Uni<Terms> one(SqlConnection connection, UUID linkId, UUID id) {
        return repository
                .ofLink(connection, linkId)
                .map(all -> all.stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(Problem::notFound));
    }

    private Uni<Void> told(SqlConnection connection, String action, Actor by, String role, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        by.accountId(),
                        by.personId(),
                        role,
                        action,
                        SUBJECT,
                        id.toString(),
                        Map.of()));
    }
}
