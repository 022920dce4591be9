package org.bangxiao.organisation;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.SupplierPapers;
import org.jspecify.annotations.Nullable;

/**
 * Once a day reminds suppliers of papers that end, and lets those sell again whose blacklisting or gap has ended. Stopping
 * needs no clock: it goes by date. A day that was missed is caught up with one reminder, the nearest.
 */
@ApplicationScoped
public class PaperClock {
    /** How long after its last day a paper is still spoken of. */
    private static final int AFTERWARDS_DAYS = 60;

    private final Tx tx;
    private final SupplierDocumentRepository documents;
    private final StandingRepository standings;
    private final PolicyPacks packs;
    private final Inbox inbox;
    private final BusinessClock clock;

    PaperClock(
            Tx tx,
            SupplierDocumentRepository documents,
            StandingRepository standings,
            PolicyPacks packs,
            Inbox inbox,
            BusinessClock clock) {
        this.tx = tx;
        this.documents = documents;
        this.standings = standings;
        this.packs = packs;
        this.inbox = inbox;
        this.clock = clock;
    }

    @Scheduled(
            every = "{bangxiao.organisation.every}",
            delayed = "25s",
            identity = "supplier-papers",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return advance();
    }

    /** What is due by now; asked twice on one day it does nothing more. */
    public Uni<Void> advance() {
        LocalDate today = clock.today();
        return tx.write(connection -> standings
                .refreshDue(connection, clock.instant())
                .chain(() -> documents.beginDay(connection, today))
                .chain(first ->
                        first ? remind(connection, today) : Uni.createFrom().voidItem()));
    }

    private Uni<Void> remind(SqlConnection connection, LocalDate today) {
        int longest = packs.all().stream()
                .flatMap(pack -> days(pack).stream())
                .max(Integer::compareTo)
                .orElse(0);
        return documents
                .ending(connection, today.minusDays(AFTERWARDS_DAYS), today.plusDays(longest))
                .chain(ending -> inbox.tell(connection, notes(ending, today)));
    }

    private List<Note> notes(List<SupplierDocumentRepository.Ending> ending, LocalDate today) {
        List<Note> notes = new ArrayList<>();
        for (SupplierDocumentRepository.Ending one : ending) {
            packs.forArea(one.areaCode())
                    .flatMap(pack -> Optional.ofNullable(note(pack, one, today)))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private static @Nullable Note note(PolicyPack pack, SupplierDocumentRepository.Ending one, LocalDate today) {
        long left = ChronoUnit.DAYS.between(today, one.expiresOn());
        Integer step = left < 0
                ? Integer.valueOf(-1)
                : days(pack).stream()
                        .filter(days -> days >= left)
                        .min(Integer::compareTo)
                        .orElse(null);
        if (step == null) {
            return null;
        }
        String zh = pack.document(one.kind())
                .map(EvidenceDocument::name)
                .map(name -> name.zh())
                .orElse(one.kind());
        String en = pack.document(one.kind())
                .map(EvidenceDocument::name)
                .map(name -> name.en())
                .orElse(one.kind());
        return new Note(
                Reader.organisation(one.organisationId()),
                step < 0 ? "note.document-expired" : "note.document-expires",
                List.of(zh, en, one.expiresOn().toString()),
                "/desk/organisation",
                "document-expires:" + one.id() + ":" + step);
    }

    private static List<Integer> days(PolicyPack pack) {
        SupplierPapers papers = pack.supplierPapers();
        return papers == null ? List.of() : papers.remindDaysBefore();
    }
}
