package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.RecordedRefund;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sales that go back before, during and after a settlement: no household is ever debited, and nothing is paid twice. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RefundedSettlementDbTest {
    @Inject
    Settlements settlements;

    @Inject
    Statements statements;

    @Inject
    Sales sales;

    @Inject
    Refunds refunds;

    @Inject
    Ledger ledger;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    private final SettledProvince province = SettledProvince.fresh();
    private final Goods goods = Goods.certified(province.county(), 10_000, 500, 200, 1_000);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void beforeTheSettlementThePoolShrinks() throws SQLException {
        RecordedSale kept = sold(10_000);
        RecordedSale gone = sold(7_000);
        refund(gone, 7_000);
        SettlementView run = settled();
        assertThat(run.totalFen()).isEqualTo(households(kept));
        assertThat(credited()).isEqualTo(households(kept));
    }

    @Test
    void afterTheSettlementItComesOffTheNextRunAndNoHouseholdIsDebited() throws SQLException {
        RecordedSale gone = sold(10_000);
        settled();
        refund(gone, 10_000);
        assertThat(credited()).isEqualTo(households(gone));
        assertThat(recoverable()).isEqualTo(-households(gone));
        RecordedSale next = sold(30_000);
        SettlementView run = settled();
        assertThat(run.totalFen()).isEqualTo(households(next) - households(gone));
        assertThat(recoverable()).isZero();
        assertThat(credited()).as("as if the first sale had not happened").isEqualTo(households(next));
    }

    @Test
    void aHouseholdReadsWhatWasTakenBackAndWhatCameOffForEarlierSales() throws SQLException {
        sold(10_000);
        refund(sold(7_000), 7_000);
        SettlementView first = settled();
        assertThat(lines(first)).allSatisfy(line -> {
            assertThat(line.sales()).isEqualTo(2);
            assertThat(line.returnedFen()).isEqualTo(7_000);
            assertThat(line.offsetFen()).isZero();
        });
        RecordedSale carried = sold(9_000);
        settled();
        refund(carried, 9_000);
        sold(30_000);
        RecordedSale borne = sold(20_000);
        assertThat(lines(settled()).stream()
                        .mapToLong(Statement.Line::offsetFen)
                        .sum())
                .as("offset, for the pool was empty when it went back")
                .isEqualTo(households(carried));
        sold(40_000);
        sold(50_000);
        refund(borne, 20_000);
        List<Statement.Line> last = lines(settled());
        assertThat(last.stream().mapToLong(Statement.Line::offsetFen).sum())
                .as("borne by the pool at once, for it held later money")
                .isEqualTo(households(borne));
        assertThat(last).allSatisfy(line -> assertThat(line.returnedFen()).isZero());
    }

    @Test
    void whatTheNextPoolCanNotBearIsCarriedFurther() throws SQLException {
        RecordedSale gone = sold(50_000);
        settled();
        refund(gone, 50_000);
        RecordedSale little = sold(2_000);
        refused("settlement-nothing", this::prepared);
        RecordedSale more = sold(70_000);
        settled();
        assertThat(recoverable()).isZero();
        assertThat(credited()).isEqualTo(households(little) + households(more));
    }

    @Test
    void aRunThatIsOnItsWayEndsAsItWasApprovedAndTheRefundWaitsForTheNext() throws SQLException {
        RecordedSale gone = sold(10_000);
        SettlementView prepared = prepared();
        refund(gone, 4_000);
        SettlementView approved = approved(prepared);
        refund(gone, 6_000);
        SettlementView done = await(() -> settlements.run(province.approver(), approved.id()));
        assertThat(done.state()).isEqualTo("DONE");
        assertThat(done.totalFen()).isEqualTo(households(gone));
        assertThat(recoverable()).isEqualTo(-households(gone));
        RecordedSale next = sold(30_000);
        settled();
        assertThat(credited()).isEqualTo(households(next));
    }

    @Test
    void aRunThatWasPutAsideGivesItsPoolsFree() throws SQLException {
        RecordedSale gone = sold(10_000);
        SettlementView prepared = prepared();
        Invariants.hold();
        await(() -> settlements.reject(province.approver(), prepared.id()));
        refund(gone, 10_000);
        assertThat(recoverable()).isZero();
        refused("settlement-nothing", this::prepared);
    }

    @Test
    void refundsAndAPreparationAtOnceNeverPromiseAPoolTwice() throws Exception {
        List<RecordedSale> sold = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sold.add(sold(10_000));
        }
        long paid =
                sold.stream().mapToLong(RefundedSettlementDbTest::households).sum();
        ExecutorService clerks = Executors.newFixedThreadPool(6);
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            RecordedSale sale = sold.get(i);
            all.add(() -> refund(sale, 10_000));
        }
        all.add(5, this::prepared);
        SettlementView run = null;
        for (Future<Object> each : clerks.invokeAll(all)) {
            run = each.get() instanceof SettlementView view ? view : run;
        }
        clerks.shutdown();
        Invariants.hold();
        SettlementView approved = approved(java.util.Objects.requireNonNull(run));
        SettlementView done = await(() -> settlements.run(province.approver(), approved.id()));
        assertThat(done.state()).as("it never sticks").isEqualTo("DONE");
        assertThat(done.totalFen() + recoverable()).isEqualTo(households(sold.get(11)));
        assertThat(done.totalFen()).isBetween(households(sold.get(11)), paid);
    }

    private List<Statement.Line> lines(SettlementView run) throws SQLException {
        Actor auditor = People.everywhere(Role.AUDITOR);
        UUID household = province.householdsOf(goods.linkId()).get(0);
        return await(() -> statements.of(auditor, household, null)).lines().stream()
                .filter(line -> line.settlementId().equals(run.id()))
                .toList();
    }

    private SettlementView settled() {
        SettlementView approved = approved(prepared());
        return await(() -> settlements.run(province.approver(), approved.id()));
    }

    private SettlementView prepared() {
        return await(() -> settlements.prepare(province.preparer(), null, BusinessClock.monthOf(clock.instant())));
    }

    private SettlementView approved(SettlementView prepared) {
        return province.approve(prepared);
    }

    private RecordedSale sold(long fen) {
        return await(() -> tx.write(connection -> sales.record(
                        connection, List.of(goods.sale(UUID.randomUUID().toString(), 1, fen)))))
                .get(0);
    }

    private RecordedRefund refund(RecordedSale sale, long fen) {
        RefundDraft draft = new RefundDraft("test", UUID.randomUUID().toString(), sale.id(), 0, fen);
        return await(() -> tx.write(connection -> refunds.refund(connection, List.of(draft), "test")))
                .get(0);
    }

    private static long households(RecordedSale sale) {
        return sale.split().floorFen() + sale.split().dividendFen();
    }

    /** What all households of the province hold. */
    private long credited() throws SQLException {
        List<AccountKey> keys = province.householdsOf(goods.linkId()).stream()
                .map(household -> new AccountKey(AccountKind.HOUSEHOLD, household.toString()))
                .toList();
        return await(() -> tx.read(connection -> ledger.balances(connection, keys))).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long recoverable() {
        List<AccountKey> keys = List.of(
                new AccountKey(AccountKind.RECOVERABLE, goods.linkId() + ":FLOOR"),
                new AccountKey(AccountKind.RECOVERABLE, goods.linkId() + ":DIVIDEND"));
        return await(() -> tx.read(connection -> ledger.balances(connection, keys))).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
