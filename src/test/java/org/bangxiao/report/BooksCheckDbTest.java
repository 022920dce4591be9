package org.bangxiao.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** What the operator's command says of the books. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BooksCheckDbTest {
    @Inject
    BooksCheck books;

    @Inject
    Seals seals;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Test
    void theCheckHoldsUntilSomebodyChangesALineAndThenNamesWhatIsBrokenAndTheBlock() throws SQLException {
        Goods goods = Goods.certified(10);
        long sold = await(() -> tx.write(connection ->
                        sales.record(connection, List.of(goods.sale(goods.certificateNumber(), 1, 5_000)))))
                .get(0)
                .txId();
        await(seals::sealNow);
        assertThat(await(books::check).lines())
                .endsWith("The books hold.")
                .noneMatch(line -> line.startsWith("broken"));
        long block = SettledProvince.number("SELECT block_no FROM ledger_seal_leaf WHERE tx_id = " + sold);
        String line = "UPDATE ledger_line SET amount = amount + %d WHERE tx_id = " + sold + " AND line_no = 1";
        SettledProvince.tamper(line.formatted(1));
        try {
            BooksCheck.Found found = await(books::check);
            assertThat(found.holds()).isFalse();
            assertThat(found.lines())
                    .anyMatch(said -> said.startsWith("broken: I1 "))
                    .contains("block " + block + " does not hold: journal")
                    .endsWith("The books do not hold.");
        } finally {
            SettledProvince.tamper(line.formatted(-1));
        }
        assertThat(await(books::check).holds()).isTrue();
    }
}
