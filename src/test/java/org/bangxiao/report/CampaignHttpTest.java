package org.bangxiao.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Claiming;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a campaign says of its sales. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CampaignHttpTest {
    private static final String PAGE = "/campaigns/month-2026";

    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aCampaignCountsWhatWasSoldOnItsDaysAndInItsYearLessWhatWentBack() {
        on(LocalDate.of(2026, 9, 1));
        List<long[]> before = figures();
        on(LocalDate.of(2026, 8, 31));
        OnSale goods = OnSale.product(4_000, 20);
        Bought.of(goods, 1);
        on(LocalDate.of(2026, 9, 30));
        Bought last = Bought.of(goods, 2);
        assertThat(since(before)).containsExactly("8000 1", "12000 2");
        last.shippedBy(goods.product().supplier()).received();
        String claim =
                Claiming.asked(last, "SPOILED", 1).statusCode(201).extract().path("id");
        Claiming.answered(goods.product().supplier(), claim, "APPROVE", "ASKED", Map.of("goods", "WRITE_OFF"))
                .statusCode(204);
        on(LocalDate.of(2026, 10, 1));
        Bought.of(goods, 5);
        assertThat(since(before)).as("one went back, five came too late").containsExactly("4000 1", "8000 2");
        assertThat(Statements.of(CampaignHttpTest::figures)).isLessThanOrEqualTo(3);
    }

    /** Fen sold and sales made, on the campaign's days and in its year. */
    private static List<String> since(List<long[]> before) {
        List<long[]> now = figures();
        return List.of(0, 1).stream()
                .map(row -> (now.get(row)[0] - before.get(row)[0]) + " " + (now.get(row)[2] - before.get(row)[2]))
                .toList();
    }

    private static List<long[]> figures() {
        String file = given().get(PAGE + "?lang=en&table=1")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return file.lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split(",(?=\"?¥?[\\d])"))
                        .skip(1)
                        .mapToLong(cell -> Long.parseLong(cell.replaceAll("\\D", "")))
                        .toArray())
                .toList();
    }

    private void on(LocalDate day) {
        clock.travelTo(day.atTime(12, 0).atZone(BusinessClock.CHINA).toInstant());
    }
}
