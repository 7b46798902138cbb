package org.kaohe.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Release;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.CleanText;
import org.kaohe.run.Ledger.RunState;

/** An attempt's own rows in the ledger, and the marker that is there as long as it has no end. */
final class RunRecord {
  /** Failures and warnings that a run's row keeps; the other tables of ops have them all. */
  private static final int KEPT = 50;

  private final Warehouse warehouse;
  private final Ledger ledger;
  private final String runId;
  private final LocalDate date;
  private final Instant startedAt;

  RunRecord(Warehouse warehouse, Ledger ledger, String runId, LocalDate date, Instant startedAt) {
    this.warehouse = warehouse;
    this.ledger = ledger;
    this.runId = runId;
    this.date = date;
    this.startedAt = startedAt;
  }

  String runId() {
    return runId;
  }

  LocalDate date() {
    return date;
  }

  void begin() {
    AtomicFile.write(
        warehouse.unfinished(),
        Ledger.text(Map.of("run_id", runId, "business_date", date.toString())) + "\n");
    List<Ledger.Run> rows = new ArrayList<>();
    // Whoever holds the lock knows that the others are dead.
    for (Ledger.Run run : ledger.runs()) {
      if (run.state() == RunState.RUNNING) {
        rows.add(
            new Ledger.Run(
                run.id(),
                run.businessDate(),
                run.startedAt(),
                Optional.empty(),
                RunState.KILLED,
                Optional.empty(),
                Optional.empty(),
                "{}"));
      }
    }
    rows.add(
        new Ledger.Run(
            runId,
            date,
            startedAt,
            Optional.empty(),
            RunState.RUNNING,
            Optional.empty(),
            Optional.empty(),
            "{}"));
    ledger.writeRuns(rows, runId);
  }

  /**
   * @param made the release that it made
   */
  void end(NightResult result, Optional<Release> made, Instant now) {
    ledger.writeRuns(
        List.of(
            new Ledger.Run(
                runId,
                date,
                startedAt,
                Optional.of(now),
                result.failed() ? RunState.FAILED : RunState.SUCCEEDED,
                Optional.of(result.failed() ? 1 : 0),
                made.map(Release::id),
                Ledger.text(summary(result)))),
        runId);
  }

  private static Map<String, Object> summary(NightResult result) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    summary.put("datasets", result.effort().datasets());
    summary.put("spark_jobs", result.effort().sparkJobs());
    summary.put("spark_commits", result.effort().sparkCommits());
    summary.put("ledger_commits", result.effort().ledgerCommits());
    summary.put("seconds", BigDecimal.valueOf(result.effort().elapsed().toMillis(), 3));
    summary.put("failures", CleanText.first(result.failures(), KEPT));
    summary.put("warnings", CleanText.first(result.warnings(), KEPT));
    return summary;
  }
}
