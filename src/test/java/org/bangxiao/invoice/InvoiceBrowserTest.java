package org.bangxiao.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.LocalDate;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Bought;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A school's clerk asks for an invoice on a phone, and the supplier notes it at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InvoiceBrowserTest {
    @TestHTTPResource
    URI home;

    @Test
    void anInvoiceIsAskedForOnAPhoneAndNotedAtADesk() {
        OnSale goods = OnSale.product(3_990, 20);
        Actor clerk = People.everywhere(Role.CONSUMER);
        String path = "/orders/" + Bought.byMember(clerk, goods) + "/invoice";
        try (Browser browser = Browser.open()) {
            Page phone = browser.signedIn(home, clerk, 390, true);
            phone.navigate(home.resolve(path).toString());
            press(phone, "form[action='" + path + "'] button");
            browser.look(phone, "invoice-faulty");
            phone.locator("input[value=UNIT]").check();
            phone.locator("#title").fill("演示自治区演示市演示瑶族自治县第一初级中学附属寄宿制小学");
            phone.locator("#taxNumber").fill("12450000MB1234567X");
            phone.locator("#email").fill("caiwu@school.example");
            press(phone, "form[action='" + path + "'] button");
            browser.look(phone, "invoice-asked");

            Page desk = browser.signedIn(home, goods.product().supplier(), 1280, true);
            desk.navigate(home.resolve("/desk/invoices").toString());
            browser.look(desk, "invoice-desk");
            press(desk, "tbody a");
            browser.look(desk, "invoice-one");
            desk.locator("#number").fill("24452000000012345678");
            desk.locator("#issuedOn").fill(LocalDate.now().minusDays(1).toString());
            press(desk, "form[action$='/issue'] button");
            browser.look(desk, "invoice-issued");
            desk.setViewportSize(390, 844);
            desk.navigate(home.resolve("/desk/invoices?view=all&lang=en").toString());
            browser.look(desk, "invoice-desk-en");
            phone.reload();
            browser.look(phone, "invoice-done");
            assertThat(phone.content()).contains("24452000000012345678");
        }
    }
}
