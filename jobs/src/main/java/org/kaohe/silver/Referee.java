package org.kaohe.silver;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.kaohe.config.Contract;
import org.kaohe.delta.Extent;
import org.kaohe.delta.Staged;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.ErrorCode;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.silver.SilverResult.Clash;
import org.kaohe.stage.StageContext;

/**
 * Decides which of the rows that claim a key is the current one (J1), and which deliveries are held
 * because nothing decides it (J22): of two that claim a key with the same order value, issue date
 * and serial and with different cells, neither the content hash nor the arrival knows the later.
 */
final class Referee {
  /** Fewer rows than this go to every task as they are. */
  private static final long BROADCAST = 1_000_000;

  private static final String DELIVERY = DeliveryReader.DELIVERY;
  private static final String LINE = DeliveryReader.LINE;
  private static final String SLICE = DeliveryReader.SLICE;

  private static final String HASH = "_hash";
  private static final String RANK = "_rank";
  private static final String OLD = "_old";

  /** What decides before the content hash does. */
  private static final String ORDER = "_order";

  private static final String CELLS = "_cells";

  /** The row that wins the key. */
  private static final String WINNER = "_winner";

  private final StageContext context;
  private final Contract contract;
  private final WriteOptions options;
  private final boolean small;
  private final Map<String, Standing> standings;
  private final List<Column> keys;

  /**
   * @param standings of the deliveries whose rows arrive; silver's rows are released
   */
  Referee(
      StageContext context,
      Contract contract,
      WriteOptions options,
      boolean small,
      Map<String, Standing> standings) {
    this.context = context;
    this.contract = contract;
    this.options = options;
    this.small = small;
    this.standings = standings;
    this.keys = contract.key().stream().map(k -> col(k)).toList();
  }

  /**
   * Decides.
   *
   * @param columns cuts silver's rows to the columns of the arrivals
   * @param exists arrivals meet the rows that silver holds
   * @param slices arrivals by slice
   */
  Contest contest(
      Staged arrivals,
      UnaryOperator<Dataset<Row>> columns,
      boolean exists,
      Map<String, Long> slices) {
    if (arrivals.isEmpty()) {
      return Contest.NONE;
    }
    // Asking first whether any key comes twice is far cheaper than ordering everything.
    Dataset<Row> hashed = arrivals.read().withColumn(HASH, hash());
    Dataset<Row> claimed = hashed.groupBy(HASH).count().filter("count > 1").select(HASH);
    Optional<Staged> rivals = exists ? rivals(arrivals, columns, slices) : Optional.empty();
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
    return decided(arrivals, ranked(contested));
  }

  private Contest decided(Staged arrivals, Dataset<Row> ranked) {
    Column sameIssue = col(ORDER).eqNullSafe(col(WINNER).getField(ORDER));
    Column differs = col(CELLS).notEqual(col(WINNER).getField(CELLS));
    Staged losers =
        context
            .warehouse()
            .stage(
                ranked
                    .filter(col(RANK).gt(1))
                    .select(
                        col(DELIVERY),
                        col(LINE),
                        col(SLICE),
                        col(OLD),
                        col(WINNER).getField(DELIVERY).equalTo(col(DELIVERY)).as("own"),
                        differs.as("differs"),
                        sameIssue.and(differs).as("tied"))
                    .coalesce(1),
                options);
    Map<String, Long> lost = new HashMap<>();
    Map<String, Long> byDelivery = new HashMap<>();
    Map<String, Long> byItself = new HashMap<>();
    Set<String> beaten = new TreeSet<>();
    long contradicted = 0;
    boolean tied = false;
    for (Row r :
        losers
            .read()
            .groupBy(OLD, DELIVERY, SLICE, "own", "differs", "tied")
            .count()
            .collectAsList()) {
      long rows = r.getLong(6);
      if (r.getBoolean(0)) {
        beaten.add(r.getString(2));
      } else {
        byDelivery.merge(r.getString(1), rows, Long::sum);
        lost.merge(r.getString(2), rows, Long::sum);
        if (r.getBoolean(3)) {
          byItself.merge(r.getString(1), rows, Long::sum);
          contradicted += r.getBoolean(4) ? rows : 0;
        }
      }
      tied |= !r.getBoolean(3) && r.getBoolean(5);
    }
    Map<String, Clash> held = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    if (tied) {
      clashes(ranked.filter(sameIssue)).forEach(c -> judge(c, arrivals, held, warnings));
    }
    return new Contest(
        Optional.of(few(losers).select(DELIVERY, LINE)),
        lost,
        beaten,
        byDelivery,
        byItself,
        contradicted,
        held,
        warnings);
  }

  /** A delivery and another one that it contradicts. */
  private record Pair(String delivery, Clash clash) {}

  /** Who contradicts whom; each pair is told from both sides, the strongest claim first. */
  private List<Pair> clashes(Dataset<Row> top) {
    Dataset<Row> claims =
        top.groupBy(col(WINNER).getField(DELIVERY), col(WINNER).getField(LINE), col(DELIVERY))
            // Within a delivery the last line is its word.
            .agg(max_by(col(CELLS), col(LINE)).as("c"), max(LINE).as("l"))
            .toDF("wd", "wl", "d", "c", "l")
            .groupBy("wd", "wl")
            .agg(collect_list(struct("d", "c", "l")).as("claims"));
    List<Row> pairs =
        claims
            .select(explode(col("claims")).as("a"), col("claims"))
            .select(col("a"), explode(col("claims")).as("b"))
            .filter("a.d <> b.d AND a.c <> b.c")
            .groupBy(col("a.d"), col("b.d"))
            .agg(count(lit(1)), min(struct(col("a.l"), col("b.l"))))
            .collectAsList();
    return pairs.stream()
        .map(
            r ->
                new Pair(
                    r.getString(0),
                    new Clash(
                        r.getString(1),
                        r.getLong(2),
                        r.getStruct(3).getLong(0),
                        r.getStruct(3).getLong(1),
                        Optional.empty())))
        .sorted(
            java.util.Comparator.comparing(Pair::delivery)
                .thenComparing(p -> standing(p.clash().other()))
                .thenComparing(p -> -p.clash().keys())
                .thenComparing(p -> p.clash().other()))
        .toList();
  }

  private Standing standing(String delivery) {
    return standings.getOrDefault(delivery, Standing.RELEASED);
  }

  private void judge(Pair pair, Staged arrivals, Map<String, Clash> held, List<String> warnings) {
    Clash clash = pair.clash();
    Standing mine = standing(pair.delivery());
    Standing others = standing(clash.other());
    if (mine != Standing.RELEASED && others.compareTo(mine) <= 0) {
      held.computeIfAbsent(
          pair.delivery(),
          d ->
              new Clash(
                  clash.other(),
                  clash.keys(),
                  clash.line(),
                  clash.otherLine(),
                  key(arrivals, d, clash.line())));
    } else if (mine == Standing.RELEASED
        && others == Standing.RELEASED
        && pair.delivery().compareTo(clash.other()) > 0) {
      warnings.add(
          ErrorCode.ACCEPTED_CONTRADICT
              .told(
                  "deliveries %s and %s, both accepted, are of one issue and say different things of %,d keys; the first stands, as the greater content hash. A delivery with a later issue date decides.")
              .formatted(pair.delivery(), clash.other(), clash.keys()));
    }
  }

  /** The key of a line, unless it may tell a person. */
  private Optional<String> key(Staged arrivals, String delivery, long line) {
    if (contract.personal()) {
      return Optional.empty();
    }
    return arrivals
        .read()
        .filter(col(DELIVERY).equalTo(delivery).and(col(LINE).equalTo(line)))
        .select(keys.stream().map(k -> k.cast("string")).toArray(Column[]::new))
        .limit(1)
        .collectAsList()
        .stream()
        .map(
            r ->
                java.util.stream.IntStream.range(0, contract.key().size())
                    .mapToObj(i -> contract.key().get(i) + "=" + r.getString(i))
                    .collect(Collectors.joining(", ")))
        .findFirst();
  }

  /** Silver's rows with a key that arrived. */
  private Optional<Staged> rivals(
      Staged arrivals, UnaryOperator<Dataset<Row>> columns, Map<String, Long> slices) {
    TableId table = TableId.silver(contract.id());
    // With the time column in the key a row can't move to another slice, and only those are read.
    boolean fixed = contract.key().contains(contract.at());
    Dataset<Row> silver =
        fixed
            ? context.warehouse().read(context.spark(), table, Extent.of(SLICE, slices.keySet()))
            : context.warehouse().read(context.spark(), table);
    Dataset<Row> keysOnly = arrivals.read().select(keys.toArray(Column[]::new));
    Dataset<Row> rows =
        columns
            .apply(silver)
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
    List<Column> decides = new ArrayList<>();
    contract.orderBy().ifPresent(c -> order.add(col(c).desc_nulls_last()));
    contract.orderBy().ifPresent(c -> decides.add(col(c)));
    for (String column : List.of(DeliveryReader.ISSUED, DeliveryReader.SERIAL)) {
      order.add(col(column).desc());
      decides.add(col(column));
    }
    order.add(col(DELIVERY).desc());
    order.add(col(LINE).desc());
    List<Column> cells = new ArrayList<>();
    contract.columns().stream()
        .map(c -> c.name())
        .filter(c -> !contract.key().contains(c))
        // A hash passes over NULL, so it is told beside the value.
        .forEach(c -> cells.addAll(List.of(col(c), col(c).isNull())));
    cells.add(col(DeliveryReader.DELETED));
    WindowSpec claims =
        Window.partitionBy(keys.toArray(Column[]::new)).orderBy(order.toArray(Column[]::new));
    return rows.withColumn(ORDER, struct(decides.toArray(Column[]::new)))
        .withColumn(CELLS, xxhash64(cells.toArray(Column[]::new)))
        .withColumn(RANK, row_number().over(claims))
        .withColumn(
            WINNER, first(struct(col(DELIVERY), col(LINE), col(ORDER), col(CELLS))).over(claims));
  }
}
