package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** What officers say of households of their area: that they are their own or a relative's. A settlement looks at those. */
@ApplicationScoped
public class Relatives {
    /** How an officer may be related to a household. */
    static final List<String> RELATIONS = List.of("OWN", "SPOUSE", "PARENT", "CHILD", "SIBLING", "OTHER");

    private final Households households;
    private final RelativeRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Relatives(Households households, RelativeRepository repository, BusinessClock clock, Tx tx) {
        this.households = households;
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * The officer declares a household of the own area; once is enough, what was said first stays. Fails with field problem
     * {@code field-invalid}, or {@code not-found} outside the area.
     *
     * @param relation OWN, SPOUSE, PARENT, CHILD, SIBLING or OTHER
     */
    public Uni<Void> declare(Actor officer, UUID household, String relation) {
        if (!RELATIONS.contains(relation)) {
            throw Problem.field("/relation", "field-invalid", relation);
        }
        return households
                .seenBy(officer, household)
                .chain(seen -> tx.write(connection -> repository
                        .add(connection, household, officer, relation, clock.instant())
                        .chain(fresh -> fresh
                                ? Audit.write(
                                        connection,
                                        new Audit.Deed(
                                                clock.instant(),
                                                officer.accountId(),
                                                officer.personId(),
                                                officer.has(Role.VILLAGE_OFFICER)
                                                        ? Role.VILLAGE_OFFICER
                                                        : Role.COUNTY_OFFICER,
                                                "household-relative",
                                                "household",
                                                household.toString(),
                                                Map.of("relation", relation)))
                                : Uni.createFrom().voidItem())));
    }
}
