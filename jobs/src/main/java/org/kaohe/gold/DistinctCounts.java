package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.SafeSql;
import org.kaohe.config.UnitTree;
import org.kaohe.stage.StageContext;

/**
 * Counts of distinct values, which don't add up (J7): each value counts once at every unit and in
 * every period that holds one of the places (leaf unit and month) where it was found.
 *
 * <p>Values found in the same places count alike, and most are: whoever is paid each month at one
 * place, or was born there in one month. So values are reduced to their sets of places, and each
 * set is spread over ancestors and periods once, with the number of its values.
 */
final class DistinctCounts {
  private static final StructType COUNTED =
      new StructType()
          .add("part", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("n", DataTypes.LongType);

  private final StageContext context;
  private final Source source;
  private final List<Parts.Read> reads;

  /** By part of a ratio: the months that its other part has, of every unit. */
  private final Map<String, Reported> shared;

  DistinctCounts(StageContext context, Source source, List<Parts.Read> reads, Reports reports) {
    this.shared = shared(reads, reports);
    this.context = context;
    this.source = source;
    this.reads = reads;
  }

  private static Map<String, Reported> shared(List<Parts.Read> reads, Reports reports) {
    Map<String, Reported> shared = new HashMap<>();
    for (Parts.Read read : reads) {
      Parts.of(read.indicator()).stream()
          .filter(other -> other.version().equals(read.version()) && other.role() != read.role())
          .filter(other -> !other.part().holdYear())
          .filter(
              other ->
                  other.part().aggregate() != Aggregate.GIVEN
                      && other.part().aggregate() != Aggregate.LAST)
          .forEach(other -> shared.put(read.id(), reports.of(other.part().from())));
    }
    return shared;
  }

  /**
   * {@code part, unit, period, value, rows, empty, as_is, reason}; rows are the values counted. A
   * value counts only where its ratio's other part has been reported for the unit and month (R37).
   */
  Dataset<Row> frame() {
    List<Column> found = new ArrayList<>();
    for (Parts.Read read : reads) {
      Part part = read.part();
      Aggregation.Placement p = Aggregation.placement(source, read);
      Column at = PeriodColumns.named(p.at());
      Column key = SafeSql.column(part.argument().orElseThrow()).cast("string");
      Column counted = SafeSql.value(PartAmount.chosen(part, key));
      found.add(
          when(
              counted.isNotNull(),
              struct(
                  lit(read.id()).as("part"),
                  PeriodColumns.named(p.unit()).cast("string").as("leaf"),
                  PeriodColumns.monthNumber(at, source.type(p.at())).as("month"),
                  PeriodColumns.periodText(at, source.type(p.at())).as("text"),
                  counted.as("key"))));
    }
    Dataset<Row> sets =
        source
            .rows()
            .select(explode(array_compact(array(found.toArray(Column[]::new)))).as("k"))
            .select("k.*")
            .filter(col("month").isNotNull().or(col("text").isNotNull()))
            .repartition(col("part"), col("key"))
            .distinct()
            .groupBy("part", "key")
            .agg(sort_array(collect_list(struct("leaf", "month", "text"))).as("places"))
            .groupBy("part", "places")
            .agg(count(lit(1)).as("n"));
    Broadcast<Spread> spread =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .broadcast(Spread.over(new UnitTree(context.definitions().units()), shared));
    return sets.flatMap(
            (FlatMapFunction<Row, Row>) set -> spread.value().of(set), Encoders.row(COUNTED))
        .groupBy("part", "unit", "period")
        .agg(sum("n").as("rows"))
        .select(
            col("part"),
            col("unit"),
            col("period"),
            col("rows").try_cast(Aggregation.NUMBER).as("value"),
            col("rows"),
            lit(0L).as("empty"),
            lit(true).as("as_is"),
            lit(null).cast("string").as("reason"));
  }

  /**
   * Where a set of places counts.
   *
   * @param chains each unit with its ancestors
   * @param shared what else has to be reported, by part
   */
  private record Spread(Map<String, List<Ancestor>> chains, Map<String, Reported> shared)
      implements Serializable {
    private static final PeriodKind[] KINDS = {
      PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR
    };

    /** A unit and the days on which it existed. */
    private record Ancestor(String unit, LocalDate from, LocalDate to) implements Serializable {}

    static Spread over(UnitTree tree, Map<String, Reported> shared) {
      Map<String, List<Ancestor>> chains = new HashMap<>();
      tree.units()
          .forEach(
              (code, unit) ->
                  chains.put(
                      code,
                      tree.chain(code).stream()
                          .map(tree.units()::get)
                          .map(
                              u ->
                                  new Ancestor(
                                      u.code(),
                                      u.validFrom().orElse(LocalDate.MIN),
                                      u.validTo().orElse(LocalDate.MAX)))
                          .toList()));
      return new Spread(chains, shared);
    }

    Iterator<Row> of(Row set) {
      Map<String, Set<String>> shown = new HashMap<>();
      Map<String, TreeSet<YearMonth>> months = new HashMap<>();
      for (Row place : set.<Row>getList(1)) {
        Optional<Period> at = period(place);
        if (at.filter(p -> alone(set.getString(0), place.getString(0), p)).isPresent()) {
          continue;
        }
        for (Ancestor ancestor : chains.getOrDefault(place.getString(0), List.of())) {
          boolean existed =
              at.isEmpty()
                  || !(ancestor.from().isAfter(at.get().end())
                      || ancestor.to().isBefore(at.get().start()));
          if (existed) {
            Set<String> periods = shown.computeIfAbsent(ancestor.unit(), k -> new HashSet<>());
            if (at.isEmpty()) {
              periods.add(place.getString(2));
            } else {
              periods.addAll(containing(at.get()));
              if (at.get().kind() != PeriodKind.YEAR) {
                months
                    .computeIfAbsent(ancestor.unit(), k -> new TreeSet<>())
                    .add(YearMonth.from(at.get().end()));
              }
            }
          }
        }
      }
      months.forEach((unit, found) -> shown.getOrDefault(unit, Set.of()).addAll(toDate(found)));
      List<Row> rows = new ArrayList<>();
      shown.forEach(
          (unit, periods) ->
              periods.forEach(
                  period ->
                      rows.add(RowFactory.create(set.getString(0), unit, period, set.getLong(2)))));
      return rows.iterator();
    }

    private boolean alone(String part, String leaf, Period period) {
      Reported other = shared.get(part);
      return other != null
          && !other.delivered(leaf).containsAll(Months.of(period))
          && !other.longer(leaf).contains(period);
    }

    private static Optional<Period> period(Row place) {
      if (!place.isNullAt(2)) {
        return Period.parse(place.getString(2));
      }
      int month = place.getInt(1);
      return Optional.of(Period.month(YearMonth.of(month / 12, month % 12 + 1)));
    }

    /** The period itself and the month, quarter, half-year and year that contain it. */
    private static List<String> containing(Period period) {
      List<String> found = new ArrayList<>();
      found.add(period.text());
      for (PeriodKind kind : KINDS) {
        Period longer = Period.containing(kind, period.start());
        if (longer.contains(period)) {
          found.add(longer.text());
        }
      }
      return found;
    }

    /** The years-to-date that hold some of the months. */
    private static Set<String> toDate(TreeSet<YearMonth> months) {
      Set<String> found = new HashSet<>();
      for (YearMonth first : months) {
        for (int month = first.getMonthValue(); month <= 12; month++) {
          if (!found.add(Period.yearToDate(first.withMonth(month)).text())) {
            break;
          }
        }
      }
      return found;
    }
  }
}
