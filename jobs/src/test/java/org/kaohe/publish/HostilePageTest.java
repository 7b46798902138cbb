package org.kaohe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.run.Workspaces;

/** Pages of a release whose every foreign text, from title to file name, wants to be more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePageTest {
  private static final String MARKUP =
      " <img src=x onerror=alert(1)> \"><script>alert(2)</script> </script> javascript:alert(3)";
  private static final String TEMPLATES = " {a|b} {title} {{title}} $ {x} $1 %s";
  private static final String HOSTILE =
      MARKUP + TEMPLATES + " \u202Egnp.exe \u001B[31m \u009B2J x\n1 of 1  OK \u2028 \u0000 \uD83D";

  /** What a reader sees of it; a line end within a line is one blank to a browser. */
  private static final String SHOWN =
      MARKUP
          + TEMPLATES
          + " \\u202Egnp.exe \\u001B[31m \\u009B2J x\\u000A1 of 1 OK \\u2028 \\u0000 \\uD83D";

  /** The unit and the indicator with names of ten thousand characters. */
  private static final String LONG = "W".repeat(5_000) + "粮".repeat(5_000);

  private static final Set<String> FOREIGN =
      Set.of("file", "document", "sentence_zh", "sentence_en", "state");

  private static final List<String> ROUTES =
      List.of(
          "#/",
          "#/s/grain-risk-fund/2025",
          "#/u/health-commission/guizhou-agencies/2025",
          "#/u/520000",
          "#/i",
          "#/i/HLT-001/520100/year",
          "#/i/HLT-001/520100/year/tiles",
          "#/i/HLT-002/520000",
          "#/x/t/guizhou-agencies/2025/health-commission",
          "#/x/s/guizhou-agencies/2025/health-commission/core",
          "#/x/l/guizhou-agencies/2025/health-commission/HLT-001",
          "#/x/v/HLT-001/520100/2025-Q4");

  @TempDir static Path folder;

  private @Nullable Browser browser;
  private Path site = Path.of("");

  @BeforeAll
  void publish() throws IOException {
    Path workspace = folder.resolve("workspace");
    for (String part : List.of("conf", "schemas")) {
      Workspaces.copy(Path.of("..", part), workspace.resolve(part));
    }
    poison(workspace);
    SampleSource sample =
        new SampleSource(
            true,
            u ->
                DashboardTest.renamed(
                    u, u.code().equals("health-commission") ? HOSTILE + LONG : HOSTILE),
            workspace);
    site = folder.resolve("site");
    Dashboard.publish(new Poisoned(sample), site);
    browser = Browser.start();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Every name and title in the definitions. */
  private static void poison(Path workspace) throws IOException {
    Pattern chinese = Pattern.compile("\\bzh: \"?([^,}\"]+)\"?");
    String escaped =
        HOSTILE
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\u202E", "\\u202E")
            .replace("\u001B", "\\e")
            .replace("\u009B", "\\x9B")
            .replace("\n", "\\n")
            .replace("\u2028", "\\L")
            .replace("\u0000", "\\0")
            .replace("\uD83D", "\\uD83D");
    try (Stream<Path> files = Files.walk(workspace)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        String text = Files.readString(file);
        String more = file.endsWith("HLT-002.yaml") ? LONG : "";
        Files.writeString(
            file,
            chinese
                .matcher(text)
                .replaceAll(
                    m ->
                        java.util.regex.Matcher.quoteReplacement(
                            "zh: \"" + m.group(1) + escaped + more + "\"")));
      }
    }
  }

  /** The same release with hostile file names, documents, sentences and states. */
  private record Poisoned(SampleSource sample) implements DashboardSource {
    @Override
    public Definitions definitions() {
      return sample.definitions();
    }

    @Override
    public Release release() {
      return sample.release();
    }

    @Override
    public Stream<DataRow> rows(TableId table, List<String> columns) {
      return sample.rows(table, columns).map(row -> column -> poisoned(column, row.get(column)));
    }

    private static @Nullable Object poisoned(String column, @Nullable Object value) {
      return value instanceof String text && FOREIGN.contains(column) ? text + HOSTILE : value;
    }
  }

  @Test
  void noFileOfTheSiteHoldsAControlCharacterOrATag() throws IOException {
    try (Stream<Path> files = Files.walk(site.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\n]]|<")
            .doesNotContainPattern("(?<!\\\\)(\\\\\\\\)*\\\\u(001B|009B|202E|2028|0000)");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1440,900", "390,844"})
  void hostileTextsAreShownAsTextOnEveryRouteAndTheLayoutHolds(int width, int height) {
    try (Browser.Tab tab = java.util.Objects.requireNonNull(browser).open(width, height)) {
      List<String> wide = new ArrayList<>();
      for (String route : ROUTES) {
        tab.go(site, route);
        String text = tab.page.locator("main").textContent();
        assertThat(text.replaceAll("\\s+", " ")).as(route).contains(SHOWN);
        assertThat(tab.page.locator("main img, main script, main iframe").count())
            .as(route)
            .isZero();
        assertThat(tab.page.locator("a:not([href^='#'])").count()).as(route).isZero();
        tab.page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(
                    Path.of("target", "screenshots")
                        .resolve("hostile-" + ROUTES.indexOf(route) + "-" + width + ".png"))
                .setFullPage(true));
        assertThat(tab.complaints).as(route).isEmpty();
        wide.add(route + " " + PageTest.overflow(tab.page));
      }
      assertThat(wide).allMatch(w -> w.endsWith(" "));
    }
  }

  @Test
  void aTooltipShowsANameAsItIsWritten() {
    try (Browser.Tab tab = java.util.Objects.requireNonNull(browser).open(1440, 900)) {
      tab.go(site, "#/s/grain-risk-fund/2025");
      var chart = tab.page.locator(".chart").first();
      chart.hover();
      tab.page.waitForTimeout(500);
      assertThat(chart.textContent().replace("\u200B", "")).contains("{a|b}", "<img src=x");
      assertThat(tab.page.locator("main img, main script").count()).isZero();
      assertThat(tab.complaints).isEmpty();
    }
  }
}
