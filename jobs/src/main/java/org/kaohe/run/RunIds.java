package org.kaohe.run;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Warehouse;

/** Ids of runs: the time and the process, so that they sort as the runs came. */
final class RunIds {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private static final int LENGTH = 19;

  private RunIds() {}

  /**
   * The time of the run and the process. The ledger is read in the order of these ids, so a clock
   * that was set back goes on from the last release instead.
   */
  static String next(Clock clock, Warehouse warehouse) {
    String now = STAMP.format(clock.instant());
    String stamp =
        new Pointer(warehouse)
            .currentRelease()
            .map(r -> r.runId().substring(0, Math.min(now.length(), r.runId().length())))
            .filter(last -> now.compareTo(last) <= 0)
            .map(last -> STAMP.format(Instant.from(STAMP.parse(last)).plusMillis(1)))
            .orElse(now);
    return stamp + "-" + Long.toString(ProcessHandle.current().pid(), 36);
  }

  /** When a run started, as its id tells. */
  static Optional<Instant> start(String runId) {
    try {
      return runId.length() < LENGTH
          ? Optional.empty()
          : Optional.of(Instant.from(STAMP.parse(runId.substring(0, LENGTH))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
