package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** From a supplier's template to what a buyer pays for delivery. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FreightBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aSupplierSaysWhatDeliveryCostsAndABuyerOnAPhonePaysIt() {
        OnSale goods = OnSale.product(3_990, 20);
        try (Browser browser = Browser.open()) {
            Page seller = browser.signedIn(home, goods.product().supplier(), 1280, true);
            template(seller);
            for (int width : List.of(1280, 390)) {
                seller.setViewportSize(width, 900);
                look(browser, seller, "/desk/freight", "freight-templates");
                look(browser, seller, "/desk/freight/new", "freight-template");
                look(browser, seller, "/desk/listings/" + goods.listingId(), "freight-listing");
            }
            Page buyer = browser.page(390);
            look(browser, buyer, "/products/" + goods.listingId(), "freight-product");
            assertThat(buyer.locator(".coming").innerText()).contains("包邮");
            buyer.locator(".coming select").selectOption("440000");
            press(buyer, ".coming button", ".*/products/.*");
            assertThat(buyer.locator(".coming").innerText()).contains("运费 ¥14.00");
            press(buyer, "button[value=checkout]", ".*/checkout$");
            assertThat(buyer.locator("aside").innerText()).contains("53.90", "广东省");
            browser.look(buyer, "freight-checkout");
            buyer.locator("select[name=province]").selectOption("450000");
            press(buyer, "button[name=recount]", ".*/checkout$");
            assertThat(buyer.locator("aside").innerText()).contains("还差 ¥60.10 起送");
            browser.look(buyer, "freight-least");
            buyer.locator("select[name=province]").selectOption("540000");
            press(buyer, "button[name=recount]", ".*/checkout$");
            assertThat(buyer.locator("body").innerText()).contains("不送往西藏自治区");
            browser.look(buyer, "freight-not-there");
            look(browser, buyer, "/cart", "freight-cart");
            buyer.setViewportSize(1280, 900);
            look(browser, buyer, "/cart", "freight-cart");
            look(browser, buyer, "/products/" + goods.listingId(), "freight-product");
            buyer.navigate(home.resolve("/checkout").toString());
            buyer.locator("input[name=receiver]").fill("演示顾客");
            buyer.locator("input[name=phone]").fill("13800000000");
            for (String choice : List.of("city 深圳市", "district 福田区", "street 沙头街道")) {
                String[] chosen = choice.split(" ");
                buyer.locator("select[name=" + chosen[0] + "]").selectOption(chosen[1]);
            }
            buyer.locator("textarea[name=address]").fill("演示路 1 号");
            browser.look(buyer, "freight-checkout");
            press(buyer, "button.button-buy", ".*/cashier/.*");
            press(buyer, "button[value=pay]", ".*/purchases/.*");
            assertThat(buyer.locator("body").innerText()).contains("53.90", "14.00");
            browser.look(buyer, "freight-purchase");
            seller.navigate(home.resolve("/desk/orders?view=all").toString());
            press(seller, "section.shop header a", ".*/desk/orders/.*");
            assertThat(seller.locator("body").innerText()).contains("广东省深圳市福田区沙头街道演示路 1 号", "53.90", "14.00");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** Within the region free, from 100 yuan on alone; elsewhere 8 yuan for the first kilogram, 2 for each half more; nothing to Tibet. */
    private void template(Page seller) {
        seller.navigate(home.resolve("/desk/freight/new").toString());
        seller.locator("#name").fill("常温快递");
        seller.locator("#first0").fill("8");
        seller.locator("#stepGrams0").fill("500");
        seller.locator("#step0").fill("2");
        seller.locator("#provinces1").fill("广西");
        for (String field : List.of("firstGrams1", "stepGrams1")) {
            seller.locator("#" + field).fill("1000");
        }
        for (String field : List.of("first1", "step1")) {
            seller.locator("#" + field).fill("0");
        }
        seller.locator("#daysFrom1").fill("1");
        seller.locator("#daysTo1").fill("2");
        seller.locator("#least1").fill("100");
        seller.locator("#provinces2").fill("西藏、新疆");
        seller.locator("input[name=undelivered2]").check();
        press(seller, "form[action='/desk/freight/new'] button", ".*/desk/freight$");
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }

    /** By the keyboard: a click may be missed by a page that is still being drawn. */
    private static void press(Page page, String button, String leadsTo) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() != 303,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
        assertThat(page.url()).matches(Pattern.compile(leadsTo, Pattern.DOTALL));
    }
}
