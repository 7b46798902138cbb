package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
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
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.kaohe.config.Part;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.stage.StageContext;

/**
 * Counts of distinct values, which don't add up (J7): reduced to (value, leaf unit, month), then
 * counted again for every ancestor and every containing period. Cells take these as they are.
 *
 * <p>Year-to-date counts come from each value's first month in the year, so they cost one grouping
 * for all months together.
 */
final class DistinctCounts {
  private static final UserDefinedFunction SHOWN_IN =
      udf(
          (UDF2<String, String, String[]>) DistinctCounts::shownIn,
          DataTypes.createArrayType(DataTypes.StringType));

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
            .select(
                col("part"),
                col("leaf"),
                PeriodColumns.text(col("month"), col("text")).as("period"),
                col("key"))
            .filter(col("period").isNotNull());
    UnitTree tree = new UnitTree(context.definitions().units());
    Dataset<Row> climbed = leaves.join(broadcast(tree.ancestors(context.spark())), "leaf");
    if (tree.dated()) {
      climbed =
          climbed.filter(
              col("valid_from")
                  .leq(PeriodColumns.end(col("period")))
                  .and(col("valid_to").geq(PeriodColumns.start(col("period")))));
    }
    return climbed
        .select(
            col("part"),
            col("ancestor").as("unit"),
            explode(PeriodColumns.containing(col("period"))).as("longer"),
            col("period"),
            col("key"))
        .groupBy("part", "unit", "longer", "key")
        .agg(min("period").as("first"))
        .groupBy("part", "unit", "longer", "first")
        .agg(count(lit(1)).as("keys"))
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

  /** The period itself; for a year also the years-to-date that hold the value's first period. */
  private static String[] shownIn(String period, String first) {
    List<String> shown = new ArrayList<>();
    shown.add(period);
    boolean year = Period.parse(period).filter(p -> p.kind() == PeriodKind.YEAR).isPresent();
    if (year && !first.equals(period)) {
      Period.parse(first)
          .ifPresent(
              p -> {
                for (int month = p.end().getMonthValue(); month <= 12; month++) {
                  shown.add("%s-01..%02d".formatted(period, month));
                }
              });
    }
    return shown.toArray(String[]::new);
  }
}
