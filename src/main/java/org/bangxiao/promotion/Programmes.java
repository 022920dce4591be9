package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.promotion.Programme.Funding;
import org.bangxiao.region.Campaign;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * Programmes at the desk: finance people and the task force issue those that the platform or a named fund pays for, within
 * their area; a supplier issues its own, for its own goods and from its own price, for nobody else may lower what it gets.
 * What is issued stands; it can only be stopped.
 */
@ApplicationScoped
public class Programmes {
    private static final List<String> OFFICES = List.of(Role.FINANCE, Role.TASK_FORCE);
    private static final List<String> READERS = List.of(Role.FINANCE, Role.TASK_FORCE, Role.AUDITOR);
    private static final int FUNDS_SHOWN = 50;

    private final ProgrammeRepository repository;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final Tx tx;

    Programmes(ProgrammeRepository repository, PolicyPacks packs, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.packs = packs;
        this.clock = clock;
        this.tx = tx;
    }

    /** A supplier's own, or those that the offices of the reader's area issued; the newest first. */
    Uni<Page<Programme>> page(Actor actor, @Nullable UUID before, int size) {
        return tx.read(connection -> repository.page(connection, reader(actor), before, size + 1))
                .map(found -> {
                    List<Programme> shown = found.stream().limit(size).toList();
                    return new Page<>(
                            shown,
                            found.size() > size ? shown.get(size - 1).id().toString() : null,
                            -1);
                });
    }

    /** {@code not-found} where it is not on the reader's desk. */
    Uni<Programme> find(Actor actor, UUID id) {
        return tx.read(connection -> find(connection, actor, id));
    }

    /** Names of the funds there are; empty for suppliers. */
    Uni<List<String>> funds(Actor actor) {
        return officeOf(actor).isPresent()
                ? tx.read(connection -> repository.funds(connection, FUNDS_SHOWN))
                : Uni.createFrom().item(List.of());
    }

    /**
     * Issues one. Fails with each field that is wrong ({@code invalid-input}), {@code coupon-code-taken} at {@code /code},
     * {@code coupon-outside-area} at {@code /areaCode} where an office would give to goods of somebody else's area, or
     * {@code coupon-supplier-pays} at {@code /funding} where an office would have a supplier pay.
     */
    public Uni<Programme> issue(Actor actor, ProgrammeDraft written) {
        Optional<UUID> supplier = actor.organisationAs(Role.SUPPLIER);
        Optional<String> office = officeOf(actor);
        if (supplier.isEmpty() && office.isEmpty()) {
            return Uni.createFrom().failure(Problem.forbidden());
        }
        ProgrammeDraft draft = office.isEmpty() ? written.of(supplier.orElseThrow()) : written;
        List<Problem.FieldError> faults = new ArrayList<>(draft.faults(clock.today()));
        places(draft, faults);
        office.ifPresent(role -> ofOffice(actor, role, draft, faults));
        if (!faults.isEmpty()) {
            return Uni.createFrom().failure(Problem.fields(faults));
        }
        String area = office.flatMap(actor::areaAs).map(AreaCode::value).orElse(null);
        return tx.write(connection -> supplier(connection, draft)
                        .chain(only -> fund(connection, draft)
                                .map(fund -> draft.programme(
                                        Ids.next(), fund.orElse(null), only.orElse(null), clock.instant())))
                        .call(programme -> repository.insert(connection, programme, area, actor.accountId()))
                        .call(programme -> Audit.write(
                                connection, deed(actor, office.orElse(Role.SUPPLIER), "coupon-issue", programme))))
                .onFailure()
                .transform(PromotionProblems::of);
    }

    /** Stops it: nobody uses it any more, what was bought with it stays. {@code coupon-stopped-already} the second time. */
    Uni<Void> stop(Actor actor, UUID id) {
        return tx.write(connection -> find(connection, actor, id)
                .chain(programme -> repository
                        .stop(connection, id, actor.accountId(), clock.instant())
                        .invoke(stopped -> {
                            if (!stopped) {
                                throw PromotionProblems.stoppedAlready();
                            }
                        })
                        .chain(() -> Audit.write(
                                connection,
                                deed(actor, officeOf(actor).orElse(Role.SUPPLIER), "coupon-stop", programme)))));
    }

    /** The role in which somebody gives a fund's or the platform's money; empty for suppliers and readers. */
    static Optional<String> officeOf(Actor actor) {
        return OFFICES.stream().filter(actor::has).findFirst();
    }

    private Uni<Programme> find(SqlConnection connection, Actor actor, UUID id) {
        return repository.find(connection, reader(actor), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Optional<UUID>> fund(SqlConnection connection, ProgrammeDraft draft) {
        String name = ProgrammeDraft.given(draft.fund());
        return draft.funding() != Funding.FUND || name == null
                ? Uni.createFrom().item(Optional.empty())
                : repository.fund(connection, Ids.next(), name, clock.instant()).map(Optional::of);
    }

    /** The one whose goods alone it is for. */
    private Uni<Optional<UUID>> supplier(SqlConnection connection, ProgrammeDraft draft) {
        String named = ProgrammeDraft.given(draft.supplier());
        return named == null
                ? Uni.createFrom().item(Optional.empty())
                : repository.supplier(connection, named).invoke(found -> {
                    if (found.isEmpty()) {
                        throw Problem.field("/supplier", "coupon-supplier-unknown");
                    }
                });
    }

    private void places(ProgrammeDraft draft, List<Problem.FieldError> faults) {
        String area = ProgrammeDraft.given(draft.areaCode());
        if (area != null
                && (!area.matches("\\d{6}")
                        || packs.forArea(area)
                                .flatMap(pack -> pack.areaName(area))
                                .isEmpty())) {
            faults.add(ProgrammeDraft.fault("/areaCode", "coupon-area-unknown"));
        }
        String category = ProgrammeDraft.given(draft.category());
        if (category != null
                && packs.all().stream()
                        .flatMap(pack -> pack.categories().stream())
                        .noneMatch(known -> known.id().equals(category))) {
            faults.add(ProgrammeDraft.fault("/category", "coupon-category-unknown"));
        }
        String campaign = ProgrammeDraft.given(draft.campaign());
        if (campaign != null) {
            campaign(campaign, draft.from(), draft.to(), faults);
        }
    }

    /** A coupon of a campaign runs while the campaign does. */
    private void campaign(
            String id, @Nullable LocalDate from, @Nullable LocalDate to, List<Problem.FieldError> faults) {
        Optional<Campaign> found = packs.all().stream()
                .flatMap(pack -> pack.campaigns().stream())
                .filter(known -> known.id().equals(id))
                .findFirst();
        if (found.isEmpty()) {
            faults.add(ProgrammeDraft.fault("/campaign", "coupon-campaign-unknown"));
        } else if (from != null
                && to != null
                && !(found.get().runsOn(from) && found.get().runsOn(to))) {
            faults.add(ProgrammeDraft.fault(
                    "/campaign",
                    "coupon-outside-campaign",
                    found.get().from().toString(),
                    found.get().to().toString()));
        }
    }

    private static void ofOffice(Actor actor, String role, ProgrammeDraft draft, List<Problem.FieldError> faults) {
        if (draft.funding() == Funding.SUPPLIER) {
            faults.add(ProgrammeDraft.fault("/funding", "coupon-supplier-pays"));
        }
        Optional<AreaCode> own = actor.areaAs(role);
        String area = ProgrammeDraft.given(draft.areaCode());
        if (own.isPresent() && (area == null || !own.get().covers(area))) {
            faults.add(ProgrammeDraft.fault(
                    "/areaCode", "coupon-outside-area", own.get().value()));
        }
    }

    private static ProgrammeRepository.Reader reader(Actor actor) {
        Optional<String> role = READERS.stream().filter(actor::has).findFirst();
        return role.map(office -> new ProgrammeRepository.Reader(
                        null, actor.areaAs(office).map(AreaCode::prefix).orElse("")))
                .orElseGet(() -> new ProgrammeRepository.Reader(actor.requireOrganisationAs(Role.SUPPLIER), ""));
    }

    private Audit.Deed deed(Actor actor, String role, String action, Programme programme) {
        return new Audit.Deed(
                clock.instant(),
                actor.accountId(),
                actor.personId(),
                role,
                action,
                "coupon",
                programme.id().toString(),
                Map.of(
                        "name", programme.nameZh(),
                        "offFen", programme.offFen(),
                        "budgetFen", programme.budgetFen(),
                        "payer", programme.funding().name()));
    }
}
