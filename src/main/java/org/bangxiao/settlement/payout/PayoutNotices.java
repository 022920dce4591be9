package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The village's side of a payout: its list hangs out, objections are written down and answered, and households say that the
 * money is there. A village officer acts for people without an account; the trail says so.
 */
@ApplicationScoped
public class PayoutNotices {
    /** Who may read a village's list, each in its area. */
    static final List<String> READERS = List.of(Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR);

    private static final Set<String> HOW = Set.of("IN_PERSON", "PHONE");
    private static final Set<String> WHO = Set.of("HEAD", "MEMBER");
    private static final int SHORTEST = 5;
    private static final int LONGEST = 1_000;

    private final PayoutNoticeRepository repository;
    private final PayoutRepository batches;
    private final Payouts payouts;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    PayoutNotices(
            PayoutNoticeRepository repository,
            PayoutRepository batches,
            Payouts payouts,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.batches = batches;
        this.payouts = payouts;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /** The lists of the reader's area, posted or to be posted, newest batch first; without their lines. */
    public Uni<Page<PayoutNotice>> list(Actor reader, String cursor, int size) {
        int limit = Page.sizeOf(size);
        int before = Integer.MAX_VALUE;
        String after = "";
        if (!cursor.isEmpty()) {
            if (!cursor.matches("\\d{1,9}-\\d{12}")) {
                throw Problem.field("/cursor", "field-invalid", cursor);
            }
            before = Integer.parseInt(cursor.substring(0, cursor.indexOf('-')));
            after = cursor.substring(cursor.indexOf('-') + 1);
        }
        int number = before;
        String village = after;
        return tx.read(connection -> repository.list(connection, reader.sightAs(READERS), number, village, limit + 1))
                .map(found -> Page.of(found, limit, last -> last.batchNumber() + "-" + last.villageCode()));
    }

    /** A village's list with its lines and objections; {@code not-found} outside the reader's area. */
    public Uni<PayoutNotice> find(Actor reader, UUID batch, String village) {
        requireReader(reader, village);
        return tx.read(connection -> repository
                .find(connection, batch, village)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(notice -> repository
                        .lines(connection, batch, village)
                        .chain(lines ->
                                objections(connection, reader, notice.id()).map(said -> notice.with(lines, said)))));
    }

    /**
     * Hangs the list out from today for the days of the policy pack. Fails with {@code payout-notice-posted}, or
     * {@code not-found} outside the village officer's area or before money was set aside.
     */
    public Uni<PayoutNotice> post(Actor officer, UUID batch, String village) {
        requireVillage(officer, village);
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .find(connection, batch, village)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(() -> batches.find(connection, batch))
                        .chain(found -> payouts.rules(found.orElseThrow(Problem::notFound)))
                        .chain(rules -> {
                            LocalDate today = clock.today();
                            LocalDate ends = today.plusDays(rules.noticeDays());
                            return repository.post(
                                    connection, id, batch, village, today, ends, officer, clock.instant());
                        })
                        .chain(() ->
                                audit(connection, officer, "payout-notice-post", batch, Map.of("village", village))))
                .onFailure(failure -> SqlState.violates(failure, "settlement_payout_notice_once"))
                .transform(failure -> Problem.of(Kind.CONFLICT, "payout-notice-posted"))
                .chain(() -> find(officer, batch, village));
    }

    /**
     * Writes down what somebody says against the list while it hangs out. Until it is answered the batch is not sent. Field
     * problem {@code payout-objection-text}; {@code payout-notice-over}.
     */
    public Uni<PayoutNotice> object(Actor officer, UUID batch, String village, String text) {
        requireVillage(officer, village);
        checkText(text);
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .find(connection, batch, village)
                        .map(found ->
                                found.filter(notice -> notice.id() != null).orElseThrow(Problem::notFound))
                        .invoke(notice -> {
                            LocalDate ends = notice.endsOn();
                            if (ends == null || clock.today().isAfter(ends)) {
                                throw Problem.of(Kind.CONFLICT, "payout-notice-over");
                            }
                        })
                        .chain(notice -> repository.object(
                                connection,
                                id,
                                Objects.requireNonNull(notice.id()),
                                secrets.encrypt(text.strip(), place(id, "text")),
                                officer,
                                clock.instant()))
                        .chain(() ->
                                audit(connection, officer, "payout-object", batch, Map.of("objection", id.toString()))))
                .chain(() -> find(officer, batch, village));
    }

    /**
     * An officer of the county who did not write it down answers. Fails with {@code four-eyes},
     * {@code payout-objection-answered}, {@code not-found}.
     */
    public Uni<PayoutNotice> answer(Actor officer, UUID objection, String text) {
        checkText(text);
        return tx.write(connection -> repository
                        .objection(connection, objection)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(place -> officer.requireArea(Role.COUNTY_OFFICER, place.villageCode()))
                        .invoke(place -> {
                            if (!place.state().equals("OPEN")) {
                                throw Problem.of(Kind.CONFLICT, "payout-objection-answered");
                            }
                        })
                        .call(() -> repository.answer(
                                connection,
                                objection,
                                secrets.encrypt(text.strip(), place(objection, "answer")),
                                officer,
                                clock.instant()))
                        .call(place -> audit(
                                connection,
                                officer,
                                "payout-objection-answer",
                                place.batchId(),
                                Map.of("objection", objection.toString()))))
                .onFailure(failure -> SqlState.violates(failure, "settlement_payout_objection_four_eyes"))
                .transform(failure -> Problem.of(Kind.CONFLICT, "four-eyes"))
                .chain(place -> find(officer, place.batchId(), place.villageCode()));
    }

    /**
     * A household of the officer's village said that the money is there: the officer writes it down for it. Fails with
     * {@code payout-not-paid}, {@code payout-acknowledged} where it was written down before.
     *
     * @param how IN_PERSON or PHONE
     * @param who HEAD or MEMBER of the household
     */
    public Uni<PayoutNotice> acknowledge(Actor officer, UUID item, String how, String who) {
        if (!HOW.contains(how)) {
            throw Problem.field("/how", "field-invalid", how);
        }
        if (!WHO.contains(who)) {
            throw Problem.field("/who", "field-invalid", who);
        }
        return tx.write(connection -> repository
                        .item(connection, item)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(place -> requireVillage(officer, place.villageCode()))
                        .invoke(place -> {
                            if (!place.state().equals("PAID")) {
                                throw Problem.of(Kind.CONFLICT, "payout-not-paid");
                            }
                        })
                        .call(() -> repository
                                .acknowledge(connection, item, how, who, officer, clock.instant())
                                .invoke(fresh -> {
                                    if (!fresh) {
                                        throw Problem.of(Kind.CONFLICT, "payout-acknowledged");
                                    }
                                }))
                        .call(place -> audit(
                                connection,
                                officer,
                                "payout-acknowledge",
                                place.batchId(),
                                Map.of("item", item.toString(), "actingFor", "household", "how", how, "who", who))))
                .chain(place -> find(officer, place.batchId(), place.villageCode()));
    }

    private Uni<List<PayoutNotice.Objection>> objections(
            SqlConnection connection, Actor reader, @Nullable UUID notice) {
        return notice == null
                ? Uni.createFrom().item(List.of())
                : repository
                        .objections(connection, notice)
                        .map(found ->
                                found.stream().map(kept -> opened(kept, reader)).toList());
    }

    private PayoutNotice.Objection opened(PayoutNoticeRepository.SealedObjection kept, Actor reader) {
        Buffer answer = kept.answer();
        return new PayoutNotice.Objection(
                kept.id(),
                secrets.decrypt(kept.text().getBytes(), place(kept.id(), "text")),
                kept.enteredAt(),
                answer == null ? null : secrets.decrypt(answer.getBytes(), place(kept.id(), "answer")),
                kept.answeredAt(),
                kept.person().equals(reader.personId()));
    }

    private Uni<Void> audit(
            SqlConnection connection, Actor actor, String deed, UUID batch, Map<String, Object> detail) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        deed.equals("payout-objection-answer") ? Role.COUNTY_OFFICER : Role.VILLAGE_OFFICER,
                        deed,
                        "payout",
                        batch.toString(),
                        detail));
    }

    private static String place(UUID objection, String field) {
        return "payout-objection:" + objection + ":" + field;
    }

    private static void checkText(String text) {
        int length = text.strip().length();
        if (length < SHORTEST || length > LONGEST) {
            throw Problem.field("/text", "payout-objection-text", SHORTEST, LONGEST);
        }
    }

    private static void requireVillage(Actor officer, String village) {
        if (!village.matches("\\d{12}")) {
            throw Problem.notFound();
        }
        officer.requireArea(Role.VILLAGE_OFFICER, village);
    }

    private static void requireReader(Actor reader, String village) {
        if (!village.matches("\\d{12}") || READERS.stream().noneMatch(role -> reader.actsIn(role, village))) {
            throw Problem.notFound();
        }
    }
}
