package org.kaohe.gold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.delta.WriteOptions;
import org.kaohe.quality.CheckResult;

/** What every night proves of its cells, and that it is seen when it does not hold. */
class SourceChecksTest {
  @TempDir Path folder;
  private Workspace w;

  @BeforeEach
  void someCells() {
    w =
        new Workspace(folder)
            .unit("P", "")
            .unit("A", "P")
            .unit("B", "P")
            .unit("A1", "A")
            .unit("A2", "A")
            .on("2025-06-30")
            .dataset(
                "stock",
                "month",
                "area",
                "id text",
                "month period",
                "area text",
                "n whole",
                "kg decimal(12,3)",
                "who text")
            // A has rows of its own beside those of A1 and A2.
            .silver(
                "stock",
                "s1",
                "1,2025-01,A1,3,10.5,x",
                "2,2025-02,A1,4,20,y",
                "3,2025-01,A2,5,2,x",
                "4,2025-Q1,B,7,1.25,z",
                "5,2025-02,A,1,0.5,x",
                "6,2025-04,B,2,8,z")
            .indicator(indicator("SUM", single(part("stock", Aggregate.SUM, "n"))))
            .indicator(indicator("LAST", single(part("stock", Aggregate.LAST, "kg"))))
            .indicator(indicator("WHO", single(part("stock", Aggregate.DISTINCT, "who"))))
            .indicator(
                indicator(
                    "RATE",
                    ratio(where(count("stock"), "n > 3"), part("stock", Aggregate.SUM, "kg"), 1)));
    w.run();
  }

  private SourceChecks.Outcome checked() {
    return SourceChecks.of(w.context(), Changes.all(List.of()));
  }

  private void corrupt(String column, Column value, String where) {
    List<Row> rows =
        w.table(CellStage.TABLE)
            .withColumn(column, when(expr(where), value).otherwise(col(column)))
            .collectAsList();
    w.warehouse()
        .overwrite(
            w.context().spark().createDataFrame(rows, CellStage.SCHEMA),
            CellStage.TABLE,
            new WriteOptions("someone", List.of("indicator")));
  }

  @Test
  void theCellsOfANightAddUpByTheirSourcesAndByTheirUnits() {
    assertThat(
            Workspace.rows(
                w.table(CellStage.TABLE)
                    .where("unit = 'P' AND period = '2025-Q1' AND indicator IN ('SUM', 'LAST')")
                    .selectExpr("indicator", "numerator", "inline(sources)")
                    .orderBy("indicator", "unit")))
        .containsExactly(
            "LAST,23.75,LAST.value,A,2025-02,0.5",
            "LAST,23.75,LAST.value,A1,2025-02,20",
            "LAST,23.75,LAST.value,A2,2025-01,2",
            "LAST,23.75,LAST.value,B,2025-Q1,1.25",
            "SUM,20,SUM.value,A,2025-02,1",
            "SUM,20,SUM.value,A1,2025-01;2025-02,7",
            "SUM,20,SUM.value,A2,2025-01,5",
            "SUM,20,SUM.value,B,2025-Q1,7");
    assertThat(
            Workspace.rows(
                w.table(CellStage.TABLE)
                    .where("unit = 'A' AND period = '2025-Q1' AND indicator = 'WHO'")
                    .selectExpr("numerator", "inline(sources)")
                    .orderBy("unit")))
        .containsExactly("2,WHO.value,A1,2025-01;2025-02,null", "2,WHO.value,A2,2025-01,null");

    SourceChecks.Outcome outcome = checked();

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.cells()).isGreaterThan(50);
    assertThat(outcome.results())
        .extracting(CheckResult::check, CheckResult::passed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sources_add_up", true),
            org.assertj.core.groups.Tuple.tuple("units_add_up", true));
  }

  @Test
  void aNumberThatIsNotWhatItsSourcesComeToIsNamedWithBothSums() {
    corrupt(
        "numerator",
        lit(21).cast(Aggregation.NUMBER),
        "indicator = 'SUM' AND unit = 'P' AND period = '2025-Q1'");

    SourceChecks.Outcome outcome = checked();

    assertThat(outcome.results()).extracting(CheckResult::passed).containsExactly(false, false);
    assertThat(outcome.failures()).hasSize(2);
    assertThat(outcome.failures().get(0))
        .contains("K5020", "SUM P 2025-Q1 numerator 21.000000000 ≠ 20.000000000");
    assertThat(outcome.failures().get(1))
        .contains("K5021", "SUM P 2025-Q1 numerator 21.000000000 ≠ 20.000000000");
  }

  @Test
  void aLostSourceIsSeenAlthoughEveryUnitIsTheSumOfThoseBelowIt() {
    corrupt(
        "sources",
        expr("filter(sources, s -> s.unit <> 'A1')"),
        "indicator = 'RATE' AND period = '2025-Q1'");

    SourceChecks.Outcome outcome = checked();

    assertThat(outcome.results()).extracting(CheckResult::passed).containsExactly(false, true);
    assertThat(outcome.failures()).singleElement().asString().contains("K5020", "RATE A1 2025-Q1");
  }

  @Test
  void aUnitThatIsNotInTheOneAboveItIsSeen() {
    corrupt(
        "numerator",
        col("numerator").plus(1).cast(Aggregation.NUMBER),
        "indicator = 'SUM' AND unit = 'B' AND period = '2025-H1'");

    assertThat(checked().failures())
        .anySatisfy(f -> assertThat(f).contains("K5021", "SUM P 2025-H1"));
  }

  @Test
  void onlyTheIndicatorsThatANightTouchesAreLookedAt() {
    assertThat(
            SourceChecks.of(
                    w.context(), new Changes(false, false, Map.of("other", Set.of()), List.of()))
                .cells())
        .isZero();
  }
}
