package org.kaohe.gold;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Definitions;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.View;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;

/**
 * The delivered rows behind measures, one by one: what {@code gold/measure_source} counts. Read at
 * the versions of a release, placed and chosen by the same columns and conditions that made the
 * measures.
 */
public final class SourceRows {
  private static final StructType KEY =
      new StructType()
          .add("part", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("delivery", DataTypes.StringType);

  /** The key of a row of {@code gold/measure_source}. */
  public record Key(String part, String unit, String period, String delivery) {}

  /**
   * A row that a part counted.
   *
   * @param line its line in the delivery
   * @param record its text as kept in bronze, personal cells replaced; of a view's row that of the
   *     delivered row it refers to
   */
  public record Line(Key key, long line, Optional<String> record) {}

  private final Source.Origin origin;
  private final Set<Key> keys;

  private SourceRows(Source.Origin origin, Set<Key> keys) {
    this.origin = origin;
    this.keys = keys;
  }

  /**
   * The rows behind some sources, by delivery and line. Of ratings there are none to see.
   *
   * @param definitions those that the release was made with
   */
  public static List<Line> of(
      SparkSession spark,
      Warehouse warehouse,
      Definitions definitions,
      Release release,
      Set<Key> keys) {
    return new SourceRows(Source.Origin.released(spark, definitions, warehouse, release), keys)
        .lines();
  }

  /** True when a dataset, or one that a view reads, holds ratings, whose rows nobody is shown. */
  public static boolean confidential(Definitions definitions, String from) {
    return inputs(definitions, from).stream()
        .map(definitions.contracts()::get)
        .filter(Objects::nonNull)
        .anyMatch(c -> c.role().isPresent());
  }

  private static Set<String> inputs(Definitions definitions, String from) {
    View view = definitions.views().get(from);
    return view == null ? Set.of(from) : view.inputs();
  }

  private List<Line> lines() {
    Set<String> parts = keys.stream().map(Key::part).collect(Collectors.toSet());
    Map<String, List<Parts.Read>> bySource = new LinkedHashMap<>();
    Parts.all(origin.definitions())
        .filter(r -> parts.contains(r.id()))
        .filter(r -> !confidential(origin.definitions(), r.part().from()))
        .forEach(r -> bySource.computeIfAbsent(r.part().from(), k -> new ArrayList<>()).add(r));
    List<Line> lines = new ArrayList<>();
    bySource.forEach((from, reads) -> lines.addAll(lines(from, reads)));
    return lines;
  }

  private List<Line> lines(String from, List<Parts.Read> reads) {
    View view = origin.definitions().views().get(from);
    Source source =
        view != null
            ? Source.of(origin, view)
            : Source.of(
                origin, Objects.requireNonNull(origin.definitions().contracts().get(from), from));
    Dataset<Row> counted =
        lastDays(new Aggregation(source, reads).lines(), reads)
            .filter(col("line").isNotNull())
            .join(broadcast(wanted(reads)), KEY.fieldNames());
    Dataset<Row> rows =
        counted
            .join(
                records(from),
                counted
                    .col("delivery")
                    .equalTo(col("_d"))
                    .and(counted.col("line").equalTo(col("_l"))),
                "left")
            .select("part", "unit", "period", "delivery", "line", "record")
            .orderBy("delivery", "line", "part", "unit", "period");
    List<Line> lines = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      lines.add(
          new Line(
              new Key(row.getString(0), row.getString(1), row.getString(2), row.getString(3)),
              row.getLong(4),
              Optional.ofNullable(row.getString(5))));
    }
    return lines;
  }

  /** Of a stock, only each thing's last day of the period counts, as in the measure. */
  private static Dataset<Row> lastDays(Dataset<Row> rows, List<Parts.Read> reads) {
    Object[] stocks =
        reads.stream()
            .filter(r -> r.part().aggregate() == Aggregate.LAST)
            .map(Parts.Read::id)
            .toArray();
    if (stocks.length == 0) {
      return rows;
    }
    Column last = max("day").over(Window.partitionBy("part", "unit", "period", "thing"));
    return rows.withColumn("last", last)
        .filter(not(col("part").isin(stocks)).or(col("day").equalTo(col("last"))));
  }

  private Dataset<Row> wanted(List<Parts.Read> reads) {
    Set<String> parts = reads.stream().map(Parts.Read::id).collect(Collectors.toSet());
    return origin
        .spark()
        .createDataFrame(
            keys.stream()
                .filter(k -> parts.contains(k.part()))
                .map(k -> RowFactory.create(k.part(), k.unit(), k.period(), k.delivery()))
                .toList(),
            KEY);
  }

  /** {@code _d, _l, record} of the deliveries concerned; a view's may be of any of its inputs. */
  private Dataset<Row> records(String from) {
    Object[] deliveries = keys.stream().map(Key::delivery).distinct().toArray();
    List<Dataset<Row>> records = new ArrayList<>();
    for (String input : inputs(origin.definitions(), from)) {
      origin
          .tables()
          .apply(TableId.bronze(input))
          .ifPresent(
              bronze ->
                  records.add(
                      bronze
                          .filter(col("delivery").isin(deliveries))
                          .select(col("delivery").as("_d"), col("line").as("_l"), col("record"))));
    }
    return records.stream()
        .reduce(Dataset::unionByName)
        .orElseGet(
            () ->
                origin
                    .spark()
                    .createDataFrame(
                        List.of(),
                        new StructType()
                            .add("_d", DataTypes.StringType)
                            .add("_l", DataTypes.LongType)
                            .add("record", DataTypes.StringType)));
  }
}
