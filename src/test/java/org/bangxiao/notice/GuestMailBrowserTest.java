package org.bangxiao.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.bangxiao.support.Await;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Mailboxes;
import org.bangxiao.support.Mailboxes.Arrived;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A guest on a phone leaves an address with an order, reads the order by the mail's link at a desk, and ends the mails. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GuestMailBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Inject
    MailOutbox outbox;

    @Test
    void aGuestLeavesAnAddressAndReadsTheOrderByItsLink() {
        OnSale oranges = OnSale.product(3_990, 20);
        String address = "b" + UUID.randomUUID() + "@students.university-of-the-province.mail.example";
        try (Browser browser = Browser.open();
                Mailboxes boxes = Mailboxes.open()) {
            Page phone = browser.page(390);
            phone.navigate(home.resolve("/products/" + oranges.listingId()).toString());
            press(phone, "button[value=checkout]");
            phone.locator("input[name=receiver]").fill("演示顾客");
            phone.locator("input[name=phone]").fill("13800000000");
            phone.locator("#address").fill("广东省深圳市福田区演示路 1 号");
            phone.locator("#mail").fill("nobody@nowhere");
            press(phone, "button.button-buy");
            browser.look(phone, "guest-mail-faulty");
            phone.setViewportSize(1280, 900);
            browser.look(phone, "guest-mail-faulty");
            phone.setViewportSize(390, 844);
            phone.locator("#mail").fill(address);
            press(phone, "button.button-buy");
            press(phone, "button[value=pay]");
            browser.look(phone, "guest-mail-order");
            assertThat(phone.content()).contains("b***@students");
            Await.await(() -> outbox.send());
            List<Arrived> arrived = boxes.of(address);
            assertThat(arrived).hasSize(1);
            for (int width : new int[] {390, 1280}) {
                Page elsewhere = browser.page(width);
                elsewhere.navigate(
                        home.resolve(arrived.get(0).path("/purchases/by-mail/")).toString());
                browser.look(elsewhere, "guest-mail-link");
                if (width == 1280) {
                    elsewhere.navigate(elsewhere.url() + "?lang=en");
                    browser.look(elsewhere, "guest-mail-link-en");
                    press(elsewhere, "a[href^='/mail/stop/']");
                    browser.look(elsewhere, "guest-mail-stop");
                    press(elsewhere, "form[action^='/mail/stop/'] button");
                    browser.look(elsewhere, "guest-mail-stopped");
                }
            }
            phone.reload();
            phone.setViewportSize(1280, 900);
            assertThat(phone.content()).doesNotContain("b***@students");
            phone.locator("#mail").fill("nobody");
            press(phone, "form[action$='/mail'] button");
            browser.look(phone, "guest-mail-order-faulty");
            assertThat(phone.locator("#mail").inputValue()).isEqualTo("nobody");
        }
    }
}
