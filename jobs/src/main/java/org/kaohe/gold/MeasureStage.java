package org.kaohe.gold;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.View;
import org.kaohe.delta.Extent;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.Causes;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Silver to the measure cube: every part of every indicator at leaf unit x month, or at the coarser
 * period it is delivered for (J7), from one aggregation per dataset.
 *
 * <p>A stock ({@code last}) is what each thing of a leaf unit (a depot, an account: its business
 * key) was on its own last day within the month, summed over the things. A part placed by another
 * column than its contract's {@code at} is recomputed whole, because the touched slices say nothing
 * about its periods; so are views and distinct counts.
 */
final class MeasureStage {
  static final TableId MEASURE = TableId.gold("measure");
  static final TableId SOURCE = TableId.gold("measure_source");

  private final StageContext context;
  private final Changes changes;
  private final Reports reports;
  private final Definitions definitions;
  private final List<String> predicates = new ArrayList<>();
  private final Set<String> parts = new LinkedHashSet<>();

  /** Why parts can't be computed, by part; they are marked instead. */
  private final Map<String, String> failing;

  /** Parts that an earlier night has marked. */
  private final Set<String> marked;

  private MeasureStage(
      StageContext context,
      Changes changes,
      Reports reports,
      Set<String> marked,
      Map<String, String> failing) {
    this.reports = reports;
    this.context = context;
    this.changes = changes;
    this.marked = marked;
    this.failing = failing;
    this.definitions = context.definitions();
  }

  static StageResult run(StageContext context, Changes changes, Reports reports) {
    context.spark().sparkContext().setJobDescription("Measures of all parts");
    try {
      StageContext over = context.over(rows(context, changes));
      Set<String> marked = changes.everything() ? Set.of() : Markers.of(context);
      MeasureStage all = new MeasureStage(over, changes, reports, marked, Map.of());
      try {
        return all.run();
      } catch (Exception e) {
        // One query computes all parts. When it fails, those that make it fail are left out.
        if (e instanceof KaoheException known && known.code().startsWith("K4")) {
          throw e;
        }
        Map<String, String> failing = new TreeMap<>();
        all.bySource().forEach((name, reads) -> all.probe(name, reads, failing));
        if (failing.isEmpty()) {
          throw e;
        }
        return new MeasureStage(over, changes, reports, marked, failing).run();
      }
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  /** Finds the parts of a source that no query can compute. */
  private void probe(String name, List<Parts.Read> reads, Map<String, String> found) {
    try {
      List<Dataset<Row>> frames = new ArrayList<>();
      aggregate(name, reads, frames, frames);
      frames.forEach(f -> f.javaRDD().count());
    } catch (Exception e) {
      if (reads.size() == 1) {
        found.put(reads.get(0).id(), Causes.text(e));
      } else {
        int half = reads.size() / 2;
        probe(name, reads.subList(0, half), found);
        probe(name, reads.subList(half, reads.size()), found);
      }
    }
  }

  private StageResult run() {
    List<Dataset<Row>> legs = new ArrayList<>();
    List<Dataset<Row>> distinct = new ArrayList<>();
    bySource()
        .forEach(
            (name, all) -> {
              List<Parts.Read> reads =
                  all.stream().filter(r -> !failing.containsKey(r.id())).toList();
              if (!reads.isEmpty()) {
                aggregate(name, reads, legs, distinct);
              }
            });
    if (!failing.isEmpty()) {
      distinct.add(Markers.rows(context, failing.keySet()));
      predicates.add(Extent.in("part", failing.keySet()));
      if (legs.isEmpty()) {
        write(
            distinct.get(0),
            MEASURE,
            new WriteOptions(context.runId(), List.of("part", "unit", "period")));
        return findings().nothing();
      }
    }
    if (legs.isEmpty()) {
      return new StageResult("gold.measure", Map.of(), List.of());
    }
    // Every task of a union carries the plans of all its legs, so there are no more tasks than
    // cores.
    Dataset<Row> all =
        union(legs)
            .coalesce(context.spark().sparkContext().defaultParallelism())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> known = all.filter(col("period").isNotNull());
      Dataset<Row> parted = lastDays(known.filter(col("kind").notEqual(Aggregation.READ)));
      write(
          measures(parted, distinct),
          MEASURE,
          new WriteOptions(context.runId(), List.of("part", "unit", "period")));
      write(
          parted
              .filter(col("rows").gt(0))
              .withColumn("lines", shown())
              .select("part", "unit", "period", "delivery", "rows", "value", "lines")
              .coalesce(1),
          SOURCE,
          new WriteOptions(context.runId(), List.of("part", "unit", "period")));
      Dataset<Row> read = all.filter(col("kind").equalTo(Aggregation.READ));
      return findings().of(read, parts.size());
    } finally {
      all.unpersist();
    }
  }

  /** Line numbers, but of ratings: nobody can ask for the rows of what was thought of a person. */
  private Column shown() {
    List<String> ratings =
        Parts.all(definitions)
            .filter(r -> SourceRows.confidential(definitions, r.part().from()))
            .map(Parts.Read::id)
            .toList();
    return when(not(col("part").isInCollection(ratings)), col("lines")).otherwise(lit(""));
  }

  /** Rows of silver that are read: the touched slices, or everything. */
  private static long rows(StageContext context, Changes changes) {
    return context.definitions().contracts().keySet().stream()
        .filter(dataset -> changes.everything() || changes.slices().containsKey(dataset))
        .mapToLong(
            dataset ->
                context
                    .warehouse()
                    .rows(
                        TableId.silver(dataset),
                        changes.everything()
                            ? Extent.all()
                            : Extent.of(
                                "_slice", changes.slices().getOrDefault(dataset, Set.of()))))
        .sum();
  }

  /** The parts to compute, by the dataset or view they read. */
  private Map<String, List<Parts.Read>> bySource() {
    Map<String, List<Parts.Read>> reads = new LinkedHashMap<>();
    Parts.all(definitions)
        .filter(r -> changed(r.part().from()))
        .forEach(r -> reads.computeIfAbsent(r.part().from(), k -> new ArrayList<>()).add(r));
    return reads;
  }

  private boolean changed(String source) {
    if (changes.everything()) {
      return true;
    }
    View view = definitions.views().get(source);
    Set<String> inputs = view == null ? Set.of(source) : view.inputs();
    return inputs.stream().anyMatch(i -> !changes.slices().getOrDefault(i, Set.of()).isEmpty());
  }

  private void aggregate(
      String name, List<Parts.Read> reads, List<Dataset<Row>> legs, List<Dataset<Row>> distinct) {
    View view = definitions.views().get(name);
    Contract contract = definitions.contracts().get(name);
    Source source =
        view != null
            ? Source.of(context, view)
            : Source.of(context, java.util.Objects.requireNonNull(contract, name));
    List<Parts.Read> counted =
        reads.stream().filter(r -> r.part().aggregate() == Aggregate.DISTINCT).toList();
    boolean sliced =
        !changes.everything()
            && contract != null
            && counted.isEmpty()
            && reads.stream().noneMatch(r -> marked.contains(r.id()))
            && reads.stream().allMatch(r -> r.part().at().orElse(source.at()).equals(source.at()));
    String ids = Extent.in("part", reads.stream().map(Parts.Read::id).toList());
    if (sliced) {
      Set<String> slices = changes.slices().getOrDefault(name, Set.of());
      legs.add(new Aggregation(source.only(slices), reads).frame());
      predicates.add("(%s AND %s)".formatted(ids, Extent.in("period", slices)));
    } else {
      legs.add(new Aggregation(source, reads).frame());
      predicates.add(ids);
    }
    if (!counted.isEmpty()) {
      distinct.add(new DistinctCounts(context, source, counted, reports).frame());
    }
    reads.forEach(r -> parts.add(r.id()));
  }

  /** Of a stock, only the rows of each thing's last day within the period. */
  private Dataset<Row> lastDays(Dataset<Row> rows) {
    List<String> stocks =
        Parts.all(definitions)
            .filter(r -> r.part().aggregate() == Aggregate.LAST && parts.contains(r.id()))
            .map(Parts.Read::id)
            .toList();
    if (stocks.isEmpty()) {
      return rows.drop("thing", "day");
    }
    Column stock = col("part").isInCollection(stocks);
    Column last = max("day").over(Window.partitionBy("part", "unit", "period", "thing"));
    Dataset<Row> readings =
        rows.filter(stock)
            .withColumn("last", last)
            .filter(col("day").equalTo(col("last")))
            .groupBy("part", "kind", "unit", "period", "delivery")
            .agg(
                sum("rows").as("rows"),
                sum("empty").as("empty"),
                sum("value").try_cast(Aggregation.NUMBER).as("value"),
                max("reason").as("reason"),
                concat_ws(
                        ";",
                        slice(
                            array_sort(
                                flatten(
                                    collect_list(
                                        transform(
                                            split(col("lines"), ";"),
                                            l -> l.try_cast(DataTypes.LongType))))),
                            1,
                            Aggregation.LINES))
                    .as("lines"));
    return rows.filter(not(stock)).drop("thing", "day").unionByName(readings);
  }

  private static Dataset<Row> measures(Dataset<Row> parted, List<Dataset<Row>> distinct) {
    Column several = col("kind").equalTo(Aggregation.AS_IS).and(col("rows").gt(1));
    Dataset<Row> measures =
        parted
            .filter(col("kind").notEqual(Aggregation.DISTINCT).or(col("reason").isNotNull()))
            .groupBy("part", "unit", "period", "kind")
            .agg(
                sum("rows").as("rows"),
                sum("empty").as("empty"),
                sum("value").as("sum"),
                max("reason").as("failed"))
            .select(
                col("part"),
                col("unit"),
                col("period"),
                // Two figures for one unit and period contradict each other, even when equal.
                when(
                        col("failed").isNull().and(not(several)),
                        col("sum").try_cast(Aggregation.NUMBER))
                    .as("value"),
                col("rows"),
                col("empty"),
                col("kind").equalTo(Aggregation.AS_IS).as("as_is"),
                coalesce(
                        col("failed"),
                        when(
                            col("sum")
                                .isNotNull()
                                .and(col("sum").try_cast(Aggregation.NUMBER).isNull()),
                            lit(Reason.OVERFLOW.code())))
                    .as("reason"));
    for (Dataset<Row> counts : distinct) {
      measures = measures.unionByName(counts);
    }
    return measures;
  }

  private void write(Dataset<Row> rows, TableId table, WriteOptions options) {
    if (changes.everything()) {
      context.warehouse().overwrite(rows, table, options);
    } else {
      context
          .warehouse()
          .replace(rows, table, Extent.where(String.join(" OR ", predicates)), options);
    }
  }

  private Findings findings() {
    return new Findings(
        context.businessDate(),
        definitions,
        failing,
        marked.stream().filter(p -> !parts.contains(p)).collect(Collectors.toSet()));
  }

  static Dataset<Row> union(List<Dataset<Row>> frames) {
    return frames.stream().reduce(Dataset::unionByName).orElseThrow();
  }
}
