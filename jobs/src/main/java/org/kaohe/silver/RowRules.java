package org.kaohe.silver;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.config.SafeSql;
import org.kaohe.landing.DeliveryReader;

/**
 * The contract's plausibility rules on typed rows: {@code rule:<name>} joins the reasons of a row
 * that breaks one, {@code rule-error:<name>} those of a row for which one can't be computed (J25).
 */
final class RowRules {
  private RowRules() {}

  static Dataset<Row> apply(Contract contract, Dataset<Row> typed) {
    List<Contract.RowRule> rules =
        contract.rowRules().stream().filter(r -> r.severity() == Contract.Severity.ERROR).toList();
    if (rules.isEmpty()) {
      return typed;
    }
    Column[] texts = rules.stream().map(RowRules::reason).toArray(Column[]::new);
    Column some =
        rules.stream()
            .flatMap(r -> Stream.of(broken(r), raised(r)))
            .reduce(Column::or)
            .orElseThrow();
    Column known = col(DeliveryReader.REASONS);
    Column none = array().cast("array<string>");
    return typed.withColumn(
        DeliveryReader.REASONS,
        when(
                some.and(not(col(DeliveryReader.CONTROL))),
                concat(coalesce(known, none), array_compact(array(texts))))
            .otherwise(known));
  }

  private static Column reason(Contract.RowRule rule) {
    return when(raised(rule), lit("rule-error:" + rule.name()))
        .when(broken(rule), lit("rule:" + rule.name()));
  }

  private static Column raised(Contract.RowRule rule) {
    return SafeSql.raised(SafeSql.column(rule.condition()));
  }

  /** A rule that cannot be answered, because a cell is missing, is not broken. */
  private static Column broken(Contract.RowRule rule) {
    return not(coalesce(SafeSql.value(rule.condition()), lit(true)));
  }
}
