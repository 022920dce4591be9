package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * What was claimed at certification against what was credited in a quarter: for the supplier its own, for officers their
 * area, for auditors everything. Quarters are closed by the watch once their days of grace are over.
 */
@ApplicationScoped
public class Reconciliations {
    private static final int MONTHS_A_QUARTER = 3;

    private final Tx tx;
    private final PolicyPacks packs;
    private final ReconciliationRepository repository;
    private final Watch watch;

    Reconciliations(Tx tx, PolicyPacks packs, ReconciliationRepository repository, Watch watch) {
        this.tx = tx;
        this.packs = packs;
        this.repository = repository;
        this.watch = watch;
    }

    /** The closed quarters that hold something the reader may see, newest first. */
    Uni<List<LocalDate>> quarters(Actor actor) {
        return repository.quarters(tx.pool(), sight(actor, null));
    }

    /**
     * A page of a closed quarter.
     *
     * @param quarter {@code 2026-Q3}; {@code field-invalid} otherwise
     * @param area what the county code begins with, within what the reader may see
     */
    Uni<Page<Reconciliation>> list(
            Actor actor, @Nullable String quarter, @Nullable String area, @Nullable String cursor, int size) {
        LocalDate first = quarter(quarter);
        Filter filter = Filter.of(true, null, area, cursor, size);
        return repository
                .list(tx.pool(), sight(actor, filter.area()), first, filter.after(), size + 1)
                .map(found -> Page.of(found, size, last -> String.valueOf(last.number())));
    }

    /** Fails as {@link #list} does, before a file is begun. */
    static void check(@Nullable String quarter, @Nullable String area) {
        quarter(quarter);
        Filter.of(true, null, area, null, 1);
    }

    /** The same summed up by county and kind of link. */
    Uni<List<CountyReconciliation>> counties(Actor actor, @Nullable String quarter, @Nullable String area) {
        LocalDate first = quarter(quarter);
        return repository.counties(
                tx.pool(), sight(actor, Filter.of(true, null, area, null, 1).area()), first);
    }

    /** Closes now what is over in every region and opens the cases of it; answers how many cases were opened. */
    Uni<Integer> close() {
        Uni<Integer> all = Uni.createFrom().item(0);
        for (PolicyPack pack : packs.all()) {
            all = all.chain(before -> watch.look(pack, Cause.CREDIT_BELOW_CLAIM).map(opened -> before + opened));
        }
        return all;
    }

    /** An area that reaches beyond what the reader may see finds nothing. */
    private static ReconciliationRepository.Sight sight(Actor actor, @Nullable String area) {
        String asked = area == null ? "" : area;
        if (!reads(actor)) {
            UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
            return new ReconciliationRepository.Sight(asked, own);
        }
        String sight = Duty.sight(actor);
        if (asked.startsWith(sight)) {
            return new ReconciliationRepository.Sight(asked, null);
        }
        return new ReconciliationRepository.Sight(sight.startsWith(asked) ? sight : "-", null);
    }

    /** Whether the actor reads those of others. */
    static boolean reads(Actor actor) {
        return Duty.officer(actor) || actor.has(Role.AUDITOR) || actor.has(Role.ADMINISTRATOR);
    }

    private static LocalDate quarter(@Nullable String text) {
        if (text == null || !text.matches("20\\d\\d-Q[1-4]")) {
            throw Problem.field("/quarter", "field-invalid", "quarter");
        }
        int year = Integer.parseInt(text.substring(0, text.indexOf('-')));
        int number = text.charAt(text.length() - 1) - '1';
        return LocalDate.of(year, number * MONTHS_A_QUARTER + 1, 1);
    }
}
