package org.kaohe.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Landing;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.run.NightResult.Effort;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.silver.Quarantine;
import org.kaohe.silver.WaitingReason;
import org.kaohe.silver.WaitingReasons;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/** One night of one business date. */
final class Night {
  private final Desk desk;
  private final Definitions definitions;
  private final Clock clock;
  private final String product;
  private final NightKey key;
  private final Progress progress;
  private final Warehouse warehouse;
  private final Ledger ledger;
  private final Selection selection;
  private final Set<String> losing;
  private final String runId;
  private final LocalDate date;
  private final long start;
  private final Instant startedAt;
  private final Steps steps;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final NightChecks checks = new NightChecks();

  /** Datasets that failed for a reason that may pass, and why. */
  private final Map<String, String> failed = new TreeMap<>();

  private final RunRecord record;
  private final NightEnd end;
  private final NightSpark spark;
  private final NightTables tables;

  /**
   * What a night works with; the same for all nights of one call.
   *
   * @param product version of the product
   * @param key text of {@code KAOHE_KEY}
   * @param losing datasets that may lose rows by a changed contract (J24)
   */
  record Desk(
      Definitions definitions,
      Clock clock,
      String product,
      Optional<String> key,
      Progress progress,
      Warehouse warehouse,
      Ledger ledger,
      Selection selection,
      Set<String> losing) {}

  Night(Desk desk, String runId, LocalDate date, long start) {
    this.desk = desk;
    this.definitions = desk.definitions();
    this.clock = desk.clock();
    this.product = desk.product();
    this.key = new NightKey(desk.definitions(), desk.key(), desk.warehouse().state());
    this.progress = desk.progress();
    this.warehouse = desk.warehouse();
    this.ledger = desk.ledger();
    this.selection = desk.selection();
    this.losing = desk.losing();
    this.runId = runId;
    this.date = date;
    this.start = start;
    this.startedAt = clock.instant();
    this.steps = new Steps(runId, progress);
    this.spark = new NightSpark(desk.definitions().project().timezone());
    this.tables = new NightTables(desk, steps, spark, runId, date);
    this.record = new RunRecord(warehouse, ledger, runId, date, startedAt);
    this.end = new NightEnd(desk, key, steps, record, failures);
  }

  NightResult run(Optional<Ledger.Run> unfinished) {
    Planner planner =
        new Planner(
            definitions, warehouse, ledger, product, selection, Nightly.today(definitions, clock));
    Planner.Outlook outlook = planner.outlook(date, unfinished);
    if (outlook.quiet()) {
      return unchanged(outlook, outlook.state().map(NightState::open).orElse(List.of()));
    }
    if (likely(outlook)) {
      // Spark takes seconds to start, and so does reading many deliveries: side by side.
      spark.start();
    }
    Plan plan = planner.plan(outlook);
    if (plan.nothing()) {
      outlook
          .state()
          .ifPresent(
              s ->
                  end.remember(
                      s.release(), plan, outlook, failed.keySet(), s.failures(), plan.open()));
      return unchanged(outlook, plan.open());
    }
    plan.reasons().forEach(progress::note);
    long before = warehouse.commits();
    long ledgerBefore = warehouse.ledgerCommits();
    record.begin();
    try {
      Done done = work(plan);
      Optional<Release> release = done.release();
      List<OpenRefusal> open =
          OpenRefusals.of(done.ledger(), outlook.decisions(), definitions.project().timezone());
      // Before the pages: whoever is killed while they are written has only them to do again.
      release.ifPresent(r -> end.remembered(r, plan, outlook, failed.keySet(), open));
      release.ifPresent(this::publish);
      boolean told = end.told(checks);
      Effort effort = effort(plan, before, ledgerBefore);
      NightResult result =
          new NightResult(
              runId,
              date,
              release.isPresent() ? Outcome.RELEASED : Outcome.HELD,
              release.or(plan::released),
              steps.entries(),
              failures(open),
              List.copyOf(warnings),
              open,
              effort);
      return told ? end.ended(result, release) : result;
    } finally {
      spark.close();
      // Only its own: after a take-over another run may be at work.
      NightTables.sweep(warehouse.staging(runId, ""));
    }
  }

  private boolean likely(Planner.Outlook outlook) {
    return outlook.definitionsChanged()
        || outlook.dateMoved()
        || !outlook.astray().isEmpty()
        || outlook.news();
  }

  private NightResult unchanged(Planner.Outlook outlook, List<OpenRefusal> open) {
    outlook.state().ifPresent(s -> failures.addAll(s.failures()));
    outlook.released().filter(r -> !Pages.show(definitions, r)).ifPresent(this::publish);
    return new NightResult(
        runId,
        date,
        Outcome.UNCHANGED,
        outlook.released(),
        steps.entries(),
        failures(open),
        outlook
            .released()
            .map(r -> QuarantineLedger.read(new TableReader(warehouse), r))
            .orElse(List.of())
            .stream()
            .map(WaitingReason::sentence)
            .toList(),
        open,
        new Effort(0, 0, 0, 0, Steps.since(start)));
  }

  /** Not remembered: it is looked for every night. */
  private Optional<String> landing() {
    return Planner.landingMissing(definitions)
        ? Optional.of(
            "K4017: the landing folder %s does not exist, so nothing can arrive, and nobody can tell what was delivered. Mount its disk, create it, or mend landing in conf/project.yaml."
                .formatted(definitions.project().landing()))
        : Optional.empty();
  }

  /** What went wrong tonight, and what still waits for somebody. */
  private List<String> failures(List<OpenRefusal> open) {
    return Stream.of(landing().stream(), failures.stream(), OpenRefusal.sentences(open).stream())
        .flatMap(s -> s)
        .toList();
  }

  /**
   * Pages follow the pointer. When they can't, the release stands and the next night tries again.
   */
  private void publish(Release release) {
    try {
      steps.timed(
          "publish",
          () -> Pages.write(definitions, warehouse, release),
          p -> new StageResult("publish", Map.of("files", (long) p.files()), List.of()));
    } catch (RuntimeException e) {
      failures.add(
          "The page does not show release %s: %s".formatted(release.id(), Failures.text(e)));
      steps.trace(e);
    }
  }

  /**
   * What came of the work.
   *
   * @param release the one that was made; empty when the current one stays
   * @param ledger every entry of a delivery, tonight's at the end
   */
  private record Done(Optional<Release> release, List<DeliveryEntry> ledger) {}

  /** Everything between the start and the end that are recorded. */
  private Done work(Plan plan) {
    List<DeliveryEntry> entries = new ArrayList<>();
    try {
      entries.addAll(plan.released().map(ledger::deliveries).orElse(List.of()));
      List<DeliveryEntry> tonight = new ArrayList<>(looked(plan));
      entries.addAll(tonight);
      Map<String, DeliveryEntry> known = Ledger.current(entries);
      progress.expect(expected(plan));
      tables.putBack(plan, failed);
      unbalanced(plan, known.values());
      List<DatasetNight.Result> results = datasets(plan, known, key.of(plan, failed, failures));
      List<DeliveryEntry> fared = fared(plan, results, entries);
      tonight.addAll(fared);
      entries.addAll(fared);
      quarantine(results, entries);
      ledger.writeDeliveries(tonight, runId);
      new NightGold(desk, steps, checks, this::context, this::warned)
          .compute(plan, results, entries, tonight);
      checks.equations(Ledger.current(entries).values());
      Release release = tables.release(plan);
      steps.timed("release", () -> tables.move(release), r -> r);
      return new Done(Optional.of(release), entries);
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)) {
        throw e;
      }
      failures.add(Failures.text(e));
      progress.note("No release is made; the current one stays. " + Failures.text(e));
      steps.trace(e);
      return new Done(Optional.empty(), entries);
    }
  }

  private int expected(Plan plan) {
    int each = plan.fresh().size() + plan.datasets().size();
    int gold = plan.computes() ? 6 : 0;
    return (plan.astray().isEmpty() ? 0 : 1)
        + each
        + (plan.datasets().isEmpty() ? 0 : 2)
        + gold
        + 3;
  }

  /** Rows that once did not add up hold their dataset, and nobody else. */
  private void unbalanced(Plan plan, Collection<DeliveryEntry> known) {
    Map<String, List<String>> wrong = new TreeMap<>();
    known.stream()
        .filter(e -> !e.balanced() && !plan.retyped().contains(e.dataset()))
        .forEach(e -> wrong.computeIfAbsent(e.dataset(), k -> new ArrayList<>()).add(e.file()));
    wrong.forEach(
        (dataset, files) ->
            failed.putIfAbsent(
                dataset,
                "K4008: the rows of %s do not add up to what was delivered, so the dataset stays as it was. Please report this with the file; any change of its contract has all its deliveries typed and counted again."
                    .formatted(String.join(", ", files))));
  }

  private List<DatasetNight.Result> datasets(
      Plan plan, Map<String, DeliveryEntry> known, byte[] pseudonymKey) {
    List<DatasetNight.Result> results =
        plan.datasets().isEmpty()
            ? List.of()
            : new Intake(context(), steps, plan, known, failed, losing, pseudonymKey).run();
    for (DatasetNight.Result result : results) {
      checks.add(result.checks());
      warnings.addAll(result.warnings());
      result.failure().ifPresent(why -> failed.put(result.dataset(), why));
    }
    Set<String> fresh = plan.fresh().keySet();
    failed.forEach(
        (dataset, why) -> {
          // With deliveries at stake, these are told as open.
          if (!fresh.contains(dataset)) {
            failures.add("silver.%s was put back: %s".formatted(dataset, why));
          }
        });
    return results;
  }

  /** What the look at the landing folder adds to the ledger. */
  private List<DeliveryEntry> looked(Plan plan) {
    Landing.renamed(plan.deliveries(), definitions.contracts())
        .forEach(sentence -> warnings.add("landing " + sentence));
    plan.repeated().forEach(e -> warnings.add("landing %s: %s".formatted(e.file(), e.detail())));
    return Stream.of(plan.settlement().settled(), plan.refused(), plan.repeated())
        .flatMap(List::stream)
        .map(e -> e.by(runId))
        .toList();
  }

  /** What became of the deliveries that were taken up. */
  private List<DeliveryEntry> fared(
      Plan plan, List<DatasetNight.Result> results, List<DeliveryEntry> before) {
    List<DeliveryEntry> entries = new ArrayList<>();
    results.forEach(r -> entries.addAll(r.entries()));
    Map<String, String> told =
        before.stream()
            .filter(e -> e.state() == DeliveryState.FAILED)
            .collect(Collectors.toMap(DeliveryEntry::delivery, DeliveryEntry::detail, (a, b) -> b));
    for (Delivery delivery : plan.deliveries()) {
      String why = failed.get(delivery.dataset());
      if (why != null && !why.equals(told.get(delivery.id()))) {
        entries.add(DatasetNight.entry(delivery, runId).as(DeliveryState.FAILED, why));
      }
    }
    return entries;
  }

  private void quarantine(List<DatasetNight.Result> results, List<DeliveryEntry> entries) {
    List<String> done =
        results.stream()
            .filter(r -> r.failure().isEmpty())
            .map(DatasetNight.Result::dataset)
            .toList();
    if (done.isEmpty()) {
      return;
    }
    StageContext context = context();
    List<String> rebuilt =
        results.stream()
            .filter(r -> r.failure().isEmpty() && r.retyped())
            .map(DatasetNight.Result::dataset)
            .toList();
    steps.timed(
        "ops.quarantine",
        () ->
            Quarantine.publish(
                context, results.stream().flatMap(r -> r.aside().stream()).toList(), rebuilt),
        n -> new StageResult("ops.quarantine", Map.of("rows", n), List.of()));
    waiting(context, Ledger.current(entries));
    steps.timed("checks", () -> checks.datasets(context, done, warnings, failures), r -> r);
  }

  /** Why rows wait, told with every release until they are mended (RULES R35). */
  private void waiting(StageContext context, Map<String, DeliveryEntry> known) {
    List<WaitingReason> reasons =
        WaitingReasons.of(
            context,
            id ->
                Optional.ofNullable(known.get(id))
                    .map(e -> new WaitingReasons.Origin(e.file(), e.header())));
    QuarantineLedger.write(warehouse, reasons, runId, startedAt);
    reasons.forEach(r -> warnings.add(r.sentence()));
  }

  private StageResult warned(StageResult result) {
    warnings.addAll(result.warnings());
    failures.addAll(result.failures());
    return result;
  }

  private Effort effort(Plan plan, long before, long ledgerBefore) {
    long kernel = warehouse.ledgerCommits() - ledgerBefore;
    return new Effort(
        plan.datasets().size(),
        spark.jobs(),
        warehouse.commits() - before - kernel,
        kernel,
        Steps.since(start));
  }

  private StageContext context() {
    return new StageContext(spark.get(), warehouse, definitions, runId, date, startedAt, progress);
  }
}
