package org.kaohe.gold;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.delta.Extent;
import org.kaohe.stage.StageContext;

/**
 * Rows of {@code gold/measure} that stand for a whole part, which no query can compute (J25): unit
 * and period are empty, and the reason says why all its cells have no value. They stay until the
 * part is computed again.
 */
final class Markers {
  private static final StructType SCHEMA =
      new StructType()
          .add("part", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("period", DataTypes.StringType)
          .add("value", Aggregation.NUMBER)
          .add("rows", DataTypes.LongType)
          .add("empty", DataTypes.LongType)
          .add("as_is", DataTypes.BooleanType)
          .add("reason", DataTypes.StringType);

  private Markers() {}

  /** The parts that are marked; without any, no Spark job is needed to know. */
  static Set<String> of(StageContext context) {
    Extent marked = Extent.of("period", Set.of(""));
    Set<String> parts = new LinkedHashSet<>();
    if (context.warehouse().exists(MeasureStage.MEASURE)
        && context.warehouse().rows(MeasureStage.MEASURE, marked) > 0) {
      context
          .warehouse()
          .read(context.spark(), MeasureStage.MEASURE, marked)
          .filter(col("unit").equalTo(""))
          .select("part")
          .collectAsList()
          .forEach(r -> parts.add(r.getString(0)));
    }
    return parts;
  }

  /** The rows that mark parts. */
  static Dataset<Row> rows(StageContext context, Collection<String> parts) {
    List<Row> rows =
        parts.stream()
            .map(
                p ->
                    RowFactory.create(p, "", "", null, 0L, 0L, false, Reason.NOT_COMPUTABLE.code()))
            .toList();
    return context.spark().createDataFrame(rows, SCHEMA);
  }
}
