package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A fish by the scales, from the shelf to the money for what was missing, on a phone without scripts and at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WeighedBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aSupplierWeighsAndTheBuyerSeesWhatComesBack() {
        try (Browser browser = Browser.open()) {
            fromShelfToMoneyBack(browser, 390, false);
            fromShelfToMoneyBack(browser, 1280, true);
            assertThat(browser.complaints())
                    .as("nothing but the form that was sent faulty")
                    .allMatch(complaint -> complaint.endsWith("status of 400 (Bad Request)"));
        }
    }

    private void fromShelfToMoneyBack(Browser browser, int width, boolean scripts) {
        OnSale goods = OnSale.product(3_990, 20);
        Page seller = browser.signedIn(home, goods.product().supplier(), width, scripts);
        seller.navigate(at("/desk/listings/" + goods.listingId()));
        seller.locator("input[name=weighed]").check();
        browser.look(seller, "weighed-listing");
        press(seller, "main form button");
        assertThat(seller.locator("input[name=weighed]").isChecked()).isTrue();
        Page buyer = scripts ? browser.page(width) : browser.pageWithoutScripts(width);
        buyer.navigate(at("/products/" + goods.listingId()));
        browser.look(buyer, "weighed-product");
        press(buyer, "form[action='/cart/lines'] button[value=stay]");
        buyer.navigate(at("/cart"));
        browser.look(buyer, "weighed-cart");
        buyer.navigate(at("/checkout"));
        buyer.locator("input[name=receiver]").fill("演示顾客");
        buyer.locator("input[name=phone]").fill("13800000000");
        buyer.locator("textarea[name=address]").fill("广东省深圳市福田区演示路 1 号");
        press(buyer, "form[action='/checkout'] button.button-buy");
        press(buyer, "button[value=pay]");
        String purchase = buyer.url();
        seller.navigate(at("/desk/orders"));
        press(seller, ".shop footer a");
        seller.locator("input[name=carrier]").fill("演示快递");
        seller.locator("input[name=trackingNumber]").fill("DEMO123456");
        seller.locator("input[name=grams-1]").fill("1800");
        press(seller, "form[action$='/ship'] button");
        assertThat(seller.locator(".pack .error").innerText()).contains("2000");
        browser.look(seller, "weighed-pack-faulty");
        seller.locator("input[name=grams-1]").fill("2350");
        press(seller, "form[action$='/ship'] button");
        browser.look(seller, "weighed-packed");
        buyer.navigate(purchase);
        assertThat(buyer.locator("main").innerText()).contains("实称 2.35 公斤", "已退差价 ¥2.40");
        browser.look(buyer, "weighed-purchase");
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
