package org.bangxiao.settlement.payout;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bangxiao.settlement.payout.ModelContract.Household;
import org.bangxiao.settlement.payout.ModelContract.Member;
import org.bangxiao.support.LargestRemainder;
import org.jspecify.annotations.Nullable;

/**
 * The books of sales, settlements and payouts in plain maps: written from the rules of the house (ARCHITECTURE, decisions 1
 * to 3, RELIABILITY 2.4 and 2.10), calling nothing of the service. Amounts are fen; products of two of them are
 * {@link BigInteger}. Accounts are named by kind and owner.
 */
final class MoneyModel {
    private static final String FLOOR = "FLOOR";
    private static final String DIVIDEND = "DIVIDEND";

    /** What a household has been credited, what is on its way, what its bank ever confirmed, and what of that it kept. */
    record Figures(long credited, long onItsWay, long confirmed, long paid) {
        static final Figures NONE = new Figures(0, 0, 0, 0);

        Figures plus(long moreCredited, long moreOnItsWay, long moreConfirmed, long morePaid) {
            return new Figures(
                    credited + moreCredited, onItsWay + moreOnItsWay, confirmed + moreConfirmed, paid + morePaid);
        }
    }

    private static final class Sale {
        private final ModelContract contract;
        private final int month;
        private boolean confirmed;
        /** Fee, floor, dividend, supplier: what no refund has taken. */
        private final long[] left;

        private long shortfall;

        Sale(ModelContract contract, int month, boolean confirmed, long[] left, long shortfall) {
            this.contract = contract;
            this.month = month;
            this.confirmed = confirmed;
            this.left = left;
            this.shortfall = shortfall;
        }
    }

    private record Pool(ModelContract contract, int month, String leg) {
        String account() {
            return contract.pool(month, leg, true);
        }
    }

    private final String clearing;
    private final @Nullable Mistake mistake;
    private final Map<String, Long> accounts = new HashMap<>();
    private final Map<String, Figures> figures = new HashMap<>();
    private final Map<String, Sale> sales = new HashMap<>();
    private final List<ModelContract> contracts = new ArrayList<>();
    private final Set<Integer> months = new TreeSet<>();
    /** Shortfalls of sales that nobody has confirmed, by the account they wait on. */
    private final Map<String, Long> unconfirmed = new HashMap<>();

    private final Map<Pool, Long> promised = new LinkedHashMap<>();
    private final Map<Long, Household> households = new TreeMap<>();
    private final Map<String, Map<Household, Long>> batches = new HashMap<>();
    private final Set<String> reserved = new TreeSet<>();
    private final Set<Household> waiting = new HashSet<>();

    MoneyModel(String source, @Nullable Mistake mistake) {
        this.clearing = "CLEARING " + source;
        this.mistake = mistake;
    }

    void knows(ModelContract contract) {
        contracts.add(contract);
        contracts.sort(Comparator.comparing(ModelContract::agreement));
    }

    void knows(Household household) {
        households.put(household.number(), household);
    }

    void sale(String id, ModelContract contract, int month, long units, long gross, boolean reported) {
        long fee = portion(gross, contract.feeBasisPoints());
        long owed = contract.floorFenPerUnit() * units;
        long floor = Math.min(owed, gross - fee);
        long dividend = portion(gross - fee - floor, contract.dividendBasisPoints());
        long supplier = gross - fee - floor - dividend;
        long shortfall = owed - floor;
        boolean confirmed = !reported || mistake == Mistake.REPORTED_PAID;
        sales.put(id, new Sale(contract, month, confirmed, new long[] {fee, floor, dividend, supplier}, shortfall));
        months.add(month);
        move(clearing, -gross);
        move("FEE platform", fee);
        move(contract.pool(month, FLOOR, confirmed), floor);
        move(contract.pool(month, DIVIDEND, confirmed), dividend);
        move("SUPPLIER " + contract.supplier(), supplier);
        move("SUPPLIER_DEBT " + contract.supplier(), -shortfall);
        move(mistake == Mistake.FLOOR_MINTED ? contract.pool(month, FLOOR, true) : contract.unfunded(month), shortfall);
        if (!confirmed) {
            unconfirmed.merge(contract.unfunded(month), shortfall, Long::sum);
        }
    }

    void confirm(String id) {
        Sale sale = sales.get(id);
        if (!sale.confirmed) {
            confirmLeg(sale, FLOOR, sale.left[1]);
            confirmLeg(sale, DIVIDEND, sale.left[2]);
            unconfirmed.merge(sale.contract.unfunded(sale.month), -sale.shortfall, Long::sum);
            sale.confirmed = true;
        }
    }

    private void confirmLeg(Sale sale, String leg, long fen) {
        move(sale.contract.pool(sale.month, leg, false), -fen);
        move(sale.contract.pool(sale.month, leg, true), fen);
    }

    /** All of a sale that nobody confirmed goes back. */
    void withdraw(String id) {
        Sale sale = sales.get(id);
        unconfirmed.merge(sale.contract.unfunded(sale.month), sale.confirmed ? 0 : -sale.shortfall, Long::sum);
        refund(id, "withdrawal", sale.left[0] + sale.left[1] + sale.left[2] + sale.left[3]);
    }

    /** @param name decides between legs whose remainders are equal */
    void refund(String id, String name, long fen) {
        Sale sale = sales.get(id);
        ModelContract contract = sale.contract;
        long whole = sale.left[0] + sale.left[1] + sale.left[2] + sale.left[3];
        long[] taken = LargestRemainder.shares(fen, sale.left, new long[] {0, 1, 2, 3}, name);
        long lessOwed = product(sale.shortfall, fen, whole);
        oweAgain(sale, lessOwed);
        move(clearing, fen);
        move("FEE platform", -taken[0]);
        String supplier = "SUPPLIER " + contract.supplier();
        long bySupplier = Math.min(balance(supplier), taken[3]);
        move(supplier, -bySupplier);
        move("RECOVERABLE " + contract.supplier(), bySupplier - taken[3]);
        takeFromPool(sale, FLOOR, taken[1]);
        takeFromPool(sale, DIVIDEND, taken[2]);
        move("SUPPLIER_DEBT " + contract.supplier(), lessOwed);
        move(contract.unfunded(sale.month), -lessOwed);
        for (int i = 0; i < taken.length; i++) {
            sale.left[i] -= taken[i];
        }
        sale.shortfall -= lessOwed;
    }

    /** What the supplier has paid already of a floor that is owed no more, it gets back from the pool first. */
    private void oweAgain(Sale sale, long lessOwed) {
        ModelContract contract = sale.contract;
        String owed = contract.unfunded(sale.month);
        long stillWaiting = balance(owed) - unconfirmed.getOrDefault(owed, 0L);
        // For a sale that nobody confirmed nothing was ever paid.
        long paid = sale.confirmed ? Math.max(0, lessOwed - stillWaiting) : 0;
        takeFromPool(sale, FLOOR, paid);
        move("SUPPLIER " + contract.supplier(), paid);
        move("SUPPLIER_DEBT " + contract.supplier(), -paid);
        move(contract.unfunded(sale.month), paid);
    }

    /** A pool gives what it holds beyond what is promised; the rest comes off the link's next money. */
    private void takeFromPool(Sale sale, String leg, long fen) {
        ModelContract contract = sale.contract;
        String pool = contract.pool(sale.month, leg, sale.confirmed);
        long spokenFor = sale.confirmed && mistake != Mistake.PROMISE_TAKEN
                ? promised.getOrDefault(new Pool(contract, sale.month, leg), 0L)
                : 0;
        long fromPool = Math.min(fen, Math.max(0, balance(pool) - spokenFor));
        move(pool, -fromPool);
        move(contract.recoverable(leg), fromPool - fen);
    }

    /** What a run of sales up to this month will credit; where that is nothing, all stays as it was. */
    long prepare(int upTo) {
        Map<String, Long> before = new HashMap<>(accounts);
        if (mistake != Mistake.FLOOR_NEVER_FUNDED) {
            fundFloors();
        }
        if (mistake != Mistake.NO_OFFSET) {
            offset(upTo);
        }
        long total = 0;
        for (int month : months) {
            for (ModelContract contract : contracts) {
                for (String leg : List.of(FLOOR, DIVIDEND)) {
                    Pool pool = new Pool(contract, month, leg);
                    long fen = balance(pool.account());
                    if (month <= upTo && fen > 0 && !contract.members().isEmpty()) {
                        promised.put(pool, fen);
                        total += fen;
                    }
                }
            }
        }
        if (total == 0) {
            accounts.clear();
            accounts.putAll(before);
        }
        return total;
    }

    /** The oldest month first, each supplier as far as its money goes; for confirmed sales only. */
    private void fundFloors() {
        for (int month : months) {
            for (ModelContract contract : contracts) {
                String owed = contract.unfunded(month);
                String supplier = "SUPPLIER " + contract.supplier();
                long fen = Math.min(balance(owed) - unconfirmed.getOrDefault(owed, 0L), balance(supplier));
                if (fen > 0) {
                    move(supplier, -fen);
                    move("SUPPLIER_DEBT " + contract.supplier(), fen);
                    move(owed, -fen);
                    move(contract.pool(month, FLOOR, true), fen);
                }
            }
        }
    }

    private void offset(int upTo) {
        for (ModelContract contract : contracts) {
            for (String leg : List.of(FLOOR, DIVIDEND)) {
                for (int month : months) {
                    String pool = contract.pool(month, leg, true);
                    long fen = Math.min(-balance(contract.recoverable(leg)), balance(pool));
                    if (month <= upTo && fen > 0) {
                        move(pool, -fen);
                        move(contract.recoverable(leg), fen);
                    }
                }
            }
        }
    }

    /** Credits what was promised. */
    void run(String runId) {
        promised.forEach((pool, fen) -> {
            List<Member> members = pool.contract().members();
            long[] weights = members.stream().mapToLong(Member::weight).toArray();
            long[] numbers = members.stream()
                    .mapToLong(each -> each.household().number())
                    .toArray();
            long[] parts = mistake == Mistake.LEFT_OVER_BY_ORDER
                    ? LargestRemainder.sharesByOrder(fen, weights)
                    : LargestRemainder.shares(fen, weights, numbers, runId);
            move(pool.account(), -fen);
            for (int i = 0; i < parts.length; i++) {
                Household household = members.get(i).household();
                move(account(household), parts[i]);
                note(household, parts[i], 0, 0, 0);
            }
        });
        promised.clear();
    }

    void putAside() {
        promised.clear();
    }

    /** Whom a batch pays: everybody at the bank who has money and waits for no answer, by number. */
    void draft(String batch, String bank) {
        Map<Household, Long> items = new LinkedHashMap<>();
        for (Household household : households.values()) {
            if (bank.equals(household.bank()) && balance(account(household)) > 0 && waiting.add(household)) {
                items.put(household, balance(account(household)));
            }
        }
        batches.put(batch, items);
    }

    /** Those who are in a batch, with their fen, by number. */
    Map<Household, Long> items(String batch) {
        return batches.getOrDefault(batch, Map.of());
    }

    void reserve(String batch) {
        reserved.add(batch);
        items(batch).forEach((household, fen) -> {
            move(account(household), -fen);
            move("TRANSIT " + batch, fen);
            note(household, 0, fen, 0, 0);
        });
    }

    void remove(String batch, Household household) {
        long fen = batches.get(batch).remove(household);
        if (reserved.contains(batch)) {
            back(batch, household, fen);
        }
        waiting.remove(household);
    }

    void cancel(String batch) {
        List.copyOf(items(batch).keySet()).forEach(household -> remove(batch, household));
    }

    void paid(String batch, Household household) {
        long fen = batches.get(batch).get(household);
        move("TRANSIT " + batch, -fen);
        move("BANK payouts", fen);
        note(household, 0, -fen, fen, fen);
        waiting.remove(household);
    }

    void failed(String batch, Household household) {
        back(batch, household, batches.get(batch).get(household));
        waiting.remove(household);
    }

    void returned(String batch, Household household) {
        long fen = batches.get(batch).get(household);
        if (mistake != Mistake.RETURN_FORGOTTEN) {
            move("BANK payouts", -fen);
            move(account(household), fen);
            note(household, 0, 0, 0, -fen);
        }
    }

    private void back(String batch, Household household, long fen) {
        move("TRANSIT " + batch, -fen);
        move(account(household), fen);
        note(household, 0, -fen, 0, 0);
    }

    Figures figures(Household household) {
        return figures.getOrDefault(household.id(), Figures.NONE);
    }

    /** Where these books are not like those, in words. */
    List<String> differences(Map<String, Long> balances, @Nullable Map<String, Figures> of) {
        List<String> found = new ArrayList<>();
        Set<String> names = new TreeSet<>(balances.keySet());
        names.addAll(accounts.keySet());
        if (of == null) {
            names.removeIf(name -> name.startsWith("FEE ") || name.startsWith("BANK "));
        }
        for (String name : names) {
            if (balance(name) != balances.getOrDefault(name, 0L)) {
                found.add(name + " holds " + balances.getOrDefault(name, 0L) + ", by the model " + balance(name));
            }
        }
        if (of != null) {
            for (Household household : households.values()) {
                Figures known = of.getOrDefault(household.id(), Figures.NONE);
                if (!known.equals(figures(household))) {
                    found.add(household.id() + " " + known + ", by the model " + figures(household));
                }
            }
        }
        return found;
    }

    private static long portion(long fen, int basisPoints) {
        return product(fen, basisPoints, 10_000);
    }

    private static long product(long a, long b, long by) {
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(by))
                .longValueExact();
    }

    private static String account(Household household) {
        return "HOUSEHOLD " + household.id();
    }

    private void note(Household household, long credited, long onItsWay, long confirmed, long paid) {
        figures.put(household.id(), figures(household).plus(credited, onItsWay, confirmed, paid));
    }

    private long balance(String account) {
        return accounts.getOrDefault(account, 0L);
    }

    private void move(String account, long fen) {
        accounts.merge(account, fen, Long::sum);
    }
}
