package org.kaohe.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.bench.Bench;
import org.kaohe.bench.BenchReport;
import org.kaohe.bench.BenchReport.Engine;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description = {
      "Measures the nightly on contributions made for the purpose, and DuckDB on the same files:",
      "a first night, one with nothing new, one with 1 %% new and corrected rows.",
      "Each is a process of its own; the results of both are compared."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe bench                        a million rows",
      "  kaohe bench --rows 10000000 --output json",
      "  kaohe bench --only kaohe --keep /tmp/bench",
      "",
      "Exit codes: 0 done, 1 the results differ, 2 did not run."
    })
final class BenchVerb extends Verb {
  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Rows of the first night, at least 10,000 (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--only",
      paramLabel = "ENGINE",
      description = "kaohe or duckdb; then nothing is compared.")
  private @Nullable Engine only;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Work in this empty folder and leave everything there.")
  private @Nullable Path keep;

  @Override
  int run(Console console) {
    Set<Engine> engines = only == null ? EnumSet.allOf(Engine.class) : EnumSet.of(only);
    try {
      Path folder =
          keep == null
              ? Files.createTempDirectory("kaohe-bench")
              : environment().directory().resolve(keep);
      try {
        BenchReport report = Bench.run(new Bench.Options(rows, engines, folder), console::say);
        console.result(report.text(), report.json());
        return report.agrees() ? ExitCode.DONE : ExitCode.FAILURES;
      } finally {
        if (keep == null) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KaoheException(
          ErrorCode.BENCH_INTERRUPTED, "The bench was interrupted; nothing was measured.", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
