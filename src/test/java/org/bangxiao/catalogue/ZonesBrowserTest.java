package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.Papers;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Item;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** An operator opens a zone and puts goods into it; a visitor on a phone finds them there. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ZonesBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void anOperatorOpensAZoneAndAVisitorFindsIt() {
        String mark = "专区" + Kinds.han();
        for (int n = 0; n < 3; n++) {
            Shelf.put(Item.of("演示" + mark + "沃柑" + n, "Demo mandarin " + n).county("451223"));
        }
        Actor operator =
                People.of(Role.COUNTER_OPERATOR, Suppliers.agent("450100").id());
        String slug = "zone-" + UUID.randomUUID().toString().substring(0, 8);
        try (Browser browser = Browser.open()) {
            Page desk = browser.signedIn(home, operator, 1280, true);
            look(browser, desk, "/desk/zones", "zone-desk-empty");
            look(browser, desk, "/desk/zones/new", "zone-new");
            Map.of(
                            "nameZh", "邕城专柜当季专区（演示）",
                            "nameEn", "In season at the Yongcheng counters (demo)",
                            "leadZh", "南宁专柜这个季节摆出来的认定产品，一页看全。",
                            "leadEn", "Certified goods of this season on one page.",
                            "slug", slug)
                    .forEach((field, value) -> desk.locator("#" + field).fill(value));
            press(desk, "form[action='/desk/zones/new'] button");
            String zone = desk.url().replaceFirst("\\?.*", "");
            for (int n = 0; n < 3; n++) {
                desk.navigate(zone + "?q=" + mark);
                press(desk, "form[action$='/goods'] button");
            }
            desk.locator("input[name=file]")
                    .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                            "a.jpg", "image/jpeg", Papers.jpeg(1200, 400)));
            press(desk, "form[action$='/picture'] button");
            press(desk, "button[name=forward] >> nth=1");
            desk.navigate(zone + "?q=" + mark);
            browser.look(desk, "zone-one");
            look(browser, desk, "/desk/zones", "zone-desk");
            desk.setViewportSize(390, 844);
            desk.navigate(zone + "?q=" + mark);
            browser.look(desk, "zone-one");
            look(browser, desk, "/desk/zones", "zone-desk");
            look(browser, desk, "/desk/zones/new", "zone-new");
            Page visitor = browser.page(390);
            for (int width : new int[] {390, 1280}) {
                visitor.setViewportSize(width, 844);
                look(browser, visitor, "/", "zone-home");
                look(browser, visitor, "/zones", "zones");
                press(visitor, "a[href='/zones/" + slug + "']");
                browser.look(visitor, "zone");
            }
            assertThat(visitor.locator("main").textContent()).contains("由演示组织", mark + "沃柑2");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void look(Browser browser, Page page, String path, String name) {
        page.navigate(home.resolve(path).toString());
        browser.look(page, name);
    }
}
