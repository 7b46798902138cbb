package org.kaohe.cli;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.report.PlanReport;
import org.kaohe.run.Ledger;
import org.kaohe.run.Nightly;
import org.kaohe.run.Plan;
import org.kaohe.run.Planner;
import org.kaohe.run.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = "Says what the nightly would do now, and why; changes nothing.",
    footer = {"", "Examples:", "  kaohe plan", "  kaohe plan --date 2025-12-31 --output json"})
final class PlanVerb extends Verb {
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
      description = "Look at these datasets only: health_*, department:grain.")
  private @Nullable String select;

  @Override
  int run(Console console) {
    Selection selection = select == null ? Selection.ALL : Selection.parse(select);
    var day = Options.date(date, environment());
    Definitions definitions = definitions(console);
    selection.ofDatasets(definitions.contracts().values());
    Warehouse warehouse = new Warehouse(definitions.project().warehouse());
    Ledger ledger = new Ledger(warehouse, new TableReader(warehouse));
    LocalDate date =
        day.or(() -> Planner.unfinished(ledger.runs()).map(Ledger.Run::businessDate))
            .orElseGet(() -> Nightly.businessDate(definitions, environment().clock()));
    if (!allowFuture) {
      Nightly.checkDate(definitions, environment().clock(), date);
    }
    Plan plan =
        new Planner(
                definitions,
                warehouse,
                ledger,
                environment().version(),
                selection,
                Nightly.today(definitions, environment().clock()))
            .preview(date);
    console.result(PlanReport.text(plan), PlanReport.json(plan));
    return ExitCode.DONE;
  }
}
