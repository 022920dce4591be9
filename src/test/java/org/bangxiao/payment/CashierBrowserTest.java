package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bangxiao.identity.Actor;
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
            Page buyer = signedIn(browser, People.everywhere(Role.CONSUMER), 390);
            buyer.navigate(at("/products/" + goods.listingId()));
            press(buyer, "form[action='/cart/lines'] button[value=checkout]");
            buyer.locator("input[name=receiver]").fill("演示顾客");
            buyer.locator("input[name=phone]").fill("13800000000");
            buyer.locator("textarea[name=address]").fill("广东省深圳市福田区演示路 1 号");
            press(buyer, "form[action='/checkout'] button.button-buy");
            look(browser, buyer, "cashier-ways");
            press(buyer, "button[value=wechat]");
            assertThat(wechat.orders).hasSize(1);
            assertThat((Integer) buyer.evaluate("document.querySelector('.cashier img').naturalWidth"))
                    .isPositive();
            look(browser, buyer, "cashier-wechat");
            press(buyer, "button[value=bank]");
            look(browser, buyer, "cashier-bank");
            String code = buyer.locator(".total .mono").innerText().strip();

            Page desk = signedIn(browser, People.everywhere(Role.FINANCE), 1280);
            desk.navigate(at("/desk/transfers"));
            String run = UUID.randomUUID().toString().substring(0, 8);
            String file = "交易日期,流水号,贷方发生额,对方户名,对方账号,附言\n"
                    + "2026-11-28," + run + "1,39.90,深圳市演示机关服务中心,6222000011112222," + code + "\n"
                    + "2026-11-28," + run + "2,12.00,深圳市演示机关服务中心,6222000011112222,不知道给谁\n"
                    + "昨天," + run + "3,12.00,深圳市演示机关服务中心,6222000011112222,\n";
            desk.locator("input[type=file]")
                    .setInputFiles(new FilePayload("流水.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
            press(desk, "form[enctype] button");
            look(browser, desk, "statement");
            press(desk, "form[action$='/taking'] button");
            look(browser, desk, "transfers");
            desk.setViewportSize(390, 844);
            look(browser, desk, "transfers-phone");
            press(desk, "a[href^='/desk/transfers/']:has-text('" + run + "2')");
            look(browser, desk, "transfer");
            desk.locator("input[name=reason]").fill("没有转账码，付款人要求退回");
            press(desk, "form[action$='/return'] button");
            look(browser, desk, "transfers-return");
            buyer.reload();
            look(browser, buyer, "cashier-paid");
            assertThat(buyer.content()).contains("已经付款成功");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private Page signedIn(Browser browser, Actor actor, int width) {
        Page page = browser.page(width);
        page.navigate(at("/sign-in"));
        page.locator("input[name=username]").fill(actor.username());
        page.locator("input[name=password]").fill(People.PASSWORD);
        press(page, "form[action='/sign-in'] button");
        return page;
    }

    private static void press(Page page, String button) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() == 200,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
    }

    private static void look(Browser browser, Page page, String name) {
        browser.screenshot(page, name);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(name + " is no wider than the screen")
                .isTrue();
        assertThat(new AxeBuilder(page).analyze().getViolations()).as(name).isEmpty();
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
