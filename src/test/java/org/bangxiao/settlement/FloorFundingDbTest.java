package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;
import org.bangxiao.sale.Sales;
import org.bangxiao.sale.Withdrawals;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A floor above a sale's money is owed by the supplier, paid by what it earns later, and never minted. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FloorFundingDbTest {
    /** A unit owes households two yuan; fee 5 %, dividend 10 %. */
    private static final long FLOOR = 200;

    @Inject
    Settlements settlements;

    @Inject
    Sales sales;

    @Inject
    Refunds refunds;

    @Inject
    Withdrawals withdrawals;

    @Inject
    Ledger ledger;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private final SettledProvince province = SettledProvince.fresh();
    private final Goods goods = Goods.certified(province.county(), 10_000, 500, FLOOR, 1_000);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void whatASaleCouldNotBearIsPaidFromTheSuppliersLaterShareAndSharedInTheSameRun() throws SQLException {
        RecordedSale poor = sold(10, 1_000);
        assertThat(poor.split().shortfallFen()).isEqualTo(10 * FLOOR - 950);
        assertThat(settled().totalFen())
                .as("nothing is minted")
                .isEqualTo(poor.split().floorFen());
        RecordedSale good = sold(1, 3_000);
        SettlementView run = settled();
        assertThat(run.totalFen()).isEqualTo(households(good) + poor.split().shortfallFen());
        assertThat(credited()).isEqualTo(10 * FLOOR + households(good));
        assertThat(debt()).isZero();
        assertThat(supplier())
                .isEqualTo(good.split().supplierFen() - poor.split().shortfallFen());
    }

    @Test
    void aSupplierThatEarnsLittlePaysWhatItCanAndOwesTheRest() throws SQLException {
        RecordedSale poor = sold(10, 1_000);
        settled();
        RecordedSale little = sold(1, 700);
        SettlementView run = settled();
        assertThat(run.totalFen()).isEqualTo(households(little) + little.split().supplierFen());
        assertThat(supplier()).isZero();
        assertThat(debt()).isEqualTo(little.split().supplierFen() - poor.split().shortfallFen());
    }

    @Test
    void aRefundOfASaleWhoseFloorWasFundedGivesTheSupplierItsMoneyBackAndTakesNoneFromHouseholds() throws SQLException {
        RecordedSale poor = sold(10, 1_000);
        RecordedSale good = sold(1, 3_000);
        settled();
        assertThat(debt()).isZero();
        refund(poor, 10, 1_000);
        assertThat(debt()).isZero();
        assertThat(supplier())
                .as("as if it had not been sold")
                .isEqualTo(good.split().supplierFen());
        assertThat(credited()).isEqualTo(10 * FLOOR + households(good));
        assertThat(balance(AccountKind.RECOVERABLE, goods.linkId() + ":FLOOR")).isEqualTo(-10 * FLOOR);
    }

    @Test
    void aPartialRefundOfAPartlyFundedFloorLeavesItsProportionOwed() throws SQLException {
        RecordedSale poor = sold(10, 1_000);
        RecordedSale little = sold(1, 700);
        settled();
        long funded = little.split().supplierFen();
        refund(poor, 5, 500);
        assertThat(balance(AccountKind.POOL, goods.agreement().id() + ":" + month() + ":FLOOR:UNFUNDED")
                        + supplierPaid())
                .as("half of it is owed or paid")
                .isEqualTo(poor.split().shortfallFen() - 525);
        refund(poor, 5, 500);
        assertThat(debt()).isZero();
        assertThat(supplier()).isEqualTo(funded);
    }

    @Test
    void whatIsOwedForSalesThatNobodyConfirmedWaits() throws SQLException {
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(goods.sale("test", UUID.randomUUID().toString(), 10, 1_000, clock.instant(), true)))));
        RecordedSale good = sold(1, 3_000);
        assertThat(settled().totalFen()).isEqualTo(households(good));
        assertThat(supplier()).isEqualTo(good.split().supplierFen());
        assertThat(debt()).isEqualTo(-1_050);
    }

    @Test
    void whatWaitsForAnUnconfirmedSaleMakesUpForNoOther() throws SQLException {
        RecordedSale poor = sold(10, 1_000);
        RecordedSale good = sold(1, 3_000);
        settled();
        RecordedSale reported = await(() -> tx.write(connection -> sales.record(
                        connection,
                        List.of(goods.sale("test", UUID.randomUUID().toString(), 10, 1_000, clock.instant(), true)))))
                .get(0);
        refund(poor, 10, 1_000);
        assertThat(supplier())
                .as("as if it had not been sold")
                .isEqualTo(good.split().supplierFen());
        assertThat(debt()).isEqualTo(-reported.split().shortfallFen());
        await(() -> tx.write(connection -> withdrawals.withdraw(
                connection, "test", List.of(reported.draft().externalId()), "test")));
        assertThat(supplier()).isEqualTo(good.split().supplierFen());
        assertThat(debt()).isZero();
    }

    /** What the supplier has paid of the floors it owed. */
    private long supplierPaid() throws SQLException {
        return SettledProvince.number(
                "SELECT coalesce(-sum(l.amount), 0) FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id"
                        + " JOIN ledger_account a ON a.id = l.account_id WHERE t.kind IN ('FUND', 'UNFUND') AND a.kind = 'SUPPLIER'"
                        + " AND a.owner = '" + goods.organisationId() + "'");
    }

    private int month() {
        return BusinessClock.monthOf(clock.instant());
    }

    private SettlementView settled() {
        SettlementView prepared = await(() -> settlements.prepare(province.preparer(), null, month()));
        province.approve(prepared);
        return await(() -> settlements.run(province.approver(), prepared.id()));
    }

    private RecordedSale sold(long units, long fen) {
        return await(() -> tx.write(connection -> sales.record(
                        connection, List.of(goods.sale(UUID.randomUUID().toString(), units, fen)))))
                .get(0);
    }

    private void refund(RecordedSale sale, long units, long fen) {
        RefundDraft draft = new RefundDraft("test", UUID.randomUUID().toString(), sale.id(), units, fen);
        await(() -> tx.write(connection -> refunds.refund(connection, List.of(draft), "test")));
    }

    private static long households(RecordedSale sale) {
        return sale.split().floorFen() + sale.split().dividendFen();
    }

    private long supplier() {
        return balance(AccountKind.SUPPLIER, goods.organisationId().toString());
    }

    private long debt() {
        return balance(AccountKind.SUPPLIER_DEBT, goods.organisationId().toString());
    }

    private long credited() throws SQLException {
        return province.householdsOf(goods.linkId()).stream()
                .mapToLong(household -> balance(AccountKind.HOUSEHOLD, household.toString()))
                .sum();
    }

    private long balance(AccountKind kind, String owner) {
        AccountKey key = new AccountKey(kind, owner);
        return await(() -> tx.read(connection -> ledger.balances(connection, List.of(key))))
                .getOrDefault(key, 0L);
    }
}
