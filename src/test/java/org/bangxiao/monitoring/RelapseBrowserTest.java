package org.bangxiao.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Families;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.Test;

/** The monitoring desk in a browser: an alert is read, a measure is noted, the alert is closed. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RelapseBrowserTest {
    private static final String COUNTY = "451028";

    @TestHTTPResource("/")
    URI home;

    @Test
    void aCountyNotesAMeasureAndClosesTheAlert() throws SQLException {
        Actor officer = People.inArea(Role.COUNTY_OFFICER, COUNTY);
        try (Browser browser = Browser.open()) {
            for (int width : List.of(390, 1280)) {
                alert();
                Page page = browser.signedIn(home, officer, width, true);
                page.navigate(home.resolve("/desk/relapse-alerts?lang=zh").toString());
                browser.look(page, "relapse-alerts");
                page.locator("tbody a").first().click();
                browser.look(page, "relapse-alert-open");
                page.getByLabel("措施类别").selectOption("JOB");
                page.getByLabel("具体措施").fill("介绍到镇上的扶贫车间务工，每月三千元");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("登记措施"))
                        .click();
                browser.look(page, "relapse-alert-measure");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("办结"))
                        .click();
                browser.look(page, "relapse-alert-refused");
                page.getByLabel("风险消除").check();
                page.getByLabel("理由").fill("务工收入稳定");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("办结"))
                        .click();
                page.waitForURL("**/desk/relapse-alerts/*");
                browser.look(page, "relapse-alert-closed");
                assertThat(page.content()).contains("务工收入稳定");
                page.navigate(
                        home.resolve("/desk/relapse-alerts/figures?lang=zh").toString());
                browser.look(page, "relapse-figures");
            }
            // The form without a reason was to be refused.
            assertThat(browser.complaints()).allMatch(said -> said.contains("/ending: ") && said.contains("400"));
        }
    }

    private static void alert() throws SQLException {
        UUID household = Families.register(1, COUNTY, HouseholdStatus.LIFTED).get(0);
        SettledProvince.run(
                "INSERT INTO monitoring_alert (household_id, village_code, rule, month, standing, persons, year_fen,"
                        + " before_fen, expected_fen, opened_at, demo) SELECT id, village_code, 'DROPPED', 202610, 'LIFTED', persons,"
                        + " 123456, 500000, 250000, now(), true FROM household WHERE id = '" + household + "'");
    }
}
