package org.kaohe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.delta.TableId;

/** The pages as a browser shows them, opened from a folder and without network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final Map<String, String> ROUTES =
      Map.ofEntries(
          Map.entry("overview", "#/"),
          Map.entry("overview-fund", "#/s/grain-risk-fund/2025"),
          Map.entry("unit", "#/u/health-commission/guizhou-agencies/2025"),
          Map.entry("unit-range", "#/u/hrss"),
          Map.entry("unit-bonus", "#/u/forestry-bureau"),
          Map.entry("unit-area", "#/u/520000"),
          Map.entry("unit-silent", "#/u/520123"),
          Map.entry("indicators", "#/i"),
          Map.entry("indicator-quarter", "#/i/HLT-001/520000/quarter"),
          Map.entry("indicator-month", "#/i/SSC-001/520100/month"),
          Map.entry("indicator-tiles", "#/i/HLT-001/520102/year/tiles"),
          Map.entry("indicator-depot", "#/i/GRN-001"),
          Map.entry("explain-total", "#/x/t/guizhou-agencies/2025/health-commission"),
          Map.entry("explain-section", "#/x/s/guizhou-agencies/2025/health-commission/core"),
          Map.entry("explain-line", "#/x/l/guizhou-agencies/2025/health-commission/HLT-001"),
          Map.entry("explain-missing", "#/x/l/guizhou-agencies/2025/hrss/SSC-010"),
          Map.entry("explain-value", "#/x/v/HLT-001/520100/2025-Q4"),
          Map.entry("explain-silent", "#/x/v/HLT-001/520123/2025"),
          Map.entry("not-found", "#/nowhere"));

  @TempDir static Path folder;

  private final SampleSource source = new SampleSource(true);
  private @Nullable Browser browser;
  private Path site = Path.of("");

  @BeforeAll
  void publish() {
    browser = Browser.start();
    site = folder.resolve("site");
    Dashboard.publish(source, site);
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private Browser.Tab open(int width, int height) {
    return java.util.Objects.requireNonNull(browser).open(width, height);
  }

  @ParameterizedTest
  @CsvSource({"1440,900,desktop", "390,844,phone"})
  void everyRouteFitsItsScreenAndComplainsOfNothing(int width, int height, String name) {
    try (Browser.Tab tab = open(width, height)) {
      ROUTES.forEach(
          (label, route) -> {
            tab.go(site, route);
            assertThat(tab.complaints).as(label).isEmpty();
            assertThat(overflow(tab.page)).as(label + " at " + width).isEqualTo("");
            assertThat(tab.text("#ribbon")).as(label).isEqualTo("演示数据 非真实");
            assertThat(tab.text("main h1")).as(label).isNotBlank();
            tab.page.screenshot(
                new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(label + "-" + name + ".png"))
                    .setFullPage(true));
          });
    }
  }

  /** The widest element that sticks out, or nothing. */
  static String overflow(Page page) {
    return (String)
        page.evaluate(
            "() => { const w = document.documentElement.clientWidth;"
                + " if (document.documentElement.scrollWidth <= w) return '';"
                + " const wide = [...document.querySelectorAll('main *')]"
                + ".filter(e => e.getBoundingClientRect().right > w + 1);"
                + " return document.documentElement.scrollWidth + ' > ' + w + ': '"
                + " + wide.slice(-3).map(e => e.tagName + '.' + e.className).join(' '); }");
  }

  @Test
  void theLanguageSwitchTurnsEveryWordAndIsRemembered() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/");
      assertThat(tab.text("main h1")).isEqualTo("考核总览");
      assertThat(tab.page.locator("html").getAttribute("lang")).isEqualTo("zh-CN");
      tab.page.locator("#language").click();
      tab.page.waitForFunction("() => document.documentElement.lang === 'en'");
      tab.shown("#/");
      assertThat(tab.text("main h1")).isEqualTo("Overview");
      assertThat(tab.text("#ribbon")).isEqualTo("Demo data, not real");
      for (String route : List.of("#/", "#/u/health-commission", "#/i/HLT-001", "#/i")) {
        tab.go(site, route);
        assertThat(tab.page.locator("body").innerText().replaceAll("中文", ""))
            .as(route)
            .doesNotContainPattern("[\\p{IsHan}&&[^轮换计划完成率]]{3}.*得分");
        assertThat(tab.page.locator("th").allInnerTexts().toString())
            .as(route)
            .doesNotContainPattern("\\p{IsHan}");
      }
      tab.go(site, "#/");
      tab.page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve("overview-english.png"))
              .setFullPage(true));
      tab.page.reload();
      tab.shown("#/");
      assertThat(tab.text("main h1")).isEqualTo("Overview");
      assertThat(tab.complaints).isEmpty();
    }
  }

  @Test
  void chinesePagesSpeakNoEnglish() {
    try (Browser.Tab tab = open(1440, 900)) {
      ROUTES.forEach(
          (label, route) -> {
            tab.go(site, route);
            String text = tab.page.locator("main").innerText();
            assertThat(text).as(label).doesNotContainPattern("(?<![\\w/.-])[a-z]{3,} [a-z]{2,}");
          });
      tab.go(site, "#/u/hrss");
      assertThat(tab.text(".chip.warn")).startsWith("尚不能计分（缺数据或目标）：").doesNotContain("SSC-");
      tab.go(site, "#/x/l/guizhou-agencies/2025/health-commission/HLT-001");
      assertThat(tab.text("ol.chain"))
          .contains("条件：死亡日期 < 加月(出生日期, 12)")
          .doesNotContain("add_months");
    }
  }

  @Test
  void aRatioOfTwoUnitsOfMeasureNamesThem() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/x/v/GRN-001/520000/2025");
      assertThat(tab.text("ol.chain .words")).contains(" 公斤 ÷ ").contains(" 吨 = ");
      tab.go(site, "#/x/v/HLT-001/520000/2025");
      assertThat(tab.text("ol.chain .words")).contains(" × 1,000 = ");
    }
  }

  @Test
  void whatAFormulaReadLeadsToItsCell() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/x/l/guizhou-agencies/2025/health-commission/APR-001");
      assertThat(tab.text("ol.chain")).contains("领导评价得分 · 省卫生健康委 · 完成值");
      tab.page.locator("ol.chain td.wide a").first().click();
      tab.shown("#/x/v/APR-001/health-commission/2025");
      assertThat(tab.complaints).isEmpty();
    }
  }

  @Test
  void aLevelThatShouldStayLowIsNotCompletedToSomePercent() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/x/v/HLT-001/520000/2025");
      assertThat(tab.page.locator("ol.chain dt").allInnerTexts())
          .contains("研判")
          .doesNotContain("完成率");
      tab.go(site, "#/x/v/GRN-001/520000/2025");
      assertThat(tab.page.locator("ol.chain dt").allInnerTexts()).contains("研判", "完成率");
    }
  }

  @Test
  void whatIsNotTheUnitsAffairIsNotCalledMissing() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/u/health-commission/guizhou-agencies/2025");
      assertThat(tab.text("main")).doesNotContain("林业碳汇交易额");
    }
  }

  @Test
  void totalsRanksAndGradesAreThoseOfTheTable() {
    try (Browser.Tab tab = open(1440, 900)) {
      for (Map<String, @Nullable Object> row : source.table(TableId.gold("scorecard"))) {
        if (!"total".equals(row.get("section"))) {
          continue;
        }
        String card = String.valueOf(row.get("scorecard"));
        String unit = String.valueOf(row.get("unit"));
        tab.go(site, "#/s/" + card + "/2025");
        String link = "a[href='#/x/t/%s/2025/%s']".formatted(card, unit);
        var line =
            tab.page
                .locator(".league tr")
                .filter(
                    new com.microsoft.playwright.Locator.FilterOptions()
                        .setHas(tab.page.locator(link)));
        String total =
            row.get("score") == null
                ? "%s 至 %s".formatted(shown(row.get("low"), 2), shown(row.get("high"), 2))
                : shown(row.get("score"), 2);
        assertThat(line.locator(link).innerText()).as(unit).isEqualTo(total);
        assertThat(line.locator("td").first().innerText())
            .as(unit)
            .isEqualTo(row.get("rank") == null ? "未排名" : String.valueOf(row.get("rank")));
        if (row.get("grade") != null) {
          assertThat(line.innerText()).as(unit).contains(String.valueOf(row.get("grade")));
        }
      }
    }
  }

  @Test
  void pointsAndValuesOfLinesAreThoseOfTheTable() {
    try (Browser.Tab tab = open(1440, 900)) {
      for (Map<String, @Nullable Object> row : source.table(TableId.gold("scorecard_line"))) {
        String unit = String.valueOf(row.get("unit"));
        String item = String.valueOf(row.get("item"));
        boolean own = !"not-addressed".equals(row.get("branch"));
        tab.go(site, "#/u/%s/%s/2025".formatted(unit, row.get("scorecard")));
        var line =
            tab.page
                .locator("main .card tr")
                .filter(
                    new com.microsoft.playwright.Locator.FilterOptions()
                        .setHas(
                            tab.page.locator(
                                "a[href='#/x/l/%s/2025/%s/%s']"
                                    .formatted(row.get("scorecard"), unit, item))));
        assertThat(line.count()).as(unit + " " + item).isEqualTo(own ? 1 : 0);
        if (own) {
          assertThat(line.locator("td[data-label='得分']").innerText())
              .as(unit + " " + item)
              .isEqualTo(row.get("points") == null ? "—" : shown(row.get("points"), 2));
          if (row.get("value") != null) {
            int decimals =
                java.util.Objects.requireNonNull(
                        source.definitions().indicators().get(String.valueOf(row.get("indicator"))))
                    .decimals();
            assertThat(line.locator("td[data-label='完成值']").innerText())
                .as(unit + " " + item)
                .startsWith(shown(row.get("value"), decimals));
          } else {
            assertThat(line.locator("td[data-label='完成值']").innerText())
                .as("missing is never zero")
                .isEqualTo("缺数据");
          }
        }
      }
    }
  }

  private static String shown(@Nullable Object number, int decimals) {
    String pattern = decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals);
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(new BigDecimal(String.valueOf(number)).setScale(decimals, RoundingMode.HALF_UP));
  }

  @Test
  void everyNumberLeadsToItsDerivation() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/u/health-commission/guizhou-agencies/2025");
      tab.page.locator("main .card a.num[href*='/x/l/'][href$='HLT-001']").first().click();
      tab.shown("#/x/l/guizhou-agencies/2025/health-commission/HLT-001");
      String chain = tab.page.locator("ol.chain").innerText();
      Map<String, @Nullable Object> cell =
          source.table(TableId.gold("indicator_value")).stream()
              .filter(c -> "HLT-001".equals(c.get("indicator")) && "520000".equals(c.get("unit")))
              .filter(c -> "2025".equals(c.get("period")))
              .findFirst()
              .orElseThrow();
      assertThat(chain)
          .contains(shown(cell.get("numerator"), 0))
          .contains(shown(cell.get("denominator"), 0))
          .contains(shown(cell.get("value"), 2) + "‰")
          .contains("控制合计")
          .contains("一致")
          .contains("health/birth/hlt-001_numerator_2025-04.csv")
          .contains("目标计划 conf/targets/")
          .contains("2020-01-01")
          .contains(SampleSource.RELEASE)
          .contains("20251231-night");
      assertThat(tab.complaints).isEmpty();
    }
  }

  @Test
  void hostileNamesAreShownAsText() {
    String hostile = "</script><img src=x onerror=alert(1)>";
    SampleSource poisoned = new SampleSource(true, u -> DashboardTest.renamed(u, hostile));
    Path there = folder.resolve("hostile");
    Dashboard.publish(poisoned, there);
    try (Browser.Tab tab = open(1440, 900)) {
      for (String route :
          List.of(
              "#/",
              "#/u/health-commission",
              "#/u/520000",
              "#/i/HLT-001/520100/year",
              "#/i/HLT-001/520100/year/tiles",
              "#/x/l/guizhou-agencies/2025/health-commission/HLT-001")) {
        tab.go(there, route);
        assertThat(tab.page.locator("img").count()).as(route).isZero();
        assertThat(tab.page.locator("main").innerText()).as(route).contains(hostile);
        assertThat(tab.complaints).as(route).isEmpty();
      }
      tab.go(there, "#/");
      tab.page.locator(".chart").first().hover();
      assertThat(tab.page.locator("img").count()).as("in a tooltip").isZero();
      assertThat(tab.complaints).as("in a tooltip").isEmpty();
    }
  }

  @Test
  void aReleaseThatIsNoDemoBearsNoMark() {
    Path there = folder.resolve("real");
    Dashboard.publish(new SampleSource(false), there);
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(there, "#/");
      assertThat(tab.page.locator("#ribbon").isVisible()).isFalse();
      assertThat(tab.page.locator("body").innerText()).doesNotContain("非真实");
    }
  }

  @Test
  void printedPagesKeepTheMarkAndTheDates() {
    try (Browser.Tab tab = open(1440, 900)) {
      tab.go(site, "#/u/health-commission");
      tab.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(tab.page.locator("#ribbon").isVisible()).isTrue();
      assertThat(tab.text("#meta")).contains("2025-12-31").contains(SampleSource.RELEASE);
      tab.page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve("unit-print.png"))
              .setFullPage(true));
    }
  }
}
