package org.kaohe.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.gold.Changes;
import org.kaohe.gold.Dimensions;
import org.kaohe.gold.GoldStage;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.scorecard.ScorecardStage;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/** What a night computes of the datasets that changed: cells, scorecards and labels. */
final class NightGold {
  private final Definitions definitions;
  private final Ledger ledger;
  private final Steps steps;
  private final NightChecks checks;
  private final Supplier<StageContext> contexts;
  private final UnaryOperator<StageResult> warned;

  /**
   * @param contexts asked only when there is something to compute
   * @param warned is told the result of every stage
   */
  NightGold(
      Night.Desk desk,
      Steps steps,
      NightChecks checks,
      Supplier<StageContext> contexts,
      UnaryOperator<StageResult> warned) {
    this.definitions = desk.definitions();
    this.ledger = desk.ledger();
    this.steps = steps;
    this.checks = checks;
    this.contexts = contexts;
    this.warned = warned;
  }

  /**
   * Computes what came of the datasets.
   *
   * @param entries every entry of a delivery
   * @param tonight those of this night
   */
  void compute(
      Plan plan,
      List<DatasetNight.Result> results,
      List<DeliveryEntry> entries,
      List<DeliveryEntry> tonight) {
    Map<String, Set<String>> slices = new TreeMap<>();
    results.stream()
        .filter(r -> r.failure().isEmpty() && r.accepted())
        .forEach(r -> slices.put(r.dataset(), r.touched()));
    // What is not taken in changes no measure, but its cells say held instead of awaited, and what
    // is settled lets them wait again.
    tonight.stream()
        .filter(e -> e.period().isPresent() && e.state() != DeliveryState.DUPLICATE)
        .filter(e -> e.state() != DeliveryState.ACCEPTED)
        .forEach(e -> slices.putIfAbsent(e.dataset(), Set.of()));
    if (!plan.everything() && !plan.dateMoved() && slices.isEmpty()) {
      return;
    }
    StageContext context = contexts.get();
    context.spark().sparkContext().setJobDescription("gold");
    Changes changes = new Changes(plan.everything(), plan.dateMoved(), slices, delivered(entries));
    GoldStage.parts(context, changes).forEach((name, part) -> steps.timed(name, part, warned));
    context.spark().sparkContext().setJobDescription("checks");
    steps.timed("checks.sums", () -> checks.sums(context, changes), warned);
    context.spark().sparkContext().setJobDescription("scorecard");
    steps.timed("scorecard", () -> new ScorecardStage().run(context), warned);
    context.spark().sparkContext().setJobDescription(null);
    if (plan.everything() || plan.dateMoved()) {
      steps.timed("gold.dimensions", () -> dimensions(context), r -> r);
    }
  }

  /** What the ledger knows of deliveries, those that were not taken in among them. */
  private List<Changes.Delivered> delivered(List<DeliveryEntry> entries) {
    List<Changes.Delivered> delivered = new ArrayList<>();
    for (DeliveryEntry entry : Ledger.current(entries).values()) {
      if (entry.state() == DeliveryState.ACCEPTED && reports(entry)) {
        delivered.add(
            new Changes.Delivered(
                entry.dataset(),
                entry.period().map(Period::text).orElse(""),
                entry.issued().orElseThrow(),
                false,
                entry.reporter().orElse(""),
                entry.accepted() == 0 && entry.quarantined() > 0));
      }
    }
    for (DeliveryEntry entry : OpenRefusals.last(entries)) {
      entry
          .period()
          .ifPresent(
              p ->
                  delivered.add(
                      new Changes.Delivered(
                          entry.dataset(), p.text(), LocalDate.MAX, true, "", false)));
    }
    return delivered;
  }

  /** A file without a row is a report only where its contract says so (RULES R34). */
  private boolean reports(DeliveryEntry entry) {
    Contract contract = definitions.contracts().get(entry.dataset());
    return contract == null
        || entry.period().isEmpty()
        || contract.reporting().reports(entry.delivered(), entry.period());
  }

  /** Labels follow the definitions and the calendar, nothing else. */
  private StageResult dimensions(StageContext context) {
    List<Dimensions.Table> tables = Dimensions.of(definitions, context.businessDate());
    for (Dimensions.Table table : tables) {
      ledger.replace(
          table.id(), table.columns(), table.rows(), context.runId(), context.startedAt());
    }
    return new StageResult(
        "gold.dimensions",
        Map.of("rows", tables.stream().mapToLong(t -> t.rows().size()).sum()),
        List.of());
  }
}
