package org.kaohe.quality;

import java.util.List;
import org.kaohe.config.Contract;
import org.kaohe.config.Contract.DatasetCheck;

/** The contract's checks of a whole delivery, made before its silver commit (J3). */
public final class DeliveryChecks {
  private DeliveryChecks() {}

  /**
   * Runs the checks of one delivery.
   *
   * @param delivered its records, of which {@code control} are totals and {@code quarantined} fail
   */
  public static List<CheckResult> of(
      Contract contract, String delivery, long delivered, long control, long quarantined) {
    return contract.checks().stream()
        .map(check -> of(contract.id(), check, delivery, delivered, control, quarantined))
        .toList();
  }

  private static CheckResult of(
      String dataset,
      DatasetCheck check,
      String delivery,
      long delivered,
      long control,
      long quarantined) {
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
        dataset,
        delivery,
        check.name(),
        check.severity(),
        observed >= check.least(),
        observed + unit,
        "at least " + check.least() + unit);
  }
}
