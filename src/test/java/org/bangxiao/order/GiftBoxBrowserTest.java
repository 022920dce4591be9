package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.support.Browser;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.bangxiao.support.Suppliers;
import org.junit.jupiter.api.Test;

/** A gift box from the supplier's desk into a cart, on a phone and at a desk. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GiftBoxBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void aSupplierPutsABoxTogetherAndABuyerTakesItHome() {
        UUID organisation = Suppliers.cooperative("450123").id();
        UUID tea = goods(organisation, "演示凌云白毫有机绿茶（春茶礼品装）", "tea", 12);
        UUID mushrooms = goods(organisation, "演示香菇", "edible-fungi", 50);
        goods(organisation, "演示红糖", "fruit", 50);
        Actor supplier = People.of(Role.SUPPLIER, organisation);
        try (Browser browser = Browser.open()) {
            fromDeskToCart(browser, supplier, tea, mushrooms, 390);
            fromDeskToCart(browser, supplier, tea, mushrooms, 1280);
            assertThat(browser.complaints())
                    .as("nothing but the forms that were sent faulty")
                    .allMatch(complaint -> complaint.endsWith("status of 400 (Bad Request)"));
        }
    }

    private void fromDeskToCart(Browser browser, Actor supplier, UUID tea, UUID mushrooms, int width) {
        Page seller = browser.signedIn(home, supplier, width, true);
        seller.navigate(at("/desk/boxes"));
        if (width < 600) {
            browser.look(seller, "box-desk-empty");
        }
        seller.navigate(at("/desk/boxes/new"));
        seller.locator("[name='" + tea + "']").fill("4");
        press(seller, "form[action='/desk/boxes/new'] button");
        browser.look(seller, "box-form-faulty");
        seller.locator("input[name=nameZh]").fill("演示中秋山货礼盒");
        seller.locator("textarea[name=textZh]").fill("山里的茶和菌子，一盒寄到家。");
        seller.locator("[name='" + mushrooms + "']").fill("1");
        press(seller, "form[action='/desk/boxes/new'] button");
        browser.look(seller, "box-form");
        String box = seller.url().replace("/desk", "");
        seller.navigate(at("/desk/boxes"));
        browser.look(seller, "box-desk");
        Page buyer = browser.page(width);
        buyer.navigate(at("/products/" + tea));
        browser.look(buyer, "box-product");
        buyer.navigate(box);
        browser.look(buyer, "box-page");
        buyer.locator("input[name=boxes]").fill("9");
        press(buyer, "button[value=stay]");
        assertThat(buyer.locator("#boxes-error").innerText()).contains("3 盒");
        browser.look(buyer, "box-page-short");
        buyer.locator("input[name=boxes]").fill("2");
        press(buyer, "button[value=stay]");
        buyer.navigate(at("/cart"));
        assertThat(buyer.locator("#q-" + tea).inputValue()).isEqualTo("8");
        browser.look(buyer, "box-cart");
        if (width > 600) {
            Shelf.run("UPDATE catalogue_listing SET state = 'WITHDRAWN' WHERE id = ?", mushrooms);
            buyer.navigate(box);
            browser.look(buyer, "box-page-lacking");
        }
    }

    private static UUID goods(UUID organisation, String nameZh, String category, long stock) {
        return Shelf.put(
                        organisation,
                        Shelf.Item.of(nameZh, "Demo goods").category(category).stock(stock))
                .listingId();
    }

    private String at(String path) {
        return home.resolve(path).toString();
    }
}
