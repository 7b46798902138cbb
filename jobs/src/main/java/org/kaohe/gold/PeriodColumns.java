package org.kaohe.gold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Period;

/** Periods inside frames. Dates are counted by month as numbers; text is made once per group. */
final class PeriodColumns {
  private static final int DATE_LENGTH = 10;

  private static final UserDefinedFunction START =
      udf((UDF1<String, String>) t -> start(t), DataTypes.StringType);
  private static final UserDefinedFunction END =
      udf((UDF1<String, String>) t -> end(t), DataTypes.StringType);

  private PeriodColumns() {}

  /** Months since year 0 of a date column, else NULL: the cheap half of a period key. */
  static Column monthNumber(Column at, DataType type) {
    return type.equals(DataTypes.StringType)
        ? lit(null).cast("int")
        : year(at).multiply(12).plus(month(at)).minus(1);
  }

  /** Text of a period-text column, else NULL: the other half. A day is placed in its month. */
  static Column periodText(Column at, DataType type) {
    return type.equals(DataTypes.StringType)
        ? nullif(when(length(at).equalTo(DATE_LENGTH), substring(at, 1, 7)).otherwise(at), lit(""))
        : lit(null).cast("string");
  }

  /** Day within the month, 0 for longer periods: the order of stocks reported within one month. */
  static Column day(Column at, DataType type) {
    return type.equals(DataTypes.StringType)
        ? when(length(at).equalTo(DATE_LENGTH), substring(at, 9, 2).try_cast(DataTypes.IntegerType))
            .otherwise(lit(0))
        : dayofmonth(at);
  }

  /** Period text from the two halves. */
  static Column text(Column monthNumber, Column periodText) {
    Column months =
        concat(
            lpad(monthNumber.divide(12).cast("int").cast("string"), 4, "0"),
            lit("-"),
            lpad(monthNumber.mod(12).plus(1).cast("string"), 2, "0"));
    return coalesce(periodText, when(monthNumber.isNotNull(), months));
  }

  /** First day of a period, ISO text. */
  static Column start(Column period) {
    return START.apply(period);
  }

  /** Last day of a period, ISO text. */
  static Column end(Column period) {
    return END.apply(period);
  }

  static Column named(String name) {
    return col("`" + name + "`");
  }

  private static @Nullable String start(@Nullable String text) {
    return text == null
        ? null
        : Period.parse(text).map(p -> p.start().toString()).orElse("0000-01-01");
  }

  private static @Nullable String end(@Nullable String text) {
    return text == null
        ? null
        : Period.parse(text).map(p -> p.end().toString()).orElse("9999-12-31");
  }
}
