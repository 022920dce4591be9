package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.bangxiao.catalogue.Leg;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Corrects sales that were recorded with a wrong quantity or amount. Nothing in the books is changed: the wrong sale is
 * reversed whole and recorded anew with its day, its door and the terms of its day, the two linked one to one, with a reason
 * and by two natural persons. What buyers of the shop paid is corrected by refunds, for their money moves as well.
 */
@ApplicationScoped
public class Corrections {
    private static final List<String> READERS = List.of(Role.FINANCE, Role.AUDITOR);
    static final int SHORTEST_REASON = 5;
    static final int LONGEST_REASON = 200;
    private static final String RETAIL = "retail";
    private static final String SOURCE = "correction";

    private final CorrectionRepository repository;
    private final RecordedSaleRepository recorded;
    private final Refunds refunds;
    private final Sales sales;
    private final SaleFacts facts;
    private final BusinessClock clock;
    private final Tx tx;

    Corrections(
            CorrectionRepository repository,
            RecordedSaleRepository recorded,
            Refunds refunds,
            Sales sales,
            SaleFacts facts,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.recorded = recorded;
        this.refunds = refunds;
        this.sales = sales;
        this.facts = facts;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Says what is right. Fails with the field problems {@code sale-unknown}, {@code sale-quantity-invalid},
     * {@code sale-gross-invalid}, {@code correction-reason}, {@code correction-changes-nothing}, and with
     * {@code correction-of-order}, {@code sale-not-counted}, {@code correction-after-refund} or {@code correction-waits}
     * where the sale cannot be corrected.
     *
     * @return the correction's id
     */
    public Uni<UUID> ask(Actor finance, UUID saleId, Correction.Figures right, String reason) {
        if (right.quantity() < 1 || right.quantity() > SaleDraft.MOST_UNITS) {
            throw Problem.field("/quantity", "sale-quantity-invalid");
        }
        if (right.grossFen() < 1 || right.grossFen() > SaleDraft.MOST_FEN) {
            throw Problem.field("/grossFen", "sale-gross-invalid");
        }
        String why = reason.strip();
        if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON) {
            throw Problem.field("/reason", "correction-reason", SHORTEST_REASON, LONGEST_REASON);
        }
        UUID id = Ids.next();
        return tx.write(connection -> repository
                        .areaOf(connection, saleId)
                        .invoke(area -> {
                            if (area.filter(code -> finance.actsIn(Role.FINANCE, code))
                                    .isEmpty()) {
                                throw Problem.field("/saleId", "sale-unknown");
                            }
                        })
                        .chain(() -> recorded.find(connection, saleId))
                        .invoke(sale -> requireCorrectable(sale.orElseThrow(Problem::notFound), right))
                        .chain(() -> repository.ask(connection, id, saleId, right, why, finance, clock.instant()))
                        .chain(() -> audit(connection, finance, "correction-ask", saleId, id)))
                .onFailure()
                .transform(Corrections::said)
                .replaceWith(id);
    }

    /**
     * Another natural person lets it be done: all of the wrong sale goes back and what is right is recorded, in one
     * transaction. Fails with {@code four-eyes}, {@code correction-decided}, {@code correction-after-refund}, and as recording
     * a sale does.
     */
    public Uni<Void> approve(Actor finance, UUID id) {
        return decide(
                finance,
                id,
                (connection, open) -> recorded.find(connection, open.saleId())
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(sale -> requireCorrectable(sale, open.right()))
                        .chain(sale -> refunds.refund(
                                        connection,
                                        List.of(back(sale, id)),
                                        finance.accountId().toString())
                                .chain(taken -> sales.record(connection, List.of(anew(sale, id, open.right())))
                                        .chain(booked -> repository.approve(
                                                connection,
                                                id,
                                                booked.get(0).id(),
                                                taken.get(0).id(),
                                                finance,
                                                clock.instant()))))
                        .chain(() -> audit(connection, finance, "correction-approve", open.saleId(), id)));
    }

    /** It stays as it was recorded; whoever asked may take it back like this too. */
    public Uni<Void> refuse(Actor finance, UUID id) {
        return decide(
                finance,
                id,
                (connection, open) -> repository
                        .refuse(connection, id, finance, clock.instant())
                        .chain(() -> audit(connection, finance, "correction-refuse", open.saleId(), id)));
    }

    /** Corrections of the reader's area, the newest first. */
    public Uni<Page<Correction>> list(Actor reader, @Nullable String cursor, int size) {
        int limit = Page.sizeOf(size);
        long before = Page.numberOf(cursor, Long.MAX_VALUE, Long::valueOf);
        return tx.read(connection ->
                        repository.list(connection, reader.sightAs(READERS), before, limit + 1, reader.personId()))
                .map(found -> Page.of(found, limit, last -> String.valueOf(last.number())));
    }

    /** One of the reader's area, or {@code not-found}. */
    public Uni<Correction> find(Actor reader, UUID id) {
        return tx.read(connection -> repository.find(connection, id, reader.sightAs(READERS), reader.personId()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** What approving it would do now; nothing is written. */
    public Uni<Correction.Effect> effect(Correction correction) {
        return tx.read(connection -> recorded.find(connection, correction.saleId())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(sale -> {
                    SaleDraft draft = anew(sale, correction.id(), correction.right());
                    return facts.of(connection, List.of(draft))
                            .map(known -> facts.judge(0, draft, known, clock.instant()))
                            .chain(judged -> refunds.preview(connection, List.of(back(sale, correction.id())))
                                    .map(back -> new Correction.Effect(
                                            Leg.of(back.split()),
                                            judged instanceof Candidate candidate
                                                    ? Leg.of(candidate.split())
                                                    : List.of(),
                                            back.households(),
                                            judged instanceof String code ? code : null)));
                }));
    }

    private Uni<Void> decide(
            Actor finance, UUID id, BiFunction<SqlConnection, CorrectionRepository.Open, Uni<Void>> deed) {
        return tx.write(connection -> repository
                        .open(connection, id)
                        .map(found -> found.filter(open -> finance.actsIn(Role.FINANCE, open.area()))
                                .orElseThrow(Problem::notFound))
                        .invoke(open -> {
                            if (!open.waits()) {
                                throw SaleProblems.correctionDecided();
                            }
                        })
                        .chain(open -> deed.apply(connection, open)))
                .onFailure()
                .transform(Corrections::said);
    }

    private static void requireCorrectable(StoredSale sale, Correction.Figures right) {
        SaleDraft was = sale.draft();
        if (was.source().equals(RETAIL)) {
            throw SaleProblems.correctionOfOrder();
        }
        if (!sale.status().equals("COUNTED")) {
            throw SaleProblems.notCounted();
        }
        if (sale.refundedFen() > 0) {
            throw SaleProblems.correctionAfterRefund();
        }
        if (was.quantity() == right.quantity() && was.grossFen() == right.grossFen()) {
            throw Problem.field("/grossFen", "correction-changes-nothing");
        }
    }

    private static RefundDraft back(StoredSale sale, UUID id) {
        return new RefundDraft(
                SOURCE,
                id.toString(),
                sale.id(),
                sale.draft().quantity(),
                sale.draft().grossFen());
    }

    /** Its door stays the same, for it owes or paid the money; the door's own id of the sale is taken. */
    private static SaleDraft anew(StoredSale sale, UUID id, Correction.Figures right) {
        SaleDraft was = sale.draft();
        return new SaleDraft(
                was.source(),
                SOURCE + ":" + id,
                was.listingId(),
                was.productId(),
                was.organisationId(),
                right.quantity(),
                right.grossFen(),
                was.channel(),
                was.tags(),
                was.soldAt(),
                false);
    }

    private static Throwable said(Throwable failure) {
        if (SqlState.violates(failure, "sale_correction_four_eyes")) {
            return Problem.of(Problem.Kind.CONFLICT, "four-eyes");
        }
        return SqlState.violates(failure, "sale_corrected_once") ? SaleProblems.correctionWaits() : failure;
    }

    private Uni<Void> audit(SqlConnection connection, Actor actor, String deed, UUID sale, UUID correction) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor.accountId(),
                        actor.personId(),
                        Role.FINANCE,
                        deed,
                        "sale",
                        sale.toString(),
                        Map.of("correction", correction.toString())));
    }
}
