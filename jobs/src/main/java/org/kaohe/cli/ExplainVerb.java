package org.kaohe.cli;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.gold.SourceRows;
import org.kaohe.report.Explain;
import org.kaohe.report.Explanation;
import org.kaohe.report.ExplanationText;
import org.kaohe.run.Ledger;
import org.kaohe.run.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Derives a unit's score: total, sections, items, numbers, deliveries, line numbers.",
      "With --rows lists every delivered row behind the numbers, as kept.",
      "With the code of an error says what that means."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe explain guizhou-agencies health-commission",
      "  kaohe explain grain-risk-fund fund-530502 --item GRN-001",
      "  kaohe explain grain-risk-fund fund-530502 --item GRN-001 --rows",
      "  kaohe explain hospital-vbp 520095 --output json",
      "  kaohe explain K3104"
    })
final class ExplainVerb extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "SCORECARD",
      description = "Its name or Chinese title; or the code of an error, alone.")
  private String scorecard = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "UNIT",
      description = "Its code or Chinese name.")
  private @Nullable String unit;

  @Option(names = "--item", paramLabel = "I", description = "One item only.")
  private @Nullable String item;

  @Option(
      names = "--period",
      paramLabel = "P",
      description = "Such as 2025 (default: the latest that was scored).")
  private @Nullable String period;

  @Option(
      names = "--rows",
      description =
          "List every delivered row behind the numbers, of ratings their count. Starts Spark.")
  private boolean rows;

  @Override
  int run(Console console) {
    if (unit != null) {
      return unit(console, unit);
    }
    ErrorCode error =
        ErrorCode.of(scorecard)
            .orElseThrow(
                () ->
                    new KaoheException(
                        ErrorCode.NOTHING_TO_EXPLAIN,
                        "%s alone is neither explained nor the code of an error. Name a unit after the scorecard."
                            .formatted(scorecard)));
    Label meaning = Glossary.errors().word(error.code());
    console.result(
        """
        %s %s
          %s
          %s
        """
            .formatted(error.code(), error.name(), meaning.zh(), meaning.en()),
        Map.of("code", error.code(), "name", error.name(), "zh", meaning.zh(), "en", meaning.en()));
    return ExitCode.DONE;
  }

  private int unit(Console console, String of) {
    Definitions definitions = definitions(console);
    Warehouse warehouse = new Warehouse(definitions.project().warehouse());
    TableReader reader = new TableReader(warehouse);
    Release release =
        new Pointer(warehouse)
            .currentRelease()
            .orElseThrow(
                () ->
                    new KaoheException(
                        ErrorCode.NO_RELEASE,
                        "There is no release in %s yet, so there is nothing to explain. Run kaohe nightly first."
                            .formatted(warehouse.root())));
    Map<String, Ledger.DeliveryEntry> deliveries =
        Ledger.current(new Ledger(warehouse, reader).deliveries(release));
    Explanation explanation =
        new Explain(
                definitions,
                release,
                reader,
                deliveries,
                rows
                    ? Optional.of(
                        keys ->
                            SourceRows.of(
                                SparkSessions.open(definitions.project().timezone()),
                                warehouse,
                                definitions,
                                release,
                                keys))
                    : Optional.empty())
            .of(scorecard, of, Optional.ofNullable(item), Optional.ofNullable(period));
    console.result(ExplanationText.of(definitions, explanation), explanation);
    return ExitCode.DONE;
  }
}
