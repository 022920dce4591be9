package org.bangxiao.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bangxiao.household.Split;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Verdict.Outcome;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SalesDbTest {
    private static final Instant LAST_YEAR = Instant.parse("2025-06-30T16:30:00Z");
    private static final int BUYERS = 16;

    @Inject
    Sales sales;

    @Inject
    Confirmations confirmations;

    @Inject
    Ledger ledger;

    @Inject
    Tx tx;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSaleSplitsByTheAgreementOfItsDayAndPostsOnce() {
        Goods goods = Goods.certified(1_000);
        List<RecordedSale> recorded = record(goods.sale(id(), 2, 10_000), goods.sale(id(), 1, 3_333));
        assertThat(recorded.get(0).split()).isEqualTo(new Split(500, 400, 910, 8_190, 0));
        assertThat(recorded).extracting(RecordedSale::position).containsExactly(0, 1);
        assertThat(recorded)
                .extracting(RecordedSale::txId)
                .containsOnly(recorded.get(0).txId());
        assertThat(balance(AccountKind.SUPPLIER, goods.organisationId().toString()))
                .isEqualTo(recorded.stream()
                        .mapToLong(sale -> sale.split().supplierFen())
                        .sum());
    }

    @Test
    void aSaleBelongsToTheMonthAndYearOfTheDayInChina() throws SQLException {
        Goods goods = Goods.certified(10);
        record(goods.sale("test", id(), 1, 5_000, LAST_YEAR, false));
        record(goods.sale(
                "test", id(), 10, 5_000, Instant.parse("2024-12-31T16:00:00Z").minusSeconds(1), false));
        assertThat(numbers("SELECT month FROM sale WHERE product_id = '" + goods.productId() + "' ORDER BY month"))
                .containsExactly(202412L, 202507L);
    }

    @Test
    void aFloorBeyondTheGrossStandsAsTheSuppliersDebt() {
        Goods goods = Goods.certified(100, 500, 2_000, 1_000);
        RecordedSale sale = record(goods.sale(id(), 3, 4_000)).get(0);
        assertThat(sale.split()).isEqualTo(new Split(200, 3_800, 0, 0, 2_200));
        String supplier = goods.organisationId().toString();
        assertThat(balance(AccountKind.SUPPLIER_DEBT, supplier)).isEqualTo(-2_200);
        assertThat(balance(AccountKind.SUPPLIER, supplier)).isZero();
    }

    @Test
    void aSecondReportOfOneSaleIsRefusedAndLeavesNothing() {
        Goods goods = Goods.certified(100);
        SaleDraft draft = goods.sale(id(), 1, 5_000);
        record(draft);
        refused("sale-recorded-already", () -> record(goods.sale(id(), 1, 5_000), draft));
        assertThat(balance(AccountKind.SUPPLIER, goods.organisationId().toString()))
                .isEqualTo(draft.grossFen() - 250 - 200 - 455);
    }

    @Test
    void whatIsNotCertifiedOrFarAwayIsRefused() {
        Goods goods = Goods.certified(100);
        Goods other = Goods.certified(100);
        refused(
                "certificate-not-valid",
                () -> record(goods.sale("test", id(), 1, 100, Instant.parse("2019-01-01T00:00:00Z"), false)));
        refused(
                "sale-in-the-future",
                () -> record(goods.sale("test", id(), 1, 100, Instant.now().plusSeconds(900), false)));
        refused("sale-quantity-invalid", () -> record(goods.sale(id(), 0, 100)));
        refused("sale-external-id-invalid", () -> record(goods.sale("a\nb", 1, 100)));
        SaleDraft stolen = new SaleDraft(
                "test",
                id(),
                null,
                goods.productId(),
                other.organisationId(),
                1,
                100,
                Goods.CHANNEL,
                List.of(),
                Instant.now(),
                false);
        refused("certificate-not-valid", () -> record(stolen));
        SaleDraft byNoWay = new SaleDraft(
                "test",
                id(),
                null,
                goods.productId(),
                goods.organisationId(),
                1,
                100,
                "TELEPATHY",
                List.of(),
                Instant.now(),
                false);
        refused("channel-unknown", () -> record(byNoWay));
    }

    @Test
    void manyBuyersAtOnceNeverPassTheCapacity() throws SQLException {
        Goods goods = Goods.certified(20);
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        List<CompletableFuture<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            tries.add(CompletableFuture.supplyAsync(() -> bought(goods), buyers));
        }
        long sold = tries.stream().filter(CompletableFuture::join).count();
        buyers.shutdown();
        assertThat(sold).as("three at a time out of twenty").isEqualTo(6);
        assertThat(numbers("SELECT used_units FROM sale_capacity WHERE product_id = '" + goods.productId() + "'"))
                .containsExactly(18L);
        Throwable refusal = org.assertj.core.api.Assertions.catchThrowable(() -> record(goods.sale(id(), 3, 9_000)));
        assertThat(((Problem) refusal).arguments())
                .as("which, and what is left")
                .containsExactly("演示木耳", 2L);
    }

    @Test
    void aReportIsTakenRowByRow() {
        Goods goods = Goods.certified(10);
        String source = "partner:" + UUID.randomUUID();
        SaleDraft first = goods.sale(source, "a", 4, 20_000, LAST_YEAR, true);
        SaleDraft tooMany = goods.sale(source, "b", 7, 35_000, LAST_YEAR, true);
        SaleDraft fits = goods.sale(source, "c", 6, 30_000, LAST_YEAR, true);
        SaleDraft other = goods.sale(source, "a", 4, 20_001, LAST_YEAR, true);
        SaleDraft old = goods.sale(source, "d", 1, 5_000, Instant.parse("2019-01-01T00:00:00Z"), true);
        List<Verdict> verdicts = takeIn(List.of(first, first, other, tooMany, fits, old));
        assertThat(verdicts)
                .extracting(Verdict::outcome)
                .containsExactly(
                        Outcome.ACCEPTED,
                        Outcome.DUPLICATE,
                        Outcome.CONFLICT,
                        Outcome.HELD_CAPACITY,
                        Outcome.ACCEPTED,
                        Outcome.REJECTED);
        assertThat(takeIn(List.of(fits, other)))
                .extracting(Verdict::outcome)
                .containsExactly(Outcome.DUPLICATE, Outcome.CONFLICT);
    }

    @Test
    void whatASupplierConfirmsMovesToTheConfirmedPool() {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        RecordedSale sale =
                java.util.Objects.requireNonNull(takeIn(List.of(goods.sale(source, "x", 2, 10_000, LAST_YEAR, true)))
                        .get(0)
                        .sale());
        String pool = goods.agreement().id() + ":202507:FLOOR:";
        assertThat(balance(AccountKind.POOL, pool + "REPORTED")).isEqualTo(400);
        Confirmations.Confirmation confirmation = confirm(sale.txId(), goods.organisationId());
        assertThat(confirmation.sales()).isEqualTo(1);
        assertThat(confirmation.movedFen()).isEqualTo(1_310);
        assertThat(balance(AccountKind.POOL, pool + "REPORTED")).isZero();
        assertThat(balance(AccountKind.POOL, pool + "CONFIRMED")).isEqualTo(400);
        refused("sale-nothing-to-confirm", () -> confirm(sale.txId(), goods.organisationId()));
    }

    @Test
    void aRecordedSaleIsFrozen() throws SQLException {
        Goods goods = Goods.certified(100);
        RecordedSale sale = record(goods.sale(id(), 1, 5_000)).get(0);
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            for (String change : List.of(
                    "UPDATE sale SET gross_fen = gross_fen + 1, supplier_fen = supplier_fen + 1 WHERE id = '%s'",
                    "UPDATE sale SET status = 'UNCERTIFIED' WHERE id = '%s'", "DELETE FROM sale WHERE id = '%s'")) {
                assertThatThrownBy(() -> statement.execute(change.formatted(sale.id())))
                        .hasMessageContaining("frozen");
            }
        }
    }

    private boolean bought(Goods goods) {
        try {
            record(goods.sale(id(), 3, 15_000));
            return true;
        } catch (Problem problem) {
            assertThat(problem.code()).isEqualTo("capacity-exceeded");
            return false;
        }
    }

    private List<RecordedSale> record(SaleDraft... drafts) {
        return await(() -> tx.write(connection -> sales.record(connection, List.of(drafts))));
    }

    private List<Verdict> takeIn(List<SaleDraft> drafts) {
        return await(() -> tx.write(connection -> sales.takeIn(connection, drafts, "batch")));
    }

    private Confirmations.Confirmation confirm(long txId, UUID organisation) {
        return await(() -> tx.write(connection ->
                confirmations.confirm(connection, List.of(txId), organisation, "batch-" + txId, UUID.randomUUID())));
    }

    private long balance(AccountKind kind, String owner) {
        AccountKey key = new AccountKey(kind, owner);
        Map<AccountKey, Long> balances = await(() -> tx.read(connection -> ledger.balances(connection, List.of(key))));
        return balances.getOrDefault(key, 0L);
    }

    private static List<Long> numbers(String query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void refused(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
