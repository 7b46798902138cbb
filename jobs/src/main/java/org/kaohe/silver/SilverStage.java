package org.kaohe.silver;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Contract;
import org.kaohe.delta.Extent;
import org.kaohe.delta.Staged;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.quality.CheckResult;
import org.kaohe.quality.DeliveryChecks;
import org.kaohe.quality.References;
import org.kaohe.silver.SilverResult.Clash;
import org.kaohe.silver.SilverResult.Outcome;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Types new deliveries of one dataset by its contract and brings {@code silver/<dataset>} up to
 * date: one current row per key. The current row is the greatest by the contract's order column,
 * issue date, serial, content hash and line (J1), so arrival never decides; a delivery that
 * contradicts another of its issue is held (J22). Failing rows are staged for quarantine with all
 * their reasons.
 */
public final class SilverStage {
  /** A table of fewer bytes is kept in few files; a larger one has a file for each slice. */
  private static final long SMALL = 64L << 20;

  /** Up to so many deliveries, each is written as it comes. */
  private static final int FEW = 64;

  private static final String DELIVERY = DeliveryReader.DELIVERY;
  private static final String LINE = DeliveryReader.LINE;

  private final StageContext context;
  private final Contract contract;
  private final TableId table;
  private final boolean small;
  private final WriteOptions options;

  private SilverStage(StageContext context, Contract contract, boolean small) {
    this.context = context;
    this.contract = contract;
    this.table = TableId.silver(contract.id());
    this.small = small;
    this.options =
        new WriteOptions(context.runId(), List.of(DeliveryReader.SLICE, DELIVERY, "_issued"));
  }

  /**
   * Takes in deliveries.
   *
   * @param fresh deliveries that arrived, some or none
   * @param waiting deliveries in bronze that were held and may be taken in now, by id
   * @param accepted deliveries that were taken in before, by id
   * @param pseudonymKey key of the personal columns
   */
  public static SilverResult run(
      StageContext context,
      Contract contract,
      List<Delivery> fresh,
      Map<String, BronzeReader.Known> waiting,
      Map<String, BronzeReader.Known> accepted,
      byte[] pseudonymKey) {
    return run(context, contract, fresh, waiting, accepted, pseudonymKey, SMALL);
  }

  static SilverResult run(
      StageContext context,
      Contract contract,
      List<Delivery> fresh,
      Map<String, BronzeReader.Known> waiting,
      Map<String, BronzeReader.Known> accepted,
      byte[] pseudonymKey,
      long smallBytes) {
    Set<String> units = context.definitions().units().keySet();
    Map<String, Long> delivered = new LinkedHashMap<>();
    Map<String, Standing> standings = new HashMap<>();
    List<Dataset<Row>> frames = new ArrayList<>();
    if (!fresh.isEmpty()) {
      fresh.forEach(d -> delivered.put(d.id(), d.records()));
      fresh.forEach(d -> standings.put(d.id(), Standing.ARRIVING));
      frames.add(DeliveryReader.read(context.spark(), contract, units, fresh, pseudonymKey));
    }
    if (!waiting.isEmpty()) {
      waiting.forEach((id, known) -> delivered.put(id, known.records()));
      waiting.forEach((id, known) -> standings.put(id, known.standing()));
      frames.add(
          BronzeReader.read(bronze(context, contract), contract, units, waiting, pseudonymKey));
    }
    long bytes =
        fresh.stream().mapToLong(Delivery::bytes).sum()
            + (waiting.isEmpty() ? 0 : context.warehouse().bytes(TableId.bronze(contract.id())));
    boolean small = bytes + context.warehouse().bytes(TableId.silver(contract.id())) < smallBytes;
    return new SilverStage(context, contract, small)
        .take(
            frames.stream().reduce(Dataset::unionByName).orElseThrow(),
            delivered,
            standings,
            Issues.of(contract, fresh, waiting, accepted),
            false);
  }

  /**
   * Types everything kept in bronze again, after the contract changed, and replaces the dataset's
   * rows.
   *
   * @param headers delivered header of every delivery in bronze, by delivery id
   * @param pseudonymKey key of the personal columns
   */
  public static SilverResult rebuild(
      StageContext context,
      Contract contract,
      Map<String, BronzeReader.Known> headers,
      byte[] pseudonymKey) {
    Set<String> units = context.definitions().units().keySet();
    Dataset<Row> rows =
        BronzeReader.read(bronze(context, contract), contract, units, headers, pseudonymKey);
    Map<String, Long> delivered = new LinkedHashMap<>();
    Map<String, Standing> standings = new HashMap<>();
    headers.forEach((id, known) -> delivered.put(id, known.records()));
    headers.forEach((id, known) -> standings.put(id, known.standing()));
    boolean small = context.warehouse().bytes(TableId.bronze(contract.id())) < SMALL;
    return new SilverStage(context, contract, small)
        .take(rows, delivered, standings, Issues.declared(contract, headers), true);
  }

  private static Dataset<Row> bronze(StageContext context, Contract contract) {
    TableId kept = TableId.bronze(contract.id());
    // Deliveries without a record made no table.
    return context.warehouse().exists(kept)
        ? context.warehouse().read(context.spark(), kept)
        : context
            .spark()
            .createDataFrame(
                List.of(), StructType.fromDDL("delivery STRING, line BIGINT, record STRING"));
  }

  private SilverResult take(
      Dataset<Row> rows,
      Map<String, Long> delivered,
      Map<String, Standing> standings,
      Map<String, Reissues.Issue> issues,
      boolean rebuild) {
    Dataset<Row> typed =
        References.apply(
            contract, RowRules.apply(contract, rows), DeliveryReader.REASONS, this::current);
    Staged kept = new Quarantine(context, contract).stage(typed, small);
    Map<String, Map<String, Long>> aside = Quarantine.counts(kept);
    List<CheckResult> checks = new ArrayList<>();
    Map<String, String> refused = new HashMap<>();
    delivered.forEach(
        (id, number) -> {
          long bad = aside.getOrDefault(id, Map.of()).getOrDefault(Quarantine.BAD, 0L);
          long control = aside.getOrDefault(id, Map.of()).getOrDefault(Quarantine.CONTROL, 0L);
          List<CheckResult> results = DeliveryChecks.of(contract, id, number, control, bad);
          checks.addAll(results);
          results.stream()
              .filter(r -> !r.passed() && r.severity() == Contract.Severity.ERROR)
              .findFirst()
              .ifPresent(r -> refused.put(id, r.check() + ": " + r.observed()));
        });
    Dataset<Row> good =
        typed.filter(col(DeliveryReader.REASONS).isNull().and(not(col(DeliveryReader.CONTROL))));
    if (!refused.isEmpty()) {
      good = good.filter(not(col(DELIVERY).isin(refused.keySet().toArray())));
    }
    boolean exists = !rebuild && context.warehouse().exists(table);
    Arrivals arrivals = new Arrivals(stage(columns(good), delivered.size()));
    Referee referee = new Referee(context, contract, options, small, standings);
    Contest contest = referee.contest(arrivals.rows(), this::columns, exists, arrivals.slices());
    Map<String, Clash> held = new TreeMap<>();
    // Without what is held other rows may win, and even contradict each other; rare, and loud.
    while (!contest.held().isEmpty()) {
      held.putAll(contest.held());
      Column out = col(DELIVERY).isin(contest.held().keySet().toArray());
      arrivals = new Arrivals(stage(arrivals.rows().read().filter(not(out)), 1));
      contest = referee.contest(arrivals.rows(), this::columns, exists, arrivals.slices());
    }
    List<String> warnings = new ArrayList<>(contest.warnings());
    warnings.addAll(Quarantine.emptied(contract, aside));
    Reissues.Withdrawn withdrawn = Reissues.Withdrawn.NONE;
    if (contract.mode() == Contract.Mode.REPLACE) {
      Map<String, Reissues.Issue> valid = new TreeMap<>(issues);
      valid.keySet().removeAll(refused.keySet());
      valid.keySet().removeAll(held.keySet());
      withdrawn =
          new Reissues(context, contract, options)
              .withdrawn(
                  arrivals.rows().read(),
                  exists
                      ? Optional.of(columns(context.warehouse().read(context.spark(), table)))
                      : Optional.empty(),
                  contest,
                  columns(typed.filter(col(DeliveryReader.REASONS).isNotNull())),
                  List.copyOf(valid.values()));
    }
    Set<String> touched = arrivals.touched(contest);
    touched.addAll(withdrawn.standing());
    write(arrivals.rows(), contest, withdrawn, touched, rebuild, exists);
    Map<String, Map<Boolean, Long>> taken =
        taken(delivered.keySet(), rebuild ? Extent.all() : extent(touched));
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, Long> entry : delivered.entrySet()) {
      String id = entry.getKey();
      boolean out = refused.containsKey(id) || held.containsKey(id);
      Map<String, Long> beside = out ? Map.of() : aside.getOrDefault(id, Map.of());
      Map<Boolean, Long> in = taken.getOrDefault(id, Map.of());
      outcomes.add(
          new Outcome(
              id,
              entry.getValue(),
              in.getOrDefault(false, 0L),
              contest.superseded(id),
              in.getOrDefault(true, 0L),
              beside.getOrDefault(Quarantine.CONTROL, 0L),
              beside.getOrDefault(Quarantine.BAD, 0L),
              contest.byItself(id),
              Optional.ofNullable(refused.get(id)),
              Optional.ofNullable(held.get(id))));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("rows", outcomes.stream().mapToLong(Outcome::accepted).sum());
    counts.put("quarantined", outcomes.stream().mapToLong(Outcome::quarantined).sum());
    counts.put("superseded", outcomes.stream().mapToLong(Outcome::superseded).sum());
    counts.put("contradicted by a later line", contest.contradicted());
    if (withdrawn.number() > 0) {
      counts.put("withdrawn by a later issue", withdrawn.number());
    }
    return new SilverResult(
        new StageResult(table.toString().replace('/', '.'), counts, warnings),
        outcomes,
        touched,
        checks,
        aside(kept, held.keySet()));
  }

  /** None of the rows of a held delivery go anywhere but to bronze. */
  private Staged aside(Staged kept, Set<String> held) {
    return held.isEmpty() || kept.isEmpty()
        ? kept
        : context
            .warehouse()
            .stage(
                kept.read().filter(not(col("delivery").isin(held.toArray()))).coalesce(1), options);
  }

  private Optional<Dataset<Row>> current(String dataset) {
    TableId other = TableId.silver(dataset);
    return context.warehouse().exists(other)
        ? Optional.of(
            context
                .warehouse()
                .read(context.spark(), other)
                .filter(not(col(DeliveryReader.DELETED))))
        : Optional.empty();
  }

  /**
   * Rows that passed, in files that silver can take over as they are. Of a large table every file
   * holds one slice; a few deliveries are usually sorted by time already, many are not.
   */
  private Staged stage(Dataset<Row> rows, int deliveries) {
    if (small) {
      return context.warehouse().stage(rows.coalesce(1), options);
    }
    Dataset<Row> gathered = deliveries > FEW ? rows.repartition(col(DeliveryReader.SLICE)) : rows;
    return context.warehouse().stage(gathered, options, DeliveryReader.SLICE);
  }

  private static Extent extent(Set<String> slices) {
    return Extent.of(DeliveryReader.SLICE, slices);
  }

  private void write(
      Staged arrivals,
      Contest contest,
      Reissues.Withdrawn withdrawn,
      Set<String> touched,
      boolean rebuild,
      boolean exists) {
    Staged rows = arrivals;
    Set<String> changed = new TreeSet<>(contest.lost().keySet());
    changed.addAll(withdrawn.arriving());
    if (!changed.isEmpty()) {
      // Only files with a loser are written again; the others are taken over.
      Extent written = extent(changed);
      Dataset<Row> again = without(contest, arrivals.reaching(written).read());
      rows = arrivals.beside(written).plus(stage(withdrawn.flagged(again), 1));
    }
    if (rebuild) {
      if (!rows.isEmpty() || context.warehouse().exists(table)) {
        context.warehouse().overwrite(rows, table, options);
      }
      return;
    }
    if (touched.isEmpty()) {
      return;
    }
    if (exists) {
      Dataset<Row> stays = context.warehouse().read(context.spark(), table, extent(touched));
      rows = rows.plus(stage(withdrawn.flagged(without(contest, columns(stays))), 1));
    }
    context.warehouse().replace(rows, table, extent(touched), options);
  }

  private static Dataset<Row> without(Contest contest, Dataset<Row> rows) {
    return contest
        .losers()
        .map(
            losers ->
                rows.join(losers, new String[] {DELIVERY, LINE}, "left_anti")
                    .select(Arrays.stream(rows.columns()).map(c -> col(c)).toArray(Column[]::new)))
        .orElse(rows);
  }

  /** What the table now holds of the deliveries, by deletion flag: counted, not concluded (J2). */
  private Map<String, Map<Boolean, Long>> taken(Set<String> deliveries, Extent written) {
    Map<String, Map<Boolean, Long>> kept = new HashMap<>();
    if (context.warehouse().exists(table)) {
      context
          .warehouse()
          .read(context.spark(), table, written)
          .filter(col(DELIVERY).isin(deliveries.toArray()))
          .groupBy(DELIVERY, DeliveryReader.DELETED)
          .count()
          .collectAsList()
          .forEach(
              r ->
                  kept.computeIfAbsent(r.getString(0), k -> new HashMap<>())
                      .put(r.getBoolean(1), r.getLong(2)));
    }
    return kept;
  }

  private Dataset<Row> columns(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(c -> columns.add(col(c.name())));
    for (String name :
        List.of(
            "_delivery",
            "_line",
            "_issued",
            DeliveryReader.SERIAL,
            "_period",
            DeliveryReader.SLICE,
            DeliveryReader.DELETED)) {
      columns.add(col(name));
    }
    return rows.select(columns.toArray(Column[]::new));
  }
}
