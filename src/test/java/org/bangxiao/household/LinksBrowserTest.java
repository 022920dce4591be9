package org.bangxiao.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Families;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** From terms that a supplier prepares on a phone to the deliveries of a month and a household that leaves. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LinksBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSupplierPreparesTermsTheOfficeApprovesAndDeliveriesArePutDown() {
        Contracts link = Contracts.of(LinkKind.PRODUCE, 3, 500_000);
        String path = "/desk/links/" + link.id();
        try (Browser browser = Browser.open()) {
            Page supplier = browser.signedIn(home, link.supplier(), 390, true);
            look(browser, supplier, "/desk/links", "links");
            look(browser, supplier, path, "link-without-terms");
            supplier.navigate(home.resolve(path + "/terms").toString());
            press(supplier, "form[action$='/terms'] button");
            browser.look(supplier, "terms-faulty");
            assertThat(supplier.locator("#rateFen-error").count()).isEqualTo(1);
            supplier.locator("#rateFen").fill("3.80");
            supplier.locator("#yieldBasisPoints").fill("12.5");
            supplier.locator("#rule").fill("按质论价，每周结算一次");
            supplier.locator("#validFrom").fill(Contracts.firstOfMonth().toString());
            press(supplier, "form[action$='/terms'] button");
            browser.look(supplier, "link-prepared");

            Page office = browser.signedIn(home, link.office(), 1280, true);
            look(browser, office, path, "link-to-approve");
            press(office, "form[action$='/approval'] button");
            browser.look(office, "link-approved");
            assertThat(office.locator("main").textContent()).contains("第 1 版有效");

            look(browser, supplier, path + "/month", "month-empty");
            supplier.locator("#slip").fill("GB-2026-0001");
            supplier.locator("#householdNo").fill(String.valueOf(link.number(0)));
            supplier.locator("#units").fill("125.5");
            supplier.locator("#priceFen").fill("3.60");
            supplier.locator("#lot").fill("L-01");
            press(supplier, "form[action$='/month/record'] button");
            assertThat(supplier.locator("main").textContent()).contains("¥476.90");
            browser.look(supplier, "month");
            supplier.setViewportSize(1280, 900);
            look(browser, supplier, path + "/month", "month");
            look(browser, supplier, "/desk/links", "links");
            look(browser, supplier, "/desk/yields", "yields");
            look(browser, office, "/desk", "desk-of-an-office-with-links");
            assertThat(browser.complaints())
                    .as("but for the form that came back")
                    .allMatch(complaint -> complaint.contains("400 (Bad Request)"));
        }
    }

    @Test
    void theOfficeLetsAHouseholdInAndOut() {
        Contracts link = Contracts.of(LinkKind.LAND, 3, 1_334).agreed(Map.of("rateFen", 80_000, "leavesTo", "VILLAGE"));
        UUID second = Families.register(1, Contracts.COUNTY, HouseholdStatus.MONITORED)
                .get(0);
        String path = "/desk/links/" + link.id();
        try (Browser browser = Browser.open()) {
            Page office = browser.signedIn(home, link.office(), 390, true);
            look(browser, office, "/desk/links/new", "new-link");
            look(browser, office, path + "/members", "member-entering");
            office.locator("#householdNo").fill(String.valueOf(Contracts.number(second)));
            office.locator("#weight").fill("667");
            office.locator("#reason").fill("新签土地流转合同");
            press(office, "form[action$='/members'] button");
            browser.look(office, "link-members");
            look(browser, office, path + "/members/" + link.households().get(0), "member");
            office.locator("#leavingReason").fill("举家搬迁");
            press(office, "form[action$='/leaving'] button");
            browser.look(office, "link-left");
            assertThat(office.locator("main").textContent()).contains("举家搬迁", "归村集体账户");
            office.setViewportSize(1280, 900);
            look(browser, office, path, "link-left");
            look(browser, office, path + "/month", "month-of-rent");
            assertThat(office.locator("main").textContent()).contains("村集体账户 451226100200");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }
}
