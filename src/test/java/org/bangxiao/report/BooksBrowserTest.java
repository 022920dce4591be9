package org.bangxiao.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Goods;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class BooksBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Inject
    Sales sales;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @Test
    void anAuditorGoesFromTheTrialBalanceToAnAccountAndFromItsLinesToATransaction() {
        String source = "partner:" + UUID.randomUUID();
        Goods goods = Goods.certified(100);
        for (int i = 1; i <= 3; i++) {
            String id = "sale-" + i;
            await(() -> tx.write(connection ->
                    sales.record(connection, List.of(goods.sale(source, id, 1, 1_234_500, clock.instant(), false)))));
        }
        try (Browser browser = Browser.open()) {
            for (int width : List.of(1280, 390)) {
                Page page = browser.signedIn(home, People.everywhere(Role.AUDITOR), width, true);
                page.navigate(home.resolve("/desk/books").toString());
                browser.look(page, "books");
                page.locator("main select[name=kind]").selectOption("CLEARING");
                page.locator("main input[name=owner]").fill(source);
                page.locator("main form[action$='/account'] button").click();
                page.waitForURL("**/desk/books/account**");
                browser.look(page, "books-account");
                assertThat(page.locator("main").innerText()).contains("-37,035.00", "-24,690.00");
                page.locator("main tbody a").first().click();
                page.waitForURL("**/desk/books/transactions/*");
                browser.look(page, "books-entry");
                assertThat(page.locator("main").innerText())
                        .contains(goods.organisationId().toString());
            }
        }
    }

    @Test
    void oneFinancePersonAsksForACorrectionByPagesAndAnotherApprovesIt() {
        Goods goods = Goods.certified(100);
        String source = "partner:" + UUID.randomUUID();
        UUID sale = await(() -> tx.write(connection -> sales.record(
                        connection, List.of(goods.sale(source, "ten", 10, 50_000, clock.instant(), false)))))
                .get(0)
                .id();
        try (Browser browser = Browser.open()) {
            Page maker = browser.signedIn(home, People.inArea(Role.FINANCE, "450000"), 390, true);
            maker.navigate(home.resolve("/desk/corrections").toString());
            maker.locator("main input[name=saleId]")
                    .fill(home.resolve("/sales/" + sale).toString());
            maker.locator("main input[name=quantity]").fill("1");
            maker.locator("main input[name=grossFen]").fill("50.00");
            maker.locator("main input[name=reason]").fill("错");
            Browser.press(maker, "main form[action='/desk/corrections'] button");
            browser.look(maker, "correction-refused");
            assertThat(maker.locator("main input[name=quantity]").inputValue()).isEqualTo("1");
            maker.locator("main input[name=reason]").fill("伙伴来函说明多报了九箱，附更正后的对账单");
            Browser.press(maker, "main form[action='/desk/corrections'] button");
            browser.look(maker, "correction-asked");
            String here = maker.url();
            Page checker = browser.signedIn(home, People.inArea(Role.FINANCE, "450000"), 1280, true);
            checker.navigate(here);
            browser.look(checker, "correction-to-approve");
            Browser.press(checker, "main form[action$='/approval'] button");
            browser.look(checker, "correction-approved");
            checker.navigate(home.resolve("/desk/corrections").toString());
            browser.look(checker, "corrections");
            maker.navigate(home.resolve("/desk/corrections").toString());
            browser.look(maker, "corrections");
            maker.navigate(home.resolve("/sales/" + sale).toString());
            browser.look(maker, "sale-corrected");
        }
    }
}
