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
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** From a supplier's pre-sale to what a buyer is promised. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PresaleBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aSupplierSellsAHarvestInAdvanceAndABuyerOnAPhoneIsPromisedItsDays() {
        OnSale goods =
                OnSale.harvested(3_990, 20, IntStream.rangeClosed(1, 12).boxed().toList());
        UUID pomelos = goods.further();
        LocalDate today = Arc.container().instance(BusinessClock.class).get().today();
        try (Browser browser = Browser.open()) {
            Page seller = browser.signedIn(home, goods.product().supplier(), 390, false);
            look(browser, seller, "/desk/listings/" + goods.listingId() + "/presale", "presale-form");
            seller.locator("#soldUntil").fill(today.plusDays(5).toString());
            seller.locator("#sendFrom").fill(today.plusDays(10).toString());
            seller.locator("#sendTo").fill(today.plusDays(20).toString());
            press(seller, "form[action$='/presale'] button");
            assertThat(seller.url()).endsWith("/desk/listings/" + goods.listingId());
            browser.look(seller, "presale-listing");
            Page buyer = browser.pageWithoutScripts(390);
            look(browser, buyer, "/products?q=演示脐橙", "presale-list");
            look(browser, buyer, "/products/" + pomelos, "presale-none");
            press(buyer, "button[value=stay]");
            look(browser, buyer, "/products/" + goods.listingId(), "presale-product");
            press(buyer, "button[value=stay]");
            look(browser, buyer, "/cart", "presale-cart");
            look(browser, buyer, "/checkout", "presale-checkout");
            for (String path : List.of("/products/" + goods.listingId(), "/cart", "/checkout")) {
                buyer.setViewportSize(1280, 900);
                look(browser, buyer, path, "presale" + path.split("/", 3)[1]);
            }
            buyer.locator("input[name=receiver]").fill("演示顾客");
            buyer.locator("input[name=phone]").fill("13800000000");
            buyer.locator("select[name=province]").selectOption("440000");
            buyer.locator("input[name=city]").fill("深圳市");
            buyer.locator("input[name=district]").fill("福田区");
            buyer.locator("textarea[name=address]").fill("演示路 1 号");
            press(buyer, "button.button-buy");
            press(buyer, "button[value=pay]");
            assertThat(buyer.locator("section.shop").count()).isEqualTo(2);
            assertThat(buyer.locator("body").innerText()).contains(today.plusDays(20) + " 发货");
            browser.look(buyer, "presale-purchase");
            buyer.setViewportSize(390, 900);
            browser.look(buyer, "presale-purchase");
            look(browser, seller, "/desk/orders?view=all", "presale-orders");
            seller.setViewportSize(1280, 900);
            look(browser, seller, "/desk/orders?view=all", "presale-orders");
            press(seller, "section.shop:has(.badge-warm + .nowrap) header a");
            browser.look(seller, "presale-order");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }
}
