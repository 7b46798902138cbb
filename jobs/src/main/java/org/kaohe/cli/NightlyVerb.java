package org.kaohe.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.report.NightReport;
import org.kaohe.run.NightResult;
import org.kaohe.run.Nightly;
import org.kaohe.run.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "nightly",
    description = {
      "Takes in what arrived, computes what it touches, and makes the next release.",
      "Without a change it ends at once; after a killed run it does that run's work first."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe nightly                      the usual date: the project's, else yesterday",
      "  kaohe nightly --date 2025-12-31    another business date",
      "  kaohe nightly --output json        what was done, as one JSON document",
      "",
      "Exit codes: 0 done, 1 finished with failures (nothing bad is published) or something",
      "refused is still open, 2 did not run, 3 another run holds the lock, 4 somebody went",
      "back to a release and holds it (kaohe publish lets nights go on), 130 interrupted."
    })
final class NightlyVerb extends Verb {
  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "Business date, such as 2025-12-31 (KAOHE_DATE).")
  private @Nullable String date;

  @Option(names = "--allow-future", description = "The business date may be after today.")
  private boolean allowFuture;

  @Option(
      names = "--select",
      paramLabel = "NAMES",
      description = "Take in these datasets only: health_*, department:grain.")
  private @Nullable String select;

  @Override
  int run(Console console) {
    Selection selection = select == null ? Selection.ALL : Selection.parse(select);
    var day = Options.date(date, environment());
    Definitions definitions = definitions(console);
    selection.ofDatasets(definitions.contracts().values());
    try (Interruption talk = Interruption.during(console, warehouse(console))) {
      return run(console, definitions, environment(), day, selection, allowFuture);
    }
  }

  static int run(
      Console console,
      Definitions definitions,
      Environment environment,
      java.util.Optional<java.time.LocalDate> day,
      Selection selection,
      boolean allowFuture) {
    List<NightResult> nights =
        nights(console, definitions, environment, day, selection, allowFuture);
    StringBuilder text = new StringBuilder();
    nights.forEach(n -> text.append(NightReport.text(n)));
    // The last night is the one asked for; an unfinished one before it is told first.
    console.result(
        text.toString(),
        nights.size() == 1
            ? NightReport.json(nights.get(0))
            : Console.document("nights", nights.stream().map(NightReport::json).toList()));
    return nights.stream().anyMatch(NightResult::failed) ? ExitCode.FAILURES : ExitCode.DONE;
  }

  static List<NightResult> nights(
      Console console,
      Definitions definitions,
      Environment environment,
      java.util.Optional<java.time.LocalDate> day,
      Selection selection,
      boolean allowFuture) {
    return new Nightly(
            definitions,
            environment.clock(),
            environment.version(),
            environment.variable("KAOHE_KEY"),
            console.progress())
        .run(day, selection, allowFuture);
  }
}
