package org.bangxiao.settlement;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A household reads its own statement on its own telephone, by a link from the village officer, and nobody else's. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StatementLinkBrowserTest {
    @Inject
    Settlements settlements;

    @Inject
    StatementLinks links;

    @Inject
    BusinessClock clock;

    @TestHTTPResource("/")
    URI home;

    private final SettledProvince province = SettledProvince.fresh();
    private final Actor officer = People.inArea(Role.VILLAGE_OFFICER, province.county() + "100200");

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @Test
    void theOfficerHandsALinkOverAndTheHouseholdReadsWhatItGot() throws SQLException {
        UUID household = settled();
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page desk = browser.signedIn(home, officer, width, true);
                desk.navigate(home.resolve("/desk/households/" + household + "/statement")
                        .toString());
                Browser.press(desk, "form[action$='/statement/link'] button");
                browser.look(desk, "statement-link");
                Page telephone = browser.page(width);
                telephone.navigate(desk.locator("p.words a").getAttribute("href"));
                assertThat(telephone.locator(".big").innerText()).isEqualTo("¥390.01");
                // Dividends paid in, not sold for: a month may have money and no sale to tell of.
                assertThat(telephone.locator(".story").innerText()).doesNotContain("卖出");
                assertThat(telephone.locator("form[action$='/statement/link']").count())
                        .isZero();
                browser.look(telephone, "statement-by-link");
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aLinkOpensOneStatementOnlyLapsesAndEndsWithTheNext() throws SQLException {
        UUID household = settled();
        String first = await(() -> links.hand(officer, household)).token();
        get("/my-statement/" + first).then().statusCode(200).body(containsString("390.01"));
        get("/my-statement/" + first + "x").then().statusCode(404);
        get("/desk/households/" + household + "/statement").then().body(not(containsString("390.01")));
        Actor neighbour = People.inArea(Role.VILLAGE_OFFICER, province.county() + "100999");
        assertThatThrownBy(() -> await(() -> links.hand(neighbour, household)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("not-found"));
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(1)));
        String second = await(() -> links.hand(officer, household)).token();
        get("/my-statement/" + first).then().statusCode(404);
        get("/my-statement/" + second).then().statusCode(200);
        clock.travelTo(clock.instant().plus(Duration.ofHours(25)));
        get("/my-statement/" + second).then().statusCode(404);
        assertThat(SettledProvince.number("SELECT count(*) FROM platform_audit WHERE subject_id = '" + household
                        + "' AND action IN ('statement-link-hand', 'statement-link-open')"))
                .isEqualTo(4);
        assertThat(SettledProvince.number("SELECT count(*) FROM settlement_statement_link WHERE token_hash = sha256('"
                        + second + "'::bytea) AND household_id = '" + household + "'"))
                .isOne();
    }

    private UUID settled() throws SQLException {
        UUID link = province.link(new long[] {1}, HouseholdStatus.LIFTED);
        province.pool(link, BusinessClock.monthOf(clock.instant()), "DIVIDEND", 39_001);
        SettlementView prepared =
                await(() -> settlements.prepare(province.preparer(), null, BusinessClock.monthOf(clock.instant())));
        province.approve(prepared);
        await(() -> settlements.run(province.preparer(), prepared.id()));
        return province.householdsOf(link).get(0);
    }
}
