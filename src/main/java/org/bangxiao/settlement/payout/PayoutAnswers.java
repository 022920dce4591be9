package org.bangxiao.settlement.payout;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Leftovers;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.BankFormat;
import org.bangxiao.settlement.payout.PayoutAnswerRepository.Due;
import org.bangxiao.settlement.payout.PayoutAnswerRepository.Known;
import org.bangxiao.settlement.payout.PayoutRepository.Amount;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a bank answers: the file is believed whole or not at all, and booked stretch by stretch. The same file again
 * changes nothing. What the bank does not name stays on its way and is never sent again by itself (RELIABILITY 2.10).
 */
@ApplicationScoped
public class PayoutAnswers {
    private static final int LONGEST_NAME = 200;

    private final PayoutRepository batches;
    private final PayoutAnswerRepository repository;
    private final PayoutBooking booking;
    private final Payouts payouts;
    private final PayoutConfig config;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;

    PayoutAnswers(
            PayoutRepository batches,
            PayoutAnswerRepository repository,
            PayoutBooking booking,
            Payouts payouts,
            PayoutConfig config,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.batches = batches;
        this.repository = repository;
        this.booking = booking;
        this.payouts = payouts;
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /** A row beside what we know of its item. */
    private record Judged(PayoutAnswerRepository.Counts counts, List<BankAnswer.Row> news) {}

    /**
     * Takes in a file. Problems at {@code /file} and {@code /rows/<line>}: those of {@link BankAnswer#read},
     * {@code payout-answer-item-unknown}, {@code payout-answer-item-twice}, {@code payout-answer-amount-differs},
     * {@code payout-answer-conflict} where it says something else than before; {@code payout-answer-running} while another
     * file of the batch is being booked, {@code payout-state} before the batch was sent.
     */
    public Uni<PayoutView.Answer> take(Actor actor, UUID id, String fileName, byte[] file) {
        return take(actor, id, fileName, file, Integer.MAX_VALUE);
    }

    Uni<PayoutView.Answer> take(Actor actor, UUID id, String fileName, byte[] file, int chunks) {
        byte[] sha256 = Digests.sha256(file);
        return tx.write(connection -> batches.lock(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(batch -> actor.requireArea(Role.FINANCE, batch.areaCode()))
                        .chain(batch -> repository
                                .bySha(connection, id, sha256)
                                .chain(known -> known.isPresent()
                                        ? Uni.createFrom().item(known.get())
                                        : takeIn(connection, actor, batch, name(fileName), file, sha256))))
                .onFailure()
                .transform(PayoutProblems::of)
                .chain(answer -> work(answer.id(), chunks)
                        .chain(() -> tx.read(connection -> repository.find(connection, answer.id(), answer.replayed())))
                        .map(found -> found.orElseThrow(Problem::notFound)));
    }

    /** What a crash cut off goes on by itself. */
    @Scheduled(
            every = "30s",
            delayed = "30s",
            identity = "payout-answer-resume",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> resume() {
        return tx.read(repository::unfinished)
                .chain(ids -> Leftovers.takeUp("answer of a bank", ids, id -> work(id, Integer.MAX_VALUE)));
    }

    private Uni<PayoutView.Answer> takeIn(
            SqlConnection connection, Actor actor, PayoutBatch batch, String name, byte[] file, byte[] sha256) {
        Payouts.requireState(batch, "SENT", "CLOSED");
        UUID result = Ids.next();
        return repository
                .taking(connection, batch.id())
                .invoke(running -> {
                    if (running) {
                        throw PayoutProblems.takingAnother();
                    }
                })
                .chain(() -> payouts.rules(batch))
                .chain(rules -> read(PayoutFiles.formatOf(rules, batch), file, batch.reference()))
                .chain(rows -> repository
                        .items(
                                connection,
                                batch.id(),
                                rows.stream().map(BankAnswer.Row::item).toList())
                        .map(items -> judged(rows, items)))
                .chain(judged -> repository
                        .keep(
                                connection,
                                result,
                                batch.id(),
                                sha256,
                                name,
                                secrets.encrypt(file, "payout-result:" + result),
                                judged.counts(),
                                actor,
                                clock.instant())
                        .chain(() -> repository.addRows(connection, result, judged.news(), config.chunkSize())))
                .chain(() -> payouts.audit(
                        connection, actor, "payout-answer", batch.id(), Map.of("result", result.toString())))
                .chain(() -> repository.find(connection, result, false))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Uni<List<BankAnswer.Row>> read(BankFormat format, byte[] file, String reference) {
        return Uni.createFrom()
                .item(() -> BankAnswer.read(format, file, reference))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Judged judged(List<BankAnswer.Row> rows, Map<UUID, Known> items) {
        List<Problem.FieldError> faults = new ArrayList<>();
        List<BankAnswer.Row> news = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        int known = 0;
        for (BankAnswer.Row row : rows) {
            Known item = items.get(row.item());
            String fault = fault(row, item, seen.add(row.item()));
            if (fault != null || item == null) {
                faults.add(BankAnswer.fault(row.line(), String.valueOf(fault)));
            } else if (item.state().equals("PENDING") || movesOn(row, item)) {
                news.add(item.state().equals("PENDING") && row.outcome().equals("RETURNED") ? failed(row) : row);
            } else {
                known++;
            }
        }
        BankAnswer.refuse(faults);
        return new Judged(
                new PayoutAnswerRepository.Counts(
                        rows.size(), count(news, "PAID"), count(news, "FAILED"), count(news, "RETURNED"), known),
                news);
    }

    private static @Nullable String fault(BankAnswer.Row row, @Nullable Known item, boolean first) {
        if (item == null) {
            return "payout-answer-item-unknown";
        }
        if (!first) {
            return "payout-answer-item-twice";
        }
        if (item.fen() != row.fen()) {
            return "payout-answer-amount-differs";
        }
        boolean same = item.state().equals(row.outcome());
        // An old file may still say of a payment that it arrived after it came back.
        boolean old = (item.state().equals("RETURNED") && row.outcome().equals("PAID"))
                || (item.state().equals("FAILED") && row.outcome().equals("RETURNED"));
        return item.state().equals("PENDING") || movesOn(row, item) || same || old ? null : "payout-answer-conflict";
    }

    private static boolean movesOn(BankAnswer.Row row, Known item) {
        return item.state().equals("PAID") && row.outcome().equals("RETURNED");
    }

    /** What came back before we heard that it had arrived never left for us. */
    private static BankAnswer.Row failed(BankAnswer.Row row) {
        return new BankAnswer.Row(row.line(), row.item(), row.fen(), "FAILED", row.reason());
    }

    private static int count(List<BankAnswer.Row> rows, String outcome) {
        return (int) rows.stream().filter(row -> row.outcome().equals(outcome)).count();
    }

    /** Books what is not booked yet, at most so many stretches; closes the batch where nobody is left to answer for. */
    private Uni<Void> work(UUID result, int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return tx.write(connection -> one(connection, result))
                .chain(worked ->
                        worked ? work(result, left - 1) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> one(SqlConnection connection, UUID result) {
        return repository.batchOf(connection, result).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            UUID batch = found.get();
            // One at a time: whoever comes second finds the stretch booked.
            return batches.lock(connection, batch)
                    .chain(locked -> repository.nextChunk(connection, result))
                    .chain(chunk -> chunk == null
                            ? repository
                                    .finish(connection, result, clock.instant())
                                    .chain(() -> batches.closeAnswered(connection, batch, clock.instant()))
                                    .replaceWith(false)
                            : book(connection, batch, result, chunk).replaceWith(true));
        });
    }

    private Uni<Void> book(SqlConnection connection, UUID batch, UUID result, int chunk) {
        String key = "result:" + result + ":" + chunk + ":";
        return repository
                .due(connection, result, chunk)
                .chain(due -> outcome(
                                connection,
                                result,
                                chunk,
                                "PAID",
                                due,
                                amounts -> booking.paid(connection, batch, key + "paid", amounts))
                        .chain(() -> outcome(
                                connection,
                                result,
                                chunk,
                                "FAILED",
                                due,
                                amounts -> booking.back(connection, batch, key + "failed", amounts)))
                        .chain(() -> outcome(
                                connection,
                                result,
                                chunk,
                                "RETURNED",
                                due,
                                amounts -> booking.returned(connection, batch, key + "returned", amounts)))
                        .chain(() -> repository.done(connection, result, chunk)));
    }

    private Uni<Void> outcome(
            SqlConnection connection,
            UUID result,
            int chunk,
            String outcome,
            List<Due> due,
            Function<List<Amount>, Uni<Long>> post) {
        List<Amount> amounts = due.stream()
                .filter(row -> row.outcome().equals(outcome))
                .map(row -> new Amount(row.accountId(), row.fen()))
                .toList();
        if (amounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return post.apply(amounts)
                .chain(posted -> repository.settle(connection, result, chunk, outcome, posted, now))
                .invoke(moved -> {
                    if (moved != amounts.size()) {
                        throw PayoutProblems.digestMismatch();
                    }
                })
                .replaceWithVoid();
    }

    private static String name(String given) {
        String clean = given.replaceAll("\\p{Cntrl}", "");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME));
    }
}
