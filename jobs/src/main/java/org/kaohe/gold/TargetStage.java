package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.SafeSql;
import org.kaohe.config.Target;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.View;
import org.kaohe.delta.Extent;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Targets, full marks, baselines, floors … from the plans of {@code conf/targets} and from columns
 * delivered beside a given value (J10), into one table.
 *
 * <p>Two delivered rows for one unit and period contradict each other: they set nothing, as they
 * give no value.
 */
final class TargetStage {
  static final TableId TABLE = TableId.gold("target");

  private static final StructType SCHEMA =
      new StructType()
          .add("indicator", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("name", DataTypes.StringType)
          .add("op", DataTypes.StringType)
          .add("value", Aggregation.NUMBER)
          .add("low", Aggregation.NUMBER)
          .add("high", Aggregation.NUMBER)
          .add("source", DataTypes.StringType)
          .add("document", DataTypes.StringType);

  private final StageContext context;
  private final Changes changes;
  private final Definitions definitions;

  private TargetStage(StageContext context, Changes changes) {
    this.context = context;
    this.changes = changes;
    this.definitions = context.definitions();
  }

  static StageResult run(StageContext context, Changes changes) {
    context.spark().sparkContext().setJobDescription("Targets from plans and deliveries");
    try {
      return new TargetStage(context, changes).run();
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  private StageResult run() {
    List<Dataset<Row>> frames = new ArrayList<>();
    TreeSet<String> touched = new TreeSet<>();
    parametersBySource()
        .forEach(
            (name, reads) -> {
              frames.add(delivered(name, reads));
              reads.forEach(r -> touched.add(r.indicator().code()));
            });
    List<Row> plan =
        definitions.targets().stream()
            .filter(t -> changes.everything() || touched.contains(t.indicator()))
            .map(this::row)
            .toList();
    if (frames.isEmpty() && !changes.everything()) {
      return new StageResult("gold.target", Map.of(), List.of());
    }
    frames.add(context.spark().createDataFrame(plan, SCHEMA));
    Dataset<Row> all = MeasureStage.union(frames);
    WriteOptions options =
        new WriteOptions(context.runId(), List.of("indicator", "unit", "period"));
    boolean exists = context.warehouse().exists(TABLE);
    if (exists || !plan.isEmpty() || !all.isEmpty()) {
      if (changes.everything()) {
        context.warehouse().overwrite(all, TABLE, options);
      } else {
        context.warehouse().replace(all, TABLE, Extent.of("indicator", touched), options);
      }
    }
    return new StageResult("gold.target", Map.of("plan", (long) plan.size()), List.of());
  }

  private Map<String, List<Parts.Read>> parametersBySource() {
    Map<String, List<Parts.Read>> reads = new LinkedHashMap<>();
    Set<String> marked = Markers.of(context);
    Parts.all(definitions)
        .filter(r -> !marked.contains(r.id()))
        .filter(r -> !r.version().parameters().isEmpty())
        .filter(r -> r.role() == Parts.Role.VALUE)
        .filter(r -> touched(r.part().from()))
        .forEach(r -> reads.computeIfAbsent(r.part().from(), k -> new ArrayList<>()).add(r));
    return reads;
  }

  private boolean touched(String source) {
    View view = definitions.views().get(source);
    return view == null
        ? changes.touches(source)
        : view.inputs().stream().anyMatch(changes::touches);
  }

  private Dataset<Row> delivered(String name, List<Parts.Read> reads) {
    Contract contract = definitions.contracts().get(name);
    View view = definitions.views().get(name);
    Source source =
        view != null
            ? Source.of(context, view)
            : Source.of(context, java.util.Objects.requireNonNull(contract, name));
    List<Column> rows = new ArrayList<>();
    for (Parts.Read read : reads) {
      Aggregation.Placement placement = Aggregation.placement(source, read);
      Column at = PeriodColumns.named(placement.at());
      Column period =
          PeriodColumns.text(
              PeriodColumns.monthNumber(at, source.type(placement.at())),
              PeriodColumns.periodText(at, source.type(placement.at())));
      Column valid = valid(read, period);
      Column wanted = read.part().where().map(w -> SafeSql.value(w).and(valid)).orElse(valid);
      read.version()
          .parameters()
          .forEach(
              (parameter, column) -> {
                Column value = PeriodColumns.named(column).try_cast(Aggregation.NUMBER);
                rows.add(
                    when(
                        wanted.and(value.isNotNull()),
                        struct(
                            lit(read.indicator().code()).as("indicator"),
                            PeriodColumns.named(placement.unit()).cast("string").as("unit"),
                            period.as("period"),
                            lit(parameter).as("name"),
                            value.as("value"))));
              });
    }
    return source
        .rows()
        .select(
            explode(array_compact(array(rows.toArray(Column[]::new)))).as("t"),
            col("_delivery"),
            col("_line"))
        .groupBy("t.indicator", "t.unit", "t.period", "t.name")
        .agg(
            count(lit(1)).as("n"),
            max("t.value").as("value"),
            max(concat(lit("delivery "), col("_delivery"), lit(":"), col("_line"))).as("source"))
        .filter(col("n").equalTo(1).and(col("period").isNotNull()))
        .select(
            col("indicator"),
            col("unit"),
            col("period"),
            col("name"),
            when(col("name").equalTo(TargetLookup.TARGET), lit(Target.Operator.REACH.sign()))
                .as("op"),
            col("value"),
            lit(null).cast(Aggregation.NUMBER).as("low"),
            lit(null).cast(Aggregation.NUMBER).as("high"),
            col("source"),
            lit("").as("document"));
  }

  /** A column of the delivered row means a parameter only in the periods of its version. */
  private static Column valid(Parts.Read read, Column period) {
    Indicator indicator = read.indicator();
    if (indicator.versions().size() == 1) {
      return lit(true);
    }
    int at = indicator.versions().indexOf(read.version());
    Column valid = PeriodColumns.end(period).geq(lit(read.version().validFrom().toString()));
    if (at + 1 < indicator.versions().size()) {
      Version next = indicator.versions().get(at + 1);
      valid = valid.and(PeriodColumns.end(period).lt(lit(next.validFrom().toString())));
    }
    return valid;
  }

  private Row row(Target target) {
    return RowFactory.create(
        target.indicator(),
        target.unit(),
        target.period().text(),
        target.name(),
        target.op().sign(),
        scaled(target.value().orElse(null)),
        scaled(target.low().orElse(null)),
        scaled(target.high().orElse(null)),
        target.source(definitions.project().workspace()),
        target.document());
  }

  private static @Nullable BigDecimal scaled(@Nullable BigDecimal value) {
    return value == null ? null : value.setScale(Aggregation.NUMBER.scale());
  }
}
