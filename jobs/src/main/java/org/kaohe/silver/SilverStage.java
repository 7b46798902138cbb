package org.kaohe.silver;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

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
import org.apache.spark.sql.expressions.Window;
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
import org.kaohe.silver.SilverResult.Outcome;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Types new deliveries of one dataset by its contract and brings {@code silver/<dataset>} up to
 * date: one current row per key. The current row is the greatest by the contract's order column,
 * issue date, content hash and line (J1), so arrival never decides. Failing rows are staged for
 * quarantine with all their reasons.
 */
public final class SilverStage {
  /** A table of fewer bytes is kept in few files; a larger one has a file for each slice. */
  private static final long SMALL = 64L << 20;

  /** Up to so many deliveries, each is written as it comes. */
  private static final int FEW = 64;

  /** Fewer rows than this go to every task as they are. */
  private static final long BROADCAST = 1_000_000;

  private static final String DELIVERY = DeliveryReader.DELIVERY;
  private static final String LINE = DeliveryReader.LINE;

  private static final String HASH = "_hash";
  private static final String RANK = "_rank";
  private static final String OLD = "_old";

  private final StageContext context;
  private final Contract contract;
  private final TableId table;
  private final boolean small;
  private final List<Column> keys;
  private final WriteOptions options;

  private SilverStage(StageContext context, Contract contract, boolean small) {
    this.context = context;
    this.contract = contract;
    this.table = TableId.silver(contract.id());
    this.small = small;
    this.keys = contract.key().stream().map(k -> col(k)).toList();
    this.options =
        new WriteOptions(context.runId(), List.of(DeliveryReader.SLICE, DELIVERY, "_issued"));
  }

  /**
   * Takes in deliveries.
   *
   * @param fresh deliveries not in silver yet
   * @param pseudonymKey key of the personal columns
   */
  public static SilverResult run(
      StageContext context, Contract contract, List<Delivery> fresh, byte[] pseudonymKey) {
    return run(context, contract, fresh, pseudonymKey, SMALL);
  }

  static SilverResult run(
      StageContext context,
      Contract contract,
      List<Delivery> fresh,
      byte[] pseudonymKey,
      long smallBytes) {
    Set<String> units = context.definitions().units().keySet();
    Dataset<Row> rows = DeliveryReader.read(context.spark(), contract, units, fresh, pseudonymKey);
    Map<String, Long> delivered = new LinkedHashMap<>();
    fresh.forEach(d -> delivered.put(d.id(), d.records()));
    long bytes = fresh.stream().mapToLong(Delivery::bytes).sum();
    boolean small = bytes + context.warehouse().bytes(TableId.silver(contract.id())) < smallBytes;
    return new SilverStage(context, contract, small).take(rows, delivered, false);
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
    TableId kept = TableId.bronze(contract.id());
    // Deliveries without a record made no table.
    Dataset<Row> bronze =
        context.warehouse().exists(kept)
            ? context.warehouse().read(context.spark(), kept)
            : context
                .spark()
                .createDataFrame(
                    List.of(), StructType.fromDDL("delivery STRING, line BIGINT, record STRING"));
    Set<String> units = context.definitions().units().keySet();
    Dataset<Row> rows = BronzeReader.read(bronze, contract, units, headers, pseudonymKey);
    Map<String, Long> delivered = new LinkedHashMap<>();
    headers.forEach((id, known) -> delivered.put(id, known.records()));
    boolean small = context.warehouse().bytes(TableId.bronze(contract.id())) < SMALL;
    return new SilverStage(context, contract, small).take(rows, delivered, true);
  }

  private SilverResult take(Dataset<Row> rows, Map<String, Long> delivered, boolean rebuild) {
    Dataset<Row> typed =
        References.apply(
            contract, RowRules.apply(contract, rows), DeliveryReader.REASONS, this::current);
    Staged kept = new Quarantine(context, contract.id()).stage(typed, small);
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
    Contest contest = contest(arrivals.rows(), exists, arrivals.slices());
    Set<String> touched = arrivals.touched(contest);
    write(arrivals.rows(), contest, touched, rebuild, exists);
    Map<String, Map<Boolean, Long>> taken =
        taken(delivered.keySet(), rebuild ? Extent.all() : extent(touched));
    List<Outcome> outcomes = new ArrayList<>();
    delivered.forEach(
        (id, number) -> {
          Map<String, Long> out = aside.getOrDefault(id, Map.of());
          Map<Boolean, Long> in = taken.getOrDefault(id, Map.of());
          outcomes.add(
              new Outcome(
                  id,
                  number,
                  in.getOrDefault(false, 0L),
                  contest.superseded(id),
                  in.getOrDefault(true, 0L),
                  refused.containsKey(id) ? 0 : out.getOrDefault(Quarantine.CONTROL, 0L),
                  refused.containsKey(id) ? 0 : out.getOrDefault(Quarantine.BAD, 0L),
                  Optional.ofNullable(refused.get(id))));
        });
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("rows", outcomes.stream().mapToLong(Outcome::accepted).sum());
    counts.put("quarantined", outcomes.stream().mapToLong(Outcome::quarantined).sum());
    counts.put("superseded", outcomes.stream().mapToLong(Outcome::superseded).sum());
    return new SilverResult(
        new StageResult(table.toString().replace('/', '.'), counts, List.of()),
        outcomes,
        touched,
        checks,
        kept);
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

  /** Staged rows and how many there are in each slice. */
  private record Arrivals(Staged rows, Map<String, Long> slices) {
    Arrivals(Staged rows) {
      this(rows, count(rows));
    }

    private static Map<String, Long> count(Staged rows) {
      return rows.rowsBy(DeliveryReader.SLICE)
          .orElseGet(
              () -> {
                Map<String, Long> slices = new TreeMap<>();
                // Bounded by the calendar, not by the rows.
                rows.read()
                    .groupBy(DeliveryReader.SLICE)
                    .count()
                    .collectAsList()
                    .forEach(r -> slices.put(r.getString(0), r.getLong(1)));
                return slices;
              });
    }

    /** Slices that gain a row or lose one. */
    Set<String> touched(Contest contest) {
      Set<String> touched = new TreeSet<>(contest.beaten());
      slices.forEach(
          (slice, rows) -> {
            if (rows > contest.lost().getOrDefault(slice, 0L)) {
              touched.add(slice);
            }
          });
      return touched;
    }
  }

  /**
   * What came of the keys that more than one row claims.
   *
   * @param losers delivery and line of the rows that lost; empty when no key was claimed twice
   * @param lost arrivals that lost, by slice
   * @param beaten slices of silver's rows that lost
   * @param byDelivery arrivals that lost, by delivery
   */
  private record Contest(
      Optional<Dataset<Row>> losers,
      Map<String, Long> lost,
      Set<String> beaten,
      Map<String, Long> byDelivery) {
    static final Contest NONE = new Contest(Optional.empty(), Map.of(), Set.of(), Map.of());

    long superseded(String delivery) {
      return byDelivery.getOrDefault(delivery, 0L);
    }
  }

  private Contest contest(Staged arrivals, boolean exists, Map<String, Long> slices) {
    if (arrivals.isEmpty()) {
      return Contest.NONE;
    }
    // Asking first whether any key comes twice is far cheaper than ordering everything.
    Dataset<Row> hashed = arrivals.read().withColumn(HASH, hash());
    Dataset<Row> claimed = hashed.groupBy(HASH).count().filter("count > 1").select(HASH);
    Optional<Staged> rivals = exists ? rivals(arrivals, slices) : Optional.empty();
    if (rivals.isPresent()) {
      claimed = claimed.union(rivals.get().read().select(hash().as(HASH))).distinct();
    }
    Staged hashes = context.warehouse().stage(small ? claimed.coalesce(1) : claimed, options);
    if (hashes.isEmpty()) {
      return Contest.NONE;
    }
    Dataset<Row> contested =
        hashed.join(few(hashes), HASH, "left_semi").drop(HASH).withColumn(OLD, lit(false));
    if (rivals.isPresent()) {
      contested = contested.unionByName(rivals.get().read().withColumn(OLD, lit(true)));
    }
    Staged losers =
        context
            .warehouse()
            .stage(
                ranked(contested)
                    .filter(col(RANK).gt(1))
                    .select(col(DELIVERY), col(LINE), col(DeliveryReader.SLICE), col(OLD))
                    .coalesce(1),
                options);
    Map<String, Long> lost = new HashMap<>();
    Map<String, Long> byDelivery = new HashMap<>();
    Set<String> beaten = new TreeSet<>();
    losers
        .read()
        .groupBy(col(OLD), col(DELIVERY), col(DeliveryReader.SLICE))
        .count()
        .collectAsList()
        .forEach(
            r -> {
              if (r.getBoolean(0)) {
                beaten.add(r.getString(2));
              } else {
                byDelivery.merge(r.getString(1), r.getLong(3), Long::sum);
                lost.merge(r.getString(2), r.getLong(3), Long::sum);
              }
            });
    return new Contest(Optional.of(few(losers).select(DELIVERY, LINE)), lost, beaten, byDelivery);
  }

  /** Silver's rows with a key that arrived. */
  private Optional<Staged> rivals(Staged arrivals, Map<String, Long> slices) {
    // With the time column in the key a row can't move to another slice, and only those are read.
    boolean fixed = contract.key().contains(contract.at());
    Dataset<Row> silver =
        fixed
            ? context.warehouse().read(context.spark(), table, extent(slices.keySet()))
            : context.warehouse().read(context.spark(), table);
    Dataset<Row> keysOnly = arrivals.read().select(keys.toArray(Column[]::new));
    Dataset<Row> rows =
        columns(silver)
            .join(
                arrivals.rows() < BROADCAST ? broadcast(keysOnly) : keysOnly,
                contract.key().toArray(String[]::new),
                "left_semi");
    Staged rivals = context.warehouse().stage(small ? rows.coalesce(1) : rows, options);
    return rivals.isEmpty() ? Optional.empty() : Optional.of(rivals);
  }

  private static Dataset<Row> few(Staged rows) {
    return rows.rows() < BROADCAST ? broadcast(rows.read()) : rows.read();
  }

  private Column hash() {
    return xxhash64(keys.toArray(Column[]::new));
  }

  private Dataset<Row> ranked(Dataset<Row> rows) {
    List<Column> order = new ArrayList<>();
    contract.orderBy().ifPresent(c -> order.add(col(c).desc_nulls_last()));
    order.add(col("_issued").desc());
    order.add(col(DELIVERY).desc());
    order.add(col(LINE).desc());
    return rows.withColumn(
        RANK,
        row_number()
            .over(
                Window.partitionBy(keys.toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new))));
  }

  private static Extent extent(Set<String> slices) {
    return Extent.of(DeliveryReader.SLICE, slices);
  }

  private void write(
      Staged arrivals, Contest contest, Set<String> touched, boolean rebuild, boolean exists) {
    Staged rows = arrivals;
    if (!contest.lost().isEmpty()) {
      // Only files with a loser are written again; the others are taken over.
      Extent written = extent(contest.lost().keySet());
      rows =
          arrivals
              .beside(written)
              .plus(stage(without(contest, arrivals.reaching(written).read()), 1));
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
      rows = rows.plus(stage(without(contest, columns(stays)), 1));
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
            "_period",
            DeliveryReader.SLICE,
            DeliveryReader.DELETED)) {
      columns.add(col(name));
    }
    return rows.select(columns.toArray(Column[]::new));
  }
}
