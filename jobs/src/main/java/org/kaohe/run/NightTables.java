package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.stage.StageResult;

/** The tables of a night: put back to what is released before it, released after it. */
final class NightTables {
  private final Warehouse warehouse;
  private final Ledger ledger;
  private final Clock clock;
  private final Steps steps;
  private final NightSpark spark;
  private final String runId;
  private final LocalDate date;

  NightTables(Night.Desk desk, Steps steps, NightSpark spark, String runId, LocalDate date) {
    this.warehouse = desk.warehouse();
    this.ledger = desk.ledger();
    this.clock = desk.clock();
    this.steps = steps;
    this.spark = spark;
    this.runId = runId;
    this.date = date;
  }

  void putBack(Plan plan, Map<String, String> failed) {
    if (plan.astray().isEmpty()) {
      return;
    }
    Map<TableId, Long> versions = plan.released().map(Release::tables).orElse(Map.of());
    steps.timed(
        "put-back",
        () -> {
          plan.astray().forEach(t -> putBack(t, Optional.ofNullable(versions.get(t)), failed));
          return plan.astray().size();
        },
        n -> new StageResult("put-back", Map.of("tables", (long) n), List.of()));
  }

  /** A dataset whose tables can't be put back stays as released, and the others go on. */
  private void putBack(TableId table, Optional<Long> version, Map<String, String> failed) {
    try {
      if (version.isEmpty()) {
        warehouse.drop(table);
      } else {
        warehouse.restore(spark.get(), table, version.get(), runId);
      }
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)
          || !(table.layer().equals("bronze") || table.layer().equals("silver"))) {
        throw e;
      }
      steps.trace(e);
      warehouse.pin(table, version);
      failed.put(
          table.name(),
          "%s could not be put back as released: %s".formatted(table, Failures.text(e)));
    }
  }

  /** A release of the tables as they are, the next in number. */
  Release release(Plan plan) {
    Map<TableId, Long> tables = new TreeMap<>();
    for (TableId table : warehouse.tables()) {
      if (!Ledger.ATTEMPTS.contains(table)) {
        tables.put(table, warehouse.version(table));
      }
    }
    long last =
        Stream.concat(plan.released().stream(), ledger.releases().stream())
            .mapToLong(r -> Long.parseLong(r.id().substring(1)))
            .max()
            .orElse(0);
    return new Release(
        "R%06d".formatted(last + 1), runId, date, clock.instant(), Map.copyOf(tables));
  }

  /** Makes readers see it. */
  StageResult move(Release release) {
    ledger.writeRelease(release);
    new Pointer(warehouse).moveTo(release);
    return new StageResult("release", Map.of("tables", (long) release.tables().size()), List.of());
  }

  /** Removes rows on their way that no run will fetch any more. */
  static void sweep(Path staging) {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
