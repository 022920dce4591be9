package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** The cashier and the desk of transfers by real pages. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CashierBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aBuyerChoosesAmongTheWaysAndItsTransferIsTakenIn() throws IOException {
        OnSale goods = OnSale.product(3_990, 20);
        try (Browser browser = Browser.open();
                WeChatStandIn wechat = new WeChatStandIn()) {
            Page buyer = browser.signedIn(home, People.everywhere(Role.CONSUMER), 390, true);
            buyer.navigate(at("/products/" + goods.listingId()));
            press(buyer, "form[action='/cart/lines'] button[value=checkout]");
            buyer.locator("input[name=receiver]").fill("演示顾客");
            buyer.locator("input[name=phone]").fill("13800000000");
            buyer.locator("textarea[name=address]").fill("广东省深圳市福田区演示路 1 号");
            press(buyer, "form[action='/checkout'] button.button-buy");
            browser.look(buyer, "cashier-ways");
            press(buyer, "button[value=wechat]");
            assertThat(wechat.orders).hasSize(1);
            assertThat((Integer) buyer.evaluate("document.querySelector('.cashier img').naturalWidth"))
                    .isPositive();
            browser.look(buyer, "cashier-wechat");
            press(buyer, "button[value=bank]");
            browser.look(buyer, "cashier-bank");
            String code = buyer.locator(".total .mono").innerText().strip();

            Page desk = browser.signedIn(home, People.everywhere(Role.FINANCE), 1280, true);
            desk.navigate(at("/desk/transfers"));
            String run = UUID.randomUUID().toString().substring(0, 8);
            String file = "交易日期,流水号,贷方发生额,对方户名,对方账号,附言\n"
                    + "2026-11-28," + run + "1,39.90,深圳市演示机关服务中心,6222000011112222," + code + "\n"
                    + "2026-11-28," + run + "2,12.00,深圳市演示机关服务中心,6222000011112222,不知道给谁\n"
                    + "昨天," + run + "3,12.00,深圳市演示机关服务中心,6222000011112222,\n";
            desk.locator("input[type=file]")
                    .setInputFiles(new FilePayload("流水.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
            press(desk, "form[enctype] button");
            browser.look(desk, "statement");
            press(desk, "form[action$='/taking'] button");
            browser.look(desk, "transfers");
            desk.setViewportSize(390, 844);
            browser.look(desk, "transfers-phone");
            press(desk, "a[href^='/desk/transfers/']:has-text('" + run + "2')");
            browser.look(desk, "transfer");
            desk.locator("input[name=reason]").fill("没有转账码，付款人要求退回");
            press(desk, "form[action$='/return'] button");
            browser.look(desk, "transfers-return");
            buyer.reload();
            browser.look(buyer, "cashier-paid");
            assertThat(buyer.content()).contains("已经付款成功");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void press(Page page, String button) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() == 200,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
