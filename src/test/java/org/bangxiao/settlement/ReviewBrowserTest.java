package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ReviewBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Inject
    Settlements settlements;

    @Inject
    BusinessClock clock;

    private final SettledProvince province = SettledProvince.fresh();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSecondPersonReadsTheReviewAnswersWhatIsOddAndApprovesIt() throws SQLException {
        UUID link = province.link(new long[] {10, 10, 10, 10, 10, 100}, HouseholdStatus.LIFTED);
        int month = BusinessClock.monthOf(clock.instant());
        province.pool(link, month, "DIVIDEND", 1_500_000);
        List<UUID> far = Families.register(2, province.county().substring(0, 2) + "0202", HouseholdStatus.LIFTED);
        UUID across = Families.link(Suppliers.cooperative(province.county()).id(), LinkKind.SHARES, 10, far, 1);
        province.pool(across, month, "FLOOR", 900);
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month));
        String here = "/desk/settlements/" + run.id();
        try (Browser browser = Browser.open()) {
            Page officer = browser.signedIn(
                    home, People.inArea(Role.VILLAGE_OFFICER, province.county() + "100200"), 390, true);
            UUID own = province.householdsOf(link).get(0);
            officer.navigate(home.resolve("/desk/households/" + own).toString());
            Browser.press(officer, "form[action$='/relatives'] button");
            browser.look(officer, "household-relative");
            Page second = browser.signedIn(home, province.approver(), 1280, true);
            look(browser, second, here, "run-to-review");
            assertThat(second.locator("form[action$='/approval']").count()).isZero();
            look(browser, second, here + "/review/changes?kind=HOUSEHOLD", "run-changes");
            look(browser, second, here + "/review", "run-review");
            second.locator("#found details summary").first().click();
            second.locator("#found details input[name=reason]").first().fill("演示：住在邻县，合同属实");
            Browser.press(second, "#found details[open] button");
            answerAll(second);
            second.navigate(home.resolve(here).toString());
            Browser.press(second, "form[action$='/approval'] button");
            Browser.press(second, "form[action$='/start'] button");
            look(browser, second, here, "run-closed");
            assertThat(second.locator("main").innerText()).contains("本次结算的根");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void answerAll(Page page) {
        String form = "article form[action$='/answers']";
        while (page.locator(form).count() > 0) {
            page.locator(form + " input[name=reason]").first().fill("演示：核对了合同和户籍，情况属实");
            Browser.press(page, form + " button");
        }
    }

    /** At both widths; the window stays wide. */
    private void look(Browser browser, Page page, String path, String name) {
        page.setViewportSize(390, 844);
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
        page.setViewportSize(1280, 900);
        browser.look(page, name);
    }
}
