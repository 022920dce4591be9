package org.bangxiao.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bangxiao.support.Browser;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** The shop on a phone: light, on its first screen, and honest where the network is lost. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PhoneBrowserTest {
    @TestHTTPResource("/")
    URI home;

    @Test
    void withoutANetworkThePageSaysSoAndWithOneTheShopIsBack() {
        try (Browser browser = Browser.open()) {
            Page page = browser.pageThatKeeps(390);
            page.navigate(home.toString());
            page.evaluate("navigator.serviceWorker.ready.then(() => true)");
            page.context().setOffline(true);
            page.navigate(home.resolve("/cart").toString());
            assertThat(page.locator("h1").innerText()).isEqualTo("现在没有网络");
            assertThat(page.locator("img[alt='']").first().evaluate("image => image.naturalWidth"))
                    .as("with its pictures")
                    .isNotEqualTo(0);
            browser.look(page, "offline");
            page.context().setOffline(false);
            page.locator("main a.button").click();
            page.waitForURL("**/cart");
            assertThat(page.locator("h1").innerText()).isNotEqualTo("现在没有网络");
        }
    }

    @Test
    void theShopCanBePutOnTheFirstScreenOfAPhone() {
        JsonPath manifest = RestAssured.get("/assets/app.webmanifest").jsonPath();
        assertThat(manifest.getString("display")).isEqualTo("standalone");
        for (Map<String, String> icon : manifest.<Map<String, String>>getList("icons")) {
            RestAssured.get(icon.get("src")).then().statusCode(200).contentType(icon.get("type"));
        }
        assertThat(RestAssured.get("/").asString()).contains("href=\"/assets/app.webmanifest\"");
        RestAssured.get("/assets/js/offline.js").then().header("Service-Worker-Allowed", "/");
    }

    @Test
    void theFirstPageComesInTwoRoundTripsAndWeighsLessThan150Kilobytes() {
        try (Browser browser = Browser.open()) {
            Page page = browser.page(390);
            List<Request> loaded = new ArrayList<>();
            page.onRequestFinished(loaded::add);
            page.navigate(home.toString());
            page.waitForLoadState(LoadState.NETWORKIDLE);
            String html = RestAssured.get("/").asString();
            assertThat(loaded)
                    .as("everything stands in the page itself, nothing is found only in a file of it")
                    .hasSizeGreaterThan(3)
                    .allMatch(request -> request.isNavigationRequest()
                            || html.contains(URI.create(request.url()).getPath()));
            assertThat(loaded.stream()
                            .mapToInt(request -> request.sizes().responseBodySize)
                            .sum())
                    .isBetween(5_000, 150 * 1024);
        }
    }
}
