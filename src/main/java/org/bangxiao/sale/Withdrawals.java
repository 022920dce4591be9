package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Takes back reported sales that nobody has confirmed: all of each, from everybody whom it accrued to. */
@ApplicationScoped
public class Withdrawals {
    private final SaleRepository repository;
    private final Refunds refunds;

    Withdrawals(SaleRepository repository, Refunds refunds) {
        this.repository = repository;
        this.refunds = refunds;
    }

    /**
     * What was withdrawn.
     *
     * @param grossFen what the sales had been reported at
     */
    public record Withdrawn(int sales, long grossFen) {}

    /**
     * All or none, in the caller's transaction. Fails with {@code sale-not-withdrawable} where one is not there, was
     * confirmed, or was withdrawn before.
     *
     * @param source      who reported them
     * @param externalIds by the reporter's own names, each once
     * @param actor       an account id
     */
    public Uni<Withdrawn> withdraw(SqlConnection tx, String source, Collection<String> externalIds, String actor) {
        return repository.withdraw(tx, source, externalIds).chain(sales -> {
            if (sales.size() < externalIds.size()) {
                throw SaleProblems.notWithdrawable();
            }
            List<RefundDraft> drafts = sales.stream()
                    .map(sale -> new RefundDraft(
                            "withdrawal", sale.id().toString(), sale.id(), sale.quantity(), sale.grossFen()))
                    .toList();
            long gross = drafts.stream().mapToLong(RefundDraft::amountFen).reduce(0, Math::addExact);
            return refunds.refund(tx, drafts, actor).map(booked -> new Withdrawn(sales.size(), gross));
        });
    }
}
