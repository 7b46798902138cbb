package org.kaohe.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;
import org.kaohe.config.Contract.Severity;
import org.kaohe.config.SafeSql;

/**
 * Checks of a dataset's current rows after its silver commit: rows waiting for what they refer to
 * (J4), and plausibility rules that warn. One aggregation for all of them.
 */
public final class DatasetChecks {
  /** Heads the check that counts the rows for which a rule can't be computed (J25). */
  private static final String UNANSWERED = "rule-error:";

  private DatasetChecks() {}

  /**
   * Runs the checks.
   *
   * @param current current rows of the dataset
   * @param others current rows of another dataset by id; empty when it has none yet
   * @param unitCodes codes of the unit tree
   */
  public static List<CheckResult> of(
      Contract contract,
      Dataset<Row> current,
      Function<String, Optional<Dataset<Row>>> others,
      Collection<String> unitCodes) {
    List<Named> failing = new ArrayList<>();
    Dataset<Row> rows = current;
    for (Column column : contract.columns()) {
      if (column.reference().isEmpty()) {
        continue;
      }
      Column.Reference reference = column.reference().get();
      String name = "reference:" + column.name();
      if (reference.dataset().equals("unit")) {
        if (reference.severity() == Severity.WARN) {
          failing.add(
              new Named(
                  name, not(col(column.name()).isInCollection(unitCodes)), "0 unknown units"));
        }
        continue;
      }
      if (reference.needed()) {
        continue; // such rows wait in quarantine
      }
      String found = "_found_" + column.name();
      Optional<Dataset<Row>> other = others.apply(reference.dataset());
      rows =
          other.isEmpty()
              ? rows.withColumn(found, lit(false))
              : rows.join(
                      other
                          .get()
                          .select(col(reference.column()).as("_key"), lit(true).as(found))
                          .distinct(),
                      col(column.name()).equalTo(col("_key")),
                      "left")
                  .drop("_key");
      failing.add(
          new Named(
              name,
              col(column.name()).isNotNull().and(col(found).isNull().or(not(col(found)))),
              "0 rows waiting for " + reference.dataset() + "." + reference.column()));
    }
    for (Contract.RowRule rule : contract.rowRules()) {
      if (rule.severity() == Severity.WARN) {
        failing.add(
            new Named(
                rule.name(), not(SafeSql.value(rule.condition())), "0 rows against the rule"));
        failing.add(
            new Named(
                UNANSWERED + rule.name(),
                SafeSql.raised(SafeSql.column(rule.condition())),
                "0 rows for which the rule can't be computed"));
      }
    }
    if (failing.isEmpty()) {
      return List.of();
    }
    org.apache.spark.sql.Column[] sums =
        failing.stream()
            .map(f -> coalesce(sum(when(f.condition(), 1L)), lit(0L)))
            .toArray(org.apache.spark.sql.Column[]::new);
    Row counts =
        rows.groupBy().agg(sums[0], java.util.Arrays.copyOfRange(sums, 1, sums.length)).head();
    List<CheckResult> results = new ArrayList<>();
    for (int i = 0; i < failing.size(); i++) {
      long n = counts.getLong(i);
      Named check = failing.get(i);
      if (n == 0 && check.name().startsWith(UNANSWERED)) {
        continue; // Nothing to tell: it is no check of its own.
      }
      results.add(
          new CheckResult(
              contract.id(),
              "",
              check.name(),
              Severity.WARN,
              n == 0,
              n + " rows",
              check.expected()));
    }
    return results;
  }

  private record Named(String name, org.apache.spark.sql.Column condition, String expected) {}
}
