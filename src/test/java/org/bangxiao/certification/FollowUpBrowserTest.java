package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.household.LinkKind;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Families;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A certified product asks for another name, origin, package and link, and later for a further term: the supplier on a
 * phone without scripts, the officers at a desk, and the shop meanwhile.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FollowUpBrowserTest {
    private static final String BAMA = "451227";
    private static final Duration PAST_A_NOTICE = Duration.ofDays(20);
    private static final Pattern APPLICATION = Pattern.compile(".*/desk/applications/[0-9a-f-]{36}.*");
    private static final int PHONE = 390;
    private static final int DESK = 1280;

    @TestHTTPResource("/")
    URI home;

    @Inject
    Certificates certificates;

    @Inject
    Clockwork clockwork;

    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void whatIsChangedIsReviewedWhileTheApprovedOneStaysOnSale() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        Actor supplier = goods.product().supplier();
        List<UUID> households = Families.register(12, BAMA, HouseholdStatus.REGISTERED_POOR);
        UUID link = Families.link(goods.product().organisationId(), LinkKind.SHARES, 50, households, 100);
        try (Browser browser = Browser.open()) {
            Page phone = browser.signedIn(home, supplier, PHONE, false);
            Page tab = phone.context().newPage();
            open(phone, "/desk/certificates/" + number);
            open(tab, "/desk/certificates/" + number);
            phone.locator("button[value=CHANGE]").press("Enter");
            phone.waitForURL(APPLICATION);
            String id = phone.url().replaceAll(".*/applications/([0-9a-f-]{36}).*", "$1");
            tab.locator("button[value=CHANGE]").press("Enter");
            tab.locator("main .alert-error").waitFor();
            assertThat(tab.locator("main").innerText()).as("one at a time").contains("已有一件续期或变更");
            browser.screenshot(tab, "change-second-refused");
            assertThat(tab.locator("button[value=CHANGE]").count()).isZero();

            ask(phone, id, link);
            browser.screenshot(phone, "change-asked");
            theShopShows(browser, goods, "演示脐橙", "东兰县");

            Page county = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, BAMA), DESK, true);
            open(county, "/desk/certification?state=MINE&words=" + "演示血橙");
            county.locator("tr[data-case] th a").first().click();
            assertThat(county.locator("main").innerText())
                    .contains("变更", "演示脐橙", "演示血橙", "东兰县", "巴马", "5斤/箱", "10斤/箱", "¥39.90", "¥79.80");
            browser.look(county, "change-case");
            pass(county);
            theShopShows(browser, goods, "演示脐橙", "东兰县");
            clock.travelTo(clock.instant().plus(PAST_A_NOTICE));
            await(() -> clockwork.advance());
            Page city = browser.signedIn(home, People.inArea(Role.CITY_OFFICER, "451200"), DESK, true);
            open(city, "/desk/applications/" + id);
            pass(city);
            theShopShows(browser, goods, "演示脐橙", "东兰县");
            Page region = browser.signedIn(home, People.inArea(Role.REGION_OFFICER, "450000"), DESK, true);
            open(region, "/desk/applications/" + id);
            pass(region);
            theShopShows(browser, goods, "演示血橙", "巴马");

            Page anybody = browser.pageWithoutScripts(PHONE);
            open(anybody, "/certificates/" + number);
            assertThat(anybody.locator("article.certificate").innerText()).contains("演示血橙");
            anybody.locator("a[href$='/versions/1']").press("Enter");
            anybody.waitForURL(Pattern.compile(".*/versions/1"));
            assertThat(anybody.locator("main").innerText()).contains("演示脐橙", "东兰县", "5斤/箱");
            browser.screenshot(anybody, "change-old-version");
            Page afterwards = browser.signedIn(home, supplier, PHONE, true);
            open(afterwards, "/desk/certificates/" + number);
            assertThat(afterwards.locator("main").innerText()).contains("第 2 版");
            browser.look(afterwards, "change-done");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aRenewalIsAskedForOnAPhoneAndPassedAtADesk() {
        OnSale goods = OnSale.product(3_990, 5);
        String number = goods.product().certificateNumber();
        LocalDate last = validTo(number);
        clock.travelTo(
                last.minusDays(100).atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        try (Browser browser = Browser.open()) {
            Page phone = browser.signedIn(home, goods.product().supplier(), PHONE, false);
            open(phone, "/desk/certificates/" + number);
            phone.locator("button[value=RENEWAL]").press("Enter");
            phone.waitForURL(APPLICATION);
            String id = phone.url().replaceAll(".*/applications/([0-9a-f-]{36}).*", "$1");
            submit(phone, id);
            Page county = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, "451224"), DESK, true);
            open(county, "/desk/applications/" + id);
            assertThat(county.locator("main").innerText()).contains("续期", "内容与现有证书相同");
            browser.look(county, "renewal-case");
            pass(county);
            clock.travelTo(clock.instant().plus(PAST_A_NOTICE));
            await(() -> clockwork.advance());
            Page region = browser.signedIn(home, People.inArea(Role.REGION_OFFICER, "450000"), DESK, true);
            open(region, "/desk/applications/" + id);
            pass(region);
            assertThat(validTo(number)).isEqualTo(last.plusYears(2));
            Page after = browser.signedIn(home, goods.product().supplier(), PHONE, true);
            open(after, "/desk/certificates/" + number);
            browser.look(after, "renewal-done");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void ask(Page phone, String id, UUID link) {
        open(phone, "/desk/applications/" + id + "/pieces/product");
        phone.locator("input[name=nameZh]").fill("演示血橙");
        phone.locator("input[name=packageUnit]").fill("10斤/箱");
        phone.locator("input[name=priceFen]").fill("79.80");
        next(phone, "origin");
        phone.locator("select[name=countyCode]").selectOption(BAMA);
        phone.locator("input[name=netWeightGrams]").fill("5000");
        next(phone, "link");
        phone.locator("input[name=linkId][value='" + link + "']").press("Space");
        next(phone, "evidence");
        submit(phone, id);
    }

    private static void next(Page phone, String piece) {
        phone.locator("button[value=next]").press("Enter");
        phone.waitForURL(Pattern.compile(".*/pieces/" + piece + ".*"));
    }

    private void submit(Page phone, String id) {
        open(phone, "/desk/applications/" + id + "/pieces/check");
        phone.locator("input[name=promise]").press("Space");
        phone.locator("form[action$='/submission'] button").press("Enter");
        phone.waitForURL(Pattern.compile(".*/desk/applications/" + id));
    }

    private static void pass(Page officer) {
        officer.locator("input[name=outcome][value=PASS]").check();
        officer.locator("form#decide .actions button").click();
        officer.waitForLoadState();
        assertThat(officer.locator("form#decide").count()).isZero();
    }

    private void theShopShows(Browser browser, OnSale goods, String name, String county) {
        Page shopper = browser.pageWithoutScripts(PHONE);
        open(shopper, "/products/" + goods.listingId());
        assertThat(shopper.locator("h1").innerText()).isEqualTo(name);
        assertThat(shopper.locator("main").innerText()).contains(county);
        shopper.close();
    }

    private LocalDate validTo(String number) {
        return await(() -> certificates.byNumber(number)).orElseThrow().validTo();
    }

    private void open(Page page, String path) {
        page.navigate(home.resolve(path).toString());
    }
}
