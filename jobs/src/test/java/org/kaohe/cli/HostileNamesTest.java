package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;
import org.kaohe.run.Workspaces;

/**
 * What every verb says of a workspace whose file names, headers, cells, units and titles hold
 * escape sequences, line ends and megabytes.
 */
class HostileNamesTest {
  private static final String FORGED =
      "\n1 of 1  OK    forged\nERROR  forged\nkaohe: K0000: forged";
  private static final String HOSTILE =
      FORGED + "\r\u001B[2J\u001B]0;title\u0007\u009B31m\u007F\u202Egnp\u2028\u0085\u200B𠮷";

  /** A name as far as it may stand in a YAML text between double quotes. */
  private static final String IN_YAML =
      "\\n1 of 1  OK    forged\\nERROR  forged\\r\\e[2J\\a\\x9B31m\\u202Egnp\\L\\N\\uD83D";

  private static final int LONGEST_LINE = 6_000;

  @TempDir static Path folder;

  private static Shell.Said night = new Shell.Said(-1, "", "");

  @BeforeAll
  static void night() throws IOException {
    TestSpark.session();
    Workspaces.twoCounties(folder);
    Path landing = folder.resolve("landing/county/report");
    String good = Files.readString(landing.resolve("report_2025-H1_20250710.csv"));
    // Names that the contract does not know, and one that it knows with a header that it does not.
    Files.writeString(landing.resolve("x.csv" + FORGED), good);
    Files.writeString(landing.resolve("y\u001B[31m\u202Evsc.\rcsv"), good);
    Files.writeString(
        landing.resolve("report_2025-H1_20250711.csv"),
        good.replace("县代码", "\"" + HOSTILE + "\"").replace("半年", "列".repeat(1_000_000)));
    // Cells: a county that nobody knows, a number that is none, and a cell of a megabyte.
    Files.writeString(
        landing.resolve("report_2025-H2_20251229.csv"),
        Files.readString(landing.resolve("report_2025-H2_20251220.csv"))
            + "\""
            + HOSTILE
            + "\",2025-H2,1,1,1,1,1,1,1,1,1,1,1\n"
            + "520901,2025-H1,\"=1+"
            + HOSTILE
            + "\",1,1,1,1,1,1,1,1,1,1\n"
            + "520902,2025-H1,"
            + "9".repeat(10_000)
            + ",1,1,1,1,1,1,1,1,1,1\n");
    replace("conf/units/counties.csv", "甲县", "\"甲县" + HOSTILE.replace("\n", " ") + "\"");
    replace("conf/units/counties.csv", "乙县", "乙县" + "长".repeat(3_000));
    replace("conf/scorecards/county-work.yaml", "zh: 县级工作考核", "zh: \"考核" + IN_YAML + "\"");
    replace("conf/scorecards/county-work.yaml", "zh: 成效", "zh: \"成效" + IN_YAML + "\"");
    replace("conf/indicators/county/IMR.yaml", "zh: 婴儿死亡率", "zh: \"死亡率" + IN_YAML + "\"");
    replace("schemas/county/report.yaml", "name: 县级半年报", "name: \"半年报" + IN_YAML + "\"");
    night = shell().run("nightly");
  }

  private static void replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private static void clean(Shell.Said said) {
    for (String text : List.of(said.out(), said.err())) {
      assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\n]]");
      assertThat(text.lines())
          .allSatisfy(
              line ->
                  assertThat(line)
                      .doesNotStartWith("1 of 1  OK    forged")
                      .doesNotStartWith("ERROR  forged")
                      .doesNotStartWith("kaohe: K0000")
                      .hasSizeLessThan(LONGEST_LINE));
    }
  }

  @Test
  void theNightTellsOneLineAboutEachKindAndTakesWhatIsGood() {
    clean(night);
    assertThat(night.code()).as(night.out() + night.err()).isEqualTo(1);
    assertThat(night.out())
        .contains("Released R000001", "x.csv\\u000A1 of 1  OK    forged", "and 1 more");
    assertThat(night.out().length()).isLessThan(30_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "plan",
        "ls",
        "validate",
        "show ops/delivery",
        "show ops/quarantine",
        "show ops/run",
        "show ops/run_stage",
        "show ops/check_result",
        "show bronze/county_report",
        "show gold/scorecard",
        "show gold/scorecard_line",
        "show gold/dim_unit",
        "explain county-work 520901",
        "explain county-work 520902 --rows",
        "explain county-work 520902 --item PAY --rows",
      })
  void everyVerbTellsItInWholeLines(String verb) {
    Shell.Said text = shell().run(verb.split(" "));
    clean(text);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).isNotBlank();

    String[] arguments = (verb + " --output json").split(" ");
    Shell.Said json = shell().run(arguments);
    assertThat(json.json()).isNotEmpty();
    assertThat(json.out()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\n]]");
  }

  @Test
  void jsonKeepsTheExactName() {
    JsonNode rows =
        shell().run("show", "ops/delivery", "--columns", "file", "--output", "json").json();
    assertThat(rows.findValuesAsText("file")).contains("county/report/x.csv" + FORGED);
  }

  @Test
  void aPageHasNoControlCharacter() throws IOException {
    try (var files = Files.walk(folder.resolve("site/data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\n]]")
            .doesNotContain("\\u001b", "\\n1 of 1");
      }
    }
  }

  @Test
  void mistakesInDefinitionsAreToldInOneLineEach(@TempDir Path copy) throws IOException {
    Workspaces.copy(folder.resolve("conf"), copy.resolve("conf"));
    Workspaces.copy(folder.resolve("schemas"), copy.resolve("schemas"));
    Files.writeString(
        copy.resolve("conf/targets/2025.csv"),
        Files.readString(copy.resolve("conf/targets/2025.csv"))
            + "\""
            + HOSTILE.replace("\n", " ")
            + "\",".repeat(3)
            + "x\n"
            + "长".repeat(1_000_000)
            + "\n");
    Files.writeString(
        copy.resolve("conf/indicators/county/BAD.yaml"),
        "code: \"" + IN_YAML + "\"\nname: {zh: \"" + IN_YAML + "\nunit: *x\n");
    Files.writeString(
        copy.resolve("conf/indicators/county/WORSE.yaml"),
        "code: WORSE\n\"" + IN_YAML + "\": 1\ndirection: \"" + "x".repeat(1_000_000) + "\"\n");
    Files.writeString(copy.resolve("conf/units/odd\u001B[31m\n1 of 1  OK    forged.csv"), "unit\n");

    Shell there = new Shell(copy);
    for (List<String> verb : List.of(List.of("validate"), List.of("nightly"), List.of("plan"))) {
      Shell.Said said = there.run(verb.toArray(String[]::new));
      clean(said);
      assertThat(said.code()).isEqualTo(2);
    }
    JsonNode problems = there.run("validate", "--output", "json").json().path("problems");
    assertThat(problems).hasSizeGreaterThan(3);
    assertThat(problems.findValuesAsText("what")).allMatch(w -> w.length() <= 2_000);
  }

  @Test
  void whatWasTypedIsToldInOneLine() {
    for (String[] arguments :
        new String[][] {
          {"--" + HOSTILE},
          {HOSTILE},
          {"show", HOSTILE},
          {"show", "ops/delivery", "--columns", HOSTILE},
          {"show", "ops/delivery", "--where", HOSTILE},
          {"show", "ops/delivery", "--limit", HOSTILE},
          {"show", "ops/delivery", "--release", HOSTILE},
          {"explain", HOSTILE, HOSTILE},
          {"explain", "county-work", HOSTILE},
          {"status", "--run", HOSTILE},
          {"nightly", "--date", HOSTILE},
          {"nightly", "--select", HOSTILE},
          {"validate", "--output", HOSTILE},
          {"validate", "-w", folder + "/" + HOSTILE.replace("\u0000", "")},
          {"validate", "-w", "x".repeat(1_000_000)},
        }) {
      Shell.Said said = shell().run(arguments);
      clean(said);
      assertThat(said.code()).as(said.err()).isEqualTo(2);
      assertThat(said.err().lines().count()).as(said.err()).isEqualTo(1);
    }
  }

  private static Shell shell() {
    return new Shell(folder).with("KAOHE_KEY", "a key of this test only");
  }
}
