package org.kaohe.scorecard;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.section;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Responsibility;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.delta.WriteOptions;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

class ScorecardStageTest {
  private static final String ACHIEVEMENT =
      """
      CASE WHEN performance >= benchmark THEN 10
      WHEN performance < threshold THEN 0
      ELSE least(9, greatest(1, round(9 * (performance - threshold)
        / (benchmark - threshold) + 0.5))) END
      """;

  private static final String IMPROVEMENT =
      """
      CASE WHEN performance IS NULL OR baseline IS NULL THEN NULL
      WHEN performance <= baseline THEN 0
      WHEN performance >= benchmark THEN 9
      ELSE least(9, greatest(0, round(10 * (performance - baseline)
        / (benchmark - baseline) - 0.5))) END
      """;

  static final StructType CELL =
      new StructType()
          .add("indicator", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("period_kind", DataTypes.StringType)
          .add("numerator", Tables.NUMBER)
          .add("denominator", Tables.NUMBER)
          .add("value", Tables.NUMBER)
          .add("value_exact", Tables.NUMBER)
          .add("coverage", DataTypes.createDecimalType(9, 6))
          .add("data_status", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("target", Tables.NUMBER)
          .add("target_op", DataTypes.StringType)
          .add("target_low", Tables.NUMBER)
          .add("target_high", Tables.NUMBER)
          .add("target_source", DataTypes.StringType)
          .add("data_as_of", DataTypes.DateType);

  static final StructType TARGET =
      new StructType()
          .add("indicator", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("name", DataTypes.StringType)
          .add("op", DataTypes.StringType)
          .add("value", Tables.NUMBER)
          .add("low", Tables.NUMBER)
          .add("high", Tables.NUMBER)
          .add("source", DataTypes.StringType)
          .add("document", DataTypes.StringType);

  @TempDir Path folder;

  private final List<Row> cells = new ArrayList<>();
  private final List<Row> targets = new ArrayList<>();

  @Test
  void scoresFormulasOverDeliveredParametersAsThePublisherDoes() {
    Scorecard card = hospitals();
    // 9 x 0.01 / 0.02 + 0.5 = 5.0; 10 x 0.02 / 0.03 - 0.5 = 6.17, so 6 is the better.
    cell("MORT", "H1", "0.880000", "0.870000");
    parameter("MORT", "H1", "benchmark", "0.890000");
    parameter("MORT", "H1", "baseline", "0.860000");
    cell("PSI", "H1", "0.890000", "0.870000");
    parameter("PSI", "H1", "benchmark", "0.890000");
    // No baseline: improvement is blank and achievement stands, 9 x 0.005 / 0.02 + 0.5 = 2.75.
    cell("MORT", "H2", "0.875000", "0.870000");
    parameter("MORT", "H2", "benchmark", "0.890000");
    missing("PSI", "H2");

    run(definitions(card, units("H1", "H2"), List.of(), given("MORT"), given("PSI")));

    assertThat(line("H1", "MORT", "points")).isEqualByComparingTo("6");
    assertThat(line("H1", "PSI", "points")).isEqualByComparingTo("10");
    assertThat(line("H2", "MORT", "points")).isEqualByComparingTo("3");
    assertThat(text("scorecard_line", "unit = 'H2' AND item = 'PSI'", "status"))
        .isEqualTo("missing-data");
    assertThat(input("H1", "MORT", "achievement")).isEqualByComparingTo("5");
    assertThat(input("H1", "MORT", "improvement")).isEqualByComparingTo("6");
    assertThat(
            number(
                "scorecard_input",
                "unit = 'H2' AND item = 'MORT' AND name = 'improvement'",
                "value"))
        .isEmpty();
    // The sum of both, a later item; it has no value where one is missing.
    assertThat(line("H1", "SUM", "points")).isEqualByComparingTo("16");
    assertThat(number("scorecard_line", "unit = 'H2' AND item = 'SUM'", "points")).isEmpty();
    assertThat(total("H1")).contains(new BigDecimal("80.000000000"));
    // The domain without a score gives its weight to the other one.
    assertThat(total("H2")).contains(new BigDecimal("30.000000000"));
  }

  @Test
  void addsMeasuredUnitsUpBeforeItDividesThem() {
    Indicator rate = Given.ratio("HLT-001", Indicator.Direction.LOWER, 1000, Optional.empty());
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item(
                        "HLT-001",
                        "8",
                        new Scorecard.Rule.Ratio(Optional.of(Scorecard.Rule.Ratio.Form.INVERSE)))
                    .named("婴儿死亡率", "Infant mortality rate")));
    ratioCell("HLT-001", "C1", "5", "1000", "5.00");
    ratioCell("HLT-001", "C2", "7", "1480", "4.73");
    target("HLT-001", "agency", "<=", "5.2");
    List<Unit> units =
        List.of(
            Given.unit("agency", Given.CLASS),
            Given.unit("C1", "province"),
            Given.unit("C2", "province"));
    List<Responsibility> duties =
        List.of(
            Given.duty("test", "*", "agency", "C1"), Given.duty("test", "HLT-001", "agency", "C2"));

    run(Given.definitions(units, List.of(rate), duties, card));

    // 12 / 2,480 = 4.8387 per mille
    assertThat(line("agency", "HLT-001", "value")).isEqualByComparingTo("4.84");
    assertThat(line("agency", "HLT-001", "points")).isEqualByComparingTo("8");
    assertThat(text("scorecard_line", "unit = 'agency'", "measured")).isEqualTo("C1;C2");
    assertThat(text("scorecard_line", "unit = 'agency'", "sentence_zh"))
        .isEqualTo("婴儿死亡率 = 12 / 2,480 = 4.84‰；目标 ≤ 5.2‰，达标；满分 8 分");
    assertThat(text("scorecard_line", "unit = 'agency'", "sentence_en"))
        .isEqualTo(
            "Infant mortality rate = 12 / 2,480 = 4.84‰; target ≤ 5.2‰, met;"
                + " full marks, 8 points");
    assertThat(text("scorecard_input", "name = 'target'", "source")).isEqualTo("delivery d1:2");
  }

  /** R9: two years together for everybody; who is too small all the same has the city's number. */
  @Test
  void readsEarlierPeriodsAndTheUnitAboveWhereFewEventsAreToBeExpected() {
    Indicator rate = Given.ratio("RATE", Indicator.Direction.LOWER, 1000, Optional.of(20));
    Scorecard card =
        Given.small(
            Given.card(
                section(
                    "core",
                    "100",
                    item(
                        "RATE",
                        "8",
                        new Scorecard.Rule.Ratio(Optional.of(Scorecard.Rule.Ratio.Form.INVERSE))))),
            2,
            true);
    ratioCell("2025", "RATE", "small", "3", "1000", "3.00");
    ratioCell("2024", "RATE", "small", "5", "1000", "5.00");
    ratioCell("2025", "RATE", "large", "10", "4000", "2.50");
    ratioCell("2024", "RATE", "large", "38", "4000", "9.50");
    ratioCell("2025", "RATE", "city", "150", "30000", "5.00");
    ratioCell("2024", "RATE", "city", "200", "30000", "6.666666667");
    target("RATE", "city", "<=", "5.2");
    List<Unit> units =
        List.of(
            Given.unit("city", "province"),
            Given.unitUnder("small", Optional.of("city"), Given.CLASS),
            Given.unitUnder("large", Optional.of("city"), Given.CLASS));

    run(Given.definitions(units, List.of(rate), List.of(), card));

    // 350 of 60,000 are 5.83: 8 x 5.2 / 5.83. 48 of 8,000 are 6.00: 8 x 5.2 / 6.
    assertThat(points2025("small")).isEqualByComparingTo("7.14");
    assertThat(points2025("large")).isEqualByComparingTo("6.93");
    assertThat(text("scorecard_line", "unit = 'small' AND period = '2025'", "measured"))
        .isEqualTo("city");
  }

  private BigDecimal points2025(String unit) {
    return number("scorecard_line", "unit = '" + unit + "' AND period = '2025'", "points")
        .orElseThrow();
  }

  @Test
  void inheritsAParameterFromAboveButPrefersTheNearest() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("GRN", "10", formula(Map.of("p", value(), "f", parameter("floor")), "p - f"))
                    .missing(Scorecard.MissingItem.SKIP)));
    List<Unit> units =
        List.of(
            Given.unit("province"),
            Given.unitUnder("C1", Optional.of("province"), Given.CLASS),
            Given.unitUnder("C2", Optional.of("province"), Given.CLASS));
    cell("GRN", "C1", "9", "");
    cell("GRN", "C2", "9", "");
    parameter("GRN", "province", "floor", "4");
    parameter("GRN", "C2", "floor", "7");

    run(definitions(card, units, List.of(), given("GRN")));

    assertThat(line("C1", "GRN", "points")).isEqualByComparingTo("5");
    assertThat(line("C2", "GRN", "points")).isEqualByComparingTo("2");
  }

  @Test
  void letsAFormulaBuildOnAnItemThatARuleScores() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("GRN", "5", new Scorecard.Rule.CountDeduct(new BigDecimal("1.5"))),
                item("TWICE", "10", formula(Map.of("x", points("GRN")), "x * 2"))
                    .withoutIndicator()));
    cell("GRN", "C1", "2", "");

    run(definitions(card, units("C1"), List.of(), given("GRN")));

    assertThat(line("C1", "GRN", "points")).isEqualByComparingTo("2");
    assertThat(line("C1", "TWICE", "points")).isEqualByComparingTo("4");
  }

  @Test
  void dividesByZeroIntoNoValueAndGoesOn() {
    Scorecard card =
        Given.card(
            section("core", "100", item("GRN", "10", formula(Map.of("p", value()), "10 / p"))));
    cell("GRN", "C1", "0", "");
    cell("GRN", "C2", "2", "");

    run(definitions(card, units("C1", "C2"), List.of(), given("GRN")));

    assertThat(text("scorecard_line", "unit = 'C1'", "branch")).isEqualTo("formula-empty");
    assertThat(line("C2", "GRN", "points")).isEqualByComparingTo("5");
    assertThat(total("C1")).isEmpty();
    assertThat(number("scorecard", "unit = 'C1' AND section = 'total'", "low").orElseThrow())
        .isEqualByComparingTo("0");
    assertThat(number("scorecard", "unit = 'C1' AND section = 'total'", "high").orElseThrow())
        .isEqualByComparingTo("100");
  }

  @Test
  void refusesAFormulaThatNamesWhatItWasNotGiven() {
    Scorecard card =
        Given.card(
            section("core", "100", item("GRN", "10", formula(Map.of("p", value()), "p + unit"))));
    cell("GRN", "C1", "1", "");

    assertThat(run(definitions(card, units("C1"), List.of(), given("GRN"))).failures())
        .singleElement()
        .asString()
        .contains("K5012", "K2109", "unit is not declared");
  }

  @Test
  void aFormulaSeesNothingOfAnItemTakenFromTheUnitAndZeroForWhatTheUnitOwed() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("OWN", "10", formula(Map.of("p", value()), "p")),
                item("BOTH", "20", formula(Map.of("o", points("OWN")), "o + 1"))
                    .withoutIndicator()));
    cell("OWN", "C1", "7", "");
    cell("OWN", "C2", "7", "");
    missing("OWN", "C3");
    Definitions plain = definitions(card, units("C1", "C2", "C3"), List.of(), given("OWN"));
    run(
        Given.taken(
            Given.provided(plain, "each"),
            Given.paper("OWN", "C2", "2025-01-01", "", "黔考〔2025〕3号")));

    assertThat(lines("OWN"))
        .containsExactly(
            "C1 scored formula 7", "C2 not-applicable taken -", "C3 missing-data missing 0");
    assertThat(lines("BOTH"))
        .containsExactly("C1 scored formula 8", "C2 missing-data missing -", "C3 scored formula 1");
  }

  private List<String> lines(String item) {
    return rows("scorecard_line", "item = '" + item + "'").stream()
        .map(
            r ->
                "%s %s %s %s"
                    .formatted(
                        r.<String>getAs("unit"),
                        r.<String>getAs("status"),
                        r.<String>getAs("branch"),
                        Optional.ofNullable(r.<BigDecimal>getAs("points"))
                            .map(p -> p.stripTrailingZeros().toPlainString())
                            .orElse("-")))
        .sorted()
        .toList();
  }

  @Test
  void givesTheSameTablesWhenItRunsAgainAndForgetsScorecardsThatAreGone() {
    Scorecard card = hospitals();
    cell("MORT", "H1", "0.880000", "0.870000");
    parameter("MORT", "H1", "benchmark", "0.890000");
    Definitions definitions =
        definitions(card, units("H1"), List.of(), given("MORT"), given("PSI"));
    run(definitions);
    List<Row> first = rows("scorecard_line", "true");

    new ScorecardStage().run(context(definitions));
    assertThat(rows("scorecard_line", "true")).containsExactlyInAnyOrderElementsOf(first);

    StageResult result =
        new ScorecardStage()
            .run(context(Given.definitions(units("H1"), List.of(given("MORT")), List.of())));
    assertThat(result.warnings()).isEmpty();
    assertThat(rows("scorecard", "true")).isEmpty();
  }

  @Test
  void startsAsManyJobsForTwentyItemsAsForTwo() throws TimeoutException {
    long few = jobs(2);
    cells.clear();
    long many = jobs(20);
    assertThat(many).isEqualTo(few);
  }

  private long jobs(int items) throws TimeoutException {
    List<Given.Item> built = new ArrayList<>();
    List<Indicator> indicators = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      String code = "I" + i;
      built.add(item(code, "5", formula(Map.of("p", value()), "p")));
      indicators.add(given(code));
      cell(code, "C1", "1", "");
    }
    Scorecard card = Given.card(section("core", "100", built.toArray(Given.Item[]::new)));
    Warehouse warehouse = new Warehouse(folder.resolve("jobs" + items));
    write(warehouse);
    StageContext context =
        context(
            warehouse,
            definitions(card, units("C1"), List.of(), indicators.toArray(Indicator[]::new)));
    // A first run creates the tables, which costs jobs of its own.
    new ScorecardStage().run(context);
    Jobs counter = new Jobs();
    TestSpark.session().sparkContext().addSparkListener(counter);
    try {
      new ScorecardStage().run(context);
      TestSpark.session().sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      TestSpark.session().sparkContext().removeSparkListener(counter);
    }
    return counter.started;
  }

  private static final class Jobs extends SparkListener {
    private long started;

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      started++;
    }
  }

  // Definitions

  private static Scorecard hospitals() {
    Map<String, Scorecard.Input> inputs = new LinkedHashMap<>();
    inputs.put("performance", value());
    inputs.put("threshold", parameter("target"));
    inputs.put("benchmark", parameter("benchmark"));
    inputs.put("baseline", orBlank(parameter("baseline")));
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("achievement", ACHIEVEMENT);
    steps.put("improvement", IMPROVEMENT);
    Scorecard.Rule rule =
        new Scorecard.Rule.Formula(
            inputs, steps, "greatest(achievement, coalesce(improvement, achievement))");
    Map<String, Scorecard.Input> both = new LinkedHashMap<>();
    both.put("a", points("MORT"));
    both.put("b", points("PSI"));
    Scorecard card =
        Given.card(
            section(
                "clinical",
                "50",
                1,
                Scorecard.MissingSection.REWEIGHT,
                item("MORT", "10", rule).missing(Scorecard.MissingItem.SKIP)),
            section(
                "safety",
                "50",
                1,
                Scorecard.MissingSection.REWEIGHT,
                item("PSI", "10", rule).missing(Scorecard.MissingItem.SKIP),
                item("SUM", "20", new Scorecard.Rule.Formula(both, Map.of(), "a + b"))
                    .withoutIndicator()
                    .missing(Scorecard.MissingItem.SKIP)
                    .uncounted()));
    return Given.exact(card);
  }

  private static Scorecard.Input orBlank(Scorecard.Input input) {
    return new Scorecard.Input(
        input.indicator(),
        input.quantity(),
        input.item(),
        input.step(),
        Optional.of(new Scorecard.Input.Default(Optional.empty())));
  }

  private static Indicator given(String code) {
    return Given.given(code, Indicator.Direction.HIGHER, 6);
  }

  private static Scorecard.Rule formula(Map<String, Scorecard.Input> inputs, String points) {
    return new Scorecard.Rule.Formula(inputs, Map.of(), points);
  }

  private static Scorecard.Input value() {
    return new Scorecard.Input(Optional.empty(), "value", Optional.empty(), Optional.empty());
  }

  private static Scorecard.Input parameter(String name) {
    return new Scorecard.Input(
        Optional.empty(), "target:" + name, Optional.empty(), Optional.empty());
  }

  private static Scorecard.Input points(String item) {
    return new Scorecard.Input(Optional.empty(), "value", Optional.of(item), Optional.of("points"));
  }

  private static List<Unit> units(String... codes) {
    List<Unit> units = new ArrayList<>();
    for (String code : codes) {
      units.add(Given.unit(code, Given.CLASS));
    }
    return units;
  }

  private static Definitions definitions(
      Scorecard card, List<Unit> units, List<Responsibility> duties, Indicator... indicators) {
    return Given.definitions(units, List.of(indicators), duties, card);
  }

  // Gold

  private void cell(String indicator, String unit, String value, String target) {
    cells.add(
        RowFactory.create(
            indicator,
            unit,
            "2025",
            "year",
            null,
            null,
            new BigDecimal(value),
            new BigDecimal(value),
            BigDecimal.ONE,
            "complete",
            null,
            target.isEmpty() ? null : new BigDecimal(target),
            target.isEmpty() ? null : ">=",
            null,
            null,
            target.isEmpty() ? null : "delivery d1:3",
            Date.valueOf("2025-12-31")));
  }

  private void missing(String indicator, String unit) {
    cells.add(
        RowFactory.create(
            indicator, unit, "2025", "year", null, null, null, null, null, "missing", "未报送", null,
            null, null, null, null, null));
  }

  private void ratioCell(
      String indicator, String unit, String numerator, String denominator, String value) {
    ratioCell("2025", indicator, unit, numerator, denominator, value);
  }

  private void ratioCell(
      String year,
      String indicator,
      String unit,
      String numerator,
      String denominator,
      String value) {
    cells.add(
        RowFactory.create(
            indicator,
            unit,
            year,
            "year",
            new BigDecimal(numerator),
            new BigDecimal(denominator),
            new BigDecimal(value),
            new BigDecimal(value),
            BigDecimal.ONE,
            "complete",
            null,
            null,
            null,
            null,
            null,
            null,
            Date.valueOf("2025-12-31")));
  }

  private void parameter(String indicator, String unit, String name, String value) {
    targets.add(
        RowFactory.create(
            indicator,
            unit,
            "2025",
            name,
            null,
            new BigDecimal(value),
            null,
            null,
            "delivery d1:3",
            null));
  }

  private void target(String indicator, String unit, String op, String value) {
    targets.add(
        RowFactory.create(
            indicator,
            unit,
            "2025",
            "target",
            op,
            new BigDecimal(value),
            null,
            null,
            "delivery d1:2",
            "文号"));
  }

  private void write(Warehouse warehouse) {
    WriteOptions options = new WriteOptions("test", List.of("indicator", "unit", "period"));
    warehouse.append(
        TestSpark.session().createDataFrame(cells, CELL).withColumn("silent", lit("")),
        TableId.gold("indicator_value"),
        options);
    if (!targets.isEmpty()) {
      warehouse.append(
          TestSpark.session().createDataFrame(targets, TARGET), TableId.gold("target"), options);
    }
  }

  private StageResult run(Definitions definitions) {
    write(warehouse());
    return new ScorecardStage().run(context(definitions));
  }

  private Warehouse warehouse() {
    return new Warehouse(folder.resolve("warehouse"));
  }

  private StageContext context(Definitions definitions) {
    return context(warehouse(), definitions);
  }

  private static StageContext context(Warehouse warehouse, Definitions definitions) {
    return new StageContext(
        TestSpark.session(),
        warehouse,
        definitions,
        "run-1",
        LocalDate.of(2025, 12, 31),
        Instant.EPOCH,
        Progress.none());
  }

  private List<Row> rows(String table, String where) {
    return warehouse().read(TestSpark.session(), TableId.gold(table)).where(where).collectAsList();
  }

  private Row row(String table, String where) {
    List<Row> rows = rows(table, where);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private Optional<BigDecimal> number(String table, String where, String column) {
    Row row = row(table, where);
    return Optional.ofNullable(row.getDecimal(row.fieldIndex(column)));
  }

  private String text(String table, String where, String column) {
    Row row = row(table, where);
    return row.getString(row.fieldIndex(column));
  }

  private BigDecimal line(String unit, String item, String column) {
    return number("scorecard_line", "unit = '%s' AND item = '%s'".formatted(unit, item), column)
        .orElseThrow();
  }

  private BigDecimal input(String unit, String item, String name) {
    return number(
            "scorecard_input",
            "unit = '%s' AND item = '%s' AND name = '%s'".formatted(unit, item, name),
            "value")
        .orElseThrow();
  }

  private Optional<BigDecimal> total(String unit) {
    return number("scorecard", "unit = '%s' AND section = 'total'".formatted(unit), "score");
  }
}
