package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrowserTest {
    @Test
    void showsAPageAtAnyWidthAndKeepsItsPicture() throws IOException {
        try (Browser browser = Browser.open()) {
            for (int width : new int[] {390, 1280}) {
                Page page = browser.page(width);
                page.navigate("data:text/html;charset=utf-8,<title>帮销</title><h1>百香果</h1>");
                assertThat(page.title()).isEqualTo("帮销");
                assertThat(page.locator("h1").innerText()).isEqualTo("百香果");
                Path picture = browser.screenshot(page, "browser");
                assertThat(picture).hasFileName("browser-" + width + ".jpg");
                assertThat(Files.size(picture)).isPositive();
            }
            assertThat(browser.complaints()).isEmpty();
            browser.page(1280).navigate("data:text/html,<script>undefinedName()</script>");
            assertThat(browser.complaints()).hasSize(1);
        }
    }
}
