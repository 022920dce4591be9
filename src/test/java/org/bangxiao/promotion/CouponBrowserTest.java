package org.bangxiao.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.RunningCoupons;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** From an office that issues a coupon to the bill of a buyer on a phone. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CouponBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @AfterAll
    static void theBooksHold() {
        RunningCoupons.stop();
        Invariants.hold();
    }

    @Test
    void anOfficeIssuesOneAndABuyerOnAPhoneUsesIt() {
        OnSale goods = OnSale.keeping(3_990, 20).delivered(800);
        Actor member = People.everywhere(Role.CONSUMER);
        try (Browser browser = Browser.open()) {
            issue(browser, browser.signedIn(home, People.everywhere(Role.FINANCE), 1280, true));
            Page buyer = browser.signedIn(home, member, 390, true);
            look(browser, buyer, "/account", "coupon-account");
            look(browser, buyer, "/account/coupons", "coupons");
            buyer.navigate(home.resolve("/account/coupons").toString());
            press(buyer, "li:has-text('广西好物') form button", ".*/account/coupons$");
            browser.look(buyer, "coupons-taken");
            buyer.navigate(home.resolve("/products/" + goods.listingId()).toString());
            buyer.locator("form[action='/cart/lines'] [name=quantity]").first().fill("2");
            press(buyer, "button[value=checkout]", ".*/checkout$");
            look(browser, buyer, "/cart", "coupon-cart");
            buyer.navigate(home.resolve("/checkout").toString());
            browser.look(buyer, "coupon-checkout");
            assertThat(buyer.locator(".side").textContent())
                    .as("the best one is chosen first")
                    .contains("−¥10.00");
            buyer.locator("#couponCode").fill("NOSUCHCODE");
            press(buyer, "button[name=recount]", ".*/checkout$");
            browser.look(buyer, "coupon-checkout-faulty");
            assertThat(buyer.locator("#couponCode-error").textContent()).contains("没有这个券码");
            buyer.locator("#couponCode").fill("");
            buyer.locator("label:has-text('广西好物') input[name=coupon]").check();
            for (Map.Entry<String, String> field : Map.of(
                            "receiver", "演示顾客", "phone", "13800000000", "address", "演示路 1 号")
                    .entrySet()) {
                buyer.locator("[name=" + field.getKey() + "]").first().fill(field.getValue());
            }
            buyer.locator("select[name=province]").first().selectOption("440000");
            press(buyer, "button[name=recount]", ".*/checkout$");
            press(buyer, ".side .button-buy", ".*/cashier/.*");
            press(buyer, "button[value=pay]", ".*/purchases/.*");
            browser.look(buyer, "coupon-purchase");
            assertThat(buyer.locator("main").textContent()).contains("广西好物", "−¥10.00");
            Page seller = browser.signedIn(home, goods.product().supplier(), 390, true);
            seller.navigate(home.resolve("/desk/orders?view=all").toString());
            press(seller, "section.shop header a", ".*/desk/orders/.*");
            browser.look(seller, "coupon-seller-order");
            assertThat(seller.locator("main").textContent()).contains("¥10.00 由平台或专项资金支付");
            assertThat(browser.complaints())
                    .as("but for the two forms that came back")
                    .allMatch(complaint -> complaint.contains("400 (Bad Request)"));
        }
    }

    private void issue(Browser browser, Page office) {
        look(browser, office, "/desk/coupons", "coupon-desk-empty");
        office.navigate(home.resolve("/desk/coupons/new").toString());
        press(office, "form[action='/desk/coupons/new'] button", ".*/desk/coupons/new$");
        browser.look(office, "coupon-new-faulty");
        assertThat(office.locator("#nameZh-error").count()).isEqualTo(1);
        Map.of(
                        "nameZh", "广西好物满减券",
                        "nameEn", "Guangxi goods, 10 off",
                        "offFen", "10",
                        "fromFen", "50",
                        "budgetFen", "1000",
                        "mostUses", "100")
                .forEach((field, value) -> office.locator("#" + field).fill(value));
        office.locator("input[value=FUND]").check();
        office.locator("#fund").fill("演示粤桂协作补贴资金");
        office.locator("#areaCode").selectOption("450000");
        browser.look(office, "coupon-new");
        press(office, "form[action='/desk/coupons/new'] button", ".*/desk/coupons$");
        browser.look(office, "coupon-desk");
        office.setViewportSize(390, 844);
        look(browser, office, "/desk/coupons", "coupon-desk");
        look(browser, office, "/desk/coupons/new", "coupon-new");
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
