package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PayoutRules;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/**
 * Batches of payments from preparation to approval, by finance people of the area; auditors look on (RELIABILITY 2.10). What
 * goes to the bank and what comes back: {@link PayoutFiles}, {@link PayoutAnswers}.
 */
@ApplicationScoped
public class Payouts {
    private static final List<String> READERS = List.of(Role.FINANCE, Role.AUDITOR);
    /** How long an approval holds (RELIABILITY 5); the database says the same. */
    static final Duration APPROVAL_HOLDS = Duration.ofHours(24);

    private final PayoutRepository repository;
    private final PayoutViewRepository views;
    private final PayoutBooking booking;
    private final PayoutCourse course;
    private final PayoutConfig config;
    private final PolicyPacks packs;
    private final PinnedPacks pinned;
    private final BusinessClock clock;
    private final Tx tx;

    Payouts(
            PayoutRepository repository,
            PayoutViewRepository views,
            PayoutBooking booking,
            PayoutCourse course,
            PayoutConfig config,
            PolicyPacks packs,
            PinnedPacks pinned,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.views = views;
        this.booking = booking;
        this.course = course;
        this.config = config;
        this.packs = packs;
        this.pinned = pinned;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Drafts a batch of everybody of the area who has money at that bank and waits for no answer of it, villages' collectives
     * after the households. Fails with field
     * problems at {@code /area} and {@code /bank}, with {@code payout-nothing}, {@code payout-too-large} or
     * {@code payout-in-flight} where somebody else drafts the same at this moment.
     *
     * @param area six digits; null means the actor's own
     * @param bank its three digits in the national payment system
     */
    public Uni<PayoutView> prepare(Actor actor, @Nullable String area, String bank) {
        String code = area == null || area.isBlank() ? areaOf(actor) : area.strip();
        if (!code.matches("\\d{6}")) {
            throw Problem.field("/area", "field-invalid", code);
        }
        actor.requireArea(Role.FINANCE, code);
        PolicyPack pack = packs.forArea(code)
                .filter(found -> found.payouts() != null)
                .orElseThrow(() -> Problem.field("/area", "payout-area-unknown"));
        PayoutRules rules = rulesOf(pack);
        if (rules.bank(bank).isEmpty()) {
            throw Problem.field("/bank", "bank-code-invalid");
        }
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .open(connection, id, code, bank, pack.version(), actor, clock.instant())
                        .chain(() -> addItems(connection, id, new AreaCode(code).prefix(), bank))
                        .invoke(items -> {
                            if (items == 0) {
                                throw PayoutProblems.nothing();
                            }
                        })
                        .chain(() -> repository.addChunks(connection, id))
                        .chain(() -> repository.seal(connection, id, rules.secondApproverAboveFen()))
                        .invoke(fen -> {
                            if (fen > rules.refusedAboveFen()) {
                                throw PayoutProblems.tooLarge(rules.refusedAboveFen());
                            }
                        })
                        .chain(() -> audit(connection, actor, "payout-prepare", id, Map.of())))
                .onFailure()
                .transform(PayoutProblems::of)
                .chain(() -> view(id));
    }

    private Uni<Integer> addItems(SqlConnection connection, UUID id, String prefix, String bank) {
        return repository
                .addItems(connection, id, prefix, bank, config.mostItems(), config.chunkSize())
                .chain(households -> repository
                        .addVillages(connection, id, prefix, bank, households, config.mostItems(), config.chunkSize())
                        .map(villages -> households + villages));
    }

    /**
     * Takes an item out before the file is made; what it had set aside goes back to the household, and every approval is
     * void. Only for who prepared the batch ({@code payout-preparer-only}): whoever changes it is its maker.
     */
    public Uni<PayoutView> remove(Actor actor, UUID id, UUID item) {
        return change(actor, id, "payout-remove", (connection, batch) -> {
            requireState(batch, "DRAFT", "RESERVED", "APPROVED");
            if (!batch.preparedPerson().equals(actor.personId())) {
                throw PayoutProblems.preparerOnly();
            }
            return repository
                    .item(connection, id, item)
                    .map(found -> found.orElseThrow(Problem::notFound))
                    .chain(amount -> batch.in("DRAFT")
                            ? Uni.createFrom().nullItem()
                            : booking.back(connection, id, "remove:" + item, List.of(amount)))
                    .chain(posted -> repository.remove(connection, item, posted))
                    .chain(() -> edited(connection, batch));
        });
    }

    /** Sets the money aside; called again, it goes on where it was cut off. Fails with {@code ledger-account-overdrawn}. */
    public Uni<PayoutView> reserve(Actor actor, UUID id) {
        return reserve(actor, id, Integer.MAX_VALUE);
    }

    Uni<PayoutView> reserve(Actor actor, UUID id, int chunks) {
        return change(actor, id, "payout-reserve", (connection, batch) -> {
                    if (batch.items() == 0) {
                        throw PayoutProblems.nothing();
                    }
                    if (batch.in("RESERVING")) {
                        return Uni.createFrom().voidItem();
                    }
                    requireState(batch, "DRAFT");
                    return repository.state(connection, id, "RESERVING");
                })
                .chain(() -> course.work(id, chunks))
                .chain(() -> view(id));
    }

    /**
     * Another natural person puts a name to the content; a large sum takes two. Fails with {@code four-eyes},
     * {@code payout-beneficiary} for whose own household it pays, {@code payout-digest-mismatch} where the content is not
     * the one that was looked at, {@code payout-approved-already}, {@code payout-state}.
     */
    public Uni<PayoutView> approve(Actor actor, UUID id, String contentDigest) {
        return change(actor, id, "payout-approve", (connection, batch) -> {
            Instant now = clock.instant();
            boolean expired = expired(batch, now);
            if (!batch.in("APPROVED") || !expired) {
                requireState(batch, "RESERVED");
            }
            if (batch.items() == 0) {
                throw PayoutProblems.nothing();
            }
            if (!batch.contentDigest().equals(contentDigest)) {
                throw PayoutProblems.digestMismatch();
            }
            return repository
                    .voidApprovals(connection, id, now.minus(APPROVAL_HOLDS), now)
                    .chain(() -> repository.approve(connection, batch, actor, now))
                    .chain(() -> repository.approvals(connection, id))
                    .chain(found -> {
                        if (found.size() >= batch.approvalsNeeded()) {
                            return repository.approved(connection, id, found.get(0));
                        }
                        return expired
                                ? repository.state(connection, id, "RESERVED")
                                : Uni.createFrom().voidItem();
                    });
        });
    }

    /** Puts aside what has not been sent; money that was set aside goes back. Again after an interruption it goes on. */
    public Uni<PayoutView> cancel(Actor actor, UUID id) {
        return change(actor, id, "payout-cancel", (connection, batch) -> {
                    if (batch.in("CANCELLING")) {
                        return Uni.createFrom().voidItem();
                    }
                    requireState(batch, "DRAFT", "RESERVING", "RESERVED", "APPROVED");
                    // A draft goes the same way: its stretches hold nothing and are let go one by one.
                    return repository
                            .voidApprovals(connection, id, null, clock.instant())
                            .chain(() -> repository.state(connection, id, "CANCELLING"));
                })
                .chain(() -> course.work(id, Integer.MAX_VALUE))
                .chain(() -> view(id));
    }

    /** A batch; {@code not-found} outside the reader's area. */
    public Uni<PayoutView> find(Actor reader, UUID id) {
        return view(id).invoke(view -> requireReader(reader, view.areaCode()));
    }

    /** Batches of the reader's area, newest first. */
    public Uni<Page<PayoutView>> list(Actor reader, int before, int size) {
        int limit = Page.sizeOf(size);
        return tx.read(connection -> views.list(connection, reader.sightAs(READERS), before, limit + 1))
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.number())));
    }

    /** Its items by number, those of one state where one is named; masked. */
    public Uni<Page<PayoutView.Item>> items(Actor reader, UUID id, @Nullable String state, int after, int size) {
        int limit = Page.sizeOf(size);
        return find(reader, id)
                .chain(view -> tx.read(connection -> views.items(connection, id, state, after, limit + 1)))
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.number())));
    }

    /** What could be paid in the reader's area now, by bank. */
    public Uni<List<PayoutView.Due>> due(Actor reader) {
        return tx.read(connection -> views.due(connection, reader.sightAs(READERS)));
    }

    /** The bank's answers to a batch that were taken in, newest first. */
    public Uni<List<PayoutView.Answer>> answers(Actor reader, UUID id) {
        return find(reader, id).chain(view -> tx.read(connection -> views.answers(connection, id)));
    }

    /** What held for the batch when it was prepared. */
    Uni<PayoutRules> rules(PayoutBatch batch) {
        return pinned.at(batch.packVersion()).map(Payouts::rulesOf);
    }

    Uni<PayoutView> view(UUID id) {
        return tx.read(connection -> views.find(connection, id)).map(found -> found.orElseThrow(Problem::notFound));
    }

    Uni<PayoutView> change(Actor actor, UUID id, String deed, BiFunction<SqlConnection, PayoutBatch, Uni<Void>> work) {
        return tx.write(connection -> repository
                        .lock(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(batch -> actor.requireArea(Role.FINANCE, batch.areaCode()))
                        .chain(batch -> work.apply(connection, batch))
                        .chain(() -> audit(connection, actor, deed, id, Map.of())))
                .onFailure()
                .transform(PayoutProblems::of)
                .chain(() -> view(id));
    }

    Uni<Void> audit(SqlConnection connection, Actor actor, String deed, UUID id, Map<String, Object> detail) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        Role.FINANCE,
                        deed,
                        "payout",
                        id.toString(),
                        detail));
    }

    static boolean expired(PayoutBatch batch, Instant now) {
        Instant approved = batch.approvedAt();
        return approved != null && now.isAfter(approved.plus(APPROVAL_HOLDS));
    }

    static void requireState(PayoutBatch batch, String... states) {
        if (!batch.in(states)) {
            throw PayoutProblems.wrongState(batch.state());
        }
    }

    private Uni<Void> edited(SqlConnection connection, PayoutBatch batch) {
        return repository
                .voidApprovals(connection, batch.id(), null, clock.instant())
                .chain(() -> batch.in("APPROVED")
                        ? repository.state(connection, batch.id(), "RESERVED")
                        : Uni.createFrom().voidItem())
                .chain(() -> rules(batch))
                .chain(rules -> repository.seal(connection, batch.id(), rules.secondApproverAboveFen()))
                .replaceWithVoid();
    }

    private static PayoutRules rulesOf(PolicyPack pack) {
        PayoutRules rules = pack.payouts();
        if (rules == null) {
            throw Problem.notFound();
        }
        return rules;
    }

    private static String areaOf(Actor actor) {
        return actor.areaAs(Role.FINANCE)
                .map(AreaCode::value)
                .orElseThrow(() -> Problem.field("/area", "field-required"));
    }

    private static void requireReader(Actor reader, String area) {
        if (!reader.actsIn(Role.FINANCE, area) && !reader.actsIn(Role.AUDITOR, area)) {
            throw Problem.notFound();
        }
    }
}
