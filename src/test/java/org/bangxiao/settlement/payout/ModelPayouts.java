package org.bangxiao.settlement.payout;

import static org.bangxiao.settlement.payout.ModelRound.bean;
import static org.bangxiao.support.Await.await;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.settlement.payout.BankInTests.Paid;
import org.bangxiao.settlement.payout.BankInTests.Said;
import org.bangxiao.settlement.payout.ModelContract.Household;
import org.bangxiao.support.People;

/** The payouts of a round: batches that are drafted, set aside, cut, cancelled, sent and answered at random moments. */
final class ModelPayouts {
    /** A batch on its way. */
    private static final class Batch {
        private final UUID id;
        private final String bank;
        private String state = "DRAFT";
        private BankInTests file;
        /** What the bank has not answered, and what it has paid. */
        private final Map<Household, Paid> waiting = new LinkedHashMap<>();

        private final Map<Household, Paid> paid = new LinkedHashMap<>();

        Batch(UUID id, String bank) {
            this.id = id;
            this.bank = bank;
        }

        String name() {
            return id.toString();
        }

        String word(String outcome) {
            boolean comma = bank.equals("103");
            return switch (outcome) {
                case "PAID" -> comma ? "成功" : "S";
                case "FAILED" -> comma ? "失败" : "F";
                default -> comma ? "退回" : "R";
            };
        }
    }

    private final ModelWorld world;
    private final MoneyModel model;
    private final Consumer<Consumer<MoneyModel>> each;
    private final SplittableRandom random;
    private final Actor third;
    private final List<Batch> batches = new ArrayList<>();
    private long deeds;

    /** @param model whose word it is that a file is held against */
    ModelPayouts(ModelWorld world, MoneyModel model, Consumer<Consumer<MoneyModel>> each, SplittableRandom random) {
        this.world = world;
        this.model = model;
        this.each = each;
        this.random = random;
        third = People.inArea(Role.FINANCE, world.county.county());
    }

    long deeds() {
        return deeds;
    }

    int batches() {
        return batches.size();
    }

    void step() {
        if (random.nextInt(4) == 0) {
            draft(ModelWorld.BANKS.get(random.nextInt(2)));
        }
        for (Batch batch : batches) {
            int dice = random.nextInt(12);
            switch (batch.state) {
                case "DRAFT", "RESERVED" -> {
                    if (dice == 0) {
                        cancel(batch);
                    } else if (dice == 1) {
                        remove(batch);
                    } else if (dice < 8) {
                        forward(batch);
                    }
                }
                case "SENT" -> {
                    if (dice < 5) {
                        answer(batch, false);
                    } else if (dice == 5) {
                        comeBack(batch);
                    }
                }
                default -> {}
            }
        }
    }

    /** Everything that is on its way arrives, all that is due is paid, and something of it comes back late. */
    void end() {
        ModelWorld.BANKS.forEach(this::draft);
        for (Batch batch : batches) {
            while (batch.state.equals("DRAFT") || batch.state.equals("RESERVED")) {
                forward(batch);
            }
            if (batch.state.equals("SENT") && !batch.waiting.isEmpty()) {
                answer(batch, true);
            }
            comeBack(batch);
        }
    }

    private void draft(String bank) {
        try {
            UUID id = await(() -> bean(Payouts.class).prepare(world.county.preparer(), null, bank))
                    .id();
            world.batch(id);
            batches.add(new Batch(id, bank));
            each.accept(books -> books.draft(id.toString(), bank));
            deeds++;
        } catch (Problem nothing) {
            if (!nothing.code().equals("payout-nothing")) {
                throw nothing;
            }
            each.accept(books -> books.draft("nothing", bank));
            if (!model.items("nothing").isEmpty()) {
                throw new AssertionError("nobody to pay, by the model " + model.items("nothing"));
            }
        }
    }

    private void forward(Batch batch) {
        deeds++;
        if (batch.state.equals("DRAFT")) {
            await(() -> bean(Payouts.class).reserve(world.county.preparer(), batch.id));
            each.accept(books -> books.reserve(batch.name()));
            batch.state = "RESERVED";
            return;
        }
        PayoutView view = await(() -> bean(Payouts.class).view(batch.id));
        for (Actor approver : List.of(world.county.approver(), third).subList(0, view.approvalsNeeded())) {
            await(() -> bean(Payouts.class).approve(approver, batch.id, view.contentDigest()));
        }
        await(() -> bean(PayoutFiles.class).send(world.county.preparer(), batch.id));
        byte[] file = await(() -> bean(PayoutFiles.class).download(world.county.preparer(), batch.id))
                .content()
                .getBytes();
        batch.file = batch.bank.equals("103") ? BankInTests.comma(file) : BankInTests.bar(file);
        batch.state = "SENT";
        List<Paid> payments = batch.file.payments();
        Map<Household, Long> items = model.items(batch.name());
        List<String> written = payments.stream()
                .map(payment -> payment.amount().replace(".", ""))
                .toList();
        // In yuan the fen below a yuan have two digits and perhaps a nought before them.
        List<Long> fen = written.stream().map(Long::parseLong).toList();
        if (!fen.equals(List.copyOf(items.values()))) {
            throw new AssertionError("the file says " + fen + ", the model " + items.values());
        }
        int line = 0;
        for (Household household : items.keySet()) {
            batch.waiting.put(household, payments.get(line++));
        }
    }

    private void remove(Batch batch) {
        List<Household> in = List.copyOf(model.items(batch.name()).keySet());
        if (in.size() < 2) {
            return;
        }
        int which = random.nextInt(in.size());
        PayoutView.Item item =
                await(() -> bean(Payouts.class).items(world.county.preparer(), batch.id, "PENDING", 0, 100))
                        .items()
                        .stream()
                        .filter(each -> each.householdId()
                                .toString()
                                .equals(in.get(which).id()))
                        .findFirst()
                        .orElse(null);
        if (item != null) {
            await(() -> bean(Payouts.class).remove(world.county.preparer(), batch.id, item.id()));
            each.accept(books -> books.remove(batch.name(), in.get(which)));
            deeds++;
        }
    }

    private void cancel(Batch batch) {
        await(() -> bean(Payouts.class).cancel(world.county.preparer(), batch.id));
        each.accept(books -> books.cancel(batch.name()));
        batch.state = "CANCELLED";
        deeds++;
    }

    /** The bank says something of most of those it has said nothing of, or of all. */
    private void answer(Batch batch, boolean all) {
        List<Said> said = new ArrayList<>();
        Map<Household, String> outcomes = new LinkedHashMap<>();
        batch.waiting.forEach((household, payment) -> {
            int dice = random.nextInt(10);
            if (all || dice < 8) {
                String outcome = dice < 6 ? "PAID" : dice < 9 ? "FAILED" : "RETURNED";
                outcomes.put(household, outcome);
                said.add(new Said(payment, batch.word(outcome), outcome.equals("PAID") ? "" : "账户异常"));
            }
        });
        if (said.isEmpty()) {
            return;
        }
        take(batch, said);
        outcomes.forEach((household, outcome) -> {
            Paid payment = batch.waiting.remove(household);
            if (outcome.equals("PAID")) {
                batch.paid.put(household, payment);
                each.accept(books -> books.paid(batch.name(), household));
            } else {
                // What came back before it was said to have arrived never left.
                each.accept(books -> books.failed(batch.name(), household));
            }
        });
    }

    /** The bank returns what it had paid. */
    private void comeBack(Batch batch) {
        List<Household> paid = List.copyOf(batch.paid.keySet());
        List<Household> returned =
                paid.stream().filter(household -> random.nextInt(6) == 0).toList();
        if (returned.isEmpty()) {
            return;
        }
        take(
                batch,
                returned.stream()
                        .map(household -> new Said(batch.paid.get(household), batch.word("RETURNED"), "销户"))
                        .toList());
        returned.forEach(household -> {
            batch.paid.remove(household);
            each.accept(books -> books.returned(batch.name(), household));
        });
    }

    private void take(Batch batch, List<Said> said) {
        byte[] answer = batch.file.answer(said);
        await(() -> bean(PayoutAnswers.class).take(world.county.preparer(), batch.id, "answer.txt", answer));
        deeds++;
    }
}
