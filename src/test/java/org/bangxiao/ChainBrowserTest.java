package org.bangxiao;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.Seals;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Await;
import org.bangxiao.support.Browser;
import org.bangxiao.support.CertifiedByPages;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The chain as people walk it, in a real browser on a phone and at a desk: apply, decide, list, shop, pay, follow the money,
 * settle, prove.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ChainBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void invariantsHold() {
        Invariants.hold();
    }

    @Test
    void aProductIsCertifiedListedAndBoughtAndTheMoneyFollowedToTheHouseholdsWhoSeeItInTheirStatement() {
        try (Browser browser = Browser.open()) {
            OnSale goods = new CertifiedByPages(browser, home, browser::look).product(50);
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                String sale = buy(browser, page, goods);
                prove(browser, page, sale);
            }
            settle(browser);
            statement(
                    browser,
                    goods.product().households().get(0),
                    goods.product().countyCode());
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void theShopWorksWithoutScripts() {
        OnSale goods = OnSale.product(8_800, 50);
        try (Browser browser = Browser.open()) {
            Page page = browser.pageWithoutScripts(390);
            put(page, goods);
            page.navigate(home.resolve("/checkout").toString());
            order(page);
            page.locator("button[value=pay]").click();
            assertThat(page.url()).contains("/purchases/");
        }
    }

    private String buy(Browser browser, Page page, OnSale goods) {
        page.navigate(home.toString());
        browser.look(page, "home");
        page.navigate(home.resolve("/products?q=%E8%84%90%E6%A9%99").toString());
        browser.look(page, "products");
        page.navigate(home.resolve("/products/" + goods.listingId()).toString());
        browser.look(page, "product");
        page.navigate(home.resolve("/certificates/" + goods.product().certificateNumber())
                .toString());
        browser.look(page, "certificate");
        put(page, goods);
        browser.look(page, "cart");
        page.navigate(home.resolve("/checkout").toString());
        browser.look(page, "checkout");
        order(page);
        browser.look(page, "cashier");
        page.locator("button[value=pay]").click();
        page.waitForURL(Pattern.compile(".*/purchases/.*"));
        browser.look(page, "purchase");
        String link = page.locator("a[href^='/sales/']").first().getAttribute("href");
        return link.split("/")[2];
    }

    private void put(Page page, OnSale goods) {
        page.navigate(home.resolve("/products/" + goods.listingId()).toString());
        page.locator("button[value=stay]").first().click();
        page.navigate(home.resolve("/cart").toString());
    }

    private static void order(Page page) {
        page.locator("input[name=receiver]").fill("演示顾客");
        page.locator("input[name=phone]").fill("13800000000");
        page.locator("[name=address]").fill("广东省深圳市福田区演示路 1 号");
        page.locator("main form button.button-buy").click();
        page.waitForURL(Pattern.compile(".*/cashier/.*"));
    }

    private void prove(Browser browser, Page page, String sale) {
        Await.await(() -> Arc.container().instance(Seals.class).get().sealNow());
        page.navigate(home.resolve("/sales/" + sale).toString());
        browser.look(page, "sale");
        page.navigate(home.resolve("/sales/" + sale + "/proof").toString());
        page.locator("#proof-good").waitFor();
        browser.look(page, "proof");
    }

    private void settle(Browser browser) {
        Page preparer = signedIn(browser, People.inArea(Role.FINANCE, "450000"));
        preparer.navigate(home.resolve("/desk/settlements").toString());
        int month = BusinessClock.monthOf(
                Arc.container().instance(BusinessClock.class).get().instant());
        preparer.locator("main input[name=month]").fill(String.valueOf(month));
        preparer.locator("main form[action='/desk/settlements'] button").click();
        preparer.waitForURL(Pattern.compile(".*/desk/settlements/.+"));
        String run = preparer.url();
        Actor second = People.inArea(Role.FINANCE, "450000");
        SettledProvince.answered(second, UUID.fromString(run.substring(run.lastIndexOf('/') + 1)));
        Page approver = signedIn(browser, second);
        approver.navigate(run);
        browser.look(approver, "settlement");
        approver.locator("form[action$='/approval'] button").click();
        approver.locator("form[action$='/start'] button").click();
        approver.waitForLoadState();
    }

    private void statement(Browser browser, UUID household, String county) {
        Page officer = signedIn(browser, People.inArea(Role.COUNTY_OFFICER, county));
        officer.navigate(
                home.resolve("/desk/households/" + household + "/statement").toString());
        browser.look(officer, "household-statement");
        officer.setViewportSize(390, 844);
        browser.look(officer, "household-statement");
        assertThat(officer.locator("main").innerText()).contains("演示脐橙", "这个月卖出");
    }

    private Page signedIn(Browser browser, Actor actor) {
        return new CertifiedByPages(browser, home, (page, name) -> {}).signedIn(actor);
    }
}
