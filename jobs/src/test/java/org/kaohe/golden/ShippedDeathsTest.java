package org.kaohe.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.run.NightResult;
import org.kaohe.run.Nightly;
import org.kaohe.run.Selection;
import org.kaohe.stage.Progress;

/**
 * The shipped definitions around deaths, on a few deaths that can be counted by hand: birthdays in
 * leap years, and persons with two certificates.
 */
class ShippedDeathsTest {
  private static final Path PRODUCT = Path.of("..");
  private static final Charset GB18030 = Charset.forName("GB18030");

  @TempDir static Path workspace;
  private static List<TableRow> cells;

  @BeforeAll
  static void runTheNight() throws IOException {
    for (String file :
        List.of(
            "schemas/health/death.yaml",
            "schemas/health/birth.yaml",
            "schemas/social/benefit.yaml",
            "conf/views/paid_after_death.sql",
            "conf/indicators/health/HLT-001.yaml",
            "conf/indicators/health/HLT-002.yaml",
            "conf/indicators/health/HLT-003.yaml",
            "conf/indicators/social-security/SSC-015.yaml",
            "conf/indicators/social-security/SSC-115.yaml")) {
      Files.createDirectories(workspace.resolve(file).getParent());
      Files.copy(PRODUCT.resolve(file), workspace.resolve(file));
    }
    write(
        "conf/project.yaml",
        """
        name: deaths
        title: {zh: 死亡样例, en: Deaths}
        timezone: Asia/Shanghai
        landing: landing
        warehouse: warehouse
        site: site
        business-date: 2025-12-31
        demo: true
        lights:
          - {code: green, name: {zh: 达标, en: Met}, at-least: 0, colour: "#2e8b57", mark: "●"}
        """);
    write(
        "conf/units/units.csv",
        """
        unit,name_zh,name_en,kind,parent,classes,valid_from,valid_to,predecessors
        530000,某省,A province,province,,province,,,
        530100,某市,A prefecture,prefecture,530000,prefecture,,,
        530101,甲县,County A,county,530100,county,,,
        530102,乙县,County B,county,530100,county,,,
        """);
    births();
    deaths();
    payments();
    TestSpark.session();
    List<NightResult> nights =
        new Nightly(
                DefinitionLoader.load(workspace).definitions().orElseThrow(),
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                "test",
                Optional.of("a key of thirty-two bytes or more"),
                Progress.none())
            .run(Optional.empty(), Selection.ALL);
    assertThat(nights).flatExtracting(NightResult::failures).isEmpty();
    Warehouse warehouse = new Warehouse(workspace.resolve("warehouse"));
    Release release = new Pointer(warehouse).currentRelease().orElseThrow();
    cells = new TableReader(warehouse).list(TableId.gold("indicator_value"), release, List.of());
  }

  /** Ten in each county, some in every month: a ratio is read over months that both parts have. */
  private static void births() throws IOException {
    Map<String, StringBuilder> months = new TreeMap<>();
    for (int i = 1; i <= 20; i++) {
      months
          .computeIfAbsent(
              "2025-%02d".formatted(i % 3 + 1),
              k ->
                  new StringBuilder(
                      "出生证编号,新生儿性别,出生日期,常住地区划代码,出生地点分类,孕周,出生体重（g）,母亲身份证号,母亲姓名,家庭住址,签发日期\n"))
          .append(
              "P%09d,1,2025-%02d-%02d,%s,,,,,,,2025-03-31%n"
                  .formatted(i, i % 3 + 1, i, i <= 10 ? "530101" : "530102"));
    }
    deliver("health/birth/birth_%s_20250405.csv", months);
  }

  private static void deaths() throws IOException {
    Map<String, StringBuilder> months = new TreeMap<>();
    int number = 0;
    for (String[] death :
        new String[][] {
          // The last day before the first birthday is the 365th where a 29 February lies between.
          {"530101", "2024-01-20", "2025-01-19", ""},
          {"530101", "2024-01-20", "2025-01-20", ""},
          {"530101", "2024-03-01", "2025-02-28", ""},
          {"530101", "2024-03-01", "2025-03-01", ""},
          {"530101", "2025-01-01", "2025-01-28", ""},
          {"530101", "2025-01-01", "2025-01-29", ""},
          // And before the fifth birthday the 1,826th where two do.
          {"530102", "2020-02-10", "2025-02-09", ""},
          {"530102", "2020-02-10", "2025-02-10", ""},
          // Registered twice, once with the number of fifteen digits; and on two days.
          {"530102", "1941-04-15", "2025-01-11", "530101410415001"},
          {"530102", "1941-04-15", "2025-01-11", "53010119410415001" + check("53010119410415001")},
          {"530102", "1939-01-01", "2025-02-10", "53010119390101002" + check("53010119390101002")},
          {"530102", "1939-01-01", "2025-01-31", "53010119390101002" + check("53010119390101002")}
        }) {
      months
          .computeIfAbsent(
              death[2].substring(0, 7),
              k -> new StringBuilder("死亡证编号,姓名,身份证件号码,性别,常住地区划代码,出生日期,死亡日期,死亡日龄,根本死因,填报日期\n"))
          .append(
              "D%09d,,%s,1,%s,%s,%s,%d,R99,2025-03-03%n"
                  .formatted(
                      ++number,
                      death[3],
                      death[0],
                      death[1],
                      death[2],
                      LocalDate.parse(death[2]).toEpochDay()
                          - LocalDate.parse(death[1]).toEpochDay()));
    }
    deliver("health/death/death_%s_20250405.csv", months);
  }

  private static void payments() throws IOException {
    String first = "53010119410415001" + check("53010119410415001");
    String second = "53010119390101002" + check("53010119390101002");
    StringBuilder text =
        new StringBuilder("个人编号,待遇类型,待遇所属期,社会保障号码,参保地区划,银行账号,应发金额（元）,实发金额（元）,应发日期,实发日期,银行状态\n");
    for (String[] paid :
        new String[][] {
          {"Q1", "2025-01", first, "900.00"},
          {"Q1", "2025-02", first, "900.00"},
          {"Q1", "2025-03", first, "910.00"},
          {"Q2", "2025-02", second, "600.00"},
          {"Q2", "2025-03", second, "600.00"}
        }) {
      String day = paid[1].replace("-", "") + "15";
      text.append(
          "%s,01,%s,%s,530101,6200%s,%s,%s,%s,%s,1%n"
              .formatted(paid[0], paid[1], paid[2], paid[0], paid[3], paid[3], day, day));
    }
    deliver("social/benefit/benefit_202503_20250405.csv", StandardCharsets.UTF_8, text.toString());
  }

  /** The last digit of a resident number (GB 11643). */
  private static char check(String seventeen) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (seventeen.charAt(i) - '0') * (1 << (17 - i)) % 11;
    }
    return "10X98765432".charAt(sum % 11);
  }

  /** A file of each month's own events. */
  private static void deliver(String file, Map<String, StringBuilder> months) throws IOException {
    for (Map.Entry<String, StringBuilder> month : months.entrySet()) {
      String name = file.formatted(month.getKey().replace("-", ""));
      deliver(name, GB18030, month.getValue().toString());
    }
  }

  private static void deliver(String file, Charset charset, String text) throws IOException {
    Path path = workspace.resolve("landing").resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, text.getBytes(charset));
  }

  private static void write(String file, String text) throws IOException {
    Path path = workspace.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String numerator(String indicator, String unit, String period) {
    return cells.stream()
        .filter(
            c ->
                c.required("indicator").equals(indicator)
                    && c.required("unit").equals(unit)
                    && c.required("period").equals(period))
        .map(c -> c.decimal("numerator").orElseThrow().stripTrailingZeros().toPlainString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChildIsAnInfantUntilTheDayBeforeItsFirstBirthday() {
    assertThat(numerator("HLT-001", "530101", "2025-Q1")).isEqualTo("4");
    assertThat(numerator("HLT-002", "530101", "2025-Q1")).isEqualTo("1");
    assertThat(numerator("HLT-001", "530102", "2025-Q1")).isEqualTo("0");
  }

  @Test
  void andUnderFiveUntilTheDayBeforeItsFifth() {
    assertThat(numerator("HLT-003", "530101", "2025-Q1")).isEqualTo("6");
    assertThat(numerator("HLT-003", "530102", "2025-Q1")).isEqualTo("1");
  }

  @Test
  void aPaymentAfterDeathCountsOnceHoweverManyCertificates() {
    assertThat(numerator("SSC-015", "530101", "2025-Q1")).isEqualTo("2");
    assertThat(numerator("SSC-115", "530101", "2025-Q1")).isEqualTo("3010");
    assertThat(numerator("SSC-115", "530101", "2025-02")).isEqualTo("1500");
  }
}
