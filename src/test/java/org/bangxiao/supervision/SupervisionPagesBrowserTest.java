package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Goods;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** Every page of the office after the certificate, on a phone and at a desk, in Chinese and in English. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SupervisionPagesBrowserTest extends WatchedGoods {
    private static final String COUNTY = "451224";

    @TestHTTPResource("/")
    URI home;

    @Inject
    Findings findings;

    @Inject
    RedAndBlack lists;

    @Test
    void everyPageFitsThePhoneAndTheDeskInBothLanguages() {
        OnSale goods = OnSale.product(3_990, 10_000);
        UUID organisation = goods.product().organisationId();
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Actor supplier = People.of(Role.SUPPLIER, organisation);
        sell(goods, 9_000);
        complain(goods, 1);
        look(Cause.CAPACITY_NEAR);
        String watched = "/desk/watch/" + one(goods.product().productId()).id();
        UUID visit = await(() -> inspections.order(region, goods.product().certificateNumber(), "群众反映标签与产地不符"))
                .id();
        UUID finding = await(
                        () -> inspections.note(region, visit, Finding.Severity.MAJOR, "抽查 20 箱，6 箱标签不符", List.of()))
                .id();
        await(() -> inspections.conclude(region, visit, "已现场查看仓库与包装线，发现一项问题。"));
        await(() ->
                findings.order(region, finding, "十日内更换全部标签，并提交照片", clock.today().plusDays(10)));
        UUID draw = await(() -> inspections.drawLots(region, COUNTY, 1)).id();
        UUID entry = await(() -> lists.enter(
                        region,
                        new RedAndBlack.Draft(
                                "BLACK",
                                goods.product().certificateNumber(),
                                null,
                                "多次责令整改仍不落实",
                                "检查记录与复核照片",
                                clock.today().plusDays(30))))
                .id();
        String complaint = People.as(region)
                .get("/api/supervision/complaints?area=" + COUNTY)
                .then()
                .extract()
                .path("items[0].id");

        Map<String, String> office = new LinkedHashMap<>();
        office.put("watch", "/desk/watch?area=" + COUNTY);
        office.put("watch-case", watched);
        office.put("complaints", "/desk/complaints");
        office.put("complaint-case", "/desk/complaints/" + complaint);
        office.put("inspections", "/desk/inspections?done=true");
        office.put("inspection", "/desk/inspections/" + visit);
        office.put("draw", "/desk/inspections/draws/" + draw);
        office.put("findings", "/desk/findings");
        office.put("finding", "/desk/findings/" + finding);
        office.put("lists-keeper", "/lists");
        office.put("entry-keeper", "/lists/" + entry);
        office.put("audit", "/desk/audit?area=" + COUNTY);
        Map<String, String> anybody = Map.of(
                "lists",
                "/lists",
                "entry",
                "/lists/" + entry,
                "complain",
                "/products/" + goods.listingId() + "/complain",
                "complaint-look-up",
                "/complaints");
        Map<String, String> own = Map.of(
                "own-findings", "/desk/findings", "own-finding", "/desk/findings/" + finding, "inbox", "/desk/inbox");
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                pictures(browser, browser.signedIn(home, region, width, true), office);
                pictures(browser, browser.signedIn(home, supplier, width, true), own);
                pictures(browser, browser.page(width), anybody);
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aQuarterThatFellShortFitsThePhoneAndTheDesk() {
        Goods unpaid = Goods.certified(1_000);
        sellOn(unpaid, 5, Instant.parse("2026-08-10T02:00:00Z"));
        look(Cause.CREDIT_BELOW_CLAIM);
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Actor supplier = People.of(Role.SUPPLIER, unpaid.organisationId());
        Map<String, String> office = Map.of(
                "reconciliation",
                "/desk/reconciliation?quarter=2026-Q3&area=" + Goods.COUNTY,
                "watch-case-credits",
                "/desk/watch/" + about(unpaid).get(0).id());
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                pictures(browser, browser.signedIn(home, region, width, true), office);
                pictures(
                        browser,
                        browser.signedIn(home, supplier, width, true),
                        Map.of("own-reconciliation", "/desk/reconciliation"));
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void pictures(Browser browser, Page page, Map<String, String> paths) {
        // The longest words meet the narrowest window.
        String language = page.viewportSize().width == 390 ? "en" : "zh";
        paths.forEach((name, path) -> {
            page.navigate(home.resolve(path + (path.contains("?") ? "&" : "?") + "lang=" + language)
                    .toString());
            browser.look(page, "supervision-page-" + language + "-" + name);
        });
    }
}
