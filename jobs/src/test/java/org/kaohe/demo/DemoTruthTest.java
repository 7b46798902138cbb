package org.kaohe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.gold.SourceRows;
import org.kaohe.golden.GoldPromises;
import org.kaohe.golden.Notebooks;
import org.kaohe.run.NightResult;
import org.kaohe.run.Nightly;
import org.kaohe.run.Selection;
import org.kaohe.run.Workspaces;
import org.kaohe.sample.DemoDeliveries;
import org.kaohe.sample.TruthRow;
import org.kaohe.sample.WrittenSample;
import org.kaohe.stage.Progress;

/**
 * One night over the sample, against what the generator knows of its own events: every cell, every
 * planted defect, every delivery's row equation.
 */
class DemoTruthTest {
  private static final int ROWS = 20_000;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  /** A mistake made a thousand times is told a few times only. */
  private static final int TOLD = 25;

  @TempDir static Path workspace;
  private static WrittenSample truth;
  private static Definitions definitions;
  private static Warehouse warehouse;
  private static TableReader reader;
  private static Release release;
  private static NightResult night;

  @BeforeAll
  static void runTheNight() {
    for (String part : List.of("conf", "schemas")) {
      Workspaces.copy(Path.of("..", part), workspace.resolve(part));
    }
    truth = DemoDeliveries.write(workspace, DemoDeliveries.SEED, ROWS);
    // The night takes the session that is there.
    TestSpark.session();
    definitions = DefinitionLoader.load(workspace).definitions().orElseThrow();
    warehouse = new Warehouse(definitions.project().warehouse());
    List<NightResult> nights =
        new Nightly(definitions, CLOCK, "test", Optional.empty(), Progress.none())
            .run(Optional.empty(), Selection.ALL);
    night = nights.get(nights.size() - 1);
    reader = new TableReader(warehouse);
    release = new Pointer(warehouse).currentRelease().orElseThrow();
  }

  private static List<TableRow> table(TableId table) {
    return reader.list(table, release, List.of());
  }

  private record Key(String indicator, String unit, String period) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return indicator + " " + unit + " " + period;
    }
  }

  @Test
  void theShippedDefinitionsHaveNoProblems() {
    assertThat(DefinitionLoader.load(workspace).problems()).isEmpty();
    assertThat(definitions.contracts()).hasSize(17);
    assertThat(definitions.indicators()).hasSize(27);
    assertThat(definitions.scorecards()).hasSize(3);
  }

  @Test
  void theNightEndsWithoutFailures() {
    assertThat(night.failures()).isEmpty();
    assertThat(night.outcome()).isEqualTo(NightResult.Outcome.RELEASED);
  }

  @Test
  void theTablesKeepWhatTheirContractsPromiseAndEachHasOne() throws IOException {
    assertThat(GoldPromises.broken(TestSpark.session(), warehouse, release)).isEmpty();
    try (Stream<Path> contracts = Files.list(Path.of("..", "schemas", "gold"))) {
      assertThat(contracts.map(c -> c.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(
              release.tables().keySet().stream()
                  .filter(t -> t.layer().equals("gold"))
                  .map(TableId::name)
                  .toList());
    }
  }

  @Test
  void everyQueryOfTheNotebooksRunsOnTheReleaseAndFindsSomething() throws IOException {
    List<String> views = new ArrayList<>();
    release
        .tables()
        .forEach(
            (table, version) -> {
              // As notebooks/release.py names them.
              String view = "gold_" + table.name();
              if (table.layer().equals("gold")) {
                warehouse.read(TestSpark.session(), table, version).createOrReplaceTempView(view);
                views.add(view);
              }
            });
    try {
      List<Notebooks.Cell> queries =
          Notebooks.cells().stream().filter(c -> !c.sql().isEmpty()).toList();
      assertThat(queries)
          .hasSizeGreaterThan(5)
          .allSatisfy(
              q ->
                  assertThat(TestSpark.session().sql(q.sql()).collectAsList())
                      .as(q.place())
                      .isNotEmpty());
    } finally {
      views.forEach(TestSpark.session().catalog()::dropTempView);
    }
  }

  @Test
  void asManyDeliveredRowsAreFoundBehindEveryMeasureAsItCounted() {
    Map<SourceRows.Key, Long> counted = new HashMap<>();
    for (TableRow row : table(TableId.gold("measure_source"))) {
      // What leaders think of each other is not shown row by row.
      if (!row.required("part").startsWith("APR-001.")) {
        counted.put(
            new SourceRows.Key(
                row.required("part"),
                row.required("unit"),
                row.required("period"),
                row.required("delivery")),
            row.whole("rows").orElseThrow());
      }
    }
    Map<SourceRows.Key, Long> found = new HashMap<>();
    int withoutText = 0;
    for (SourceRows.Line line :
        SourceRows.of(TestSpark.session(), warehouse, definitions, release, counted.keySet())) {
      found.merge(line.key(), 1L, Long::sum);
      withoutText += line.record().isEmpty() ? 1 : 0;
    }
    assertThat(found).hasSizeGreaterThan(1000).isEqualTo(counted);
    assertThat(withoutText).isZero();
  }

  @Test
  void everyCellIsWhatTheEventsAddUpTo() throws IOException {
    Map<Key, TableRow> cells = new HashMap<>();
    for (TableRow row : table(TableId.gold("indicator_value"))) {
      cells.put(
          new Key(row.required("indicator"), row.required("unit"), row.required("period")), row);
    }
    List<String> wrong = new ArrayList<>();
    Set<Key> known = new HashSet<>();
    Set<String> indicators = new TreeSet<>();
    int compared = 0;
    for (TruthRow expected : TruthRow.read(truth.cells())) {
      Key key = new Key(expected.of("indicator"), expected.of("unit"), expected.of("period"));
      known.add(key);
      TableRow cell = cells.get(key);
      if (cell == null) {
        if (!key.period().contains("..")) {
          wrong.add(key + ": no cell");
        }
        continue;
      }
      compared++;
      indicators.add(key.indicator());
      compare(key, "value", expected, cell).ifPresent(wrong::add);
      if (!expected.of("value").isEmpty()) {
        compare(key, "numerator", expected, cell).ifPresent(wrong::add);
        if (!expected.of("denominator").isEmpty()) {
          compare(key, "denominator", expected, cell).ifPresent(wrong::add);
        }
      }
    }
    for (Map.Entry<Key, TableRow> cell : new TreeMap<>(cells).entrySet()) {
      if (!known.contains(cell.getKey()) && cell.getValue().decimal("value").isPresent()) {
        wrong.add(cell.getKey() + ": a value that no event explains");
      }
    }
    Map<String, List<String>> byIndicator = new TreeMap<>();
    wrong.forEach(
        w -> byIndicator.computeIfAbsent(w.split(" ", 2)[0], i -> new ArrayList<>()).add(w));
    assertThat(
            byIndicator.entrySet().stream()
                .map(
                    i ->
                        "%s: %d cells differ, such as %s"
                            .formatted(
                                i.getKey(),
                                i.getValue().size(),
                                i.getValue().stream().limit(4).toList())))
        .as("%d cells differ", wrong.size())
        .isEmpty();
    assertThat(compared).isGreaterThan(20_000);
    assertThat(indicators).hasSizeGreaterThanOrEqualTo(27);
  }

  private static Optional<String> compare(
      Key key, String column, TruthRow expected, TableRow cell) {
    String right = expected.of(column);
    Optional<BigDecimal> got = cell.decimal(column);
    boolean same =
        right.isEmpty()
            ? got.isEmpty()
            : got.isPresent() && got.get().compareTo(new BigDecimal(right)) == 0;
    return same
        ? Optional.empty()
        : Optional.of(
            "%s: %s is %s, not %s (%s)"
                .formatted(
                    key,
                    column,
                    got.map(BigDecimal::toPlainString).orElse("missing"),
                    right.isEmpty() ? "missing" : right,
                    cell.text("reason").orElse("")));
  }

  @Test
  void everyDeliveryComesOutAsItsRowEquationSays() throws IOException {
    Map<String, TableRow> deliveries = new HashMap<>();
    for (TableRow row : table(TableId.ops("delivery"))) {
      deliveries.put(row.required("file"), row);
    }
    List<String> wrong = new ArrayList<>();
    for (TruthRow expected : TruthRow.read(truth.deliveries())) {
      TableRow row = deliveries.get(expected.of("file"));
      if (row == null) {
        wrong.add(expected.of("file") + ": not in the ledger");
        continue;
      }
      if (!expected.of("state").equals(row.required("state"))) {
        wrong.add(
            "%s: %s, not %s (%s)"
                .formatted(
                    expected.of("file"),
                    row.required("state"),
                    expected.of("state"),
                    row.text("detail").orElse("")));
      } else if (row.required("state").equals("accepted")) {
        for (String count :
            List.of("delivered", "accepted", "superseded", "deleted", "control", "quarantined")) {
          if (row.whole(count).orElse(0L) != expected.number(count)) {
            wrong.add(
                "%s: %s %d, not %d"
                    .formatted(
                        expected.of("file"),
                        count,
                        row.whole(count).orElse(0L),
                        expected.number(count)));
          }
        }
      }
    }
    assertThat(wrong.stream().limit(TOLD)).as("%d counts differ", wrong.size()).isEmpty();
  }

  @Test
  void everyPlantedDefectIsFoundWithItsReasonAndNothingElseIsKeptOut() throws IOException {
    Map<String, String> files = new HashMap<>();
    for (TableRow row : table(TableId.ops("delivery"))) {
      files.put(row.required("delivery"), row.required("file"));
    }
    Map<String, List<String>> found = new TreeMap<>();
    for (TableRow row : table(TableId.ops("quarantine"))) {
      found.put(
          files.get(row.required("delivery")) + ":" + row.whole("line").orElse(0L),
          row.texts("reasons"));
    }
    List<String> wrong = new ArrayList<>();
    Set<String> planted = new HashSet<>();
    for (TruthRow defect : TruthRow.read(truth.defects())) {
      if (!defect.of("effect").equals("quarantined")) {
        continue;
      }
      String at = defect.of("file") + ":" + defect.of("line");
      planted.add(at);
      List<String> reasons = found.getOrDefault(at, List.of());
      if (reasons.stream().noneMatch(r -> r.startsWith(defect.of("reason") + ":"))) {
        wrong.add(
            "%s %s: expected %s, found %s"
                .formatted(defect.of("code"), at, defect.of("reason"), reasons));
      }
    }
    found.forEach(
        (at, reasons) -> {
          if (!planted.contains(at)) {
            wrong.add(at + ": kept out for " + reasons + " though nothing was planted there");
          }
        });
    assertThat(wrong.stream().limit(TOLD)).as("%d differ", wrong.size()).isEmpty();
  }

  @Test
  void bothScorecardsRankTheirUnits() {
    List<TableRow> totals =
        table(TableId.gold("scorecard")).stream()
            .filter(r -> r.required("section").equals("total"))
            .filter(r -> r.required("period").equals("2025"))
            .toList();
    assertThat(totals.stream().filter(r -> r.required("scorecard").equals("guizhou-agencies")))
        .hasSize(12)
        .allSatisfy(r -> assertThat(r.whole("rank")).as(r.required("unit")).isPresent());
    assertThat(totals.stream().filter(r -> r.required("scorecard").equals("grain-risk-fund")))
        .hasSize(6)
        .allSatisfy(r -> assertThat(r.whole("rank")).as(r.required("unit")).isPresent());
    // 龙陵 misses its plan, a binding indicator, its share of the 330 万元 and the loss limit.
    assertThat(
            totals.stream()
                .filter(r -> r.required("unit").equals("fund-530523"))
                .map(r -> r.whole("rank").orElse(0L)))
        .containsExactly(6L);
  }

  /** R40: a year is scored by its own scheme and by no other; R39: what is over has grades. */
  @Test
  void aYearIsScoredByItsOwnSchemeAndGradedWhenItIsOver() {
    List<TableRow> totals =
        table(TableId.gold("scorecard")).stream()
            .filter(r -> r.required("section").equals("total"))
            .toList();
    assertThat(
            totals.stream()
                .map(r -> r.required("scorecard") + " " + r.required("period"))
                .distinct())
        .containsExactlyInAnyOrder(
            "grain-risk-fund-2024 2024", "grain-risk-fund 2025", "guizhou-agencies 2025");
    assertThat(totals.stream().filter(r -> r.required("period").equals("2024")))
        .hasSize(6)
        .allSatisfy(r -> assertThat(r.flag("open")).isFalse())
        .allSatisfy(r -> assertThat(r.text("grade")).as(r.required("unit")).isPresent());
  }
}
