package org.bangxiao.certification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** An office's queue: its cases by filter and order, the case after a case, who goes first. Costs the same however long it is. */
@ApplicationScoped
public class Queue {
    private static final int ROWS_A_READ = 200;

    /** How many cases wait for the reader, and how many there are in each state. */
    record Counts(long mine, Map<ApplicationState, Long> states) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final PinnedPacks pinned;
    private final Organisations organisations;
    private final QueueRepository repository;
    private final Applications applications;
    private final CaseFiles files;
    private final Sight sight;

    Queue(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            PinnedPacks pinned,
            Organisations organisations,
            QueueRepository repository,
            Applications applications,
            CaseFiles files,
            Sight sight) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.pinned = pinned;
        this.organisations = organisations;
        this.repository = repository;
        this.applications = applications;
        this.files = files;
        this.sight = sight;
    }

    /** True where some level of some region is the actor's to decide at. */
    boolean decides(Actor actor) {
        return !turns(actor).levels().isEmpty();
    }

    /** What one read brought, with the suppliers' names. */
    private record Named(List<QueueRepository.Found> found, Map<UUID, OrganisationView.Name> names) {}

    /** One page; {@code forbidden} without an office. */
    Uni<Page<QueueLine>> page(Actor actor, QueueFilter filter, @Nullable String cursor, int size) {
        QueueRepository.Where where = where(actor, filter);
        QueueCursor after = QueueCursor.read(cursor);
        int shown = Page.sizeOf(size);
        return tx.read(connection -> repository
                        .list(connection, where, after, shown + 1)
                        .chain(found -> organisations
                                .names(
                                        connection,
                                        found.stream()
                                                .map(one -> one.application().organisationId())
                                                .collect(Collectors.toSet()))
                                .map(names -> new Named(found, names))))
                .chain(read -> files.of(read.found().stream()
                                .map(QueueRepository.Found::application)
                                .toList())
                        .chain(evidence ->
                                pinned(read.found()).map(pinned -> page(actor, read, evidence, pinned, shown))));
    }

    Uni<Counts> counts(Actor actor) {
        QueueRepository.Where where = where(actor, QueueFilter.MINE);
        return tx.read(connection -> repository
                .counts(connection, where.areaPrefix())
                .chain(states -> repository
                        .turnsOf(connection, where.areaPrefix(), where.turns())
                        .map(mine -> new Counts(mine, states))));
    }

    /** Every case that matches; between two reads no connection is held. */
    Multi<QueueLine> stream(Actor actor, QueueFilter filter) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<@Nullable String>(),
                        last -> page(actor, filter, last.get(), ROWS_A_READ).invoke(page -> last.set(page.next())))
                .whilst(page -> page.next() != null)
                .onItem()
                .transformToIterable(Page::items);
    }

    /** The case that follows, or goes before, in the list; the first of the list where that case is no longer in it. */
    Uni<Optional<UUID>> neighbour(Actor actor, QueueFilter filter, UUID id, boolean backwards) {
        QueueRepository.Where where = where(actor, filter);
        return applications
                .find(actor, id)
                .chain(view -> tx.read(connection -> repository
                        .standing(connection, id)
                        .chain(standing -> repository.neighbour(
                                connection, where, QueueCursor.of(standing, view.stepEnteredAt(), id), backwards))
                        .chain(next -> next.isPresent() || backwards
                                ? Uni.createFrom().item(next)
                                : repository
                                        .list(connection, where, null, 1)
                                        .map(first -> first.stream()
                                                .map(one -> one.application().id())
                                                .filter(other -> !other.equals(id))
                                                .findFirst()))));
    }

    /**
     * An officer of any level of the case's area marks that stock of it lies unsold, or takes the mark away.
     * {@code application-state} where nothing changes or the case is closed.
     */
    Uni<Void> markUnsold(Actor actor, UUID id, boolean unsold, @Nullable String written) {
        String reason = Decisions.reason(written, true);
        return applications.find(actor, id).chain(view -> {
            PolicyPack pack = packs.forArea(view.product().countyCode()).orElseThrow();
            String role = pack.levels().stream()
                    .flatMap(level -> level.officers().stream())
                    .filter(one -> actor.actsIn(one, view.product().countyCode()))
                    .findFirst()
                    .orElseThrow(CertificationProblems::stepOfAnotherLevel);
            return tx.write(connection -> repository
                    .markUnsold(connection, id, unsold)
                    .invoke(marked -> Application.require(marked))
                    .chain(() -> Audit.write(
                            connection,
                            new Audit.Deed(
                                    clock.instant(),
                                    actor.accountId(),
                                    actor.personId(),
                                    role,
                                    unsold ? "application-unsold-stock" : "application-stock-sold",
                                    "application",
                                    id.toString(),
                                    Map.of("reason", reason)))));
        });
    }

    /** By version; those in force are in memory, and an older one is read once. */
    private Uni<Map<String, PolicyPack>> pinned(List<QueueRepository.Found> found) {
        return Multi.createFrom()
                .items(found.stream()
                        .map(one -> one.application().packVersion())
                        .distinct())
                .onItem()
                .transformToUniAndConcatenate(pinned::at)
                .collect()
                .asMap(PolicyPack::version);
    }

    private Page<QueueLine> page(
            Actor actor,
            Named read,
            Map<UUID, List<CaseFile>> evidence,
            Map<String, PolicyPack> pinnedPacks,
            int size) {
        List<QueueRepository.Found> found = read.found();
        List<QueueLine> lines = new ArrayList<>();
        for (QueueRepository.Found one : found.subList(0, Math.min(size, found.size()))) {
            ApplicationView view = one.application();
            OrganisationView.Name name = read.names().get(view.organisationId());
            String level = one.standing().level();
            boolean mayDecide = level != null
                    && packs.forArea(view.product().countyCode())
                            .flatMap(pack -> Course.role(
                                    actor, pack, level, view.product().countyCode()))
                            .isPresent();
            PolicyPack pinnedTo = pinnedPacks.get(view.packVersion());
            lines.add(new QueueLine(
                    view,
                    name == null ? "" : name.zh(),
                    name == null ? "" : name.en(),
                    one.standing(),
                    sight.digest(view, evidence.getOrDefault(view.id(), List.of())),
                    one.standing().overdueOn(clock.today()),
                    mayDecide,
                    mayDecide && pinnedTo != null && Checks.allowBatch(pinnedTo, view.checks())));
        }
        if (found.size() <= size) {
            return new Page<>(lines, null, -1);
        }
        QueueLine last = lines.get(size - 1);
        return new Page<>(
                lines,
                QueueCursor.of(
                                last.standing(),
                                last.application().stepEnteredAt(),
                                last.application().id())
                        .text(),
                -1);
    }

    private QueueRepository.Where where(Actor actor, QueueFilter filter) {
        String prefix =
                actor.areaAs(Applications.reading(actor)).map(AreaCode::prefix).orElse("");
        return new QueueRepository.Where(filter, prefix, turns(actor), clock.today(), clock.instant());
    }

    private QueueRepository.Turns turns(Actor actor) {
        List<String> regions = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        for (PolicyPack pack : packs.all()) {
            for (String level : Course.levelsOf(actor, pack)) {
                regions.add(pack.key());
                levels.add(level);
            }
        }
        return new QueueRepository.Turns(regions, levels);
    }
}
