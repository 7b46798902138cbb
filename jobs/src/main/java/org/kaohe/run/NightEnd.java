package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.Warehouse;
import org.kaohe.stage.StageResult;

/** What a night leaves behind: the rest of the ledger, its end, and what the next one goes by. */
final class NightEnd {
  private final Definitions definitions;
  private final Clock clock;
  private final String product;
  private final Warehouse warehouse;
  private final Ledger ledger;
  private final Selection selection;
  private final NightKey key;
  private final Steps steps;
  private final RunRecord record;
  private final String runId;
  private final LocalDate date;
  private final List<String> failures;

  /**
   * @param failures takes what could not be recorded
   */
  NightEnd(Night.Desk desk, NightKey key, Steps steps, RunRecord record, List<String> failures) {
    this.definitions = desk.definitions();
    this.clock = desk.clock();
    this.product = desk.product();
    this.warehouse = desk.warehouse();
    this.ledger = desk.ledger();
    this.selection = desk.selection();
    this.key = key;
    this.steps = steps;
    this.record = record;
    this.runId = record.runId();
    this.date = record.date();
    this.failures = failures;
  }

  /** The rest of the ledger; whether it could be written. */
  boolean told(NightChecks checks) {
    try {
      steps.timed(
          "ledger",
          () -> {
            ledger.writeChecks(checks.results(), runId);
            ledger.writeStages(steps.entries(), runId);
            return checks.results().size();
          },
          n -> new StageResult("ledger", Map.of("checks", (long) n), List.of()));
      return true;
    } catch (RuntimeException e) {
      return unrecorded(e);
    }
  }

  /**
   * The result is told whether or not its end could be recorded; then the next night repeats it.
   */
  NightResult ended(NightResult result, Optional<Release> made) {
    try {
      record.end(result, made, clock.instant());
      delete(warehouse.unfinished());
      return result;
    } catch (RuntimeException e) {
      unrecorded(e);
      return result.failing(Failures.text(e));
    }
  }

  private boolean unrecorded(RuntimeException e) {
    if (Failures.isFatal(e)) {
      throw e;
    }
    steps.trace(e);
    failures.add("The end of the run is not recorded: " + Failures.text(e));
    return false;
  }

  /** A memory that can't be written costs the next night time, and nothing else. */
  void remembered(
      Release release,
      Plan plan,
      Planner.Outlook outlook,
      Set<String> failed,
      List<OpenRefusal> open) {
    try {
      remember(release.id(), plan, outlook, failed, List.copyOf(failures), open);
    } catch (RuntimeException e) {
      unrecorded(e);
    }
  }

  /**
   * Writes what the next night goes by.
   *
   * @param failed datasets that it has to take up again
   * @param standing what is wrong until somebody acts
   */
  void remember(
      String release,
      Plan plan,
      Planner.Outlook outlook,
      Set<String> failed,
      List<String> standing,
      List<OpenRefusal> open) {
    Map<String, String> contracts = new TreeMap<>(outlook.contracts());
    failed.forEach(contracts::remove);
    new NightState(
            release,
            product,
            definitions.hash(),
            contracts,
            date.toString(),
            failed.isEmpty()
                && selection.everything()
                && contracts.size() == definitions.contracts().size(),
            Planner.remembered(plan.landing()),
            key.remembered(),
            standing,
            open,
            plan.retry())
        .write(warehouse.state());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
