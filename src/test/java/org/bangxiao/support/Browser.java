package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CLI;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotType;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A real Chromium. Taken from {@code -Dbrowser.path}, {@code BANGXIAO_BROWSER}, the distribution, the test library's own
 * download, or installed from the distribution where that is allowed. Where none can be had the test fails, unless told
 * {@code -Dbrowser=skip}.
 */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final List<String> USUAL =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int PHONE = 600;
    private static final int QUALITY = 80;

    private static final String AXE = axe();

    /** One program for all tests of the JVM, which run one after the other; it goes with the JVM. */
    private static com.microsoft.playwright.@Nullable Browser program;

    private final com.microsoft.playwright.Browser browser;
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final Set<Page> scripted = new HashSet<>();
    private final Set<String> lookedAt = new HashSet<>();

    private Browser(com.microsoft.playwright.Browser browser) {
        this.browser = browser;
    }

    /** Opens the browser; the caller closes it, and with it all its pages and what they kept. */
    public static Browser open() {
        assumeFalse("skip".equals(System.getProperty("browser")), "told to skip the browser");
        if (program == null) {
            program = launch();
        }
        return new Browser(program);
    }

    private static com.microsoft.playwright.Browser launch() {
        // Without this the library fetches every browser it knows.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Path found = find(playwright);
            System.out.println("Browser: " + found);
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(found)
                            .setHeadless(true)
                            .setArgs(ARGUMENTS));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A page of its own, with cookies of its own, this many pixels wide. */
    public Page page(int width) {
        return page(width, true);
    }

    /** The same in a browser that keeps what the shop gives it for times without a network. */
    public Page pageThatKeeps(int width) {
        return page(width, true, ServiceWorkerPolicy.ALLOW);
    }

    /** The same for a visitor whose browser runs no scripts. */
    public Page pageWithoutScripts(int width) {
        return page(width, false);
    }

    /** A page of its own on which this person signed in, as people do. */
    public Page signedIn(URI home, Actor actor, int width, boolean scripts) {
        Page page = page(width, scripts);
        page.navigate(home.resolve("/sign-in").toString());
        page.locator("input[name=username]").fill(actor.username());
        page.locator("input[name=password]").fill(People.PASSWORD);
        page.locator("form[action='/sign-in'] button").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
        return page;
    }

    /** Writes the whole page to {@code target/screenshots/<name>-<width>.jpg}. */
    public Path screenshot(Page page, String name) {
        Path file = SCREENSHOTS.resolve(name + "-" + page.viewportSize().width + ".jpg");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(file)
                .setFullPage(true)
                .setType(ScreenshotType.JPEG)
                .setQuality(QUALITY));
        return file;
    }

    /**
     * Takes the picture of a page and looks at it: nothing is wider than the window, and no barrier is found for people who
     * read, hear or operate it otherwise. Barriers are looked for once under each name: what a page consists of does not
     * depend on its width. A page without scripts is only photographed.
     */
    public void look(Page page, String name) {
        screenshot(page, name);
        if (!scripted.contains(page)) {
            return;
        }
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue())
                .as(name + " is wider than the window")
                .isLessThanOrEqualTo(0);
        if (!lookedAt.add(name)) {
            return;
        }
        // The library's own call sends every check that passed as well, which takes longer than checking.
        page.evaluate(AXE);
        Object barriers =
                page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
                        + ".map(found => found.id + ' ' + found.nodes[0].html)");
        assertThat((List<?>) barriers).as(name).isEmpty();
    }

    /** By the keyboard: a click waits for the page to stand still, which nothing can tell without scripts. */
    public static void press(Page page, String button) {
        page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() != 303,
                () -> page.locator(button).first().press("Enter"));
        page.waitForLoadState();
    }

    /** What pages wrote to the console as an error so far, scripts and styles that the policy stopped included. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        contexts.forEach(BrowserContext::close);
    }

    // What comes through a worker is not seen as the page's own request.
    private Page page(int width, boolean scripts) {
        return page(width, scripts, ServiceWorkerPolicy.BLOCK);
    }

    private Page page(int width, boolean scripts, ServiceWorkerPolicy worker) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, width < PHONE ? 844 : 900)
                .setJavaScriptEnabled(scripts)
                .setServiceWorkers(worker)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai"));
        contexts.add(context);
        context.setDefaultTimeout(20_000);
        Page page = context.newPage();
        if (scripts) {
            scripted.add(page);
        }
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    private static String axe() {
        try (InputStream source = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find(Playwright playwright) {
        for (String named : Stream.of(System.getProperty("browser.path"), System.getenv("BANGXIAO_BROWSER"))
                .filter(name -> name != null && !name.isBlank())
                .toList()) {
            Path program = Path.of(named);
            if (!Files.isExecutable(program)) {
                throw new IllegalStateException("No browser at " + named);
            }
            return program;
        }
        Path found = installed();
        if (found == null) {
            found = downloaded(playwright);
        }
        if (found == null) {
            run(300, "apt-get", "update", "-q");
            run(900, "apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk");
            found = installed();
        }
        if (found == null) {
            throw new IllegalStateException("No Chromium found, downloaded or installed:"
                    + " name one by -Dbrowser.path, or leave the browser tests out by -Dbrowser=skip");
        }
        return found;
    }

    private static @Nullable Path installed() {
        return USUAL.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Path downloaded(Playwright playwright) {
        Path program = Path.of(playwright.chromium().executablePath());
        if (!Files.isExecutable(program)) {
            run(
                    300,
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-cp",
                    libraryPath(),
                    CLI.class.getName(),
                    "install",
                    "chromium");
        }
        return Files.isExecutable(program) ? program : null;
    }

    private static String libraryPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElse("");
    }

    /** Tries a command that may be missing, forbidden or without a network: only its effect counts. */
    private static void run(int seconds, String... command) {
        System.out.println("Browser: trying " + command[0] + " " + command[1] + " …");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/browser.log")));
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            System.out.println("Browser: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
