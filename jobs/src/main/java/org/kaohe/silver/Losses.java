package org.kaohe.silver;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.delta.TableId;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.stage.StageContext;

/**
 * Rows that readers see and that are gone since everything was typed again by a changed contract
 * (J24). Whose key a row has that was not seen before is corrected and not lost, and neither is
 * what a delivery of the same night withdraws.
 */
public final class Losses {
  /** So many deliveries and reasons are told. */
  private static final int TOLD = 3;

  private static final String DELIVERY = DeliveryReader.DELIVERY;
  private static final String LINE = DeliveryReader.LINE;
  private static final String WHY = "why";
  private static final String NUMBER = "count";

  private Losses() {}

  /**
   * Tells them in a sentence's part: {@code 100 (a.csv: 98 required:month; …)}; empty when there is
   * none.
   *
   * @param before version of the dataset's table that readers see
   * @param result what typing again gave
   * @param arriving whether deliveries of the same night are among them
   * @param file names a delivery's file
   */
  public static Optional<String> of(
      StageContext context,
      Contract contract,
      long before,
      SilverResult result,
      boolean arriving,
      UnaryOperator<String> file) {
    TableId table = TableId.silver(contract.id());
    Dataset<Row> now = context.warehouse().read(context.spark(), table);
    Dataset<Row> then = context.warehouse().read(context.spark(), table, before);
    Dataset<Row> gone =
        without(
            then.filter(not(col(DeliveryReader.DELETED))),
            now.filter(not(col(DeliveryReader.DELETED))),
            List.of(DELIVERY, LINE));
    if (Set.of(gone.columns()).containsAll(contract.key())) {
      gone = without(gone, without(now, then, List.of(DELIVERY, LINE)), contract.key());
    }
    if (arriving && contract.mode() == Contract.Mode.REPLACE) {
      gone = without(gone, now, List.of(DELIVERY, LINE));
    }
    Column reasons = array_join(col("reasons"), ", ");
    Dataset<Row> why =
        result.aside().isEmpty()
            ? gone.select(col(DELIVERY), lit("").as(WHY))
            : gone.join(
                    result
                        .aside()
                        .read()
                        .filter(col("kind").equalTo(Quarantine.BAD))
                        .select(
                            col("delivery").as(DELIVERY), col("line").as(LINE), reasons.as(WHY)),
                    new String[] {DELIVERY, LINE},
                    "left")
                .select(col(DELIVERY), coalesce(col(WHY), lit("")).as(WHY));
    Dataset<Row> grouped = why.groupBy(DELIVERY, WHY).count();
    Row all = grouped.selectExpr("sum(count)", "count(1)").head();
    if (all.isNullAt(0)) {
      return Optional.empty();
    }
    List<String> told = new ArrayList<>();
    for (Row r :
        grouped.orderBy(col(NUMBER).desc(), col(DELIVERY), col(WHY)).limit(TOLD).collectAsList()) {
      told.add("%s: %,d %s".formatted(file.apply(r.getString(0)), r.getLong(2), reason(r, result)));
    }
    return Optional.of(
        "%,d (%s%s)"
            .formatted(
                all.getLong(0), String.join("; ", told), all.getLong(1) > TOLD ? "; …" : ""));
  }

  private static String reason(Row row, SilverResult result) {
    if (!row.getString(1).isEmpty()) {
      return row.getString(1);
    }
    return result.outcomes().stream()
        .filter(o -> o.delivery().equals(row.getString(0)))
        .flatMap(
            o ->
                o.held().isPresent()
                    ? Stream.of("contradict another delivery")
                    : o.refused().stream())
        .findFirst()
        .orElse("have the key of another row");
  }

  /** Rows whose texts in these columns no other row has; types may have changed between. */
  private static Dataset<Row> without(
      Dataset<Row> rows, Dataset<Row> others, List<String> columns) {
    Column same = lit(true);
    Dataset<Row> other =
        others.select(
            columns.stream().map(c -> col(c).cast("string").as("_" + c)).toArray(Column[]::new));
    for (String column : columns) {
      same = same.and(rows.col(column).cast("string").equalTo(other.col("_" + column)));
    }
    return rows.join(other, same, "left_anti");
  }
}
