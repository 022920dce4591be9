package org.bangxiao.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.bangxiao.support.SettledProvince.number;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RefundsDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Inject
    Sales sales;

    @Inject
    Refunds refunds;

    @Inject
    Ledger ledger;

    @Inject
    Tx tx;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aFullRefundLeavesEveryAccountAsIfTheSaleHadNotHappened() throws SQLException {
        Goods goods = Goods.certified(1_000);
        Map<AccountKey, Long> before = balances(goods);
        RecordedSale sale = sold(goods, 3, 12_345);
        assertThat(balances(goods)).isNotEqualTo(before);
        RecordedRefund back = refund(sale, 3, 12_345);
        assertThat(back.split()).isEqualTo(sale.split());
        assertThat(balances(goods)).isEqualTo(before);
        assertThat(used(goods)).isZero();
        assertThat(number("SELECT reverses_tx FROM ledger_tx WHERE id = " + back.txId()))
                .isEqualTo(sale.txId());
    }

    @Test
    void aFloorThatTheSaleCouldNotFundIsOwedNoMoreAfterTheRefund() {
        Goods goods = Goods.certified(100, 500, 2_000, 1_000);
        RecordedSale sale = sold(goods, 3, 4_000);
        String supplier = goods.organisationId().toString();
        assertThat(balance(AccountKind.SUPPLIER_DEBT, supplier)).isEqualTo(-2_200);
        refund(sale, 1, 1_000);
        assertThat(balance(AccountKind.SUPPLIER_DEBT, supplier)).isEqualTo(-1_650);
        refund(sale, 2, 3_000);
        assertThat(balance(AccountKind.SUPPLIER_DEBT, supplier)).isZero();
    }

    @Test
    void manyPartialRefundsInTheBooksEndAtNil() throws SQLException {
        SplittableRandom random = new SplittableRandom(SEED);
        Goods goods = Goods.certified(1_000);
        Map<AccountKey, Long> before = balances(goods);
        for (int i = 0; i < 10; i++) {
            long left = 1 + random.nextInt(50_000);
            long units = 1 + random.nextInt(5);
            RecordedSale sale = sold(goods, units, left);
            while (left > 0) {
                long fen = Math.min(left, 1 + random.nextLong(left));
                long back = fen == left ? units : random.nextLong(units + 1);
                refund(sale, back, fen);
                left -= fen;
                units -= back;
            }
        }
        assertThat(balances(goods)).as("seed %d", SEED).isEqualTo(before);
        assertThat(used(goods)).isZero();
    }

    @Test
    void theCapacityOfTheYearOfTheSaleComesBackWithTheUnits() throws SQLException {
        Goods goods = Goods.certified(2);
        SaleDraft lastYear = goods.sale("test", id(), 2, 10_000, Instant.parse("2024-12-31T15:59:59Z"), false);
        RecordedSale sale = await(() -> tx.write(connection -> sales.record(connection, List.of(lastYear))))
                .get(0);
        refund(sale, 0, 500);
        assertThat(number("SELECT used_units FROM sale_capacity WHERE year = 2024 AND product_id = '"
                        + goods.productId() + "'"))
                .as("part of the price came back, the goods stayed sold")
                .isEqualTo(2);
        refund(sale, 1, 4_750);
        assertThat(number("SELECT used_units FROM sale_capacity WHERE year = 2024 AND product_id = '"
                        + goods.productId() + "'"))
                .isEqualTo(1);
    }

    @Test
    void theSameRefundAgainIsAnsweredAsItStandsAndAnotherUnderItsNameIsRefused() throws SQLException {
        RecordedSale sale = sold(Goods.certified(100), 2, 10_000);
        RefundDraft draft = new RefundDraft("test", id(), sale.id(), 1, 5_000);
        RecordedRefund first = booked(draft);
        assertThat(booked(draft)).isEqualTo(first);
        assertThat(number("SELECT count(*) FROM sale_refund WHERE sale_id = '" + sale.id() + "'"))
                .isEqualTo(1);
        refused(
                "sale-refund-contradicts",
                () -> booked(new RefundDraft("test", draft.externalId(), sale.id(), 1, 4_999)));
    }

    @Test
    void whatIsNotThereOrNotCountedIsNotRefunded() {
        Goods goods = Goods.certified(100);
        refused("not-found", () -> booked(new RefundDraft("test", id(), UUID.randomUUID(), 1, 1)));
        String source = "partner:" + UUID.randomUUID();
        SaleDraft reported = goods.sale(source, "1", 1, 5_000, Instant.parse("2025-05-05T00:00:00Z"), true);
        Verdict verdict = await(() -> tx.write(connection -> sales.takeIn(connection, List.of(reported), "b")))
                .get(0);
        UUID sale = java.util.Objects.requireNonNull(verdict.sale()).id();
        refused("sale-not-counted", () -> booked(new RefundDraft("test", id(), sale, 1, 1)));
    }

    @Test
    void severalRefundsOfOneSaleAtOnceNeverGiveBackMoreThanWasPaid() throws Exception {
        RecordedSale sale = sold(Goods.certified(100), 5, 10_000);
        ExecutorService clerks = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(() -> {
                try {
                    refund(sale, 1, 3_000);
                    return true;
                } catch (Problem refused) {
                    assertThat(refused.code()).isEqualTo("sale-refund-too-much");
                    return false;
                }
            });
        }
        int booked = 0;
        for (Future<Boolean> each : clerks.invokeAll(all)) {
            booked += each.get() ? 1 : 0;
        }
        clerks.shutdown();
        assertThat(booked).isEqualTo(3);
        assertThat(number("SELECT sum(amount_fen) FROM sale_refund WHERE sale_id = '" + sale.id() + "'"))
                .isEqualTo(9_000);
    }

    /** The control: two who read what is left without waiting for each other both see all of it. */
    @Test
    void withoutTheLockTwoClerksWouldBothSeeAllTheMoneyLeft() throws Exception {
        RecordedSale sale = sold(Goods.certified(100), 1, 10_000);
        String left =
                "SELECT s.gross_fen - coalesce((SELECT sum(amount_fen) FROM sale_refund r WHERE r.sale_id = s.id), 0)"
                        + " FROM sale s WHERE id = '" + sale.id() + "'";
        try (Connection first = PostgresForTests.connect();
                Connection second = PostgresForTests.connect();
                Statement one = first.createStatement();
                Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            one.execute(left + " FOR UPDATE OF s");
            assertThat(figure(two, left)).as("the control").isEqualTo(10_000);
            two.execute("SET LOCAL lock_timeout = '200ms'");
            assertThatThrownBy(() -> two.execute(left + " FOR UPDATE OF s")).hasMessageContaining("lock timeout");
            first.rollback();
            second.rollback();
        }
    }

    @Test
    void theDatabaseRefusesWhatWouldTakeALegTooFarWhoeverWritesIt() {
        RecordedSale sale = sold(Goods.certified(100), 2, 10_000);
        RecordedRefund half = refund(sale, 1, 5_000);
        String again =
                "INSERT INTO sale_refund SELECT gen_random_uuid(), source, external_id || '%s', sale_id, %s, amount_fen,"
                        + " fee_fen, floor_fen, dividend_fen, supplier_fen, shortfall_fen, refunded_at,"
                        + " (SELECT min(id) FROM ledger_tx) FROM sale_refund WHERE id = '" + half.id() + "'";
        assertThatThrownBy(() -> SettledProvince.run(again.formatted("-2", "2")))
                .hasMessageContaining("more would be refunded than was sold");
        assertThatThrownBy(() ->
                        SettledProvince.run("UPDATE sale_refund SET amount_fen = 1 WHERE id = '" + half.id() + "'"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> SettledProvince.run("DELETE FROM sale_refund WHERE id = '" + half.id() + "'"))
                .hasMessageContaining("append-only");
    }

    @Test
    void whatASupplierWasPaidOutAlreadyStandsAsRecoverableAndTheRefundGoesThrough() {
        Goods goods = Goods.certified(100);
        RecordedSale sale = sold(goods, 1, 10_000);
        String supplier = goods.organisationId().toString();
        payOut(supplier, sale.split().supplierFen() - 100);
        refund(sale, 1, 10_000);
        assertThat(balance(AccountKind.SUPPLIER, supplier)).isZero();
        assertThat(balance(AccountKind.RECOVERABLE, supplier))
                .isEqualTo(100 - sale.split().supplierFen());
    }

    @Test
    void whoAsksFirstIsToldWhatARefundTakesFromEachLegAndFromHowManyHouseholds() throws SQLException {
        Goods goods = Goods.certified(100);
        RecordedSale sale = sold(goods, 2, 10_000);
        RefundDraft draft = new RefundDraft("test", id(), sale.id(), 1, 3_333);
        long before = number("SELECT count(*) FROM ledger_tx");
        RefundEffect effect = await(() -> tx.read(connection -> refunds.preview(connection, List.of(draft))));
        assertThat(number("SELECT count(*) FROM ledger_tx")).isEqualTo(before);
        assertThat(effect.households()).isEqualTo(2);
        assertThat(effect.carriedFen()).isZero();
        assertThat(effect.split()).isEqualTo(booked(draft).split());
    }

    private RecordedSale sold(Goods goods, long quantity, long fen) {
        return await(() -> tx.write(connection -> sales.record(connection, List.of(goods.sale(id(), quantity, fen)))))
                .get(0);
    }

    private RecordedRefund refund(RecordedSale sale, long units, long fen) {
        return booked(new RefundDraft("test", id(), sale.id(), units, fen));
    }

    private RecordedRefund booked(RefundDraft draft) {
        return await(() -> tx.write(connection -> refunds.refund(connection, List.of(draft), "test")))
                .get(0);
    }

    private void payOut(String supplier, long fen) {
        AccountKey from = new AccountKey(AccountKind.SUPPLIER, supplier);
        AccountKey bank = new AccountKey(AccountKind.BANK, "test");
        await(() -> tx.write(connection -> ledger.accounts(connection, List.of(from, bank))
                .chain(ids -> ledger.post(
                        connection,
                        Posting.of(
                                "TEST",
                                Instant.now(),
                                org.bangxiao.platform.BusinessClock.dayOf(Instant.now()),
                                "payout-" + UUID.randomUUID(),
                                "test",
                                List.of(
                                        Posting.Line.of(ids.getOrDefault(from, 0L), -fen),
                                        Posting.Line.of(ids.getOrDefault(bank, 0L), fen)))))));
    }

    /** The accounts of the goods; those of everybody are moved by other tests, too. */
    private Map<AccountKey, Long> balances(Goods goods) throws SQLException {
        String supplier = goods.organisationId().toString();
        List<AccountKey> keys = new ArrayList<>(List.of(
                new AccountKey(AccountKind.SUPPLIER, supplier),
                new AccountKey(AccountKind.SUPPLIER_DEBT, supplier),
                new AccountKey(AccountKind.RECOVERABLE, supplier),
                SaleLegs.FEE,
                new AccountKey(AccountKind.CLEARING, "test")));
        int month = org.bangxiao.platform.BusinessClock.monthOf(Instant.now());
        for (PoolKey.Leg leg : PoolKey.Leg.values()) {
            keys.add(new PoolKey(goods.agreement().id(), month, leg, PoolKey.Basis.CONFIRMED).account());
        }
        return await(() -> tx.read(connection -> ledger.balances(connection, keys)));
    }

    private long balance(AccountKind kind, String owner) {
        AccountKey key = new AccountKey(kind, owner);
        return await(() -> tx.read(connection -> ledger.balances(connection, List.of(key))))
                .getOrDefault(key, 0L);
    }

    private static long figure(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long used(Goods goods) throws SQLException {
        return number("SELECT coalesce(sum(used_units), 0) FROM sale_capacity WHERE product_id = '" + goods.productId()
                + "'");
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
