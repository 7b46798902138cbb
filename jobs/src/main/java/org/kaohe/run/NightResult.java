package org.kaohe.run;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.delta.Release;
import org.kaohe.error.CleanText;
import org.kaohe.run.Ledger.StageEntry;

/**
 * How a night ended.
 *
 * @param release the release that readers see now
 * @param stages what was done, in the order it ended
 * @param failures what went wrong, in sentences, what is open among it; none of it is in the
 *     release
 * @param open what was delivered and not taken in, until somebody acts
 * @param warnings what a reader of the release should know
 */
public record NightResult(
    String runId,
    LocalDate businessDate,
    Outcome outcome,
    Optional<Release> release,
    List<StageEntry> stages,
    List<String> failures,
    List<String> warnings,
    List<OpenRefusal> open,
    Effort effort) {

  /** What a night led to. */
  public enum Outcome {
    /** A new release. */
    RELEASED,
    /** Nothing had changed since the current release. */
    UNCHANGED,
    /** No new release: the current one stays. */
    HELD
  }

  /**
   * What it cost.
   *
   * @param datasets datasets that took something in
   * @param sparkJobs jobs that Spark ran
   * @param sparkCommits commits to tables by Spark, putting back included
   * @param ledgerCommits commits through Delta Kernel
   */
  public record Effort(
      int datasets, long sparkJobs, long sparkCommits, long ledgerCommits, Duration elapsed) {}

  public NightResult {
    // They name files and cells, which are as long as they please.
    failures = failures.stream().map(CleanText::bounded).toList();
    warnings = warnings.stream().map(CleanText::bounded).toList();
  }

  NightResult failing(String more) {
    List<String> all = new ArrayList<>(failures);
    all.add(more);
    return new NightResult(
        runId, businessDate, outcome, release, stages, List.copyOf(all), warnings, open, effort);
  }

  /** True when something failed: exit code 1. */
  public boolean failed() {
    return outcome == Outcome.HELD || !failures.isEmpty();
  }
}
