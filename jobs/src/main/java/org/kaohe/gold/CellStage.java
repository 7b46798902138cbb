package org.kaohe.gold;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.Target;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.TargetValue;
import org.kaohe.config.View;
import org.kaohe.delta.Extent;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;
import org.kaohe.stage.Stored;

/**
 * Measures to indicator cells: one group per indicator, from which {@link TreeCells} makes the
 * cells of all units and periods. The number of Spark jobs does not depend on the number of
 * indicators.
 */
final class CellStage {
  static final TableId TABLE = TableId.gold("indicator_value");

  private static final DecimalType ATTAINMENT = DataTypes.createDecimalType(27, 2);

  private static final int NAMED_FAILURES = 20;
  private static final String TARGET_ROW = "#target";

  static final StructType SCHEMA =
      new StructType()
          .add("indicator", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("period_kind", DataTypes.StringType)
          .add("numerator", Aggregation.NUMBER)
          .add("denominator", Aggregation.NUMBER)
          .add("value", Aggregation.NUMBER)
          .add("value_exact", Aggregation.NUMBER)
          .add("measure", DataTypes.StringType)
          .add("lower", Estimates.TYPE)
          .add("upper", Estimates.TYPE)
          .add("interval_method", DataTypes.StringType)
          .add("coverage", DataTypes.createDecimalType(9, 4))
          .add("data_status", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("silent", DataTypes.StringType)
          .add("target", Aggregation.NUMBER)
          .add("target_op", DataTypes.StringType)
          .add("target_low", Aggregation.NUMBER)
          .add("target_high", Aggregation.NUMBER)
          .add("target_unit", DataTypes.StringType)
          .add("target_source", DataTypes.StringType)
          .add("attainment", ATTAINMENT)
          .add("expected_pace", DataTypes.createDecimalType(9, 2))
          .add("judgement", DataTypes.StringType)
          .add("light", DataTypes.StringType)
          .add("reason_code", DataTypes.StringType)
          .add("sources", DataTypes.createArrayType(CellSource.TYPE))
          .add("definition_version", DataTypes.DateType)
          .add("data_as_of", DataTypes.DateType)
          .add("run_id", DataTypes.StringType);

  private final StageContext context;
  private final Changes changes;
  private final Reports reports;
  private final Definitions definitions;
  private final SparkSession spark;

  /** What tasks could not make. */
  private final CollectionAccumulator<String> failures;

  private CellStage(StageContext context, Changes changes, Reports reports) {
    this.context = context;
    this.changes = changes;
    this.reports = reports;
    this.definitions = context.definitions();
    this.spark = context.spark();
    this.failures = spark.sparkContext().collectionAccumulator("cells");
  }

  static StageResult run(StageContext context, Changes changes, Reports reports) {
    context.spark().sparkContext().setJobDescription("Cells of all indicators");
    try {
      return new CellStage(context, changes, reports).run();
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  private StageResult run() {
    Set<String> indicators = affected(definitions, changes);
    if (indicators.isEmpty()) {
      return new StageResult("gold.cells", Map.of(), List.of());
    }
    CellPlan plan = CellPlan.of(context, indicators, reports, Markers.of(context));
    boolean whole = indicators.size() == definitions.indicators().size();
    Dataset<Row> cells = cells(plan, indicators);
    WriteOptions options =
        new WriteOptions(context.runId(), List.of("indicator", "unit", "period"));
    if (whole) {
      context.warehouse().overwrite(cells, TABLE, options);
    } else {
      context.warehouse().replace(cells, TABLE, Extent.of("indicator", indicators), options);
    }
    return new StageResult(
        "gold.cells",
        Map.of("indicators", (long) indicators.size()),
        List.of(),
        failures.value().stream()
            .distinct()
            .limit(NAMED_FAILURES)
            .map(f -> "K5011: a cell could not be made and says not-computable: " + f)
            .toList());
  }

  /** Indicators of which a part, a target or the open period may have changed. */
  static Set<String> affected(Definitions definitions, Changes changes) {
    Set<String> codes = new LinkedHashSet<>();
    for (Indicator indicator : definitions.indicators().values()) {
      boolean touched =
          changes.everything()
              || changes.dateMoved()
              || Parts.of(indicator).stream()
                  .anyMatch(r -> touched(definitions, changes, r.part().from()));
      if (touched) {
        codes.add(indicator.code());
      }
    }
    return codes;
  }

  private static boolean touched(Definitions definitions, Changes changes, String source) {
    View view = definitions.views().get(source);
    return view == null
        ? changes.touches(source)
        : view.inputs().stream().anyMatch(changes::touches);
  }

  private Dataset<Row> cells(CellPlan plan, Set<String> indicators) {
    List<Dataset<Row>> inputs = new ArrayList<>();
    inputs.add(skeleton(indicators));
    if (context.warehouse().exists(MeasureStage.MEASURE)) {
      inputs.add(measures(indicators));
    }
    boolean delivered =
        definitions.indicators().values().stream()
            .filter(i -> indicators.contains(i.code()))
            .flatMap(i -> i.versions().stream())
            .anyMatch(v -> v.parameters().containsKey(TargetLookup.TARGET));
    if (delivered && context.warehouse().exists(TargetStage.TABLE)) {
      inputs.add(deliveredTargets(indicators));
    }
    Dataset<Row> series =
        MeasureStage.union(inputs)
            .groupBy("indicator")
            .agg(
                collect_list(
                        when(
                            col("part").isNotNull(),
                            struct(
                                "part", "unit", "period", "value", "rows", "empty", "source",
                                "reason")))
                    .as("rows"));
    Broadcast<CellPlan> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(plan);
    CollectionAccumulator<String> told = failures;
    return series.flatMap(
        (FlatMapFunction<Row, Row>) row -> make(shared.value(), row, told), Encoders.row(SCHEMA));
  }

  /** Every indicator, so that one without a row has its missing cells as well (J8). */
  private Dataset<Row> skeleton(Set<String> indicators) {
    return spark
        .createDataFrame(
            indicators.stream().map(RowFactory::create).toList(),
            new StructType().add("indicator", DataTypes.StringType))
        .select(
            col("indicator"),
            lit(null).cast("string").as("part"),
            lit(null).cast("string").as("unit"),
            lit(null).cast("string").as("period"),
            lit(null).cast(Aggregation.NUMBER).as("value"),
            lit(null).cast("bigint").as("rows"),
            lit(null).cast("bigint").as("empty"),
            lit(null).cast("string").as("source"),
            lit(null).cast("string").as("reason"));
  }

  private Dataset<Row> measures(Set<String> indicators) {
    List<Row> owners =
        Parts.all(definitions)
            .filter(r -> indicators.contains(r.indicator().code()))
            .map(r -> RowFactory.create(r.id(), r.indicator().code()))
            .toList();
    Dataset<Row> owner =
        spark.createDataFrame(
            owners,
            new StructType()
                .add("owned", DataTypes.StringType)
                .add("indicator", DataTypes.StringType));
    return context
        .warehouse()
        .read(spark, MeasureStage.MEASURE)
        .join(broadcast(owner), col("part").equalTo(col("owned")))
        .select(
            col("indicator"),
            col("part"),
            col("unit"),
            col("period"),
            col("value"),
            col("rows"),
            col("empty"),
            lit(null).cast("string").as("source"),
            col("reason"));
  }

  private Dataset<Row> deliveredTargets(Set<String> indicators) {
    return context
        .warehouse()
        .read(spark, TargetStage.TABLE)
        .filter(
            col("indicator")
                .isin(indicators.toArray())
                .and(col("name").equalTo(TargetLookup.TARGET))
                .and(col("source").startsWith("delivery ")))
        .select(
            col("indicator"),
            lit(TARGET_ROW).as("part"),
            col("unit"),
            col("period"),
            col("value"),
            lit(null).cast("bigint").as("rows"),
            lit(null).cast("bigint").as("empty"),
            col("source"),
            lit(null).cast("string").as("reason"));
  }

  private static Iterator<Row> make(
      CellPlan plan, Row row, CollectionAccumulator<String> failures) {
    SeriesSpec spec = plan.series().get(row.getString(0));
    if (spec == null) {
      return Collections.emptyIterator();
    }
    List<Observation> observations = new ArrayList<>();
    List<StandingTarget> delivered = new ArrayList<>();
    Map<String, Optional<Period>> periods = new HashMap<>();
    for (Row r : row.<Row>getList(1)) {
      Optional<Period> period = periods.computeIfAbsent(r.getString(2), Period::parse);
      String unit = r.getString(1);
      if (period.isPresent()) {
        if (r.getString(0).equals(TARGET_ROW)) {
          delivered.add(
              new StandingTarget(
                  unit,
                  period.get(),
                  new TargetValue.Bound(Target.Operator.REACH, r.getDecimal(3)),
                  r.getString(6)));
        } else {
          observations.add(
              new Observation(
                  r.getString(0),
                  unit,
                  period.get(),
                  Optional.ofNullable(r.isNullAt(3) ? null : r.getDecimal(3)),
                  r.isNullAt(4) ? 0 : r.getLong(4),
                  r.isNullAt(5) ? 0 : r.getLong(5),
                  Optional.ofNullable(r.getString(7)).flatMap(Reason::of)));
        }
      }
    }
    TreeCells series =
        new TreeCells(
            spec,
            plan.places(),
            plan.businessDate(),
            observations,
            plan.targets().delivered(spec.indicator(), delivered));
    List<Cell> cells = series.of(plan.members().getOrDefault(spec.indicator(), Set.of()));
    series.failures().stream().limit(1).forEach(failures::add);
    return cells.stream().map(c -> row(plan, spec, c)).iterator();
  }

  private static Row row(CellPlan plan, SeriesSpec spec, Cell cell) {
    Judgement judgement = cell.judgement();
    return RowFactory.create(
        cell.indicator(),
        cell.unit(),
        cell.period().text(),
        kind(cell.period()),
        number(cell.numerator().orElse(null)),
        number(cell.denominator().orElse(null)),
        number(cell.value().orElse(null)),
        number(cell.exact().orElse(null)),
        spec.measure(),
        Estimates.lower(cell.interval()),
        Estimates.upper(cell.interval()),
        cell.interval().map(i -> i.method().text()).orElse(null),
        cell.coverage().setScale(4, RoundingMode.HALF_UP),
        cell.status().text(),
        cell.reason(),
        cell.silent(),
        number(cell.target().flatMap(t -> t.goal().value()).orElse(null)),
        cell.target().map(t -> t.goal().op().sign()).orElse(null),
        number(cell.target().flatMap(t -> t.goal().lowEnd()).orElse(null)),
        number(cell.target().flatMap(t -> t.goal().highEnd()).orElse(null)),
        cell.target().map(StandingTarget::unit).orElse(null),
        cell.target().map(StandingTarget::source).orElse(null),
        judgement.attainment().flatMap(a -> Stored.fit(a, ATTAINMENT)).orElse(null),
        judgement.pace().orElse(null),
        judgement.verdict().text(),
        judgement.score().map(plan::light).orElse(null),
        judgement.reason().code(),
        cell.sources().stream().map(CellStage::source).toArray(),
        Date.valueOf(cell.definitionVersion()),
        cell.asOf().map(Date::valueOf).orElse(null),
        plan.runId());
  }

  private static Row source(CellSource source) {
    return RowFactory.create(
        source.part(), source.unit(), source.periodTexts(), number(source.value().orElse(null)));
  }

  /** The word of a period's kind: {@code month}, {@code half-year}, {@code year-to-date} …. */
  static String kind(Period period) {
    return period.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static @Nullable BigDecimal number(@Nullable BigDecimal value) {
    return value == null ? null : Stored.fit(value, Aggregation.NUMBER).orElse(null);
  }
}
