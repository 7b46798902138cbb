package org.kaohe.silver;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.delta.Extent;
import org.kaohe.delta.Staged;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.ErrorCode;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.Witness;

/**
 * Rows kept out of silver. Each dataset stages its own; {@link #publish} appends all of them to
 * {@code ops/quarantine} in one commit.
 */
public final class Quarantine {
  static final String BAD = "quarantined";
  static final String CONTROL = "control";

  /** Rows in silver with cells that were left empty; only counted. */
  static final String EMPTIED = "emptied";

  private final StageContext context;
  private final Contract contract;

  Quarantine(StageContext context, Contract contract) {
    this.context = context;
    this.contract = contract;
  }

  /** Failing and control rows, in files of the run. */
  Staged stage(Dataset<Row> typed, boolean small) {
    Witness witness = Witness.of(contract);
    // Only codes of units are kept: in a shifted row anything may stand in their place.
    Column unit =
        when(witness.unit().isInCollection(context.definitions().units().keySet()), witness.unit());
    Dataset<Row> aside =
        typed
            .filter(
                col(DeliveryReader.REASONS)
                    .isNotNull()
                    .or(col(DeliveryReader.CONTROL))
                    .or(col(DeliveryReader.EMPTIED).isNotNull()))
            .select(
                lit(contract.id()).as("dataset"),
                col(DeliveryReader.DELIVERY).as("delivery"),
                col(DeliveryReader.LINE).as("line"),
                unit.as("unit"),
                witness.period().as("period"),
                witness.declared().as("declared"),
                witness.key().as("key"),
                col(DeliveryReader.ISSUED).as("issued"),
                col(DeliveryReader.RECORD),
                coalesce(col(DeliveryReader.REASONS), col(DeliveryReader.EMPTIED)).as("reasons"),
                when(col(DeliveryReader.CONTROL), CONTROL)
                    .when(col(DeliveryReader.REASONS).isNotNull(), BAD)
                    .otherwise(EMPTIED)
                    .as("kind"));
    return context.warehouse().stage(small ? aside.coalesce(1) : aside, options(context));
  }

  private static WriteOptions options(StageContext context) {
    return new WriteOptions(context.runId(), List.of("dataset", "delivery"));
  }

  /** Numbers of staged rows by delivery and kind, or by why cells were left empty. */
  static Map<String, Map<String, Long>> counts(Staged aside) {
    Map<String, Map<String, Long>> counts = new HashMap<>();
    if (!aside.isEmpty()) {
      aside
          .read()
          .groupBy(
              col("delivery"),
              when(
                      col("kind").equalTo(EMPTIED),
                      concat(lit(EMPTIED + " "), array_join(col("reasons"), ", ")))
                  .otherwise(col("kind"))
                  .as("kind"))
          .count()
          .collectAsList()
          .forEach(
              r ->
                  counts
                      .computeIfAbsent(r.getString(0), k -> new HashMap<>())
                      .put(r.getString(1), r.getLong(2)));
    }
    return counts;
  }

  /** Cells that nobody reads and that could not be read, by column. */
  static List<String> emptied(Contract contract, Map<String, Map<String, Long>> aside) {
    Map<String, Long> cells = new TreeMap<>();
    aside
        .values()
        .forEach(
            kinds ->
                kinds.forEach(
                    (kind, rows) -> {
                      if (kind.startsWith(EMPTIED)) {
                        for (String reason : kind.substring(EMPTIED.length() + 1).split(", ", -1)) {
                          cells.merge(reason, rows, Long::sum);
                        }
                      }
                    }));
    List<String> told = new ArrayList<>();
    cells.forEach(
        (reason, rows) ->
            told.add(
                ErrorCode.CELLS_EMPTIED.told(
                    "%s: cells of %,d rows are left empty for %s; no indicator reads the column, so the rows count. If such a row must wait, write criticalDataElement: true at the column in %s."
                        .formatted(contract.id(), rows, reason, contract.file()))));
    return told;
  }

  /**
   * Appends what the datasets staged.
   *
   * @param rebuilt datasets whose earlier rows are replaced, because all their deliveries were
   *     typed again
   * @return rows appended
   */
  public static long publish(StageContext context, List<Staged> aside, List<String> rebuilt) {
    TableId table = TableId.ops("quarantine");
    Optional<Staged> all = aside.stream().reduce(Staged::plus).filter(a -> !a.isEmpty());
    boolean replaces = !rebuilt.isEmpty() && context.warehouse().exists(table);
    if (all.isEmpty() && !replaces) {
      return 0;
    }
    Staged rows =
        context
            .warehouse()
            .stage(
                all.map(Staged::read)
                    .orElseGet(() -> context.warehouse().read(context.spark(), table).limit(0))
                    .transform(found -> quarantined(context, found)),
                options(context));
    if (replaces) {
      context.warehouse().replace(rows, table, Extent.of("dataset", rebuilt), options(context));
    } else {
      context.warehouse().append(rows, table, options(context));
    }
    return rows.rows();
  }

  private static Dataset<Row> quarantined(StageContext context, Dataset<Row> rows) {
    Dataset<Row> bad =
        List.of(rows.columns()).contains("kind") ? rows.filter(col("kind").equalTo(BAD)) : rows;
    return bad.select(
            col("dataset"),
            col("delivery"),
            col("line"),
            col("unit"),
            col("period"),
            col("declared"),
            col("key"),
            col("issued"),
            col("record"),
            col("reasons"),
            lit(context.runId()).as("first_run"),
            lit(context.runId()).as("last_run"),
            lit("open").as("status"))
        .coalesce(1);
  }
}
