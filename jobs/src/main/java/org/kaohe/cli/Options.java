package org.kaohe.cli;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import picocli.CommandLine.Option;

/** Options that all verbs share, and their twins in the environment. */
final class Options {
  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "DIR",
      description = "Folder with conf/ and schemas/ (default: the current one; KAOHE_WORKSPACE).")
  private @Nullable Path workspace;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "text or json: one document on standard output (default: text; KAOHE_OUTPUT).")
  private @Nullable String output;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress lines; errors are still told.")
  private boolean quiet;

  @Option(names = "--no-color", description = "No colours (also NO_COLOR).")
  private boolean noColor;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it.
  private boolean help;

  Path workspace(Environment environment) {
    Path given =
        workspace != null
            ? workspace
            : environment.variable("KAOHE_WORKSPACE").map(Path::of).orElse(Path.of(""));
    return environment.directory().resolve(given).toAbsolutePath().normalize();
  }

  /** Whether a workspace was named at all. */
  boolean named(Environment environment) {
    return workspace != null || environment.variable("KAOHE_WORKSPACE").isPresent();
  }

  Console console(Environment environment) {
    String form =
        Optional.ofNullable(output)
            .or(() -> environment.variable("KAOHE_OUTPUT"))
            .orElse("text")
            .toLowerCase(Locale.ROOT);
    if (!form.equals("text") && !form.equals("json")) {
      throw new KaoheException(
          ErrorCode.OPTION_VALUE,
          "--output %s is no form of output. Write text or json.".formatted(form));
    }
    boolean colour =
        environment.terminal()
            && !noColor
            && environment.variable("NO_COLOR").isEmpty()
            && !environment.variable("TERM").equals(Optional.of("dumb"));
    return new Console(environment.out(), environment.err(), form.equals("json"), quiet, colour);
  }

  /** Reads a date option with its twin {@code KAOHE_DATE}. */
  static Optional<LocalDate> date(@Nullable String given, Environment environment) {
    return Optional.ofNullable(given)
        .or(() -> environment.variable("KAOHE_DATE"))
        .map(Options::day);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new KaoheException(
          ErrorCode.OPTION_VALUE, "%s is no date. Write it as 2025-12-31.".formatted(text), e);
    }
  }
}
