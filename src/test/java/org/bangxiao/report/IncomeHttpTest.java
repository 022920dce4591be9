package org.bangxiao.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.bangxiao.support.Web;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A supplier's statement. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class IncomeHttpTest {
    private static final Pattern MONTH = Pattern.compile("/desk/income/(20\\d\\d-\\d\\d)");
    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"");

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSuppliersStatementIsTheLedgerToTheFenAndLeadsToEachSale() throws SQLException {
        OnSale goods = OnSale.product(3_990, 30).delivered(800);
        Web desk = Web.signedIn(goods.product().supplier());
        assertThat(desk.get("/desk/income?lang=en").asString()).contains("Nothing booked yet");
        Bought bought = Bought.of(goods, 2);
        bought.shippedBy(goods.product().supplier()).received();
        String claim =
                Claiming.asked(bought, "SPOILED", 1).statusCode(201).extract().path("id");
        Claiming.answered(goods.product().supplier(), claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        String page = desk.get("/desk/income").asString();
        String month = MONTH.matcher(page).results().findFirst().orElseThrow().group(1);
        List<Long> sums = cells(desk.get("/desk/income?table=1"));
        List<Long> sale = cells(desk.get("/desk/income/" + month + "?table=1"));
        List<Long> others = cells(desk.get("/desk/income/" + month + "?sales=false&table=1"));
        long own = sale.get(6);
        assertThat(sale.get(3)).as("two pieces").isEqualTo(7_980);
        assertThat(sale.get(4) + sale.get(5) + own).as("where all of it went").isEqualTo(7_980);
        assertThat(sums.get(1)).as("opening").isZero();
        assertThat(sums.get(2)).isEqualTo(own);
        assertThat(others.get(2)).as("of one piece").isEqualTo(sums.get(3)).isBetween(-own / 2 - 1, -own / 2);
        assertThat(sums.get(4)).as("delivery").isPositive();
        assertThat(sums.get(2) + sums.get(3) + sums.get(4) + sums.get(5)).isEqualTo(sums.get(6));
        assertThat(sums.get(6)).isEqualTo(ledger(goods.product().organisationId()));
        assertThat(desk.get("/desk/income/" + month).asString())
                .contains("/sales/" + bought.saleIds().get(0));
    }

    @Test
    void nobodyReadsAnotherSuppliersStatementAndItTakesAsManyStatementsHoweverMuchWasSold() {
        OnSale goods = OnSale.keeping(3_990, 90);
        Bought.of(goods, 1);
        Web desk = Web.signedIn(goods.product().supplier());
        int few = Statements.of(() -> desk.get("/desk/income"));
        Bought.of(goods, 2);
        Bought.of(goods, 3);
        assertThat(Statements.of(() -> desk.get("/desk/income"))).isLessThanOrEqualTo(few);
        Web other = Web.signedIn(OnSale.keeping(3_990, 1).product().supplier());
        assertThat(other.get("/desk/income?lang=en").asString()).contains("Nothing booked yet");
        assertThat(desk.get("/desk/income/2026-13").statusCode()).isEqualTo(404);
        assertThat(desk.get("/desk/income/2026-11?cursor=x").statusCode()).isEqualTo(400);
    }

    /** The first row of a table's file: money in fen, of anything else its digits. */
    private static List<Long> cells(Response file) {
        String row = file.asString().lines().skip(1).findFirst().orElseThrow();
        return CELL.matcher(row)
                .results()
                .map(cell -> (cell.group(1).contains("-¥") || cell.group(1).contains("¥-") ? "-0" : "0")
                        + cell.group(1).replaceAll("\\D", ""))
                .map(Long::valueOf)
                .toList();
    }

    private static long ledger(UUID organisation) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT sum(b.posted) FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"
                                + " WHERE a.owner = ?")) {
            statement.setString(1, organisation.toString());
            ResultSet sum = statement.executeQuery();
            sum.next();
            return sum.getLong(1);
        }
    }
}
