package org.kaohe.gold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Reporting.Kind;
import org.kaohe.config.SafeSql;

/**
 * What one row of a source gives to a part: its line where the part counts it, and its amount as a
 * whole number that adds up fast, with the way back to the number that is stored.
 */
final class PartAmount {
  private static final int LONG_DIGITS = 18;

  private final Source source;
  private final Part part;

  /** Of the argument; that of a line where there is none. */
  private final DataType type;

  /**
   * @param types those of arguments that are known by their text; takes the part's own
   */
  PartAmount(Source source, Parts.Read read, Map<String, DataType> types) {
    this.source = source;
    this.part = read.part();
    this.type =
        summed()
            ? types.computeIfAbsent(
                part.argument().orElseThrow(),
                sql -> source.rows().select(SafeSql.value(sql)).schema().fields()[0].dataType())
            : DataTypes.LongType;
  }

  boolean summed() {
    return switch (part.aggregate()) {
      case SUM, LAST, GIVEN -> true;
      case COUNT, DISTINCT -> false;
    };
  }

  /** A column in the rows that a part counts. */
  static Column chosen(Part part, Column column) {
    return part.where().map(w -> when(SafeSql.column(w), column)).orElse(column);
  }

  /** The line of a row that the part chooses, else NULL. */
  Column line() {
    Column line = chosen(part, col("_line"));
    return part.where().isPresent() ? SafeSql.value(line) : line;
  }

  Column value() {
    Column argument = chosen(part, argument());
    boolean plain = part.where().isEmpty() && !computed();
    return plain ? argument : SafeSql.value(argument);
  }

  /** Whether a row that the part chooses has no figure for it; empty where that can't be. */
  Optional<Column> hole() {
    boolean never = part.argument().filter(source::always).isPresent();
    return summed() && !never
        ? Optional.of(coalesce(line().isNotNull().and(value().isNull()), lit(false)))
        : Optional.empty();
  }

  /** Each row of the source is a report that is owed whole. */
  boolean owed() {
    return part.aggregate() == Aggregate.SUM
        && source.contract().filter(c -> c.reporting().kind() == Kind.RETURN).isPresent();
  }

  /** Whether a row may have no answer. */
  boolean computed() {
    return part.where().filter(SafeSql::mayRaise).isPresent()
        || part.argument().filter(SafeSql::mayRaise).isPresent()
        || !countable();
  }

  /** Whether a row has none. */
  Column raised() {
    return SafeSql.raised(chosen(part, summed() ? argument() : col("_line")));
  }

  private boolean countable() {
    return type instanceof DecimalType || type.equals(DataTypes.LongType);
  }

  /** The argument as a whole number: its unscaled value where that fits a long. */
  private Column argument() {
    Column argument = SafeSql.column(part.argument().orElseThrow());
    if (scale() >= 0) {
      return ExpressionUtils.column(new UnscaledValue(ExpressionUtils.expression(argument)));
    }
    return countable() ? argument : argument.cast(Aggregation.NUMBER);
  }

  /** Decimals that are taken away from the argument; less than none when it is left as it is. */
  private int scale() {
    return type instanceof DecimalType decimal && decimal.precision() <= LONG_DIGITS
        ? decimal.scale()
        : -1;
  }

  /** The number that a sum of amounts stands for; NULL when it can't be written down. */
  Column number(Column sum) {
    if (scale() < 0) {
      return sum.try_cast(Aggregation.NUMBER);
    }
    Column unit =
        lit(BigDecimal.ONE.movePointLeft(scale()))
            .cast(DataTypes.createDecimalType(scale() + 1, scale()));
    return sum.cast(DataTypes.createDecimalType(19, 0)).multiply(unit).try_cast(Aggregation.NUMBER);
  }
}
