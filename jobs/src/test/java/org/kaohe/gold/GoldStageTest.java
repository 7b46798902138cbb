package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.rows;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.delta.TableId;
import org.kaohe.stage.StageResult;

class GoldStageTest {
  @TempDir Path folder;

  private Workspace births() {
    return new Workspace(folder)
        .unit("P", "")
        .unit("A", "P")
        .unit("B", "P")
        .dataset("birth", "born", "area", "id text", "born date", "area text")
        .dataset("death", "died", "area", "id text", "died date", "area text", "days whole")
        .silver(
            "birth",
            "b1",
            "1,2025-01-05,A",
            "2,2025-01-06,A",
            "3,2025-01-07,B",
            "4,2025-02-01,A",
            "5,2025-03-01,B")
        .silver("death", "d1", "1,2025-01-09,A,3", "2,2025-02-09,B,400", "3,2025-03-09,B,10");
  }

  private static org.kaohe.config.Indicator mortality() {
    return indicator("IMR", ratio(where(count("death"), "days < 365"), count("birth"), 1000));
  }

  @Test
  void aRatioIsTheRatioOfSumsAtEveryLevelOfUnitsAndPeriods() {
    Workspace w = births().indicator(mortality()).on("2025-03-31");
    w.run();
    // A: 1 of 2 in January, 0 of 1 in February; B: 0 of 1, none, 1 of 1; together 2 of 5.
    assertThat(w.cell("IMR", "A", "2025-01", "value")).isEqualTo("500");
    assertThat(w.cell("IMR", "B", "2025-01", "value")).isEqualTo("0");
    assertThat(w.cell("IMR", "P", "2025-01", "value")).isEqualTo("333.33");
    assertThat(w.cell("IMR", "A", "2025-Q1", "value")).isEqualTo("333.33");
    assertThat(w.cell("IMR", "P", "2025-Q1", "value")).isEqualTo("400");
    assertThat(w.cell("IMR", "P", "2025-Q1", "numerator")).isEqualTo("2");
    assertThat(w.cell("IMR", "P", "2025-Q1", "denominator")).isEqualTo("5");
    assertThat(w.cell("IMR", "P", "2025-01..02", "value")).isEqualTo("250");
    assertThat(w.cell("IMR", "P", "2025", "value")).isEqualTo("400");
    assertThat(w.cell("IMR", "P", "2025-Q1", "data_status")).isEqualTo("complete");
    assertThat(w.cell("IMR", "P", "2025-Q1", "data_as_of")).isEqualTo("2025-03-31");
  }

  @Test
  void aZeroDenominatorGivesNoValueAndAReason() {
    Workspace w = births().indicator(mortality()).on("2025-03-31");
    w.run();
    assertThat(w.cell("IMR", "B", "2025-02", "value")).isEqualTo("null");
    assertThat(w.cell("IMR", "B", "2025-02", "reason")).isEqualTo("zero-denominator");
    assertThat(w.cell("IMR", "B", "2025-02", "denominator")).isEqualTo("0");
  }

  @Test
  void sourcesNameDeliveryRowsAndTheFiveSmallestLines() {
    Workspace w =
        births()
            .silver(
                "birth",
                "b2",
                "6,2025-01-05,A",
                "7,2025-01-05,A",
                "8,2025-01-05,A",
                "9,2025-01-05,A",
                "10,2025-01-05,A",
                "11,2025-01-05,A")
            .indicator(indicator("BIRTHS", single(count("birth"))));
    w.run();
    assertThat(
            rows(
                w.table(MeasureStage.SOURCE)
                    .where("unit = 'A' AND period = '2025-01'")
                    .orderBy("delivery")
                    .select("part", "unit", "period", "delivery", "rows", "value", "lines")))
        .containsExactly(
            "BIRTHS.value,A,2025-01,b1,2,2,2;3", "BIRTHS.value,A,2025-01,b2,6,6,2;3;4;5;6");
    assertThat(
            rows(
                w.table(MeasureStage.MEASURE)
                    .where("unit = 'A' AND period = '2025-01'")
                    .select("part", "unit", "period", "value", "rows", "as_is")))
        .containsExactly("BIRTHS.value,A,2025-01,8,8,false");
  }

  @Test
  void aUnitCodeOutsideTheTreeIsCountedAndNamed() {
    Workspace w =
        births()
            .silver("birth", "b2", "6,2025-01-05,X", "7,2025-02-05,X", "8,2025-02-05,")
            .indicator(indicator("BIRTHS", single(count("birth"))));
    StageResult measures = w.run().get(1);
    assertThat(measures.counts()).containsEntry("no such unit", 3L).containsEntry("rows", 8L);
    assertThat(measures.warnings())
        .containsExactly("birth: no such unit: 3 rows are in no cell (X, (empty))");
    assertThat(w.cell("BIRTHS", "P", "2025", "value")).isEqualTo("5");
  }

  @Test
  void moneyIsSummedExactlyAndShownInTheIndicatorsUnit() {
    Workspace w =
        new Workspace(folder)
            .unit("A", "")
            .dataset(
                "paid",
                "on",
                "area",
                "id text",
                "on date",
                "area text",
                "amount decimal(18,2) yuan")
            .silver(
                "paid",
                "p1",
                "1,2025-01-05,A,9999999999999999.99",
                "2,2025-01-06,A,0.01",
                "3,2025-01-06,A,-0.07")
            .indicator(
                indicator(
                    "PAID",
                    "yuan-10k",
                    2,
                    org.kaohe.config.PeriodKind.MONTH,
                    org.kaohe.config.Indicator.Direction.LOWER,
                    org.kaohe.config.Indicator.Progress.LEVEL,
                    Workspace.version(
                        "2020-01-01", single(part("paid", Aggregate.SUM, "amount")))));
    w.run();
    assertThat(rows(w.table(TableId.gold("measure")).where("period = '2025-01'").select("value")))
        .containsExactly("9999999999999999.93");
    assertThat(w.cell("PAID", "A", "2025-01", "numerator")).isEqualTo("9999999999999999.93");
    assertThat(w.cell("PAID", "A", "2025-01", "value")).isEqualTo("1000000000000");
  }

  @Test
  void onlyTouchedSlicesAreComputedAgainAndTheRestStays() {
    Workspace w = births().indicator(indicator("BIRTHS", single(count("birth"))));
    w.run();
    w.silver("birth", "b2", "6,2025-02-05,A");
    List<StageResult> results = w.run("birth", "2025-02");
    assertThat(results.get(1).counts()).containsEntry("rows", 2L);
    assertThat(w.cell("BIRTHS", "A", "2025-01", "value")).isEqualTo("2");
    assertThat(w.cell("BIRTHS", "A", "2025-02", "value")).isEqualTo("2");
    assertThat(w.cell("BIRTHS", "P", "2025", "value")).isEqualTo("6");
  }

  @Test
  void nothingChangedStartsNoSparkJob() {
    Workspace w = births().indicator(indicator("BIRTHS", single(count("birth"))));
    assertThat(Jobs.during(() -> w.run(new Changes(false, false, java.util.Map.of(), List.of()))))
        .isZero();
  }
}
