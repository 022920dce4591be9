package org.bangxiao.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.partner.BatchReport.RowAnswer;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Confirmations;
import org.bangxiao.sale.RecordedSales;
import org.bangxiao.sale.Verdict;
import org.bangxiao.sale.Withdrawals;
import org.jspecify.annotations.Nullable;

/** What became of partners' reports, row by row, and the suppliers' word on them. */
@ApplicationScoped
public class Batches {
    /** The most answers given at once. */
    static final int ANSWERS = 1_000;

    /** The most sales that are taken back at once. */
    static final int MOST_WITHDRAWN = 100;

    private static final int REASON_MAX = 200;

    /** A report with a supplier's sales in it that wait for its word. */
    public record Waiting(
            BatchReport batch, OrganisationView.Name supplier, UUID supplierId, long sales, long grossFen) {}

    private final BatchReadingRepository repository;
    private final RecordedSales recorded;
    private final Confirmations confirmations;
    private final Withdrawals withdrawals;
    private final Organisations organisations;
    private final BusinessClock clock;
    private final Tx tx;

    Batches(
            BatchReadingRepository repository,
            RecordedSales recorded,
            Confirmations confirmations,
            Withdrawals withdrawals,
            Organisations organisations,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.recorded = recorded;
        this.confirmations = confirmations;
        this.withdrawals = withdrawals;
        this.organisations = organisations;
        this.clock = clock;
        this.tx = tx;
    }

    /** A partner's reports, newest first, without their answers. */
    public Uni<Page<BatchReport>> list(UUID partnerId, @Nullable UUID cursor, int size) {
        int limit = Page.sizeOf(size);
        return tx.read(connection -> repository.page(connection, partnerId, cursor, limit + 1))
                .map(found -> Page.of(found, limit, last -> last.id().toString()));
    }

    /** The report with its first answers, or {@code not-found}. */
    public Uni<BatchReport> report(UUID partnerId, UUID batchId) {
        return tx.read(connection -> find(connection, partnerId, batchId)
                .chain(batch -> answers(connection, batch, 0, ANSWERS).map(answers -> {
                    int last = answers.isEmpty()
                            ? 0
                            : answers.get(answers.size() - 1).row();
                    String next = "/api/partners/" + partnerId + "/batches/" + batchId + "/rows?cursor=" + last;
                    return batch.with(answers, last < batch.rows() ? next : null);
                })));
    }

    /** The answers to the rows behind a row, in order; {@code next} is the last row given. */
    public Uni<Page<RowAnswer>> answers(UUID partnerId, UUID batchId, int after, int size) {
        int limit = Math.max(1, Math.min(size, ANSWERS));
        return tx.read(connection -> find(connection, partnerId, batchId)
                .chain(batch -> answers(connection, batch, after, limit).map(answers -> {
                    int last = answers.isEmpty()
                            ? batch.rows()
                            : answers.get(answers.size() - 1).row();
                    return new Page<>(answers, last < batch.rows() ? Integer.toString(last) : null, batch.rows());
                })));
    }

    /** Only the rows that were not accepted, behind a row. */
    public Uni<Page<RowAnswer>> refused(UUID partnerId, UUID batchId, int after, int limit) {
        return tx.read(connection -> find(connection, partnerId, batchId)
                .chain(batch -> repository
                        .refused(connection, batchId, after, batch.rows(), limit + 1)
                        .map(rows -> Page.of(
                                rows, limit, last -> Integer.toString(last.row()), batch.rows() - batch.accepted()))));
    }

    /**
     * The reports that hold sales of the supplier which it has not confirmed yet, newest first; for an agent those of its
     * suppliers too, where it has a mandate for every product of theirs in the report.
     */
    public Uni<List<Waiting>> waitingFor(Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> recorded.waitingFor(connection, organisation, clock.today())
                .chain(waiting -> repository
                        .ofTransactions(
                                connection,
                                waiting.stream()
                                        .map(RecordedSales.Waiting::txId)
                                        .toList())
                        .chain(batches -> organisations
                                .names(
                                        connection,
                                        waiting.stream()
                                                .map(RecordedSales.Waiting::organisationId)
                                                .collect(Collectors.toSet()))
                                .map(names -> merged(waiting, batches, names)))));
    }

    /** A supplier's word on its own sales of a report. */
    public Uni<Confirmations.Confirmation> confirm(UUID partnerId, UUID batchId, Actor supplier) {
        return confirm(partnerId, batchId, supplier, null);
    }

    /**
     * The word, the supplier's own or its agent's, that its sales of a report were delivered: they become payable.
     * {@code not-found} where the report has none of its sales, or some of a product that the agent has no mandate for;
     * {@code sale-nothing-to-confirm} where the word was given already.
     *
     * @param of the supplier; null for the actor's own
     */
    public Uni<Confirmations.Confirmation> confirm(UUID partnerId, UUID batchId, Actor supplier, @Nullable UUID of) {
        UUID own = supplier.requireOrganisationAs(Role.SUPPLIER);
        UUID organisation = of == null ? own : of;
        return tx.write(connection -> find(connection, partnerId, batchId)
                .invoke(batch -> {
                    if (!batch.state().equals("DONE")) {
                        throw PartnerProblems.stillReceiving();
                    }
                })
                .chain(() -> repository.transactions(connection, batchId))
                .call(txIds -> recorded.mandated(connection, txIds, organisation, own, clock.today())
                        .invoke(mandated -> {
                            if (!mandated) {
                                throw Problem.notFound();
                            }
                        }))
                .chain(txIds -> confirmations.confirm(
                        connection, txIds, organisation, batchId.toString(), supplier.accountId()))
                .call(done -> repository.confirm(
                        connection,
                        batchId,
                        organisation,
                        supplier.accountId(),
                        clock.instant(),
                        done.sales(),
                        done.movedFen(),
                        done.txId()))
                .call(done -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                supplier.accountId(),
                                supplier.personId(),
                                Role.SUPPLIER,
                                "batch-confirm",
                                "partner-batch",
                                batchId.toString(),
                                Map.of(
                                        "supplier",
                                        organisation.toString(),
                                        "sales",
                                        done.sales(),
                                        "movedFen",
                                        done.movedFen())))));
    }

    /**
     * Takes back sales that the partner reported by mistake, all or none, while their suppliers have not confirmed them.
     * Fails with {@code sale-not-withdrawable}, or at the fields {@code externalIds} and {@code reason}.
     *
     * @param written the partner's own names of the sales
     */
    public Uni<Withdrawals.Withdrawn> withdraw(
            UUID partnerId, Actor partner, Collection<String> written, @Nullable String reason) {
        Set<String> ids = written.stream()
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        String why = reason == null ? "" : reason.strip();
        List<Problem.FieldError> faults = new ArrayList<>();
        if (ids.isEmpty() || ids.size() > MOST_WITHDRAWN) {
            faults.add(new Problem.FieldError(
                    "/externalIds", ids.isEmpty() ? "field-required" : "withdrawal-too-many", List.of(MOST_WITHDRAWN)));
        }
        if (why.isEmpty() || why.length() > REASON_MAX) {
            faults.add(new Problem.FieldError(
                    "/reason", why.isEmpty() ? "field-required" : "field-too-long", List.of(REASON_MAX)));
        }
        if (!faults.isEmpty()) {
            return Uni.createFrom().failure(Problem.fields(faults));
        }
        return tx.write(connection -> withdrawals
                .withdraw(
                        connection,
                        "partner:" + partnerId,
                        ids,
                        partner.accountId().toString())
                .call(done -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                partner.accountId(),
                                partner.personId(),
                                Role.PARTNER,
                                "sales-withdraw",
                                "partner",
                                partnerId.toString(),
                                Map.of("sales", done.sales(), "grossFen", done.grossFen(), "reason", why)))));
    }

    private Uni<BatchReport> find(SqlConnection connection, UUID partnerId, UUID batchId) {
        return repository.find(connection, partnerId, batchId).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Accepted rows are not kept one by one: they are the rows of a stretch that were not refused, in the sales' order. */
    private Uni<List<RowAnswer>> answers(SqlConnection connection, BatchReport batch, int after, int limit) {
        return repository.stretchAfter(connection, batch.id(), after).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            BatchReadingRepository.Stretch stretch = found.get();
            int from = Math.max(after, stretch.firstRow() - 1);
            int upTo = Math.min(stretch.lastRow(), from + limit);
            return repository
                    .refusedUpTo(connection, batch.id(), stretch.firstRow(), from)
                    .chain(refusedBefore -> repository
                            .refused(connection, batch.id(), from, upTo, limit)
                            .chain(refused -> accepted(
                                            connection, stretch, from + 1 - stretch.firstRow() - refusedBefore, limit)
                                    .map(accepted -> inOrder(from, upTo, refused, accepted))));
        });
    }

    private Uni<List<RecordedSales.Named>> accepted(
            SqlConnection connection, BatchReadingRepository.Stretch stretch, int position, int limit) {
        Long txId = stretch.txId();
        return txId == null
                ? Uni.createFrom().item(List.of())
                : recorded.inTransaction(connection, txId, position, limit);
    }

    private static List<RowAnswer> inOrder(
            int from, int upTo, List<RowAnswer> refused, List<RecordedSales.Named> accepted) {
        List<RowAnswer> answers = new ArrayList<>(upTo - from);
        int nextRefused = 0;
        int nextAccepted = 0;
        for (int row = from + 1; row <= upTo; row++) {
            if (nextRefused < refused.size() && refused.get(nextRefused).row() == row) {
                answers.add(refused.get(nextRefused++));
            } else {
                RecordedSales.Named sale = accepted.get(nextAccepted++);
                answers.add(new RowAnswer(row, sale.externalId(), Verdict.Outcome.ACCEPTED, null, sale.id()));
            }
        }
        return answers;
    }

    /** A supplier's sales of one report. */
    private record Share(UUID batchId, UUID supplierId) {}

    private static List<Waiting> merged(
            List<RecordedSales.Waiting> waiting,
            Map<Long, BatchReport> batches,
            Map<UUID, OrganisationView.Name> names) {
        Map<Share, Waiting> merged = new LinkedHashMap<>();
        Set<Share> notWhole = new HashSet<>();
        for (RecordedSales.Waiting some : waiting) {
            BatchReport batch = batches.get(some.txId());
            if (batch != null) {
                UUID supplier = some.organisationId();
                Share share = new Share(batch.id(), supplier);
                if (!some.whole()) {
                    notWhole.add(share);
                }
                merged.merge(
                        share,
                        new Waiting(
                                batch,
                                Objects.requireNonNull(names.get(supplier)),
                                supplier,
                                some.sales(),
                                some.grossFen()),
                        (a, b) -> new Waiting(
                                Objects.requireNonNull(a.batch()),
                                Objects.requireNonNull(a.supplier()),
                                Objects.requireNonNull(a.supplierId()),
                                a.sales() + b.sales(),
                                Math.addExact(a.grossFen(), b.grossFen())));
            }
        }
        merged.keySet().removeAll(notWhole);
        return List.copyOf(merged.values());
    }
}
