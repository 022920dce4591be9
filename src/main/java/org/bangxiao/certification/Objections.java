package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Level;
import org.bangxiao.region.ObjectionTerm;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;
import org.jspecify.annotations.Nullable;

/** Anybody may object to what is posted; while an objection is open, the days of the notice stand still. */
@ApplicationScoped
public class Objections {
    private static final int CONTENT_MIN = 10;
    private static final int CONTENT_MAX = 4000;
    private static final int CONTACT_MAX = 200;

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final PinnedPacks packs;
    private final Applications applications;
    private final ApplicationRepository repository;
    private final NoticeRepository notices;

    Objections(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            PinnedPacks packs,
            Applications applications,
            ApplicationRepository repository,
            NoticeRepository notices) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.packs = packs;
        this.applications = applications;
        this.repository = repository;
        this.notices = notices;
    }

    /**
     * Lodges an objection and answers its receipt number. {@code notice-closed} after the last day.
     *
     * @param content 10 to 4000 characters
     * @param contact how to reach whoever objects; kept encrypted, may be left out
     */
    public Uni<String> lodge(UUID noticeId, @Nullable String content, @Nullable String contact) {
        Instant now = clock.instant();
        Objection objection = objection(noticeId, content, contact, now);
        return tx.read(connection -> notices.applicationOfNotice(connection, noticeId))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(applicationId -> applications.read(applicationId))
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> repository.transaction(() -> repository
                                .locked(view.id())
                                .chain(application -> repository
                                        .notice(noticeId)
                                        .call(notice -> stopClock(application, notice, pack, now)))
                                .chain(() -> repository.add(List.of(objection)))
                                .call(() -> repository.audit(new Audit.Deed(
                                        now,
                                        null,
                                        null,
                                        null,
                                        "objection-lodge",
                                        "application",
                                        view.id().toString(),
                                        Map.of("receipt", objection.receipt)))))))
                .map(done -> objection.receipt);
    }

    /**
     * Decides an objection: the region's officer, or one of a level above the notice's. Upheld, the application is
     * rejected; when the last open one is dismissed, the notice goes on with the days it had left.
     * {@code objection-decided}, {@code step-of-another-level}, {@code person-acted-at-another-level}.
     */
    public Uni<ApplicationView> decide(Actor actor, UUID objectionId, boolean upheld, @Nullable String written) {
        String reason = Decisions.reason(written, true);
        Instant now = clock.instant();
        return tx.read(connection -> notices.applicationOfObjection(connection, objectionId))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(applicationId -> applications.find(actor, applicationId))
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> repository.transaction(() -> repository
                                .locked(view.id())
                                .chain(application -> repository
                                        .objection(objectionId)
                                        .chain(objection -> repository
                                                .notice(objection.noticeId)
                                                .chain(notice -> decided(
                                                        new Case(application, notice, objection, pack),
                                                        actor,
                                                        upheld,
                                                        reason,
                                                        now)))))))
                .chain(application -> applications.read(application.id));
    }

    private record Case(Application application, Notice notice, Objection objection, PolicyPack pack) {}

    private Uni<Application> decided(Case about, Actor actor, boolean upheld, String reason, Instant now) {
        Application application = about.application();
        ReviewStep step = about.pack().reviewStep(about.notice().step);
        String level = level(actor, about.pack(), step, application.countyCode)
                .orElseThrow(CertificationProblems::stepOfAnotherLevel);
        String role =
                Course.role(actor, about.pack(), level, application.countyCode).orElseThrow();
        DecisionOutcome outcome = upheld ? DecisionOutcome.OBJECTION_UPHELD : DecisionOutcome.OBJECTION_DISMISSED;
        about.objection().decide(upheld, reason, actor, now);
        Decision decision = Decision.of(application, step.id(), level, actor, outcome, reason, application.checks, now);
        return repository
                .add(List.of(decision))
                .chain(() -> repository.flush())
                .chain(() -> repository.openObjections(about.notice().id))
                .invoke(open -> {
                    if (application.state != ApplicationState.OBJECTED) {
                        return;
                    }
                    if (upheld) {
                        application.stop(ApplicationState.REJECTED, reason, "", now);
                    } else if (open == 0) {
                        LocalDate last = about.notice().resume(about.pack(), now);
                        application.enter(ApplicationState.ON_NOTICE, application.step, now);
                        application.noticeEndsOn = last;
                    }
                })
                .call(() -> repository.audit(Decisions.deed(actor, role, step, application.id, outcome, now)))
                .map(done -> application);
    }

    private static Uni<Void> stopClock(Application application, Notice notice, PolicyPack pack, Instant now) {
        LocalDate last = notice.endsOn;
        boolean running = last != null && notice.step.equals(application.step);
        boolean stopped = running && application.state == ApplicationState.OBJECTED && notice.stoppedAt != null;
        boolean open = running
                && application.state == ApplicationState.ON_NOTICE
                && !BusinessClock.dayOf(now).isAfter(last);
        if (!open && !stopped) {
            return Uni.createFrom().failure(CertificationProblems.noticeClosed());
        }
        if (open) {
            notice.stop(pack, now);
            application.enter(ApplicationState.OBJECTED, application.step, now);
        }
        return Uni.createFrom().voidItem();
    }

    /** The level at which the actor answers what is held against that notice: the pack's, or one over it. */
    static Optional<String> level(Actor actor, PolicyPack pack, ReviewStep notice, String countyCode) {
        ObjectionTerm term = notice.objections();
        return term == null
                ? Optional.empty()
                : pack.levelsFrom(term.level()).stream()
                        .map(Level::id)
                        .filter(level ->
                                Course.role(actor, pack, level, countyCode).isPresent())
                        .reduce((lower, higher) -> higher);
    }

    private Objection objection(UUID noticeId, @Nullable String content, @Nullable String contact, Instant now) {
        String text = Drafts.plain(content);
        if (text.length() < CONTENT_MIN) {
            throw Problem.field("/content", "objection-too-short", CONTENT_MIN);
        }
        if (text.length() > CONTENT_MAX) {
            throw Problem.field("/content", "field-too-long", CONTENT_MAX);
        }
        String reach = Drafts.plain(contact);
        if (reach.length() > CONTACT_MAX) {
            throw Problem.field("/contact", "field-too-long", CONTACT_MAX);
        }
        Objection objection = new Objection();
        objection.id = Ids.next();
        objection.noticeId = noticeId;
        objection.receipt =
                CertificateNumber.receipt(BusinessClock.dayOf(now).format(DateTimeFormatter.BASIC_ISO_DATE));
        objection.content = text;
        objection.lodgedAt = now;
        if (!reach.isEmpty()) {
            objection.contactCipher = secrets.encrypt(reach, "objection:" + objection.id + ":contact");
        }
        return objection;
    }
}
