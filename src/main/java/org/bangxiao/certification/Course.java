package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;

/** The pack's ordered steps: where an application goes next, and whose turn that is. */
final class Course {
    private Course() {}

    static String role(Level level) {
        return switch (level) {
            case COUNTY -> Role.COUNTY_OFFICER;
            case CITY -> Role.CITY_OFFICER;
            case REGION -> Role.REGION_OFFICER;
        };
    }

    /** Moves the application past the step it is at; answers the rows that come into being with it. */
    static List<Object> onward(Application application, PolicyPack pack, Instant now) {
        ReviewStep next = pack.reviewStepAfter(Objects.requireNonNull(application.step))
                .orElseThrow(CertificationProblems::applicationState);
        return switch (next.kind()) {
            case REVIEW -> {
                application.enter(ApplicationState.IN_REVIEW, next.id(), now);
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
                yield List.of(Notice.post(application, next, null, now), Certificate.issue(application, pack, now));
            }
        };
    }
}
