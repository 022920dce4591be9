package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.settlement.payout.BankInTests.Said;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PayoutBrowserTest {
    @TestHTTPResource("/")
    URI home;

    private final Payable county = Payable.fresh();

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void financePeoplePayAVillageByPagesAndItsOfficerWritesDownWhoHasTheMoney() throws IOException, SQLException {
        List<UUID> households = county.households("103", 123_456, 7_890, 50_000);
        county.households("402", 4_000);
        Actor officer = People.inArea(Role.VILLAGE_OFFICER, county.village());
        Actor above = People.inArea(Role.COUNTY_OFFICER, county.county());
        try (Browser browser = Browser.open()) {
            Page maker = browser.signedIn(home, county.preparer(), 1280, true);
            open(maker, "/desk/payouts");
            browser.look(maker, "payouts");
            maker.locator("form:has(input[value='103']) button").click();
            maker.waitForURL("**/desk/payouts/*-*");
            String here = URI.create(maker.url()).getPath();
            press(maker, here + "/reservation");
            browser.look(maker, "payout-reserved");
            Page checker = browser.signedIn(home, county.approver(), 390, true);
            open(checker, here);
            browser.look(checker, "payout-to-approve");
            press(checker, here + "/approval");
            String notice = here.replace("payouts", "payout-notices") + "/" + county.village();
            Page village = browser.signedIn(home, officer, 390, true);
            open(village, "/desk/payout-notices");
            browser.look(village, "payout-notices");
            open(village, notice);
            press(village, notice);
            village.locator("input[name=text]").fill("这一户的金额好像不对");
            press(village, notice + "/objections");
            browser.look(village, "payout-notice-objected");
            Page hall = browser.signedIn(home, above, 1280, true);
            open(hall, notice);
            hall.locator("input[name=text]").fill("已经核对，金额无误");
            hall.locator("form[action$='/answer'] button").click();
            hall.waitForLoadState();
            browser.look(hall, "payout-notice");
            answered(browser, maker, checker, here);
            open(village, notice);
            press(village, notice + "/acknowledgements");
            browser.look(village, "payout-notice-paid");
            String statement = "/desk/households/" + households.get(0) + "/statement";
            open(village, statement);
            browser.look(village, "statement-paid");
            open(hall, statement);
            browser.look(hall, "statement-paid");
            String account = "/desk/households/" + households.get(1) + "/bank";
            open(village, account);
            village.locator("input[name=bankAccount]").fill("6210980000000005678");
            village.locator("input[name=reason]").fill("户名写错，换一张卡");
            press(village, account);
            browser.look(village, "bank-change");
            open(hall, "/desk/bank-changes");
            browser.look(hall, "bank-changes");
            open(hall, account);
            browser.look(hall, "bank-change");
            aVillageIsWrittenDown(browser, village, hall);
            open(maker, "/desk/payouts");
            browser.look(maker, "payouts-listed");
            open(checker, "/desk/payouts");
            browser.look(checker, "payouts-listed");
            assertThat(browser.complaints()).allMatch(words -> words.contains("status of 400"));
        }
    }

    /** The file goes to the bank, a wrong answer is refused at its row, a good one is taken in. */
    private void answered(Browser browser, Page maker, Page checker, String here) throws IOException {
        press(checker, here + "/sending");
        browser.look(checker, "payout-sent");
        BankInTests bank = BankInTests.comma(downloaded(checker, here));
        List<BankInTests.Paid> all = bank.payments();
        answer(checker, here, bank.cutOff(List.of(new Said(all.get(0), "成功", ""))));
        answer(checker, here, bank.answer(List.of(new Said(all.get(0), "成功", ""), new Said(all.get(0), "成功", ""))));
        assertThat(checker.locator(".alert-error li").count()).isEqualTo(1);
        browser.look(checker, "payout-answer-refused");
        answer(
                checker,
                here,
                bank.answer(List.of(
                        new Said(all.get(0), "成功", ""),
                        new Said(all.get(1), "失败", "户名不符"),
                        new Said(all.get(2), "成功", ""))));
        open(maker, here);
        browser.look(maker, "payout-closed");
        assertThat(maker.locator("main").innerText()).doesNotContain("NOT_FOUND");
    }

    /** The collective's account, entered in the village and let hold in the county. */
    private void aVillageIsWrittenDown(Browser browser, Page village, Page hall) throws SQLException {
        SettledProvince.run("INSERT INTO household_village (village_code) VALUES ('" + county.village() + "')");
        UUID collective = UUID.fromString(SettledProvince.text(
                "SELECT id FROM household_village WHERE village_code = '" + county.village() + "'"));
        Payable.credit(List.of(collective), 7_777);
        String here = "/desk/villages/" + collective;
        open(village, here);
        village.locator("#holder").fill("演示村经济合作社");
        village.locator("#bankAccount").fill("6210980000000008888");
        village.locator("#reason").fill("村集体开户");
        press(village, here + "/accounts");
        browser.look(village, "village");
        open(hall, here);
        hall.locator("form[action$='/approval'] button").click();
        hall.waitForLoadState();
        open(hall, "/desk/villages");
        browser.look(hall, "villages");
        assertThat(hall.locator("main").textContent()).contains("**** 8888");
    }

    private void open(Page page, String path) {
        page.navigate(home.resolve(path).toString());
    }

    private static void press(Page page, String action) {
        Browser.press(page, "form[action='" + action + "'] button");
    }

    private static byte[] downloaded(Page page, String here) throws IOException {
        Download file = page.waitForDownload(
                () -> page.locator("form[action='" + here + "/file'] button").click());
        return Files.readAllBytes(file.path());
    }

    private static void answer(Page page, String here, byte[] file) {
        page.locator("input[type=file]").setInputFiles(new FilePayload("huipan.txt", "text/plain", file));
        press(page, here + "/answers");
    }
}
