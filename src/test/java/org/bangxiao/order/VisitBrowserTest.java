package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.LocalDate;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** From a supplier's calendar to the guest who was there. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VisitBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aGuestOnAPhoneBooksADayAndShowsACodeThatTheSupplierNotes() {
        OnSale farm = OnSale.farmStay();
        LocalDate today = Arc.container().instance(BusinessClock.class).get().today();
        try (Browser browser = Browser.open()) {
            Page host = browser.signedIn(home, farm.product().supplier(), 390, true);
            look(browser, host, "/desk/listings/" + farm.listingId(), "visit-listing");
            look(browser, host, "/desk/listings/" + farm.listingId() + "/days", "visit-days-none");
            host.locator("#from").fill(today.toString());
            host.locator("#to").fill(today.plusDays(20).toString());
            host.locator("#places").fill("6");
            press(host, "form[action$='/days'] button");
            browser.look(host, "visit-days");
            Page guest = browser.pageWithoutScripts(390);
            look(browser, guest, "/products/" + farm.listingId(), "visit-product");
            guest.locator("#day").selectOption(today.toString());
            guest.locator("#quantity").fill("2");
            press(guest, "button[value=stay]");
            look(browser, guest, "/cart", "visit-cart");
            look(browser, guest, "/checkout", "visit-checkout");
            guest.locator("input[name=receiver]").fill("演示顾客");
            guest.locator("input[name=phone]").fill("13800000000");
            press(guest, "button.button-buy");
            press(guest, "button[value=pay]");
            browser.look(guest, "visit-purchase");
            String code = guest.locator(".visit-code").innerText();
            look(browser, host, "/desk/orders?view=visit", "visit-guests");
            host.setViewportSize(1280, 900);
            look(browser, host, "/desk/orders?view=visit", "visit-guests");
            look(browser, host, "/desk/listings/" + farm.listingId() + "/days", "visit-days");
            look(browser, host, "/products/" + farm.listingId(), "visit-product");
            look(browser, host, "/desk/orders?view=visit", "visit-guests");
            host.locator("#code").fill(code);
            press(host, "form[action$='/redeem'] button");
            browser.look(host, "visit-noted");
            guest.reload();
            assertThat(guest.locator(".visit-code").count()).isZero();
            guest.setViewportSize(1280, 900);
            browser.look(guest, "visit-purchase-noted");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }
}
