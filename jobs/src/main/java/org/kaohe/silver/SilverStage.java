package org.kaohe.silver;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.kaohe.config.Contract;
import org.kaohe.delta.Extent;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.quality.CheckResult;
import org.kaohe.quality.DeliveryChecks;
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
  /** Below this many delivered bytes the typed rows are kept in memory and one file is written. */
  private static final long SMALL = 64L << 20;

  private static final String HASH = "_hash";
  private static final String RANK = "_rank";
  private static final String OLD = "_old";

  private final StageContext context;
  private final Contract contract;
  private final TableId table;
  private final boolean small;
  private final List<Column> keys;

  private SilverStage(StageContext context, Contract contract, boolean small) {
    this.context = context;
    this.contract = contract;
    this.table = TableId.silver(contract.id());
    this.small = small;
    this.keys = contract.key().stream().map(k -> col(k)).toList();
  }

  /**
   * Takes in deliveries.
   *
   * @param fresh deliveries not in silver yet
   * @param pseudonymKey key of the personal columns
   */
  public static SilverResult run(
      StageContext context, Contract contract, List<Delivery> fresh, byte[] pseudonymKey) {
    Set<String> units = context.definitions().units().keySet();
    Dataset<Row> rows = DeliveryReader.read(context.spark(), contract, units, fresh, pseudonymKey);
    Map<String, Long> delivered = new LinkedHashMap<>();
    fresh.forEach(d -> delivered.put(d.id(), d.records()));
    long bytes = fresh.stream().mapToLong(Delivery::bytes).sum();
    return new SilverStage(context, contract, bytes < SMALL).take(rows, delivered, false);
  }

  /**
   * Types everything kept in bronze again, after the contract changed, and replaces the dataset's
   * rows.
   *
   * @param headers delivered header of every delivery in bronze, by delivery id
   */
  public static SilverResult rebuild(
      StageContext context, Contract contract, Map<String, BronzeReader.Known> headers) {
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
    Dataset<Row> rows = BronzeReader.read(bronze, contract, units, headers);
    Map<String, Long> delivered = new LinkedHashMap<>();
    headers.forEach((id, known) -> delivered.put(id, known.records()));
    return new SilverStage(context, contract, true).take(rows, delivered, true);
  }

  private SilverResult take(Dataset<Row> rows, Map<String, Long> delivered, boolean rebuild) {
    Dataset<Row> typed = RowRules.apply(contract, rows);
    if (small) {
      typed = typed.persist(StorageLevel.MEMORY_AND_DISK());
    }
    try {
      return taken(typed, delivered, rebuild);
    } finally {
      typed.unpersist();
    }
  }

  private SilverResult taken(Dataset<Row> typed, Map<String, Long> delivered, boolean rebuild) {
    Quarantine quarantine = new Quarantine(context, contract.id());
    Map<String, Map<String, Long>> aside = quarantine.stage(typed);
    List<CheckResult> checks = new ArrayList<>();
    Map<String, String> refused = new HashMap<>();
    delivered.forEach(
        (id, rows) -> {
          long bad = aside.getOrDefault(id, Map.of()).getOrDefault(Quarantine.BAD, 0L);
          long control = aside.getOrDefault(id, Map.of()).getOrDefault(Quarantine.CONTROL, 0L);
          List<CheckResult> results = DeliveryChecks.of(contract, id, rows, control, bad);
          checks.addAll(results);
          results.stream()
              .filter(r -> !r.passed() && r.severity() == Contract.Severity.ERROR)
              .findFirst()
              .ifPresent(r -> refused.put(id, r.check() + ": " + r.observed()));
        });
    Dataset<Row> good =
        typed.filter(col(DeliveryReader.REASONS).isNull().and(not(col(DeliveryReader.CONTROL))));
    if (!refused.isEmpty()) {
      good = good.filter(not(col("_delivery").isin(refused.keySet().toArray())));
    }
    good = good.drop(DeliveryReader.CONTROL, DeliveryReader.REASONS, DeliveryReader.RECORD);
    Merge merge = rebuild ? new Merge(arrivals(good), Optional.empty()) : merge(good);
    Map<String, Map<Boolean, Long>> kept = write(merge, rebuild, delivered.keySet());
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, Long> superseded = merge.arrived().superseded();
    delivered.forEach(
        (id, rows) -> {
          Map<String, Long> out = aside.getOrDefault(id, Map.of());
          Map<Boolean, Long> in = kept.getOrDefault(id, Map.of());
          outcomes.add(
              new Outcome(
                  id,
                  rows,
                  in.getOrDefault(false, 0L),
                  superseded.getOrDefault(id, 0L),
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
        merge.touched(),
        checks);
  }

  /** One row per key among the arrivals, and how many rows of each delivery lost. */
  private record Arrived(Dataset<Row> winners, Map<String, Long> superseded) {}

  /**
   * What is to be written.
   *
   * @param existing rows already in silver that stay in the touched slices; empty for a new table
   */
  private record Merge(Arrived arrived, Optional<Dataset<Row>> existing, Set<String> touched) {
    Merge(Arrived arrived, Optional<Dataset<Row>> existing) {
      this(arrived, existing, slices(arrived.winners()));
    }
  }

  private static Set<String> slices(Dataset<Row> rows) {
    // Bounded by the calendar, not by the rows.
    return rows.select(DeliveryReader.SLICE).distinct().collectAsList().stream()
        .map(r -> r.getString(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Arrived arrivals(Dataset<Row> good) {
    // Asking first whether any key comes twice is far cheaper than ordering everything.
    Dataset<Row> hashed = good.withColumn(HASH, xxhash64(keys.toArray(Column[]::new)));
    Dataset<Row> twice = hashed.groupBy(HASH).agg(count(lit(1)).as("n")).filter("n > 1").drop("n");
    twice = twice.persist(StorageLevel.MEMORY_AND_DISK());
    if (twice.isEmpty()) {
      twice.unpersist();
      return new Arrived(good, Map.of());
    }
    Dataset<Row> contested = hashed.join(twice, HASH, "left_semi").drop(HASH);
    Dataset<Row> ranked = ranked(contested);
    Map<String, Long> superseded = byDelivery(ranked.filter(col(RANK).gt(1)));
    Dataset<Row> single = hashed.join(twice, HASH, "left_anti").drop(HASH);
    return new Arrived(
        single.unionByName(ranked.filter(col(RANK).equalTo(1)).drop(RANK)), superseded);
  }

  private Dataset<Row> ranked(Dataset<Row> rows) {
    List<Column> order = new ArrayList<>();
    contract.orderBy().ifPresent(c -> order.add(col(c).desc_nulls_last()));
    order.add(col("_issued").desc());
    order.add(col("_delivery").desc());
    order.add(col("_line").desc());
    return rows.withColumn(
        RANK,
        row_number()
            .over(
                Window.partitionBy(keys.toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new))));
  }

  private static Map<String, Long> byDelivery(Dataset<Row> rows) {
    return rows.groupBy("_delivery").count().collectAsList().stream()
        .collect(Collectors.toMap(r -> r.getString(0), r -> r.getLong(1)));
  }

  private Merge merge(Dataset<Row> good) {
    Arrived arrived = arrivals(good);
    if (!context.warehouse().exists(table)) {
      return new Merge(arrived, Optional.empty());
    }
    Dataset<Row> silver = context.warehouse().read(context.spark(), table);
    Set<String> fresh = slices(arrived.winners());
    // With the time column in the key a row can't move to another slice, and only those are read.
    boolean fixed = contract.key().contains(contract.at());
    Dataset<Row> reach = fixed ? silver.filter(in(fresh)) : silver;
    Dataset<Row> keysOnly = arrived.winners().select(keys.toArray(Column[]::new));
    Dataset<Row> rivals = reach.join(keysOnly, scala(contract.key()), "left_semi");
    Dataset<Row> contested =
        ranked(
            arrived
                .winners()
                .withColumn(OLD, lit(false))
                .unionByName(rivals.withColumn(OLD, lit(true))));
    if (small) {
      contested = contested.persist(StorageLevel.MEMORY_AND_DISK());
    }
    Map<String, Long> superseded = new HashMap<>(arrived.superseded());
    byDelivery(contested.filter(not(col(OLD)).and(col(RANK).gt(1))))
        .forEach((id, n) -> superseded.merge(id, n, Long::sum));
    Dataset<Row> winners =
        contested.filter(not(col(OLD)).and(col(RANK).equalTo(1))).drop(OLD, RANK);
    Dataset<Row> beaten = contested.filter(col(OLD).and(col(RANK).gt(1)));
    Set<String> touched = slices(winners);
    touched.addAll(slices(beaten));
    if (touched.isEmpty()) {
      return new Merge(new Arrived(winners, superseded), Optional.empty(), touched);
    }
    Dataset<Row> stays =
        silver
            .filter(in(touched))
            .join(beaten.select(keys.toArray(Column[]::new)), scala(contract.key()), "left_anti");
    return new Merge(new Arrived(winners, superseded), Optional.of(stays), touched);
  }

  private static String[] scala(List<String> names) {
    return names.toArray(String[]::new);
  }

  private static Column in(Set<String> slices) {
    return col(DeliveryReader.SLICE).isin(slices.toArray());
  }

  /** Writes, and counts what the table then holds of the new deliveries, by deletion flag. */
  private Map<String, Map<Boolean, Long>> write(
      Merge merge, boolean rebuild, Set<String> deliveries) {
    Set<String> touched = new HashSet<>(merge.touched());
    WriteOptions options =
        new WriteOptions(context.runId(), List.of(DeliveryReader.SLICE, "_delivery", "_issued"));
    if (!touched.isEmpty() || (rebuild && context.warehouse().exists(table))) {
      Dataset<Row> rows = columns(merge.arrived().winners());
      if (merge.existing().isPresent()) {
        rows = rows.unionByName(columns(merge.existing().get()));
      }
      rows = laidOut(rows, merge.touched());
      if (rebuild) {
        context.warehouse().overwrite(rows, table, options);
      } else {
        context.warehouse().replace(rows, table, Extent.of(DeliveryReader.SLICE, touched), options);
      }
    }
    Map<String, Map<Boolean, Long>> kept = new HashMap<>();
    if (context.warehouse().exists(table)) {
      context
          .warehouse()
          .read(context.spark(), table)
          .filter(col("_delivery").isin(deliveries.toArray()))
          .groupBy("_delivery", DeliveryReader.DELETED)
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

  /** One file for a small table; otherwise one file a slice, so that a slice can be replaced. */
  private Dataset<Row> laidOut(Dataset<Row> rows, Set<String> slices) {
    if (small || slices.size() < 2) {
      return rows.coalesce(1);
    }
    String[] order = slices.stream().sorted().toArray(String[]::new);
    Column number = array_position(lit(order), col(DeliveryReader.SLICE)).minus(1).cast("int");
    return rows.repartitionById(order.length, number);
  }
}
