package org.bangxiao.settlement.payout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.SaleDraft;
import org.jspecify.annotations.Nullable;

/** One random sequence: what its supplier sells, takes back, confirms late and withdraws, step by step. */
final class ModelSequence {
    /** What a sale has come to. */
    private enum Standing {
        REPORTED,
        COUNTED,
        OVER
    }

    /** A sale of this sequence as its chooser knows it. */
    static final class Sold {
        final String externalId;
        final ModelWorld.Product product;
        final SaleDraft draft;
        private Standing standing;
        private long unitsLeft;
        private long fenLeft;
        private @Nullable RecordedSale recorded;

        Sold(ModelWorld.Product product, SaleDraft draft) {
            this.externalId = draft.externalId();
            this.product = product;
            this.draft = draft;
            standing = draft.reported() ? Standing.REPORTED : Standing.COUNTED;
            unitsLeft = draft.quantity();
            fenLeft = draft.grossFen();
        }

        void recorded(RecordedSale sale) {
            recorded = sale;
        }

        UUID id() {
            return recorded.id();
        }

        long txId() {
            return recorded.txId();
        }

        int month() {
            return BusinessClock.monthOf(draft.soldAt());
        }
    }

    /** A refund of a sale. */
    record Back(Sold sold, RefundDraft draft) {}

    /** What the sequence does in one step, in this order. */
    static final class Step {
        final List<Sold> sales = new ArrayList<>();
        final List<Back> refunds = new ArrayList<>();
        final List<Sold> confirmations = new ArrayList<>();
        final List<Sold> withdrawals = new ArrayList<>();

        int deeds() {
            return sales.size() + refunds.size() + confirmations.size() + withdrawals.size();
        }
    }

    private final String source;
    private final int number;
    private final List<ModelWorld.Product> products;
    private final SplittableRandom random;
    private final List<Sold> sold = new ArrayList<>();
    private int names;

    ModelSequence(String source, int number, List<ModelWorld.Product> products, SplittableRandom random) {
        this.source = source;
        this.number = number;
        this.products = products;
        this.random = random;
    }

    /** @param moments days of the running and the earlier months that goods may have been sold on */
    Step next(List<Instant> moments) {
        Step step = new Step();
        List<Sold> before = List.copyOf(sold);
        int dice = random.nextInt(100);
        if (dice < 45) {
            for (int n = dice < 8 ? 2 : 1; n > 0; n--) {
                step.sales.add(sale(moments.get(random.nextInt(moments.size())), random.nextInt(3) == 0));
            }
        }
        dice = random.nextInt(100);
        if (dice < 30) {
            one(before, Standing.COUNTED).ifPresent(each -> step.refunds.add(refund(each)));
        }
        if (dice >= 30 && dice < 45) {
            one(before, Standing.REPORTED).ifPresent(each -> confirm(step, before, each));
        }
        if (dice >= 45 && dice < 49) {
            one(before, Standing.REPORTED).ifPresent(each -> {
                each.standing = Standing.OVER;
                step.withdrawals.add(each);
            });
        }
        return step;
    }

    private Optional<Sold> one(List<Sold> among, Standing standing) {
        List<Sold> found =
                among.stream().filter(each -> each.standing == standing).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    private Sold sale(Instant at, boolean reported) {
        ModelWorld.Product product = products.get(random.nextInt(products.size()));
        long units = 1 + random.nextInt(20);
        // From a few fen to some thousand yuan: floors that the money bears and floors that it does not.
        long gross = 1 + random.nextLong(1L << (3 + random.nextInt(17)));
        String name = number + "-" + ++names;
        Sold one = new Sold(product, product.goods().sale(source, name, units, gross, at, reported));
        sold.add(one);
        return one;
    }

    private Back refund(Sold of) {
        boolean all = random.nextInt(3) == 0;
        long units = all ? of.unitsLeft : random.nextLong(of.unitsLeft + 1);
        long fen = all ? of.fenLeft : 1 + random.nextLong(of.fenLeft);
        of.unitsLeft -= units;
        of.fenLeft -= fen;
        if (of.fenLeft == 0) {
            of.standing = Standing.OVER;
        }
        return new Back(of, new RefundDraft(source, number + "-" + ++names, of.id(), units, fen));
    }

    /** Suppliers confirm reports, and a report is a transaction: its other sales of this supplier go with it. */
    private static void confirm(Step step, List<Sold> before, Sold one) {
        for (Sold each : before) {
            if (each.standing == Standing.REPORTED && each.txId() == one.txId()) {
                each.standing = Standing.COUNTED;
                step.confirmations.add(each);
            }
        }
    }
}
