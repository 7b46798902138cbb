package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.run.Workspaces;

/** The verbs after one night of the two counties, whose figures its README derives by hand. */
class NightOnTheCommandLineTest {
  @TempDir static Path folder;

  private static Shell.Said night = new Shell.Said(-1, "", "");

  @BeforeAll
  static void night() {
    TestSpark.session();
    Workspaces.twoCounties(folder);
    Workspaces.deliverCorrection(folder);
    night = shell().run("nightly", "--output", "json");
  }

  @Test
  void theNightIsOneDocumentAndItsProgressIsOnTheOtherStream() {
    assertThat(night.code()).as(night.err()).isZero();
    assertThat(night.json().path("outcome").asText()).isEqualTo("released");
    assertThat(night.json().path("release").asText()).isEqualTo("R000001");
    assertThat(night.err())
        .containsPattern("\\d+ of \\d+  OK +silver\\.county_report  .*rows.*\\[\\d+\\.\\ds\\]");
  }

  @Test
  void theSecondNightSaysThatNothingChanged() {
    Shell.Said again = shell().run("nightly");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("Nothing changed", "R000001");
    assertThat(again.err()).isEmpty();
  }

  @Test
  void showPrintsAllRowsAsJsonAndNarrowsThem() {
    JsonNode rows =
        shell().run("show", "scorecard", "--where", "section=total", "--output", "json").json();
    assertThat(rows).hasSize(2);
    JsonNode narrowed =
        shell()
            .run(
                "show",
                "gold.scorecard",
                "--where",
                "section=total",
                "--where",
                "score=85.18",
                "--columns",
                "rank,score",
                "--output",
                "json")
            .json();
    assertThat(narrowed).hasSize(1);
    assertThat(narrowed.get(0).fieldNames()).toIterable().containsExactly("rank", "score");
    assertThat(narrowed.get(0).path("score").decimalValue())
        .isEqualByComparingTo(new BigDecimal("85.18"));
    assertThat(shell().run("show", "scorecard", "--limit", "1", "--output", "json").json())
        .hasSize(1);
  }

  @Test
  void showAsTextIsAlignedAndCounts() {
    String text = shell().run("show", "ops/delivery", "--columns", "file,state,accepted").out();
    assertThat(text).contains("file", "accepted", "ops/delivery: 3 rows");
  }

  @Test
  void showNamesTheNearestTableAndColumn() {
    assertThat(shell().run("show", "gold/scorecards").err())
        .contains("K9004", "Did you mean gold/scorecard?");
    assertThat(shell().run("show", "gold/scorecard", "--columns", "scor").err())
        .contains("Did you mean score?");
    assertThat(shell().run("show", "gold/scorecard", "--release", "R000009").err())
        .contains("R000001");
    assertThat(shell().run("show", "gold/scorecard", "--where", "unit").err()).contains("K9004");
  }

  @Test
  void statusTellsHowTheRunEnded() {
    JsonNode status = shell().run("status", "--output", "json").json();
    assertThat(status.path("state").asText()).isEqualTo("succeeded");
    assertThat(status.path("stages").findValuesAsText("stage")).contains("scorecard");
    assertThat(status.path("deliveries_in_trouble")).isEmpty();
    assertThat(shell().run("status").out()).contains("R000001", "succeeded");
    assertThat(shell().run("status", "--exit-code").code()).isZero();
  }

  @Test
  void explainLeadsFromTheTotalToTheDeliveredLine() {
    JsonNode tree =
        shell().run("explain", "county-work", "甲县", "--item", "PAY", "--output", "json").json();
    assertThat(tree.path("total").path("score").decimalValue())
        .isEqualByComparingTo(new BigDecimal("85.18"));
    JsonNode item = tree.path("sections").get(0).path("items").get(0);
    assertThat(item.path("points").decimalValue()).isEqualByComparingTo(new BigDecimal("8.31"));
    JsonNode cell = item.path("cells").get(0);
    assertThat(cell.path("numerator").decimalValue()).isEqualByComparingTo("582");
    assertThat(cell.path("denominator").decimalValue()).isEqualByComparingTo("1000");
    for (JsonNode part : cell.path("parts")) {
      assertThat(part.path("sources")).hasSize(2);
      assertThat(part.path("sources").findValuesAsText("file"))
          .allMatch(f -> f.startsWith("county/report/report_2025-H"));
      assertThat(part.path("sources").get(0).path("lines")).isNotEmpty();
    }
    assertThat(cell.path("parts").get(0).path("value").decimalValue()).isEqualByComparingTo("582");
  }

  @Test
  void aFormulaWithoutAnIndicatorOfItsOwnLeadsToTheLinesOfAllThatItReads(@TempDir Path copy)
      throws IOException {
    Workspaces.copy(folder, copy);
    Files.writeString(
        copy.resolve("conf/scorecards/both.yaml"),
        """
        name: both
        title: {zh: 两项合计, en: Both}
        period: year
        units: {class: [county]}
        sections:
          - code: all
            name: {zh: 全部, en: All}
            weight: 100
            items:
              - code: BOTH
                name: {zh: 两项, en: Both}
                points: 10
                rule:
                  formula:
                    inputs:
                      paid: {indicator: PAY, quantity: numerator}
                      checked: {indicator: CHECK, quantity: value}
                    points: least(10, paid / 100 + checked / 100)
        """);
    Shell there = new Shell(copy).with("KAOHE_KEY", "a key of this test only");
    assertThat(there.run("nightly").err()).contains("checks.sums");

    JsonNode item =
        there
            .run("explain", "both", "甲县", "--output", "json")
            .json()
            .path("sections")
            .get(0)
            .path("items")
            .get(0);

    assertThat(item.path("cells").findValuesAsText("indicator")).containsExactly("PAY", "CHECK");
    for (JsonNode cell : item.path("cells")) {
      assertThat(cell.path("parts")).hasSize(2);
      for (JsonNode part : cell.path("parts")) {
        assertThat(part.path("units").get(0).path("unit").asText()).isEqualTo("520901");
        assertThat(part.path("units").get(0).path("periods"))
            .extracting(JsonNode::asText)
            .containsExactly("2025-H1", "2025-H2");
        assertThat(part.path("sources").findValuesAsText("file")).hasSize(2);
        assertThat(part.path("sources").get(1).path("lines")).isNotEmpty();
      }
    }
  }

  @Test
  void explainAsTextIsATree() {
    String text = shell().run("explain", "county-work", "甲县").out();
    assertThat(text).contains("甲县", "85.18", "├─ ", "└─ ", "582 / 1,000 = 58.2%", " 报送，7 行中计入 1 行");
  }

  @Test
  void explainWithRowsListsEveryDeliveredRecordBehindTheNumbers() {
    JsonNode tree =
        shell()
            .run("explain", "county-work", "甲县", "--item", "PAY", "--rows", "--output", "json")
            .json();
    JsonNode cell = tree.path("sections").get(0).path("items").get(0).path("cells").get(0);
    assertThat(cell.path("parts")).hasSize(2);
    for (JsonNode part : cell.path("parts")) {
      // The first half-year was delivered in line 2 and again in line 6: the later line is current.
      JsonNode first = part.path("sources").get(0);
      assertThat(first.path("rows").asInt()).isEqualTo(1);
      assertThat(first.path("header").get(0).asText()).isEqualTo("县代码");
      assertThat(first.path("records")).hasSize(1);
      JsonNode row = first.path("records").get(0);
      assertThat(row.path("line").asInt()).isEqualTo(6);
      assertThat(row.path("unit").asText()).isEqualTo("520901");
      assertThat(row.path("period").asText()).isEqualTo("2025-H1");
      assertThat(row.path("record").asText())
          .isEqualTo("520901,2025-H1,400,200,2400,14,500,470,100,90,5000,10,1");
      assertThat(part.path("sources").get(1).path("records").get(0).path("record").asText())
          .isEqualTo("520901,2025-H2,600,382,2600,14,500,466,100,80,5000,10,2");
    }
    assertThat(shell().run("explain", "county-work", "甲县", "--item", "PAY", "--rows").out())
        .contains(
            "表头  县代码,半年,",
            "第 6 行  520901 2025-H1  520901,2025-H1,400,200,2400,14,500,470,100,90,5000,10,1",
            "第 2 行  520901 2025-H2  520901,2025-H2,600,382,");
  }

  @Test
  void explainWithoutRowsListsNone() {
    JsonNode tree =
        shell().run("explain", "county-work", "甲县", "--item", "PAY", "--output", "json").json();
    assertThat(tree.findValues("records")).isNotEmpty().allMatch(JsonNode::isNull);
  }

  @Test
  void aMistakeInADefinitionHidesNothingThatIsThere(@TempDir Path copy) throws IOException {
    Workspaces.copy(folder, copy);
    Files.writeString(copy.resolve("conf/units/more.csv"), "unit\n");
    Shell there = new Shell(copy).with("KAOHE_KEY", "a key of this test only");

    assertThat(there.run("nightly").code()).isEqualTo(2);
    assertThat(there.run("show", "scorecard", "--output", "json").json()).isNotEmpty();
    assertThat(there.run("status").out()).contains("R000001", "succeeded");

    Files.writeString(copy.resolve("conf/project.yaml"), "name: [");
    Shell.Said lost = there.run("status");
    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err()).contains("conf/project.yaml:1: K1004", "K2000");
  }

  @Test
  void ofRatingsExplainTellsHowManyAndNeverWhich(@TempDir Path copy) throws IOException {
    Workspaces.copy(folder, copy);
    Path contract = copy.resolve("schemas/county/report.yaml");
    Files.writeString(
        contract,
        Files.readString(contract)
            .replace(
                "  - {property: unit, value: county}",
                "  - {property: unit, value: county}\n  - {property: role, value: rating}"));
    Shell there = new Shell(copy).with("KAOHE_KEY", "a key of this test only");

    Shell.Said plain = there.run("explain", "county-work", "甲县");
    assertThat(plain.code()).as(plain.err()).isZero();
    assertThat(plain.out()).contains("7 行中计入 1 行").doesNotContain("行号");

    String rows = there.run("explain", "county-work", "甲县", "--rows").out();
    assertThat(rows).contains("7 行中计入 1 行").doesNotContain("第 6 行", "520901,2025-H1,", "表头");
  }

  @Test
  void explainNamesTheNearestUnitAndScorecard() {
    assertThat(shell().run("explain", "county-wok", "甲县").err())
        .contains("Did you mean county-work?");
    assertThat(shell().run("explain", "county-work", "丙县").err()).contains("K9004");
    assertThat(shell().run("explain", "county-work", "甲县", "--period", "2031").err())
        .contains("2025");
    assertThat(shell().run("explain", "county-work", "甲县", "--item", "PAYS").err())
        .contains("Did you mean PAY?");
  }

  private static Shell shell() {
    return new Shell(folder).with("KAOHE_KEY", "a key of this test only");
  }
}
