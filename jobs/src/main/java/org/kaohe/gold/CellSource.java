package org.kaohe.gold;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Period;

/**
 * What one unit that has rows contributes to one part of a cell: written with the cell by the
 * computation that made it, and never worked out again (RULES R41). It leads on to {@code
 * gold/measure_source}, by part, unit and each of the periods.
 *
 * @param part id of the part
 * @param unit where the rows are, as delivered
 * @param periods of its measures that were taken, in order; none where a delivered month without
 *     rows is a zero
 * @param value what they come to; empty for distinct counts, which don't add up
 */
record CellSource(String part, String unit, List<Period> periods, Optional<BigDecimal> value) {
  static final StructType TYPE =
      new StructType()
          .add("part", DataTypes.StringType)
          .add("unit", DataTypes.StringType)
          .add("periods", DataTypes.StringType)
          .add("value", Aggregation.NUMBER);

  String periodTexts() {
    return periods.stream().map(Period::text).collect(Collectors.joining(";"));
  }
}
