package org.bangxiao.partner;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.sale.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a partner's report: read as it comes, recorded in chunks, never held as a whole. The same report sent again
 * has no second effect; a delivery that broke off goes on where it stopped when it is sent again.
 */
@ApplicationScoped
public class Intake {
    private static final int LONGEST_REFERENCE = 200;

    /** @param replayed true where the report had been taken in before, byte for byte */
    public record Received(UUID batchId, boolean replayed) {}

    private final BatchRepository repository;
    private final RowResolver resolver;
    private final Sales sales;
    private final Running running;
    private final PartnerConfig config;
    private final BusinessClock clock;
    private final Tx tx;

    Intake(
            BatchRepository repository,
            RowResolver resolver,
            Sales sales,
            Running running,
            PartnerConfig config,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.resolver = resolver;
        this.sales = sales;
        this.running = running;
        this.config = config;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Fails with {@code idempotency-key-missing}, {@code idempotency-key-reused} (another content under the reference),
     * {@code batch-in-progress} (the same report is being taken in), {@code batch-too-many}, {@code batch-empty} or
     * {@code body-too-large}.
     *
     * @param reference the partner's own name of the report
     * @param body      rows as NDJSON, in pieces of any size
     */
    public Uni<Received> receive(UUID partnerId, @Nullable String reference, Multi<byte[]> body) {
        if (reference == null || reference.isBlank() || reference.length() > LONGEST_REFERENCE) {
            return Uni.createFrom().failure(PartnerProblems.referenceMissing());
        }
        String name = "partner:" + partnerId + ":" + reference;
        return running.within(
                partnerId,
                () -> tx.read(holder -> repository
                        .tryLock(holder, name)
                        .chain(locked -> locked
                                ? taken(partnerId, reference, body).eventually(() -> repository.unlock(holder, name))
                                : Uni.createFrom().failure(PartnerProblems.stillReceiving()))));
    }

    private Uni<Received> taken(UUID partnerId, String reference, Multi<byte[]> body) {
        return tx.write(connection -> repository.begin(connection, Ids.next(), partnerId, reference, clock.instant()))
                .chain(batch -> {
                    Delivery delivery = new Delivery(batch, config.chunkRows(), config.maxBodyBytes());
                    return body.onItem()
                            .transformToUniAndConcatenate(
                                    bytes -> recorded(partnerId, batch.id(), delivery.accept(bytes)))
                            .collect()
                            .last()
                            .chain(() -> recorded(partnerId, batch.id(), delivery.end()))
                            .chain(() -> finished(batch, delivery));
                });
    }

    private Uni<Received> finished(BatchRepository.Progress batch, Delivery delivery) {
        if (batch.done()) {
            return Uni.createFrom().item(new Received(batch.id(), true));
        }
        if (delivery.rowsDone() == 0) {
            return tx.write(connection -> repository.forget(connection, batch.id()))
                    .chain(() -> Uni.createFrom().failure(PartnerProblems.empty()));
        }
        return tx.write(connection ->
                        repository.finish(connection, batch.id(), delivery.digestSoFar(), clock.instant()))
                .replaceWith(new Received(batch.id(), false));
    }

    private Uni<Void> recorded(UUID partnerId, UUID batchId, List<Delivery.Chunk> chunks) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Delivery.Chunk chunk : chunks) {
            all = all.chain(() -> tx.write(connection -> recorded(connection, partnerId, batchId, chunk)));
        }
        return all;
    }

    private Uni<Void> recorded(SqlConnection connection, UUID partnerId, UUID batchId, Delivery.Chunk chunk) {
        return resolver.drafts(connection, "partner:" + partnerId, chunk.rows())
                .chain(drafts -> {
                    List<SaleDraft> good =
                            drafts.stream().filter(Objects::nonNull).toList();
                    return sales.takeIn(connection, good, "partner-batch:" + batchId)
                            .map(verdicts -> counted(batchId, chunk, drafts, verdicts));
                })
                .chain(counted -> repository.keep(connection, counted));
    }

    private static BatchRepository.Chunk counted(
            UUID batchId, Delivery.Chunk chunk, List<@Nullable SaleDraft> drafts, List<Verdict> verdicts) {
        List<BatchRepository.Refused> refused = new ArrayList<>();
        Long txId = null;
        int accepted = 0;
        int judged = 0;
        long grossFen = 0;
        for (int i = 0; i < drafts.size(); i++) {
            int rowNo = chunk.firstRow() + i;
            ReportedRow row = chunk.rows().get(i);
            if (drafts.get(i) == null) {
                String code = row.fault() == null ? "row-product-unknown" : row.fault();
                refused.add(
                        new BatchRepository.Refused(rowNo, row.externalId(), Verdict.Outcome.REJECTED.name(), code));
                continue;
            }
            Verdict verdict = verdicts.get(judged++);
            RecordedSale sale = verdict.sale();
            if (sale == null) {
                refused.add(new BatchRepository.Refused(
                        rowNo,
                        row.externalId(),
                        verdict.outcome().name(),
                        Objects.requireNonNullElse(verdict.code(), "sale-refused")));
            } else {
                accepted++;
                grossFen = Math.addExact(grossFen, row.grossFen());
                txId = sale.txId();
            }
        }
        return new BatchRepository.Chunk(
                batchId,
                chunk.firstRow(),
                chunk.firstRow() + drafts.size() - 1,
                txId,
                accepted,
                grossFen,
                refused,
                chunk.doneBytes(),
                chunk.sha256());
    }
}
