package org.kaohe.gold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.View;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.stage.OpenRows;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;
import org.kaohe.stage.Witness;

/**
 * Who has reported what: the grid {@code gold/reporting} of dataset, unit and period (RULES
 * R34–R36, J21), from the ledger, the rows of silver and those in quarantine. Cells take their
 * coverage from it and from nothing else.
 */
final class ReportingStage {
  static final TableId TABLE = TableId.gold("reporting");

  static final StructType SCHEMA =
      new StructType()
          .add("dataset", DataTypes.StringType)
          .add("reporter", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("expected", DataTypes.BooleanType)
          .add("due", DataTypes.DateType)
          .add("received", DataTypes.DateType)
          .add("on_time", DataTypes.BooleanType)
          .add("status", DataTypes.StringType)
          .add("rows", DataTypes.LongType)
          .add("rejected_rows", DataTypes.LongType)
          .add("replaced", DataTypes.LongType)
          .add("run_id", DataTypes.StringType);

  private final StageContext context;
  private final Definitions definitions;

  private ReportingStage(StageContext context) {
    this.context = context;
    this.definitions = context.definitions();
  }

  /** What is known of all datasets that indicators read, and the stage's own account. */
  record Outcome(Reports reports, StageResult result) {}

  static Outcome run(StageContext context, Changes changes) {
    if (changes.none()) {
      return new Outcome(
          Reports.of(context.definitions(), List.of(), Map.of()),
          new StageResult("gold.reporting", Map.of(), List.of()));
    }
    context.spark().sparkContext().setJobDescription("Who has reported what");
    try {
      return new ReportingStage(context).make(changes);
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  private Outcome make(Changes changes) {
    Map<String, List<Reports.Witness>> witnesses = new TreeMap<>();
    Set<String> read = read(definitions);
    List<Dataset<Row>> frames = new ArrayList<>();
    for (String dataset : read) {
      Contract contract = definitions.contracts().get(dataset);
      if (contract != null && context.warehouse().exists(TableId.silver(dataset))) {
        frames.add(accepted(contract));
      }
    }
    if (!frames.isEmpty()) {
      OpenRows.of(context, read).map(ReportingStage::rejected).ifPresent(frames::add);
    }
    if (!frames.isEmpty()) {
      // Bounded by units, periods and issues, not by rows.
      for (Row r : MeasureStage.union(frames).collectAsList()) {
        witnesses
            .computeIfAbsent(r.getString(0), k -> new ArrayList<>())
            .add(
                new Reports.Witness(
                    r.getString(1),
                    r.getString(2),
                    r.getBoolean(3),
                    r.isNullAt(4) ? LocalDate.MIN : r.getDate(4).toLocalDate(),
                    r.getLong(5),
                    r.getBoolean(6)));
      }
    }
    Reports reporting = Reports.of(definitions, changes.delivered(), witnesses);
    List<Row> rows = new ArrayList<>();
    for (ReportingGrid.Line line :
        ReportingGrid.lines(definitions, reporting, read, context.businessDate())) {
      rows.add(
          RowFactory.create(
              line.dataset(),
              line.reporter(),
              line.unit(),
              line.period().text(),
              line.expected(),
              line.due().map(java.sql.Date::valueOf).orElse(null),
              line.received().map(java.sql.Date::valueOf).orElse(null),
              line.onTime().orElse(null),
              line.status().text(),
              line.rows(),
              line.rejected(),
              line.replaced(),
              context.runId()));
    }
    context
        .warehouse()
        .overwrite(
            context.spark().createDataFrame(rows, SCHEMA).coalesce(1),
            TABLE,
            new WriteOptions(context.runId(), List.of("dataset", "unit", "period")));
    return new Outcome(
        reporting,
        new StageResult("gold.reporting", Map.of("rows", (long) rows.size()), List.of()));
  }

  /** The datasets behind the parts of all indicators. */
  private static Set<String> read(Definitions definitions) {
    Set<String> read = new TreeSet<>();
    Parts.all(definitions)
        .map(r -> r.part().from())
        .forEach(
            from -> {
              View view = definitions.views().get(from);
              Collection<String> inputs = view == null ? Set.of(from) : view.inputs();
              read.addAll(inputs);
            });
    return read;
  }

  /** {@code dataset, unit, period, declared, issued, rows, rejected}. */
  private Dataset<Row> accepted(Contract contract) {
    Dataset<Row> silver =
        context
            .warehouse()
            .read(context.spark(), TableId.silver(contract.id()))
            .filter(not(col("_deleted")));
    Witness witness = Witness.of(contract);
    return silver
        .select(
            witness.unit().as("unit"),
            witness.period().as("period"),
            witness.declared().as("declared"),
            col("_issued").as("issued"))
        .groupBy("unit", "period", "declared", "issued")
        .agg(count(lit(1)).as("rows"))
        .select(
            lit(contract.id()).as("dataset"),
            coalesce(col("unit"), lit("")).as("unit"),
            coalesce(col("period"), lit("")).as("period"),
            col("declared"),
            col("issued"),
            col("rows"),
            lit(false).as("rejected"));
  }

  private static Dataset<Row> rejected(Dataset<Row> waiting) {
    return waiting
        .groupBy("dataset", "unit", "period", "declared", "issued")
        .agg(count(lit(1)).as("rows"), max(lit(true)).as("rejected"))
        .select(
            col("dataset"),
            coalesce(col("unit"), lit("")).as("unit"),
            coalesce(col("period"), lit("")).as("period"),
            coalesce(col("declared"), lit(true)).as("declared"),
            col("issued"),
            col("rows"),
            col("rejected"));
  }
}
