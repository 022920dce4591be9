package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.organisation.Standings;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.ApplicationRules;
import org.bangxiao.region.Exclusion;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** A supplier applies for the mark: writes, submits, withdraws; the offices of its area read along. */
@ApplicationScoped
public class Applications {
    /** Roles that see the applications of their area, once submitted. */
    private static final List<String> READERS = List.of(
            Role.REGION_OFFICER,
            Role.TASK_FORCE,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            Role.CITY_OFFICER,
            Role.COUNTY_OFFICER);

    /**
     * What a list is to show.
     *
     * @param waitingDays only those at their step for at least so many days; 0 for all
     */
    public record Filter(
            @Nullable ApplicationState state,
            int waitingDays,
            @Nullable String cursor,
            int size) {}

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Organisations organisations;
    private final ApplicationRepository applications;
    private final CaseRepository cases;
    private final Findings findings;
    private final Standings standings;
    private final Applicants applicants;

    Applications(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            Organisations organisations,
            ApplicationRepository applications,
            CaseRepository cases,
            Findings findings,
            Standings standings,
            Applicants applicants) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.organisations = organisations;
        this.applications = applications;
        this.cases = cases;
        this.findings = findings;
        this.standings = standings;
        this.applicants = applicants;
    }

    /** A new draft of the actor's own supplier. */
    public Uni<ApplicationView> create(Actor actor, ApplicationDraft written) {
        return create(actor, null, written);
    }

    /**
     * A new draft in a supplier's name, the actor's own where it is null; {@code not-found} for one whom the actor may not
     * apply for. Field problems: {@code county-unknown}, {@code link-unknown} …
     */
    public Uni<ApplicationView> create(Actor actor, @Nullable UUID supplier, ApplicationDraft written) {
        return applicants.supplier(actor, supplier).chain(own -> created(actor, own, written));
    }

    private Uni<ApplicationView> created(Actor actor, UUID organisationId, ApplicationDraft written) {
        Optional<PolicyPack> pack = packs.forArea(Drafts.plain(written.countyCode()));
        ApplicationDraft draft = Drafts.tidy(written, pack);
        Instant now = clock.instant();
        return findings.ownLink(organisationId, draft.linkId(), clock.today())
                .chain(() ->
                        organisations.find(organisationId).onItem().ifNull().failWith(Problem::forbidden))
                .map(organisation -> {
                    Application opened = Application.open(organisationId, organisation.demo(), now);
                    opened.write(draft, pack.orElseThrow(), actor);
                    return opened;
                })
                .chain(opened -> applications
                        .transaction(() -> applications
                                .persist(opened)
                                .call(() -> applications.audit(deed(actor, "application-create", opened.id, now))))
                        .chain(() -> read(opened.id)));
    }

    /** Another text for a draft or a returned application; {@code already-decided} where the version is not the latest. */
    public Uni<ApplicationView> change(Actor actor, UUID id, int version, ApplicationDraft written) {
        Optional<PolicyPack> pack = packs.forArea(Drafts.plain(written.countyCode()));
        ApplicationDraft draft = Drafts.tidy(written, pack);
        Instant now = clock.instant();
        return own(actor, id)
                .call(view -> findings.ownLink(view.organisationId(), draft.linkId(), clock.today()))
                .chain(() -> applications.transaction(() -> applications
                        .locked(id)
                        .invoke(application -> {
                            if (application.version != version) {
                                throw CertificationProblems.alreadyDecided();
                            }
                            application.write(draft, pack.orElseThrow(), actor);
                        })
                        .call(() -> applications.audit(deed(actor, "application-change", id, now)))))
                .chain(() -> read(id));
    }

    /**
     * Hands the draft in under the pack of today; {@code invalid-input} with its gaps while there are any,
     * {@code supplier-not-confirmed} and {@code supplier-blacklisted} for suppliers who may not apply. What the scheme
     * excludes is refused at once and stays visible to its applicant with the reason; everything else goes to the first
     * level with the machine's findings.
     */
    public Uni<ApplicationView> submit(Actor actor, UUID id) {
        Instant now = clock.instant();
        return own(actor, id)
                .invoke(view -> Application.require(view.state().editable()))
                .call(view -> standings.requireMayApply(view.organisationId()))
                // An agent that may not apply for itself does not apply for others either.
                .call(() -> standings.requireMayApply(actor.requireOrganisationAs(Role.SUPPLIER)))
                .call(view -> tx.read(connection -> cases.typed(connection, id)).invoke(Applications::whole))
                .chain(view -> {
                    Optional<PolicyPack> found = packs.forArea(view.product().countyCode());
                    Drafts.tidy(view.product(), found);
                    PolicyPack pack = found.orElseThrow();
                    return findings.of(pack, view, clock.today())
                            .call(checks -> evidenceWhereNeeded(pack, view, checks))
                            .chain(checks -> applications.transaction(() -> applications
                                    .locked(id)
                                    .invoke(application -> {
                                        if (application.version != view.version()) {
                                            throw CertificationProblems.alreadyDecided();
                                        }
                                        application.submit(pack, actor, cases.write(checks), now);
                                        Checks.excluded(pack, view.product())
                                                .map(Exclusion::text)
                                                .ifPresent(reason -> application.stop(
                                                        ApplicationState.REJECTED, reason.zh(), reason.en(), now));
                                    })
                                    .call(() -> applications.audit(deed(actor, "application-submit", id, now)))));
                })
                .chain(() -> read(id));
    }

    /** The supplier gives it up; {@code application-state} once it is closed. */
    public Uni<ApplicationView> withdraw(Actor actor, UUID id) {
        Instant now = clock.instant();
        return own(actor, id)
                .chain(() -> applications.transaction(() -> applications
                        .locked(id)
                        .invoke(application -> application.withdraw(now))
                        .call(() -> applications.audit(deed(actor, "application-withdraw", id, now)))))
                .chain(() -> read(id));
    }

    /** The application for its applicant and, once submitted, for the offices of its area; {@code not-found} for others. */
    public Uni<ApplicationView> find(Actor actor, UUID id) {
        return read(id).call(view -> {
            boolean reads = view.state() != ApplicationState.DRAFT
                    && READERS.stream()
                            .anyMatch(role -> actor.actsIn(role, view.product().countyCode()));
            return reads ? Uni.createFrom().voidItem() : applicants.requireOwn(actor, view);
        });
    }

    /** The actor's organisation's own and those that it may write for others, newest first. */
    public Uni<Page<ApplicationLine>> mine(Actor actor, Filter filter) {
        return list(actor.requireOrganisationAs(Role.SUPPLIER), "", filter);
    }

    /** Those of the actor's area, longest waiting first; {@code forbidden} without an office. */
    public Uni<Page<ApplicationLine>> inArea(Actor actor, Filter filter) {
        return list(null, actor.areaAs(reading(actor)).map(AreaCode::prefix).orElse(""), filter);
    }

    /** The role under which the actor reads an area's applications; {@code forbidden} without one. */
    static String reading(Actor actor) {
        return READERS.stream().filter(actor::has).findFirst().orElseThrow(Problem::forbidden);
    }

    public static boolean readsAreas(Actor actor) {
        return READERS.stream().anyMatch(actor::has);
    }

    Uni<ApplicationView> read(UUID id) {
        return tx.read(connection -> cases.find(connection, id)).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** An application that is the actor's to write; {@code not-found} for others. */
    Uni<ApplicationView> own(Actor actor, UUID id) {
        return read(id).call(view -> applicants.requireOwn(actor, view));
    }

    /** What was typed and could not be read stands in the way. */
    private static void whole(Map<String, String> typed) {
        if (!typed.isEmpty()) {
            throw Problem.fields(typed.entrySet().stream()
                    .map(entry -> new Problem.FieldError(
                            "/" + entry.getKey().replace('-', '/'), "field-invalid", List.of(entry.getValue())))
                    .toList());
        }
    }

    /** A pack that refuses at the door names each paper that lacks at its own field. */
    private Uni<Void> evidenceWhereNeeded(PolicyPack pack, ApplicationView view, List<Check> checks) {
        boolean missing =
                checks.stream().anyMatch(check -> check.id().equals("evidence") && check.result() != Check.Result.MET);
        if (!missing || pack.application().missingEvidence() != ApplicationRules.Missing.REFUSE) {
            return Uni.createFrom().voidItem();
        }
        return findings.lacking(pack, view, clock.today())
                .invoke(kinds -> {
                    throw Problem.fields(kinds.stream()
                            .map(kind -> new Problem.FieldError("/evidence/" + kind, "evidence-missing", List.of()))
                            .toList());
                })
                .replaceWithVoid();
    }

    private Uni<Page<ApplicationLine>> list(@Nullable UUID organisationId, String areaPrefix, Filter filter) {
        int size = Page.sizeOf(filter.size());
        @Nullable
        Instant until = filter.waitingDays() <= 0 ? null : clock.instant().minus(Duration.ofDays(filter.waitingDays()));
        CaseRepository.Query query = new CaseRepository.Query(
                organisationId,
                areaPrefix,
                filter.state(),
                until,
                Cursor.read(filter.cursor()),
                clock.today(),
                size + 1);
        return tx.read(connection -> cases.list(connection, query).chain(lines -> {
            Set<UUID> ids = lines.stream().map(ApplicationLine::organisationId).collect(Collectors.toSet());
            return organisations.names(connection, ids).map(names -> page(lines, names, size, organisationId != null));
        }));
    }

    private static Page<ApplicationLine> page(
            List<ApplicationLine> lines, Map<UUID, OrganisationView.Name> names, int size, boolean mine) {
        List<ApplicationLine> shown = lines.stream()
                .limit(size)
                .map(line -> {
                    OrganisationView.Name name = names.get(line.organisationId());
                    return name == null ? line : line.named(name.zh(), name.en());
                })
                .toList();
        if (lines.size() <= size) {
            return new Page<>(shown, null, -1);
        }
        ApplicationLine last = shown.get(shown.size() - 1);
        return new Page<>(shown, new Cursor(mine ? last.createdAt() : last.stepEnteredAt(), last.id()).text(), -1);
    }

    private static Audit.Deed deed(Actor actor, String action, UUID id, Instant now) {
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                Role.SUPPLIER,
                action,
                "application",
                id.toString(),
                Map.of());
    }
}
