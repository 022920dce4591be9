package org.bangxiao.certification;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;

/** Tells a supplier once for each term that its certificate may be renewed. */
@ApplicationScoped
public class CertificateReminders {
    private static final int LONGEST_DAYS = 366;
    private static final int BATCH = 2_000;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final Inbox inbox;
    private final FollowUpRepository repository;

    CertificateReminders(Tx tx, BusinessClock clock, PolicyPacks packs, Inbox inbox, FollowUpRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.inbox = inbox;
        this.repository = repository;
    }

    @Scheduled(
            every = "{bangxiao.certification.every}",
            delayed = "40s",
            identity = "certificate-reminders",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return remind().replaceWithVoid();
    }

    /** Answers how many certificates may be renewed by their suppliers today. */
    public Uni<Integer> remind() {
        LocalDate today = clock.today();
        return tx.write(connection -> repository
                .ending(connection, today, today.plusDays(LONGEST_DAYS), BATCH)
                .map(ending -> ending.stream()
                        .filter(one -> opened(one, today))
                        .map(CertificateReminders::note)
                        .toList())
                .call(notes -> inbox.tell(connection, notes))
                .map(List::size));
    }

    private boolean opened(FollowUpRepository.Ending ending, LocalDate today) {
        int days = packs.forArea(ending.countyCode())
                .map(pack -> pack.afterwards().renewal().opensDaysBefore())
                .orElse(0);
        return !today.isBefore(ending.validTo().minusDays(days));
    }

    private static Note note(FollowUpRepository.Ending ending) {
        return new Note(
                Reader.organisation(ending.organisationId()),
                "note.certificate-ends",
                List.of(ending.number(), ending.nameZh(), ending.validTo().toString()),
                "/desk/certificates/" + ending.number(),
                "certificate-ends:" + ending.id() + ":" + ending.validTo());
    }
}
