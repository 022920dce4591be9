package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Certified;
import org.bangxiao.support.GreenCases;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** Every page of the levels and of the certificate with long names, full and empty, on a phone and at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LevelsPagesBrowserTest {
    private static final String LINGYUN = "451027";
    private static final String LONG_ZH = "演示凌云县泗城镇高山生态富硒脐橙特级果家庭分享礼盒";
    private static final String LONG_EN =
            "Demo selenium-rich mountain navel oranges of Lingyun, first grade, gift box for the whole family";

    @TestHTTPResource("/")
    URI home;

    @Inject
    Notices notices;

    @Inject
    Objections objections;

    @Inject
    Certificates certificates;

    @Inject
    CertificateKeys keys;

    @Inject
    Suspensions suspensions;

    @Test
    void longNamesAndEmptyListsReadWellInBothLanguages() {
        Actor supplier = People.of(Role.SUPPLIER, Suppliers.cooperative(LINGYUN).id());
        Actor county = People.inArea(Role.COUNTY_OFFICER, LINGYUN);
        Actor city = People.inArea(Role.CITY_OFFICER, "451000");
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        GreenCases.submitted(supplier, longNamed(supplier, "甲"));
        ApplicationView waiting = GreenCases.handedIn(supplier, longNamed(supplier, "乙"));
        ApplicationView onNotice = Certified.passed(county, GreenCases.submitted(supplier, longNamed(supplier, "丙")));
        NoticeView notice =
                await(() -> notices.ofApplication(county, onNotice.id())).get(0);
        String receipt = await(() -> objections.lodge(notice.id(), "收购价比合同里写的低，农户没有拿到差价。", "13800000000"));
        ObjectionView objection =
                await(() -> notices.objections(city, onNotice.id())).get(0);
        Certified.Product product = Certified.product(LINGYUN, draft -> named(draft, LONG_ZH));
        String number = product.certificateNumber();
        await(() -> suspensions.suspend(region, number, "抽检不合格，等待复检"));
        String code = await(() -> certificates.byNumber(number).chain(found -> keys.code(found.orElseThrow())));
        NoticeView announcement = await(() -> notices.ofApplication(county, product.applicationId())).stream()
                .filter(NoticeView::announcement)
                .findFirst()
                .orElseThrow();
        Map<String, String> open = new LinkedHashMap<>();
        open.put("notices", "/notices?county=" + LINGYUN);
        open.put("notices-none", "/notices?words=没有这种东西");
        open.put("announcements", "/announcements?county=" + LINGYUN);
        open.put("notice", "/notices/" + notice.id());
        open.put("announcement", "/announcements/" + announcement.id());
        open.put("receipt", "/objections/" + receipt);
        open.put("receipt-unknown", "/notices/objections?receipt=" + "没有");
        open.put("certificate", "/certificates/" + number);
        open.put("version", "/certificates/" + number + "/versions/1");
        open.put("register", "/certificates");
        open.put("verify", "/verify");
        open.put("verify-code", "/verify?c=" + code);
        open.put("verify-name", "/verify?number=" + LONG_ZH);
        Map<String, String> atCounty = new LinkedHashMap<>();
        atCounty.put("queue", "/desk/certification?state=MINE");
        atCounty.put("queue-none", "/desk/certification?words=没有这种东西");
        atCounty.put("case", "/desk/applications/" + waiting.id());
        atCounty.put("desk-certificates", "/desk/certificates?text=" + number);
        atCounty.put("desk-certificate", "/desk/certificates/" + number);
        Map<String, String> atCity = new LinkedHashMap<>();
        atCity.put("objections", "/desk/objections");
        atCity.put("objections-none", "/desk/objections?overdue=true");
        atCity.put("objection", "/desk/objections/" + objection.id());
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page anybody = browser.page(width);
                Page officer = browser.signedIn(home, county, width, true);
                Page above = browser.signedIn(home, city, width, true);
                // The longest words meet the narrowest window.
                String language = width == 390 ? "en" : "zh";
                walk(browser, anybody, open, language);
                walk(browser, officer, atCounty, language);
                walk(browser, above, atCity, language);
            }
            assertThat(browser.complaints())
                    .filteredOn(line -> !line.contains("404"))
                    .isEmpty();
        }
    }

    private void walk(Browser browser, Page page, Map<String, String> pages, String language) {
        pages.forEach((name, path) -> {
            page.navigate(home.resolve(path + (path.contains("?") ? "&" : "?") + "lang=" + language)
                    .toString());
            browser.look(page, "levels-" + name + "-" + language);
        });
    }

    private static ApplicationDraft longNamed(Actor supplier, String mark) {
        return named(GreenCases.draft(supplier, LINGYUN), LONG_ZH + mark);
    }

    private static ApplicationDraft named(ApplicationDraft draft, String nameZh) {
        return new ApplicationDraft(
                nameZh,
                LONG_EN,
                draft.category(),
                draft.countyCode(),
                draft.packageUnit(),
                draft.netWeightGrams(),
                draft.priceFen(),
                draft.yearlyCapacity(),
                draft.harvestMonths(),
                draft.perishable(),
                draft.geographicalIndication(),
                draft.linkId(),
                draft.floorFenPerUnit(),
                draft.dividendBasisPoints());
    }
}
