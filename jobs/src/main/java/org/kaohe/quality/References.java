package org.kaohe.quality;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;

/**
 * References to other datasets that a row can't do without (J4): a row whose other half has not
 * been delivered waits in quarantine, with the reason {@code waiting:<column>}.
 */
public final class References {
  private References() {}

  /**
   * Adds the reason to typed rows.
   *
   * @param reasons name of the column of reasons
   * @param others current rows of another dataset by id; empty when it has none yet
   */
  public static Dataset<Row> apply(
      Contract contract,
      Dataset<Row> typed,
      String reasons,
      Function<String, Optional<Dataset<Row>>> others) {
    Dataset<Row> rows = typed;
    for (Column column : contract.columns()) {
      Optional<Column.Reference> needed = column.reference().filter(Column.Reference::needed);
      if (needed.isPresent()) {
        rows = waiting(rows, column.name(), needed.get(), reasons, others);
      }
    }
    return rows;
  }

  private static Dataset<Row> waiting(
      Dataset<Row> rows,
      String column,
      Column.Reference reference,
      String reasons,
      Function<String, Optional<Dataset<Row>>> others) {
    String found = "_found_" + column;
    Dataset<Row> joined =
        others
            .apply(reference.dataset())
            .map(
                other ->
                    rows.join(
                            other
                                .select(col(reference.column()).as("_key"), lit(true).as(found))
                                .distinct(),
                            col(column).equalTo(col("_key")),
                            "left")
                        .drop("_key"))
            .orElseGet(() -> rows.withColumn(found, lit(null).cast("boolean")));
    org.apache.spark.sql.Column none = array().cast("array<string>");
    return joined
        .withColumn(
            reasons,
            when(
                    col(column).isNotNull().and(col(found).isNull()),
                    concat(coalesce(col(reasons), none), array(lit("waiting:" + column))))
                .otherwise(col(reasons)))
        .drop(found);
  }
}
