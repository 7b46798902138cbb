package org.kaohe.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Nearest;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
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
      "  kaohe nightly --accept health_birth",
      "                                     rows that its changed contract refuses may fall out",
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

  @Option(
      names = "--accept",
      split = ",",
      paramLabel = "DATASET",
      description = "Let rows fall out that a changed contract no longer takes.")
  private List<String> accepted = new ArrayList<>();

  @Override
  int run(Console console) {
    Selection selection = select == null ? Selection.ALL : Selection.parse(select);
    var day = Options.date(date, environment());
    Definitions definitions = definitions(console);
    selection.ofDatasets(definitions.contracts().values());
    Set<String> losing = new TreeSet<>(accepted);
    losing.forEach(d -> known(definitions, d));
    Interruption talk = Interruption.during(console, warehouse(console));
    try {
      return told(console, nights(console, definitions, day, selection, losing));
    } finally {
      talk.close();
    }
  }

  private static void known(Definitions definitions, String dataset) {
    Set<String> known = definitions.contracts().keySet();
    if (!known.contains(dataset)) {
      throw new KaoheException(
          ErrorCode.DATASET_UNKNOWN,
          "--accept %s: there is no such dataset.%s"
              .formatted(
                  dataset,
                  Nearest.of(dataset, known)
                      .map(n -> " Did you mean " + n + "?")
                      .orElse(" kaohe ls lists them.")));
    }
  }

  private List<NightResult> nights(
      Console console,
      Definitions definitions,
      Optional<LocalDate> day,
      Selection selection,
      Set<String> losing) {
    return nightly(console, definitions, environment()).run(day, selection, allowFuture, losing);
  }

  private static int told(Console console, List<NightResult> nights) {
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

  static Nightly nightly(Console console, Definitions definitions, Environment environment) {
    return new Nightly(
        definitions,
        environment.clock(),
        environment.version(),
        environment.variable("KAOHE_KEY"),
        console.progress());
  }
}
