package org.kaohe.delta;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row read without Spark. Columns are asked for by name and type; asking for a column that was
 * not read, or by the wrong type, is a programmer's error and throws.
 */
public final class TableRow {
  private final Map<String, Integer> positions;
  private final @Nullable Object[] values;

  TableRow(Map<String, Integer> positions, @Nullable Object[] values) {
    this.positions = positions;
    this.values = values;
  }

  /** The value as it was stored; empty for NULL. */
  public Optional<Object> value(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalArgumentException(
          "Column " + column + " was not read: " + positions.keySet());
    }
    return Optional.ofNullable(values[position]);
  }

  public Optional<String> text(String column) {
    return value(column).map(String.class::cast);
  }

  /** A text that the table always holds. */
  public String required(String column) {
    return text(column)
        .orElseThrow(() -> new IllegalStateException("Column " + column + " is NULL in " + this));
  }

  /** A whole number of 32 or 64 bits. */
  public Optional<Long> whole(String column) {
    return value(column).map(v -> ((Number) v).longValue());
  }

  public Optional<BigDecimal> decimal(String column) {
    return value(column).map(BigDecimal.class::cast);
  }

  public Optional<LocalDate> date(String column) {
    return value(column).map(LocalDate.class::cast);
  }

  public Optional<Instant> instant(String column) {
    return value(column).map(Instant.class::cast);
  }

  /** False for NULL too. */
  public boolean flag(String column) {
    return value(column).map(Boolean.class::cast).orElse(false);
  }

  /** An estimate: limit, slope, probability. */
  public Optional<Double> estimate(String column) {
    return value(column).map(Double.class::cast);
  }

  /** A list of texts; empty for NULL. */
  public List<String> texts(String column) {
    return value(column)
        .map(v -> ((List<?>) v).stream().map(String.class::cast).toList())
        .orElse(List.of());
  }

  /** A list of rows; empty for NULL. */
  public List<TableRow> rows(String column) {
    return value(column)
        .map(v -> ((List<?>) v).stream().map(TableRow.class::cast).toList())
        .orElse(List.of());
  }

  /** All columns in the order they were asked for; NULL is null. */
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    positions.forEach((name, position) -> map.put(name, values[position]));
    return map;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
