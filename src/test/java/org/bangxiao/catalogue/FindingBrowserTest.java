package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Shelf.Goods;
import org.bangxiao.support.Shelf.Item;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Finding on a phone and at a desk: with the keyboard, without scripts, in both languages. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FindingBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @BeforeAll
    static void stock() {
        int month = LocalDate.now(BusinessClock.CHINA).getMonthValue();
        List<Item> items = List.of(
                Item.of("隆安板栗", "Long'an chestnut").price(1_880),
                Item.of("融安滑皮金桔", "Rong'an crystal kumquat").county("450224").price(5_990),
                Item.of("凌云白毫茶", "Lingyun white tea")
                        .county("451027")
                        .category("tea")
                        .price(12_800),
                Item.of("东兰墨米", "Donglan black rice")
                        .county("451224")
                        .category("grain")
                        .price(2_600),
                Item.of("都安瑶族自治县青水山羊散养整只礼盒装", "Du'an free-range goat, whole, in a gift box of the county")
                        .county("451228")
                        .category("livestock-and-poultry")
                        .price(98_000),
                Item.of("百色芒果", "Baise mango").county("451022").price(3_990));
        for (Item item : items) {
            Goods goods = Shelf.put(item.harvest(List.of(month)));
            Shelf.run(
                    "INSERT INTO catalogue_unsold (listing_id, found_at) VALUES (?, now()) ON CONFLICT DO NOTHING",
                    goods.listingId());
        }
    }

    @Test
    void theKeyboardLeadsFromTheFirstLettersToTheProduct() {
        try (Browser browser = Browser.open()) {
            Page page = browser.page(1280);
            page.navigate(home.toString() + "?lang=zh");
            var field = page.locator("#site-search");
            PlaywrightAssertions.assertThat(field).hasAttribute("role", "combobox");
            field.pressSequentially("longanban");
            var list = page.locator("[role=listbox]");
            list.locator("[role=option]").first().waitFor();
            PlaywrightAssertions.assertThat(field).hasAttribute("aria-expanded", "true");
            browser.look(page, "finding-suggestions");
            field.press("ArrowDown");
            PlaywrightAssertions.assertThat(field).hasAttribute("aria-activedescendant", "site-suggestion-0");
            field.press("Escape");
            PlaywrightAssertions.assertThat(field).hasAttribute("aria-expanded", "false");
            assertThat(field.inputValue()).as("what was typed stays").isEqualTo("longanban");
            field.press("ArrowDown");
            list.locator("[role=option]").first().waitFor();
            field.press("ArrowDown");
            field.press("Enter");
            page.waitForURL(Pattern.compile(".*/products/[0-9a-f-]{36}$"));
            PlaywrightAssertions.assertThat(page.locator("h1")).containsText("隆安板栗");

            Page phone = browser.page(390);
            phone.navigate(home.toString() + "?lang=en");
            phone.locator("#site-search").pressSequentially("long");
            phone.locator("[role=option]").first().waitFor();
            browser.look(phone, "finding-suggestions");
            phone.locator("[role=option]").first().click();
            phone.waitForURL(Pattern.compile(".*/counties/450123$"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void withoutScriptsFiltersAreAddedAndTakenAwayByLinks() {
        try (Browser browser = Browser.open()) {
            Page page = browser.pageWithoutScripts(390);
            page.navigate(home.toString() + "?lang=zh");
            page.locator("#site-search").fill("滑皮金吉");
            page.locator("#site-search").press("Enter");
            page.waitForURL(Pattern.compile(".*/products\\?q=.*"));
            assertThat(page.locator(".alert").innerText()).contains("滑皮金桔");
            page.navigate(home.resolve("/products?q=金桔").toString());
            page.locator(".facets summary").press("Enter");
            page.locator(".facets a[href*='county=450224']").press("Enter");
            page.waitForURL(Pattern.compile(".*county=450224.*"));
            page.locator(".chip-set").first().press("Enter");
            page.waitForURL(url -> !url.contains("county="));
        }
    }

    @Test
    void everyPageFitsThePhoneAndTheDeskInBothLanguages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("home", "/");
        pages.put("list", "/products");
        pages.put("narrowed", "/products?county=451228&priceFrom=20000&inSeason=true&needsBuyers=true");
        pages.put("slip", "/products?q=滑皮金吉");
        pages.put("nothing", "/products?q=没有的东西&category=tea");
        pages.put("county", "/counties/451228");
        pages.put("prefecture", "/counties/451200");
        pages.put("county-former", "/counties/360703");
        pages.put("counties", "/counties");
        pages.put("campaign", "/campaigns/month-2020");
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                // The longest words meet the narrowest window.
                String language = width == 390 ? "en" : "zh";
                pages.forEach((name, path) -> {
                    page.navigate(home.resolve(path + (path.contains("?") ? "&" : "?") + "lang=" + language)
                            .toString());
                    browser.look(page, "finding-" + language + "-" + name);
                });
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
