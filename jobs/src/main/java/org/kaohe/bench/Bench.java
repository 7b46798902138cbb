package org.kaohe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kaohe.bench.BenchReport.Engine;
import org.kaohe.bench.BenchReport.Phase;
import org.kaohe.bench.BenchReport.Work;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.sample.BenchContributions;
import org.kaohe.sample.BenchWorkspace;

/**
 * The yardstick: a cold night, an unchanged one and one with 1 % new and corrected rows, each in a
 * JVM of its own, and DuckDB doing the same work from the same files. DuckDB computes everything
 * anew where the night takes in only what changed.
 */
public final class Bench {
  /** By name, because the command line stands above this room. */
  private static final String MAIN = "org.kaohe.cli.Main";

  /** DuckDB's memory is its own; the JVM around it needs next to none. */
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");

  private Bench() {}

  /**
   * What to measure.
   *
   * @param rows contributions of the cold night, at least 10,000
   * @param engines which of the two; results are compared when both run
   * @param folder empty or absent; it is left with all inputs and outputs
   */
  public record Options(long rows, Set<Engine> engines, Path folder) {
    public Options {
      engines = Set.copyOf(engines);
    }
  }

  /**
   * Measures.
   *
   * @param progress told what begins
   * @throws KaoheException K9401 when a measured process fails, K9402 for options that make no
   *     sense
   */
  public static BenchReport run(Options options, Consumer<String> progress)
      throws InterruptedException {
    check(options);
    BenchWorkspace workspace = BenchWorkspace.create(options.folder().resolve("workspace"));
    BenchContributions data = new BenchContributions(options.rows());
    List<Phase> phases = new ArrayList<>();
    List<Agreement> agreements = new ArrayList<>();

    progress.accept("writing %,d rows".formatted(options.rows()));
    data.writeAll(workspace.deliveries());
    long bytes = bytes(workspace.deliveries());
    for (Work work : Work.values()) {
      if (work == Work.CORRECTED) {
        data.writeCorrections(workspace.deliveries());
      }
      for (Engine engine : EnumSet.copyOf(options.engines())) {
        if (engine == Engine.DUCKDB && work == Work.UNCHANGED) {
          continue; // DuckDB has no memory of what it did
        }
        progress.accept(work.title() + ", " + engine.title());
        Child.Measure measure = measure(options, workspace, work, engine);
        phases.add(new Phase(work, engine, measure.time(), measure.peakMegabytes()));
      }
      if (options.engines().size() > 1 && work != Work.UNCHANGED) {
        progress.accept("comparing the results");
        agreements.add(Agreement.of(work, workspace, results(options, work)));
      }
    }
    return new BenchReport(
        options.rows(),
        data.correctedRows(),
        bytes,
        Runtime.getRuntime().availableProcessors(),
        phases,
        agreements);
  }

  private static void check(Options options) {
    try {
      if (options.rows() < 10_000 || options.engines().isEmpty()) {
        throw new KaoheException(
            ErrorCode.BENCH_FOLDER,
            "The bench needs at least 10,000 rows and one engine. Give --rows 10000.");
      }
      Files.createDirectories(options.folder());
      try (Stream<Path> files = Files.list(options.folder())) {
        if (files.findAny().isPresent()) {
          throw new KaoheException(
              ErrorCode.BENCH_FOLDER,
              "%s is not empty, and a cold night needs an empty place. Name another folder."
                  .formatted(options.folder()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Child.Measure measure(
      Options options, BenchWorkspace workspace, Work work, Engine engine)
      throws InterruptedException {
    Path log = options.folder().resolve("%s-%s.log".formatted(engine.code(), work.code()));
    return switch (engine) {
      case KAOHE ->
          Child.run(List.of(), MAIN, List.of("nightly", "-w", workspace.folder().toString()), log);
      case DUCKDB ->
          Child.run(
              SMALL_HEAP,
              DuckDbNight.class.getName(),
              List.of(
                  workspace.deliveries().toString(),
                  results(options, work).toString(),
                  Integer.toString(Runtime.getRuntime().availableProcessors())),
              log);
    };
  }

  private static Path results(Options options, Work work) {
    return options.folder().resolve("duckdb-" + work.code());
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(f -> f.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
