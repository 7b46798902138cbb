package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Definitions;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;
import org.kaohe.stage.Progress;

/**
 * The main job: what arrived and what changed becomes the next release, or nothing happens.
 *
 * <p>The released versions are the only state a night starts from (ADR 3). Under the lock every
 * table that is ahead of them is put back, then the night works as if nobody had tried before, and
 * the pointer moves last. Killed anywhere, the next night does the same work again.
 */
public final class Nightly {
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
    return run(date, selection, false);
  }

  /**
   * The same.
   *
   * @param allowFuture the date may be after today
   * @throws KaoheException K4010 when it is and may not be, K4014 when somebody holds the release
   */
  public List<NightResult> run(Optional<LocalDate> date, Selection selection, boolean allowFuture) {
    return run(date, selection, allowFuture, Set.of());
  }

  /**
   * The same.
   *
   * @param losing datasets of which rows that were accepted before may fall out by a changed
   *     contract
   */
  public List<NightResult> run(
      Optional<LocalDate> date, Selection selection, boolean allowFuture, Set<String> losing) {
    LocalDate usual = date.orElseGet(() -> businessDate(definitions, clock));
    if (!allowFuture) {
      checkDate(definitions, clock, usual);
    }
    try {
      return locked(date, usual, selection, allowFuture, losing);
    } catch (RuntimeException e) {
      throw StorageTrouble.of(e, definitions.project().warehouse().toString()).orElseThrow(() -> e);
    }
  }

  private List<NightResult> locked(
      Optional<LocalDate> date,
      LocalDate usual,
      Selection selection,
      boolean allowFuture,
      Set<String> losing) {
    long start = System.nanoTime();
    Path root = definitions.project().warehouse();
    String runId = RunIds.next(clock, new Warehouse(root));
    try (RunLock lock = RunLock.acquire(new Warehouse(root).lock(), runId, clock)) {
      AtomicFile.sweep(root);
      Warehouse warehouse = new Warehouse(root, lock::check);
      // Also what a run left that was killed when all of its work was done: no night would follow.
      NightTables.sweep(warehouse.staging());
      checkHold(warehouse);
      TableReader reader = new TableReader(warehouse);
      Ledger ledger = new Ledger(warehouse, reader);
      Night.Desk desk =
          new Night.Desk(
              definitions, clock, product, key, progress, warehouse, ledger, selection, losing);
      // The ledger tells the run; the marker spares reading it on a night without change.
      Optional<Ledger.Run> unfinished = unfinished(warehouse, ledger);
      List<NightResult> results = new ArrayList<>();
      Optional<LocalDate> first =
          unfinished
              .map(Ledger.Run::businessDate)
              .filter(d -> date.isEmpty())
              .filter(d -> allowFuture || !d.isAfter(today(definitions, clock)))
              .filter(d -> ahead(warehouse, d));
      if (first.isPresent()) {
        progress.note("Finishing the run of " + first.get() + " that did not end");
        results.add(new Night(desk, runId, first.get(), start).run(unfinished));
        unfinished = Optional.empty();
        if (!usual.isAfter(first.get())) {
          return results;
        }
        start = System.nanoTime();
        runId = RunIds.next(clock, warehouse);
      }
      results.add(new Night(desk, runId, usual, start).run(unfinished));
      return results;
    }
  }

  /**
   * Makes sure that a business date has come.
   *
   * @throws KaoheException K4010 when it is after today in the project's time zone
   */
  public static void checkDate(Definitions definitions, Clock clock, LocalDate date) {
    LocalDate today = today(definitions, clock);
    if (date.isAfter(today)) {
      throw new KaoheException(
          ErrorCode.DATE_AFTER_TODAY,
          "The business date %s is after today, %s, and once it is released no night of an earlier date can follow. Mend --date, KAOHE_DATE or business-date in conf/project.yaml; if it is meant, add --allow-future."
              .formatted(date, today));
    }
  }

  /** Today in the project's time zone. */
  public static LocalDate today(Definitions definitions, Clock clock) {
    return clock.instant().atZone(definitions.project().timezone()).toLocalDate();
  }

  /** A release that somebody went back to stays until somebody says that nights go on. */
  private void checkHold(Warehouse warehouse) {
    Pointer pointer = new Pointer(warehouse);
    Optional<Pointer.Hold> hold = pointer.hold();
    if (hold.isPresent()) {
      Release release = pointer.currentRelease().orElseThrow();
      // Whoever went back may have been stopped before the pages.
      if (!Pages.show(definitions, release)) {
        Pages.write(definitions, warehouse, release);
      }
      throw new KaoheException(
          ErrorCode.RELEASE_HELD,
          "Release %s is held since %s by %s (%s), so no night moves it. To let nights go on from it: kaohe publish; to go elsewhere: kaohe rollback RELEASE."
              .formatted(release.id(), hold.get().since(), hold.get().by(), hold.get().reason()));
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
}
