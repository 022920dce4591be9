package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Certified;
import org.bangxiao.support.GreenCases;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** An officer at a desk, with scripts and without: from the queue to the case, to the decision, to the next case. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LevelsBrowserTest {
    private static final String LONGLIN = "451031";

    @TestHTTPResource("/")
    URI home;

    @Inject
    Objections objections;

    @Inject
    Notices notices;

    @Test
    void anOfficerWorksThroughTheQueueByKeys() {
        Actor supplier = People.of(Role.SUPPLIER, Suppliers.cooperative(LONGLIN).id());
        for (int i = 0; i < 4; i++) {
            GreenCases.submitted(supplier, LONGLIN);
        }
        try (Browser browser = Browser.open()) {
            Page page = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, LONGLIN), 1280, true);
            open(page, "/desk/certification?state=MINE&sort=AGE");
            browser.look(page, "queue");
            page.keyboard().press("j");
            page.keyboard().press("j");
            assertThat(page.evaluate("document.activeElement.closest('tr').rowIndex"))
                    .isEqualTo(2);
            page.keyboard().press("k");
            page.keyboard().press("x");
            assertThat(page.locator("input[name=case]").first().isChecked()).isTrue();
            page.keyboard().press("Enter");
            page.waitForURL(Pattern.compile(".*/desk/applications/.*"));
            browser.look(page, "case");
            String first = page.url();
            page.keyboard().press("j");
            page.waitForURL(url -> !url.equals(first));
            assertThat(page.url()).contains("/desk/applications/").contains("sort=AGE");
            page.keyboard().press("k");
            page.waitForURL(first);

            page.locator("input[name=outcome][value=RETURN]").check();
            page.locator("details:has(select[name=point-about-1]) > summary").click();
            page.locator("select[name=point-about-1]").selectOption("priceFen");
            page.locator("input[name=point-text-1]").fill("请附上同类产品的比价");
            page.locator("select[name=point-about-2]").selectOption("evidence:test-report");
            page.locator("input[name=point-text-2]").fill("报告看不清，请重拍");
            page.locator("form#decide .actions button").click();
            page.waitForURL(Pattern.compile(".*/desk/applications/.*"));
            assertThat(page.locator("main").innerText()).contains("请附上同类产品的比价", "退回补正");
            browser.look(page, "case-returned");
            page.locator("a[data-next]").click();
            page.locator("input[name=outcome][value=REJECT]").check();
            page.locator("form#decide .actions button").click();
            assertThat(page.locator("#reason-error").innerText()).isNotBlank();
            page.locator("textarea[name=reason]").fill("产品不是本县出产");
            page.locator("form#decide .actions button").click();
            page.waitForLoadState();
            assertThat(page.locator("main").innerText()).contains("不予认定");

            Page phone = browser.signedIn(home, supplier, 390, true);
            phone.navigate(first.replaceAll("\\?.*", ""));
            assertThat(phone.locator("main").innerText()).contains("请附上同类产品的比价", "报告看不清，请重拍");
            browser.look(phone, "case-returned-supplier");
            String id = first.replaceAll(".*/applications/([0-9a-f-]{36}).*", "$1");
            open(phone, "/desk/applications/" + id + "/pieces/product");
            assertThat(phone.locator("#priceFen-error").innerText()).contains("请附上同类产品的比价");
            browser.look(phone, "piece-mend");
            open(phone, "/desk/applications/" + id + "/pieces/evidence");
            assertThat(phone.locator("#kind-test-report .error").innerText()).contains("报告看不清，请重拍");
            assertThat(browser.complaints())
                    .filteredOn(complaint -> !complaint.contains("status of 400"))
                    .isEmpty();
        }
    }

    @Test
    void theSameWithoutScriptsAndManyAtOnce() {
        Actor supplier =
                People.of(Role.SUPPLIER, Suppliers.cooperative("451030").id());
        for (int i = 0; i < 3; i++) {
            GreenCases.submitted(supplier, "451030");
        }
        try (Browser browser = Browser.open()) {
            Page page = browser.signedIn(home, People.inArea(Role.COUNTY_OFFICER, "451030"), 390, false);
            open(page, "/desk/certification");
            browser.screenshot(page, "queue-without-scripts");
            page.locator("tr[data-case] th a").first().click();
            browser.screenshot(page, "case-without-scripts");
            page.locator("input[name=outcome][value=PASS]").check();
            page.locator("form#decide .actions button").click();
            assertThat(page.locator("main").innerText()).contains("公示中");
            page.locator("a[data-next]").click();
            assertThat(page.url()).contains("/desk/applications/");
            open(page, "/desk/certification");
            List<Locator> boxes = page.locator("input[name=case]").all();
            assertThat(boxes).hasSize(2);
            boxes.forEach(Locator::check);
            page.locator("form[action^='/desk/certification/batch'] button").click();
            assertThat(page.locator("main").innerText()).contains("通过 2 件，共 2 件");
            browser.screenshot(page, "batch");
            open(page, "/desk/certification");
            assertThat(page.locator("tr[data-case]").count()).isZero();
        }
    }

    @Test
    void aStrangerObjectsAndACityOfficerLooksIntoIt() {
        Actor supplier = People.of(Role.SUPPLIER, Suppliers.cooperative(LONGLIN).id());
        ApplicationView submitted = GreenCases.submitted(supplier, LONGLIN);
        Actor county = People.inArea(Role.COUNTY_OFFICER, LONGLIN);
        ApplicationView posted = Certified.passed(county, submitted);
        UUID notice =
                await(() -> notices.ofApplication(county, posted.id())).get(0).id();
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                page.navigate(home.resolve("/notices?county=" + LONGLIN).toString());
                browser.look(page, "notices");
                page.navigate(home.resolve("/notices/" + notice).toString());
                browser.look(page, "notice");
            }
            String receipt = await(() -> objections.lodge(notice, "收购价比合同里写的低，农户没有拿到差价。", "13800000000"));
            Page officer = browser.signedIn(home, People.inArea(Role.CITY_OFFICER, "451000"), 1280, true);
            open(officer, "/desk/objections");
            browser.look(officer, "objections");
            officer.locator("tr:has-text('" + receipt + "') th a").click();
            browser.look(officer, "objection-desk");
            officer.locator("form[action$='/taking'] button").click();
            officer.locator("textarea[name=text]").fill("已调取收购台账，与合同一致。");
            officer.locator("form[action$='/notes'] button").click();
            officer.locator("input[name=outcome][value=DISMISSED]").check();
            officer.locator("textarea[name=reason]").fill("台账与合同一致");
            officer.locator("form[action$='/decision'] button").click();
            officer.waitForLoadState();
            Page stranger = browser.page(390);
            stranger.navigate(home.resolve("/objections/" + receipt).toString());
            assertThat(stranger.locator("main").innerText()).contains("台账与合同一致", "公示继续");
            browser.look(stranger, "objection-followed");
            Page auditor = browser.signedIn(home, People.inArea(Role.CITY_OFFICER, "451000"), 1280, true);
            open(auditor, "/desk/audit?kind=application");
            browser.look(auditor, "audit");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void open(Page page, String path) {
        page.navigate(home.resolve(path).toString());
    }
}
