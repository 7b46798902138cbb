package org.kaohe.publish;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cells of tables as the text that a page shows. */
final class Values {
  /** {@code delivery <id>:<line>}: lines stay inside the restricted zone (RULES R31). */
  private static final Pattern DELIVERY_LINE = Pattern.compile("(delivery [^:\\s]+):[\\d;]+");

  private Values() {}

  static @Nullable String text(DataRow row, String column) {
    Object value = row.get(column);
    return value == null ? null : value.toString();
  }

  /** A text that the table always holds. */
  static String required(DataRow row, String column) {
    Object value = row.get(column);
    if (value == null) {
      throw new IllegalStateException("Column " + column + " is NULL");
    }
    return value.toString();
  }

  /** All digits that are stored, and at least {@code decimals} after the point. */
  static @Nullable String number(DataRow row, String column, int decimals) {
    Object value = row.get(column);
    if (value == null) {
      return null;
    }
    BigDecimal number = new BigDecimal(value.toString()).stripTrailingZeros();
    return (number.scale() < decimals ? number.setScale(decimals) : number).toPlainString();
  }

  /** An estimate, rounded as the value beside it. */
  static @Nullable String estimate(DataRow row, String column, int decimals) {
    Object value = row.get(column);
    if (value == null || value.toString().equals("NaN") || value.toString().endsWith("Infinity")) {
      return null;
    }
    return new BigDecimal(value.toString())
        .setScale(decimals, RoundingMode.HALF_UP)
        .toPlainString();
  }

  /** A source without the line of the delivery. */
  static @Nullable String source(DataRow row, String column) {
    String source = text(row, column);
    return source == null ? null : withoutLines(source);
  }

  static String withoutLines(String source) {
    return DELIVERY_LINE.matcher(source).replaceAll("$1");
  }

  static List<String> list(@Nullable String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.split(";"));
  }
}
