package org.bangxiao.settlement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdView;
import org.bangxiao.household.Households;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Households have no accounts: an officer of their area hands them a link by which they read their own statement, and
 * nothing else, until it lapses after {@code bangxiao.settlement.link-lasts}. The newest link of a household is the only one
 * that opens. Handing it over and the first opening stand in the audit trail.
 */
@ApplicationScoped
public class StatementLinks {
    /**
     * What the officer hands over.
     *
     * @param token shown once, kept nowhere
     */
    record Handed(String token, Instant until) {}

    private final StatementLinkRepository repository;
    private final Households households;
    private final Statements statements;
    private final SettlementConfig config;
    private final BusinessClock clock;
    private final Tx tx;

    StatementLinks(
            StatementLinkRepository repository,
            Households households,
            Statements statements,
            SettlementConfig config,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.households = households;
        this.statements = statements;
        this.config = config;
        this.clock = clock;
        this.tx = tx;
    }

    /** A new link to a household's statement; those before it open no more. {@code not-found} outside the officer's area. */
    Uni<Handed> hand(Actor officer, UUID household) {
        return households.seenBy(officer, household).chain(view -> {
            Instant now = clock.instant();
            Handed handed = new Handed(Ids.secret(), now.plus(config.linkLasts()));
            return tx.write(connection -> repository
                            .add(
                                    connection,
                                    Digests.sha256(handed.token()),
                                    household,
                                    officer.accountId(),
                                    now,
                                    handed.until())
                            .chain(() -> Audit.write(
                                    connection,
                                    deed(now, officer, role(officer, view), "statement-link-hand", household))))
                    .replaceWith(handed);
        });
    }

    /** The statement behind a link. {@code not-found} for one that is unknown, lapsed or replaced by a newer one. */
    Uni<Statement> open(String token, @Nullable Integer month) {
        return household(token).chain(view -> statements.of(view, month));
    }

    /** The proof of one credit on that statement. */
    Uni<RecordProof> proof(String token, UUID run, long poolId) {
        return household(token).chain(view -> statements.proof(view, run, poolId));
    }

    private Uni<HouseholdView> household(String token) {
        Instant now = clock.instant();
        return tx.write(connection -> repository
                        .open(connection, Digests.sha256(token), now)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .call(opened -> opened.times() > 1
                                ? Uni.createFrom().voidItem()
                                : Audit.write(
                                        connection, deed(now, null, null, "statement-link-open", opened.household()))))
                .chain(opened -> households.known(opened.household()));
    }

    /** As whom an officer of the area acts: of the village, or of the county for it. */
    private static String role(Actor officer, HouseholdView household) {
        return officer.actsIn(Role.VILLAGE_OFFICER, household.villageCode())
                ? Role.VILLAGE_OFFICER
                : Role.COUNTY_OFFICER;
    }

    /** @param officer null: whoever holds the link */
    private static Audit.Deed deed(
            Instant now, @Nullable Actor officer, @Nullable String role, String action, UUID household) {
        return new Audit.Deed(
                now,
                officer == null ? null : officer.accountId(),
                officer == null ? null : officer.personId(),
                role,
                action,
                "household",
                household.toString(),
                Map.of());
    }
}
