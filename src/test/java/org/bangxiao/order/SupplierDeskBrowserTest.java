package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A supplier's day with the goods, on a phone: price by quantity, count the stock, a sheet, accept, send half. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupplierDeskBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aSupplierKeepsShelfAndOrdersWithOneHand() {
        OnSale goods = OnSale.product(3_990, 40);
        Actor supplier = goods.product().supplier();
        Bought.of(goods, 5);
        Bought.of(goods, 2);
        String listing = "/desk/listings/" + goods.listingId();
        try (Browser browser = Browser.open()) {
            Page phone = browser.signedIn(home, supplier, 390, true);
            phone.navigate(at(listing + "/prices"));
            phone.locator("#fromQuantity0").fill("6");
            phone.locator("#price0").fill("36");
            phone.locator("#fromQuantity1").fill("20");
            phone.locator("#price1").fill("33");
            phone.locator("#fromOn1").fill(LocalDate.now().toString());
            phone.locator("#toOn1").fill(LocalDate.now().plusDays(9).toString());
            browser.look(phone, "supplier-prices");
            press(phone, "main form button", ".*" + listing + "$");
            phone.locator("input[name=saleMonths]").fill("10-12");
            phone.locator("input[name=shelfLifeDays]").fill("30");
            phone.locator("input[name=storage]").fill("阴凉");
            press(phone, "form[action$='/keeping'] button", ".*" + listing + "$");
            browser.look(phone, "supplier-listing");
            phone.navigate(at("/products/" + goods.listingId()));
            assertThat(phone.locator(".price-steps").innerText()).contains("36.00", "6 件起", "33.00");
            browser.look(phone, "supplier-product");
            phone.navigate(at(listing + "/stock"));
            phone.locator("select[name=reason]").selectOption("COUNTED");
            phone.locator("input[name=quantity]").fill("30");
            phone.locator("input[name=note]").fill("早上清点");
            press(phone, "main form button", ".*/stock$");
            browser.look(phone, "supplier-stock");
            phone.navigate(at("/desk/goods-sheets"));
            browser.look(phone, "supplier-goods-sheets");
            phone.locator("input[type=file]")
                    .setInputFiles(new FilePayload(
                            "goods.csv", "text/csv", "证书编号,库存\nNOBODY,1x\n".getBytes(StandardCharsets.UTF_8)));
            press(phone, "form[enctype] button", ".*/goods-sheets/[0-9a-f-]{36}$");
            browser.look(phone, "supplier-goods-sheet");
            phone.navigate(at("/desk/orders?view=accept"));
            for (var tick : phone.locator(".tick").all()) {
                tick.check();
            }
            press(phone, ".sticky-bar .button", ".*view=accept.*");
            phone.navigate(at("/desk/orders?view=send"));
            browser.look(phone, "supplier-orders");
            press(phone, ".shop footer a", ".*/desk/orders/[0-9a-f-]{36}$");
            phone.locator("input[name=quantity-1]").fill("9");
            phone.locator("input[name=carrier]").fill("演示快递");
            phone.locator("input[name=trackingNumber]").fill("DEMO-1");
            press(phone, "form[action$='/ship'] button", ".*/ship$");
            assertThat(phone.locator("[role=alert]").innerText()).contains("只剩 5 件");
            assertThat(phone.locator("input[name=carrier]").inputValue()).isEqualTo("演示快递");
            phone.locator("input[name=quantity-1]").fill("2");
            press(phone, "form[action$='/ship'] button", ".*/desk/orders/[0-9a-f-]{36}$");
            browser.look(phone, "supplier-order-partly");
            Page desk = browser.signedIn(home, supplier, 1280, true);
            for (String page : List.of(listing, listing + "/stock", listing + "/prices", "/desk/orders")) {
                desk.navigate(at(page));
                browser.screenshot(
                        desk, "supplier" + page.replaceAll("[0-9a-f-]{36}", "x").replace('/', '-'));
            }
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("409"));
        }
    }

    private static void press(Page page, String button, String leadsTo) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() != 303,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
        assertThat(page.url()).matches(Pattern.compile(leadsTo, Pattern.DOTALL));
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
