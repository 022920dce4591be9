package org.bangxiao.supervision;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who must act, in the transaction of the deed: the officers of the level where something waits, and the supplier
 * of what it may know. Of a visit that is not over the supplier is told nothing.
 */
@ApplicationScoped
class Telling {
    private final Inbox inbox;

    Telling(Inbox inbox) {
        this.inbox = inbox;
    }

    /** A problem that waits at a level of a county's region until a day; {@code name} is what the office knows it by. */
    record Waiting(UUID id, String countyCode, String name, String level, LocalDate dueOn) {}

    /** One after the other on the same connection. */
    static <T> Uni<Void> each(List<T> items, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> work.apply(item).replaceWith(true))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The watch opened a case: the words follow from its cause. */
    Uni<Void> caseOpened(SqlConnection connection, PolicyPack pack, Cause cause, Waiting opened) {
        return officers(
                connection,
                pack.level(opened.level()),
                opened.countyCode(),
                "note.watch-case." + cause,
                List.of(opened.name(), opened.dueOn().toString()),
                WatchPages.HOME + "/" + opened.id(),
                "watch-case:" + opened.id());
    }

    /** Nobody decided in time: the level above has it now. */
    Uni<Void> caseRisen(SqlConnection connection, PolicyPack pack, Waiting risen) {
        return risen(connection, pack, risen, "note.watch-case-escalated", WatchPages.HOME);
    }

    /** A finding was not dealt with in time: the level above has it now; the supplier learns of it where it may. */
    Uni<Void> findingRisen(SqlConnection connection, PolicyPack pack, Waiting risen, @Nullable UUID supplier) {
        return risen(connection, pack, risen, "note.finding-escalated", FindingPages.HOME)
                .chain(() -> supplier(
                        connection,
                        supplier,
                        "note.finding-overdue",
                        List.of(risen.dueOn().toString()),
                        FindingPages.HOME + "/" + risen.id(),
                        "finding-overdue:" + risen.id() + ":" + risen.level()));
    }

    /** A visit is over and found something: who was visited may read it, and the office has to order what is to be done. */
    Uni<Void> visitOver(
            SqlConnection connection, PolicyPack pack, Inspection visit, List<Finding> findings, Instant now) {
        if (findings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> count = List.of(String.valueOf(findings.size()), visit.supplierZh());
        String once = "inspection:" + visit.id() + ":" + now;
        String link =
                findings.size() == 1 ? FindingPages.HOME + "/" + findings.get(0).id() : FindingPages.HOME;
        return supplier(connection, visit.organisationId(), "note.findings-published", count, link, once)
                .chain(() -> officers(
                        connection,
                        pack.level(findings.get(0).level()),
                        visit.countyCode(),
                        "note.findings-wait",
                        count,
                        InspectionPages.HOME + "/" + visit.id(),
                        once));
    }

    /** The supplier learns what is to be mended, and by when. */
    Uni<Void> measureOrdered(SqlConnection connection, UUID organisation, UUID finding, LocalDate due, Instant now) {
        return supplier(
                connection,
                organisation,
                "note.measure-ordered",
                List.of(due.toString()),
                FindingPages.HOME + "/" + finding,
                "finding:" + finding + ":" + now);
    }

    /** Somebody complained: the lowest office answers, and nobody else learns of it. */
    Uni<Void> complaintLodged(
            SqlConnection connection, PolicyPack pack, String countyCode, String goods, UUID complaint) {
        return officers(
                connection,
                pack.levels().get(0),
                countyCode,
                "note.complaint-lodged",
                List.of(goods),
                ComplaintDeskPages.HOME + "/" + complaint,
                "complaint:" + complaint);
    }

    /** The day of an entry on the black list is over: who keeps the list says what became of it. */
    Uni<Void> listDayOver(SqlConnection connection, PolicyPack pack, ListEntry entry) {
        Level keeper = pack.levels().get(pack.levels().size() - 1);
        return ofList(
                connection,
                keeper,
                entry.organisationId(),
                entry.countyCode(),
                List.of(entry.nameZh(), String.valueOf(entry.dueOn())),
                "list-day-over",
                entry.id());
    }

    /** The supplier says that it is mended: somebody of the office has to go and see. */
    Uni<Void> proven(SqlConnection connection, PolicyPack pack, Finding one, LocalDate due, Instant now) {
        return officers(
                connection,
                pack.level(one.level()),
                one.countyCode(),
                "note.finding-proven",
                List.of(one.supplierZh(), due.toString()),
                FindingPages.HOME + "/" + one.id(),
                "finding:" + one.id() + ":" + now);
    }

    Uni<Void> closed(SqlConnection connection, Finding one, Instant now) {
        return supplier(
                connection,
                one.organisationId(),
                "note.finding-closed",
                List.of(BusinessClock.dayOf(one.foundAt()).toString()),
                FindingPages.HOME + "/" + one.id(),
                "finding:" + one.id() + ":" + now);
    }

    /**
     * Somebody stands on a list, or no longer: the supplier where one is meant, and the offices of the county.
     *
     * @param what the deed: {@code list-RED}, {@code list-BLACK}, {@code list-outcome} or {@code list-removed}
     */
    Uni<Void> listed(
            SqlConnection connection,
            PolicyPack pack,
            @Nullable UUID organisation,
            String countyCode,
            String name,
            @Nullable LocalDate due,
            String what,
            UUID entry) {
        List<String> words = List.of(name, due == null ? "" : due.toString());
        return ofList(connection, pack.levels().get(0), organisation, countyCode, words, what, entry);
    }

    private Uni<Void> ofList(
            SqlConnection connection,
            Level level,
            @Nullable UUID organisation,
            String countyCode,
            List<String> words,
            String what,
            UUID entry) {
        String link = ListPages.HOME + "/" + entry;
        String once = what + ":" + entry;
        return officers(connection, level, countyCode, "note." + what, words, link, once)
                .chain(() -> supplier(connection, organisation, "note." + what, words, link, once));
    }

    private Uni<Void> risen(SqlConnection connection, PolicyPack pack, Waiting risen, String key, String home) {
        return officers(
                connection,
                pack.level(risen.level()),
                risen.countyCode(),
                key,
                List.of(risen.name(), risen.dueOn().toString()),
                home + "/" + risen.id(),
                "escalated:" + risen.id() + ":" + risen.level());
    }

    private Uni<Void> officers(
            SqlConnection connection,
            Level level,
            String countyCode,
            String key,
            List<String> words,
            String link,
            String once) {
        return inbox.tell(
                connection,
                level.officers().stream()
                        .map(role -> new Note(Reader.officers(role, countyCode), key, words, link, once))
                        .toList());
    }

    /** Nothing where no supplier is meant. */
    private Uni<Void> supplier(
            SqlConnection connection,
            @Nullable UUID organisation,
            String key,
            List<String> words,
            String link,
            String once) {
        if (organisation == null) {
            return Uni.createFrom().voidItem();
        }
        return inbox.tell(connection, new Note(Reader.organisation(organisation), key, words, link, once));
    }
}
