package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.additive;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.held;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.placed;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.rows;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.version;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.Frames;
import org.kaohe.TestSpark;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Target.Operator;

/** Each kind of value through Spark, from silver rows to cells. */
class ValueKindsTest {
  @TempDir Path folder;

  private Workspace areas() {
    return new Workspace(folder).unit("P", "").unit("A", "P").unit("B", "P").on("2025-06-30");
  }

  @Test
  void distinctValuesAreCountedAgainAtEveryLevelAndNeverAddedUp() {
    Workspace w =
        areas()
            .dataset("paid", "month", "area", "id text", "month period", "area text", "who text")
            .silver(
                "paid",
                "d1",
                "1,2025-01,A,x",
                "2,2025-01,A,x",
                "3,2025-01,B,x",
                "4,2025-02,A,x",
                "5,2025-02,A,y",
                "6,2025-04,B,z")
            .indicator(indicator("WHO", single(part("paid", Aggregate.DISTINCT, "who"))));
    w.run();
    assertThat(w.cell("WHO", "A", "2025-01", "value")).isEqualTo("1");
    assertThat(w.cell("WHO", "P", "2025-01", "value")).isEqualTo("1");
    assertThat(w.cell("WHO", "A", "2025-02", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "P", "2025-Q1", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "P", "2025", "value")).isEqualTo("3");
    assertThat(w.cell("WHO", "P", "2025-01..01", "value")).isEqualTo("1");
    assertThat(w.cell("WHO", "P", "2025-01..03", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "P", "2025-01..04", "value")).isEqualTo("3");
    assertThat(w.cell("WHO", "A", "2025-04", "value")).isEqualTo("0");
  }

  /** x and y are found in the same places and counted together; z only after C has begun. */
  @Test
  void distinctValuesReachOnlyAncestorsThatExistedAndPeriodsThatContainTheirs() {
    Workspace w =
        new Workspace(folder)
            .unit("P", "")
            .unit("C", "P", "2025-04-01", null)
            .unit("A", "C")
            .on("2025-12-31")
            .dataset("paid", "month", "area", "id text", "month period", "area text", "who text")
            .silver(
                "paid",
                "d1",
                "1,2025-Q1,A,x",
                "2,2025-Q2,A,x",
                "3,2025-Q1,A,y",
                "4,2025-Q2,A,y",
                "5,2025-Q3,A,z",
                "6,2025-Q3,NOWHERE,v")
            .indicator(
                indicator(
                    "WHO",
                    "piece",
                    0,
                    PeriodKind.QUARTER,
                    Direction.HIGHER,
                    Progress.LEVEL,
                    version("2020-01-01", single(part("paid", Aggregate.DISTINCT, "who")))));
    w.run();
    assertThat(w.cell("WHO", "P", "2025-Q1", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "P", "2025-H1", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "P", "2025", "value")).isEqualTo("3");
    assertThat(w.cell("WHO", "P", "2025-01..09", "value")).isEqualTo("3");
    assertThat(w.cell("WHO", "C", "2025-Q2", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "C", "2025-Q3", "value")).isEqualTo("1");
    // Of the first half-year C existed in the second quarter only.
    assertThat(w.cell("WHO", "C", "2025-H1", "value")).isEqualTo("2");
    assertThat(w.cell("WHO", "C", "2025-01..06", "value")).isEqualTo("2");
  }

  @Test
  void aStockIsWhatEachUnitReportedOnItsOwnLastDayOfTheMonth() {
    Workspace w =
        areas()
            .dataset("stock", "day", "area", "id text", "day date", "area text", "kg decimal(12,3)")
            .silver(
                "stock",
                "s1",
                "1,2025-01-10,A,900",
                "2,2025-01-30,A,100.5",
                "3,2025-01-30,A,20",
                "4,2025-01-31,B,7",
                "5,2025-02-27,A,50")
            .indicator(indicator("KG", single(part("stock", Aggregate.LAST, "kg"))));
    w.run();
    assertThat(w.cell("KG", "A", "2025-01", "value")).isEqualTo("120.5");
    assertThat(w.cell("KG", "P", "2025-01", "value")).isEqualTo("127.5");
    assertThat(w.cell("KG", "A", "2025-Q1", "value")).isEqualTo("50");
    assertThat(
            rows(
                w.table(MeasureStage.SOURCE)
                    .where("unit = 'A' AND period = '2025-01'")
                    .select("rows", "value", "lines")))
        .containsExactly("2,120.5,3;4");
  }

  private static Indicator yearly(String code, Version... versions) {
    return indicator(code, "piece", 2, PeriodKind.YEAR, Direction.HIGHER, Progress.LEVEL, versions);
  }

  @Test
  void aGivenValueBringsItsParametersAndItsTarget() {
    Version version =
        new Version(
            LocalDate.parse("2020-01-01"),
            single(where(part("report", Aggregate.GIVEN, "v"), "item = 'x'")),
            Interval.NONE,
            Optional.empty(),
            Map.of("target", "goal", "floor", "least"));
    Workspace w =
        areas()
            .dataset(
                "report",
                "year",
                "area",
                "id text",
                "year period",
                "area text",
                "item text",
                "v decimal(9,4)",
                "goal decimal(9,4)",
                "least decimal(9,4)")
            .silver(
                "report",
                "r1",
                "1,2025,A,x,0.5,0.4,0.1",
                "2,2025,A,y,9,9,9",
                "3,2025,B,x,,0.4,",
                "4,2024,B,x,0.7,0.4,",
                "5,2024,B,x,0.7,0.4,")
            .indicator(yearly("V", version));
    w.run();
    assertThat(w.cell("V", "A", "2025", "value")).isEqualTo("0.5");
    assertThat(w.cell("V", "A", "2025", "target")).isEqualTo("0.4");
    assertThat(w.cell("V", "A", "2025", "target_source")).isEqualTo("delivery r1:2");
    assertThat(w.cell("V", "A", "2025", "judgement")).isEqualTo("met");
    assertThat(w.cell("V", "A", "2025", "light")).isEqualTo("green");
    assertThat(w.cell("V", "B", "2025", "reason")).isEqualTo("value-not-delivered");
    assertThat(w.cell("V", "B", "2024", "reason")).isEqualTo("several-values");
    assertThat(w.cell("V", "P", "2025", "data_status")).isEqualTo("missing");
    Dataset<Row> expected =
        TestSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create("A", "2025", "floor", null, "delivery r1:2"),
                    RowFactory.create("A", "2025", "target", "=", "delivery r1:2"),
                    RowFactory.create("B", "2025", "target", "=", "delivery r1:4")),
                new StructType()
                    .add("unit", DataTypes.StringType)
                    .add("period", DataTypes.StringType)
                    .add("name", DataTypes.StringType)
                    .add("op", DataTypes.StringType)
                    .add("source", DataTypes.StringType));
    Frames.assertSame(
        expected,
        w.table(TargetStage.TABLE)
            .where("indicator = 'V'")
            .select("unit", "period", "name", "op", "source")
            .orderBy("unit", "name"));
  }

  @Test
  void aGivenValueThatIsDeclaredAdditiveRollsUp() {
    Workspace w =
        areas()
            .dataset("report", "m", "area", "id text", "m period", "area text", "v whole")
            .silver("report", "r1", "1,2025-01,A,5", "2,2025-01,B,6", "3,2025-02,A,1")
            .indicator(indicator("V", single(additive(part("report", Aggregate.GIVEN, "v")))));
    w.run();
    assertThat(w.cell("V", "P", "2025-01", "value")).isEqualTo("11");
    assertThat(w.cell("V", "A", "2025-Q1", "value")).isEqualTo("6");
    assertThat(w.cell("V", "B", "2025-02", "reason")).isEqualTo("awaiting-data");
  }

  @Test
  void aRowIsPlacedByTheColumnsThatEachPartNames() {
    Workspace w =
        areas()
            .dataset(
                "death",
                "died",
                "home",
                "id text",
                "died date",
                "home text",
                "registered date",
                "office text")
            .silver("death", "d1", "1,2025-01-31,A,2025-02-03,B", "2,2025-02-01,A,2025-02-03,A")
            .indicator(indicator("DIED", single(count("death"))))
            .indicator(
                indicator("REGISTERED", single(placed(count("death"), "office", "registered"))));
    w.run();
    assertThat(w.cell("DIED", "A", "2025-01", "value")).isEqualTo("1");
    assertThat(w.cell("DIED", "B", "2025-02", "value")).isEqualTo("0");
    assertThat(w.cell("REGISTERED", "B", "2025-02", "value")).isEqualTo("1");
    assertThat(w.cell("REGISTERED", "A", "2025-02", "value")).isEqualTo("1");
    assertThat(w.cell("REGISTERED", "P", "2025", "value")).isEqualTo("2");
  }

  @Test
  void aViewJoinsDatasetsAndItsZerosAreThoseOfItsInputs() {
    Workspace w =
        areas()
            .dataset("paid", "m", "area", "id text", "m period", "area text", "who text")
            .dataset("death", "died", "area", "id text", "died date", "area text", "who text")
            .silver("paid", "p1", "1,2025-01,A,x", "2,2025-03,A,x", "3,2025-03,B,y")
            .silver("death", "d1", "1,2025-02-11,A,x")
            .delivered("paid", "2025-01")
            .delivered("paid", "2025-02")
            .delivered("paid", "2025-03")
            .delivered("death", "2025-01")
            .delivered("death", "2025-02")
            .delivered("death", "2025-03")
            .view(
                "after",
                "SELECT p.area AS unit, p.m AS period, p.who, concat(p._delivery, ':', p._line) AS"
                    + " _ref FROM paid p JOIN death d ON d.who = p.who WHERE p.m >"
                    + " substr(cast(d.died AS STRING), 1, 7)",
                "paid",
                "death")
            .indicator(
                indicator(
                    "AFTER",
                    "piece",
                    0,
                    PeriodKind.MONTH,
                    Direction.LOWER,
                    Progress.LEVEL,
                    version("2020-01-01", single(count("after")))))
            .indicator(indicator("PAID", single(count("paid"))))
            .target("AFTER", "B", "2025-03", Operator.AT_MOST, "0");
    w.run();
    assertThat(w.cell("AFTER", "A", "2025-03", "value")).isEqualTo("1");
    assertThat(w.cell("AFTER", "A", "2025-01", "value")).isEqualTo("0");
    assertThat(w.cell("AFTER", "B", "2025-03", "value")).isEqualTo("0");
    assertThat(w.cell("AFTER", "B", "2025-03", "judgement")).isEqualTo("met");
    assertThat(w.cell("AFTER", "B", "2025-04", "reason")).isEqualTo("awaiting-data");
    assertThat(
            rows(
                w.table(MeasureStage.SOURCE)
                    .where("part = 'AFTER.value'")
                    .select("lines", "delivery")))
        .containsExactly("3,p1");
  }

  @Test
  void aNilReportMakesItsMonthZeroInsteadOfMissing() {
    Workspace w =
        areas()
            .dataset("event", "on", "area", "id text", "on date", "area text")
            .silver("event", "e1", "1,2025-01-31,A")
            .delivered("event", "2025-01")
            .delivered("event", "2025-02")
            .indicator(indicator("EVENTS", single(count("event"))));
    w.run();
    assertThat(w.cell("EVENTS", "A", "2025-02", "value")).isEqualTo("0");
    assertThat(w.cell("EVENTS", "A", "2025-03", "reason")).isEqualTo("awaiting-data");
    assertThat(w.cell("EVENTS", "A", "2025-Q1", "data_status")).isEqualTo("partial");
  }

  @Test
  void kilogramsOverTonnesOfAYearlyPlanBecomePercentOnce() {
    Workspace w =
        areas()
            .dataset("in", "on", "area", "id text", "on date", "area text", "net decimal(14,3) kg")
            .dataset(
                "plan", "y", "area", "id text", "y period", "area text", "q decimal(14,3) tonne")
            .silver("in", "i1", "1,2025-02-03,A,1500.000", "2,2025-05-03,A,1000")
            .silver("plan", "p1", "1,2025,A,10")
            .indicator(
                indicator(
                    "DONE",
                    "percent",
                    2,
                    PeriodKind.MONTH,
                    Direction.HIGHER,
                    Progress.CUMULATIVE_MONTHS,
                    version(
                        "2020-01-01",
                        ratio(
                            part("in", Aggregate.SUM, "net"),
                            held(part("plan", Aggregate.SUM, "q")),
                            100))))
            .target("DONE", "P", "2025", Operator.REACH, "100")
            .on("2025-05-31");
    w.run();
    assertThat(w.cell("DONE", "A", "2025-01..05", "value")).isEqualTo("25");
    assertThat(w.cell("DONE", "A", "2025-01..05", "attainment")).isEqualTo("25");
    assertThat(w.cell("DONE", "A", "2025-01..05", "target_unit")).isEqualTo("P");
    assertThat(w.cell("DONE", "A", "2025-01..05", "target_source"))
        .isEqualTo("plan conf/targets/2025.csv:2");
    assertThat(w.cell("DONE", "A", "2025-01..05", "judgement")).isEqualTo("behind");
    assertThat(w.cell("DONE", "A", "2025-01..05", "light")).isEqualTo("red");
  }

  @Test
  void aRowOutsideItsUnitsDaysOrInTheFutureCountsNowhereAndIsTold() {
    Workspace w =
        new Workspace(folder)
            .unit("P", "")
            .unit("OLD", "P", null, "2025-01-31")
            .unit("NEW", "P", "2025-02-01", null)
            .dataset("event", "on", "area", "id text", "on date", "area text")
            .silver(
                "event",
                "e1",
                "1,2025-01-05,OLD",
                "2,2025-02-05,OLD",
                "3,2025-02-05,NEW",
                "4,2025-03-01,NEW")
            .indicator(indicator("EVENTS", single(count("event"))))
            .on("2025-02-28");
    List<String> warnings = w.run().stream().flatMap(r -> r.warnings().stream()).toList();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("K5012", "event", "2 rows are in no cell", "OLD 2025-02", "NEW 2025-03");
    assertThat(w.cell("EVENTS", "P", "2025-02", "value")).isEqualTo("1");
    assertThat(w.cell("EVENTS", "P", "2025-01..02", "value")).isEqualTo("2");
    assertThat(w.cell("EVENTS", "OLD", "2025-01", "value")).isEqualTo("1");
    assertThat(w.table(CellStage.TABLE).where("unit = 'OLD' AND period = '2025-02'").count())
        .isZero();
    assertThat(w.cell("EVENTS", "NEW", "2025-02", "value")).isEqualTo("1");
  }
}
