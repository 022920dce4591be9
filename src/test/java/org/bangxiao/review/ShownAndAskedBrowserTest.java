package org.bangxiao.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Browser.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Browser;
import org.bangxiao.support.OnSale;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.Test;

/** A supplier shows its goods, a buyer asks, the supplier answers: on a phone without scripts and at a desk with them. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ShownAndAskedBrowserTest {
    private static final String ASKED = "皮厚不厚？寄到哈尔滨会不会冻坏，有没有坏果包赔？";

    @TestHTTPResource("/")
    URI home;

    @Test
    void goodsAreShownAskedAboutAndAnsweredOnAPhoneWithoutScripts() throws IOException {
        shownAndAsked(390, false, "zh");
    }

    @Test
    void theSameAtADeskWithScriptsInEnglish() throws IOException {
        shownAndAsked(1280, true, "en");
    }

    private void shownAndAsked(int width, boolean scripts, String language) throws IOException {
        OnSale goods = OnSale.product(3_990, 20);
        Actor supplier = goods.product().supplier();
        Actor buyer = People.everywhere(Role.CONSUMER);
        String product = "/products/" + goods.listingId();
        try (Browser browser = Browser.open()) {
            Page seller = browser.signedIn(home, supplier, width, scripts);
            open(seller, "/desk/listings/" + goods.listingId() + "/pictures?lang=" + language);
            browser.look(seller, "pictures-none");
            for (String alt : List.of("挂在树上的柚子", "剖开的柚子，果肉淡红，十二瓣", "装箱")) {
                seller.locator("#file").setInputFiles(new FilePayload("a.jpg", "image/jpeg", photograph(alt.length())));
                seller.locator("#newZh").fill(alt);
                press(seller, "form[enctype] button");
            }
            press(seller, "button[name=forward] >> nth=1");
            browser.look(seller, "pictures");
            Page page = browser.signedIn(home, buyer, width, scripts);
            open(page, product + "/questions?lang=" + language);
            browser.look(page, "questions-none");
            page.locator("#content").fill("甜吗");
            press(page, "#ask button");
            browser.look(page, "questions-faulty");
            page.locator("#content").fill(ASKED);
            press(page, "#ask button");
            browser.look(page, "questions-waiting");
            open(seller, "/desk/questions");
            browser.look(seller, "questions-desk");
            seller.locator("textarea[name=answer]").fill("皮薄。零下二十度以内加保温袋，冻坏了全赔。");
            press(seller, "form[action$='/answer'] button");
            open(page, product);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            browser.look(page, "shown-and-asked");
            assertThat(page.locator("main").innerText()).contains(ASKED, "冻坏了全赔");
            assertThat(page.locator(".shots img").count()).isEqualTo(3);
            assertThat(browser.complaints())
                    .as("nothing but the form that was sent faulty")
                    .allMatch(complaint -> complaint.endsWith("status of 400 (Bad Request)"));
        }
    }

    @Test
    void theFirstPageStaysLightWhereEverythingHasAPhotograph() throws IOException {
        byte[] photograph = photograph(1);
        for (int n = 0; n < 8; n++) {
            Shelf.Goods goods = Shelf.put(Shelf.Item.of("演示有照片的好货", "Demo photographed")
                    .harvest(List.of(LocalDate.now(BusinessClock.CHINA).getMonthValue())));
            People.as(People.of(Role.SUPPLIER, goods.organisationId()))
                    .contentType("image/jpeg")
                    .body(photograph)
                    .queryParam("altZh", "演示")
                    .post("/api/listings/" + goods.listingId() + "/pictures")
                    .then()
                    .statusCode(201);
        }
        try (Browser browser = Browser.open()) {
            Page page = browser.page(390);
            List<Request> loaded = new ArrayList<>();
            page.onRequestFinished(loaded::add);
            page.navigate(home.toString());
            page.waitForLoadState(LoadState.NETWORKIDLE);
            assertThat(loaded.stream().filter(request -> request.url().contains("/pictures/")))
                    .isNotEmpty();
            assertThat(loaded.stream()
                            .mapToInt(request -> request.sizes().responseBodySize)
                            .sum())
                    .isLessThan(150 * 1024);
        }
    }

    private void open(Page page, String path) {
        page.navigate(home.resolve(path).toString());
    }

    /** As hard to pack as leaves in the sun. */
    private static byte[] photograph(int seed) throws IOException {
        SplittableRandom dice = new SplittableRandom(seed);
        BufferedImage photo = new BufferedImage(1_200, 900, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = photo.createGraphics();
        canvas.setPaint(new GradientPaint(0, 0, new Color(0x6B, 0x9A, 0x4A), 1_200, 900, new Color(0x2C, 0x4B, 0x2A)));
        canvas.fillRect(0, 0, 1_200, 900);
        for (int leaf = 0; leaf < 3_000; leaf++) {
            canvas.setColor(new Color(dice.nextInt(80, 200), dice.nextInt(100, 220), dice.nextInt(40, 90)));
            canvas.fillOval(dice.nextInt(1_200), dice.nextInt(900), dice.nextInt(6, 60), dice.nextInt(4, 40));
        }
        canvas.setColor(new Color(0xE8, 0xB8, 0x2C));
        canvas.fillOval(400, 250, 420, 420);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(photo, "jpeg", bytes);
        return bytes.toByteArray();
    }
}
