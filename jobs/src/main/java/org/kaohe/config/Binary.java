package org.kaohe.config;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.IntegralType;
import org.kaohe.error.ErrorCode;

/**
 * Binary fractions that somebody wrote into an expression (R42), and decimals that look like one.
 */
final class Binary {
  static final String CODE = ErrorCode.BINARY_NUMBER.code();
  static final String WHY = "0.1 has no end in binary digits, and a sum of ten of them is not 1";
  static final String LITERAL_CURE = "Write the number without D or F.";
  static final String CAST_CURE = "Cast to DECIMAL(38, 18), or leave the cast out.";

  /** Digits in which a text and the double that was read from it agree. */
  private static final MathContext AGREEING = new MathContext(12);

  private static final Pattern SUFFIXED = Pattern.compile("[-+0-9.eE]*[dDfF]");
  private static final Pattern BLANK = Pattern.compile("\\s");

  private Binary() {}

  /** What is binary in this node itself; empty when nothing is. */
  static Optional<String> fault(Expression node) {
    if (node instanceof Cast cast && binary(cast.dataType())) {
      return Optional.of("a cast to %s makes a binary fraction".formatted(cast.dataType().sql()));
    }
    if (node instanceof Literal literal
        && literal.value() != null
        && binary(literal.dataType())
        && decimal(literal).isEmpty()) {
      return Optional.of("%s is a binary fraction".formatted(literal.value()));
    }
    return Optional.empty();
  }

  private static boolean binary(DataType type) {
    return type instanceof DoubleType
        || type instanceof FloatType
        || (type instanceof FractionalType && !(type instanceof DecimalType));
  }

  /** A written number as the decimal that was written; {@code 1e-3} is one, {@code 0.1D} is not. */
  static Optional<BigDecimal> decimal(Literal literal) {
    Object value = literal.value();
    if (value instanceof Decimal decimal) {
      return Optional.of(decimal.toJavaBigDecimal());
    }
    if (literal.dataType() instanceof IntegralType && value != null) {
      return Optional.of(new BigDecimal(value.toString()));
    }
    if (literal.dataType() instanceof DoubleType && value != null) {
      return written(literal.origin(), value);
    }
    return Optional.empty();
  }

  /**
   * Spark reads a number with an exponent as a double; its text still stands in the origin, and
   * otherwise its shortest decimal is meant.
   */
  private static Optional<BigDecimal> written(Origin origin, Object value) {
    BigDecimal read = new BigDecimal(value.toString());
    String text = text(origin);
    if (SUFFIXED.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      boolean same = number.round(AGREEING).compareTo(read.round(AGREEING)) == 0;
      return Optional.of(same ? number : read);
    } catch (NumberFormatException e) {
      return Optional.of(read);
    }
  }

  private static String text(Origin origin) {
    if (origin.sqlText().isEmpty()
        || origin.startIndex().isEmpty()
        || origin.stopIndex().isEmpty()) {
      return "";
    }
    int from = (Integer) origin.startIndex().get();
    int to = (Integer) origin.stopIndex().get() + 1;
    String sql = origin.sqlText().get();
    return from < 0 || to > sql.length() || from >= to
        ? ""
        : BLANK.matcher(sql.substring(from, to)).replaceAll("");
  }
}
