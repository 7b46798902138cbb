package org.kaohe.silver;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.stage.StageContext;

/**
 * Rows kept out of silver. Each dataset stages its own; {@link #publish} appends all of them to
 * {@code ops/quarantine} in one commit.
 */
public final class Quarantine {
  static final String BAD = "quarantined";
  static final String CONTROL = "control";

  private final StageContext context;
  private final String dataset;

  Quarantine(StageContext context, String dataset) {
    this.context = context;
    this.dataset = dataset;
  }

  /** Stages failing and control rows; returns their numbers by delivery and kind. */
  Map<String, Map<String, Long>> stage(Dataset<Row> typed) {
    String folder =
        context.warehouse().staging(context.runId(), "quarantine/" + dataset).toString();
    typed
        .filter(col(DeliveryReader.REASONS).isNotNull().or(col(DeliveryReader.CONTROL)))
        .select(
            lit(dataset).as("dataset"),
            col("_delivery").as("delivery"),
            col("_line").as("line"),
            col("record"),
            col(DeliveryReader.REASONS).as("reasons"),
            when(col(DeliveryReader.CONTROL), CONTROL).otherwise(BAD).as("kind"))
        .coalesce(1)
        .write()
        .parquet(folder);
    Map<String, Map<String, Long>> counts = new HashMap<>();
    context
        .spark()
        .read()
        .parquet(folder)
        .groupBy("delivery", "kind")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            r ->
                counts
                    .computeIfAbsent(r.getString(0), k -> new HashMap<>())
                    .put(r.getString(1), r.getLong(2)));
    return counts;
  }

  /**
   * Appends what the datasets staged.
   *
   * @param rebuilt datasets whose earlier rows are replaced, because all their deliveries were
   *     typed again
   * @return rows appended
   */
  public static long publish(StageContext context, List<String> datasets, List<String> rebuilt) {
    SparkSession spark = context.spark();
    String[] folders =
        datasets.stream()
            .map(d -> context.warehouse().staging(context.runId(), "quarantine/" + d).toString())
            .toArray(String[]::new);
    if (folders.length == 0) {
      return 0;
    }
    TableId table = TableId.ops("quarantine");
    Dataset<Row> rows =
        spark
            .read()
            .parquet(folders)
            .filter(col("kind").equalTo(BAD))
            .select(
                col("dataset"),
                col("delivery"),
                col("line"),
                col("record"),
                col("reasons"),
                lit(context.runId()).as("first_run"),
                lit(context.runId()).as("last_run"),
                lit("open").as("status"));
    long number = rows.count();
    boolean replaces = !rebuilt.isEmpty() && context.warehouse().exists(table);
    if (number == 0 && !replaces) {
      return 0;
    }
    WriteOptions options = new WriteOptions(context.runId(), List.of("dataset", "delivery"));
    Dataset<Row> all = rows;
    if (replaces) {
      Dataset<Row> others =
          context
              .warehouse()
              .read(spark, table)
              .filter(org.apache.spark.sql.functions.not(col("dataset").isin(rebuilt.toArray())));
      context.warehouse().overwrite(others.unionByName(all).coalesce(1), table, options);
    } else {
      context.warehouse().append(all.coalesce(1), table, options);
    }
    return number;
  }
}
