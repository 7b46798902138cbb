package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.stage.Progress;

/**
 * Whole nights over values and definitions that used to end them for everybody: a quotient too
 * large (apache/spark#29404), rules that raise, views and scorecards that nobody can compute.
 */
class PoisonNightTest {
  private static final Path SAMPLE = Path.of("src/test/resources/poison");
  private static final TableId CELLS = TableId.gold("indicator_value");

  @TempDir Path workspace;
  private int nights;

  @BeforeEach
  void copy() {
    TestSpark.session();
    Workspaces.copy(SAMPLE, workspace);
  }

  @Test
  void oneCountysNumbersCostItItsOwnCells() throws IOException {
    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(NightResult.Outcome.RELEASED);
    assertThat(night.failures()).isEmpty();
    assertThat(cell("RATE", "520901", "2025-03").decimal("value")).isEmpty();
    assertThat(cell("RATE", "520901", "2025-03").text("reason")).contains("overflow");
    assertThat(cell("RATE", "520902", "2025-03").decimal("value").orElseThrow())
        .isEqualByComparingTo("80");
    assertThat(reasons()).containsExactlyInAnyOrder("rule-error:below_ten", "rule-error:below_ten");
    // 10^36 / 0.000001 is no number of ours: the warning can't be answered, and stops nothing.
    assertThat(night.warnings())
        .anySatisfy(w -> assertThat(w).contains("county_facts rule-error:cube: 1 rows"));
  }

  @Test
  void aViewThatNobodyCanComputeCostsOnlyItsIndicatorAndTheNightSaysWhich() throws IOException {
    Files.createDirectories(workspace.resolve("conf/views"));
    Files.writeString(
        workspace.resolve("conf/views/broken.sql"),
        "SELECT county AS unit, period, concat(_delivery, ':', _line) AS _ref,"
            + " cast(period AS INT) AS y FROM county_facts\n");
    indicator("TOTAL", "BROKEN", "from: county_facts\n      sum: n", "from: broken\n      sum: y");
    indicator("TOTAL", "TYPES", "sum: n", "sum: n + (county = period)");

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(NightResult.Outcome.RELEASED);
    assertThat(night.failed()).isTrue();
    assertThat(night.failures())
        .hasSize(2)
        .anySatisfy(f -> assertThat(f).contains("K5010", "BROKEN", "view broken", "CAST_INVALID"))
        .anySatisfy(f -> assertThat(f).contains("K5010", "TYPES", "dataset county_facts"))
        .noneSatisfy(f -> assertThat(f).contains("spark."));
    assertThat(cell("TOTAL", "520902", "2025-03").decimal("value").orElseThrow())
        .isEqualByComparingTo("80");
    assertThat(rows(CELLS, "indicator", "BROKEN"))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.text("reason")).contains("not-computable"));
    assertThat(night().failures()).isEqualTo(night.failures());
  }

  @Test
  void checksThatEndInAnErrorAreToldAndTheDataStand() throws IOException {
    Path contract = workspace.resolve("schemas/county/facts.yaml");
    String good = Files.readString(contract);
    assertThat(good).contains("n * n * n / d >= 0");
    Files.writeString(contract, good.replace("n * n * n / d >= 0", "n + (county = period) >= 0"));

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(NightResult.Outcome.RELEASED);
    assertThat(night.failures())
        .singleElement()
        .asString()
        .contains("K4030", "the checks of county_facts", "schemas/county/facts.yaml");
    assertThat(cell("TOTAL", "520902", "2025-03").decimal("value").orElseThrow())
        .isEqualByComparingTo("80");
    assertThat(night().failures()).isEqualTo(night.failures());
  }

  @Test
  void aFormulaWithoutAnAnswerCostsOnlyItsOwnPoints() throws IOException {
    String good = Files.readString(workspace.resolve("conf/scorecards/work.yaml"));
    Files.writeString(
        workspace.resolve("conf/scorecards/bad.yaml"),
        good.replace("name: work", "name: bad")
            .replace(
                "{code: RATE, indicator: RATE, points: 10, rule: {ratio: {}}}",
                "{code: RATE, indicator: RATE, points: 10, rule: {formula:"
                    + " {inputs: {v: {quantity: value, default: 1}}, points: 'v * 1e30 * 1e30'}}}"));

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(NightResult.Outcome.RELEASED);
    assertThat(night.failures()).isEmpty();
    assertThat(rows(TableId.gold("scorecard"), "scorecard", "work")).isNotEmpty();
    assertThat(rows(TableId.gold("scorecard"), "scorecard", "bad")).isNotEmpty();
    assertThat(rows(TableId.gold("scorecard_line"), "scorecard", "bad"))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.decimal("points")).isEmpty())
        .anySatisfy(r -> assertThat(r.text("sentence_zh").toString()).contains("公式无结果（数值过大）"));
  }

  private void indicator(String like, String code, String what, String instead) throws IOException {
    Path folder = workspace.resolve("conf/indicators/county");
    String text = Files.readString(folder.resolve(like + ".yaml"));
    assertThat(text).contains(what);
    Files.writeString(
        folder.resolve(code + ".yaml"),
        text.replace("code: " + like, "code: " + code).replace(what, instead));
  }

  private NightResult night() {
    Clock clock =
        Clock.fixed(
            Instant.parse("2026-01-05T22:00:00Z").plusSeconds(60L * nights++), ZoneOffset.UTC);
    return new Nightly(
            Workspaces.load(workspace),
            clock,
            "test",
            Optional.of("a key of this test only"),
            Progress.none())
        .run(Optional.empty(), Selection.ALL)
        .get(0);
  }

  private List<TableRow> rows(TableId table, String column, String value) {
    Warehouse warehouse = new Warehouse(workspace.resolve("warehouse"));
    Release release = new Pointer(warehouse).currentRelease().orElseThrow();
    return new TableReader(warehouse)
        .list(table, release, List.of()).stream()
            .filter(r -> r.text(column).equals(Optional.of(value)))
            .toList();
  }

  private TableRow cell(String indicator, String unit, String period) {
    return rows(CELLS, "indicator", indicator).stream()
        .filter(r -> r.text("unit").equals(Optional.of(unit)))
        .filter(r -> r.text("period").equals(Optional.of(period)))
        .findFirst()
        .orElseThrow();
  }

  private List<String> reasons() {
    return rows(TableId.ops("quarantine"), "dataset", "county_facts").stream()
        .flatMap(r -> r.texts("reasons").stream())
        .toList();
  }
}
