package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.kaohe.config.Part;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.stage.StageContext;

/**
 * Counts of distinct values, which don't add up (J7): reduced to (value, leaf unit, month), then
 * counted again for every ancestor and every containing period. Cells take these as they are.
 *
 * <p>A value found at one unit in one month only, as most are, adds up like any number and is
 * counted before it is spread; only the others are spread one by one.
 *
 * <p>Year-to-date counts come from each value's first month in the year, so they cost one grouping
 * for all months together.
 */
final class DistinctCounts {
  private static final UserDefinedFunction SHOWN_IN =
      udf(
          (UDF2<String, Integer, String[]>) DistinctCounts::shownIn,
          DataTypes.createArrayType(DataTypes.StringType));
  private static final UserDefinedFunction LAST_MONTH =
      udf((UDF1<String, Integer>) DistinctCounts::lastMonth, DataTypes.IntegerType);

  /** Later than any month. */
  private static final int WHOLE_YEAR = Integer.MAX_VALUE;

  private final StageContext context;
  private final Source source;
  private final List<Parts.Read> reads;

  DistinctCounts(StageContext context, Source source, List<Parts.Read> reads) {
    this.context = context;
    this.source = source;
    this.reads = reads;
  }

  /** {@code part, unit, period, value, rows, as_is}; rows are the values counted. */
  Dataset<Row> frame() {
    List<Column> keys = new ArrayList<>();
    for (Parts.Read read : reads) {
      Part part = read.part();
      Aggregation.Placement p = Aggregation.placement(source, read);
      Column at = PeriodColumns.named(p.at());
      Column key = expr(part.argument().orElseThrow()).cast("string");
      Column counted = part.where().map(w -> when(expr(w), key)).orElse(key);
      keys.add(
          when(
              counted.isNotNull(),
              struct(
                  lit(read.id()).as("part"),
                  PeriodColumns.named(p.unit()).cast("string").as("leaf"),
                  PeriodColumns.monthNumber(at, source.type(p.at())).as("month"),
                  PeriodColumns.periodText(at, source.type(p.at())).as("text"),
                  counted.as("key"))));
    }
    Dataset<Row> leaves =
        source
            .rows()
            .select(explode(array_compact(array(keys.toArray(Column[]::new)))).as("k"))
            .select("k.*")
            .distinct()
            .filter(col("month").isNotNull().or(col("text").isNotNull()))
            .withColumn("places", count(lit(1)).over(Window.partitionBy("part", "key")));
    Dataset<Row> places =
        leaves
            .filter(col("places").gt(1))
            .withColumn("n", lit(1L))
            .drop("places")
            .unionByName(
                leaves
                    .filter(col("places").equalTo(1))
                    .groupBy("part", "leaf", "month", "text")
                    .agg(count(lit(1)).as("n"))
                    .withColumn("key", lit(null).cast("string")))
            .withColumn("longer", PeriodColumns.containing(col("month"), col("text")))
            .withColumn("first", coalesce(col("month"), LAST_MONTH.apply(col("text"))));
    UnitTree tree = new UnitTree(context.definitions().units());
    Dataset<Row> climbed = places.join(broadcast(tree.ancestors(context.spark())), "leaf");
    if (tree.dated()) {
      Column period = PeriodColumns.text(col("month"), col("text"));
      climbed =
          climbed.filter(
              col("valid_from")
                  .leq(PeriodColumns.end(period))
                  .and(col("valid_to").geq(PeriodColumns.start(period))));
    }
    // The first month is a number, because a least text would make Spark sort instead of hash.
    return climbed
        .select(
            col("part"),
            col("ancestor").as("unit"),
            explode(col("longer")).as("longer"),
            col("first"),
            col("key"),
            when(col("key").isNull(), col("first")).as("apart"),
            col("n"))
        .groupBy("part", "unit", "longer", "key", "apart")
        .agg(min("first").as("first"), sum("n").as("n"))
        .groupBy("part", "unit", "longer", "first")
        .agg(sum(when(col("key").isNull(), col("n")).otherwise(1L)).as("keys"))
        .select(
            col("part"),
            col("unit"),
            explode(SHOWN_IN.apply(col("longer"), col("first"))).as("period"),
            col("keys"))
        .groupBy("part", "unit", "period")
        .agg(sum("keys").as("rows"))
        .select(
            col("part"),
            col("unit"),
            col("period"),
            col("rows").cast(Aggregation.NUMBER).as("value"),
            col("rows"),
            lit(true).as("as_is"));
  }

  /** Months since year 0 of a period's last month; of a year, which is in no year-to-date, more. */
  private static int lastMonth(String period) {
    return Period.parse(period)
        .filter(p -> p.kind() != PeriodKind.YEAR)
        .map(p -> p.end().getYear() * 12 + p.end().getMonthValue() - 1)
        .orElse(WHOLE_YEAR);
  }

  /** The period itself; for a year also the years-to-date that hold the value's first month. */
  private static String[] shownIn(String period, int first) {
    List<String> shown = new ArrayList<>();
    shown.add(period);
    boolean year = Period.parse(period).filter(p -> p.kind() == PeriodKind.YEAR).isPresent();
    if (year && first != WHOLE_YEAR) {
      for (int month = first % 12 + 1; month <= 12; month++) {
        shown.add("%s-01..%02d".formatted(period, month));
      }
    }
    return shown.toArray(String[]::new);
  }
}
