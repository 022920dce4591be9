package org.bangxiao.household.aid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A donation in kind in a browser: written down in the village, confirmed in the county, on the household's statement. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AidBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aVillageWritesADonationDownTheCountyConfirmsItAndTheHouseholdSeesItApart() {
        Payable county = Payable.fresh();
        UUID household = county.households("103", 12_300).get(0);
        Actor officer = People.inArea(Role.COUNTY_OFFICER, county.county());
        try (Browser browser = Browser.open()) {
            Page village = browser.signedIn(home, People.inArea(Role.VILLAGE_OFFICER, county.village()), 390, true);
            village.navigate(home.resolve("/desk/households/" + household).toString());
            village.locator("a[href^='/desk/aid/new']").click();
            press(village, "form[action^='/desk/aid'] button");
            browser.look(village, "aid-faulty");
            assertThat(village.locator("#giver-error").count()).isEqualTo(1);
            village.locator("input[name=kind][value=DONATION]").check();
            village.locator("#giver").fill("对口帮扶单位");
            village.locator("#amountFen").fill("1200");
            village.locator("#goods").fill("复合肥 20 袋");
            village.locator("#receivedOn").fill("2026-11-01");
            press(village, "form[action^='/desk/aid'] button");

            Page office = browser.signedIn(home, officer, 1280, true);
            look(browser, office, "/desk/aid", "aids");
            office.locator("tbody a").first().click();
            browser.look(office, "aid-to-confirm");
            press(office, "form[action$='/confirmation'] button");
            office.setViewportSize(390, 844);
            look(browser, office, "/desk/aid", "aids");
            look(browser, village, "/desk/households/" + household + "/statement", "statement-with-aid");
            assertThat(village.locator("main").textContent()).contains("复合肥 20 袋", "不计入销售收入");

            Page administrator = browser.signedIn(home, People.everywhere(Role.ADMINISTRATOR), 390, true);
            administrator.navigate(home.resolve("/desk/account-persons").toString());
            administrator.locator("#username").fill(officer.username());
            administrator.locator("#idNumber").fill("451226195001010011");
            press(administrator, "form[action='/desk/account-persons'] button");
            browser.look(administrator, "account-person-faulty");
            assertThat(administrator.locator("#idNumber-error").count()).isEqualTo(1);
            assertThat(administrator.content()).doesNotContain("451226195001010011");
            assertThat(browser.complaints())
                    .as("but for the forms that came back")
                    .allMatch(complaint -> complaint.contains("400 (Bad Request)"));
        }
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }
}
