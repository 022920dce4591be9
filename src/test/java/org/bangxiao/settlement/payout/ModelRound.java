package org.bangxiao.settlement.payout;

import static org.bangxiao.support.Await.await;

import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Confirmations;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.bangxiao.sale.Withdrawals;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.settlement.Settlements;
import org.bangxiao.settlement.Statement;
import org.bangxiao.settlement.Statements;
import org.bangxiao.settlement.payout.ModelContract.Household;
import org.bangxiao.settlement.payout.ModelSequence.Sold;
import org.bangxiao.support.People;
import org.bangxiao.support.SettledProvince;
import org.jspecify.annotations.Nullable;

/**
 * Many sequences side by side in the service and in {@link MoneyModel}: each is random by itself, settlements and payouts
 * come at random moments for all of them, and after every step each account is compared. Models with a mistake go along
 * until a comparison finds them.
 */
final class ModelRound implements AutoCloseable {
    private static final int STEPS = 40;
    private static final int FULL_LOOK_EVERY = 8;

    private final long seed;
    private final int only;
    private final SplittableRandom random;
    private final ModelWorld world;
    private final List<ModelSequence> sequences = new ArrayList<>();
    private final MoneyModel model;
    private final Map<Mistake, MoneyModel> wrong = new EnumMap<>(Mistake.class);
    private final Map<Mistake, String> found = new EnumMap<>(Mistake.class);
    private final ModelPayouts payouts;
    private final List<Instant> moments = new ArrayList<>();
    private final int month;
    private @Nullable SettlementView open;
    private int openFor;
    private int runs;
    private long deeds;
    private String at = "";

    /** @param only the one sequence that does anything, or -1 */
    ModelRound(long seed, int count, int only, Set<Mistake> mistakes) throws SQLException {
        this.seed = seed;
        this.only = only;
        random = new SplittableRandom(seed);
        world = new ModelWorld(count, random.split());
        model = known(null);
        mistakes.forEach(each -> wrong.put(each, known(each)));
        for (int i = 0; i < count; i++) {
            sequences.add(new ModelSequence(world.source, i, world.sequences.get(i), random.split()));
        }
        payouts = new ModelPayouts(world, model, this::each, random.split());
        Instant now = bean(BusinessClock.class).instant();
        month = BusinessClock.monthOf(now);
        for (int days = 1; days <= 61; days += 30) {
            moments.add(now.minusSeconds(days * 86_400L));
        }
        moments.add(now);
    }

    private MoneyModel known(@Nullable Mistake mistake) {
        MoneyModel made = new MoneyModel(world.source, mistake);
        world.households.forEach(made::knows);
        world.sequences.forEach(products -> products.forEach(product -> made.knows(product.contract())));
        return made;
    }

    /** What was done in the service, all together. */
    long deeds() {
        return deeds + payouts.deeds();
    }

    int runs() {
        return runs;
    }

    int batches() {
        return payouts.batches();
    }

    /** Where each mistake was first seen. */
    Map<Mistake, String> found() {
        return found;
    }

    void play() throws SQLException {
        for (int step = 1; step <= STEPS; step++) {
            at = "step " + step;
            trade();
            compare(false);
            settle();
            compare(false);
            payouts.step();
            compare(step % FULL_LOOK_EVERY == 0);
        }
        at = "the end";
        if (open != null) {
            run(open);
        }
        prepare(month);
        if (open != null) {
            run(open);
        }
        compare(false);
        payouts.end();
        compare(true);
        statementsAgree();
    }

    private void trade() {
        List<ModelSequence.Step> steps = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            if (only < 0 || only == i) {
                steps.add(sequences.get(i).next(moments));
            }
        }
        List<Sold> sold = all(steps, step -> step.sales);
        List<SaleDraft> drafts = sold.stream().map(each -> each.draft).toList();
        List<ModelSequence.Back> backs = all(steps, step -> step.refunds);
        List<RefundDraft> refunds =
                backs.stream().map(ModelSequence.Back::draft).toList();
        List<Sold> confirmed = all(steps, step -> step.confirmations);
        List<Sold> withdrawn = all(steps, step -> step.withdrawals);
        List<RecordedSale> recorded = await(() -> bean(Tx.class)
                .write(tx -> bean(Sales.class)
                        .record(tx, drafts)
                        .call(() -> bean(Refunds.class).refund(tx, refunds, "model"))
                        .call(() -> confirm(tx, confirmed))
                        .call(() -> withdraw(tx, withdrawn))));
        for (int i = 0; i < sold.size(); i++) {
            sold.get(i).recorded(recorded.get(i));
        }
        deeds += steps.stream().mapToInt(ModelSequence.Step::deeds).sum();
        each(books -> {
            sold.forEach(each -> books.sale(
                    each.externalId,
                    each.product.contract(),
                    each.month(),
                    each.draft.quantity(),
                    each.draft.grossFen(),
                    each.draft.reported()));
            backs.forEach(back -> books.refund(
                    back.sold().externalId,
                    world.source + ":" + back.draft().externalId(),
                    back.draft().amountFen()));
            confirmed.forEach(each -> books.confirm(each.externalId));
            withdrawn.forEach(each -> books.withdraw(each.externalId));
        });
    }

    private static <T> List<T> all(List<ModelSequence.Step> steps, Function<ModelSequence.Step, List<T>> what) {
        return steps.stream().flatMap(step -> what.apply(step).stream()).toList();
    }

    /** Each supplier confirms each of its reports by itself. */
    private Uni<Void> confirm(SqlConnection tx, List<Sold> sold) {
        Set<List<Object>> reports = new LinkedHashSet<>();
        sold.forEach(
                each -> reports.add(List.of(each.txId(), each.product.goods().organisationId())));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (List<Object> report : reports) {
            all = all.chain(() -> bean(Confirmations.class)
                    .confirm(
                            tx,
                            List.of((Long) report.get(0)),
                            (UUID) report.get(1),
                            world.source + ":" + report.get(0),
                            world.county.preparer().accountId())
                    .replaceWithVoid());
        }
        return all;
    }

    private Uni<Void> withdraw(SqlConnection tx, List<Sold> sold) {
        List<String> names = sold.stream().map(each -> each.externalId).toList();
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : bean(Withdrawals.class)
                        .withdraw(tx, world.source, names, "model")
                        .replaceWithVoid();
    }

    private void settle() throws SQLException {
        SettlementView running = open;
        if (running == null) {
            if (random.nextInt(5) == 0) {
                prepare(random.nextInt(4) == 0 ? BusinessClock.monthOf(moments.get(1)) : month);
            }
            return;
        }
        openFor++;
        // The first stays open for a while, so that there is something to take back meanwhile.
        if (openFor < (runs == 0 ? 3 : 1) || random.nextInt(2) == 0) {
            return;
        }
        if (random.nextInt(8) == 0) {
            await(() -> bean(Settlements.class).reject(world.province.approver(), running.id()));
            each(MoneyModel::putAside);
            open = null;
            deeds++;
        } else {
            run(running);
        }
    }

    private void prepare(int upTo) throws SQLException {
        world.awaitHorizon();
        SettlementView prepared = null;
        try {
            prepared = await(() -> bean(Settlements.class).prepare(world.province.preparer(), null, upTo));
        } catch (Problem problem) {
            if (!problem.code().equals("settlement-nothing")) {
                throw problem;
            }
        }
        long total = prepared == null ? 0 : prepared.totalFen();
        agree("the run's total", total, books -> books.prepare(upTo));
        open = prepared;
        openFor = 0;
        deeds++;
    }

    private void run(SettlementView prepared) {
        SettledProvince.approve(world.province.approver(), prepared);
        await(() -> bean(Settlements.class).run(world.province.approver(), prepared.id()));
        each(books -> books.run(prepared.id().toString()));
        open = null;
        runs++;
        deeds += 2;
    }

    void compare(boolean wholly) throws SQLException {
        Map<String, Long> accounts = wholly ? world.allAccounts() : world.accounts();
        Map<String, MoneyModel.Figures> figures = wholly ? world.figures() : null;
        expect(model.differences(accounts, figures));
        for (Map.Entry<Mistake, MoneyModel> each : List.copyOf(wrong.entrySet())) {
            List<String> differences = each.getValue().differences(accounts, figures);
            if (!differences.isEmpty()) {
                seen(each.getKey(), differences.get(0));
            }
        }
    }

    private void agree(String what, long books, ToLongFunction<MoneyModel> question) {
        long expected = question.applyAsLong(model);
        expect(expected == books ? List.of() : List.of(what + " is " + books + ", by the model " + expected));
        List.copyOf(wrong.entrySet()).forEach(each -> {
            if (question.applyAsLong(each.getValue()) != books) {
                seen(each.getKey(), what);
            }
        });
    }

    private void seen(Mistake mistake, String where) {
        wrong.remove(mistake);
        found.put(mistake, at + ": " + where);
    }

    private void expect(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new AssertionError("seed " + seed + " of " + sequences.size() + " sequences, " + at + ": "
                    + differences.size() + " differences\n"
                    + String.join("\n", differences.subList(0, Math.min(20, differences.size()))) + "\n"
                    + whose(differences));
        }
    }

    /** Which sequences the differences are of. */
    private String whose(List<String> differences) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < world.sequences.size(); i++) {
            for (ModelWorld.Product product : world.sequences.get(i)) {
                ModelContract contract = product.contract();
                int number = i;
                differences.stream()
                        .filter(line -> line.contains(contract.agreement()) || line.contains(contract.supplier()))
                        .forEach(line -> counts.merge(number, 1, Integer::sum));
            }
        }
        return "differences by sequence: " + counts;
    }

    private void each(Consumer<MoneyModel> deed) {
        deed.accept(model);
        wrong.values().forEach(deed);
    }

    /** A household of each sequence reads what it was credited and paid. */
    private void statementsAgree() {
        var auditor = People.everywhere(Role.AUDITOR);
        for (List<ModelWorld.Product> products : world.sequences) {
            for (ModelContract.Member member :
                    products.get(0).contract().members().stream().limit(1).toList()) {
                Household household = member.household();
                Statement read = await(() -> bean(Statements.class).of(auditor, UUID.fromString(household.id()), null));
                MoneyModel.Figures figures = model.figures(household);
                if (read.totalFen() != figures.credited() || read.paidFen() != figures.paid()) {
                    expect(List.of(household.id() + " reads " + read.totalFen() + " and " + read.paidFen()
                            + ", by the model " + figures));
                }
            }
        }
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    ModelWorld world() {
        return world;
    }

    @Override
    public void close() throws SQLException {
        world.close();
    }
}
