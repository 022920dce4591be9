package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;

/**
 * What a day brings about by itself: a level that has not decided in its term is reported to the level above, an
 * objection likewise, and a certificate past its last day is noted. Each happens once, however often and by however many
 * processes the clock is asked.
 */
@ApplicationScoped
class Terms {
    private static final int BATCH = 500;

    private final Tx tx;
    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final Inbox inbox;
    private final TermRepository repository;

    Terms(Tx tx, BusinessClock clock, PinnedPacks packs, Inbox inbox, TermRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.inbox = inbox;
        this.repository = repository;
    }

    /** All that is due by today; answers how much that was. */
    Uni<Integer> pass() {
        LocalDate today = clock.today();
        Instant now = clock.instant();
        return all(connection -> repository
                        .escalateCases(connection, today, now, BATCH)
                        .call(passed -> each(
                                passed,
                                one -> escalated(connection, one, "case", "/desk/applications/" + one.id(), now)))
                        .map(List::size))
                .chain(cases -> all(connection -> repository
                                .escalateObjections(connection, today, now, BATCH)
                                .call(passed -> each(
                                        passed,
                                        one -> escalated(
                                                connection, one, "objection", "/desk/objections/" + one.id(), now)))
                                .map(List::size))
                        .chain(objections -> all(connection -> repository
                                        .expire(connection, today, now, BATCH)
                                        .call(expired -> each(expired, one -> expired(connection, one, now)))
                                        .map(List::size))
                                .map(certificates -> cases + objections + certificates)));
    }

    /** Batch after batch, each in a transaction of its own, until one is not full. */
    private Uni<Integer> all(Function<SqlConnection, Uni<Integer>> batch) {
        return tx.write(batch)
                .chain(done ->
                        done < BATCH ? Uni.createFrom().item(done) : all(batch).map(more -> done + more));
    }

    private Uni<Void> escalated(
            SqlConnection connection, TermRepository.Passed passed, String what, String link, Instant now) {
        String level = passed.level();
        Audit.Deed deed = new Audit.Deed(
                now,
                null,
                null,
                null,
                what + "-escalate",
                "application",
                passed.applicationId().toString(),
                Map.of("level", String.valueOf(level), "due", passed.dueOn().toString()));
        return Audit.write(connection, deed)
                .chain(() -> level == null
                        ? Uni.createFrom().voidItem()
                        : packs.at(passed.packVersion())
                                .chain(pack -> inbox.tell(
                                        connection,
                                        pack.levelAbove(level).officers().stream()
                                                .map(role -> new Note(
                                                        Reader.officers(role, passed.countyCode()),
                                                        "note." + what + "-escalated",
                                                        List.of(
                                                                passed.nameZh(),
                                                                passed.dueOn().toString()),
                                                        link,
                                                        passed.id() + ":" + passed.dueOn()))
                                                .toList())));
    }

    private Uni<Void> expired(SqlConnection connection, TermRepository.Expired expired, Instant now) {
        return Audit.write(
                        connection,
                        new Audit.Deed(
                                now,
                                null,
                                null,
                                null,
                                "certificate-expire",
                                "certificate",
                                expired.id().toString(),
                                Map.of(
                                        "number",
                                        expired.number(),
                                        "validTo",
                                        expired.validTo().toString())))
                .chain(() -> inbox.tell(
                        connection,
                        new Note(
                                Reader.organisation(expired.organisationId()),
                                "note.certificate-expired",
                                List.of(expired.nameZh(), expired.validTo().toString()),
                                "/certificates/" + expired.number(),
                                expired.id() + ":" + expired.validTo())));
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> work) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (T item : items) {
            done = done.chain(() -> work.apply(item));
        }
        return done;
    }

    /** Tells the applicant's organisation what became of its case; inside the transaction of the decision. */
    static Note decided(Application application, DecisionOutcome outcome, UUID decisionId) {
        return new Note(
                Reader.organisation(application.organisationId),
                outcome == DecisionOutcome.RETURN ? "note.case-returned" : "note.case-decided",
                List.of(application.nameZh),
                "/desk/applications/" + application.id,
                decisionId.toString());
    }
}
