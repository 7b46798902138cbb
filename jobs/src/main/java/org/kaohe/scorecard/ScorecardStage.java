package org.kaohe.scorecard;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.config.Responsibilities;
import org.kaohe.config.Scorecard;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.Unit;
import org.kaohe.config.UnitTree;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.Causes;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Indicator cells and targets to scorecard lines and totals. All scorecards are computed for every
 * period of their kind that has cells, and written together: one commit for each of {@code
 * gold/scorecard_input}, {@code gold/scorecard_line} and {@code gold/scorecard}.
 *
 * <p>Every unit becomes one row; rules, formulas, ranks and grades are plain functions over the
 * units of a class. The number of Spark jobs depends on the number of scorecards, never on that of
 * items.
 */
public final class ScorecardStage {
  private static final TableId CELLS = TableId.gold("indicator_value");
  private static final TableId TARGETS = TableId.gold("target");
  private static final TableId INPUTS = TableId.gold("scorecard_input");
  private static final TableId LINES = TableId.gold("scorecard_line");
  private static final TableId TOTALS = TableId.gold("scorecard");
  private static final List<String> PRUNING = List.of("scorecard", "period", "unit");

  /**
   * Scores everything.
   *
   * @return counts of units, lines and totals, and what the reader should know
   */
  public StageResult run(StageContext context) {
    try {
      return run(context, Map.of());
    } catch (Exception e) {
      // All scorecards are one query. When it fails, those that make it fail are left out (J25).
      if (e instanceof KaoheException known && known.code().startsWith("K4")) {
        throw e;
      }
      Map<String, String> failing = new TreeMap<>();
      Map<String, Set<Period>> periods = periods(context);
      for (Scorecard card : context.definitions().scorecards().values()) {
        try {
          Set<Period> own = own(card, periods);
          if (!own.isEmpty()) {
            results(context, card, own, new ArrayList<>()).javaRDD().count();
          }
        } catch (Exception why) {
          failing.put(card.name(), Causes.text(why));
        }
      }
      if (failing.isEmpty()) {
        throw e;
      }
      return run(context, failing);
    }
  }

  /**
   * @param failing why scorecards can't be computed, by name; they have no lines and no totals
   */
  private StageResult run(StageContext context, Map<String, String> failing) {
    List<String> failures = new ArrayList<>();
    failing.forEach(
        (name, why) ->
            failures.add(
                "K5012: scorecard %s can't be computed and is not in the release: %s. Mend its definition."
                    .formatted(name, why)));
    List<String> warnings = new ArrayList<>();
    List<Dataset<Row>> results = new ArrayList<>();
    Definitions definitions = context.definitions();
    Map<String, Set<Period>> periods = periods(context);
    for (Scorecard card : definitions.scorecards().values()) {
      if (failing.containsKey(card.name())) {
        continue;
      }
      Set<Period> own = own(card, periods);
      if (own.isEmpty()) {
        warnings.add("Scorecard %s has no indicator cells yet".formatted(card.name()));
      } else {
        results.add(results(context, card, own, warnings));
      }
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    if (results.isEmpty()) {
      clear(context);
      return new StageResult("scorecard", counts, warnings, failures);
    }
    Dataset<Row> all = results.stream().reduce(Dataset::union).orElseThrow();
    all = all.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      WriteOptions options = new WriteOptions(context.runId(), PRUNING);
      counts.putAll(counts(all));
      write(context, all.selectExpr("inline(inputs)"), INPUTS, options);
      write(context, all.selectExpr("inline(lines)"), LINES, options);
      Dataset<Row> totals =
          all.selectExpr("inline(totals)")
              .withColumn("data_as_of", col("data_as_of").cast(DataTypes.DateType));
      write(context, totals, TOTALS, options);
    } finally {
      all.unpersist();
    }
    return new StageResult("scorecard", counts, warnings, failures);
  }

  /** The periods of a scorecard's kind and years for which some of its indicators has cells. */
  private static Set<Period> own(Scorecard card, Map<String, Set<Period>> periods) {
    Set<Period> own = new TreeSet<>(Comparator.comparing(Period::text));
    for (String code : Scheme.codes(card)) {
      periods.getOrDefault(code, Set.of()).stream()
          .filter(p -> p.kind() == card.period() && card.years().holds(p))
          .forEach(own::add);
    }
    return own;
  }

  /** Small tables write one file. */
  private static void write(
      StageContext context, Dataset<Row> rows, TableId table, WriteOptions options) {
    context.warehouse().overwrite(rows.coalesce(1), table, options);
  }

  /** Nothing to score: what an earlier night scored by other definitions must not stay. */
  private static void clear(StageContext context) {
    WriteOptions options = new WriteOptions(context.runId(), PRUNING);
    for (TableId table : List.of(INPUTS, LINES, TOTALS)) {
      if (context.warehouse().exists(table)) {
        Dataset<Row> rows = context.warehouse().read(context.spark(), table);
        context.warehouse().overwrite(rows.limit(0), table, options);
      }
    }
  }

  private static Map<String, Long> counts(Dataset<Row> all) {
    Row row =
        all.selectExpr(
                "count(*) AS units",
                "sum(size(lines)) AS lines",
                "sum(size(filter(lines, l -> l.status = 'missing-data'))) AS missing",
                "sum(size(filter(totals, t -> t.section = 'total' AND t.rank IS NOT NULL)))"
                    + " AS ranked")
            .first();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      int index = row.fieldIndex(name);
      counts.put(name, row.isNullAt(index) ? 0L : row.getLong(index));
    }
    return counts;
  }

  /** The periods with cells, by indicator; one job for all scorecards. */
  private static Map<String, Set<Period>> periods(StageContext context) {
    Map<String, Set<Period>> periods = new TreeMap<>();
    Set<String> codes = new TreeSet<>();
    context.definitions().scorecards().values().forEach(c -> codes.addAll(Scheme.codes(c)));
    if (codes.isEmpty() || !context.warehouse().exists(CELLS)) {
      return periods;
    }
    context
        .warehouse()
        .read(context.spark(), CELLS)
        .where(col("indicator").isInCollection(codes))
        .select("indicator", "period")
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                Period.parse(row.getString(1))
                    .ifPresent(
                        p ->
                            periods
                                .computeIfAbsent(row.getString(0), k -> new LinkedHashSet<>())
                                .add(p)));
    return periods;
  }

  private static Dataset<Row> results(
      StageContext context, Scorecard card, Set<Period> periods, List<String> warnings) {
    Scheme scheme = Scheme.of(card, context.definitions(), context.businessDate());
    Dataset<Row> facts = facts(context, card, periods, warnings);
    // What can't be compiled is told before anything is computed.
    new ItemFormulas(scheme);
    Shipped<Scheme> shipped = new Shipped<>(scheme);
    return facts
        .groupByKey(
            (MapFunction<Row, String>) row -> text(row, "period") + "\n" + text(row, "class"),
            Encoders.STRING())
        .flatMapGroups(new ScoreClass(shipped), Encoders.row(Tables.RESULT));
  }

  /** Scores the units of one class in one period. */
  private static final class ScoreClass implements FlatMapGroupsFunction<String, Row, Row> {
    private static final long serialVersionUID = 1L;

    private final Shipped<Scheme> scheme;

    ScoreClass(Shipped<Scheme> scheme) {
      this.scheme = scheme;
    }

    @Override
    public Iterator<Row> call(String key, Iterator<Row> rows) {
      Scheme known = scheme.value();
      ItemFormulas formulas = new ItemFormulas(known);
      Period period = Period.parse(key.substring(0, key.indexOf('\n'))).orElseThrow();
      List<UnitFacts> units = new ArrayList<>();
      while (rows.hasNext()) {
        UnitFacts unit = Tables.facts(rows.next());
        units.add(unit.with(formulas.values(new UnitLines(known, period, unit))));
      }
      return new Scoring(known, period)
          .score(units).stream()
              .map(place -> Tables.result(known, period.text(), place))
              .iterator();
    }
  }

  private static String text(Row row, String column) {
    return row.getString(row.fieldIndex(column));
  }

  /** One row per appraised unit and period: period, unit, class, and the array of its facts. */
  private static Dataset<Row> facts(
      StageContext context, Scorecard card, Set<Period> periods, List<String> warnings) {
    SparkSession spark = context.spark();
    Definitions definitions = context.definitions();
    Set<String> codes = Scheme.codes(card);
    List<String> periodTexts = periods.stream().map(Period::text).toList();
    Dataset<Row> units = units(spark, card, definitions, periods, warnings);
    Dataset<Row> needed =
        units
            .join(
                broadcast(items(spark, card, definitions, periods)),
                col("only_unit").isNull().or(col("only_unit").equalTo(col("unit"))),
                "inner")
            .join(
                broadcast(bindings(spark, card, definitions, periods)),
                col("b_period")
                    .equalTo(col("period"))
                    .and(col("b_unit").equalTo(col("unit")))
                    .and(col("b_item").equalTo(col("item"))),
                "left")
            .select(
                col("period"),
                col("unit"),
                col("item"),
                col("indicator"),
                col("inherited"),
                coalesce(col("bound_unit"), col("unit")).as("measured"));

    Dataset<Row> cells =
        context
            .warehouse()
            .read(spark, CELLS)
            .where(col("indicator").isInCollection(codes))
            .where(
                col("period")
                    .isInCollection(
                        Spans.of(card, periods).stream()
                            .map(span -> span.read().text())
                            .distinct()
                            .toList()))
            .select(cellColumns());
    Dataset<Row> found =
        needed.join(
            cells,
            col("c_period")
                .equalTo(col("period"))
                .and(col("c_indicator").equalTo(col("indicator")))
                .and(col("c_unit").equalTo(col("measured"))),
            "left");
    Dataset<Row> all = found.select(fact(CELL_VALUES));
    if (!card.small().equals(Scorecard.Small.NONE)) {
      all = all.union(spare(context, card, needed, cells, periods));
    }
    if (context.warehouse().exists(TARGETS)) {
      all = all.union(aims(context, card, needed, codes, periodTexts));
    }
    Dataset<Row> gathered =
        all.groupBy("period", "unit").agg(collect_list(col("fact")).as("facts"));
    // A unit without a single item of its own still has a place in the list of its class.
    return units
        .join(
            gathered.withColumnsRenamed(Map.of("period", "g_period", "unit", "g_unit")),
            col("g_period").equalTo(col("period")).and(col("g_unit").equalTo(col("unit"))),
            "left")
        .select(
            col("period"),
            col("unit"),
            col("class"),
            coalesce(col("facts"), expr("array()").cast(DataTypes.createArrayType(Tables.FACT)))
                .as("facts"));
  }

  /**
   * Cells that are read where few events are to be expected (R9): of earlier periods, and of the
   * units above the measured ones.
   */
  private static Dataset<Row> spare(
      StageContext context,
      Scorecard card,
      Dataset<Row> needed,
      Dataset<Row> cells,
      Set<Period> periods) {
    List<Row> spans = new ArrayList<>();
    for (Spans span : Spans.of(card, periods)) {
      spans.add(RowFactory.create(span.scored().text(), span.read().text(), span.back()));
    }
    Dataset<Row> spanned =
        needed
            .where(col("indicator").isInCollection(Spans.indicators(card, context.definitions())))
            .join(
                broadcast(
                    context
                        .spark()
                        .createDataFrame(
                            spans,
                            new StructType()
                                .add("s_period", DataTypes.StringType)
                                .add("read_period", DataTypes.StringType)
                                .add("back", DataTypes.IntegerType))),
                col("s_period").equalTo(col("period")));
    Dataset<Row> earlier = spanned.where(col("back").gt(0)).withColumn("above", lit(false));
    if (card.small().parent()) {
      Dataset<Row> parents =
          spanned
              .join(
                  holders(context).where(col("depth").equalTo(1)),
                  col("h_unit").equalTo(col("measured")))
              .withColumn("measured", col("holder"))
              .withColumn("above", lit(true))
              .drop("h_unit", "holder", "depth");
      earlier = earlier.unionByName(parents);
    }
    Set<String> filled = new TreeSet<>(CELL_VALUES);
    filled.addAll(Set.of("above", "back"));
    return earlier
        .join(
            cells,
            col("c_period")
                .equalTo(col("read_period"))
                .and(col("c_indicator").equalTo(col("indicator")))
                .and(col("c_unit").equalTo(col("measured"))),
            "left")
        .select(fact(filled));
  }

  private static Column[] cellColumns() {
    return new Column[] {
      col("indicator").as("c_indicator"),
      col("unit").as("c_unit"),
      col("period").as("c_period"),
      col("data_status"),
      col("numerator"),
      col("denominator"),
      col("value"),
      col("value_exact"),
      col("coverage"),
      col("target_op").as("op"),
      col("target").as("bound"),
      col("target_low").as("low"),
      col("target_high").as("high"),
      col("target_source").as("source"),
      col("reason"),
      col("silent"),
      col("data_as_of")
    };
  }

  /** Columns of a fact that a cell fills; the others are empty. */
  private static final Set<String> CELL_VALUES =
      Set.of(
          "item",
          "indicator",
          "measured",
          "data_status",
          "numerator",
          "denominator",
          "value",
          "value_exact",
          "coverage",
          "op",
          "bound",
          "low",
          "high",
          "source",
          "reason",
          "silent",
          "data_as_of");

  /** Columns of a fact that a target row fills. */
  private static final Set<String> AIM_VALUES =
      Set.of(
          "item", "indicator", "measured", "name", "depth", "op", "bound", "low", "high", "source");

  private static Column[] fact(Set<String> filled) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : Tables.FACT.fields()) {
      Column value = filled.contains(field.name()) ? col(field.name()) : lit(null);
      columns.add(value.cast(field.dataType()).as(field.name()));
    }
    return new Column[] {
      col("period"), col("unit"), struct(columns.toArray(Column[]::new)).as("fact")
    };
  }

  /** Parameters that came beside the figures (J10); those of the plans are looked up. */
  private static Dataset<Row> aims(
      StageContext context,
      Scorecard card,
      Dataset<Row> needed,
      Set<String> codes,
      List<String> periodTexts) {
    Set<String> names = new TreeSet<>(ItemFormulas.targetNames(card));
    names.add(TargetLookup.TARGET);
    Dataset<Row> targets =
        context
            .warehouse()
            .read(context.spark(), TARGETS)
            .where(col("indicator").isInCollection(codes))
            .where(col("period").isInCollection(periodTexts))
            .where(col("name").isInCollection(names))
            .where(col("source").startsWith("delivery "))
            .select(
                col("indicator").as("t_indicator"),
                col("unit").as("t_unit"),
                col("period").as("t_period"),
                col("name"),
                col("op"),
                col("value").as("bound"),
                col("low"),
                col("high"),
                col("source"));
    Dataset<Row> own =
        needed
            .where(col("measured").notEqual(col("unit")))
            .withColumn("holder", col("unit"))
            .withColumn("depth", lit(AimFact.OWN));
    Dataset<Row> held =
        needed
            .join(holders(context), col("h_unit").equalTo(col("measured")))
            // Only rates, averages and thresholds are inherited down the tree (R10).
            .where(col("depth").equalTo(0).or(col("inherited")))
            .drop("h_unit");
    return own.unionByName(held)
        .join(
            targets,
            col("t_period")
                .equalTo(col("period"))
                .and(col("t_indicator").equalTo(col("indicator")))
                .and(col("t_unit").equalTo(col("holder"))))
        .select(fact(AIM_VALUES));
  }

  /** Each unit with itself and the units above it, and how far up they are. */
  private static Dataset<Row> holders(StageContext context) {
    UnitTree tree = new UnitTree(context.definitions().units());
    List<Row> rows = new ArrayList<>();
    for (String unit : tree.units().keySet()) {
      List<String> chain = tree.chain(unit);
      for (int depth = 0; depth < chain.size(); depth++) {
        rows.add(RowFactory.create(unit, chain.get(depth), depth));
      }
    }
    return context
        .spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("h_unit", DataTypes.StringType)
                .add("holder", DataTypes.StringType)
                .add("depth", DataTypes.IntegerType));
  }

  /** The appraised units of each period, with the class they are compared in. */
  private static Dataset<Row> units(
      SparkSession spark,
      Scorecard card,
      Definitions definitions,
      Set<Period> periods,
      List<String> warnings) {
    List<Row> rows = new ArrayList<>();
    Set<String> several = new TreeSet<>();
    for (Unit unit : definitions.units().values()) {
      List<String> classes =
          unit.classes().stream().filter(card.unitClasses()::contains).sorted().toList();
      if (classes.isEmpty()) {
        continue;
      }
      if (classes.size() > 1) {
        several.add(unit.code());
      }
      for (Period period : periods) {
        if (unit.validOn(period.end())) {
          rows.add(RowFactory.create(period.text(), unit.code(), classes.get(0)));
        }
      }
    }
    if (!several.isEmpty()) {
      warnings.add(
          "Scorecard %s: units in several of its classes are ranked in the first: %s"
              .formatted(card.name(), CleanText.names(several)));
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("period", DataTypes.StringType)
            .add("unit", DataTypes.StringType)
            .add("class", DataTypes.StringType));
  }

  /** What each item reads; items for named units have a row for each of them. */
  private static Dataset<Row> items(
      SparkSession spark, Scorecard card, Definitions definitions, Set<Period> periods) {
    Period last = periods.stream().reduce((a, b) -> b).orElseThrow();
    List<Row> rows = new ArrayList<>();
    for (Scorecard.Item item : card.items()) {
      for (String code : Scheme.codes(item)) {
        boolean inherited =
            Optional.ofNullable(definitions.indicators().get(code))
                .filter(i -> TargetLookup.Reach.of(i, last).inherited())
                .isPresent();
        if (item.units().isEmpty()) {
          rows.add(RowFactory.create(item.code(), code, inherited, null));
        }
        for (String unit : item.units()) {
          rows.add(RowFactory.create(item.code(), code, inherited, unit));
        }
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("item", DataTypes.StringType)
            .add("indicator", DataTypes.StringType)
            .add("inherited", DataTypes.BooleanType)
            .add("only_unit", DataTypes.StringType));
  }

  /** 责任分解 in force on the last day of each period: appraised unit and item to measured units. */
  private static Dataset<Row> bindings(
      SparkSession spark, Scorecard card, Definitions definitions, Set<Period> periods) {
    Responsibilities duties =
        new Responsibilities(definitions.responsibilities(), new UnitTree(definitions.units()));
    Set<String> units = new TreeSet<>();
    definitions.responsibilities().stream()
        .filter(r -> r.scorecard().equals(card.name()))
        .forEach(r -> units.add(r.unit()));
    List<Row> rows = new ArrayList<>();
    for (Period period : periods) {
      for (String unit : units) {
        for (Scorecard.Item item : card.items()) {
          for (String measured : duties.held(card, item, unit, period.end())) {
            rows.add(RowFactory.create(period.text(), unit, item.code(), measured));
          }
        }
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("b_period", DataTypes.StringType)
            .add("b_unit", DataTypes.StringType)
            .add("b_item", DataTypes.StringType)
            .add("bound_unit", DataTypes.StringType));
  }
}
