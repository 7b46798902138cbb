package org.kaohe.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;

/**
 * What a person does between nights: dismiss a refusal, go back to an earlier release, let nights
 * go on from it. Each under the lock and without Spark; first recorded, then done, so that whoever
 * is stopped in between does it again.
 */
public final class Operator {
  private final Path root;
  private final ZoneId zone;
  private final Clock clock;
  private final String by;

  /**
   * @param root of the warehouse
   * @param zone of the project
   * @param by who it is, for the record
   */
  public Operator(Path root, ZoneId zone, Clock clock, String by) {
    this.root = root;
    this.zone = zone;
    this.clock = clock;
    this.by = by;
  }

  /** All that waits for somebody now. */
  public static List<OpenRefusal> open(Warehouse warehouse, ZoneId zone) {
    TableReader reader = new TableReader(warehouse);
    Ledger ledger = new Ledger(warehouse, reader);
    return OpenRefusals.of(
        new Pointer(warehouse).currentRelease().map(ledger::deliveries).orElse(List.of()),
        new Decisions(warehouse, reader).all(),
        zone);
  }

  /**
   * Nobody waits any more for what is open of a file.
   *
   * @param what a file below the landing folder, or the id of a delivery
   * @return what was dismissed
   * @throws KaoheException K4015 when nothing is open of it
   */
  public List<OpenRefusal> dismiss(String what, String reason) {
    return locked(
        (warehouse, runId) -> {
          List<OpenRefusal> all = open(warehouse, zone);
          List<OpenRefusal> meant =
              all.stream()
                  .filter(
                      r ->
                          r.file().equals(what)
                              || what.endsWith("/" + r.file())
                              || r.delivery().equals(what))
                  .toList();
          if (meant.isEmpty()) {
            throw new KaoheException(
                ErrorCode.NOTHING_OPEN,
                "Nothing is open of %s. %s"
                    .formatted(
                        what,
                        all.isEmpty()
                            ? "Nothing is open at all."
                            : "Open are: "
                                + all.stream()
                                    .map(OpenRefusal::file)
                                    .distinct()
                                    .limit(20)
                                    .collect(Collectors.joining(", "))
                                + "; kaohe status tells more."));
          }
          decide(
              warehouse,
              runId,
              meant.stream()
                  .map(
                      r ->
                          new Decision(
                              clock.instant(),
                              Decision.Kind.DISMISS,
                              r.file(),
                              r.dataset(),
                              r.delivery(),
                              r.sha256(),
                              r.detail(),
                              by,
                              reason,
                              runId))
                  .toList());
          return meant;
        });
  }

  /**
   * Makes readers see an earlier release, and holds it there.
   *
   * @param definitions of the pages, which follow; empty when they have errors
   * @throws KaoheException K4011 when there is no such release, K4012 when it is current, K4013
   *     when its tables are gone
   */
  public Release rollback(String id, String reason, Optional<Definitions> definitions) {
    return locked(
        (warehouse, runId) -> {
          Pointer pointer = new Pointer(warehouse);
          Release now = current(pointer);
          List<Release> releases = new Ledger(warehouse, new TableReader(warehouse)).releases();
          Release wanted =
              releases.stream()
                  .filter(r -> r.id().equals(id))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new KaoheException(
                              ErrorCode.RELEASE_UNKNOWN,
                              "There is no release %s. The last ones are %s; kaohe show ops/release lists all."
                                  .formatted(id, last(releases))));
          if (now.id().equals(id)) {
            throw new KaoheException(
                ErrorCode.RELEASE_CURRENT, "Release %s is what readers see already.".formatted(id));
          }
          List<TableId> gone =
              wanted.tables().entrySet().stream()
                  .filter(e -> !warehouse.holds(e.getKey(), e.getValue(), wanted.runId()))
                  .map(java.util.Map.Entry::getKey)
                  .sorted()
                  .toList();
          if (!gone.isEmpty()) {
            throw new KaoheException(
                ErrorCode.RELEASE_EXPIRED,
                "Release %s can't be shown any more: %s no longer hold its version. Choose a later release, or restore the warehouse from the backup."
                    .formatted(
                        id,
                        gone.stream().map(TableId::toString).collect(Collectors.joining(", "))));
          }
          decide(warehouse, runId, Decision.Kind.ROLLBACK, id, "from " + now.id(), reason);
          pointer.moveTo(wanted, Optional.of(new Pointer.Hold(by, reason, clock.instant())));
          definitions.ifPresent(d -> Pages.write(d, warehouse, wanted));
          return wanted;
        });
  }

  /** Lets nights go on from the release that readers see, and has the pages show it. */
  public Release publish(String reason, Optional<Definitions> definitions) {
    return locked(
        (warehouse, runId) -> {
          Pointer pointer = new Pointer(warehouse);
          Release now = current(pointer);
          if (pointer.hold().isPresent()) {
            decide(warehouse, runId, Decision.Kind.PUBLISH, now.id(), "", reason);
            pointer.moveTo(now);
          }
          definitions.ifPresent(d -> Pages.write(d, warehouse, now));
          return now;
        });
  }

  private static String last(List<Release> releases) {
    return releases.subList(Math.max(0, releases.size() - 5), releases.size()).stream()
        .map(r -> "%s for %s".formatted(r.id(), r.businessDate()))
        .collect(Collectors.joining(", "));
  }

  private Release current(Pointer pointer) {
    return pointer
        .currentRelease()
        .orElseThrow(
            () ->
                new KaoheException(
                    ErrorCode.NO_RELEASE,
                    "There is no release in %s yet. Run kaohe nightly first.".formatted(root)));
  }

  private void decide(
      Warehouse warehouse,
      String runId,
      Decision.Kind kind,
      String subject,
      String detail,
      String reason) {
    decide(
        warehouse,
        runId,
        List.of(
            new Decision(clock.instant(), kind, subject, "", "", "", detail, by, reason, runId)));
  }

  private static void decide(Warehouse warehouse, String runId, List<Decision> decisions) {
    new Decisions(warehouse, new TableReader(warehouse)).write(decisions, runId);
  }

  private <T> T locked(BiFunction<Warehouse, String, T> work) {
    String runId = RunIds.next(clock, new Warehouse(root));
    try (RunLock lock = RunLock.acquire(new Warehouse(root).lock(), runId, clock)) {
      return work.apply(new Warehouse(root, lock::check), runId);
    } catch (RuntimeException e) {
      throw StorageTrouble.of(e, root.toString()).orElseThrow(() -> e);
    }
  }
}
