package org.kaohe.delta;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which rows of a table are replaced.
 *
 * @param predicate SQL over the table's columns; a row for which it is unknown stays
 * @param column column that bounds the rows, with statistics in every file; empty when only the
 *     predicate tells
 * @param values what that column holds in the replaced rows
 */
public record Extent(String predicate, String column, Set<String> values) {
  public Extent {
    values = Set.copyOf(values);
  }

  /** All rows with one of these values, and no others: files without them are not looked at. */
  public static Extent of(String column, Collection<String> values) {
    return new Extent(in(column, values), column, Set.copyOf(values));
  }

  /** The whole table. */
  public static Extent all() {
    return where("true");
  }

  /** Rows by predicate alone; all files are read. */
  public static Extent where(String predicate) {
    return new Extent(predicate, "", Set.of());
  }

  /** {@code column IN ('a', 'b')}, in the order of the values; of none, what no row satisfies. */
  public static String in(String column, Collection<String> values) {
    if (values.isEmpty()) {
      return "false";
    }
    List<String> sorted = List.copyOf(new TreeSet<>(values));
    return sorted.stream()
        .map(v -> "'" + v.replace("\\", "\\\\").replace("'", "\\'") + "'")
        .collect(Collectors.joining(", ", column + " IN (", ")"));
  }

  /** Whether a file of these statistics may hold a replaced row; without any it may. */
  boolean mayHold(Optional<DataFileStatistics> statistics) {
    return range(statistics)
        .map(
            r ->
                values.stream()
                    .anyMatch(v -> r.least().compareTo(v) <= 0 && v.compareTo(r.greatest()) <= 0))
        .orElse(true);
  }

  /** Whether a file of these statistics holds replaced rows only. */
  boolean holds(Optional<DataFileStatistics> statistics) {
    return only(column, statistics).filter(values::contains).isPresent();
  }

  private record Range(String least, String greatest) {}

  /** The one value that all rows of a file have in a column, if its statistics tell so. */
  static Optional<String> only(String column, Optional<DataFileStatistics> statistics) {
    return range(column, statistics).filter(r -> r.least().equals(r.greatest())).map(Range::least);
  }

  private Optional<Range> range(Optional<DataFileStatistics> statistics) {
    return range(column, statistics);
  }

  /** Nothing when the column is not told or some row has no value in it. */
  private static Optional<Range> range(String column, Optional<DataFileStatistics> statistics) {
    Column key = new Column(column.isEmpty() ? "none" : column);
    Optional<Long> nulls = statistics.map(s -> s.getNullCount().get(key));
    Optional<Literal> least = statistics.map(s -> s.getMinValues().get(key));
    Optional<Literal> greatest = statistics.map(s -> s.getMaxValues().get(key));
    return column.isEmpty()
            || nulls.filter(n -> n == 0).isEmpty()
            || least.isEmpty()
            || greatest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Range(
                String.valueOf(least.get().getValue()), String.valueOf(greatest.get().getValue())));
  }
}
