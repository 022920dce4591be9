package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;

/** The pack's ordered steps: where an application goes next, whose turn that is, and until when. */
final class Course {
    private Course() {}

    /** The role under which the actor decides at that level in the county; empty where none does. */
    static Optional<String> role(Actor actor, PolicyPack pack, String level, String countyCode) {
        return pack.level(level).officers().stream()
                .filter(role -> actor.actsIn(role, countyCode))
                .findFirst();
    }

    /** The ids of the levels at which the actor decides anywhere in the region. */
    static List<String> levelsOf(Actor actor, PolicyPack pack) {
        return pack.levels().stream()
                .filter(level -> level.officers().stream().anyMatch(actor::has))
                .map(level -> level.id())
                .toList();
    }

    /** To the first step, with the priority that the county has on the day. */
    static void begin(Application application, PolicyPack pack, Instant now) {
        application.supervised = pack.goesFirst(application.countyCode, BusinessClock.dayOf(now));
        review(application, pack, pack.reviewSteps().get(0), now);
    }

    /** Moves the application past the step it is at; answers the rows that come into being with it. */
    static List<Object> onward(Application application, PolicyPack pack, Instant now) {
        ReviewStep next = after(application, pack, Objects.requireNonNull(application.step));
        return switch (next.kind()) {
            case REVIEW -> {
                review(application, pack, next, now);
                yield List.of();
            }
            case NOTICE -> {
                LocalDate last = pack.endOfNotice(BusinessClock.dayOf(now), next);
                application.enter(ApplicationState.ON_NOTICE, next.id(), now);
                application.noticeEndsOn = last;
                yield List.of(Notice.post(application, next, last, now));
            }
            case ANNOUNCEMENT -> {
                application.enter(ApplicationState.CERTIFIED, next.id(), now);
                Notice announcement = Notice.post(application, next, null, now);
                // What follows a certificate becomes its next version with the hand-over.
                yield application.certificateId == null
                        ? List.of(announcement, Certificate.issue(application, pack, now))
                        : List.of(announcement);
            }
        };
    }

    /** The next step; where nothing changed, the next of those that the pack keeps for such a renewal. */
    private static ReviewStep after(Application application, PolicyPack pack, String step) {
        ReviewStep next = pack.reviewStepAfter(step).orElseThrow(CertificationProblems::applicationState);
        while (application.unchangedRenewal() && !pack.afterwards().takesUnchanged(next.id())) {
            next = pack.reviewStepAfter(next.id()).orElseThrow(CertificationProblems::applicationState);
        }
        return next;
    }

    private static void review(Application application, PolicyPack pack, ReviewStep step, Instant now) {
        application.enter(ApplicationState.IN_REVIEW, step.id(), now);
        application.level = step.level();
        Integer days = step.days();
        application.dueOn = days == null ? null : pack.lastDay(BusinessClock.dayOf(now), days, step.calendar());
    }
}
