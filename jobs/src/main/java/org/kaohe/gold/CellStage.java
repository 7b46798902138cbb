package org.kaohe.gold;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Unit;
import org.kaohe.config.View;
import org.kaohe.delta.Extent;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.gold.SeriesCells.Observation;
import org.kaohe.gold.SeriesCells.Place;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;
import org.kaohe.stage.Stored;

/**
 * Measures to indicator cells: rolled up the unit tree by one join and aggregation, then one group
 * per indicator and unit, from which {@link SeriesCells} makes the whole series. The number of
 * Spark jobs does not depend on the number of indicators.
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
          .add("definition_version", DataTypes.DateType)
          .add("data_as_of", DataTypes.DateType)
          .add("run_id", DataTypes.StringType);

  private final StageContext context;
  private final Changes changes;
  private final Definitions definitions;
  private final SparkSession spark;

  /** What tasks could not make. */
  private final CollectionAccumulator<String> failures;

  private CellStage(StageContext context, Changes changes) {
    this.context = context;
    this.changes = changes;
    this.definitions = context.definitions();
    this.spark = context.spark();
    this.failures = spark.sparkContext().collectionAccumulator("cells");
  }

  static StageResult run(StageContext context, Changes changes) {
    context.spark().sparkContext().setJobDescription("Cells of all indicators");
    try {
      return new CellStage(context, changes).run();
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  private StageResult run() {
    Set<String> indicators = affected();
    if (indicators.isEmpty()) {
      return new StageResult("gold.cells", Map.of(), List.of());
    }
    // Asked twice, for presence and for the cells; reading a table is dearer than keeping it.
    Optional<Dataset<Row>> measures =
        measures(indicators).map(m -> m.persist(StorageLevel.MEMORY_AND_DISK()));
    try {
      return run(indicators, measures);
    } finally {
      measures.ifPresent(Dataset::unpersist);
    }
  }

  private StageResult run(Set<String> indicators, Optional<Dataset<Row>> measures) {
    CellPlan plan =
        CellPlan.of(
            context,
            indicators,
            new Deliveries(
                definitions,
                changes.delivered(),
                measures.map(this::presence).orElseGet(List::of),
                Markers.of(context)));
    boolean whole = indicators.size() == definitions.indicators().size();
    Dataset<Row> cells = cells(plan, indicators, measures);
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
  private Set<String> affected() {
    Set<String> codes = new LinkedHashSet<>();
    for (Indicator indicator : definitions.indicators().values()) {
      boolean touched =
          changes.everything()
              || changes.dateMoved()
              || Parts.of(indicator).stream().anyMatch(r -> touched(r.part().from()));
      if (touched) {
        codes.add(indicator.code());
      }
    }
    return codes;
  }

  private boolean touched(String source) {
    View view = definitions.views().get(source);
    return view == null
        ? changes.touches(source)
        : view.inputs().stream().anyMatch(changes::touches);
  }

  /** Measures of the indicators, and of the parts that tell where their views may have some. */
  private Optional<Dataset<Row>> measures(Set<String> indicators) {
    if (!context.warehouse().exists(MeasureStage.MEASURE)) {
      return Optional.empty();
    }
    Set<String> sources = new LinkedHashSet<>();
    Set<String> parts = new LinkedHashSet<>();
    Parts.all(definitions)
        .filter(r -> indicators.contains(r.indicator().code()))
        .forEach(
            r -> {
              parts.add(r.id());
              View view = definitions.views().get(r.part().from());
              if (view != null) {
                sources.addAll(view.inputs());
              }
            });
    Parts.all(definitions)
        .filter(r -> sources.contains(r.part().from()))
        .forEach(r -> parts.add(r.id()));
    return Optional.of(
        context
            .warehouse()
            .read(spark, MeasureStage.MEASURE)
            .filter(col("part").isin(parts.toArray())));
  }

  private List<Deliveries.Presence> presence(Dataset<Row> measures) {
    UnitTree tree = new UnitTree(definitions.units());
    return measures
        .join(broadcast(tree.roots(spark)), col("unit").equalTo(col("leaf")))
        .select("part", "root", "period")
        .distinct()
        .collectAsList()
        .stream()
        .map(r -> new Deliveries.Presence(r.getString(0), r.getString(1), r.getString(2)))
        .toList();
  }

  private Dataset<Row> cells(
      CellPlan plan, Set<String> indicators, Optional<Dataset<Row>> measures) {
    List<Dataset<Row>> inputs = new ArrayList<>();
    inputs.add(skeleton(indicators));
    measures.ifPresent(m -> inputs.add(rolledUp(indicators, m)));
    boolean delivered =
        definitions.indicators().values().stream()
            .filter(i -> indicators.contains(i.code()))
            .flatMap(i -> i.versions().stream())
            .anyMatch(v -> v.parameters().containsKey(TargetStage.TARGET_NAME));
    if (delivered && context.warehouse().exists(TargetStage.TABLE)) {
      inputs.add(deliveredTargets(indicators));
    }
    Dataset<Row> series =
        MeasureStage.union(inputs)
            .groupBy("indicator", "unit")
            .agg(
                collect_list(
                        when(
                            col("part").isNotNull(),
                            struct("part", "period", "value", "rows", "source", "reason")))
                    .as("rows"),
                org.apache.spark.sql.functions.bool_or(col("exists")).as("exists"))
            .filter(col("exists"));
    Broadcast<CellPlan> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(plan);
    CollectionAccumulator<String> told = failures;
    return series.flatMap(
        (FlatMapFunction<Row, Row>) row -> make(shared.value(), row, told), Encoders.row(SCHEMA));
  }

  /**
   * Every indicator with every unit of its classes, so that missing cells are made as well (J8).
   */
  private Dataset<Row> skeleton(Set<String> indicators) {
    List<Row> rows = new ArrayList<>();
    for (Unit unit : definitions.units().values()) {
      List<String> codes =
          indicators.stream()
              .filter(
                  c -> {
                    Indicator indicator = definitions.indicators().get(c);
                    return indicator != null
                        && !Collections.disjoint(indicator.unitClasses(), unit.classes());
                  })
              .toList();
      if (!codes.isEmpty()) {
        rows.add(RowFactory.create(unit.code(), codes.toArray(String[]::new)));
      }
    }
    return spark
        .createDataFrame(
            rows,
            new StructType()
                .add("unit", DataTypes.StringType)
                .add("indicators", DataTypes.createArrayType(DataTypes.StringType)))
        .select(
            explode(col("indicators")).as("indicator"),
            col("unit"),
            lit(null).cast("string").as("part"),
            lit(null).cast("string").as("period"),
            lit(null).cast(Aggregation.NUMBER).as("value"),
            lit(null).cast("bigint").as("rows"),
            lit(null).cast("string").as("source"),
            lit(null).cast("string").as("reason"),
            lit(true).as("exists"));
  }

  private Dataset<Row> rolledUp(Set<String> indicators, Dataset<Row> measures) {
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
    UnitTree tree = new UnitTree(definitions.units());
    Column rolls = col("valid_from").isNotNull();
    if (tree.dated()) {
      rolls =
          col("valid_from")
              .leq(PeriodColumns.end(col("period")))
              .and(col("valid_to").geq(PeriodColumns.start(col("period"))));
    }
    // What stands as it is joins its own unit only, whatever the unit's dates.
    Column counts =
        col("unit")
            .equalTo(col("leaf"))
            .and(when(col("as_is"), col("ancestor").equalTo(col("leaf"))).otherwise(rolls));
    return measures
        .join(broadcast(tree.ancestors(spark)), counts)
        .join(broadcast(owner), col("part").equalTo(col("owned")))
        .groupBy(col("indicator"), col("part"), col("ancestor").as("unit"), col("period"))
        .agg(sum("value").as("sum"), sum("rows").as("rows"), max("reason").as("reason"))
        .select(
            col("indicator"),
            col("unit"),
            col("part"),
            col("period"),
            // What lacks a number below has none: the others' sum would pass for the whole.
            when(col("reason").isNull(), col("sum")).as("value"),
            col("rows"),
            lit(null).cast("string").as("source"),
            col("reason"),
            lit(false).as("exists"));
  }

  private Dataset<Row> deliveredTargets(Set<String> indicators) {
    return context
        .warehouse()
        .read(spark, TargetStage.TABLE)
        .filter(
            col("indicator")
                .isin(indicators.toArray())
                .and(col("name").equalTo(TargetStage.TARGET_NAME))
                .and(col("source").startsWith("delivery ")))
        .select(
            col("indicator"),
            col("unit"),
            lit(TARGET_ROW).as("part"),
            col("period"),
            col("value"),
            lit(null).cast("bigint").as("rows"),
            col("source"),
            lit(null).cast("string").as("reason"),
            lit(false).as("exists"));
  }

  private static Iterator<Row> make(
      CellPlan plan, Row row, CollectionAccumulator<String> failures) {
    SeriesSpec spec = plan.series().get(row.getString(0));
    Place place = plan.places().get(row.getString(1));
    if (spec == null || place == null) {
      return Collections.emptyIterator();
    }
    List<Observation> observations = new ArrayList<>();
    Map<String, List<TargetSpec>> targets =
        new HashMap<>(plan.targets().getOrDefault(spec.indicator(), Map.of()));
    for (Row r : row.<Row>getList(2)) {
      Optional<Period> period = Period.parse(r.getString(1));
      if (period.isPresent()) {
        if (r.getString(0).equals(TARGET_ROW)) {
          // What comes with the figure is nearer than any plan.
          List<TargetSpec> own = new ArrayList<>();
          own.add(
              new TargetSpec(
                  place.unit(), r.getString(1), "=", r.getDecimal(2), null, null, r.getString(4)));
          own.addAll(targets.getOrDefault(place.unit(), List.of()));
          targets.put(place.unit(), own);
        } else {
          observations.add(
              new Observation(
                  r.getString(0),
                  period.get(),
                  Optional.ofNullable(r.isNullAt(2) ? null : r.getDecimal(2)),
                  r.isNullAt(3) ? 0 : r.getLong(3),
                  Optional.ofNullable(r.getString(5)).flatMap(Reason::of)));
        }
      }
    }
    SeriesCells series = new SeriesCells(spec, plan.businessDate());
    List<Cell> cells = series.of(place, observations, targets);
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
        number(cell.target().map(TargetSpec::value).orElse(null)),
        cell.target().map(TargetSpec::op).orElse(null),
        number(cell.target().map(TargetSpec::low).orElse(null)),
        number(cell.target().map(TargetSpec::high).orElse(null)),
        cell.target().map(TargetSpec::unit).orElse(null),
        cell.target().map(TargetSpec::source).orElse(null),
        judgement.attainment().flatMap(a -> Stored.fit(a, ATTAINMENT)).orElse(null),
        judgement.pace().orElse(null),
        judgement.verdict().text(),
        judgement.score().map(plan::light).orElse(null),
        judgement.reason().code(),
        Date.valueOf(cell.definitionVersion()),
        cell.asOf().map(Date::valueOf).orElse(null),
        plan.runId());
  }

  /** The word of a period's kind: {@code month}, {@code half-year}, {@code year-to-date} …. */
  static String kind(Period period) {
    return period.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static @Nullable BigDecimal number(@Nullable BigDecimal value) {
    return value == null ? null : Stored.fit(value, Aggregation.NUMBER).orElse(null);
  }
}
