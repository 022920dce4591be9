package org.bangxiao.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.promotion.Programme.Funding;
import org.bangxiao.promotion.ProgrammeDraft;
import org.bangxiao.promotion.Programmes;
import org.bangxiao.region.PolicyPack;

/** Has the task force issue two coupons for today's buyers: one that the platform pays for, one of a partner's fund. */
@ApplicationScoped
class Couponing {
    private static final int DAYS = 90;

    private final Programmes programmes;
    private final BusinessClock clock;

    Couponing(Programmes programmes, BusinessClock clock) {
        this.programmes = programmes;
        this.clock = clock;
    }

    void issue(PolicyPack pack, Cast cast, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.today()));
        Words words = new Words();
        Actor office = cast.with(Role.TASK_FORCE, pack.provinceCode());
        List.of(draft(words, Funding.PLATFORM, pack, 1_000, 9_900), draft(words, Funding.FUND, pack, 3_000, 20_000))
                .forEach(draft -> Steps.run(() -> programmes.issue(office, draft)));
    }

    private ProgrammeDraft draft(Words words, Funding payer, PolicyPack pack, long offFen, long fromFen) {
        Words.Word name = words.keyed("coupon", payer.name());
        LocalDate today = clock.today();
        return new ProgrammeDraft(
                name.zh(),
                name.en(),
                "",
                offFen,
                fromFen,
                payer,
                words.keyed("coupon", "fund").zh(),
                offFen * 1_000,
                1_000L,
                payer == Funding.PLATFORM ? 1 : 3,
                today,
                today.plusDays(DAYS),
                pack.provinceCode(),
                "",
                "",
                "");
    }
}
