package org.kaohe.silver;

import java.util.List;
import org.kaohe.config.Contract;
import org.kaohe.config.Contract.DatasetCheck;
import org.kaohe.silver.SilverResult.CheckResult;

/** The contract's checks of a whole delivery, made before its silver commit (J3). */
final class Checks {
  private Checks() {}

  static List<CheckResult> of(
      Contract contract, String delivery, long delivered, long control, long quarantined) {
    return contract.checks().stream()
        .map(check -> of(check, delivery, delivered, control, quarantined))
        .toList();
  }

  private static CheckResult of(
      DatasetCheck check, String delivery, long delivered, long control, long quarantined) {
    long records = delivered - control;
    long accepted = records - quarantined;
    long observed =
        switch (check.metric()) {
          case ROW_COUNT -> accepted;
          // A nil report has no row that could be wrong.
          case ACCEPTED_PERCENT -> records == 0 ? 100 : accepted * 100 / records;
        };
    String unit =
        switch (check.metric()) {
          case ROW_COUNT -> " rows";
          case ACCEPTED_PERCENT -> " % of rows";
        };
    return new CheckResult(
        delivery,
        check.name(),
        check.severity() == Contract.Severity.ERROR ? "error" : "warn",
        observed >= check.least(),
        observed + unit,
        "at least " + check.least() + unit);
  }
}
