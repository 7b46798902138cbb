package org.kaohe.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.delta.TableId;
import org.kaohe.gold.Changes;
import org.kaohe.gold.SourceChecks;
import org.kaohe.quality.CheckResult;
import org.kaohe.quality.DatasetChecks;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/** What a night checks, and what came of it. */
final class NightChecks {
  private final List<CheckResult> results = new ArrayList<>();

  void add(Collection<CheckResult> more) {
    results.addAll(more);
  }

  List<CheckResult> results() {
    return List.copyOf(results);
  }

  /**
   * The contracts' own checks of what changed, and of what refers to it (J4).
   *
   * @param warnings takes a sentence for each that failed
   * @param failures takes a sentence for each dataset whose checks can't be asked
   */
  StageResult datasets(
      StageContext context, List<String> changed, List<String> warnings, List<String> failures) {
    Set<String> wanted = new TreeSet<>(changed);
    for (Contract contract : context.definitions().contracts().values()) {
      if (contract.columns().stream()
          .flatMap(c -> c.reference().stream())
          .anyMatch(r -> changed.contains(r.dataset()))) {
        wanted.add(contract.id());
      }
    }
    List<CheckResult> done = new ArrayList<>();
    for (String dataset : wanted) {
      Contract contract = context.definitions().contracts().get(dataset);
      Optional<Dataset<Row>> rows = current(context, dataset);
      if (contract != null && rows.isPresent()) {
        try {
          done.addAll(
              DatasetChecks.of(
                  contract,
                  rows.get(),
                  other -> current(context, other),
                  context.definitions().units().keySet()));
        } catch (Exception e) {
          if (Failures.isFatal(e)) {
            throw e;
          }
          failures.add(
              "K4030: the checks of %s end in an error, so nobody knows whether they hold; the data stand. Mend the check in %s: %s"
                  .formatted(dataset, contract.file(), Failures.text(e)));
        }
      }
    }
    results.addAll(done);
    List<String> failed =
        done.stream()
            .filter(r -> !r.passed())
            .map(r -> "%s %s: %s".formatted(r.dataset(), r.check(), r.observed()))
            .toList();
    warnings.addAll(failed);
    return new StageResult(
        "checks",
        Map.of("checks", (long) done.size(), "warnings", (long) failed.size()),
        List.of());
  }

  private static Optional<Dataset<Row>> current(StageContext context, String dataset) {
    TableId table = TableId.silver(dataset);
    return context.warehouse().exists(table)
        ? Optional.of(context.warehouse().read(context.spark(), table).filter("not _deleted"))
        : Optional.empty();
  }

  /** Sources and units add up to the cells of tonight (R37, R41). */
  StageResult sums(StageContext context, Changes changes) {
    SourceChecks.Outcome outcome = SourceChecks.of(context, changes);
    results.addAll(outcome.results());
    return new StageResult(
        "checks.sums", Map.of("numbers", outcome.cells()), List.of(), outcome.failures());
  }

  /** J2 for every delivery ever taken in, not only tonight's. */
  void equations(Collection<DeliveryEntry> known) {
    long wrong = known.stream().filter(e -> !e.balanced()).count();
    results.add(
        new CheckResult(
            "",
            "",
            "row_equation",
            Contract.Severity.ERROR,
            wrong == 0,
            "%d of %d deliveries do not add up".formatted(wrong, known.size()),
            "delivered = accepted + superseded + deleted + control + quarantined"));
  }
}
