package org.kaohe.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Ledger.StageEntry;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageResult;

/** Times what a night does, tells it and keeps it for the ledger. Used by several threads. */
final class Steps {
  static final String OK = "OK";
  static final String WARN = "WARN";
  static final String ERROR = "ERROR";

  /** Warnings of a stage that its line tells. */
  private static final int TOLD = 10;

  private static final double MILLIS = 1e3;

  private final String runId;
  private final Progress progress;
  private final List<StageEntry> entries = new ArrayList<>();

  Steps(String runId, Progress progress) {
    this.runId = runId;
    this.progress = progress;
  }

  /**
   * Does one stage.
   *
   * @param described the part of the result that is told
   * @return the result; a failure is told and thrown on
   */
  <T> T timed(String stage, Supplier<T> work, Function<T, StageResult> described) {
    long start = System.nanoTime();
    T result;
    try {
      result = work.get();
    } catch (Exception | StackOverflowError e) {
      // Spark throws checked exceptions that nobody declares, and plans deep queries recursively.
      ended(stage, ERROR, since(start), Map.of(), Failures.text(e));
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
    StageResult told = described.apply(result);
    ended(
        told.stage(),
        !told.failures().isEmpty() ? ERROR : told.warnings().isEmpty() ? OK : WARN,
        since(start),
        told.counts(),
        String.join(
            "; ",
            CleanText.first(
                Stream.concat(told.failures().stream(), told.warnings().stream()).toList(), TOLD)));
    return result;
  }

  /** Where a failure came from, unless its words say all. */
  void trace(RuntimeException failure) {
    if (!(failure instanceof KaoheException)) {
      progress.trace(failure);
    }
  }

  static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  synchronized void ended(
      String stage, String status, Duration elapsed, Map<String, Long> counts, String told) {
    String detail = CleanText.bounded(told);
    entries.add(new StageEntry(runId, stage, status, elapsed, new LinkedHashMap<>(counts), detail));
    String rows =
        counts.entrySet().stream()
            .filter(e -> e.getValue() != 0 || e.getKey().equals("rows"))
            .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
    String text = detail.isEmpty() ? rows : rows.isEmpty() ? detail : rows + "; " + detail;
    progress.step(stage, status, text, elapsed.toMillis() / MILLIS);
  }

  synchronized List<StageEntry> entries() {
    return List.copyOf(entries);
  }
}
