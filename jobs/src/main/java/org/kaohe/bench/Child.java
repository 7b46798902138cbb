package org.kaohe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/** Runs a main class in a fresh JVM on this JVM's class path, and measures it. */
final class Child {
  /** How often the peak is looked at; what a process takes in its last moment is not seen. */
  private static final long SAMPLE_MILLIS = 20;

  private static final int LAST_LINES = 10;

  private Child() {}

  /**
   * What a process took.
   *
   * @param time from its start to its end
   * @param peakMegabytes most memory resident at once; empty where the system does not tell
   */
  record Measure(Duration time, OptionalLong peakMegabytes) {}

  /**
   * Runs to the end.
   *
   * @param options further options of the JVM, which win over those of this one
   * @param log where its output goes
   * @throws KaoheException K9401 when it fails
   */
  static Measure run(List<String> options, String main, List<String> arguments, Path log)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agent") && !option.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    try {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      OptionalLong peak = OptionalLong.empty();
      try {
        while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
          OptionalLong now = peakMegabytes(process.pid());
          peak = now.isPresent() ? now : peak;
        }
      } finally {
        process.destroyForcibly();
      }
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (process.exitValue() != 0) {
        throw new KaoheException(
            ErrorCode.BENCH_CHILD,
            "%s ended with %d, so there is nothing to compare. Its last lines:%n%s"
                .formatted(main, process.exitValue(), lastLines(log)));
      }
      return new Measure(time, peak);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel's high-water mark of resident memory; nothing for a process that has ended. */
  private static OptionalLong peakMegabytes(long pid) {
    try {
      Optional<String> line =
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(l -> l.startsWith("VmHWM:"))
              .findFirst();
      return line.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(line.get().replaceAll("\\D", "")) / 1024);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
