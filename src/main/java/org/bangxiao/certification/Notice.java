package org.bangxiao.certification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;
import org.jspecify.annotations.Nullable;

/** A posted list with a last day, or the announcement that stays for ever. */
@Entity
@Table(name = "certification_notice")
class Notice {
    static final String NOTICE = "NOTICE";
    static final String ANNOUNCEMENT = "ANNOUNCEMENT";

    @Id
    UUID id;

    @Column(name = "application_id", updatable = false)
    UUID applicationId;

    @Column(name = "kind", updatable = false)
    String kind;

    @Column(name = "step", updatable = false)
    String step;

    @Column(name = "posted_at", updatable = false)
    Instant postedAt;

    @Column(name = "ends_on")
    @Nullable
    LocalDate endsOn;

    @Column(name = "stopped_at")
    @Nullable
    Instant stoppedAt;

    @Column(name = "days_left")
    @Nullable
    Integer daysLeft;

    static Notice post(Application application, ReviewStep step, @Nullable LocalDate endsOn, Instant now) {
        Notice notice = new Notice();
        notice.id = Ids.next();
        notice.applicationId = application.id;
        notice.kind = endsOn == null ? ANNOUNCEMENT : NOTICE;
        notice.step = step.id();
        notice.postedAt = now;
        notice.endsOn = endsOn;
        return notice;
    }

    /** The clock stands still: the days that were left are kept. */
    void stop(PolicyPack pack, Instant now) {
        ReviewStep of = pack.reviewStep(step);
        LocalDate today = BusinessClock.dayOf(now);
        LocalDate last = endsOn == null ? today : endsOn;
        int left = 0;
        while (pack.lastDay(today, left, of.calendar()).isBefore(last)) {
            left++;
        }
        stoppedAt = now;
        daysLeft = left;
    }

    /** The clock goes on with the days that were left; answers the new last day. */
    LocalDate resume(PolicyPack pack, Instant now) {
        int left = daysLeft == null ? 0 : daysLeft;
        LocalDate last = pack.lastDay(
                BusinessClock.dayOf(now), left, pack.reviewStep(step).calendar());
        endsOn = last;
        stoppedAt = null;
        daysLeft = null;
        return last;
    }
}
