package org.bangxiao.settlement.payout;

import static org.bangxiao.support.Await.await;

import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.HouseholdDraft;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkDraft;
import org.bangxiao.household.LinkKind;
import org.bangxiao.settlement.payout.ModelContract.Household;
import org.bangxiao.settlement.payout.ModelContract.Member;
import org.bangxiao.settlement.payout.MoneyModel.Figures;
import org.bangxiao.support.Families;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Payable;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;

/**
 * What the sequences of one round share: suppliers of a province of their own, so that no run pays anybody else, and
 * households of a county of their own, so that no batch does; and the service's books of all of them.
 */
final class ModelWorld implements AutoCloseable {
    static final List<String> BANKS = List.of("103", "402");
    private static final LocalDate LONG_AGO = LocalDate.of(2016, 1, 1);
    private static final long[] FLOORS = {0, 0, 50, 200, 1_000, 5_000};

    /** A product and what the model knows of it. */
    record Product(Goods goods, ModelContract contract) {}

    final SettledProvince province = SettledProvince.fresh();
    final Payable county = Payable.fresh();
    final String source = "model-" + UUID.randomUUID();
    final List<Household> households = new ArrayList<>();
    final List<List<Product>> sequences = new ArrayList<>();
    /** Accounts of these owners, or of owners whose names begin so, are ours. */
    private final List<String> owners = Collections.synchronizedList(new ArrayList<>(List.of(source)));

    private final List<String> batches = new ArrayList<>();
    private final Connection books;

    /** Sequences have one supplier each, of one or two products, and two to five households. */
    ModelWorld(int count, SplittableRandom random) throws SQLException {
        books = PostgresForTests.connect();
        List<List<Integer>> own = new ArrayList<>();
        List<HouseholdDraft> drafts = new ArrayList<>();
        List<Boolean> counting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> indexes = new ArrayList<>();
            for (int n = 2 + random.nextInt(4); n > 0; n--) {
                indexes.add(drafts.size());
                boolean counts = random.nextInt(8) > 0;
                counting.add(counts);
                drafts.add(draft(counts, random.nextInt(9) == 0 ? null : BANKS.get(random.nextInt(2))));
            }
            own.add(indexes);
        }
        List<UUID> ids = Families.register(drafts);
        Map<String, Long> numbers =
                numbers("SELECT id::text, number FROM household WHERE id::text = ANY (?)", strings(ids));
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i).toString();
            owners.add(id);
            households.add(new Household(id, numbers.get(id), drafts.get(i).bankCode()));
        }
        List<SplittableRandom> randoms =
                own.stream().map(each -> random.split()).toList();
        // Side by side, for most of it is waiting for commits.
        sequences.addAll(IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> products(own.get(i), counting, randoms.get(i)))
                .toList());
    }

    private HouseholdDraft draft(boolean counts, String bank) {
        HouseholdDraft draft = Families.draft(
                county.county(),
                new HouseholdDraft.Standing(counts ? HouseholdStatus.LIFTED : HouseholdStatus.REMOVED, LONG_AGO, null));
        return new HouseholdDraft(
                draft.villageCode(),
                draft.villageName(),
                draft.headName(),
                draft.idNumber(),
                bank == null ? null : draft.bankAccount(),
                bank,
                draft.persons(),
                draft.history(),
                true);
    }

    private List<Product> products(List<Integer> indexes, List<Boolean> counting, SplittableRandom random) {
        UUID supplier = Suppliers.cooperative(province.county()).id();
        owners.add(supplier.toString());
        List<Product> products = new ArrayList<>();
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            List<Member> members = new ArrayList<>();
            List<LinkDraft.Member> drafts = new ArrayList<>();
            for (int index : indexes) {
                if (random.nextInt(4) > 0) {
                    Household household = households.get(index);
                    long weight = 1 + random.nextInt(500);
                    drafts.add(new LinkDraft.Member(UUID.fromString(household.id()), 1, weight, LONG_AGO, null));
                    if (counting.get(index)) {
                        members.add(new Member(household, weight));
                    }
                }
            }
            members.sort(Comparator.comparing(each -> each.household().number()));
            UUID link = await(() -> Arc.container()
                    .instance(BenefitLinks.class)
                    .get()
                    .open(new LinkDraft(supplier, LinkKind.SHARES, "演示合同", 1_000_000, LONG_AGO, null, drafts, true)));
            int fee = random.nextInt(1_000);
            long floor = FLOORS[random.nextInt(FLOORS.length)];
            int dividend = random.nextInt(5_000);
            Goods goods = Goods.through(link, supplier, 100_000_000, fee, floor, dividend);
            String agreement = goods.agreement().id().toString();
            owners.add(link.toString());
            owners.add(agreement);
            products.add(new Product(
                    goods,
                    new ModelContract(
                            supplier.toString(),
                            link.toString(),
                            agreement,
                            fee,
                            floor,
                            dividend,
                            List.copyOf(members))));
        }
        return products;
    }

    /** A batch whose money is ours. */
    void batch(UUID id) {
        owners.add(id.toString());
        batches.add("payout:" + id);
    }

    /** No transaction is open that began before this moment's last: a run sees all of ours. */
    void awaitHorizon() throws SQLException {
        while (numbers(
                                "SELECT 'open', (pg_snapshot_xmax(s)::text::bigint - pg_snapshot_xmin(s)::text::bigint)"
                                        + " FROM pg_current_snapshot() s WHERE cardinality(?::text[]) > 0",
                                List.of(""))
                        .get("open")
                > 0) {
            Thread.onSpinWait();
        }
    }

    /** What the service's accounts hold, by kind and owner; fees and the bank's money apart. */
    Map<String, Long> accounts() throws SQLException {
        return numbers("""
                SELECT a.kind || ' ' || a.owner, sum(b.posted)::bigint FROM unnest(?::text[]) AS o(owner)
                  JOIN ledger_account a ON split_part(a.owner, ':', 1) = o.owner
                  JOIN ledger_balance b ON b.account_id = a.id GROUP BY 1""", owners);
    }

    /** The same with our part of the fees and of what the bank has paid. */
    Map<String, Long> allAccounts() throws SQLException {
        Map<String, Long> all = accounts();
        all.putAll(numbers("""
                SELECT 'FEE platform', coalesce(sum(l.amount), 0)::bigint FROM ledger_tx t
                  LEFT JOIN ledger_tx o ON o.id = t.reverses_tx
                  JOIN ledger_line l ON l.tx_id = t.id AND l.period = t.period
                  JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'FEE'
                 WHERE starts_with(coalesce(o.idem_key, t.idem_key), (?::text[])[1])""", List.of("sale:" + source + ":")));
        all.putAll(numbers("""
                SELECT 'BANK payouts', coalesce(sum(l.amount), 0)::bigint FROM ledger_tx t
                  JOIN ledger_line l ON l.tx_id = t.id AND l.period = t.period
                  JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'BANK' WHERE t.source_ref = ANY (?)""", batches));
        return all;
    }

    /** What the service says of each household: credits of the journal, items of batches. */
    Map<String, Figures> figures() throws SQLException {
        Map<String, Figures> figures = new HashMap<>();
        try (PreparedStatement question = books.prepareStatement("""
                SELECT h.id, coalesce(c.fen, 0), coalesce(i.way, 0), coalesce(i.confirmed, 0), coalesce(i.paid, 0)
                  FROM unnest(?::text[]) AS h(id)
                  LEFT JOIN (SELECT a.owner, sum(l.amount) AS fen FROM ledger_account a JOIN ledger_line l ON l.account_id = a.id
                               JOIN ledger_tx t ON t.id = l.tx_id AND t.kind = 'SETTLE'
                              WHERE a.kind = 'HOUSEHOLD' AND a.owner = ANY (?) GROUP BY 1) c ON c.owner = h.id
                  LEFT JOIN (SELECT i.household_id::text AS id,
                                    sum(i.amount) FILTER (WHERE i.state = 'PENDING' AND k.reserve_tx IS NOT NULL) AS way,
                                    sum(i.amount) FILTER (WHERE i.confirm_tx IS NOT NULL) AS confirmed,
                                    sum(i.amount) FILTER (WHERE i.state = 'PAID') AS paid
                               FROM settlement_payout_item i JOIN settlement_payout_chunk k
                                 ON k.batch_id = i.batch_id AND k.chunk_no = i.chunk_no
                              WHERE i.household_id = ANY (?::text[]::uuid[]) GROUP BY 1) i ON i.id = h.id""")) {
            for (int i = 1; i <= 3; i++) {
                question.setArray(
                        i,
                        books.createArrayOf(
                                "text", households.stream().map(Household::id).toArray()));
            }
            try (ResultSet rows = question.executeQuery()) {
                while (rows.next()) {
                    figures.put(
                            rows.getString(1),
                            new Figures(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
        }
        return figures;
    }

    private Map<String, Long> numbers(String sql, List<String> about) throws SQLException {
        Map<String, Long> numbers = new HashMap<>();
        try (PreparedStatement question = books.prepareStatement(sql)) {
            question.setArray(1, books.createArrayOf("text", about.toArray()));
            try (ResultSet rows = question.executeQuery()) {
                while (rows.next()) {
                    numbers.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return numbers;
    }

    private static List<String> strings(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    @Override
    public void close() throws SQLException {
        books.close();
    }
}
