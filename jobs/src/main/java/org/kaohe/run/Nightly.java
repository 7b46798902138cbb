package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Definitions;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.Progress;

/**
 * The main job: what arrived and what changed becomes the next release, or nothing happens.
 *
 * <p>The released versions are the only state a night starts from (ADR 3). Under the lock every
 * table that is ahead of them is put back, then the night works as if nobody had tried before, and
 * the pointer moves last. Killed anywhere, the next night does the same work again.
 */
public final class Nightly {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Definitions definitions;
  private final Clock clock;
  private final String product;
  private final Optional<String> key;
  private final Progress progress;

  /**
   * @param clock read when a run starts and ends, and for the lock
   * @param product version of the product
   * @param key text of {@code KAOHE_KEY}
   */
  public Nightly(
      Definitions definitions,
      Clock clock,
      String product,
      Optional<String> key,
      Progress progress) {
    this.definitions = definitions;
    this.clock = clock;
    this.product = product;
    this.key = key;
    this.progress = progress;
  }

  /**
   * Runs the night. Without a date an unfinished run is finished first, at its own date, and then
   * the night of the usual date follows (J16).
   *
   * @param date business date; empty takes the project's, else yesterday
   * @return one result a night
   * @throws KaoheException K4002 when another run holds the lock, other codes when it could not run
   */
  public List<NightResult> run(Optional<LocalDate> date, Selection selection) {
    long start = System.nanoTime();
    String runId = runId();
    Path root = definitions.project().warehouse();
    try (RunLock lock = RunLock.acquire(new Warehouse(root).lock(), runId, clock)) {
      AtomicFile.sweep(root);
      Warehouse warehouse = new Warehouse(root, lock::check);
      TableReader reader = new TableReader(warehouse);
      Ledger ledger = new Ledger(warehouse, reader);
      Night.Desk desk =
          new Night.Desk(definitions, clock, product, key, progress, warehouse, ledger, selection);
      // The ledger tells the run; the marker spares reading it on a night without change.
      Optional<Ledger.Run> unfinished = unfinished(warehouse, ledger);
      LocalDate usual = date.orElseGet(() -> businessDate(definitions, clock));
      List<NightResult> results = new ArrayList<>();
      Optional<LocalDate> first =
          unfinished
              .map(Ledger.Run::businessDate)
              .filter(d -> date.isEmpty())
              .filter(d -> ahead(warehouse, d));
      if (first.isPresent()) {
        progress.note("Finishing the run of " + first.get() + " that did not end");
        results.add(new Night(desk, runId, first.get(), start).run(unfinished));
        unfinished = Optional.empty();
        if (!usual.isAfter(first.get())) {
          return results;
        }
        start = System.nanoTime();
        runId = runId();
      }
      results.add(new Night(desk, runId, usual, start).run(unfinished));
      return results;
    }
  }

  private static Optional<Ledger.Run> unfinished(Warehouse warehouse, Ledger ledger) {
    if (!Files.exists(warehouse.unfinished())) {
      return Optional.empty();
    }
    Optional<Ledger.Run> unfinished = Planner.unfinished(ledger.runs());
    if (unfinished.isEmpty()) {
      // Killed before the ledger knew of the run, or after it had recorded its end.
      try {
        Files.delete(warehouse.unfinished());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return unfinished;
  }

  private static boolean ahead(Warehouse warehouse, LocalDate date) {
    return new Pointer(warehouse)
        .currentRelease()
        .map(r -> !date.isBefore(r.businessDate()))
        .orElse(true);
  }

  /** The date of a night that is given none: the project's, else yesterday in its time zone. */
  public static LocalDate businessDate(Definitions definitions, Clock clock) {
    return definitions
        .project()
        .businessDate()
        .orElseGet(() -> today(definitions, clock).minusDays(1));
  }

  /** The day that it is where the project is. */
  public static LocalDate today(Definitions definitions, Clock clock) {
    return clock.instant().atZone(definitions.project().timezone()).toLocalDate();
  }

  /**
   * The time of the run and the process. The ledger is read in the order of these ids, so a clock
   * that was set back goes on from the last release instead.
   */
  private String runId() {
    String now = STAMP.format(clock.instant());
    String stamp =
        new Pointer(new Warehouse(definitions.project().warehouse()))
            .currentRelease()
            .map(r -> r.runId().substring(0, Math.min(now.length(), r.runId().length())))
            .filter(last -> now.compareTo(last) <= 0)
            .map(last -> STAMP.format(Instant.from(STAMP.parse(last)).plusMillis(1)))
            .orElse(now);
    return stamp + "-" + Long.toString(ProcessHandle.current().pid(), 36);
  }
}
