package org.kaohe.delta;

import java.util.Collection;
import java.util.List;
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

  /** Whether rows between two values of the column may be among the replaced ones. */
  boolean mayHold(String least, String greatest) {
    return column.isEmpty()
        || values.stream().anyMatch(v -> least.compareTo(v) <= 0 && v.compareTo(greatest) <= 0);
  }

  /** Whether all rows between two values of the column are replaced ones. */
  boolean holds(String least, String greatest) {
    return !column.isEmpty() && least.equals(greatest) && values.contains(least);
  }
}
