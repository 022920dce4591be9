package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
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
    private static final int NAME_MAX = 80;
    private static final int MOST_OF_A_SENDER_TO_A_NOTICE = 3;
    private static final int MOST_OF_A_SENDER = 20;

    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final PinnedPacks packs;
    private final Applications applications;
    private final ApplicationRepository repository;
    private final NoticeRepository notices;
    private final Documents documents;

    Objections(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            PinnedPacks packs,
            Applications applications,
            ApplicationRepository repository,
            NoticeRepository notices,
            Documents documents) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.packs = packs;
        this.applications = applications;
        this.repository = repository;
        this.notices = notices;
        this.documents = documents;
    }

    /**
     * What somebody hands in. Name and phone may be left out, and are kept sealed.
     *
     * @param content 10 to 4000 characters
     * @param file    evidence that was checked before
     * @param address the sender's, to count by; null where the caller is no stranger
     */
    public record Lodged(
            @Nullable String content,
            @Nullable String name,
            @Nullable String phone,
            @Nullable CheckedDocument file,
            @Nullable String fileName,
            @Nullable String address) {}

    /** Without name and file. */
    public Uni<String> lodge(UUID noticeId, @Nullable String content, @Nullable String contact) {
        return lodge(noticeId, new Lodged(content, null, contact, null, null, null));
    }

    /**
     * Lodges an objection with the level above and answers its receipt number. {@code notice-closed} after the last day,
     * {@code too-many-objections} from one sender in a day.
     */
    public Uni<String> lodge(UUID noticeId, Lodged lodged) {
        Instant now = clock.instant();
        Objection objection = objection(noticeId, lodged, now);
        return tx.read(connection -> notices.applicationOfNotice(connection, noticeId))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(applicationId -> applications.read(applicationId))
                .call(view -> {
                    CheckedDocument file = lodged.file();
                    return file == null
                            ? Uni.createFrom().voidItem()
                            : tx.write(connection -> documents.keep(connection, file))
                                    .invoke(kept -> objection.evidenceSha256 =
                                            HexFormat.of().parseHex(kept.sha256()));
                })
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> repository.transaction(() -> repository
                                .locked(view.id())
                                .chain(application -> repository
                                        .notice(noticeId)
                                        .call(notice -> stopClock(application, notice, pack, now))
                                        .call(() -> notTooMany(objection))
                                        .invoke(notice -> assign(objection, pack.reviewStep(notice.step), pack, now))
                                        .chain(() -> repository.add(List.of(objection)))
                                        .chain(() -> tell(application, objection, pack, now)))
                                .call(() -> repository.audit(new Audit.Deed(
                                        now,
                                        null,
                                        null,
                                        null,
                                        "objection-lodge",
                                        "application",
                                        view.id().toString(),
                                        Map.of("objection", objection.id.toString())))))))
                .map(done -> objection.receipt);
    }

    private Uni<Void> notTooMany(Objection objection) {
        byte[] sender = objection.addressDigest;
        return sender == null
                ? Uni.createFrom().voidItem()
                : repository
                        .objectionsFrom(sender, objection.noticeId, objection.lodgedAt.minus(Duration.ofDays(1)))
                        .invoke(counted -> {
                            if (counted[0] >= MOST_OF_A_SENDER_TO_A_NOTICE || counted[1] >= MOST_OF_A_SENDER) {
                                throw CertificationProblems.tooManyObjections();
                            }
                        })
                        .replaceWithVoid();
    }

    private static void assign(Objection objection, ReviewStep step, PolicyPack pack, Instant now) {
        ObjectionTerm term = step.objections();
        if (term != null) {
            objection.level = term.level();
            objection.dueOn = pack.lastDay(BusinessClock.dayOf(now), term.days(), term.calendar());
        }
    }

    private Uni<Void> tell(Application application, Objection objection, PolicyPack pack, Instant now) {
        String level = objection.level;
        return level == null
                ? Uni.createFrom().voidItem()
                : repository.tell(
                        new Note(
                                Reader.officers(pack.level(level).officers().get(0), application.countyCode),
                                "note.objection-lodged",
                                List.of(application.nameZh, String.valueOf(objection.dueOn)),
                                "/desk/objections/" + objection.id,
                                objection.id.toString()),
                        now);
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

    private Objection objection(UUID noticeId, Lodged lodged, Instant now) {
        String text = Drafts.plain(lodged.content());
        if (text.length() < CONTENT_MIN) {
            throw Problem.field("/content", "objection-too-short", CONTENT_MIN);
        }
        if (text.length() > CONTENT_MAX) {
            throw Problem.field("/content", "field-too-long", CONTENT_MAX);
        }
        Objection objection = new Objection();
        objection.id = Ids.next();
        objection.noticeId = noticeId;
        objection.receipt =
                CertificateNumber.receipt(BusinessClock.dayOf(now).format(DateTimeFormatter.BASIC_ISO_DATE));
        objection.content = text;
        objection.lodgedAt = now;
        objection.nameCipher = sealed(lodged.name(), "/name", NAME_MAX, place(objection.id, "name"));
        objection.contactCipher = sealed(lodged.phone(), "/contact", CONTACT_MAX, place(objection.id, "contact"));
        String address = lodged.address();
        objection.addressDigest = address == null ? null : secrets.lookupDigest("objection:" + address);
        if (lodged.file() != null) {
            String name = Drafts.plain(lodged.fileName());
            objection.evidenceName = name.substring(0, Math.min(name.length(), NAME_MAX));
        }
        return objection;
    }

    private byte @Nullable [] sealed(@Nullable String written, String pointer, int most, String place) {
        String text = Drafts.plain(written);
        if (text.length() > most) {
            throw Problem.field(pointer, "field-too-long", most);
        }
        return text.isEmpty() ? null : secrets.encrypt(text, place);
    }

    static String place(UUID objection, String what) {
        return "objection:" + objection + ":" + what;
    }
}
