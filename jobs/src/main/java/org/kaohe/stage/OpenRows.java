package org.kaohe.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.delta.TableId;

/**
 * Rows of {@code ops/quarantine} that still wait (RULES R35): but for those whose key has a row in
 * silver, because that one was corrected, or stands until its correction is (R19).
 */
public final class OpenRows {
  private static final TableId QUARANTINE = TableId.ops("quarantine");

  private OpenRows() {}

  /** Those of some datasets; empty when nothing ever was set aside. */
  public static Optional<Dataset<Row>> of(StageContext context, Collection<String> datasets) {
    if (!context.warehouse().exists(QUARANTINE)) {
      return Optional.empty();
    }
    Dataset<Row> open =
        context
            .warehouse()
            .read(context.spark(), QUARANTINE)
            .filter(col("dataset").isin(datasets.toArray()).and(col("status").equalTo("open")));
    // Bounded by the number of datasets.
    List<Row> found = open.select("dataset").distinct().collectAsList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<Dataset<Row>> known =
        found.stream()
            .flatMap(
                r ->
                    Optional.ofNullable(context.definitions().contracts().get(r.getString(0)))
                        .stream())
            .filter(c -> context.warehouse().exists(TableId.silver(c.id())))
            .map(c -> keys(context, c))
            .reduce(Dataset::union);
    return Optional.of(
        known.map(k -> open.join(k, new String[] {"dataset", "key"}, "left_anti")).orElse(open));
  }

  private static Dataset<Row> keys(StageContext context, Contract contract) {
    return context
        .warehouse()
        .read(context.spark(), TableId.silver(contract.id()))
        .filter(not(col("_deleted")))
        .select(lit(contract.id()).as("dataset"), Witness.of(contract).key().as("key"));
  }
}
