package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.gold.Changes;
import org.kaohe.gold.Dimensions;
import org.kaohe.gold.GoldStage;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Landing;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
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

  private Optional<CompletableFuture<SparkSession>> starting = Optional.empty();
  private Optional<JobCounter> jobs = Optional.empty();

  /** Fingerprint of the pseudonym key that the warehouse is built with; empty without one. */
  private String keyPrint = "";

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
    this.definitions = desk.definitions();
    this.clock = desk.clock();
    this.product = desk.product();
    this.key = desk.key();
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
    this.record = new RunRecord(warehouse, ledger, runId, date, startedAt);
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
      starting = Optional.of(startSpark());
    }
    Plan plan = planner.plan(outlook);
    if (plan.nothing()) {
      outlook
          .state()
          .ifPresent(s -> remember(s.release(), plan, outlook, s.failures(), plan.open()));
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
      release.ifPresent(r -> remembered(r, plan, outlook, open));
      release.ifPresent(this::publish);
      boolean told = told();
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
      return told ? ended(result, release) : result;
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
        || outlook.news();
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
        List.of(),
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
      trace(e);
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
      sweep(warehouse.staging());
      Map<String, DeliveryEntry> known = Ledger.current(entries);
      progress.expect(expected(plan));
      putBack(plan);
      unbalanced(plan, known.values());
      List<DatasetNight.Result> results = datasets(plan, known, pseudonymKey(plan));
      List<DeliveryEntry> fared = fared(plan, results, entries);
      tonight.addAll(fared);
      entries.addAll(fared);
      quarantine(results);
      ledger.writeDeliveries(tonight, runId);
      compute(plan, results, entries, tonight);
      checks.equations(Ledger.current(entries).values());
      Release release = release(plan);
      steps.timed("release", () -> move(release), r -> r);
      return new Done(Optional.of(release), entries);
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)) {
        throw e;
      }
      failures.add(Failures.text(e));
      progress.note("No release is made; the current one stays. " + Failures.text(e));
      trace(e);
      return new Done(Optional.empty(), entries);
    }
  }

  private void trace(RuntimeException failure) {
    if (!(failure instanceof KaoheException)) {
      progress.trace(failure);
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

  private void putBack(Plan plan) {
    if (plan.astray().isEmpty()) {
      return;
    }
    Map<TableId, Long> versions = plan.released().map(Release::tables).orElse(Map.of());
    steps.timed(
        "put-back",
        () -> {
          plan.astray().forEach(t -> putBack(t, Optional.ofNullable(versions.get(t))));
          return plan.astray().size();
        },
        n -> new StageResult("put-back", Map.of("tables", (long) n), List.of()));
  }

  /** A dataset whose tables can't be put back stays as released, and the others go on. */
  private void putBack(TableId table, Optional<Long> version) {
    try {
      if (version.isEmpty()) {
        warehouse.drop(table);
      } else {
        warehouse.restore(spark(), table, version.get(), runId);
      }
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)
          || !(table.layer().equals("bronze") || table.layer().equals("silver"))) {
        throw e;
      }
      trace(e);
      warehouse.pin(table, version);
      failed.put(
          table.name(),
          "%s could not be put back as released: %s".formatted(table, Failures.text(e)));
    }
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

  /** The key; without the right one, datasets with personal columns take nothing in. */
  private byte[] pseudonymKey(Plan plan) {
    if (definitions.contracts().values().stream().noneMatch(Contract::personal)) {
      return new byte[0];
    }
    try {
      byte[] bytes = PseudonymKey.of(definitions.project().workspace(), key);
      keyPrint = PseudonymKey.fingerprint(bytes);
      formerKey()
          .filter(k -> !k.equals(keyPrint))
          .ifPresent(
              k -> {
                throw new KaoheException(
                    "K4006",
                    "The pseudonym key is not the one that the warehouse was built with, so a person would get a second pseudonym. Set KAOHE_KEY or restore %s."
                        .formatted(PseudonymKey.file(definitions.project().workspace())));
              });
      return bytes;
    } catch (KaoheException | UncheckedIOException e) {
      keyPrint = formerKey().orElse("");
      List<String> personal =
          plan.fresh().keySet().stream()
              .filter(
                  d ->
                      Optional.ofNullable(definitions.contracts().get(d)).stream()
                          .anyMatch(Contract::personal))
              .toList();
      personal.forEach(d -> failed.putIfAbsent(d, Failures.text(e)));
      if (personal.isEmpty()) {
        failures.add(Failures.text(e));
      }
      return new byte[0];
    }
  }

  private Optional<String> formerKey() {
    return NightState.read(warehouse.state()).map(NightState::key).filter(k -> !k.isEmpty());
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
    steps.timed("checks", () -> checks.datasets(context, done, warnings, failures), r -> r);
  }

  private void compute(
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
    List<Changes.Delivered> delivered = new ArrayList<>();
    for (DeliveryEntry entry : Ledger.current(entries).values()) {
      if (entry.state() == DeliveryState.ACCEPTED) {
        delivered.add(
            new Changes.Delivered(
                entry.dataset(),
                entry.period().map(Period::text).orElse(""),
                entry.issued().orElseThrow()));
      }
    }
    for (DeliveryEntry entry : OpenRefusals.last(entries)) {
      entry
          .period()
          .ifPresent(
              p ->
                  delivered.add(
                      new Changes.Delivered(entry.dataset(), p.text(), LocalDate.MAX, true)));
    }
    StageContext context = context();
    context.spark().sparkContext().setJobDescription("gold");
    Changes changes = new Changes(plan.everything(), plan.dateMoved(), slices, delivered);
    GoldStage.parts(context, changes)
        .forEach((name, part) -> steps.timed(name, part, this::warned));
    context.spark().sparkContext().setJobDescription("checks");
    steps.timed("checks.sums", () -> checks.sums(context, changes), this::warned);
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
    failures.addAll(result.failures());
    return result;
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

  /** The rest of the ledger; whether it could be written. */
  private boolean told() {
    try {
      steps.timed(
          "ledger",
          () -> {
            ledger.writeChecks(checks.results(), runId);
            ledger.writeStages(steps.entries(), runId);
            return checks.results().size();
          },
          n -> new StageResult("ledger", Map.of("checks", (long) n), List.of()));
      return true;
    } catch (RuntimeException e) {
      return unrecorded(e);
    }
  }

  /**
   * The result is told whether or not its end could be recorded; then the next night repeats it.
   */
  private NightResult ended(NightResult result, Optional<Release> made) {
    try {
      record.end(result, made, clock.instant());
      delete(warehouse.unfinished());
      return result;
    } catch (RuntimeException e) {
      unrecorded(e);
      return result.failing(Failures.text(e));
    }
  }

  private boolean unrecorded(RuntimeException e) {
    if (Failures.isFatal(e)) {
      throw e;
    }
    trace(e);
    failures.add("The end of the run is not recorded: " + Failures.text(e));
    return false;
  }

  /** A memory that can't be written costs the next night time, and nothing else. */
  private void remembered(
      Release release, Plan plan, Planner.Outlook outlook, List<OpenRefusal> open) {
    try {
      remember(release.id(), plan, outlook, List.copyOf(failures), open);
    } catch (RuntimeException e) {
      unrecorded(e);
    }
  }

  private void remember(
      String release,
      Plan plan,
      Planner.Outlook outlook,
      List<String> standing,
      List<OpenRefusal> open) {
    Map<String, String> contracts = new TreeMap<>(outlook.contracts());
    failed.keySet().forEach(contracts::remove);
    new NightState(
            release,
            product,
            definitions.hash(),
            contracts,
            date.toString(),
            failed.isEmpty()
                && selection.everything()
                && contracts.size() == definitions.contracts().size(),
            Planner.remembered(plan.landing()),
            keyPrint.isEmpty() ? formerKey().orElse("") : keyPrint,
            standing,
            open,
            plan.retry())
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
