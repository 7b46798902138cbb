package org.kaohe.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kaohe.delta.TableRow;

/** Stored values as people and programs read them. */
public final class Values {
  private Values() {}

  /** For a text: numbers without trailing zeros, lists with semicolons, nothing for NULL. */
  public static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof BigDecimal number) {
      return plain(number).toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(v -> inner(v)).collect(Collectors.joining(";"));
    }
    return value.toString();
  }

  /** For JSON: numbers as numbers, dates and times as ISO text. */
  public static @Nullable Object json(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return plain(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::json).toList();
    }
    if (value instanceof TableRow row) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      row.asMap().forEach((name, v) -> plain.put(name, json(v)));
      return plain;
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }

  private static String inner(Object value) {
    return value instanceof TableRow row
        ? row.asMap().values().stream().map(Values::text).collect(Collectors.joining(" "))
        : String.valueOf(value);
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
