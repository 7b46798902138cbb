package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.gold.Changes;
import org.kaohe.gold.Dimensions;
import org.kaohe.gold.GoldStage;
import org.kaohe.landing.Arrivals;
import org.kaohe.landing.Landing;
import org.kaohe.landing.Refusal;
import org.kaohe.publish.Dashboard;
import org.kaohe.publish.ReleaseSource;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.run.Ledger.RunState;
import org.kaohe.run.NightResult.Effort;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.scorecard.ScorecardStage;
import org.kaohe.silver.Quarantine;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/** One night of one business date. */
final class Night {
  private final Definitions definitions;
  private final Clock clock;
  private final String product;
  private final Optional<String> key;
  private final Progress progress;
  private final Warehouse warehouse;
  private final Ledger ledger;
  private final Selection selection;
  private final String runId;
  private final LocalDate date;
  private final long start;
  private final Instant startedAt;
  private final Steps steps;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final NightChecks checks = new NightChecks();

  /** Datasets that failed for a reason that may pass. */
  private final Set<String> failed = new TreeSet<>();

  private Optional<CompletableFuture<SparkSession>> starting = Optional.empty();
  private Optional<JobCounter> jobs = Optional.empty();

  /**
   * What a night works with; the same for all nights of one call.
   *
   * @param product version of the product
   * @param key text of {@code KAOHE_KEY}
   */
  record Desk(
      Definitions definitions,
      Clock clock,
      String product,
      Optional<String> key,
      Progress progress,
      Warehouse warehouse,
      Ledger ledger,
      Selection selection) {}

  Night(Desk desk, String runId, LocalDate date, long start) {
    this.definitions = desk.definitions();
    this.clock = desk.clock();
    this.product = desk.product();
    this.key = desk.key();
    this.progress = desk.progress();
    this.warehouse = desk.warehouse();
    this.ledger = desk.ledger();
    this.selection = desk.selection();
    this.runId = runId;
    this.date = date;
    this.start = start;
    this.startedAt = clock.instant();
    this.steps = new Steps(runId, progress);
  }

  NightResult run(Optional<Ledger.Run> unfinished) {
    Planner planner =
        new Planner(
            definitions, warehouse, ledger, product, selection, Nightly.today(definitions, clock));
    Planner.Outlook outlook = planner.outlook(date, unfinished);
    if (outlook.quiet()) {
      return unchanged(outlook);
    }
    if (likely(outlook)) {
      // Spark takes seconds to start, and so does reading many deliveries: side by side.
      starting = Optional.of(startSpark());
    }
    Plan plan = planner.plan(outlook);
    if (plan.nothing()) {
      outlook.state().ifPresent(s -> remember(s.release(), plan, outlook, s.failures()));
      return unchanged(outlook);
    }
    byte[] pseudonymKey = pseudonymKey();
    plan.reasons().forEach(progress::note);
    long before = warehouse.commits();
    long ledgerBefore = warehouse.ledgerCommits();
    begin();
    try {
      Optional<Release> release = work(plan, pseudonymKey);
      // Before the pages: whoever is killed while they are written has only them to do again.
      release.ifPresent(r -> remember(r.id(), plan, outlook, List.copyOf(failures)));
      release.ifPresent(this::publish);
      steps.timed("ledger", this::told, r -> r);
      Effort effort = effort(plan, before, ledgerBefore);
      Outcome outcome = release.isPresent() ? Outcome.RELEASED : Outcome.HELD;
      NightResult result =
          new NightResult(
              runId,
              date,
              outcome,
              release.or(plan::released),
              steps.entries(),
              List.copyOf(failures),
              List.copyOf(warnings),
              effort);
      record(
          result.failed() ? RunState.FAILED : RunState.SUCCEEDED,
          Optional.of(clock.instant()),
          Optional.of(result.failed() ? 1 : 0),
          release.map(Release::id),
          Ledger.text(summary(result)));
      delete(warehouse.unfinished());
      return result;
    } finally {
      jobs.ifPresent(JobCounter::close);
      // Only its own: after a take-over another run may be at work.
      sweep(warehouse.staging(runId, ""));
    }
  }

  private boolean likely(Planner.Outlook outlook) {
    return outlook.definitionsChanged()
        || outlook.dateMoved()
        || !outlook.astray().isEmpty()
        || outlook.suspects().stream().anyMatch(l -> !Landing.isManifest(l.file()));
  }

  private CompletableFuture<SparkSession> startSpark() {
    return CompletableFuture.supplyAsync(
        () -> SparkSessions.open(definitions.project().timezone()));
  }

  private SparkSession spark() {
    CompletableFuture<SparkSession> future = starting.orElseGet(this::startSpark);
    starting = Optional.of(future);
    try {
      SparkSession spark = future.join();
      if (jobs.isEmpty()) {
        jobs = Optional.of(new JobCounter(spark));
      }
      return spark;
    } catch (CompletionException e) {
      throw new IllegalStateException("Spark did not start: " + Failures.text(e), e);
    }
  }

  private NightResult unchanged(Planner.Outlook outlook) {
    outlook.state().ifPresent(s -> failures.addAll(s.failures()));
    outlook
        .released()
        .filter(r -> !Dashboard.published(site()).equals(Optional.of(r.id())))
        .ifPresent(this::publish);
    return new NightResult(
        runId,
        date,
        Outcome.UNCHANGED,
        outlook.released(),
        steps.entries(),
        List.copyOf(failures),
        List.of(),
        new Effort(0, 0, 0, 0, Steps.since(start)));
  }

  private Path site() {
    return definitions.project().site();
  }

  /**
   * Pages follow the pointer. When they can't, the release stands and the next night tries again.
   */
  private void publish(Release release) {
    try {
      steps.timed(
          "publish",
          () ->
              Dashboard.publish(
                  new ReleaseSource(definitions, release, new TableReader(warehouse)), site()),
          p -> new StageResult("publish", Map.of("files", (long) p.files()), List.of()));
    } catch (RuntimeException e) {
      failures.add(
          "The page does not show release %s: %s".formatted(release.id(), Failures.text(e)));
      trace(e);
    }
  }

  /** Everything between the start and the end that are recorded. */
  private Optional<Release> work(Plan plan, byte[] pseudonymKey) {
    try {
      sweep(warehouse.staging());
      Map<String, DeliveryEntry> known =
          Ledger.current(plan.released().map(ledger::deliveries).orElse(List.of()));
      progress.expect(expected(plan));
      putBack(plan);
      List<DatasetNight.Result> results = datasets(plan, known, pseudonymKey);
      List<DeliveryEntry> entries = entries(plan, results);
      quarantine(results);
      ledger.writeDeliveries(entries, runId);
      known.putAll(Ledger.current(entries));
      compute(plan, results, known, entries);
      checks.equations(known.values());
      Release release = release(plan);
      steps.timed("release", () -> move(release), r -> r);
      return Optional.of(release);
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)) {
        throw e;
      }
      failures.add(Failures.text(e));
      progress.note("No release is made; the current one stays. " + Failures.text(e));
      trace(e);
      return Optional.empty();
    }
  }

  /** The stack goes to the log: a stage that fails is ours to mend, not the reader's. */
  private static void trace(RuntimeException failure) {
    if (!(failure instanceof KaoheException)) {
      System.getLogger(Nightly.class.getName())
          .log(System.Logger.Level.WARNING, "A stage failed", failure);
    }
  }

  private int expected(Plan plan) {
    int each = plan.fresh().size() + plan.datasets().size();
    int gold = plan.computes() ? 5 : 0;
    return (plan.astray().isEmpty() ? 0 : 1)
        + each
        + (plan.datasets().isEmpty() ? 0 : 2)
        + gold
        + 3;
  }

  private void putBack(Plan plan) {
    if (plan.astray().isEmpty()) {
      return;
    }
    Map<TableId, Long> versions = plan.released().map(Release::tables).orElse(Map.of());
    steps.timed(
        "put-back",
        () -> {
          for (TableId table : plan.astray()) {
            if (!versions.containsKey(table)) {
              warehouse.drop(table);
            } else {
              warehouse.restore(spark(), table, versions.get(table));
            }
          }
          return plan.astray().size();
        },
        n -> new StageResult("put-back", Map.of("tables", (long) n), List.of()));
  }

  private List<DatasetNight.Result> datasets(
      Plan plan, Map<String, DeliveryEntry> known, byte[] pseudonymKey) {
    if (plan.datasets().isEmpty()) {
      return List.of();
    }
    List<DatasetNight.Result> results =
        new Intake(context(), steps, plan, known, pseudonymKey).run();
    for (DatasetNight.Result result : results) {
      checks.add(result.checks());
      result
          .failure()
          .ifPresent(
              why -> {
                failed.add(result.dataset());
                failures.add("silver.%s was put back: %s".formatted(result.dataset(), why));
              });
      for (DeliveryEntry entry : result.entries()) {
        if (entry.state() == DeliveryState.REFUSED) {
          failures.add(
              "silver.%s refused %s: %s".formatted(entry.dataset(), entry.file(), entry.detail()));
        }
      }
    }
    return results;
  }

  private byte[] pseudonymKey() {
    if (definitions.contracts().values().stream().noneMatch(Contract::personal)) {
      return new byte[0];
    }
    byte[] bytes = PseudonymKey.of(definitions.project().workspace(), key);
    String fingerprint = PseudonymKey.fingerprint(bytes);
    NightState.read(warehouse.state())
        .map(NightState::key)
        .filter(k -> !k.isEmpty() && !k.equals(fingerprint))
        .ifPresent(
            k -> {
              throw new KaoheException(
                  "K4006",
                  "The pseudonym key is not the one that the warehouse was built with, so a person would get a second pseudonym. Set KAOHE_KEY or restore %s."
                      .formatted(PseudonymKey.file(definitions.project().workspace())));
            });
    return bytes;
  }

  private String fingerprint() {
    return definitions.contracts().values().stream().noneMatch(Contract::personal)
        ? ""
        : PseudonymKey.fingerprint(PseudonymKey.of(definitions.project().workspace(), key));
  }

  /** What the ledger is to hold: deliveries taken in, and files that were not. */
  private List<DeliveryEntry> entries(Plan plan, List<DatasetNight.Result> results) {
    List<DeliveryEntry> entries = new ArrayList<>();
    results.forEach(r -> entries.addAll(r.entries()));
    Arrivals arrivals = plan.arrivals();
    for (Refusal refusal : arrivals.refused()) {
      entries.add(entry(refusal, DeliveryState.REFUSED));
      failures.add("landing %s was refused: %s".formatted(refusal.file(), Planner.detail(refusal)));
    }
    Landing.renamed(arrivals.fresh(), definitions.contracts())
        .forEach(sentence -> warnings.add("landing " + sentence));
    for (Refusal repeat : arrivals.repeated()) {
      entries.add(entry(repeat, DeliveryState.DUPLICATE));
      warnings.add("landing %s: %s".formatted(repeat.file(), Planner.detail(repeat)));
    }
    return entries;
  }

  private DeliveryEntry entry(Refusal refusal, DeliveryState state) {
    return new DeliveryEntry(
        "",
        refusal.dataset(),
        refusal.file(),
        "",
        refusal.period(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        state,
        Planner.detail(refusal),
        List.of(),
        runId);
  }

  private void quarantine(List<DatasetNight.Result> results) {
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
    steps.timed("checks", () -> checks.datasets(context, done, warnings), r -> r);
  }

  private void compute(
      Plan plan,
      List<DatasetNight.Result> results,
      Map<String, DeliveryEntry> known,
      List<DeliveryEntry> arrived) {
    Map<String, Set<String>> slices = new TreeMap<>();
    results.stream()
        .filter(r -> r.failure().isEmpty() && r.accepted())
        .forEach(r -> slices.put(r.dataset(), r.touched()));
    // What was refused changes no measure, but its cells say held instead of awaited.
    arrived.stream().filter(Night::held).forEach(e -> slices.putIfAbsent(e.dataset(), Set.of()));
    if (!plan.everything() && !plan.dateMoved() && slices.isEmpty()) {
      return;
    }
    List<Changes.Delivered> delivered =
        known.values().stream()
            .filter(e -> e.state() == DeliveryState.ACCEPTED)
            .map(
                e ->
                    new Changes.Delivered(
                        e.dataset(),
                        e.period().map(Period::text).orElse(""),
                        e.issued().orElseThrow()))
            .collect(Collectors.toCollection(ArrayList::new));
    Stream.concat(
            plan.released().map(ledger::deliveries).orElse(List.of()).stream(), arrived.stream())
        .filter(Night::held)
        .forEach(
            e ->
                delivered.add(
                    new Changes.Delivered(
                        e.dataset(),
                        e.period().map(Period::text).orElseThrow(),
                        LocalDate.MAX,
                        true)));
    StageContext context = context();
    context.spark().sparkContext().setJobDescription("gold");
    Changes changes = new Changes(plan.everything(), plan.dateMoved(), slices, delivered);
    GoldStage.parts(context, changes)
        .forEach((name, part) -> steps.timed(name, part, this::warned));
    context.spark().sparkContext().setJobDescription("scorecard");
    steps.timed("scorecard", () -> new ScorecardStage().run(context), this::warned);
    context.spark().sparkContext().setJobDescription(null);
    if (plan.everything() || plan.dateMoved()) {
      steps.timed("gold.dimensions", this::dimensions, r -> r);
    }
  }

  /** Labels follow the definitions and the calendar, nothing else. */
  private StageResult dimensions() {
    List<Dimensions.Table> tables = Dimensions.of(definitions, date);
    for (Dimensions.Table table : tables) {
      ledger.replace(table.id(), table.columns(), table.rows(), runId, startedAt);
    }
    return new StageResult(
        "gold.dimensions",
        Map.of("rows", tables.stream().mapToLong(t -> t.rows().size()).sum()),
        List.of());
  }

  private StageResult warned(StageResult result) {
    warnings.addAll(result.warnings());
    return result;
  }

  /** Its cells have a reason: something came for them and was not taken in (J3). */
  private static boolean held(DeliveryEntry entry) {
    return entry.state() == DeliveryState.REFUSED && entry.period().isPresent();
  }

  private Release release(Plan plan) {
    Map<TableId, Long> tables = new TreeMap<>();
    for (TableId table : warehouse.tables()) {
      if (!Ledger.ATTEMPTS.contains(table)) {
        tables.put(table, warehouse.version(table));
      }
    }
    long last =
        Stream.concat(plan.released().stream(), ledger.releases().stream())
            .mapToLong(r -> Long.parseLong(r.id().substring(1)))
            .max()
            .orElse(0);
    return new Release(
        "R%06d".formatted(last + 1), runId, date, clock.instant(), Map.copyOf(tables));
  }

  private StageResult move(Release release) {
    ledger.writeRelease(release);
    new Pointer(warehouse).moveTo(release);
    return new StageResult("release", Map.of("tables", (long) release.tables().size()), List.of());
  }

  private StageResult told() {
    ledger.writeChecks(checks.results(), runId);
    ledger.writeStages(steps.entries(), runId);
    return new StageResult("ledger", Map.of("checks", (long) checks.results().size()), List.of());
  }

  private void remember(String release, Plan plan, Planner.Outlook outlook, List<String> standing) {
    Map<String, String> contracts = new TreeMap<>(outlook.contracts());
    failed.forEach(contracts::remove);
    new NightState(
            release,
            product,
            definitions.hash(),
            contracts,
            date.toString(),
            failed.isEmpty() && selection.everything(),
            plan.landing(),
            fingerprint(),
            standing)
        .write(warehouse.state());
  }

  private Effort effort(Plan plan, long before, long ledgerBefore) {
    long kernel = warehouse.ledgerCommits() - ledgerBefore;
    return new Effort(
        plan.datasets().size(),
        jobs.map(JobCounter::count).orElse(0L),
        warehouse.commits() - before - kernel,
        kernel,
        Steps.since(start));
  }

  private Map<String, Object> summary(NightResult result) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    summary.put("datasets", result.effort().datasets());
    summary.put("spark_jobs", result.effort().sparkJobs());
    summary.put("spark_commits", result.effort().sparkCommits());
    summary.put("ledger_commits", result.effort().ledgerCommits());
    summary.put("seconds", BigDecimal.valueOf(result.effort().elapsed().toMillis(), 3));
    summary.put("failures", result.failures());
    summary.put("warnings", result.warnings());
    return summary;
  }

  private void begin() {
    AtomicFile.write(
        warehouse.unfinished(),
        Ledger.text(Map.of("run_id", runId, "business_date", date.toString())) + "\n");
    List<Ledger.Run> rows = new ArrayList<>();
    // Whoever holds the lock knows that the others are dead.
    for (Ledger.Run run : ledger.runs()) {
      if (run.state() == RunState.RUNNING) {
        rows.add(
            new Ledger.Run(
                run.id(),
                run.businessDate(),
                run.startedAt(),
                Optional.empty(),
                RunState.KILLED,
                Optional.empty(),
                Optional.empty(),
                "{}"));
      }
    }
    rows.add(run(RunState.RUNNING, Optional.empty(), Optional.empty(), Optional.empty(), "{}"));
    ledger.writeRuns(rows, runId);
  }

  private void record(
      RunState state,
      Optional<Instant> ended,
      Optional<Integer> exitCode,
      Optional<String> release,
      String summary) {
    ledger.writeRuns(List.of(run(state, ended, exitCode, release, summary)), runId);
  }

  private Ledger.Run run(
      RunState state,
      Optional<Instant> ended,
      Optional<Integer> exitCode,
      Optional<String> release,
      String summary) {
    return new Ledger.Run(runId, date, startedAt, ended, state, exitCode, release, summary);
  }

  private StageContext context() {
    return new StageContext(spark(), warehouse, definitions, runId, date, startedAt, progress);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes rows on their way that no run will fetch any more. */
  private static void sweep(Path staging) {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
