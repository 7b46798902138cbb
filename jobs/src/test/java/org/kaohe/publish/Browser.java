package org.kaohe.publish;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed Chromium. Without one the tests are skipped, unless {@code
 * -Dkaohe.browser=required}.
 */
final class Browser implements AutoCloseable {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Browser(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  static Browser start() {
    Optional<Path> found =
        Stream.concat(Stream.ofNullable(System.getProperty("kaohe.chromium")), PLACES.stream())
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String line = "Browser tests skipped: no Chromium in " + PLACES + ", -Dkaohe.chromium=PATH";
      if ("required".equals(System.getProperty("kaohe.browser"))) {
        fail(line);
      }
      System.out.println(line);
      assumeTrue(false, line);
    }
    return new Browser(found.orElseThrow());
  }

  Tab open(int width, int height) {
    return new Tab(
        browser
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setOffline(true))
            .newPage());
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** A page that remembers what went wrong on it. */
  static final class Tab implements AutoCloseable {
    final Page page;
    final List<String> complaints = new ArrayList<>();

    Tab(Page page) {
      this.page = page;
      page.onConsoleMessage(
          m -> {
            if (m.type().equals("error") || m.type().equals("warning")) {
              complaints.add(m.type() + ": " + m.text());
            }
          });
      page.onPageError(e -> complaints.add("exception: " + e));
      page.onDialog(
          d -> {
            complaints.add("dialog: " + d.message());
            d.dismiss();
          });
      page.onRequest(
          r -> {
            if (!r.url().startsWith("file:") && !r.url().startsWith("data:")) {
              complaints.add("request: " + r.url());
            }
          });
      page.onRequestFailed(r -> complaints.add("failed: " + r.url()));
    }

    /** Goes to a route and waits until it is drawn. */
    void go(Path site, String route) {
      String url = site.resolve("index.html").toUri() + route;
      if (page.url().startsWith("file:")) {
        page.evaluate("hash => { location.hash = hash; }", route);
      } else {
        page.navigate(url);
      }
      shown(route);
    }

    void shown(String route) {
      page.waitForFunction(
          "hash => { const m = document.getElementById('main');"
              + " return m.dataset.shown === hash && m.getAttribute('aria-busy') === 'false'; }",
          route);
    }

    String text(String selector) {
      return page.locator(selector).first().innerText();
    }

    @Override
    public void close() {
      page.context().close();
    }
  }
}
